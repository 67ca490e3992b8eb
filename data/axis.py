"""The axis of rows: every period of every indicator, one after the other, as the matrices of figures lie on disk."""

from collections.abc import Sequence

import numpy as np

from data.periods import Period


class Axis:
    """Where the periods of each indicator stand among all rows, and what period each is.

    `starts` and `widths` (indicators,) are an indicator's first row and how many it has. `distinct` are the periods,
    each once. Most indicators share their periods with others, so each list of periods is held once: what is told of
    every period takes no more room than the lists do.
    """

    def __init__(self, periods: Sequence[tuple[Period, ...]]) -> None:
        self.widths = np.array([len(each) for each in periods], dtype=np.int64)
        self.starts = np.cumsum(self.widths) - self.widths
        lists = {id(each): each for each in periods}
        place: dict[Period, int] = {}
        numbers = [place.setdefault(one, len(place)) for each in lists.values() for one in each]
        self.distinct = tuple(place)
        # By list, one after the other: which of the distinct periods it is, and the year in which that ends.
        self._numbers = np.array(numbers, dtype=np.int32)
        self._years = np.array([period.year for period in place], dtype=np.int16)[self._numbers]
        self._list_widths = np.array([len(each) for each in lists.values()], dtype=np.int64)
        self._list_starts = np.cumsum(self._list_widths) - self._list_widths
        which = {key: number for number, key in enumerate(lists)}
        self._lists = np.array([which[id(each)] for each in periods], dtype=np.int64)
        self._before = np.array([place.get(period.previous(), -1) for period in place], dtype=np.int32)

    def rows(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The rows of indicators in periods of their own; -1 where the column is. Both broadcast."""
        return np.where(columns >= 0, self.starts[which] + columns, -1)

    def numbers(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Which of the distinct periods they are; any where the column is below 0. Both broadcast."""
        return np.asarray(self._numbers[self._places(which, columns)])

    def years(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The years in which they end; any where the column is below 0. Both broadcast."""
        return np.asarray(self._years[self._places(which, columns)])

    def _places(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return np.where(columns >= 0, self._list_starts[self._lists[which]] + columns, -1)

    def before(self, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The columns of the consecutive periods before; -1 where an indicator does not have it right before."""
        right_before = self.numbers(which, columns - 1)
        follows = (columns > 0) & (right_before == self._before[self.numbers(which, columns)])
        return np.where(follows, columns - 1, -1)

    def years_of(self, which: Sequence[int]) -> list[int]:
        """The years in which a period of any of some indicators ends, in order."""
        among = np.zeros(len(self._list_widths), dtype=bool)
        among[self._lists[np.asarray(which, dtype=np.int64)]] = True
        found: list[int] = np.unique(self._years[np.repeat(among, self._list_widths)]).tolist()
        return found

    def columns_in(self, year: int) -> np.ndarray:
        """The column of each indicator's last period that ends in a year; -1 for none (indicators,)."""
        return _last(self._years == year, self._list_starts, self._list_widths)[self._lists]

    def last(self, among: np.ndarray) -> np.ndarray:
        """The column of each indicator's last row `among` (rows,) some; -1 for none (indicators,)."""
        return _last(among, self.starts, self.widths)


def _last(among: np.ndarray, starts: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """The last place `among` some in each of several parts that follow one another; -1 for none (parts,)."""
    places = np.flatnonzero(among)
    which = np.searchsorted(starts + widths, places, side="right")
    found = np.full(len(widths), -1)
    found[which] = places - starts[which]  # of several the last one stands
    return found
