"""The rules over all published indicators of one authority at once."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from math import isnan

import numpy as np

from data.exception_rules import OwnRule, Rules
from data.missing import Missing
from models.arrays import Flags, Floats, Integers, Words
from models.assessment import Assessment
from models.exceptions.apart import DifferencesBeyondSpread, beyond_spread
from models.exceptions.reasons import (
    NONE_MADE,
    OWN,
    PIN,
    Apart,
    BeyondLevel,
    ByInterval,
    Choices,
    CrossedBand,
    Listed,
    NoFigure,
    OuterPlace,
    Pinned,
    Reason,
    Trending,
)
from models.priorities import (
    BETTER,
    WORSE,
    Certainty,
    children_in_gap,
    distances,
    one_of_each,
    pairs_alike,
    stale_places,
)
from models.trends import trends_in
from models.year_changes import bands_before, quarters_moved

# A figure that most authorities lack is not missing but not published.
MOST_HAVE = 0.5
NOT_EXPECTED = (Missing.PRESENT, Missing.SUPPRESSED, Missing.NOT_APPLICABLE, Missing.ROUNDS_TO_ZERO, Missing.LOW)
"""Reasons that say something of the figure, or that there is none to have: nobody has to send anything."""
FURTHER_WRONG = {WORSE: "getting worse", BETTER: "getting better"}


@dataclass(frozen=True)
class PublishedLists:
    """What the rules found: both lists whole and in order, one of each kind leading; what was taken off; and why."""

    evidence: "Evidence"
    worse: tuple[Listed, ...]
    better: tuple[Listed, ...]
    dismissed: tuple[Listed, ...]


@dataclass(frozen=True)
class Evidence:
    """What the rules look at: arrays (k,) in the order of the standing, computed once for both lists."""

    assessment: Assessment
    rules: Rules

    @cached_property
    def old(self) -> Flags:
        """Figures that are too old to say where the authority stands."""
        return stale_places(self.assessment)

    @cached_property
    def judged(self) -> Flags:
        """Indicators with a better direction whose figures are not too old."""
        return np.asarray((self.assessment.standing.signs != 0) & ~self.old)

    @cached_property
    def apart(self) -> DifferencesBeyondSpread:
        """The test against the neighbours' mean that allows for the spread between authorities."""
        return beyond_spread(self.assessment, self.judged)

    @cached_property
    def trend(self) -> Words:
        """The word of the five-year trend."""
        standing = self.assessment.standing
        return trends_in(standing.field, standing.area).word

    @cached_property
    def band_before(self) -> Words:
        """The band of the consecutive period before."""
        standing = self.assessment.standing
        return bands_before(self.assessment, self.judged & ~np.isnan(standing.change))

    @cached_property
    def towards(self) -> Floats:
        """How far each figure is on the better side of the neighbours' mean, in its unit; below 0 on the worse."""
        standing = self.assessment.standing
        return np.asarray(standing.gap_points * standing.signs)

    @cached_property
    def have(self) -> Integers:
        """How many authorities that were open have a figure."""
        return self.assessment.standing.ranked

    @property
    def open(self) -> Integers:
        """How many authorities were open."""
        return self.assessment.standing.field.open

    @cached_property
    def moved(self) -> Integers:
        """How many quarters each figure has come up since the period before; below 0 where it has gone down."""
        return quarters_moved(self.band_before, self.assessment.standing.band)

    @property
    def places(self) -> Mapping[str, int]:
        """Where each indicator stands, by its id."""
        return self.assessment.standing.field.place_of

    def key(self, at: int) -> str:
        """The id of the indicator at a place."""
        return self.assessment.standing.field.ids[at]


