"""p-values: under .05 exactly where the 95% interval leaves the benchmark out; Benjamini and Hochberg's own list."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.discovery import adjusted, certain, p_values
from models.intervals import interval_for

NAN = float("nan")
# Benjamini and Hochberg (1995), section 3: fifteen hypotheses about the treatment of myocardial infarction.
INFARCTION = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
INFARCTION += [0.6528, 0.7590, 1.0000]


def test_four_of_fifteen_stay_certain() -> None:
    assert certain(np.array(INFARCTION)).tolist() == [True] * 4 + [False] * 11


@settings(deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(NAN)), min_size=1, max_size=30), st.sampled_from([0.05, 0.1]))
def test_the_step_up_rule_by_a_loop(values: list[float], rate: float) -> None:
    known = sorted(value for value in values if value == value)
    passed = [value for j, value in enumerate(known, 1) if value <= j * rate / len(known)]
    threshold = max(passed, default=-1.0)
    found = certain(np.array(values), rate)
    for value, held in zip(values, found.tolist(), strict=True):
        # A value within rounding of its own threshold may fall on either side.
        if all(abs(value - j * rate / len(known)) > 1e-12 for j in range(1, len(known) + 1)):
            assert held == (value <= threshold)


def test_a_figure_that_was_not_tested_does_not_lengthen_the_list() -> None:
    """.02 x 2 / 1 and .03 x 2 / 2: the smaller cannot end above the larger, so both are .03."""
    np.testing.assert_allclose(adjusted(np.array([NAN, 0.02, NAN, 0.03])), [NAN, 0.03, NAN, 0.03])
    assert np.isnan(adjusted(np.array([NAN]))).all()


@settings(deadline=None)
@given(
    st.sampled_from(["proportion", "rate"]),
    st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0, 1),
    st.sampled_from([0.9, 0.95, 0.998]),
)
def test_p_is_small_exactly_where_the_interval_leaves_the_benchmark_out(
    kind: str, counts: tuple[int, int], target: float, confidence: float
) -> None:
    p = float(p_values(kind, *counts, 100 * target))
    interval = interval_for(kind, *counts, 100, confidence)
    low, high = float(interval.low), float(interval.high)
    assert 0 <= p <= 1
    if min(abs(100 * target - low), abs(100 * target - high)) > 1e-9 * max(1.0, high):
        assert (p < 1 - confidence) == (100 * target < low or 100 * target > high)


def test_health_assessments_by_hand() -> None:
    """295 of 336 against 92.5%: z = (.877976 - .925) / sqrt(.925 x .075 / 336) = -3.2725, so p = .00107."""
    assert float(p_values("proportion", 295, 336, 92.5)) == pytest.approx(0.0010658, abs=1e-7)
    assert 2 * stats.norm.sf(3.2725) == pytest.approx(0.00107, abs=5e-6)


def test_on_its_limit_a_benchmark_has_the_p_of_the_interval() -> None:
    found = p_values(
        "rate", [65, 65, 5, 5], [1, 1, 100, 100], [50.163188, 82.849139, 1.623486, 11.668332], [1, 1, 100, 100]
    )
    np.testing.assert_allclose(found, 0.05, atol=1e-6)


def test_under_ten_events_by_the_poisson_distribution() -> None:
    """3 events where 8 were expected: twice P(X <= 3)."""
    assert float(p_values("rate", 3, 80, 0.1, 1)) == pytest.approx(2 * stats.poisson.cdf(3, 8))
    assert float(p_values("rate", 0, 80, 0.1, 1)) == pytest.approx(2 * stats.poisson.cdf(0, 8))


def test_a_benchmark_of_all_or_none() -> None:
    assert p_values("proportion", [336, 335, 0, 1], 336, [100, 100, 0, 0]).tolist() == [1.0, 0.0, 1.0, 0.0]


def test_each_row_takes_the_test_of_its_kind() -> None:
    kinds = np.array(["proportion", "rate", "none", "proportion", "rate"])
    found = p_values(kinds, [50, 50, 50, NAN, -1], 100, 60, 100)
    assert np.isnan(found).tolist() == [False, False, True, True, True]
    assert found[0] == pytest.approx(float(p_values("proportion", 50, 100, 60)))
    assert found[1] == pytest.approx(float(p_values("rate", 50, 100, 60)))
