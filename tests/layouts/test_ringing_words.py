"""Who to ring, in words: published figures, those that are not tested, and nobody."""

from dataclasses import replace

import pytest

from data.store import Snapshot
from layouts.board.ringing_words import answer, apart, history, partnership, said, why_this_one
from models.benchmark import published_group, standing
from models.ringing import Found, Ringing, partnership_ringing, published_closeness, ringing

SOUTH = ("852", "850", "851", "921")


@pytest.fixture(scope="module")
def stability(snapshot: Snapshot) -> Ringing:
    area, edition = snapshot.authorities.by_code("852"), snapshot.edition("2025")
    found = ringing(standing(snapshot, area, published_group(edition, area)), published_closeness(edition, area))
    return found.of(snapshot.indicators.find("LACStable_2016on"))


def test_placement_stability_of_southampton(stability: Ringing) -> None:
    assert said(stability, "2025") == [
        "Ring Derby: 8% in 2024-25 against Southampton's 14%, better by more than chance; Derby was at 14% two years "
        "before, in 2022-23.",
        "Derby is the 2nd nearest of Southampton's statistical neighbours (very close) and the nearest that is better; "
        "Portsmouth, Sheffield and Salford are better too.",
        "The difference is −10.0 to −2.2 percentage points at 95%; false discoveries are held at 5% over the 10 "
        "neighbours compared.",
        "Derby from 2020-21 to 2024-25: 10%, 9%, 14%, 11%, 8%; no change over five years beyond chance.",
    ]


def test_one_that_never_stood_there(stability: Ringing) -> None:
    found = replace(stability, stood_at_ours=None)
    assert answer(found).endswith("; Derby was at 14% or worse in no year before that is published.")


def test_one_that_is_not_tested(stability: Ringing) -> None:
    found = replace(stability, found=Found.NOT_TESTED, low=None, high=None, band="B")
    assert "better, but not tested (second quarter of England)" in answer(found)
    assert apart(found) == "Not tested: counts of children are not published for both."


def test_the_only_one_and_the_nearest(stability: Ringing) -> None:
    assert stability.neighbour is not None
    alone = replace(stability, place=1, better=(stability.neighbour,), closeness="")
    assert why_this_one(alone) == "Derby is the nearest of Southampton's neighbours and the only one that is better."
    two = replace(stability, place=1, better=stability.better[:2])
    assert why_this_one(two, "modelled") == (
        "Derby is the nearest of Southampton's modelled neighbours (very close); Portsmouth is better too."
    )


def test_years_that_are_missing_are_seen(stability: Ringing) -> None:
    found = replace(stability, years=(stability.years[0], *stability.years[3:]), trend="cannot be calculated")
    assert history(found) == (
        "Derby from 2020-21 to 2024-25: 2020-21 10%, 2023-24 11%, 2024-25 8%; no five-year trend can be calculated."
    )
    assert history(replace(stability, years=stability.years[-1:])) == ""


@pytest.mark.parametrize("reason", [reason for reason in Found if not reason.is_somebody])
def test_nobody_has_a_reason(stability: Ringing, reason: Found) -> None:
    found = Ringing(stability.area, stability.indicator, stability.period, stability.ours, reason, 10)
    assert said(found) == [f"Nobody to ring: {reason}."]


def test_a_partnership(snapshot: Snapshot) -> None:
    edition, areas = snapshot.edition("2025"), [snapshot.authorities.by_code(code) for code in SOUTH]
    found = partnership_ringing([standing(snapshot, area, published_group(edition, area)) for area in areas])
    row = found.row(snapshot.position[snapshot.indicators.find("LACStable_2016on").id])
    text = partnership(row)
    assert text.startswith(
        "Portsmouth and Isle of Wight do it well among the members; Southampton could ring Derby (8%)"
    )
    assert partnership(replace(row, well=(), outside=())) == "No member does it clearly better than another."