def published_lists(
    found: Assessment, rules: Rules, choices: Choices = NONE_MADE, *, one_of_a_kind: bool = True
) -> PublishedLists:
    """Both lists of one authority, where `one_of_a_kind` stands for those that tell the same story; or every one alone.

    What the board has pinned leads, and stands for itself; what it has taken off stands for nothing either, so that
    what is like it comes forward rather than vanish with it.
    """
    evidence = Evidence(found, rules)
    pinned, dismissed = (
        {evidence.places[key] for key in keys if key in evidence.places} for keys in (choices.pins, choices.dismissed)
    )
    reasons = {side: _reasons(evidence, side, choices) for side in (WORSE, BETTER)}
    for at in _worse_by_test(reasons[WORSE]) & reasons[BETTER].keys():
        # A figure that improves and is still worse than the neighbours' by test is no strength yet.
        del reasons[BETTER][at]
    for at in pinned - reasons[WORSE].keys() - reasons[BETTER].keys():
        reasons[WORSE][at] = (Reason(PIN, Certainty.NOT_TESTED, Pinned()),)
    is_listed = np.zeros(len(evidence.old), dtype=np.bool_)
    is_listed[[at for side in reasons.values() for at in side]] = True
    distance = distances(found, is_listed)
    is_listed[[*pinned, *dismissed]] = False
    pairs = pairs_alike(found, is_listed) if one_of_a_kind else None
    lists = {
        side: _grouped(_listed(evidence, reasons[side], distance, side), pairs, pinned, dismissed)
        for side in (WORSE, BETTER)
    }
    (worse, off), (better, _) = lists[WORSE], lists[BETTER]
    return PublishedLists(evidence, worse, better, off)


def _worse_by_test(reasons: Mapping[int, tuple[Reason, ...]]) -> Set[int]:
    return {at for at, why in reasons.items() if any(isinstance(reason.detail, Apart) for reason in why)}


def _listed(
    evidence: Evidence, reasons: Mapping[int, tuple[Reason, ...]], distance: Floats, side: str
) -> dict[int, Listed]:
    children = children_in_gap(evidence.assessment, side)
    # Only what lies on that side of the mean has a gap to be closed, or a lead.
    on_side = evidence.towards < 0 if side == WORSE else evidence.towards > 0
    children = np.where(np.isnan(children), np.nan, np.where(on_side, children, 0.0))
    return {
        at: Listed(evidence.key(at), at, why, float(children[at]), float(distance[at]) if on_side[at] else 0.0)
        for at, why in reasons.items()
    }


def _grouped(
    listed: Mapping[int, Listed], pairs: Flags | None, pinned: Set[int], dismissed: Set[int]
) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """A list in its order, one of each kind leading; and what was taken off it."""
    order = sorted(listed.keys() - dismissed, key=lambda at: (at not in pinned, *in_order(listed[at])))
    leaders = [(at, ()) for at in order] if pairs is None else one_of_each(order, pairs)
    on = tuple(listed[at].standing_for([listed[other] for other in like]) for at, like in leaders)
    return on, tuple(listed[at] for at in sorted(listed.keys() & dismissed))


def in_order(listed: Listed) -> tuple[int, float, float, str]:
    """The stated order: the surest first, then the most children, then the furthest away."""
    return (int(listed.certainty), -(0.0 if isnan(listed.children) else listed.children), -listed.distance, listed.key)


def _reasons(evidence: Evidence, side: str, choices: Choices) -> dict[int, tuple[Reason, ...]]:
    """The places that any rule puts on a list, each with all of its reasons in the order of the rules."""
    found: dict[int, list[Reason]] = {}
    for rule in evidence.rules.all:
        if rule.on and rule.id in RULES and (side == WORSE or rule.strength):
            for at, reason in RULES[rule.id](evidence, side):
                found.setdefault(at, []).append(reason)
    if side == WORSE:
        for own in evidence.rules.own:
            for at, reason in _beyond_level(evidence, own):
                found.setdefault(at, []).append(reason)
    if evidence.rules["target"].on and choices.targets:
        for at in sorted(evidence.places[key] for key in choices.targets if key in evidence.places):
            for reason in choices.target_reason(evidence.key(at), side):
                found.setdefault(at, []).append(reason)
    return {at: tuple(reasons) for at, reasons in found.items()}


Found = Iterator[tuple[int, Reason]]


