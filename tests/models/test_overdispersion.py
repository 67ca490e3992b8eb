"""Overdispersion: figures recomputed from published counts, Kacker's data, and a loop over plain numbers."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Snapshot
from models.funnel import pooled_average, proportion_limits, rate_limits
from models.overdispersion import (
    beyond,
    overdispersion,
    random_effects,
    standardised,
    widened_limits,
    winsorised,
)

NAN = float("nan")
# Kacker (2004), Metrologia 41, 132 to 136: nine laboratories' results and their variances.
RESULTS = "61.0 61.4 62.21 62.3 62.34 62.6 62.7 62.84 65.9".split()
VARIANCES = "0.2025 1.21 0.09 0.2025 0.3844 0.5625 0.0676 0.0225 1.8225".split()


def test_der_simonian_and_laird_on_kacker_s_data() -> None:
    """R's metafor gives .288049246973751, of which exact fractions confirm eleven digits, and 62.3901386044504."""
    found = random_effects(np.array(RESULTS, float), np.array(VARIANCES, float))
    assert found.tau_squared == pytest.approx(0.288049246973751, abs=2e-12)
    assert found.mean == pytest.approx(62.3901386044504, abs=1e-12)
    weights = [1 / Fraction(variance) for variance in VARIANCES]
    results = [Fraction(result) for result in RESULTS]
    mean = sum(w * y for w, y in zip(weights, results, strict=True)) / sum(weights)
    q = sum(w * (y - mean) ** 2 for w, y in zip(weights, results, strict=True))
    exact = (q - 8) / (sum(weights) - sum(w**2 for w in weights) / sum(weights))
    assert found.tau_squared == pytest.approx(float(exact), rel=1e-13)


def test_estimates_that_agree_leave_nothing_between() -> None:
    found = random_effects(np.array([1.0, 1.1, 0.9]), np.array([1.0, 1.0, 1.0]))
    assert found.tau_squared == 0.0
    assert found.mean == pytest.approx(1.0)


