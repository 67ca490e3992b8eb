"""The rules over published figures: each yields the places that it puts on a list, and why."""

from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from typing import TypeAlias

import numpy as np

from data.exception_rules import OwnRule
from data.missing import Missing
from models.arrays import Integers
from models.bands import LETTERS
from models.exceptions.evidence import Evidence
from models.exceptions.reasons import (
    OWN,
    Apart,
    BeyondLevel,
    ByInterval,
    CrossedBand,
    Detail,
    NoFigure,
    OuterPlace,
    Reason,
    Trending,
)
from models.priorities import BETTER, WORSE, Certainty
from models.trend_test import WORDS

# A figure that most authorities lack is not missing but not published.
MOST_HAVE = 0.5
NOT_EXPECTED = (Missing.PRESENT, Missing.SUPPRESSED, Missing.NOT_APPLICABLE, Missing.ROUNDS_TO_ZERO, Missing.LOW)
"""Reasons that say something of the figure, or that there is none to have: nobody has to send anything."""
FURTHER_WRONG = {WORSE: "getting worse", BETTER: "getting better"}

Found: TypeAlias = Iterable[tuple[int, Reason]]


def _each(places: Integers, rule: str, certainties: Iterable[Certainty], details: Iterable[Detail]) -> Found:
    """A reason at each of some places, in one go: a page has thousands."""
    return zip(places.tolist(), map(Reason._make, zip(repeat(rule), certainties, details)), strict=False)


def _neighbours(evidence: Evidence, side: str) -> Found:
    apart, level = evidence.apart, evidence.rules.level("neighbours") / 100
    by_chance = evidence.assessment.adjusted
    beyond_spread = apart.adjusted <= level
    places = np.flatnonzero(evidence.judged & evidence.beyond[side] & ((by_chance <= level) | beyond_spread))
    certainties = [Certainty.CERTAIN if is_beyond else Certainty.TESTED for is_beyond in beyond_spread[places].tolist()]
    figures = (by_chance, apart.adjusted, apart.tau_squared)
    return _each(
        places,
        "neighbours",
        certainties,
        map(Apart._make, zip(*(one[places].tolist() for one in figures), strict=True)),
    )


def _interval(evidence: Evidence, side: str) -> Found:
    places = np.flatnonzero(evidence.judged & (evidence.assessment.standing.comparison == side))
    return _each(places, "interval", repeat(Certainty.TESTED), repeat(ByInterval()))


def _fifth(evidence: Evidence, side: str) -> Found:
    standing, share = evidence.assessment.standing, evidence.rules.level("fifth")
    of = standing.ranked
    ranked = evidence.judged & (standing.band != "") & (standing.rank > 0)
    # Those who share a place are all at its better end; from the worse end they are counted from below.
    place = standing.rank if side == BETTER else _from_worst(evidence)
    places = np.flatnonzero(ranked & (place * 100 <= share * of))
    details = map(OuterPlace._make, zip(place[places].tolist(), of[places].tolist(), repeat(share)))
    return _each(places, "fifth", repeat(Certainty.NOT_TESTED), details)


def _from_worst(evidence: Evidence) -> Integers:
    """The place of each figure counted from the worst (k,), those that are the same sharing the worst of their places.

    Of a hundred authorities of which thirty share the last figure, each is the first from the worst: it says how many
    are worse, and no more.
    """
    standing = evidence.assessment.standing
    return np.where(standing.signs > 0, standing.position_from_lowest, standing.position_from_highest)


def _trend(evidence: Evidence, side: str) -> Found:
    there = evidence.judged & ~np.isnan(evidence.assessment.standing.value)
    places = np.flatnonzero(there & np.char.endswith(WORDS, FURTHER_WRONG[side])[evidence.trend_codes])
    return _each(places, "trend", repeat(Certainty.CERTAIN), map(Trending._make, zip(evidence.trend[places].tolist())))


def _band(evidence: Evidence, side: str) -> Found:
    moved = evidence.moved
    places = np.flatnonzero(evidence.judged & (moved < 0 if side == WORSE else moved > 0))
    before, now = LETTERS[evidence.band_before[places]], evidence.assessment.standing.band[places]
    return _each(
        places,
        "band",
        repeat(Certainty.NOT_TESTED),
        map(CrossedBand._make, zip(before.tolist(), now.tolist(), strict=True)),
    )


def _data(evidence: Evidence, side: str) -> Found:
    standing = evidence.assessment.standing
    lacks = np.isnan(standing.value) & ~np.isin(standing.reason, NOT_EXPECTED) & (standing.slice.columns >= 0)
    places = np.flatnonzero(lacks & ~evidence.old & (evidence.have >= MOST_HAVE * evidence.open))
    reasons = map(Missing, standing.reason[places].tolist())
    details = map(NoFigure, reasons, evidence.have[places].tolist(), evidence.open[places].tolist())
    return _each(places, "data", repeat(Certainty.NOT_TESTED), details)


RULES: Mapping[str, Callable[[Evidence, str], Found]] = {
    "neighbours": _neighbours,
    "interval": _interval,
    "fifth": _fifth,
    "trend": _trend,
    "band": _band,
    "data": _data,
}
"""The rules that look at published figures; `signal` and `target` look at local returns."""


def beyond_level(evidence: Evidence, own: OwnRule) -> Found:
    """A figure beyond a level that the board has set itself."""
    standing = evidence.assessment.standing
    at = evidence.places.get(own.subject, -1)
    if at >= 0 and not np.isnan(standing.value[at]):
        value = float(standing.value[at])
        if value > own.level if own.side == "above" else value < own.level:
            yield at, Reason(OWN, Certainty.NOT_TESTED, BeyondLevel(own, value))
