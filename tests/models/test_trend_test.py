"""Recent trend: the publisher's own worked series, and each statistic by plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.intervals import Interval
from models.trend_test import CRITICAL, RecentTrend, recent_trends

NAN = float("nan")


def by_counts(r: list[float], n: list[float], polarity: int = 0) -> RecentTrend:
    counts, of = np.array([r], float), np.array([n], float)
    missing = np.full(counts.shape, NAN)
    interval = Interval(missing, missing, np.full(counts.shape, ""))
    return recent_trends("proportion", missing, interval, counts, of, np.array([polarity], np.int8))


def by_intervals(value: list[float], low: list[float], high: list[float], polarity: int = 0) -> RecentTrend:
    missing = np.full((1, len(value)), NAN)
    interval = Interval(np.array([low], float), np.array([high], float), np.full((1, len(value)), "Byar"))
    return recent_trends("rate", np.array([value], float), interval, missing, missing, np.array([polarity], np.int8))


def test_the_critical_value() -> None:
    assert pytest.approx(9.549536, abs=5e-7) == CRITICAL


@pytest.mark.parametrize(
    ("r", "n", "word"),
    [
        # The series with which Fingertips' own code is tested.
        ([621, 599, 556, 535, 447], [3454, 3195, 3256, 3227, 3121], "decreasing"),
        ([2157, 2090, 2194, 2134.81, 2094], [3454, 3195, 3256, 3152, 3062], "increasing"),
        ([8116, 8145, 8222, 8506, 8728], [91530, 91773, 92088, 92238, 92665.89], "increasing"),
        ([5, 7, 6, 8, 8, 9], [22, 35, 42, 50, 100, 200], "decreasing"),
        ([5405, 5500, 5435, 5480, 5315], [18095, 18170, 18005, 17890, 17860], "no significant change"),
        ([22435, 22445, 21365, 20955, 19055], [65880, 67900, 68705, 69835, 70910], "decreasing"),
    ],
)
def test_series_of_proportions_as_published(r: list[float], n: list[float], word: str) -> None:
    assert by_counts(r, n).word.tolist() == [word]


def test_a_series_of_rates_as_published() -> None:
    """The example of PHEindicatormethods' assign_trend_markers."""
    found = by_intervals(
        [30.6, 30.2, 28, 24.6, 24.67], [28.98, 28.63, 26.44, 23.15, 23.16], [32.25, 31.9, 29.64, 26.19, 26.25], -1
    )
    assert found.word.tolist() == ["decreasing and getting better"]
    assert found.slope[0] == pytest.approx(-1.7516, abs=5e-5)
    assert found.chi_square[0] == pytest.approx(46.765, abs=5e-3)


def naive_by_counts(r: list[int], n: list[int]) -> tuple[float, float, bool]:
    """The chi-square for linear trend, the slope of the log odds, and whether each point can be left out."""
    total, count = sum(n), sum(r)
    rt, nt = (sum(y * t for t, y in enumerate(of, 1)) for of in (r, n))
    ntt = sum(y * t**2 for t, y in enumerate(n, 1))
    chi_square = total * (total * rt - count * nt) ** 2 / (count * (total - count) * (total * ntt - nt**2))
    odds = [(t, math.log(x / (of - x))) for t, (x, of) in enumerate(zip(r, n, strict=True), 1)]
    slopes = [stats.linregress(*zip(*odds, strict=True)).slope]
    slopes += [stats.linregress(*zip(*(odds[:i] + odds[i + 1 :]), strict=True)).slope for i in range(5)]
    signs = {0 if abs(slope) < 1e-10 else math.copysign(1, slope) for slope in slopes}
    return chi_square, slopes[0], len(signs) == 1


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.integers(10, 500).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))), min_size=5, max_size=5
    )
)
def test_proportions_by_plain_loops(series: list[tuple[int, int]]) -> None:
    r, n = ([pair[at] for pair in series] for at in (0, 1))
    chi_square, slope, steady = naive_by_counts(r, n)
    found = by_counts(r, n)
    assert found.chi_square[0] == pytest.approx(chi_square, abs=1e-9)
    assert found.slope[0] == pytest.approx(slope, abs=1e-9)
    if abs(slope) > 1e-9:
        certain = steady and chi_square > CRITICAL
        assert str(found.word[0]) == (
            ("increasing" if slope > 0 else "decreasing") if certain else "no significant change"
        )


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.floats(10, 60), st.floats(0.5, 8), st.floats(0.5, 8)), min_size=5, max_size=8))
def test_rates_by_weighted_least_squares(series: list[tuple[float, float, float]]) -> None:
    value, below, above = (np.array(column) for column in zip(*series, strict=True))
    found = by_intervals(value.tolist(), (value - below).tolist(), (value + above).tolist())
    error = (below + above)[-5:] / 3.92
    coefficients, covariance = np.polyfit(np.arange(5), value[-5:], 1, w=1 / error, cov="unscaled")
    assert found.slope[0] == pytest.approx(coefficients[0], abs=1e-8)
    assert found.chi_square[0] == pytest.approx(coefficients[0] ** 2 / covariance[0, 0], abs=1e-6)


