"""The rules over published figures: each yields the places that it puts on a list, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

import numpy as np

from data.exception_rules import OwnRule
from data.missing import Missing
from models.arrays import Flags, Integers
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
NEIGHBOURS = "neighbours"
FURTHER_WRONG = {WORSE: "getting worse", BETTER: "getting better"}
_SAYS_SO = {side: np.char.endswith(WORDS, word) for side, word in FURTHER_WRONG.items()}
_EXPLAINED = np.isin(np.arange(max(Missing) + 1), NOT_EXPECTED)

LEVELS = tuple(Certainty)


class Found(NamedTuple):
    """What one rule puts on a list: places in the standing and how sure it is of each, a Certainty (both n,).

    `details` makes what the rule saw at some places: a list is put in order without it, and few are ever said.
    """

    rule: str
    places: Integers
    certainties: Integers
    details: Callable[[Integers], Iterable[Detail]]

    @property
    def reasons(self) -> Iterator[tuple[int, Reason]]:
        """Each place with its reason, in one go: a page has thousands."""
        sure = map(LEVELS.__getitem__, self.certainties.tolist())
        made = map(Reason._make, zip(repeat(self.rule), sure, self.details(self.places), strict=False))
        return zip(self.places.tolist(), made, strict=False)

    def among(self, some: Flags) -> "Found":
        """The same at some places (k,) alone."""
        is_there = some[self.places]
        return self._replace(places=self.places[is_there], certainties=self.certainties[is_there])


def _each(rule: str, are_there: Flags, certainty: Certainty, details: Callable[[Integers], Iterable[Detail]]) -> Found:
    """What a rule finds that is as sure of every place."""
    places = np.flatnonzero(are_there)
    return Found(rule, places, np.full(len(places), certainty), details)


def _neighbours(evidence: Evidence, side: str) -> Found:
    apart, level = evidence.apart, evidence.rules.level("neighbours") / 100
    by_chance = evidence.assessment.adjusted
    beyond_spread = apart.adjusted <= level
    places = np.flatnonzero(evidence.judged & evidence.beyond[side] & ((by_chance <= level) | beyond_spread))

    def details(at: Integers) -> Iterable[Detail]:
        figures = (by_chance, apart.adjusted, apart.tau_squared)
        return map(Apart._make, zip(*(one[at].tolist() for one in figures), strict=True))

    return Found(NEIGHBOURS, places, np.where(beyond_spread[places], Certainty.CERTAIN, Certainty.TESTED), details)


def _interval(evidence: Evidence, side: str) -> Found:
    are_there = evidence.judged & (evidence.assessment.standing.comparison == side)
    return _each("interval", are_there, Certainty.TESTED, lambda at: repeat(ByInterval(), len(at)))


def _fifth(evidence: Evidence, side: str) -> Found:
    standing, share = evidence.assessment.standing, evidence.rules.level("fifth")
    of = standing.ranked
    ranked = evidence.judged & (standing.band != "") & (standing.rank > 0)
    # Those who share a place are all at its better end; from the worse end they are counted from below.
    place = standing.rank if side == BETTER else _from_worst(evidence)

    def details(at: Integers) -> Iterable[Detail]:
        return map(OuterPlace, place[at].tolist(), of[at].tolist(), repeat(share))

    return _each("fifth", ranked & (place * 100 <= share * of), Certainty.NOT_TESTED, details)


def _from_worst(evidence: Evidence) -> Integers:
    """The place of each figure counted from the worst (k,), those that are the same sharing the worst of their places.

    Of a hundred authorities of which thirty share the last figure, each is the first from the worst: it says how many
    are worse, and no more.
    """
    standing = evidence.assessment.standing
    return np.where(standing.signs > 0, standing.position_from_lowest, standing.position_from_highest)


def _trend(evidence: Evidence, side: str) -> Found:
    there = evidence.judged & ~np.isnan(evidence.assessment.standing.value)
    are_there = there & _SAYS_SO[side][evidence.trend_codes]
    return _each("trend", are_there, Certainty.CERTAIN, lambda at: map(Trending, evidence.trend[at].tolist()))


def _band(evidence: Evidence, side: str) -> Found:
    moved = evidence.moved

    def details(at: Integers) -> Iterable[Detail]:
        before, now = LETTERS[evidence.band_before[at]], evidence.assessment.standing.band[at]
        return map(CrossedBand, before.tolist(), now.tolist())

    are_there = evidence.judged & (moved < 0 if side == WORSE else moved > 0)
    return _each("band", are_there, Certainty.NOT_TESTED, details)


def _data(evidence: Evidence, side: str) -> Found:
    standing = evidence.assessment.standing
    lacks = np.isnan(standing.value) & ~_EXPLAINED[standing.reason] & (standing.slice.columns >= 0)

    def details(at: Integers) -> Iterable[Detail]:
        reasons = map(Missing, standing.reason[at].tolist())
        return map(NoFigure, reasons, evidence.have[at].tolist(), evidence.open[at].tolist())

    are_there = lacks & ~evidence.old & (evidence.have >= MOST_HAVE * evidence.open)
    return _each("data", are_there, Certainty.NOT_TESTED, details)


RULES: Mapping[str, Callable[[Evidence, str], Found]] = {
    NEIGHBOURS: _neighbours,
    "interval": _interval,
    "fifth": _fifth,
    "trend": _trend,
    "band": _band,
    "data": _data,
}
"""The rules that look at published figures; `signal` and `target` look at local returns."""


def beyond_level(evidence: Evidence, own: OwnRule) -> Iterator[tuple[int, Reason]]:
    """A figure beyond a level that the board has set itself."""
    standing = evidence.assessment.standing
    at = evidence.places.get(own.subject, -1)
    if at >= 0 and not np.isnan(standing.value[at]):
        value = float(standing.value[at])
        if value > own.level if own.side == "above" else value < own.level:
            yield at, Reason(OWN, Certainty.NOT_TESTED, BeyondLevel(own, value))
