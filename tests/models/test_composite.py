"""Composite authorities: visible arithmetic on the shipped figures, and plain loops over all indicators and periods."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.composite import MAXIMUM_MISSING_SHARE, Basis, Composite, Part, composite_in, composite_over_periods
from models.composite.pooling import missing_share, pooled, rate_of_all_children, ratio
from models.intervals import byar, wilson

NAN = float("nan")
SOLENT = ("Hampshire", "Southampton", "Portsmouth", "Isle of Wight")


def areas(snapshot: Snapshot, names: Sequence[str]) -> tuple[Area, ...]:
    return tuple(snapshot.authorities.find(name) for name in names)


def look_up(snapshot: Snapshot, code: str, names: Sequence[str] = SOLENT, year: int = 2025) -> Composite:
    found = composite_over_periods(snapshot, areas(snapshot, names), snapshot.indicators.find(code))
    return next(row for row in found.rows if row.period.year == year)


def test_health_assessments_of_the_four_authorities(snapshot: Snapshot) -> None:
    """Hampshire 926 of 1,348, Southampton 295 of 336, Portsmouth 240 of 287, Isle of Wight 174 of 201."""
    row = look_up(snapshot, "LACHealth%")
    assert row.numerator == 926 + 295 + 240 + 174 == 1635
    assert row.denominator == 1348 + 336 + 287 + 201 == 2172
    assert row.value == pytest.approx(100 * 1635 / 2172)  # 75.28, where the mean of 69, 88, 84 and 87 is 82.0
    limits = wilson(1635, 2172)
    assert (row.low, row.high) == (pytest.approx(100 * limits.low), pytest.approx(100 * limits.high))
    assert [area.name for area in row.contributing] == list(SOLENT)
    assert row.missing == ()
    assert row.sentence == (
        "Pooled from the counts of Hampshire, Southampton, Portsmouth and Isle of Wight: 100 × 1,635 ÷ 2,172."
    )


def test_children_looked_after_in_the_four_authorities(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "LAC")
    assert row.numerator == 1738 + 460 + 402 + 258 == 2858
    assert row.denominator == 288730 + 50941 + 43056 + 23351 == 406078
    assert row.value == pytest.approx(10_000 * 2858 / 406_078)  # 70.38
    limits = byar(2858, 406_078, 10_000)
    assert (row.low, row.high, row.method) == (pytest.approx(limits.low), pytest.approx(limits.high), "Byar")


def test_counts_add_up(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "LACnum")
    assert (row.value, row.numerator, row.denominator) == (2858, 2858, None)
    assert row.basis is Basis.ADDED
    assert row.low is None


def test_a_small_member_may_be_missing_and_is_named(snapshot: Snapshot) -> None:
    """Substance misuse: the Isle of Wight's count is suppressed, its 201 children are 9.3% of all 2,172."""
    row = look_up(snapshot, "LACSubstance")
    assert row.denominator == 1971 == 2172 - 201
    assert row.value == pytest.approx(100 * 76 / 1971)
    assert [(area.name, why) for area, why in row.missing] == [
        ("Isle of Wight", "suppressed to protect children's identities")
    ]
    assert row.sentence.endswith(
        "Left out: Isle of Wight (suppressed to protect children's identities), 9.3% of the whole."
    )


def test_without_its_largest_member_a_composite_is_withheld(snapshot: Snapshot) -> None:
    """Hampshire has no figure for 2024 and 287,030 of the four authorities' 403,784 children: 71.1%."""
    row = look_up(snapshot, "CIN", year=2024)
    assert (row.value, row.numerator, row.denominator, row.low) == (None, None, None, None)
    assert MAXIMUM_MISSING_SHARE < 287_030 / 403_784
    assert row.sentence.startswith("Withheld, because too much is missing: Hampshire (")
    assert row.sentence.endswith(", 71.1% of the whole.")


def test_a_little_more_than_a_tenth_is_too_much(snapshot: Snapshot) -> None:
    """Key stage 2 reading, 2024/25: Portsmouth's count is suppressed, 13 of 76 + 18 + 13 + 19 = 126 pupils."""
    assert MAXIMUM_MISSING_SHARE == 0.10
    row = look_up(snapshot, "cla-key-stage-2-expected-std-reading")
    assert row.value is None
    assert row.sentence.endswith(f", {100 * 13 / 126:.1f}% of the whole.")


