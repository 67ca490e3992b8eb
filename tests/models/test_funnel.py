"""Funnel limits and labels: UKHSA's PHEindicatormethods test data as golden cases, and the limits' definitions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.funnel import (
    expected_at_limits,
    funnel_labels,
    pooled_average,
    proportion_limits,
    rate_limits,
    ratio_limits,
)
from models.intervals import wilson

NAN = float("nan")
# Baseline of testdata_funnel_prop_outputs.csv.
PATIENTS = 0.80642448

# testdata_funnel_rate_dsr_inputs.csv without its last row: events, persons, and the label of the crude rate.
EVENTS = """2419 264102 High 2337 259711 High 2291 289247 High 2242 265029 High 2218 284649 High 2159 293578 High
2130 286718 High 2111 307381 - 2105 274145 High 2083 297424 - 2078 272628 High 2062 269656 High 2061 294692 -
2033 277710 high 2033 259213 High 2010 285516 - 2004 269449 High 2002 290888 - 1977 287112 - 1944 286492 -
1932 287012 - 1922 291277 - 1912 289859 - 1881 289653 low 1844 282519 low 1835 274220 - 1833 280271 low
1825 284206 low 1816 274508 - 1809 288384 Low 1798 287072 Low 1754 282744 Low 1746 289208 Low 1709 287736 Low
1694 296175 Low 1688 303255 Low 1649 285959 Low 1553 274661 Low 1332 281425 Low"""

# testdata_funnel_ratio_inputs.csv: some of its rows, with every label, small counts and none.
OBSERVED = """8 6.239860227 - 151 106.4429719 High 159 232.9329036 Low 191 184.0963855 - 150 119.5695496 high
0 240.6273499 Low 101 126.2973615 low 241 288.6919023 low 16 36.38844667 Low 6 4.293052052 - 117 140.709561 low
48 64 low 74 52.09066592 high 102 124.7553816 low 87 115.0945892 low 187 164.5692159 - 57 56.39097744 -"""

LABELS = {
    "High": "High (0.001)",
    "high": "High (0.025)",
    "-": "Not significant",
    "low": "Low (0.025)",
    "Low": "Low (0.001)",
}


def rows(table: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    words = table.split()
    return np.array(words[::3], float), np.array(words[1::3], float), [LABELS[word] for word in words[2::3]]


@pytest.mark.parametrize(
    ("population", "inner", "outer"),
    [
        (598, (77.475765, 83.809131), (75.649608, 85.635287)),
        (1, (3.204264, 100), (0, 100)),
        (18, (62.390093, 98.894803), (51.864359, 100)),
        (110000, (80.408963, 80.875933), (80.274317, 81.010578)),
    ],
)
def test_limits_of_a_proportion_as_ukhsa_draws_them(
    population: int, inner: tuple[float, float], outer: tuple[float, float]
) -> None:
    for confidence, (low, high) in ((0.95, inner), (0.998, outer)):
        limits = proportion_limits(PATIENTS, population, confidence)
        assert 100 * float(limits.low) == pytest.approx(low, abs=1.2e-6)
        assert 100 * float(limits.high) == pytest.approx(high, abs=1.2e-6)


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.integers(1, 100000), st.sampled_from([0.95, 0.998]))
def test_ukhsa_s_long_formula_comes_to_the_short_one(average: float, population: int, confidence: float) -> None:
    """sigma_adjustment: the roots of the quadratic in the count whose Wilson limit is the average."""
    square = stats.norm.ppf((1 + confidence) / 2) ** 2
    first = average * (population / square + 1)
    inside = population * (average * (population / square + 2) - 1) + square * (average - 1)
    root = math.sqrt(max(0.0, (8 * first) ** 2 - 64 * (1 / square + 1 / population) * average * inside)) / 8
    last = (1 / square + 1 / population) * population
    limits = proportion_limits(average, population, confidence)
    assert float(limits.low) == pytest.approx(max(0.0, (first - root) / last), abs=1e-6)
    assert float(limits.high) == pytest.approx(min(1.0, (first + root) / last), abs=1e-6)


@settings(deadline=None)
@given(
    st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.01, 0.99),
    st.sampled_from([0.95, 0.998]),
)
def test_outside_the_funnel_is_where_the_wilson_interval_leaves_the_average_out(
    counts: tuple[int, int], average: float, confidence: float
) -> None:
    x, n = counts
    limits, interval = proportion_limits(average, n, confidence), wilson(x, n, confidence)
    z = abs(x / n - average) / math.sqrt(average * (1 - average) / n)
    if abs(z - stats.norm.ppf((1 + confidence) / 2)) > 1e-9:
        outside = x / n < float(limits.low) or x / n > float(limits.high)
        assert outside == (average < float(interval.low) or average > float(interval.high))


@pytest.mark.parametrize(
    ("events", "inner", "outer"),
    [
        (1, (17.94802207, 3949.774946), (10.83023482, 99945.32721)),
        (5, (42.85102213, 307.979188), (30.38637225, 676.2496398)),
        (100, (82.21871402, 122.9044681), (74.11562345, 139.0406755)),
        (716, (92.93605352, 107.7488421), (89.20960712, 112.5516964)),
    ],
)
def test_limits_of_a_ratio_as_ukhsa_tabulates_them(
    events: int, inner: tuple[float, float], outer: tuple[float, float]
) -> None:
    """UKHSA halves an interval until 1e-7 is left, which shows in the fifth digit of the highest limits."""
    for confidence, (low, high) in ((0.95, inner), (0.998, outer)):
        expected = expected_at_limits(events, confidence)
        assert 100 * events / float(expected.low) == pytest.approx(low, rel=1e-6)
        assert 100 * events / float(expected.high) == pytest.approx(high, rel=5e-5)
        # And at these expectations the limits, found the other way round, are the same.
        assert float(ratio_limits(expected.low, confidence).low) == pytest.approx(events / float(expected.low))
        assert float(ratio_limits(expected.high, confidence).high) == pytest.approx(events / float(expected.high))


def test_limits_of_a_rate_as_ukhsa_tabulates_them() -> None:
    """415 events, at 114.8591735 per 100,000: 132,601.2825 persons a year for three years, low limit 104.3."""
    average = 114.8591735e-5
    persons = float(expected_at_limits(415).low) / average
    assert persons / 3 == pytest.approx(132601.2825, rel=1e-6)
    assert float(rate_limits(average, persons, 100000).low) == pytest.approx(104.3227718, rel=1e-6)


@settings(deadline=None)
@given(st.floats(0.5, 50000), st.sampled_from([0.95, 0.998]))
def test_poisson_limits_leave_half_the_error_in_each_tail(expected: float, confidence: float) -> None:
    """P(X <= x) for a continuous count x is the upper tail of a gamma distribution with x + 1 events."""
    tail = (1 - confidence) / 2
    limits = ratio_limits(expected, confidence)
    low, high = float(limits.low) * expected, float(limits.high) * expected
    if low > 0:
        assert stats.gamma.sf(expected, low + 1) == pytest.approx(tail, rel=1e-6)
    else:
        assert math.exp(-expected) >= tail
    assert stats.gamma.cdf(expected, high) == pytest.approx(tail, rel=1e-6)


def test_labels_of_rates_as_ukhsa_gives_them() -> None:
    events, persons, labels = rows(EVENTS)
    average = pooled_average(events[None], persons[None])
    assert funnel_labels("rate", events, persons, average).tolist() == labels


def test_labels_of_ratios_as_ukhsa_gives_them() -> None:
    observed, expected, labels = rows(OBSERVED)
    assert funnel_labels("ratio", observed, expected).tolist() == labels


@pytest.mark.parametrize(
    ("count", "of", "label"),
    [
        (35078.488, 41980, "High (0.001)"),
        (50050.7443, 61921, "Not significant"),
        (26789.238, 33012, "High (0.025)"),
        (30277.5312, 37828, "Low (0.025)"),
        (24803.6256, 31824, "Low (0.001)"),
    ],
)
def test_labels_of_proportions_as_ukhsa_gives_them(count: float, of: int, label: str) -> None:
    assert str(funnel_labels("proportion", count, of, PATIENTS)) == label


def test_the_average_pools_only_authorities_with_both_counts() -> None:
    """(10 + 30) / (100 + 200), the third without a denominator and the fourth with none to count."""
    numerator = np.array([[10, 30, 5, 5], [NAN, NAN, NAN, NAN]])
    denominator = np.array([[100, 200, NAN, 0], [100, 200, 300, 400]])
    np.testing.assert_allclose(pooled_average(numerator, denominator), [40 / 300, NAN])


def test_no_label_and_no_limits_without_counts() -> None:
    words = funnel_labels("proportion", [NAN, 5, 11, 5], [10, NAN, 10, 0], 0.5)
    assert words.tolist() == ["", "", "", ""]
    assert np.isnan(proportion_limits([0.5, NAN, 1.5], [0, 10, 10]).low).all()
    assert np.isnan(rate_limits(NAN, 10).high)
    assert np.isnan(expected_at_limits([0, NAN]).low).all()


def test_limits_take_any_shapes() -> None:
    limits = proportion_limits(np.array([[0.2], [0.7]]), np.array([50.0, 100.0, 200.0]))
    assert limits.low.shape == (2, 3)
    for row, average in enumerate((0.2, 0.7)):
        for column, n in enumerate((50, 100, 200)):
            spread = 1.959964 * math.sqrt(average * (1 - average) / n)
            assert limits.low[row, column] == pytest.approx(average - spread, abs=1e-6)


def test_a_mean_has_no_funnel() -> None:
    with pytest.raises(ValueError, match="not of a mean"):
        funnel_labels("mean", 1, 2)
