"""The axis of rows: every period of every indicator, one after the other, as the matrices of figures lie on disk."""

from collections.abc import Sequence

import numpy as np

from data.periods import Period


class Axis:
    """Where the periods of each indicator stand among all rows, and what period each row is.

    `starts` and `widths` (indicators,) are an indicator's first row and how many it has. `distinct` are the periods,
    each once; `numbers` (rows,) is which of them a row is, `years` (rows,) the year in which it ends.
    """

    def __init__(self, periods: Sequence[tuple[Period, ...]]) -> None:
        place: dict[Period, int] = {}
        # Most indicators share their periods with others, so these are looked at once for all.
        found = {
            id(each): np.array([place.setdefault(one, len(place)) for one in each], dtype=np.int32) for each in periods
        }
        self.widths = np.array([len(each) for each in periods], dtype=np.int64)
        self.starts = np.cumsum(self.widths) - self.widths
        self.distinct = tuple(place)
        self.numbers = np.concatenate([np.zeros(0, dtype=np.int32), *(found[id(each)] for each in periods)])
        self.years = np.array([period.year for period in place], dtype=np.int16)[self.numbers]
        self._before = np.array([place.get(period.previous(), -1) for period in place], dtype=np.int32)

    def rows(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The rows of indicators in periods of their own; -1 where the column is. Both broadcast."""
        return np.where(columns >= 0, self.starts[which] + columns, -1)

    def before(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The columns of the consecutive periods before; -1 where an indicator does not have it right before."""
        rows = self.rows(which, columns)
        follows = (columns > 0) & (self.numbers[rows - 1] == self._before[self.numbers[rows]])
        return np.where(follows, columns - 1, -1)

    def years_of(self, which: Sequence[int]) -> list[int]:
        """The years in which a period of any of some indicators ends, in order."""
        parts = [self.years[self.starts[index] : self.starts[index] + self.widths[index]] for index in which]
        found: list[int] = np.unique(np.concatenate([np.zeros(0, dtype=np.int16), *parts])).tolist()
        return found

    def columns_in(self, year: int) -> np.ndarray:
        """The column of each indicator's last period that ends in a year; -1 for none (indicators,)."""
        return self.last(self.years == year)

    def last(self, among: np.ndarray) -> np.ndarray:
        """The column of each indicator's last row `among` (rows,) some; -1 for none (indicators,)."""
        rows = np.flatnonzero(among)
        which = np.searchsorted(self.starts + self.widths, rows, side="right")
        found = np.full(len(self.widths), -1)
        found[which] = rows - self.starts[which]  # of several the last one stands
        return found
