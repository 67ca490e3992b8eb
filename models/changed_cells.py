"""Which published figures are not the same in two snapshots: over all areas and indicators, cell by cell.

It says what was published; what that has done to bands and verdicts of one authority is in models/differences.py.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers, Words

REVISED, NEW, WITHDRAWN, REASON = "revised", "new", "withdrawn", "reason"
KINDS = (REVISED, NEW, WITHDRAWN, REASON)
SAME = len(KINDS)
"""In the place of a kind."""
ABSENT = -1
"""In the place of a reason: the snapshot has no such cell."""


@dataclass(frozen=True)
class ChangedCells:
    """The changed cells of one indicator: arrays (n,), in the order of areas and then periods.

    `areas` and `periods` are places in the two axes that are given. `kind`: one value took another's place (`revised`),
    a value came (`new`) or went (`withdrawn`), or a value is missing for another `reason` than before. Values are NaN
    and reasons codes of Missing, or ABSENT where a snapshot does not have the cell.
    """

    indicator: Indicator
    area_axis: tuple[Area, ...]
    period_axis: tuple[Period, ...]
    areas: Integers
    periods: Integers
    kind: Words
    before: Floats
    now: Floats
    reason_before: Integers
    reason_now: Integers

    def __len__(self) -> int:
        return len(self.areas)


def changed_cells(
    older: Snapshot,
    newer: Snapshot,
    indicators: Collection[str] | None = None,
    areas: Collection[Area] | None = None,
    kinds: Collection[str] = KINDS,
) -> Iterator[ChangedCells]:
    """The changes by indicator (ids; all for None), of the later snapshot in its order, then those that it dropped.

    A cell that came without a value, or went without one, is no change.
    """
    axis = tuple(dict.fromkeys((*newer.areas, *older.areas)))
    among = tuple(area for area in axis if areas is None or area in areas)
    before, now = (_Side(snapshot, among) for snapshot in (older, newer))
    wanted = np.array([kind in kinds for kind in KINDS] + [False])
    gone = (indicator for indicator in older.indicators if indicator.id not in newer.position)
    for indicator in (*newer.indicators, *gone):
        if indicators is None or indicator.id in indicators:
            found = _changed(before, now, indicator, wanted)
            if len(found):
                yield found


class _Side:
    """One of the two snapshots: where each of some areas stands on its axis, -1 for one that it does not know."""

    def __init__(self, snapshot: Snapshot, areas: tuple[Area, ...]) -> None:
        self.snapshot, self.areas = snapshot, areas
        self.rows = np.array([snapshot.area_position.get(area.code, -1) for area in areas], dtype=np.int64)

    def periods(self, name: str) -> tuple[Period, ...]:
        """The periods of an indicator; none where it is not there."""
        return self.snapshot.periods[self.snapshot.position[name]] if name in self.snapshot.position else ()

    def cells(self, name: str, periods: tuple[Period, ...]) -> tuple[Floats, Integers]:
        """Values and reasons (areas, periods) of an indicator; NaN and ABSENT where there is no such cell."""
        own = self.periods(name)
        place = {period: column for column, period in enumerate(own)}
        columns = np.array([place.get(period, -1) for period in periods], dtype=np.int64)
        if not own:
            shape = (len(self.rows), len(columns))
            return np.full(shape, np.nan), np.full(shape, ABSENT, dtype=np.int64)
        block = self.snapshot.block(self.snapshot.indicators.all[self.snapshot.position[name]])
        is_there = (self.rows >= 0)[:, None] & (columns >= 0)
        values, reasons = (part[self.rows[:, None], columns] for part in (block.values, block.reasons))
        return np.where(is_there, values, np.nan), np.where(is_there, reasons.astype(np.int64), ABSENT)


def _changed(before: _Side, now: _Side, indicator: Indicator, wanted: Flags) -> ChangedCells:
    periods = now.periods(indicator.id)
    if periods != before.periods(indicator.id):
        periods = tuple(sorted({*periods, *before.periods(indicator.id)}))
    (values, reasons), (others, other_reasons) = (side.cells(indicator.id, periods) for side in (before, now))
    had, has = ~np.isnan(values), ~np.isnan(others)
    both_know = (reasons != ABSENT) & (other_reasons != ABSENT)
    kind = np.select(
        [had & has & (values != others), ~had & has, had & ~has, ~had & both_know & (reasons != other_reasons)],
        range(SAME),
        default=SAME,
    )
    places = np.nonzero(wanted[kind])
    return ChangedCells(
        indicator=indicator,
        area_axis=now.areas,
        period_axis=periods,
        areas=places[0],
        periods=places[1],
        kind=np.array([*KINDS, ""])[kind[places]],
        before=values[places],
        now=others[places],
        reason_before=reasons[places],
        reason_now=other_reasons[places],
    )


def words_of(reason: int) -> str | None:
    """Why a cell has no value; None where it has one, and where the snapshot has no such cell."""
    return None if reason == ABSENT else Missing(reason).words or None
