"""A snapshot as the sources that it was built from: for whoever has the figures, and not the files behind them.

What a cell's origin says is undone: LAIT's part and the tidy file's part of a block are told apart again, so that the
same functions that built them join them anew. Refreshing with the very same file gives the very same snapshot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.blocks import Block, Origin, empty_block
from data.indicators import Column, Indicator
from data.missing import Missing
from data.periods import Period, PeriodKind, Status


@dataclass(frozen=True)
class CarriedLait:
    """LAIT's figures of one indicator, as its block in a snapshot has them. `tidy` is the new tidy file's block.

    A newer file revises LAIT too, which only repeats what was published before: where both agreed and the file has
    something else now, LAIT's figure is none any more. Where they disagreed it stands, as in a build.
    """

    live: Block
    tidy: Block | None
    file: str = "The live snapshot"

    def block(self, code: str, kind: PeriodKind, areas: int, set_aside: frozenset[str]) -> Block | None:
        """The cells that came from LAIT, alone or in agreement with the tidy file."""
        held = ((self.live.origins & Origin.LAIT) > 0) & ~self._outdated()
        values = np.where(held, self.live.values, np.nan)
        # A known fault withholds the figure itself. Where both sources agreed it is the tidy file's; where they did
        # not, nobody knows it, and it is withheld again: infinity keeps its place until then.
        withheld = held & (self.live.reasons == Missing.UNRELIABLE)
        agreed = withheld & ((self.live.origins & Origin.TIDY) > 0)
        values = np.where(
            withheld, np.where(agreed, _on("values", self.tidy, self.live.periods, np.nan), np.inf), values
        )
        found = Block(
            periods=self.live.periods,
            statuses=tuple(self._status(column) for column in range(len(self.live.periods))),
            values=values,
            reasons=np.where(held & np.isnan(values), self.live.reasons, _reasons(values)).astype(np.uint8),
            origins=np.where(held, Origin.LAIT, Origin.NONE).astype(np.uint8),
            rows=np.where(held, self.live.rows, 0).astype(np.int32),
        )
        return _of_periods(found, np.asarray(held.any(axis=0)))

    def _outdated(self) -> np.ndarray:
        """Where LAIT's figure was the tidy file's own, and that file has another one now, or a reason for none."""
        agreed = (self.live.origins & Origin.LAIT > 0) & (self.live.origins & Origin.TIDY > 0)
        agreed &= ~np.isnan(self.live.values)
        if self.tidy is None:
            return np.zeros(agreed.shape, dtype=bool)
        spoken = _on("rows", self.tidy, self.live.periods, 0.0) > 0
        found: np.ndarray = agreed & spoken & (_on("values", self.tidy, self.live.periods, np.nan) != self.live.values)
        return found

    def _status(self, column: int) -> Status | None:
        """A period's status is the tidy file's where that file speaks of the period, and is then not LAIT's."""
        spoken = (self.live.origins[:, column] & Origin.TIDY).any()
        return None if spoken and self.tidy is not None and any(self.tidy.statuses) else self.live.statuses[column]


@dataclass(frozen=True)
class CarriedTidy:
    """A tidy data set's part in one indicator, as its block in a snapshot has it: for a data set that is not read."""

    live: Block
    indicator: Indicator

    def block(self, part: Column, kind: PeriodKind, areas: int) -> Block:
        """The cells that came from a tidy file, or the counts; counts have no rows of their own."""
        if part == self.indicator.value:
            held = (self.live.origins & Origin.TIDY) > 0
            values = np.where(held, self.live.values, np.nan)
            found = replace(
                self.live,
                values=values,
                reasons=np.where(held & np.isnan(values), self.live.reasons, _reasons(values)).astype(np.uint8),
                origins=np.where(held, self.live.origins & ~Origin.LAIT, Origin.NONE).astype(np.uint8),
                rows=np.where(held, self.live.rows, 0).astype(np.int32),
                numerators=None,
                denominators=None,
            )
            return _of_periods(found, np.asarray(held.any(axis=0)))
        counts = self.live.numerators if part == self.indicator.numerator else self.live.denominators
        blank = empty_block(len(self.live.values), self.live.periods)
        if counts is None:
            return blank
        known = ~np.isnan(counts)
        return replace(blank, values=np.array(counts), reasons=_reasons(counts), rows=known.astype(np.int32))


def as_built(block: Block, indicator: Indicator) -> Block:
    """A block of an opened snapshot as the build made it: without the counts that no definition asks for."""
    if indicator.fingertips:
        return block
    return replace(
        block,
        numerators=block.numerators if indicator.numerator else None,
        denominators=block.denominators if indicator.denominator else None,
    )


def _reasons(values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), Missing.NOT_AVAILABLE, Missing.PRESENT).astype(np.uint8)


def _on(name: str, block: Block | None, periods: Sequence[Period], blank: float) -> np.ndarray:
    """An array of a block on another axis of periods; blank in a period that it does not have. None: one blank cell."""
    if block is None:
        return np.array([[blank]])
    found = np.full((len(block.values), len(periods)), blank)
    for column, period in enumerate(periods):
        if (at := block.column(period)) is not None:
            found[:, column] = getattr(block, name)[:, at]
    return found


def _of_periods(block: Block, kept: np.ndarray) -> Block:
    columns = np.flatnonzero(kept)
    return Block(
        periods=tuple(block.periods[column] for column in columns),
        statuses=tuple(block.statuses[column] for column in columns),
        values=block.values[:, columns],
        reasons=block.reasons[:, columns],
        origins=block.origins[:, columns],
        rows=block.rows[:, columns],
    )
