"""The neighbour average against plain Python."""

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from models.averages import neighbour_average

MATRICES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=12),
    elements=st.one_of(st.just(np.nan), st.integers(0, 100).map(float), st.floats(-1e6, 1e6)),
)


@pytest.mark.parametrize(
    ("values", "mean", "median", "contributing"),
    [
        ([2.0, 4.0, 9.0], 5.0, 4.0, 3),  # (2 + 4 + 9) / 3
        ([2.0, np.nan, 9.0], 5.5, 5.5, 2),  # (2 + 9) / 2
        ([np.nan, 7.0, np.nan], 7.0, 7.0, 1),
        ([0.0, 0.0, 3.0], 1.0, 0.0, 3),
    ],
)
def test_missing_values_are_skipped_and_counted(
    values: list[float], mean: float, median: float, contributing: int
) -> None:
    average = neighbour_average(np.array([values]))
    assert (average.mean[0], average.median[0], average.contributing[0], average.of) == (mean, median, contributing, 3)


def test_nobody_contributing_is_not_a_number() -> None:
    average = neighbour_average(np.full((2, 10), np.nan))
    assert np.isnan(average.mean).all()
    assert np.isnan(average.median).all()
    assert average.contributing.tolist() == [0, 0]
    assert average.of == 10


def test_a_group_without_members_has_no_average() -> None:
    average = neighbour_average(np.empty((3, 0)))
    assert np.isnan(average.mean).all()
    assert np.isnan(average.median).all()
    assert average.of == 0


def test_six_of_ten_contributing() -> None:
    """Shaped like substance misuse: six published whole percentages, 3 + 5 + 2 + 6 + 4 + 4 = 24, so 4.0."""
    values = np.array([[3, 5, np.nan, 2, 6, np.nan, 4, np.nan, 4, np.nan]])
    average = neighbour_average(values)
    assert (average.mean[0], average.contributing[0], average.of) == (4.0, 6, 10)


@settings(deadline=None)
@given(MATRICES)
def test_as_plain_python_says(values: np.ndarray) -> None:
    before = values.copy()
    average = neighbour_average(values)
    for row, known in enumerate([value for value in line if value == value] for line in values.tolist()):
        assert average.contributing[row] == len(known)
        if known:
            assert average.mean[row] == pytest.approx(statistics.fmean(known), abs=1e-9)
            assert average.median[row] == pytest.approx(statistics.median(known), abs=1e-9)
        else:
            assert np.isnan(average.mean[row])
            assert np.isnan(average.median[row])
    np.testing.assert_array_equal(values, before)
