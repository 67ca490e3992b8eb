"""Both lists of one authority by the rules alone, whole and in the stated order, every indicator by itself.

Where several authorities are looked at together a page has a thousand entries and says why of a few dozen: so lists are
put in order as arrays, and their reasons are made only of those that are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.exception_rules import Rules
from models.arrays import Flags, Floats, Integers
from models.assessment import Assessment
from models.exceptions.evidence import Evidence
from models.exceptions.published import figures_on, in_stated_order, looked_at, places_of, reasons_at
from models.exceptions.reasons import Reason
from models.exceptions.rules import NEIGHBOURS, Found
from models.priorities import BETTER, WORSE, Certainty, distances

NOT_LISTED = len(Certainty)


@dataclass(frozen=True)
class RuleList:
    """One list: arrays (n,) in the stated order. `rules` are those that put each there, by their ids.

    `places` in the standing; `certainty`, `children` and `distance` as in `reasons.Listed`.
    """

    found: tuple[Found, ...]
    places: Integers
    rules: tuple[tuple[str, ...], ...]
    certainty: Integers
    children: Floats
    distance: Floats

    def reasons(self, among: Flags) -> dict[int, tuple[Reason, ...]]:
        """Why some places (k,) are on it, all of each in the order of the rules."""
        return reasons_at(self.found, among)


@dataclass(frozen=True)
class RuleLists:
    """Both lists of one authority, by side, and what the rules looked at."""

    evidence: Evidence
    sides: Mapping[str, RuleList]


def rule_lists(assessment: Assessment, rules: Rules) -> RuleLists:
    """What the rules find over all published indicators of one authority, as `published_lists` without a board."""
    evidence = Evidence(assessment, rules)
    found = {side: tuple(looked_at(evidence, side)) for side in (WORSE, BETTER)}
    count = len(evidence.old)
    listed = {side: places_of(count, found[side]) for side in (WORSE, BETTER)}
    # A figure that improves and is still worse than the neighbours' by test is no strength yet.
    listed[BETTER] &= ~places_of(count, [one for one in found[WORSE] if one.rule == NEIGHBOURS])
    distance = distances(assessment, listed[WORSE] | listed[BETTER])
    sides = {side: _in_order(evidence, side, found[side], listed[side], distance) for side in (WORSE, BETTER)}
    return RuleLists(evidence, sides)


def _in_order(evidence: Evidence, side: str, found: tuple[Found, ...], listed: Flags, distance: Floats) -> RuleList:
    certainty, codes = np.full(len(listed), NOT_LISTED), np.zeros(len(listed), dtype=np.int64)
    for bit, one in enumerate(found):
        certainty[one.places] = np.minimum(certainty[one.places], one.certainties)
        codes[one.places] |= 1 << bit
    at = np.flatnonzero(listed)
    sure, (children, away) = certainty[at], figures_on(evidence, side, at, distance)
    order = in_stated_order(evidence, at, sure, children, away)
    of_each = codes[at[order]].tolist()
    names = {code: tuple([one.rule for bit, one in enumerate(found) if code >> bit & 1]) for code in set(of_each)}
    rules = tuple([names[code] for code in of_each])
    return RuleList(found, at[order], rules, sure[order], children[order], away[order])
