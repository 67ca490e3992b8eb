"""Predecessors and successors: which are the same area, and what their joined series hold on the shipped figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.authorities import Area, AreaKind, Authorities
from data.errors import PortalError
from data.periods import Period
from data.store import Snapshot
from models.succession import Stitched, lineage, stitched


def areas(snapshot: Snapshot, names: Sequence[str]) -> list[Area]:
    return [snapshot.authorities.find(name) for name in names]


def series(snapshot: Snapshot, code: str, *names: str) -> Stitched:
    return stitched(snapshot, areas(snapshot, names), snapshot.indicators.find(code))


def in_year(found: Stitched, year: int) -> float:
    return float(found.value[[period.year for period in found.periods].index(year)])


@pytest.mark.parametrize(
    ("names", "generations"),
    [
        (["Northamptonshire"], [["928"], ["940", "941"]]),
        (["North Northamptonshire", "West Northamptonshire"], [["928"], ["940", "941"]]),
        (["Cumbria"], [["909"], ["942", "943"]]),
        (["Westmorland and Furness", "Cumberland"], [["909"], ["943", "942"]]),
        (["838", "839"], [["835", "836", "837"], ["838", "839"]]),  # the three and the two cover the same ground
        (["Leicestershire", "940", "941"], [["855", "928"], ["855", "940", "941"]]),
        (["Hampshire"], [["850"]]),
        # Only their codes changed: they are one area throughout.
        (["Buckinghamshire"], [["825"]]),
        (["Somerset"], [["933"]]),
        (["North Yorkshire"], [["815"]]),
    ],
)
def test_what_is_the_same_area(snapshot: Snapshot, names: list[str], generations: list[list[str]]) -> None:
    found = lineage(snapshot.authorities, areas(snapshot, names))
    assert [[area.code for area in generation.members] for generation in found.generations] == generations
    assert found.not_joined == ()
    assert len(found.sentences) == len(generations) - 1


@pytest.mark.parametrize(
    ("names", "not_joined"),
    [
        (["Bournemouth, Christchurch and Poole"], ["835", "836", "837"]),  # Christchurch came from Dorset
        (["Dorset"], ["835"]),
        (["835"], ["838", "839"]),
        (["Poole"], ["839"]),
        (["Bournemouth", "Poole"], ["839"]),
        (["North Northamptonshire"], ["928"]),
        (["Cumberland"], ["909"]),
    ],
)
def test_what_is_not_the_same_area_is_said_and_not_joined(
    snapshot: Snapshot, names: list[str], not_joined: list[str]
) -> None:
    found = lineage(snapshot.authorities, areas(snapshot, names))
    assert len(found.generations) == 1
    assert [area.code for area in found.not_joined] == not_joined
    assert "is not joined" in found.sentences[0]


def test_the_days_of_a_change(snapshot: Snapshot) -> None:
    before, after = lineage(snapshot.authorities, areas(snapshot, ["Cumbria"])).generations
    assert (before.first, before.last) == (None, date(2023, 3, 31))
    assert (after.first, after.last) == (date(2023, 4, 1), None)


def test_the_sentence_of_a_change(snapshot: Snapshot) -> None:
    assert lineage(snapshot.authorities, areas(snapshot, ["Cumbria"])).sentences == (
        "Until 31 March 2023 Cumbria; from 1 April 2023 Cumberland, and Westmorland and Furness, "
        "which cover the same area.",
    )


def test_an_earlier_step_may_be_exact_and_one_before_it_not(snapshot: Snapshot) -> None:
    found = lineage(snapshot.authorities, areas(snapshot, ["839", "940", "941"]))
    assert [generation.first for generation in found.generations] == [date(2019, 4, 1), date(2021, 4, 1)]
    assert [area.code for area in found.not_joined] == ["835", "836", "837"]
    assert len(found.sentences) == 2


def test_northamptonshire_is_its_two_successors_together(snapshot: Snapshot) -> None:
    """Looked after per 10,000: published 67 in 2021; 525 of 79,186 and 658 of 92,050 in 2022 are 1,183 of 171,236."""
    found = series(snapshot, "LAC", "Northamptonshire")
    assert in_year(found, 2021) == 67
    assert in_year(found, 2022) == pytest.approx(10_000 * (525 + 658) / (79_186 + 92_050))  # 69.09
    years = [period.year for period in found.periods]
    assert [year for year, mark in zip(years, found.at_break, strict=True) if mark] == [2022]
    assert found.pooled.tolist() == [year >= 2022 for year in years]
    together = series(snapshot, "LAC", "North Northamptonshire", "West Northamptonshire")
    np.testing.assert_array_equal(found.value, together.value)


def test_cumbria_keeps_its_counts(snapshot: Snapshot) -> None:
    """Health assessments: 438 of 533 in 2022-23, then 296 of 353 and 139 of 190 are 435 of 543 in 2023-24."""
    found = series(snapshot, "LACHealth%", "Cumbria")
    at = [period.year for period in found.periods].index(2024)
    assert (found.numerator[at - 1], found.denominator[at - 1]) == (438, 533)
    assert (found.numerator[at], found.denominator[at]) == (296 + 139, 353 + 190)
    assert found.value[at] == pytest.approx(100 * 435 / 543)
    assert found.interval.method[at] == "Wilson"
    assert found.interval.low[at] < found.value[at] < found.interval.high[at]


def test_dorset_as_a_whole_adds_up(snapshot: Snapshot) -> None:
    found = series(snapshot, "LACnum", "838", "839")
    assert in_year(found, 2019) == 414 + 192 + 248
    assert in_year(found, 2020) == 476 + 506


def test_without_counts_the_series_ends_at_the_break(snapshot: Snapshot) -> None:
    found = series(snapshot, "LACDistance", "Cumbria")
    assert in_year(found, 2023) == 26
    assert np.isnan(found.value[found.generation == 1]).all()


def test_a_school_year_that_was_begun_before_a_change_has_the_figure_of_then(snapshot: Snapshot) -> None:
    """2020/21 ended under two authorities, but its results were published for Northamptonshire."""
    found = series(snapshot, "cla-key-stage-4-avg-attainment-8-score", "Northamptonshire")
    assert in_year(found, 2021) == 23.4
    assert found.generation[[period.year for period in found.periods].index(2021)] == 0


def test_an_authority_alone_keeps_its_published_series(snapshot: Snapshot) -> None:
    for name in ("Hampshire", "Bournemouth, Christchurch and Poole", "North Northamptonshire"):
        for indicator in snapshot.indicators:
            found = stitched(snapshot, areas(snapshot, [name]), indicator)
            published = snapshot.block(indicator).values[
                snapshot.area_position[found.lineage.generations[0].members[0].code]
            ]
            np.testing.assert_array_equal(found.value, published)
            assert not found.at_break.any()


def whose_by_hand(found: Stitched, period: Period) -> int:
    """The generation that was open on the last day of a period."""
    return next(
        place
        for place, generation in enumerate(found.lineage.generations)
        if (generation.first or date.min) <= period.end <= (generation.last or date.max)
    )


def test_each_period_has_the_figure_of_who_was_open_at_its_end_or_before(snapshot: Snapshot) -> None:
    for indicator in snapshot.indicators:
        found = stitched(snapshot, areas(snapshot, ["Northamptonshire"]), indicator)
        block = snapshot.block(indicator)
        for at, period in enumerate(found.periods):
            place = whose_by_hand(found, period)
            if found.generation[at] != place:  # earlier in the period, where the later ones have no figure
                assert found.generation[at] == place - 1
                assert period.start <= date(2021, 3, 31)
            if found.generation[at] == 0:
                published = block.values[snapshot.area_position["928"], at]
                assert found.value[at] == pytest.approx(float(published), nan_ok=True)


def area(code: str, opened: int = 0, closed: int = 0, before: str = "", after: str = "") -> Area:
    """An invented authority that opened on 1 April of one year and closed on 31 March of another."""
    return Area(
        code=code,
        name=code.upper(),
        kind=AreaKind.AUTHORITY,
        type="unitary authority",
        region=None,
        opened=date(opened, 4, 1) if opened else None,
        closed=date(closed, 3, 31) if closed else None,
        predecessors=tuple(before.split()),
        successors=tuple(after.split()),
        aliases=(),
        ons_codes=(code,),
    )


ENGLAND = replace(area("england"), kind=AreaKind.COUNTRY)


@pytest.mark.parametrize(
    ("known", "chosen", "generations"),
    [
        # two become one
        ([area("a", 0, 2027, "", "c"), area("b", 0, 2027, "", "c"), area("c", 2027, 0, "a b")], "c", ["a b", "c"]),
        ([area("a", 0, 2027, "", "c"), area("b", 0, 2027, "", "c"), area("c", 2027, 0, "a b")], "a", ["a"]),
        # one becomes one
        ([area("a", 0, 2027, "", "b"), area("b", 2027, 0, "a")], "a", ["a", "b"]),
        # one becomes two, which become one again
        (
            [
                area("a", 0, 2010, "", "b c"),
                area("b", 2010, 2027, "a", "d"),
                area("c", 2010, 2027, "a", "d"),
                area("d", 2027, 0, "b c"),
            ],
            "d",
            ["a", "b c", "d"],
        ),
        # two become two others: only both together are the same ground
        (
            [
                area("a", 0, 2028, "", "c d"),
                area("b", 0, 2028, "", "d"),
                area("c", 2028, 0, "a"),
                area("d", 2028, 0, "a b"),
            ],
            "c d",
            ["a b", "c d"],
        ),
    ],
)
def test_reorganisations_of_every_shape(known: list[Area], chosen: str, generations: list[str]) -> None:
    authorities = Authorities([*known, ENGLAND], {area.code: area.code for area in [*known, ENGLAND]}, ())
    found = lineage(authorities, [authorities.by_code(code) for code in chosen.split()])
    assert [" ".join(area.code for area in generation.members) for generation in found.generations] == generations


@pytest.mark.parametrize("names", [["South East"], ["Cumbria", "Cumberland"]])
def test_what_is_no_authority_has_no_lineage(snapshot: Snapshot, names: list[str]) -> None:
    with pytest.raises(PortalError):
        lineage(snapshot.authorities, areas(snapshot, names))
