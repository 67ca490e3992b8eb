"""The last few years of many indicators at once: one authority beside the average of its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.store import Snapshot
from models.arrays import Floats, Integers
from models.averages import neighbour_average


@dataclass(frozen=True)
class Recent:
    """For k indicators over n years: `us` and `neighbours` (k, n), NaN for a gap; `last` (k,) is the last year."""

    us: Floats
    neighbours: Floats
    last: Integers


def recent(
    snapshot: Snapshot, which: Integers, columns: Integers, area: int, members: Sequence[int], years: int
) -> Recent:
    """The figures of indicators (positions) up to a period of each (columns), by the year in which a period ends.

    `area` and `members` are positions on the axis of areas; the members are the same in every year. A year without a
    period is a gap, like one without a figure; of several periods that end in one year the first stands for it.
    """
    axis, rows = snapshot.axis, np.array([area, *members])
    figures = np.full((len(which), years, len(rows)), np.nan)
    last = axis.years(which, columns).astype(np.int64)
    for back in range(int(columns.max(initial=-1)) + 1):
        found = columns - back
        ago = last - axis.years(which, found)
        near = np.flatnonzero((found >= 0) & (ago < years))
        if not len(near):
            break
        values = snapshot.values_of(which[near, None], found[near, None], rows)
        figures[near, years - 1 - ago[near]] = values
    average = neighbour_average(figures[:, :, 1:].reshape(-1, len(members)))
    return Recent(figures[:, :, 0], average.mean.reshape(len(which), years), last)
