"""How like a column (or the rows of a filter's value) of a newer file is to figures that are live already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.blocks import Block
from data.errors import PortalError
from data.indicators import Column, Indicator
from data.sources.tidy import TidyFile
from data.store import Snapshot

ENOUGH = 20
"""Figures in both: fewer say nothing."""
ASKED = 3
"""Indicators of those that need it which are compared."""


@dataclass(frozen=True)
class Likeness:
    """Figures that are the same, of those that both have."""

    same: int
    compared: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.same / self.compared if self.compared else 0.0

    @property
    def words(self) -> str:
        """As a sentence says it."""
        return f"its figures are the live ones in {self.same:,} of {self.compared:,}"


def alike(
    tidy: TidyFile,
    live: Snapshot,
    users: Sequence[tuple[Indicator, Column]],
    column: str,
    value: str | None,
    candidates: Iterable[str],
) -> Mapping[str, Likeness]:
    """For each candidate that may stand for `column` (or for `value` of it), how like its figures are to live ones."""
    found = {}
    for candidate in candidates:
        likeness = Likeness(0, 0)
        for indicator, part in users[:ASKED]:
            if (before := _live(live, indicator, part)) is not None:
                new = _read(tidy, _replaced(part, column, value, candidate), indicator, len(live.areas))
                likeness = _added(likeness, before, new)
        if likeness.compared >= ENOUGH:
            found[candidate] = likeness
    return found


def _replaced(part: Column, column: str, value: str | None, candidate: str) -> Column:
    if value is None:
        return replace(part, columns=tuple(candidate if name == column else name for name in part.columns))
    return replace(part, where={**part.where, column: candidate})


def _read(tidy: TidyFile, part: Column, indicator: Indicator, areas: int) -> Block | None:
    """The candidate's figures; None where it has none: text, or a filter."""
    try:
        return tidy.block(part, indicator.period, areas)
    except PortalError:
        return None


def _live(live: Snapshot, indicator: Indicator, part: Column) -> Block | None:
    """What is live of the part of an indicator, as values."""
    if indicator.id not in live.position:
        return None
    block = live.block(indicator)
    counts = block.numerators if part == indicator.numerator else block.denominators
    if part == indicator.value:
        return block
    return None if counts is None else replace(block, values=counts)


def _added(likeness: Likeness, before: Block, new: Block | None) -> Likeness:
    if new is None:
        return likeness
    shared = [period for period in new.periods if period in before.periods]
    first, second = (block.values[:, [block.periods.index(period) for period in shared]] for block in (before, new))
    both = ~np.isnan(first) & ~np.isnan(second)
    return Likeness(likeness.same + int((first[both] == second[both]).sum()), likeness.compared + int(both.sum()))
