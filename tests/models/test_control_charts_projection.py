"""The year's end: run rates with intervals, the referrals of November 2022, and simulated years."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from data.errors import PortalError
from models.control_charts import (
    monthly_from_cumulative,
    project_cumulative,
    project_mean,
    project_share,
    project_total,
)
from tests.models.monthly_series import ASSESSED, ASSESSED_IN_TIME, ASSESSMENTS_PER_10000, REFERRALS

NAN = float("nan")


def test_the_referrals_of_november_2022() -> None:
    """The paper added nine months to 2,556, a mean of 284, and projected 2,556 + 2 x 284 = 3,124.

    315 + 323 + 272 + 382 + 343 + 343 + 298 + 326 + 297 is 2,899: one month of 343 was left out. And nine months and two
    are eleven, not the year of 4,092 with which 3,124 was compared.
    """
    assert sum(REFERRALS) == 2899
    assert sum(REFERRALS) - 343 == 2556
    assert 2556 / 9 == 284
    assert 2556 + 2 * 284 == 3124

    eleven = project_total(REFERRALS, months=11)
    assert eleven.expected == pytest.approx(2899 + 2 * 2899 / 9)
    assert round(eleven.expected) == 3543
    assert (round(eleven.low), round(eleven.high)) == (3427, 3659)

    year = project_total(REFERRALS)
    assert (year.so_far, year.known, year.remaining) == (2899, 9, 3)
    assert year.expected == pytest.approx(2899 + 3 * 2899 / 9)
    assert round(year.expected) == 3865
    assert (round(year.low), round(year.high)) == (3717, 4013)
    assert 3124 < eleven.low < year.low
    assert year.high < 4092
    assert year.assumption == (
        "Assumes that the 3 months not known are like the 9 known: the same level and the same variation, each month "
        "apart from the others, and no season."
    )


def test_the_interval_of_the_referrals_by_hand() -> None:
    """Squares about 322.11 sum to 8,248.9; over 8, 1,031.1; s = 32.11; t(8) = 2.306; sqrt(3 + 9 / 9) = 2; +- 148.1."""
    squares = sum((month - 2899 / 9) ** 2 for month in REFERRALS)
    assert squares == pytest.approx(8248.9, abs=0.05)
    reach = stats.t.ppf(0.975, 8) * math.sqrt(squares / 8) * 2
    assert reach == pytest.approx(148.1, abs=0.05)
    year = project_total(REFERRALS)
    assert year.high - year.expected == pytest.approx(reach)
    assert year.expected - year.low == pytest.approx(reach)


def test_a_missing_month_of_the_past_is_projected_like_those_to_come() -> None:
    """January was not in the paper: 2022 is the nine months known and three that are not."""
    calendar_year = [NAN, *REFERRALS, NAN, NAN]
    assert project_total(calendar_year) == project_total(REFERRALS)


@pytest.mark.parametrize("monthly", [[10, 10, 10, 10], [10, 11, 10, 9]])
def test_counts_vary_at_least_as_independent_events_do(monthly: list[float]) -> None:
    """Mean 10: one month is moved by 1.96 sqrt(10), whatever four happened to show; m = 8, k = 4, 8 + 64 / 4 = 24."""
    assert stats.t.ppf(0.975, 3) * np.std(monthly, ddof=1) < 1.96 * math.sqrt(10)
    reach = stats.norm.ppf(0.975) * math.sqrt(10) * math.sqrt(24)
    found = project_total(monthly)
    assert found.expected == pytest.approx(120)
    assert found.high == pytest.approx(120 + reach)
    assert project_total([10, 10, 10, 10], counts=False).high == pytest.approx(120)


def test_a_year_cannot_end_below_what_has_been_counted() -> None:
    found = project_total([0, 9, 0, 1], months=6)
    assert found.low == 10


def test_a_year_that_is_known_is_not_projected() -> None:
    for found in (project_total([5.0] * 12), project_share([5] * 12, [10] * 12, per=60)):
        assert (found.expected, found.low, found.high, found.remaining) == (*[found.so_far] * 3, 0)
        assert found.assumption == "Every month is known: nothing is projected."


def test_one_month_has_an_expectation_and_no_interval() -> None:
    for found in (project_total([30]), project_cumulative([30])):
        assert found.expected == 360
        assert math.isnan(found.low)
        assert math.isnan(found.high)
    assert found.assumption.startswith("Assumes that the 11 months not known are like the known one:")
    assert math.isnan(project_share([3], [10]).low)
    assert math.isnan(project_mean([3.5]).high)


def test_the_last_month_is_one_month() -> None:
    assert project_total([30.0] * 11).assumption.startswith("Assumes that the month not known is like the 11 known:")


def test_average_without_counts() -> None:
    """Mean 5, s = 1; m = 9, k = 3: +- t(2) sqrt(9 + 81 / 3) / 12 = 4.3027 x 6 / 12."""
    found = project_mean([4, 5, 6])
    assert (found.expected, found.so_far) == (pytest.approx(5), pytest.approx(5))
    assert found.high == pytest.approx(5 + stats.t.ppf(0.975, 2) / 2)
    assert project_mean([4, 5, 6], possible=(0, 5.5)).high == 5.5
    assert project_mean([4, 5, 6], possible=(4.5, 10)).low == 4.5


def test_year_to_date() -> None:
    """Single assessments per 10,000, April to October: 432 in 7 months is 432 x 12 / 7 = 740.6, not 700."""
    single = monthly_from_cumulative(ASSESSMENTS_PER_10000)
    assert single.tolist() == [64, 55, 57, 56, 71, 73, 56]
    found = project_cumulative(ASSESSMENTS_PER_10000)
    assert found.expected == pytest.approx(432 * 12 / 7)
    spread = math.sqrt(sum((month - 432 / 7) ** 2 for month in single) / 6)
    reach = stats.t.ppf(0.975, 6) * spread * math.sqrt(5 + 25 / 7)
    assert (found.low, found.high) == (pytest.approx(found.expected - reach), pytest.approx(found.expected + reach))
    assert (round(found.low), round(found.high)) == (686, 795)
    same = project_total(single, counts=False)
    assert (found.expected, found.high) == (pytest.approx(same.expected), pytest.approx(same.high))


def test_year_to_date_with_a_month_missing() -> None:
    """10, 20, gap, 42, 50: the month after the gap holds two. Five months make the rate, three the spread."""
    np.testing.assert_array_equal(monthly_from_cumulative([10, 20, NAN, 42, 50]), [10, 10, NAN, NAN, 8])
    found = project_cumulative([10, 20, NAN, 42, 50])
    assert (found.expected, found.known, found.remaining) == (pytest.approx(120), 5, 7)
    spread = math.sqrt(((10 - 28 / 3) ** 2 * 2 + (8 - 28 / 3) ** 2) / 2)
    assert found.high == pytest.approx(120 + stats.t.ppf(0.975, 2) * spread * math.sqrt(7 + 49 / 5))
    np.testing.assert_array_equal(monthly_from_cumulative([NAN, 20, 30]), [NAN, NAN, 10])


def test_a_year_to_date_does_not_fall() -> None:
    with pytest.raises(PortalError, match="falls from 432 to 420"):
        project_cumulative([64, 432, NAN, 420])


def test_pooled_share_by_hand() -> None:
    """Assessments in time, April to October 2022: 1,687 of 2,239, 75.3%; five months like these bring 1,599.3 more."""
    x, n = ASSESSED_IN_TIME[2:], ASSESSED[2:]
    assert (sum(x), sum(n)) == (1687, 2239)
    share, to_come = 1687 / 2239, 2239 / 7 * 5
    phi = sum((a - b * share) ** 2 / (b * share * (1 - share)) for a, b in zip(x, n, strict=True)) / 6
    assert phi > 1
    error = math.sqrt(phi * share * (1 - share) * to_come * (1 + to_come / 2239)) / (2239 + to_come)
    found = project_share(x, n)
    assert found.expected == found.so_far == pytest.approx(100 * share)
    assert found.high == pytest.approx(100 * (share + stats.t.ppf(0.975, 6) * error))
    assert [round(figure, 1) for figure in (found.low, found.expected, found.high)] == [70.2, 75.3, 80.5]


def test_months_that_agree_too_well_do_not_narrow_the_interval() -> None:
    """100 of 200 in each of six months: phi is 0, and chance still moves those to come."""
    found = project_share([100] * 6, [200] * 6)
    error = math.sqrt(0.25 * 1200 * 2) / 2400
    assert found.high == pytest.approx(100 * (0.5 + stats.norm.ppf(0.975) * error))


def test_a_month_with_nobody_to_count_is_known() -> None:
    """10 of 20, 0 of 0 and 14 of 20: 40 in three months, so 120 more in nine; phi has two months."""
    found = project_share([10, 0, 14], [20, 0, 20])
    assert (found.known, found.remaining, found.expected) == (3, 9, pytest.approx(60))
    phi = 2 * 2**2 / (20 * 0.6 * 0.4)
    error = math.sqrt(phi * 0.24 * 120 * (1 + 120 / 40)) / 160
    assert found.high == pytest.approx(100 * min(0.6 + stats.t.ppf(0.975, 1) * error, (24 + 120) / 160))
    assert project_share([10, NAN, 14], [20, NAN, 20]).known == 2
    with pytest.raises(ValueError, match="months"):
        project_share([0, 0], [0, 0])


@pytest.mark.parametrize(("numerator", "expected"), [([0] * 6, 0), ([5] * 6, 100)])
def test_none_or_all_so_far_is_not_certain(numerator: list[int], expected: float) -> None:
    """None of 30: the spread of 1 / 32. 1.96 sqrt(1 / 32 x 31 / 32 x 30 x 2) is 2.6 of the year's 60, or 4.4%."""
    found = project_share(numerator, [5] * 6)
    assert found.expected == expected
    assert found.high - found.low == pytest.approx(100 * 1.959964 * math.sqrt(31 / 1024 * 60) / 60)
    assert 0 <= found.low <= found.high <= 100


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=12),
)
def test_a_share_ends_between_none_and_all_of_those_to_come(counts: list[tuple[int, int]]) -> None:
    x, n = [x for x, _ in counts], [n for _, n in counts]
    found = project_share(x, n)
    year = sum(n) * 12 / len(n)
    assert 100 * sum(x) / year - 1e-9 <= found.low <= found.expected + 1e-9
    assert found.expected - 1e-9 <= found.high <= 100 * (sum(x) + year - sum(n)) / year + 1e-9


