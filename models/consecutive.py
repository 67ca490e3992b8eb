"""Which of an indicator's periods follow one another without a gap, up to the one that is looked at."""

import numpy as np

from data.store import Snapshot
from models.arrays import Integers
from models.trend_test import POINTS


def last_columns(snapshot: Snapshot, which: Integers, columns: Integers) -> Integers:
    """The places (k, POINTS) of the last consecutive yearly periods of indicators, the newest last.

    `columns` are those that are looked at, -1 for none. -1 from the first that is missing on. A year that was not
    published is a gap, and so is a span of several years, which overlaps the one before.
    """
    pairs = zip(which.tolist(), columns.tolist(), strict=True)
    steps = [_last_columns(snapshot, index, column) for index, column in pairs]
    return np.array(steps, dtype=np.int64).reshape(len(steps), POINTS)


def _last_columns(snapshot: Snapshot, index: int, column: int) -> list[int]:
    periods = snapshot.periods[index]
    found = [-1] * POINTS
    if column < 0 or periods[column].years > 1:
        return found
    found[-1] = column
    for step in range(POINTS - 2, -1, -1):
        wanted = periods[column].previous()
        # Nearly always the one right before; only spans of several years come between.
        column = next((place for place in range(column - 1, -1, -1) if periods[place] == wanted), -1)
        if column < 0:
            break
        found[step] = column
    return found
