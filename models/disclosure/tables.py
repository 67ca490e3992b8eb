"""Tables of counts with their sums: totals, subtotals, running totals of a year, rolling twelve months.

Every sum that anyone is shown belongs in the table, for each of them is an equation to whoever wants to find a masked
count: last month's running total taken from this month's is the month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.arrays import Flags, Floats, Integers

# The places along an axis that each sum adds up.
Sums = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Table:
    """Counts (r, c) and the sums along both axes that are shown beside them.

    `counts` are whole numbers of 0 or more, NaN where there is none (not collected: known to add nothing). The `cells`
    of the table are the counts and then, after the last row and the last column, the sums in the order given.
    """

    counts: Floats
    row_sums: Sums = ()
    column_sums: Sums = ()

    def __post_init__(self) -> None:
        """Raises ValueError for counts that are negative or not whole, and for a sum of what is not in the table."""
        known = self.counts[~np.isnan(self.counts)]
        if (known < 0).any() or (known != np.round(known)).any():
            raise ValueError("Counts are whole numbers of 0 or more.")
        for sums, length in ((self.row_sums, self.counts.shape[0]), (self.column_sums, self.counts.shape[1])):
            if any(not part or min(part) < 0 or max(part) >= length for part in sums):
                raise ValueError(f"A sum adds up places from 0 to {length - 1}.")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the cells, sums included."""
        rows, columns = self.counts.shape
        return rows + len(self.row_sums), columns + len(self.column_sums)

    @cached_property
    def missing(self) -> Flags:
        """Which cells hold no count, nor a sum of any (cells as a flat array)."""
        return np.asarray(self.matrix @ ~np.isnan(self.counts).ravel() == 0, dtype=np.bool_)

    @cached_property
    def cells(self) -> Floats:
        """The counts and their sums, as a matrix of `shape`."""
        return (self.matrix @ np.nan_to_num(self.counts).ravel()).reshape(self.shape)

    @cached_property
    def matrix(self) -> Floats:
        """What each cell (flat, row by row) adds up of the counts (flat): ones and noughts (cells, r x c)."""
        rows, columns = self.counts.shape
        return np.asarray(np.kron(_adding(rows, self.row_sums), _adding(columns, self.column_sums)), dtype=np.float64)

    @cached_property
    def equations(self) -> tuple[Integers, ...]:
        """The cells (flat places) of every sum: the sum itself first, then what it adds up, in each row and column.

        A sum that holds smaller ones is also given as those and the rest: a year as its quarters, a running total as
        the one before and the month.
        """
        places = np.arange(self.shape[0] * self.shape[1]).reshape(self.shape)
        down = [np.array(parts) for parts in _parts(self.counts.shape[0], self.row_sums)]
        across = [np.array(parts) for parts in _parts(self.counts.shape[1], self.column_sums)]
        return (
            *(places[parts, column] for parts in down for column in range(self.shape[1])),
            *(places[row, parts] for parts in across for row in range(self.shape[0])),
        )


def total(length: int) -> Sums:
    """The sum of all `length` places."""
    return (tuple(range(length)),)


def running(length: int, starts: Sequence[int] = (0,)) -> Sums:
    """The running total at each place, begun anew at each of `starts` (the place of each April)."""
    begun = [max(start for start in starts if start <= place) for place in range(min(starts), length)]
    return tuple(tuple(range(start, place + 1)) for place, start in enumerate(begun, min(starts)))


def rolling(length: int, window: int = 12) -> Sums:
    """The sum of each place and those before it, `window` in all, from the first place that has so many."""
    return tuple(tuple(range(end - window, end)) for end in range(window, length + 1))


def _adding(length: int, sums: Sums) -> Floats:
    added = np.zeros((len(sums), length))
    for row, places in enumerate(sums):
        added[row, list(places)] = 1.0
    return np.vstack([np.eye(length), added])


def _parts(length: int, sums: Sums) -> list[list[int]]:
    """For each sum its own place on the axis and those of what it adds up; again with the largest sums inside it."""
    found = []
    for own, places in enumerate(sums, length):
        found.append([own, *places])
        rest, inside = set(places), []
        for place, other in sorted(enumerate(sums, length), key=lambda item: -len(item[1])):
            if place != own and rest.issuperset(other) and (len(other) < len(places)):
                rest -= set(other)
                inside.append(place)
        if inside:
            found.append([own, *inside, *sorted(rest)])
    return found
