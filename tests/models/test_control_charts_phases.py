"""Limits recalculated at a documented process change, and only there."""

import functools
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import PortalError
from models.control_charts import (
    ProcessChange,
    in_phases,
    individuals_chart,
    laney_u_chart,
    p_chart,
    phase_numbers,
    u_chart,
)
from tests.models.monthly_series import ALL_INFECTIONS, ATTENDANCES, INFECTIONS, NORMAL, PATIENT_DAYS, RISK_DAYS, SEEN


def change(month: int, reason: str = "New front door") -> ProcessChange:
    return ProcessChange(month, reason)


def test_phases_count_the_changes_behind_them() -> None:
    assert phase_numbers([], 4).tolist() == [0, 0, 0, 0]
    assert phase_numbers([change(3), change(1)], 5).tolist() == [0, 1, 1, 2, 2]


def test_p_in_two_phases_as_qicharts2_has_it() -> None:
    chart = in_phases(p_chart, [change(10)], SEEN, ATTENDANCES)
    np.testing.assert_allclose(chart.centre[:10], 0.95105964383277042, rtol=1e-14)
    np.testing.assert_allclose(chart.centre[10:], 0.95481431224580271, rtol=1e-14)
    np.testing.assert_allclose(chart.lower[[0, 19]], [0.94983746040031192, 0.95362338111181699], rtol=1e-12)
    np.testing.assert_allclose(chart.upper[[0, 19]], [0.95228182726522892, 0.95600524337978843], rtol=1e-12)


def test_u_in_two_phases_as_qicharts2_has_it() -> None:
    chart = in_phases(u_chart, [change(18, "Intervention")], INFECTIONS, PATIENT_DAYS)
    np.testing.assert_allclose(chart.centre[[0, 35]], [0.0013884479710707777, 0.00068392146236738438], rtol=1e-12)
    np.testing.assert_allclose(
        chart.lower[[17, 18, 32]], [0.00045651519194680134, 3.6244057888173368e-05, 0], rtol=1e-9
    )
    np.testing.assert_allclose(chart.upper[[17, 18]], [0.0023203807501947539, 0.0013315988668465954], rtol=1e-12)


def test_laney_u_in_two_phases_as_qicharts2_has_it() -> None:
    """Sigma z is of each phase: no moving range is taken from December 2015 to January 2016."""
    chart = in_phases(laney_u_chart, [change(12)], ALL_INFECTIONS, RISK_DAYS)
    np.testing.assert_allclose(chart.centre[[0, 23]], [0.0018135371760980396, 0.0018341007230021627], rtol=1e-12)
    np.testing.assert_allclose(chart.lower[[0, 23]], [0.0016028174413353386, 0.001510147440559953], rtol=1e-12)


@settings(deadline=None)
@given(st.sets(st.integers(1, 19), max_size=4))
def test_each_phase_is_a_chart_by_itself(starts: set[int]) -> None:
    chart = in_phases(individuals_chart, [change(start) for start in starts], NORMAL)
    edges = [0, *sorted(starts), 20]
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        alone = individuals_chart(NORMAL[start:end])
        assert chart.phase[start:end].tolist() == [number] * (end - start)
        for name in ("value", "centre", "lower", "upper", "lower_two_thirds", "upper_two_thirds", "points"):
            np.testing.assert_array_equal(getattr(chart, name)[start:end], getattr(alone, name))


def test_many_series_share_their_phases() -> None:
    chart = in_phases(functools.partial(p_chart, per=100), [change(2)], np.full((3, 5), 20), np.full((3, 5), 40))
    assert chart.value.shape == chart.upper.shape == (3, 5)
    assert chart.phase.tolist() == [0, 0, 1, 1, 1]
    np.testing.assert_allclose(chart.centre, 50)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([change(3, " ")], "The process change at month 4 has no reason"),
        ([change(0)], "The process change at month 1 .* does not divide the series of 20 months"),
        ([change(20)], "does not divide"),
        ([change(-1)], "does not divide"),
        ([change(5), change(5, "New computer system")], "Two process changes fall in one month"),
    ],
)
def test_changes_that_make_no_phase(changes: list[ProcessChange], sentence: str) -> None:
    with pytest.raises(PortalError, match=sentence):
        in_phases(individuals_chart, changes, NORMAL)