def test_a_member_without_any_such_child_brings_none(snapshot: Snapshot) -> None:
    """Care leavers in suitable accommodation: the Isles of Scilly have 0 of 0, Cornwall 214 of 221."""
    row = look_up(snapshot, "care-leavers-suitable-accommodation-percent", ("Isles of Scilly", "Cornwall"))
    assert (row.numerator, row.denominator, row.missing) == (214, 221, ())
    assert [area.name for area in row.contributing] == ["Isles of Scilly", "Cornwall"]


def test_a_sum_without_a_member_is_withheld(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "number-cla-adopted-application-unopposed")
    assert row.value is None
    assert row.sentence.startswith("Withheld, because a sum would lack a part of the whole: ")


def test_a_percentage_without_counts_is_refused(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "LACDistance")
    assert (row.value, row.basis) == (None, Basis.REFUSED)
    assert row.sentence == (
        "Only percentages are published here, not the counts behind them, and percentages cannot be averaged."
    )


def test_a_score_is_refused(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "ebacc-average-point-score-cla", year=2024)
    assert (row.value, row.basis) == (None, Basis.REFUSED)
    assert row.sentence == "No counts are published behind this figure (score), so it cannot be put together."


def test_a_rate_of_all_children_without_counts_is_weighted_by_them(snapshot: Snapshot) -> None:
    """Child protection plans per 10,000 in 2025: each published rate times its own children, over all children."""
    block = snapshot.block(snapshot.indicators.find("CPP_rate"))
    column = [period.year for period in block.periods].index(2025)
    rates = [float(block.values[snapshot.area_position[area.code], column]) for area in areas(snapshot, SOLENT)]
    children = [288_730, 50_941, 43_056, 23_351]
    row = look_up(snapshot, "CPP_rate")
    assert row.basis is Basis.WEIGHTED
    assert row.value == pytest.approx(
        sum(rate * number for rate, number in zip(rates, children, strict=True)) / 406_078
    )
    assert (row.numerator, row.denominator, row.low) == (None, 406_078, None)
    assert "no interval" in row.sentence


def test_a_joint_return_counts_once(snapshot: Snapshot) -> None:
    code = "Work_Force_AvgNumCase_SW"
    together = look_up(snapshot, code, ("Kingston upon Thames", "Richmond upon Thames", "Merton"))
    block = snapshot.block(snapshot.indicators.find(code))
    column = [period.year for period in block.periods].index(2025)
    assert block.numerators is not None
    kingston, merton = (
        float(block.numerators[snapshot.area_position[area.code], column])
        for area in areas(snapshot, ("Kingston upon Thames", "Merton"))
    )
    assert together.numerator == kingston + merton
    assert len(together.contributing) == 3
    assert "Richmond upon Thames made a joint return with another member, which is counted once." in together.sentence


def test_half_of_a_joint_return_is_not_a_members_own(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "Work_Force_AvgNumCase_SW", ("Richmond upon Thames", "Merton"))
    assert row.value is None
    assert "Richmond upon Thames (in a joint return with an authority outside the group)" in row.sentence


def test_a_member_that_was_not_open_is_missing(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "LAC", ("North Northamptonshire", "Leicester"), year=2021)
    assert [(area.name, why) for area, why in row.missing] == [("North Northamptonshire", "not open in this period")]
    assert row.value is None


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("Hampshire", "South East"), "South East is a region, not an authority"),
        (("Hampshire", "England"), "England is a country, not an authority"),
        (("Hampshire", "Hampshire"), "at least two authorities"),
        (("Cumbria", "Cumberland"), "Cumbria became Cumberland"),
    ],
)
def test_what_is_no_composite_is_refused(snapshot: Snapshot, names: Sequence[str], message: str) -> None:
    with pytest.raises(PortalError, match=message):
        composite_in(snapshot, areas(snapshot, names))


