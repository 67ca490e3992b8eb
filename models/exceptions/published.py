"""Both lists of one authority: what the rules find over all its published indicators, in the stated order."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import repeat
from math import isnan

import numpy as np

from data.exception_rules import Rules
from models.arrays import Flags, Floats
from models.assessment import Assessment
from models.exceptions.evidence import Evidence
from models.exceptions.reasons import NONE_MADE, PIN, Apart, Choices, Listed, Pinned, Reason, surest
from models.exceptions.rules import RULES, beyond_level
from models.priorities import BETTER, WORSE, Certainty, children_in_gap, distances, one_of_each, pairs_alike


@dataclass(frozen=True)
class PublishedLists:
    """What the rules found: both lists whole and in order, one of each kind leading; what was taken off; and why."""

    evidence: Evidence
    worse: tuple[Listed, ...]
    better: tuple[Listed, ...]
    dismissed: tuple[Listed, ...]


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
    for at in reasons[WORSE].keys() & reasons[BETTER].keys():
        # A figure that improves and is still worse than the neighbours' by test is no strength yet.
        if any(isinstance(reason.detail, Apart) for reason in reasons[WORSE][at]):
            del reasons[BETTER][at]
    for at in pinned - reasons[WORSE].keys() - reasons[BETTER].keys():
        reasons[WORSE][at] = (Reason(PIN, Certainty.NOT_TESTED, Pinned()),)
    is_listed = np.zeros(len(evidence.old), dtype=np.bool_)
    is_listed[[at for side in reasons.values() for at in side]] = True
    distance = distances(found, is_listed)
    is_listed[[*pinned, *dismissed]] = False
    pairs = pairs_alike(found, is_listed) if one_of_a_kind else None
    lists = {
        side: _grouped(_listed(evidence, reasons[side], distance, side, pinned), pairs, dismissed)
        for side in (WORSE, BETTER)
    }
    (worse, off), (better, _) = lists[WORSE], lists[BETTER]
    return PublishedLists(evidence, worse, better, off)


def _listed(
    evidence: Evidence, reasons: Mapping[int, tuple[Reason, ...]], distance: Floats, side: str, pinned: Set[int]
) -> list[Listed]:
    """All of a list in the stated order (`in_order`), pinned ones first."""
    at = np.array(list(reasons), dtype=np.int64)
    field, on_side = evidence.assessment.standing.field, evidence.beyond[side][at]
    # Only what lies on that side of the mean has a gap to be closed, or a lead.
    children = children_in_gap(evidence.assessment, side)[at]
    children = np.where(np.isnan(children) | on_side, children, 0.0)
    distance = np.where(on_side, distance[at], 0.0)
    certainty = {place: surest(why) for place, why in reasons.items()}
    sure = np.array(list(certainty.values()), dtype=np.int64)
    first = np.isin(at, list(pinned))
    order = np.lexsort((field.order_of_ids[at], -distance, -np.nan_to_num(children), sure, ~first))
    places = at[order].tolist()
    of_each = ([each[place] for place in places] for each in (reasons, certainty))
    keys = [field.ids[place] for place in places]
    figures = children[order].tolist(), distance[order].tolist()
    return list(map(Listed._make, zip(keys, places, *of_each, *figures, repeat(()))))


def _grouped(
    listed: Sequence[Listed], pairs: Flags | None, dismissed: Set[int]
) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """A list in its order, one of each kind leading; and what was taken off it."""
    on = [one for one in listed if one.at not in dismissed]
    off = tuple(sorted([one for one in listed if one.at in dismissed], key=lambda one: one.at))
    if pairs is None:
        return tuple(on), off
    listed_at = {one.at: one for one in on}
    leaders = one_of_each(list(listed_at), pairs)
    return tuple([listed_at[at].standing_for([listed_at[other] for other in like]) for at, like in leaders]), off


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
            for at, reason in beyond_level(evidence, own):
                found.setdefault(at, []).append(reason)
    if evidence.rules["target"].on and choices.targets:
        for at in sorted(evidence.places[key] for key in choices.targets if key in evidence.places):
            for reason in choices.target_reason(evidence.assessment.standing.field.ids[at], side):
                found.setdefault(at, []).append(reason)
    return {at: tuple(reasons) for at, reasons in found.items()}
