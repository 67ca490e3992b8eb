"""The authorities' counts added up, beside the count that the publisher gives for England."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data.authorities import Area, AreaKind, load_authorities
from data.blocks import Block, Origin
from data.build import Content
from data.existence import existed
from data.indicators import Indicator
from data.refresh.building import datasets_of
from data.refresh.carrying import as_built
from data.store import Snapshot

ROUNDED_TO = 10
"""England's counts are rounded to ten; a count that is suppressed or rounds to zero is below ten."""
LEAST = 0.9
"""Share of the open authorities that must have a count, for their sum to say anything."""


@dataclass(frozen=True)
class Total:
    """One count of one period: the sum of the authorities (a joint return once) and England's own.

    `ratio` is the one to the other; `lowest` and `highest` are the least and greatest ratio that the live snapshot has
    in any period, 1 where it has none; `slack` is what rounding and counts that are left out can make of it.
    """

    indicator: str
    title: str
    what: str
    period: str
    sum: float
    england: float
    missing: int
    ratio: float
    lowest: float
    highest: float
    slack: float

    def outside(self, allowed: float) -> bool:
        """Whether the ratio lies further outside what was usual than is allowed."""
        return not self.lowest - self.slack - allowed <= self.ratio <= self.highest + self.slack + allowed


def totals(live: Snapshot, content: Content, names: Iterable[str]) -> tuple[Total, ...]:
    """Every count that is new or other than in the live snapshot, of the indicators read from the data sets."""
    chosen = frozenset(names)
    found = []
    for indicator in content.indicators:
        if not datasets_of(indicator).isdisjoint(chosen):
            found += _of(live, content.areas, indicator, content.blocks[indicator.id])
    return tuple(found)


def _of(live: Snapshot, areas: tuple[Area, ...], indicator: Indicator, block: Block) -> list[Total]:
    before = as_built(live.block(indicator), indicator) if indicator.id in live.position else None
    usual = _ratios(areas, indicator, before) if before else {}
    now = _ratios(areas, indicator, block)
    found = []
    for (what, label), (total, england, missing) in now.items():
        if usual.get((what, label)) == (total, england, missing):
            continue
        known = [one[0] / one[1] for (name, _), one in usual.items() if name == what] or [1.0]
        slack = ROUNDED_TO * (1 + missing) / england
        ratio = total / england
        place = (indicator.id, indicator.title, what, label, total, england, missing, ratio)
        found.append(Total(*place, min(known), max(known), slack))
    return found


def _ratios(
    areas: tuple[Area, ...], indicator: Indicator, block: Block
) -> Mapping[tuple[str, str], tuple[float, float, int]]:
    """Sum, England's own and how many have none, for each count and period in which nearly all authorities have one."""
    authorities = np.array([area.kind is AreaKind.AUTHORITY for area in areas])
    england = next(row for row, area in enumerate(areas) if area.kind is AreaKind.COUNTRY)
    there = existed(areas, block.periods) & authorities[:, None] if block.periods else np.zeros((len(areas), 0), bool)
    there &= ~_counted_already(areas, block)
    found = {}
    for what, counts in _counts(indicator, block).items():
        for column, period in enumerate(block.periods):
            own, parts = counts[england, column], counts[there[:, column], column]
            missing = int(np.isnan(parts).sum())
            if own > 0 and missing <= (1 - LEAST) * len(parts):
                found[what, period.label] = (float(np.nansum(parts)), float(own), missing)
    return found


def _counts(indicator: Indicator, block: Block) -> dict[str, np.ndarray]:
    named = {
        "figure": block.values if indicator.is_total and indicator.value else None,
        "numerator": block.numerators,
        "denominator": block.denominators,
    }
    return {what: counts for what, counts in named.items() if counts is not None}


def _counted_already(areas: tuple[Area, ...], block: Block) -> np.ndarray:
    """A mask of cells that repeat the joint return of another member."""
    place = {area.code: row for row, area in enumerate(areas)}
    joint = (block.origins & Origin.JOINT) > 0
    again = np.zeros(joint.shape, dtype=bool)
    for one in load_authorities().joint_returns:
        first, *others = (place[code] for code in one.members)
        for other in others:
            again[other] |= joint[other] & joint[first]
    return again
