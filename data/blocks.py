"""A block: one indicator's figures over all areas and its own periods, with the reason and the source of every cell."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntFlag

import numpy as np

from data.missing import Missing
from data.periods import Period, Status


class Origin(IntFlag):
    """Which source a cell came from; both, where they agree. JOINT marks one return made by several authorities."""

    NONE = 0
    LAIT = 1
    TIDY = 2
    JOINT = 4
    FINGERTIPS = 8


@dataclass(frozen=True)
class Block:
    """Arrays of shape (areas, periods). `rows` is the source file's row number, 0 where no row speaks of the cell.

    `values` is NaN exactly where `reasons` is not PRESENT. Counts are None where no source gives any, and so are `low`
    and `high`, the 95% limits that the publisher itself gives.
    """

    periods: tuple[Period, ...]
    statuses: tuple[Status | None, ...]
    values: np.ndarray
    reasons: np.ndarray
    origins: np.ndarray
    rows: np.ndarray
    numerators: np.ndarray | None = None
    denominators: np.ndarray | None = None
    low: np.ndarray | None = None
    high: np.ndarray | None = None

    def column(self, period: Period) -> int | None:
        """Where a period stands on the block's axis, or None. They are in order, and no two span the same days."""
        place = bisect_left(self.periods, period)
        return place if self.periods[place : place + 1] == (period,) else None

    def between(self, first: int, last: int) -> "Block":
        """The figures of the periods from one place to another, both among them: views, nothing copied."""
        cut = slice(first, last + 1)
        arrays = {name: found[:, cut] for name, found in vars(self).items() if isinstance(found, np.ndarray)}
        return replace(self, periods=self.periods[cut], statuses=self.statuses[cut], **arrays)

    def previous_column(self, column: int) -> int | None:
        """Where the period just before stands: the consecutive one, not merely the last that was published."""
        return self.column(self.periods[column].previous())


def empty_block(areas: int, periods: Sequence[Period]) -> Block:
    """A block without any figure: every cell not available."""
    shape = (areas, len(periods))
    return Block(
        periods=tuple(periods),
        statuses=(None,) * len(periods),
        values=np.full(shape, np.nan),
        reasons=np.full(shape, Missing.NOT_AVAILABLE, dtype=np.uint8),
        origins=np.zeros(shape, dtype=np.uint8),
        rows=np.zeros(shape, dtype=np.int32),
    )


def on_periods(block: Block, periods: Sequence[Period]) -> Block:
    """The same figures on a wider axis of periods."""
    if tuple(periods) == block.periods:
        return block
    wide = empty_block(block.values.shape[0], periods)
    columns = [wide.periods.index(period) for period in block.periods]
    for name in ("values", "reasons", "origins", "rows"):
        getattr(wide, name)[:, columns] = getattr(block, name)
    found = dict(zip(block.periods, block.statuses, strict=True))
    return Block(**{**vars(wide), "statuses": tuple(found.get(period) for period in wide.periods)})


def merged(lait: Block | None, tidy: Block | None) -> Block:
    """One block from both sources. LAIT's figure stands where there is one, the tidy file's where LAIT has none.

    Where neither has a figure, the tidy file's reason stands, since LAIT flattens every reason to `-`.
    """
    if lait is None and tidy is None:
        raise ValueError("A block is merged from at least one source.")
    if lait is None or tidy is None:
        return lait or tidy  # type: ignore[return-value]
    periods = sorted({*lait.periods, *tidy.periods})
    first, second = on_periods(lait, periods), on_periods(tidy, periods)
    use_tidy = np.isnan(first.values) & (second.rows > 0)
    agree = first.values == second.values
    joint = second.origins & Origin.JOINT
    origins = np.where(use_tidy, second.origins, first.origins) | np.where(agree, second.origins, 0) | joint
    return Block(
        periods=tuple(periods),
        statuses=tuple(b or a for a, b in zip(first.statuses, second.statuses, strict=True)),
        values=np.where(use_tidy, second.values, first.values),
        reasons=np.where(use_tidy, second.reasons, first.reasons),
        origins=origins.astype(np.uint8),
        rows=np.where(use_tidy, second.rows, first.rows),
    )
