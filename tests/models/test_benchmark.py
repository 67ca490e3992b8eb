"""Where authorities stand, on the shipped figures: golden cases, and a second, naive implementation of every average,
rank and band over all authorities and indicators."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator, Polarity
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.benchmark import Benchmark, benchmark, published_group, standing


def look_up(snapshot: Snapshot, code: str, edition: str = "2025", authority: str = "Southampton") -> Benchmark:
    """One figure of one authority."""
    area = snapshot.authorities.find(authority)
    group = published_group(snapshot.edition(edition), area)
    return benchmark(snapshot, snapshot.indicators.find(code), area, group)


@pytest.mark.parametrize(
    ("code", "value", "mean", "contributing", "region", "england"),
    [
        ("LAC", 90, 72.8, 10, 55, 67),
        ("LACHealth%", 88, 92.5, 10, 87, 90),
        ("LACDental%", 90, 80.7, 10, 77, 81),
        ("LACDistance", 19, 17.4, 10, 23, 18),
        ("LACSubstance", 4, 4.0, 6, 4, 3),
    ],
)
def test_southampton_in_2025(
    snapshot: Snapshot, code: str, value: float, mean: float, contributing: int, region: float, england: float
) -> None:
    row = look_up(snapshot, code)
    assert row.period.year == 2025
    assert (row.value, row.contributing, row.region, row.england) == (value, contributing, region, england)
    assert row.mean == pytest.approx(mean, abs=1e-9)


def test_the_edition_changes_the_average(snapshot: Snapshot) -> None:
    assert look_up(snapshot, "LAC", "2021").mean == pytest.approx(94.8, abs=1e-9)


@pytest.mark.parametrize(("code", "numerator", "denominator"), [("LACHealth%", 295, 336), ("LACDental%", 304, 336)])
def test_counts_are_kept_with_the_published_percentage(
    snapshot: Snapshot, code: str, numerator: float, denominator: float
) -> None:
    row = look_up(snapshot, code)
    assert (row.numerator, row.denominator) == (numerator, denominator)


def test_health_assessments_are_worse_than_the_neighbours_by_sixteen_children(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "LACHealth%")
    # Wilson, 295 of 336: 83.86% to 90.88%, which leaves 92.5% outside; 0.925 x 336 = 310.8, so 311, 16 more than 295.
    assert row.comparison == "worse"
    assert row.gap_children == 16
    assert (row.low, row.high) == (pytest.approx(83.8643, abs=1e-4), pytest.approx(90.8765, abs=1e-4))


def test_a_sum_of_rates_is_withheld(snapshot: Snapshot) -> None:
    row = look_up(snapshot, "FirstYJS")
    assert row.england is None
    assert row.region == 117
    block = snapshot.block(row.indicator)
    england = snapshot.area_position["970"]
    assert np.isnan(block.values[england]).all()
    assert any("sum of the nine regional rates" in fault.why for fault in snapshot.faults)


def test_two_years_in_which_all_have_one_value_are_withheld(snapshot: Snapshot) -> None:
    block = snapshot.block(snapshot.indicators.find("Stability_School"))
    shown = {period.year: set(block.reasons[:, column].tolist()) for column, period in enumerate(block.periods)}
    assert shown[2018] <= {Missing.UNRELIABLE, Missing.NOT_AVAILABLE, Missing.NOT_APPLICABLE}
    assert Missing.UNRELIABLE in shown[2019]
    assert Missing.PRESENT in shown[2021]


def test_a_joint_return_is_marked_on_both_members(snapshot: Snapshot) -> None:
    kingston = look_up(snapshot, "Work_Force_AvgNumCase_SW", authority="Kingston upon Thames")
    richmond = look_up(snapshot, "Work_Force_AvgNumCase_SW", authority="Richmond upon Thames")
    assert kingston.joint
    assert richmond.joint
    assert kingston.value == richmond.value == 13.9
    assert not look_up(snapshot, "Work_Force_AvgNumCase_SW").joint


def test_a_year_without_collection_is_never_stepped_over(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Hampshire")
    group = published_group(snapshot.edition("2025"), area)
    indicator = snapshot.indicators.find("KS2RWM_Expected_STD")
    periods = snapshot.periods[snapshot.position[indicator.id]]
    years = [period.year for period in periods]
    assert 2020 not in years
    after = benchmark(snapshot, indicator, area, group, periods[years.index(2022)])
    assert after.previous_period is None
    assert after.change is None


def test_hampshire_2024_is_unreliable_in_the_census_of_children_in_need(snapshot: Snapshot) -> None:
    block = snapshot.block(snapshot.indicators.find("episodes-of-need-at-any-point-in-the-year"))
    column = [period.year for period in block.periods].index(2024)
    assert block.reasons[snapshot.area_position["850"], column] == 6


def test_a_region_is_no_authority(snapshot: Snapshot) -> None:
    group = published_group(snapshot.edition("2025"), snapshot.authorities.find("Southampton"))
    with pytest.raises(PortalError, match="South East is a region, not an authority"):
        standing(snapshot, snapshot.authorities.find("South East"), group)


# The naive implementation: plain loops over plain numbers, one authority and one indicator at a time.


def open_in(area: Area, period: Period) -> bool:
    """Whether an authority was open on some day of a period."""
    return (area.opened or date.min) <= period.end and (area.closed or date.max) >= period.start


def naive_quantile(ordered: list[float], share: float) -> float:
    """R's type 7: a straight line between the two order statistics around (n - 1) x share."""
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def naive_band(value: float, ordered: list[float], indicator: Indicator) -> str:
    """The quarter that a value lies in, A the best; the upper edge belongs to the lower-value side."""
    if indicator.polarity is Polarity.NEUTRAL or not indicator.banded or len(ordered) < 40:
        return ""
    letters = "ABCD" if indicator.polarity is Polarity.LOW else "DCBA"
    for letter, share in zip(letters, (0.25, 0.5, 0.75), strict=False):
        edge = naive_quantile(ordered, share)
        if value <= edge + 1e-9 * max(1.0, abs(edge)):
            return letter
    return letters[3]