@pytest.fixture(scope="module")
def repeat_plans(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """Second or later child protection plans, and all plans starting in 2024-25: LAIT's counts (1, authorities)."""

    def counts(code: str) -> np.ndarray:
        block = snapshot.block(snapshot.indicators.find(code))
        column = [period.year for period in block.periods].index(2025)
        figures: np.ndarray = block.values[snapshot.are_authorities, column][None]
        return figures

    return counts("ReRegCPR"), counts("CPP_Abuse")


def test_repeat_child_protection_plans_are_overdispersed(repeat_plans: tuple[np.ndarray, np.ndarray]) -> None:
    """phi 3.94; a plain 99.8% funnel flags 28 authorities, one widened by what lies between them 4."""
    repeats, plans = repeat_plans
    average = pooled_average(repeats, plans)
    assert average[0] == pytest.approx(15126 / 61837)
    standard = standardised("proportion", repeats, plans, average)
    found = overdispersion(standard)
    assert found.authorities[0] == 151
    assert round(float(found.phi[0]), 2) == 3.94
    assert beyond(standard, np.zeros(1)).sum() == 28
    assert beyond(standard, found.tau_squared).sum() == 4


def test_the_whole_of_it_by_plain_loops(repeat_plans: tuple[np.ndarray, np.ndarray]) -> None:
    repeats, plans = repeat_plans
    pairs = [(r, n) for r, n in zip(repeats[0].tolist(), plans[0].tolist(), strict=True) if r == r and n == n]
    target = math.asin(math.sqrt(sum(r for r, _ in pairs) / sum(n for _, n in pairs)))
    scores = [(math.asin(math.sqrt(r / n)) - target) * 2 * math.sqrt(n) for r, n in pairs]
    ordered = sorted(scores)

    def quantile(share: float) -> float:
        place = share * (len(ordered) - 1)
        below = math.floor(place)
        return ordered[below] + (ordered[below + 1] - ordered[below]) * (place - below)

    low, high = quantile(0.1), quantile(0.9)
    drawn = [min(max(score, low), high) for score in scores]
    phi = sum(score**2 for score in drawn) / len(drawn)
    weights = [4 * n for _, n in pairs]
    k = len(pairs)
    tau_squared = max(0, (k * phi - (k - 1)) / (sum(weights) - sum(w**2 for w in weights) / sum(weights)))
    found = overdispersion(standardised("proportion", repeats, plans, pooled_average(repeats, plans)))
    assert found.phi[0] == pytest.approx(phi)
    assert found.tau_squared[0] == pytest.approx(tau_squared)


@settings(deadline=None)
@given(
    st.sampled_from(["proportion", "rate"]),
    st.integers(5, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.02, 0.98),
    st.floats(0, 0.05),
    st.sampled_from([0.95, 0.998]),
)
def test_a_value_is_outside_the_widened_limits_where_it_is_beyond(
    kind: str, counts: tuple[int, int], average: float, tau_squared: float, confidence: float
) -> None:
    x, n = np.array([[counts[0]]], float), np.array([[counts[1]]], float)
    limits = widened_limits(kind, average, n, tau_squared, confidence)
    standard = standardised(kind, x, n, np.array([average]))
    outside = x / n < limits.low - 1e-12, x / n > limits.high + 1e-12
    inside = (x / n >= limits.low + 1e-12) & (x / n <= limits.high - 1e-12)
    flagged = beyond(standard, np.array([tau_squared]), confidence)
    assert not (flagged & inside).any()
    assert not ((outside[0] | outside[1]) & ~flagged).any()


def test_without_overdispersion_the_limits_are_nearly_the_plain_ones() -> None:
    """The scale of even spread is an approximation: for 400 children at 30% it moves a limit by .2 of a point."""
    plain, widened = proportion_limits(0.3, 400.0), widened_limits("proportion", 0.3, 400.0, 0.0)
    assert float(widened.low) == pytest.approx(float(plain.low), abs=2e-3)
    assert float(widened.high) == pytest.approx(float(plain.high), abs=2e-3)
    plain, widened = rate_limits(0.01, 40000.0), widened_limits("rate", 0.01, 40000.0, 0.0)
    assert float(widened.low) == pytest.approx(float(plain.low), rel=4e-3)
    assert float(widened.high) == pytest.approx(float(plain.high), rel=4e-3)


def test_a_rate_on_the_scale_of_even_spread() -> None:
    """64 events where 100 persons x .25 = 25 were expected: sqrt(64 / 25) = 1.6, error 1 / (2 sqrt(25)) = .1, z = 6."""
    standard = standardised("rate", np.array([[64.0]]), np.array([[100.0]]), np.array([0.25]))
    assert standard.observed[0, 0] == pytest.approx(1.6)
    assert standard.error[0, 0] == pytest.approx(0.1)
    assert standard.z[0, 0] == pytest.approx(6.0)


def test_winsorising_draws_in_the_outer_tenths_and_leaves_gaps() -> None:
    z = np.array([[*range(11), NAN], [NAN] * 12])
    drawn = winsorised(z)
    assert drawn[0].tolist()[:11] == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    assert np.isnan(drawn[0, 11])
    assert np.isnan(drawn[1]).all()


def test_rows_without_enough_authorities() -> None:
    counts = np.array([[NAN, NAN], [5.0, NAN], [50.0, 70.0]])
    of = np.full((3, 2), 100.0)
    found = overdispersion(standardised("proportion", counts, of, np.array([0.5, 0.05, 0.6])))
    assert np.isnan(found.phi[0])
    assert np.isnan(found.tau_squared[0])
    assert found.tau_squared[1] == 0.0
    assert found.tau_squared[2] >= 0.0
    assert found.authorities.tolist() == [0, 1, 2]


def test_a_mean_has_no_overdispersion() -> None:
    with pytest.raises(ValueError, match="not of a mean"):
        standardised("mean", np.ones((1, 1)), np.ones((1, 1)), np.ones(1))