def _neighbours(evidence: Evidence, side: str) -> Found:
    apart, level = evidence.apart, evidence.rules.level("neighbours") / 100
    on_side = evidence.towards < 0 if side == WORSE else evidence.towards > 0
    beyond_chance = np.nan_to_num(evidence.assessment.adjusted, nan=1.0) <= level
    beyond_spread = np.nan_to_num(apart.adjusted, nan=1.0) <= level
    for at in _places(evidence.judged & on_side & (beyond_chance | beyond_spread)):
        detail = Apart(float(evidence.assessment.adjusted[at]), float(apart.adjusted[at]), float(apart.tau_squared[at]))
        yield at, Reason("neighbours", Certainty.CERTAIN if beyond_spread[at] else Certainty.TESTED, detail)


def _interval(evidence: Evidence, side: str) -> Found:
    for at in _places(evidence.judged & (evidence.assessment.standing.comparison == side)):
        yield at, Reason("interval", Certainty.TESTED, ByInterval())


def _fifth(evidence: Evidence, side: str) -> Found:
    standing, share = evidence.assessment.standing, evidence.rules.level("fifth")
    banded = standing.band != ""
    of = standing.ranked
    ranked = evidence.judged & banded & (standing.rank > 0)
    # Those who share a place are all at its better end; from the worse end they are counted from below.
    place = standing.rank if side == BETTER else _from_worst(evidence)
    for at in _places(ranked & (place * 100 <= share * of)):
        yield at, Reason("fifth", Certainty.NOT_TESTED, OuterPlace(int(place[at]), int(of[at]), share))


def _from_worst(evidence: Evidence) -> Integers:
    """The place of each figure counted from the worst (k,), those that are the same sharing the worst of their places.

    Of a hundred authorities of which thirty share the last figure, each is the first from the worst: it says how many
    are worse, and no more.
    """
    standing = evidence.assessment.standing
    return np.where(standing.signs > 0, standing.position_from_lowest, standing.position_from_highest)


def _trend(evidence: Evidence, side: str) -> Found:
    there = evidence.judged & ~np.isnan(evidence.assessment.standing.value)
    for at in _places(there & np.char.endswith(evidence.trend, FURTHER_WRONG[side])):
        yield at, Reason("trend", Certainty.CERTAIN, Trending(str(evidence.trend[at])))


def _band(evidence: Evidence, side: str) -> Found:
    now = evidence.assessment.standing.band
    moved = evidence.moved
    for at in _places(evidence.judged & (moved < 0 if side == WORSE else moved > 0)):
        yield at, Reason("band", Certainty.NOT_TESTED, CrossedBand(str(evidence.band_before[at]), str(now[at])))


def _data(evidence: Evidence, side: str) -> Found:
    standing = evidence.assessment.standing
    lacks = np.isnan(standing.value) & ~np.isin(standing.reason, NOT_EXPECTED) & (standing.slice.columns >= 0)
    for at in _places(lacks & ~evidence.old & (evidence.have >= MOST_HAVE * evidence.open)):
        detail = NoFigure(Missing(int(standing.reason[at])), int(evidence.have[at]), int(evidence.open[at]))
        yield at, Reason("data", Certainty.NOT_TESTED, detail)


RULES: Mapping[str, Callable[[Evidence, str], Found]] = {
    "neighbours": _neighbours,
    "interval": _interval,
    "fifth": _fifth,
    "trend": _trend,
    "band": _band,
    "data": _data,
}
"""The rules that look at published figures; `signal` and `target` look at local returns."""


def _beyond_level(evidence: Evidence, own: OwnRule) -> Found:
    standing = evidence.assessment.standing
    at = evidence.places.get(own.subject, -1)
    if at >= 0 and not np.isnan(standing.value[at]):
        value = float(standing.value[at])
        if value > own.level if own.side == "above" else value < own.level:
            yield at, Reason(OWN, Certainty.NOT_TESTED, BeyondLevel(own, value))


def _places(mask: Flags) -> list[int]:
    return [int(at) for at in np.flatnonzero(mask)]
