"""Limits of XmR, p, u and Laney's charts: published cases, a naive second implementation, and what must always hold."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from models.control_charts import (
    ChartKind,
    ControlChart,
    individuals_chart,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    u_chart,
)
from tests.models.monthly_series import (
    ALL_INFECTIONS,
    ATTENDANCES,
    ENTERED_CARE,
    HEALTH_ASSESSED,
    INFECTIONS,
    NORMAL,
    PATIENT_DAYS,
    REFERRALS,
    RISK_DAYS,
    SEEN,
)

NAN = float("nan")
ODD = [*NORMAL[:14], 10.0, *NORMAL[15:]]

whole = st.one_of(st.integers(-500, 500).map(float), st.just(NAN))
proportion = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# XmR


@pytest.mark.parametrize(
    ("values", "screened", "mean", "lower", "upper"),
    [
        (NORMAL, True, 0.1416238, -3.01138, 3.294627),
        (ODD, True, 0.6694159, -2.383666, 3.722497),
        (ODD, False, 0.6694159, -4.596625, 5.935457),
    ],
)
def test_xmr_as_plot_the_dots_has_it(
    values: list[float], screened: bool, mean: float, lower: float, upper: float
) -> None:
    chart = individuals_chart(values, screened=screened)
    assert chart.kind == ChartKind.INDIVIDUALS == "XmR"
    np.testing.assert_allclose(chart.centre, mean, atol=6e-8)
    np.testing.assert_allclose(chart.lower, lower, atol=6e-7)
    np.testing.assert_allclose(chart.upper, upper, atol=6e-7)
    np.testing.assert_allclose(chart.upper_two_thirds, mean + (upper - mean) * 2 / 3, atol=1e-6)
    assert chart.points.tolist() == [20] * 20
    assert not chart.provisional.any()


def test_xmr_of_the_referrals_by_hand() -> None:
    """Sum 2,899, mean 322.1; moving ranges 8, 51, 110, 39, 0, 45, 28 and 29 sum to 310, mean 38.75; 2.66 x is 103.1."""
    chart = individuals_chart(REFERRALS)
    np.testing.assert_allclose(chart.centre, 2899 / 9)
    np.testing.assert_allclose(chart.lower, 2899 / 9 - 2.66 * 310 / 8)
    np.testing.assert_allclose(chart.upper, 2899 / 9 + 2.66 * 310 / 8)
    assert chart.provisional.all()


def test_no_moving_range_is_taken_across_a_missing_month() -> None:
    """10, 12, gap, 20, 21: mean 63 / 4; ranges 2 and 1, mean 1.5."""
    chart = individuals_chart([10, 12, NAN, 20, 21])
    np.testing.assert_allclose(chart.centre, 15.75)
    np.testing.assert_allclose(chart.upper - chart.centre, 2.66 * 1.5)
    assert np.isnan(chart.value[2])


@pytest.mark.parametrize("values", [[5.0], [5.0, NAN, 7.0], [NAN, NAN]])
def test_months_without_a_neighbour_have_no_limits(values: list[float]) -> None:
    chart = individuals_chart(values)
    assert np.isnan(chart.lower).all()
    assert np.isnan(chart.upper).all()
    assert set(chart.limits.tolist()) == {""}


def test_a_single_step_does_not_leave_limits_without_width() -> None:
    """Ranges 0, ... 0, 5: the 5 is 11 times the mean, but without it every month would be outside."""
    chart = individuals_chart([10.0] * 11 + [15.0])
    np.testing.assert_allclose(chart.upper - chart.centre, 2.66 * 5 / 11)


def test_a_range_of_exactly_3_267_times_the_mean_is_left_out() -> None:
    """Ranges 3267, 733 and 0, 0: mean 1000, so 3267 goes, and 733 / 3 remains."""
    chart = individuals_chart([0, 3267, 2534, 2534, 2534])
    np.testing.assert_allclose(chart.upper - chart.centre, 2.66 * 733 / 3)


def test_limits_are_held_to_what_is_possible_but_not_sigma() -> None:
    chart = individuals_chart([2.0, 0.0, 3.0, 1.0], possible=(0, 5))
    assert set(chart.lower.tolist()) == {0.0}
    assert set(chart.lower_two_thirds.tolist()) == {0.0}
    np.testing.assert_allclose(chart.upper, 5)  # 1.5 + 2.66 x 7 / 3 is 7.7
    np.testing.assert_allclose(3 * chart.sigma, 2.66 * 7 / 3)


def test_limits_can_rest_on_some_months_only() -> None:
    first_ten = np.arange(20) < 10
    chart, alone = individuals_chart(NORMAL, basis=first_ten), individuals_chart(NORMAL[:10])
    np.testing.assert_allclose(chart.upper, alone.upper[0])
    np.testing.assert_array_equal(chart.value, NORMAL)
    assert chart.points.tolist() == [10] * 20


@settings(deadline=None)
@given(st.lists(whole, min_size=2, max_size=30), st.integers(-1000, 1000), st.sampled_from([0.5, 2.0, 8.0]))
def test_xmr_moves_and_stretches_with_its_values(values: list[float], shift: int, factor: float) -> None:
    plain = individuals_chart(values)
    changed = individuals_chart(np.array(values) * factor + shift)
    for name in ("centre", "lower", "upper", "lower_two_thirds", "upper_two_thirds"):
        np.testing.assert_allclose(getattr(changed, name), getattr(plain, name) * factor + shift, atol=1e-9)
    np.testing.assert_allclose(individuals_chart(values[::-1]).upper, plain.upper)


@settings(deadline=None)
@given(st.lists(whole, min_size=1, max_size=30), st.booleans())
def test_xmr_as_a_loop_has_it(values: list[float], screened: bool) -> None:
    known = [value for value in values if not math.isnan(value)]
    ranges = []
    for before, after in itertools.pairwise(values):
        if not math.isnan(before) and not math.isnan(after):
            ranges.append(abs(after - before))
    centre = sum(known) / len(known) if known else NAN
    average = sum(ranges) / len(ranges) if ranges else NAN
    if screened:
        kept = [size for size in ranges if size < 3.267 * average]
        if kept and sum(kept) > 0:
            average = sum(kept) / len(kept)
    chart = individuals_chart(values, screened=screened)
    np.testing.assert_allclose(chart.centre, centre)
    np.testing.assert_allclose(chart.lower, centre - 2.66 * average, atol=1e-9)
    np.testing.assert_allclose(chart.upper, centre + 2.66 * average, atol=1e-9)


# Charts of counts


def assert_months(chart: ControlChart, expected: dict[int, tuple[float, float, float, float]]) -> None:
    """Lower limit and its two thirds, upper two thirds and limit, of some months, to twelve digits."""
    for month, limits in expected.items():
        found = (chart.lower, chart.lower_two_thirds, chart.upper_two_thirds, chart.upper)
        np.testing.assert_allclose([limit[month] for limit in found], limits, rtol=1e-12)


def test_p_as_qicharts2_has_it() -> None:
    chart = p_chart(SEEN, ATTENDANCES)
    assert chart.kind == ChartKind.PROPORTION == "p"
    np.testing.assert_allclose(chart.centre, 0.9528997, atol=6e-8)
    np.testing.assert_allclose(chart.centre, 0.95289971134419116, rtol=1e-14)
    assert_months(
        chart,
        {
            0: (0.95169956464601502, 0.95209961354540706, 0.95369980914297525, 0.9540998580423673),
            7: (0.95173004781604953, 0.95211993565876341, 0.95367948702961891, 0.95406937487233279),
            19: (0.95168503066826537, 0.9520899242269073, 0.95370949846147501, 0.95411439202011694),
        },
    )
    assert int(((chart.value < chart.lower) | (chart.value > chart.upper)).sum()) == 16


def test_laney_p_as_qicharts2_has_it() -> None:
    chart = laney_p_chart(SEEN, ATTENDANCES)
    assert chart.kind == ChartKind.LANEY_PROPORTION == "p'"
    np.testing.assert_allclose(chart.sigma_z, 10.64, atol=0.006)
    assert_months(
        chart,
        {
            0: (0.9401296441775141, 0.94438633323307308, 0.96141308945530923, 0.96566977851086822),
            7: (0.94045399796641838, 0.94460256909234264, 0.96119685359603968, 0.96534542472196394),
            19: (0.93997499652290417, 0.94428323479666654, 0.96151618789171578, 0.96582442616547814),
        },
    )
    assert int(((chart.value < chart.lower) | (chart.value > chart.upper)).sum()) == 0


def test_laney_p_from_the_first_ten_weeks_as_qicharts2_has_it() -> None:
    chart = laney_p_chart(SEEN, ATTENDANCES, basis=np.arange(20) < 10)
    np.testing.assert_allclose(chart.centre, 0.95105964383277042, rtol=1e-14)
    assert_months(
        chart,
        {
            0: (0.93866469138900677, 0.94279634220359465, 0.95932294546194619, 0.96345459627653407),
            19: (0.93851458643658869, 0.94269627223531594, 0.9594230154302249, 0.96360470122895214),
        },
    )


def test_u_as_qicharts2_has_it() -> None:
    """Per 1,000 patient days."""
    chart = u_chart(INFECTIONS, PATIENT_DAYS, per=1000)
    assert chart.kind == ChartKind.RATE == "u"
    np.testing.assert_allclose(chart.centre, 1.0380231037895133, rtol=1e-12)
    assert_months(
        chart,
        {
            0: (0.24267399952229274, 0.50779036761136631, 1.5682558399676603, 1.8333722080567338),
            35: (0.22637788989840307, 0.49692629452877318, 1.5791199130502533, 1.8496683176806237),
        },
    )


def test_a_limit_of_u_stops_at_0_as_qicharts2_has_it() -> None:
    chart = u_chart(INFECTIONS[18:], PATIENT_DAYS[18:])
    np.testing.assert_allclose(chart.centre, 0.00068392146236738438, rtol=1e-12)
    assert chart.lower[32 - 18] == 0.0
    np.testing.assert_allclose(chart.lower[31 - 18], 1.8369339840405992e-05, rtol=1e-9)
    np.testing.assert_allclose(chart.upper[32 - 18], 0.0013683303989018827, rtol=1e-12)


def test_laney_u_as_qicharts2_has_it() -> None:
    """Per 1,000 days at risk."""
    chart = laney_u_chart(ALL_INFECTIONS, RISK_DAYS, per=1000)
    assert chart.kind == ChartKind.LANEY_RATE == "u'"
    np.testing.assert_allclose(chart.centre, 1.8235751654857593, rtol=1e-12)
    assert_months(
        chart,
        {
            0: (1.5763817754848699, 1.658779572151833, 1.9883707588196857, 2.0707685554866484),
            23: (1.5514774813533132, 1.642176709397462, 2.0049736215740568, 2.0956728496182051),
        },
    )


def test_small_numbers_have_the_counts_that_chance_allows() -> None:
    """Health assessments in time, 27 of 132 in nine months: 20.5%. In October there were 8 children.

    More than 5 in time has the chance 0.00140 and more than 6 has 0.0001, so 6 of 8, 75%, is the limit (0.00135). More
    than 3 has 0.0605 and more than 4 has 0.0115, so 4 of 8, 50%, is two thirds of it (0.02275).
    """
    chart = p_chart(HEALTH_ASSESSED, ENTERED_CARE, per=100)
    share = 27 / 132
    assert set(chart.limits.tolist()) == {"exact"}
    np.testing.assert_allclose(chart.centre, 100 * share)
    assert stats.binom.sf(5, 8, share) > 0.00135 > stats.binom.sf(6, 8, share)
    assert stats.binom.sf(3, 8, share) > 0.02275 > stats.binom.sf(4, 8, share)
    assert (chart.upper[8], chart.upper_two_thirds[8]) == (75.0, 50.0)
    np.testing.assert_array_equal(chart.lower, 0.0)


def test_months_of_many_keep_three_sigma_beside_months_of_few() -> None:
    chart = p_chart([20, 1, 18, 22], [100, 4, 90, 110])
    assert chart.limits.tolist() == ["three sigma", "exact", "three sigma", "three sigma"]


@settings(deadline=None)
@given(st.lists(proportion, min_size=1, max_size=8))
def test_p_as_a_loop_has_it(counts: list[tuple[int, int]]) -> None:
    chart = p_chart([x for x, _ in counts], [n for _, n in counts])
    total = sum(n for _, n in counts)
    if not total:
        assert np.isnan(chart.centre).all()
        return
    p = sum(x for x, _ in counts) / total
    np.testing.assert_allclose(chart.centre, p)
    for month, (x, n) in enumerate(counts):
        if not n:
            assert np.isnan([chart.value[month], chart.lower[month], chart.upper[month]]).all()
            continue
        assert chart.value[month] == pytest.approx(x / n)
        if min(n * p, n - n * p) >= 5:
            reach = 3 * math.sqrt(p * (1 - p) / n)
            assert chart.lower[month] == pytest.approx(max(p - reach, 0))
            assert chart.upper[month] == pytest.approx(min(p + reach, 1))
        else:
            assert_exact(chart, month, x, n, stats.binom(n, p))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 50)), min_size=1, max_size=8))
def test_u_as_a_loop_has_it(counts: list[tuple[int, int]]) -> None:
    chart = u_chart([x for x, _ in counts], [n for _, n in counts])
    u = sum(x for x, _ in counts) / sum(n for _, n in counts)
    for month, (x, n) in enumerate(counts):
        if n * u >= 5:
            assert chart.lower[month] == pytest.approx(max(u - 3 * math.sqrt(u / n), 0))
            assert chart.upper[month] == pytest.approx(u + 3 * math.sqrt(u / n))
        else:
            assert_exact(chart, month, x, n, stats.poisson(n * u))


def assert_exact(chart: ControlChart, month: int, count: int, size: int, chance: stats.rv_discrete) -> None:
    """A count is outside by the limits where its own tail is smaller; where rounding could decide, either is right."""
    for tail, lower, upper in (
        (stats.norm.sf(3), chart.lower, chart.upper),
        (stats.norm.sf(2), chart.lower_two_thirds, chart.upper_two_thirds),
    ):
        low, high = float(lower[month]) * size, float(upper[month]) * size
        below, above = float(chance.cdf(count)), float(chance.sf(count - 1))
        if abs(below - tail) > 1e-12:
            assert (count < round(low)) == (below < tail)
        if abs(above - tail) > 1e-12:
            assert (count > round(high)) == (above < tail)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 399), st.integers(400, 800)), min_size=2, max_size=12),
    st.sampled_from(
        [(laney_p_chart, p_chart, lambda c: c * (1 - c), 1), (laney_u_chart, u_chart, lambda c: c, math.inf)]
    ),
)
def test_laney_as_a_loop_has_it(
    counts: list[tuple[int, int]],
    charts: tuple[Callable[..., ControlChart], Callable[..., ControlChart], Callable[[float], float], float],
) -> None:
    laney, plain, variance, most = charts
    x, n = [x for x, _ in counts], [n for _, n in counts]
    chart = laney(x, n)
    centre = sum(x) / sum(n)
    scores = [(a / b - centre) / math.sqrt(variance(centre) / b) for a, b in counts]
    widening = sum(abs(after - before) for before, after in itertools.pairwise(scores))
    widening /= (len(scores) - 1) * 1.128
    np.testing.assert_allclose(chart.sigma_z, widening, atol=1e-9)
    np.testing.assert_allclose(chart.sigma, plain(x, n).sigma * widening, atol=1e-9)
    for month, size in enumerate(n):
        reach = 3 * widening * math.sqrt(variance(centre) / size)
        assert chart.lower[month] == pytest.approx(max(centre - reach, 0), abs=1e-9)
        assert chart.upper[month] == pytest.approx(min(centre + reach, most), abs=1e-9)


@settings(deadline=None)
@given(st.lists(proportion, min_size=1, max_size=10))
def test_the_p_chart_of_what_is_missed_is_the_same_upside_down(counts: list[tuple[int, int]]) -> None:
    done, missed = p_chart(*zip(*counts, strict=True)), p_chart([n - x for x, n in counts], [n for _, n in counts])
    np.testing.assert_allclose(missed.centre, 1 - done.centre)
    three_sigma = done.limits == "three sigma"
    np.testing.assert_allclose(missed.lower[three_sigma], 1 - done.upper[three_sigma], atol=1e-12)


@settings(deadline=None)
@given(st.lists(proportion, min_size=1, max_size=10))
def test_limits_of_proportions_stay_from_0_to_1(counts: list[tuple[int, int]]) -> None:
    for chart in (p_chart(*zip(*counts, strict=True)), laney_p_chart(*zip(*counts, strict=True))):
        known = ~np.isnan(chart.lower)
        order = [np.zeros_like(chart.lower), chart.lower, chart.lower_two_thirds]
        order += [chart.upper_two_thirds, chart.upper, np.ones_like(chart.upper)]
        for below, above in itertools.pairwise(order):
            assert (below[known] <= above[known] + 1e-12).all()


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(NAN, 10.0), (5.0, NAN), (0.0, 0.0), (11.0, 10.0), (-1.0, 10.0), (5.0, -10.0)]
)
def test_counts_that_are_no_proportion_are_a_missing_month(numerator: float, denominator: float) -> None:
    with_it = p_chart([30, numerator, 40], [60, denominator, 80])
    assert np.isnan(with_it.value).tolist() == [False, True, False]
    np.testing.assert_allclose(with_it.centre, 0.5)
    assert with_it.points.tolist() == [2, 2, 2]


def test_all_or_none_in_every_month_has_limits_of_no_width() -> None:
    for counts in ([0, 0, 0], [50, 60, 70]):
        for chart in (p_chart(counts, [50, 60, 70]), laney_p_chart(counts, [50, 60, 70])):
            np.testing.assert_allclose(chart.lower, chart.value)
            np.testing.assert_allclose(chart.upper, chart.value)


@pytest.mark.parametrize(
    ("chart", "rows"),
    [
        (individuals_chart, ([NORMAL, ODD],)),
        (p_chart, ([[3, 30, 31], [50, 48, NAN]], [[10, 90, 95], [60, 60, 60]])),
        (laney_p_chart, ([[3, 30, 31], [50, 48, NAN]], [[10, 90, 95], [60, 60, 60]])),
        (u_chart, ([[3, 30, 31], [50, 48, NAN]], [[10, 90, 95], [60, 60, 60]])),
        (laney_u_chart, ([[3, 30, 31], [50, 48, NAN]], [[10, 90, 95], [60, 60, 60]])),
    ],
)
def test_many_series_at_once_are_each_series_by_itself(chart: Callable[..., ControlChart], rows: tuple[object]) -> None:
    together = chart(*(np.array(row) for row in rows))
    for index in range(2):
        alone = chart(*(np.array(row)[index] for row in rows))
        for name in ("value", "centre", "lower", "upper", "lower_two_thirds", "upper_two_thirds", "sigma", "points"):
            np.testing.assert_allclose(getattr(together, name)[index], getattr(alone, name))


@pytest.mark.parametrize("values", [3.0, []])
def test_a_chart_needs_months(values: object) -> None:
    with pytest.raises(ValueError, match="series of months"):
        individuals_chart(values)
    with pytest.raises(ValueError, match="series of months"):
        p_chart(values, values)
