"""Both lists of one authority: what the rules find over all its published indicators, in the stated order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import isnan

import numpy as np

from data.exception_rules import Rules
from models.arrays import Flags, Floats, Integers
from models.assessment import Assessment
from models.exceptions.evidence import Evidence
from models.exceptions.reasons import NONE_MADE, OWN, PIN, Choices, Detail, Listed, Pinned, Reason
from models.exceptions.rules import LEVELS, NEIGHBOURS, RULES, Found, beyond_level
from models.priorities import BETTER, WORSE, Certainty, children_in_gap, distances, one_of_each_kind


@dataclass(frozen=True)
class PublishedLists:
    """What the rules found: both lists whole and in order, one of each kind leading; what was taken off; and why."""

    evidence: Evidence
    worse: tuple[Listed, ...]
    better: tuple[Listed, ...]
    dismissed: tuple[Listed, ...]


def published_lists(found: Assessment, rules: Rules, choices: Choices = NONE_MADE) -> PublishedLists:
    """Both lists of one authority, where one of a kind stands for those that tell the same story.

    What the board has pinned leads, and stands for itself; what it has taken off stands for nothing either, so that
    what is like it comes forward rather than vanish with it.
    """
    evidence = Evidence(found, rules)
    pinned, dismissed = (
        {evidence.places[key] for key in keys if key in evidence.places} for keys in (choices.pins, choices.dismissed)
    )
    sides = {side: [*looked_at(evidence, side), *of_the_board(evidence, side, choices)] for side in (WORSE, BETTER)}
    count = len(evidence.old)
    listed = {side: places_of(count, sides[side]) for side in (WORSE, BETTER)}
    # A figure that improves and is still worse than the neighbours' by test is no strength yet.
    listed[BETTER] &= ~places_of(count, [one for one in sides[WORSE] if one.rule == NEIGHBOURS])
    only_pinned = sorted(at for at in pinned if not (listed[WORSE][at] or listed[BETTER][at]))
    sides[WORSE].append(_said(PIN, dict.fromkeys(only_pinned, Pinned())))
    listed[WORSE][only_pinned] = True
    distance = distances(found, listed[WORSE] | listed[BETTER])
    lists = {
        side: _list(evidence, side, sides[side], listed[side], distance, pinned, dismissed) for side in (WORSE, BETTER)
    }
    (worse, off), (better, _) = lists[WORSE], lists[BETTER]
    return PublishedLists(evidence, worse, better, off)


def _list(
    evidence: Evidence,
    side: str,
    found: Sequence[Found],
    among: Flags,
    distance: Floats,
    pinned: Set[int],
    dismissed: Set[int],
) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """A list in its stated order (`in_order`), pinned ones first and one of each kind leading; and what is off it.

    Most of what is on it is told by a leader: reasons are made of those that lead and of those taken off alone.
    """
    at = np.flatnonzero(among)
    sure, (children, away) = surest_of(found, len(among))[at], figures_on(evidence, side, at, distance)
    order = in_stated_order(evidence, at, sure, children, away, np.isin(at, list(pinned)))
    field, places = evidence.assessment.standing.field, at[order].tolist()
    leaders = one_of_each_kind([one for one in places if one not in dismissed], field.alike_numbers, pinned)
    off = sorted(dismissed & set(places))
    told = np.zeros(len(among), dtype=np.bool_)
    told[[*(first for first, _ in leaders), *off]] = True
    why = reasons_at(found, told)
    figures = zip(sure[order].tolist(), children[order].tolist(), away[order].tolist(), strict=True)
    known = dict(zip(places, figures, strict=True))

    def made(place: int, like: Sequence[int]) -> Listed:
        certainty, in_gap, far = known[place]
        alike = tuple([field.ids[one] for one in like])
        return Listed(field.ids[place], place, why[place], LEVELS[certainty], in_gap, far, alike)

    return tuple([made(*leader) for leader in leaders]), tuple([made(place, ()) for place in off])


def places_of(count: int, found: Iterable[Found]) -> Flags:
    """A mask (`count`,) of the places that any of some rules has found."""
    flags = np.zeros(count, dtype=np.bool_)
    for one in found:
        flags[one.places] = True
    return flags


def surest_of(found: Iterable[Found], count: int) -> Integers:
    """The certainty (`count`,) of the surest reason of each place; that of no reason is below all."""
    certainty = np.full(count, len(LEVELS))
    for one in found:
        certainty[one.places] = np.minimum(certainty[one.places], one.certainties)
    return certainty


def reasons_at(found: Iterable[Found], among: Flags) -> dict[int, tuple[Reason, ...]]:
    """Why some places (k,) are on a list, all reasons of each in the order of the rules."""
    why: dict[int, tuple[Reason, ...]] = {}
    for one in found:
        for at, reason in one.among(among).reasons:
            why[at] = (*why.get(at, ()), reason)
    return why


def figures_on(evidence: Evidence, side: str, at: Integers, distance: Floats) -> tuple[Floats, Floats]:
    """The children in the gaps (n,) and the distances of what is at places on a list.

    Only what lies on that side of the mean has a gap to be closed, or a lead.
    """
    on_side = evidence.beyond[side][at]
    children = children_in_gap(evidence.assessment, side)[at]
    return np.where(np.isnan(children) | on_side, children, 0.0), np.where(on_side, distance[at], 0.0)


def in_stated_order(
    evidence: Evidence, at: Integers, sure: Integers, children: Floats, distance: Floats, first: Flags | bool = False
) -> Integers:
    """The stated order (`in_order`) of what is at places (n,), those that are to be `first` before all others."""
    ids = evidence.assessment.standing.field.order_of_ids[at]
    leading = np.broadcast_to(first, at.shape)
    return np.lexsort((ids, -distance, -np.nan_to_num(children), sure, ~leading))


def in_order(listed: Listed) -> tuple[int, float, float, str]:
    """The stated order: the surest first, then the most children, then the furthest away."""
    return (int(listed.certainty), -(0.0 if isnan(listed.children) else listed.children), -listed.distance, listed.key)


def looked_at(evidence: Evidence, side: str) -> Iterator[Found]:
    """What each rule finds for a list, in the order of the rules, without a board's own levels and targets."""
    for rule in evidence.rules.all:
        if rule.on and rule.id in RULES and (side == WORSE or rule.strength):
            yield RULES[rule.id](evidence, side)


def of_the_board(evidence: Evidence, side: str, choices: Choices) -> Iterator[Found]:
    """What a board's own levels find, which are about what is worse, and then its targets."""
    if side == WORSE:
        for own in evidence.rules.own:
            yield _said(OWN, {at: reason.detail for at, reason in beyond_level(evidence, own)})
    if evidence.rules["target"].on and choices.targets:
        reasons = {
            evidence.places[key]: choices.target_reason(key, side) for key in choices.targets if key in evidence.places
        }
        yield _said("target", {at: one.detail for at, ones in reasons.items() for one in ones})


def _said(rule: str, details: Mapping[int, Detail]) -> Found:
    """What is found of a few places by themselves, which is never tested."""
    places = np.array(list(details), dtype=np.int64)
    sure = np.full(len(places), Certainty.NOT_TESTED)
    return Found(rule, places, sure, lambda at: map(details.__getitem__, at.tolist()))