def test_all_of_a_region_give_the_regions_published_figure(snapshot: Snapshot) -> None:
    """An outside check: the publisher made the figures of regions from the same records of children.

    Two rates of 2025 differ by 0.1 in places: their publisher used populations that were estimated anew since.
    """
    checked, apart = 0, set()
    for region in (area for area in snapshot.areas if area.kind is AreaKind.REGION):
        members = [area for area in snapshot.authorities.current if area.region == region.code]
        if not members:  # London: its authorities lie in Inner and Outer London
            continue
        found = composite_in(snapshot, members)
        published = snapshot.slice().values[:, snapshot.area_position[region.code]]
        for at in np.flatnonzero((found.basis == Basis.POOLED) & ~np.isnan(found.value) & ~np.isnan(published)):
            indicator = snapshot.indicators.all[at]
            if found.contributing[at] == len(members) and indicator.tested:
                checked += 1
                if abs(found.value[at] - published[at]) > 0.5 * 10.0**-indicator.decimals + 1e-9:
                    apart.add(indicator.id)
    assert checked > 400
    assert apart <= {"children-in-need-rate-per-10-000", "rates-per-10-000-of-referrals-to-childrens-social-services"}


@pytest.mark.parametrize(
    ("denominators", "sizes", "parts", "share"),
    [
        ([80, 15, 5], [1, 1, 1], [0, 0, 2], 0.05),  # 5 / (80 + 15 + 5)
        ([80, 15, NAN], [60, 30, 10], [0, 0, 2], 0.10),  # a denominator is not known, so children: 10 / 100
        ([80, 15, NAN], [60, 30, NAN], [0, 0, 2], NAN),
        ([80, 15, NAN], [60, 30, NAN], [0, 0, 0], 0.0),  # nobody is missing
        ([80, 80, 20], [50, 40, 10], [0, 1, 2], 0.10),  # a joint return's 80 is not two members' each
        ([80, 20, 20], [50, 40, 10], [0, 0, 5], 0.10),  # nor is it one's alone
    ],
)
def test_the_share_that_is_missing(
    denominators: list[float], sizes: list[float], parts: list[int], share: float
) -> None:
    found = missing_share(np.array([denominators]), np.array([sizes]), np.array([parts]))
    assert found[0] == pytest.approx(share, nan_ok=True)


COUNTS = st.integers(0, 500).flatmap(lambda most: st.tuples(st.integers(0, most), st.just(most)))


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(COUNTS, st.sampled_from(list(Part))), min_size=3, max_size=3), min_size=1))
def test_pooling_as_plain_python_says(rows: list[list[tuple[tuple[int, int], Part]]]) -> None:
    numerators = np.array([[float(counts[0]) for counts, _ in row] for row in rows])
    denominators = np.array([[float(counts[1]) for counts, _ in row] for row in rows])
    parts = np.array([[part for _, part in row] for row in rows])
    found = ratio(pooled(numerators, parts), pooled(denominators, parts), np.full(len(rows), 100.0))
    for at, row in enumerate(rows):
        mine = [counts for counts, part in row if part is Part.CONTRIBUTES]
        whole = sum(most for _, most in mine)
        expected = 100 * sum(count for count, _ in mine) / whole if whole else NAN
        assert found[at] == pytest.approx(expected, nan_ok=True)


@given(st.lists(COUNTS, min_size=2, max_size=6).filter(lambda counts: all(most for _, most in counts)))
def test_a_pooled_share_lies_between_the_least_and_the_most(counts: list[tuple[int, int]]) -> None:
    parts = np.zeros((1, len(counts)), dtype=np.int64)
    numerator = pooled(np.array([[float(count) for count, _ in counts]]), parts)
    denominator = pooled(np.array([[float(most) for _, most in counts]]), parts)
    shares = [count / most for count, most in counts]
    found = float(ratio(numerator, denominator, np.ones(1))[0])
    assert min(shares) - 1e-12 <= found <= max(shares) + 1e-12


# The naive implementation: one indicator, one period, one member at a time.


def middle_of_the_year(period: Period) -> int:
    day = date(period.end.year, 6, 30)
    return day.year if day <= period.end else day.year - 1


