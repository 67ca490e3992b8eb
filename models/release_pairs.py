"""Two snapshots side by side: the periods that both have, and those in which anybody's figure is not the same.

What a release has changed for one authority rests on what it has changed at all: that is found when it is first asked
for, and kept for as long as the later snapshot is open.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import NamedTuple, TypeAlias

import numpy as np

from data.periods import Period
from data.store import Snapshot
from models.arrays import Flags, Integers

MOST_KEPT = 2
"""How many older snapshots are kept beside one; nearly always the one before it is asked for."""
ROWS_AT_ONCE = 4096
_keeping = Lock()


class Cells(NamedTuple):
    """Periods of indicators (n,): places among a snapshot's indicators, and columns among each one's own periods."""

    which: Integers
    columns: Integers

    def at(self, places: Integers) -> "Cells":
        """Some of them."""
        return Cells(self.which[places], self.columns[places])

    def and_then(self, others: "Cells") -> "Cells":
        """These and others after them."""
        return Cells(*(np.concatenate(each) for each in zip(self, others, strict=True)))

    def periods(self, snapshot: Snapshot) -> list[Period | None]:
        """Which periods they are; None where the column is below 0."""
        pairs = zip(self.which.tolist(), self.columns.tolist(), strict=True)
        return [snapshot.periods[which][column] if column >= 0 else None for which, column in pairs]


Both: TypeAlias = tuple[Cells, Cells]
"""Cells (n,) as the older snapshot has them, and as the later one does."""


@dataclass(frozen=True)
class ReleasePair:
    """An older snapshot and a later one. Cells run in the order of the later one's indicators and of their periods."""

    older: Snapshot
    newer: Snapshot

    @cached_property
    def moved(self) -> Both:
        """Those that both have, in which any area's figure, or its reason for none, is not the same."""
        common = [code for code in self.newer.area_position if code in self.older.area_position]
        old_areas, new_areas = ([one.area_position[code] for code in common] for one in (self.older, self.newer))
        old, new = self._cells
        shared = np.flatnonzero(old.columns >= 0)
        found = [shared[:0]]
        for first in range(0, len(shared), ROWS_AT_ONCE):
            places = shared[first : first + ROWS_AT_ONCE]
            found.append(places[~self._same((old.at(places), new.at(places)), old_areas, new_areas)])
        places = np.concatenate(found)
        return old.at(places), new.at(places)

    @cached_property
    def added(self) -> Both:
        """Those of shared indicators that only the later one has; the older one's newest with figures beside each."""
        old, new = self._cells
        places = np.flatnonzero(old.columns < 0)
        which = old.which[places]
        return Cells(which, self.older.latest_columns[which]), new.at(places)

    @cached_property
    def newest(self) -> Both:
        """The newest with figures of each indicator, where it is the same period in both."""
        new = np.flatnonzero((self._older_places >= 0) & (self.newer.latest_columns >= 0))
        old = self._older_places[new]
        both = Cells(old, self.older.latest_columns[old]), Cells(new, self.newer.latest_columns[new])
        periods = zip(both[0].periods(self.older), both[1].periods(self.newer), strict=True)
        places = np.flatnonzero([before == now for before, now in periods])
        return both[0].at(places), both[1].at(places)

    def changed(self, area: str) -> Both:
        """Those of `moved` in which the figure of one area (its code, which both know), or its reason, is another."""
        areas = ([one.area_position[area]] for one in (self.older, self.newer))
        places = np.flatnonzero(~self._same(self.moved, *areas))
        old, new = self.moved
        return old.at(places), new.at(places)

    def _same(self, cells: Both, older_areas: Sequence[int], newer_areas: Sequence[int]) -> Flags:
        """In which cells (n,) all of some areas have the same figures, or none for the same reason."""
        sides = zip((self.older, self.newer), cells, (older_areas, newer_areas), strict=True)
        (before, why_before), (now, why_now) = (
            [one.arrays[name][one.axis.rows(*of)[:, None], areas] for name in ("values", "reasons")]
            for one, of, areas in sides
        )
        same = (before == now) | (np.isnan(before) & np.isnan(now) & (why_before == why_now))
        return np.asarray(same.all(axis=1))

    @property
    def _cells(self) -> Both:
        """All periods of the later one's indicators that both have; the older one's column is -1 where it has none."""
        # Most indicators share their list of periods with others, and then it is one object.
        columns: dict[tuple[int, int], Integers] = {}
        found = []
        for new in np.flatnonzero(self._older_places >= 0).tolist():
            older, newer = self.older.periods[self._older_places[new]], self.newer.periods[new]
            key = (id(older), id(newer))
            if key not in columns:
                place = {period: column for column, period in enumerate(older)}
                columns[key] = np.array([place.get(period, -1) for period in newer], dtype=np.int64)
            found.append((new, columns[key]))
        widths = [len(each) for _, each in found]
        which = np.repeat(np.array([new for new, _ in found], dtype=np.int64), widths)
        none = np.zeros(0, dtype=np.int64)
        older_columns = np.concatenate([none, *(each for _, each in found)])
        newer_columns = np.concatenate([none, *(np.arange(width) for width in widths)])
        return Cells(self._older_places[which], older_columns), Cells(which, newer_columns)

    @cached_property
    def _older_places(self) -> Integers:
        """Where the older one has each of the later one's indicators (indicators,); -1 where it does not."""
        places = self.older.position
        return np.array([places.get(indicator.id, -1) for indicator in self.newer.indicators], dtype=np.int64)


def release_pair(older: Snapshot, newer: Snapshot) -> ReleasePair:
    """Two snapshots side by side; the last MOST_KEPT that were asked for are kept with the later one."""
    with _keeping:
        kept: OrderedDict[int, ReleasePair] = newer.kept.setdefault("release pairs", OrderedDict())
        found = kept.get(id(older)) or ReleasePair(older, newer)  # it holds the older one, so no other takes its number
        kept[id(older)] = found
        kept.move_to_end(id(older))
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return found
