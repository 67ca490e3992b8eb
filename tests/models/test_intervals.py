"""Intervals: UKHSA's PHEindicatormethods test data as golden cases, and the equations that define each interval."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.intervals import PROPORTION, RATE, byar, interval_for, limits_for, wilson

NAN = float("nan")


@pytest.mark.parametrize(
    ("numerator", "denominator", "confidence", "low", "high"),
    [
        (65, 100, 0.95, 0.552544, 0.736358),
        (1045, 5000, 0.95, 0.197955, 0.220491),
        (65, 100, 0.998, 0.495495, 0.778354),
    ],
)
def test_wilson_as_published(numerator: int, denominator: int, confidence: float, low: float, high: float) -> None:
    found = wilson(numerator, denominator, confidence)
    assert float(found.low) == pytest.approx(low, abs=6e-7)
    assert float(found.high) == pytest.approx(high, abs=6e-7)
    assert str(found.method) == "Wilson"


@pytest.mark.parametrize(
    ("count", "denominator", "per", "low", "high", "method", "digits"),
    [
        (65, 1, 1, 50.163188, 82.849139, "Byar", 6),
        (1045, 1, 1, 982.593, 1110.331, "Byar", 3),
        (5, 100, 100, 1.623486, 11.668332, "exact", 6),
    ],
)
def test_byar_as_published(
    count: int, denominator: int, per: int, low: float, high: float, method: str, digits: int
) -> None:
    found = byar(count, denominator, per)
    assert float(found.low) == pytest.approx(low, abs=0.6 * 10**-digits)
    assert float(found.high) == pytest.approx(high, abs=0.6 * 10**-digits)
    assert str(found.method) == method


@settings(deadline=None)
@given(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0.9, 0.95, 0.998]),
)
def test_wilson_limits_are_where_the_score_test_just_rejects(counts: tuple[int, int], confidence: float) -> None:
    """The limits p solve |x/n - p| = z sqrt(p (1 - p) / n), Wilson's own definition."""
    x, n = counts
    z = stats.norm.ppf((1 + confidence) / 2)
    found = wilson(x, n, confidence)
    assert 0 <= found.low <= x / n <= found.high <= 1
    for limit in (float(found.low), float(found.high)):
        assert abs(x / n - limit) == pytest.approx(z * math.sqrt(limit * (1 - limit) / n), abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 9), st.sampled_from([0.9, 0.95, 0.998]))
def test_exact_limits_leave_half_the_error_in_each_tail(count: int, confidence: float) -> None:
    found = byar(count, 1, 1, confidence)
    tail = (1 - confidence) / 2
    assert stats.poisson.cdf(count, float(found.high)) == pytest.approx(tail)
    if count:
        assert stats.poisson.sf(count - 1, float(found.low)) == pytest.approx(tail)
    else:
        assert float(found.low) == 0.0
    assert str(found.method) == "exact"


@settings(deadline=None)
@given(st.integers(10, 20000), st.integers(1, 10**6), st.sampled_from([1, 1000, 10000]))
def test_byar_by_its_formula(count: int, denominator: int, per: int) -> None:
    z = stats.norm.ppf(0.975)
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 / denominator * per
    high = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * math.sqrt(count + 1))) ** 3 / denominator * per
    found = byar(count, denominator, per)
    assert float(found.low) == pytest.approx(low)
    assert float(found.high) == pytest.approx(high)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(NAN, 10.0), (5.0, NAN), (0.0, 0.0), (11.0, 10.0), (-1.0, 10.0), (5.0, -10.0)]
)
def test_counts_that_are_no_proportion_have_no_interval(numerator: float, denominator: float) -> None:
    found = wilson(numerator, denominator)
    assert np.isnan(found.low)
    assert np.isnan(found.high)
    assert str(found.method) == ""


@pytest.mark.parametrize(("count", "denominator"), [(NAN, 10.0), (5.0, NAN), (50.0, 0.0), (-1.0, 10.0)])
def test_counts_that_are_no_rate_have_no_interval(count: float, denominator: float) -> None:
    found = byar(count, denominator, 10000)
    assert np.isnan(found.low)
    assert np.isnan(found.high)
    assert str(found.method) == ""


def test_limits_of_none_and_of_all() -> None:
    found = wilson([0, 508], [508, 508], 0.998)
    assert found.low[0] == 0.0
    assert found.high[1] == 1.0


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.5])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence)


def test_each_row_takes_the_interval_of_its_kind() -> None:
    kinds = ["proportion", "rate", "rate", "none", "proportion"]
    found = interval_for(kinds, [65, 65, 5, 65, NAN], [100, 1, 100, 100, 100], [100, 1, 100, 100, 100])
    assert found.method.tolist() == ["Wilson", "Byar", "exact", "", ""]
    np.testing.assert_allclose(found.low, [55.2544, 50.163188, 1.623486, NAN, NAN], atol=1e-4)
    np.testing.assert_allclose(found.high, [73.6358, 82.849139, 11.668332, NAN, NAN], atol=1e-4)


def test_one_kind_for_a_matrix() -> None:
    found = interval_for("proportion", np.full((2, 3), 65.0), np.full((2, 1), 100.0))
    assert found.low.shape == (2, 3)
    np.testing.assert_allclose(found.low, 55.2544, atol=1e-4)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 60), st.sampled_from([0.8, 0.95, 0.998])), min_size=1, max_size=8
    )
)
def test_each_at_its_own_confidence_as_one_by_one(cases: list[tuple[int, int, float]]) -> None:
    x, n, confidence = (np.array(part, dtype=np.float64) for part in zip(*cases, strict=True))
    for kind in ("proportion", "rate", "none"):
        together = interval_for(kind, x, n, 100, confidence)
        for at, (count, of, sure) in enumerate(cases):
            alone = interval_for(kind, count, of, 100, sure)
            assert together.method[at] == alone.method
            np.testing.assert_allclose([together.low[at], together.high[at]], [alone.low, alone.high], rtol=1e-12)


@pytest.mark.parametrize("kind", [PROPORTION, RATE, "none"])
def test_figures_of_one_kind_have_the_limits_that_they_have_among_others(kind: str) -> None:
    counts, denominators = np.array([0.0, 3, 12, 50, np.nan]), np.array([50.0, 50, 0, 50, 50])
    mixed = limits_for([kind] * 4 + ["rate"], counts, denominators, 100.0)
    alone = limits_for([kind], counts, denominators, 100.0)
    assert np.array_equal(alone, mixed, equal_nan=True)
    assert np.isnan(alone[0]).tolist() == ([True] * 5 if kind == "none" else [False, False, True, False, True])