def naive(snapshot: Snapshot, members: Sequence[Area], indicator: Indicator, column: int) -> float:
    """The value of a composite without joint returns, by plain loops; NaN where there is none."""
    block = snapshot.block(indicator)
    period = block.periods[column]
    population = snapshot.block(snapshot.indicators.find("children-aged-0-to-17-population"))
    years = [found.year for found in population.periods]
    own: list[tuple[float, float, float, float, float]] = []
    for area in members:
        place = snapshot.area_position[area.code]
        known = [float(number) for number in population.values[place] if number == number]
        year = middle_of_the_year(period)
        children = float(population.values[place, years.index(year)]) if year in years else NAN
        counts = (NAN, NAN)
        if block.numerators is not None and block.denominators is not None:
            counts = (float(block.numerators[place, column]), float(block.denominators[place, column]))
        reason = Missing(int(block.reasons[place, column]))
        usable = reason in (Missing.PRESENT, Missing.ROUNDS_TO_ZERO)
        usable = usable or (reason is Missing.NOT_APPLICABLE and counts[1] == 0)
        numerator = counts[0] if usable and area.existed_during(period.start, period.end) else NAN
        value = float(block.values[place, column]) if area.existed_during(period.start, period.end) else NAN
        size = children if children == children else known[-1] if known else NAN
        own.append((value, numerator, counts[1], children, size))
    values, numerators, denominators, populations, sizes = (list(column) for column in zip(*own, strict=True))
    if indicator.unit in ("number", "full-time equivalents", "£"):
        return sum(values)
    if block.numerators is not None:
        has = [n == n and d == d for n, d in zip(numerators, denominators, strict=True)]
        weights = denominators if not math.isnan(sum(denominators)) and sum(denominators) > 0 else sizes
        if share_without(has, weights) <= MAXIMUM_MISSING_SHARE and any(has):
            whole = sum(d for d, there in zip(denominators, has, strict=True) if there)
            top = sum(n for n, there in zip(numerators, has, strict=True) if there)
            return indicator.per * top / whole if whole else NAN
    if rate_of_all_children(indicator):
        has = [v == v and p > 0 for v, p in zip(values, populations, strict=True)]
        weights = populations if not math.isnan(sum(populations)) else sizes
        if share_without(has, weights) <= MAXIMUM_MISSING_SHARE and any(has):
            whole = sum(p for p, there in zip(populations, has, strict=True) if there)
            return sum(v * p for v, p, there in zip(values, populations, has, strict=True) if there) / whole
    return NAN


def share_without(has: Sequence[bool], weights: Sequence[float]) -> float:
    if all(has):
        return 0.0
    return sum(weight for weight, there in zip(weights, has, strict=True) if not there) / (sum(weights) or NAN)


@pytest.mark.parametrize(
    "names", [SOLENT, ("Northamptonshire", "Leicestershire", "Rutland"), ("Cumbria", "Lancashire")]
)
def test_every_indicator_and_period_agrees_with_plain_loops(snapshot: Snapshot, names: Sequence[str]) -> None:
    members = areas(snapshot, names)
    given_values = 0
    for indicator in snapshot.indicators:
        found = composite_over_periods(snapshot, members, indicator)
        for column, period in enumerate(snapshot.block(indicator).periods):
            expected = naive(snapshot, members, indicator, column)
            assert found.value[column] == pytest.approx(expected, rel=1e-12, nan_ok=True), (indicator.id, period.label)
            given_values += expected == expected
    assert given_values > 500


def test_the_latest_of_all_indicators_is_the_same_as_each_ones_series(snapshot: Snapshot) -> None:
    members = areas(snapshot, SOLENT)
    latest = composite_in(snapshot, members)
    for at, indicator in enumerate(snapshot.indicators):
        if latest.columns[at] >= 0:
            series = composite_over_periods(snapshot, members, indicator)
            column = int(latest.columns[at])
            assert latest.value[at] == pytest.approx(series.value[column], nan_ok=True)
            assert latest.interval.low[at] == pytest.approx(series.interval.low[column], nan_ok=True)
            assert latest.row(at).sentence == series.row(column).sentence


def test_every_sentence_is_a_sentence(snapshot: Snapshot) -> None:
    for names in (SOLENT, ("Kingston upon Thames", "Richmond upon Thames"), ("Isles of Scilly", "Cornwall")):
        for row in composite_in(snapshot, areas(snapshot, names)).rows:
            assert row.sentence.endswith(".")
            assert "  " not in row.sentence
            assert "nan" not in row.sentence.split()
            assert (row.value is None) == row.sentence.startswith(
                ("Withheld", "No figure", "No counts", "Only percentages", "None of the members")
            )


def test_figures_are_left_as_they_were(snapshot: Snapshot) -> None:
    block = snapshot.block(snapshot.indicators.find("LACHealth%"))
    before = block.values.copy()
    composite_over_periods(snapshot, areas(snapshot, SOLENT), snapshot.indicators.find("LACHealth%"))
    np.testing.assert_array_equal(block.values, before)