def naive_rank(value: float, ordered: list[float], indicator: Indicator) -> int | None:
    """One more than how many are better."""
    if indicator.polarity is Polarity.NEUTRAL:
        return None
    better = [other for other in ordered if (other > value) == (indicator.polarity is Polarity.HIGH) and other != value]
    return 1 + len(better)


def test_every_average_rank_and_band_of_every_authority_agrees_with_plain_loops(snapshot: Snapshot) -> None:
    authorities = [area for area in snapshot.areas if area.kind is AreaKind.AUTHORITY and area.closed is None]
    edition = snapshot.edition("2025")
    latest: dict[str, tuple[Period, dict[str, float]]] = {}
    before: dict[str, dict[str, float]] = {}
    for indicator in snapshot.indicators:
        block = snapshot.block(indicator)
        figures = {
            period: {
                area.code: float(value)
                for area, value in zip(snapshot.areas, block.values[:, column], strict=True)
                if value == value
            }
            for column, period in enumerate(block.periods)
        }
        held = [period for period in block.periods if any(area.code in figures[period] for area in authorities)]
        if held:
            latest[indicator.id] = (held[-1], figures[held[-1]])
            before[indicator.id] = figures.get(held[-1].previous(), {})
    ordered = {
        name: sorted(
            value
            for code, value in found.items()
            if (area := snapshot.authorities.by_code(code)).kind is AreaKind.AUTHORITY and open_in(area, period)
        )
        for name, (period, found) in latest.items()
    }
    compared = 0
    for area in authorities:
        rows = standing(snapshot, area, published_group(edition, area)).rows
        assert {row.indicator.id for row in rows} == set(latest)
        neighbours = [code for code, _ in edition.neighbours[area.code]]
        for row in rows:
            period, found = latest[row.indicator.id]
            assert row.period == period
            value = found.get(area.code)
            assert row.value == value
            members = [found[code] for code in neighbours if code in found]
            assert row.contributing == len(members)
            if members:
                assert row.mean is not None
                assert math.isclose(row.mean, sum(members) / len(members), rel_tol=1e-12, abs_tol=1e-12)
                middle = sorted(members)[(len(members) - 1) // 2 : len(members) // 2 + 1]
                assert row.median is not None
                assert math.isclose(row.median, sum(middle) / len(middle), rel_tol=1e-12, abs_tol=1e-12)
            else:
                assert row.mean is None
            assert row.region == found.get(area.region or "")
            assert row.england == found.get("970")
            assert row.ranked == len(ordered[row.indicator.id])
            was = before[row.indicator.id].get(area.code)
            assert row.previous == was
            assert (
                row.change is None
                if value is None or was is None
                else math.isclose(row.change or 0.0, value - was, abs_tol=1e-9)
            )
            if value is None or not open_in(area, period):  # a figure worked out backwards for a successor has no rank
                assert (row.rank, row.band) == (None, "")
                continue
            assert row.rank == naive_rank(value, ordered[row.indicator.id], row.indicator)
            assert row.band == naive_band(value, ordered[row.indicator.id], row.indicator), (
                area.name,
                row.indicator.id,
            )
            compared += 1
    assert compared > 70_000


def test_how_one_authority_stands_is_never_taken_for_another(snapshot: Snapshot) -> None:
    areas = [snapshot.authorities.find(name) for name in ("Southampton", "Hampshire", "Southampton")]
    group = published_group(snapshot.edition("2025"), areas[0])
    found = [standing(snapshot, area, group) for area in areas]
    assert found[0].value.tolist() != found[1].value.tolist()
    np.testing.assert_array_equal(found[0].value, found[2].value)
    assert standing(snapshot, areas[0], group) is found[2], "the last one is kept"
    alone = replace(group, codes=group.codes[:1])
    other = standing(snapshot, areas[0], alone)
    assert other.neighbours.contributing.max() == 1
    assert found[2].neighbours.contributing.max() > 1