@settings(deadline=None)
@given(st.lists(st.integers(0, 500), min_size=2, max_size=12), st.integers(1, 100))
def test_a_total_grows_with_a_constant_in_every_month(monthly: list[int], constant: int) -> None:
    plain = project_total(monthly, counts=False)
    more = project_total([month + constant for month in monthly], counts=False)
    assert more.expected == pytest.approx(plain.expected + 12 * constant)
    assert more.high - more.expected == pytest.approx(plain.high - plain.expected, abs=1e-6)
    assert more.expected - more.low >= plain.expected - plain.low - 1e-6  # lifted off the floor of what is counted


def test_nineteen_simulated_years_in_twenty_end_within_the_interval() -> None:
    random = np.random.default_rng(2022)
    inside = {"total": 0, "share": 0}
    for _ in range(1500):
        months = random.poisson(30, 12)
        found = project_total(np.where(np.arange(12) < 7, months, NAN))
        inside["total"] += found.low <= months.sum() <= found.high
        done = random.binomial(50, random.beta(16, 4, 12))  # the chance itself differs from month to month
        projected = project_share(done[:7], [50] * 7)
        inside["share"] += projected.low <= 100 * done.sum() / 600 <= projected.high
    assert 0.94 < inside["total"] / 1500 < 0.98  # counts are given at least their own variation, so a little wide
    assert 0.94 < inside["share"] / 1500 < 0.98


@pytest.mark.parametrize("monthly", [[], [NAN], [1.0] * 13])
def test_a_year_has_some_of_its_months(monthly: list[float]) -> None:
    for project in (project_total, project_mean, project_cumulative):
        with pytest.raises(ValueError, match="months"):
            project(monthly)
    with pytest.raises(ValueError, match="months"):
        project_share(monthly, [2.0] * len(monthly))


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        project_total([1, 2], confidence=confidence)


def test_a_count_is_not_below_0() -> None:
    with pytest.raises(ValueError, match="not below 0, as -3 is"):
        project_total([5, -3])
    assert project_total([5, -3], counts=False).expected == 12