def test_one_year_does_not_make_a_trend() -> None:
    """Flat but for a jump in the last year: significant, and gone without it."""
    found = by_counts([300, 299, 298, 297, 500], [1000] * 5)
    assert found.chi_square[0] > CRITICAL
    assert found.word.tolist() == ["no significant change"]


def test_a_line_that_is_flat_without_one_year_is_no_trend() -> None:
    """Without the first year the other four are 1, 52, 52, 1 of 158: no direction, not even a last digit's."""
    found = by_counts([1, 1, 52, 52, 1], [122, 158, 158, 158, 158])
    assert found.chi_square[0] > CRITICAL
    assert found.word.tolist() == ["no significant change"]


@pytest.mark.parametrize(
    ("polarity", "rise", "fall"),
    [
        (1, "increasing and getting better", "decreasing and getting worse"),
        (-1, "increasing and getting worse", "decreasing and getting better"),
        (0, "increasing", "decreasing"),
    ],
)
def test_the_words(polarity: int, rise: str, fall: str) -> None:
    rising = [300, 340, 380, 420, 460]
    assert by_counts(rising, [1000] * 5, polarity).word.tolist() == [rise]
    assert by_counts(rising[::-1], [1000] * 5, polarity).word.tolist() == [fall]


@pytest.mark.parametrize(
    ("r", "n"),
    [
        ([300, 340, 380, 420], [1000] * 4),
        ([300, 340, NAN, 420, 460], [1000] * 5),
        ([300, 340, 380, 420, 460], [1000, 1000, 0, 1000, 1000]),
        ([300, 340, 380, 420, 1460], [1000] * 5),
        ([300, 340, 380, 420, 460, NAN], [1000] * 6),
    ],
)
def test_what_cannot_be_calculated(r: list[float], n: list[float]) -> None:
    found = by_counts(r, n)
    assert found.word.tolist() == ["cannot be calculated"]
    assert np.isnan(found.slope).all()
    assert np.isnan(found.chi_square).all()


def test_an_interval_without_width_cannot_weigh() -> None:
    assert by_intervals([1, 2, 3, 4, 5], [1, 1, 2, 3, 4], [1, 3, 4, 5, 6]).word.tolist() == ["cannot be calculated"]
    assert by_intervals([1, 2, 3, 4, 5], [0, 1, NAN, 3, 4], [2, 3, 4, 5, 6]).word.tolist() == ["cannot be calculated"]


def test_years_of_none_and_of_all() -> None:
    """0 of 40 has no log odds; with half a child each way the line still falls."""
    assert by_counts([15, 10, 5, 1, 0], [40] * 5).word.tolist() == ["decreasing"]
    assert by_counts([40] * 5, [40] * 5).word.tolist() == ["no significant change"]
    assert by_counts([0] * 5, [40, 45, 50, 55, 60]).word.tolist() == ["no significant change"]


def test_rows_of_different_kinds_together() -> None:
    r, n = np.array([[300.0, 340, 380, 420, 460]] * 3), np.full((3, 5), 1000.0)
    value = r / 10
    missing = np.full(value.shape, NAN)
    interval = Interval(
        np.vstack([missing[:1], value[1:2] - 3, missing[2:]]),
        np.vstack([missing[:1], value[1:2] + 3, missing[2:]]),
        np.full(value.shape, ""),
    )
    found = recent_trends(
        np.array(["proportion", "rate", "none"]), value, interval, r, n, np.array([1, -1, 1], np.int8)
    )
    assert found.word.tolist() == [
        "increasing and getting better",
        "increasing and getting worse",
        "cannot be calculated",
    ]
    assert found.slope[1] == pytest.approx(4.0)
