"""The last few years of many indicators at once: one authority beside the average of its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.blocks import Block
from models.arrays import Floats, Integers
from models.averages import neighbour_average


@dataclass(frozen=True)
class Recent:
    """For k indicators over n years: `us` and `neighbours` (k, n), NaN for a gap; `last` (k,) is the last year."""

    us: Floats
    neighbours: Floats
    last: Integers


def recent(blocks: Sequence[Block], columns: Sequence[int], area: int, members: Sequence[int], years: int) -> Recent:
    """The figures up to the period at each block's column, by the year in which a period ends.

    `area` and `members` are positions on the axis of areas; the members are the same in every year. A year without a
    period is a gap, like one without a figure.
    """
    rows = [area, *members]
    figures = np.full((len(blocks), years, len(rows)), np.nan)
    last = [block.periods[column].year for block, column in zip(blocks, columns, strict=True)]
    for place, (block, column) in enumerate(zip(blocks, columns, strict=True)):
        for at in range(column, -1, -1):
            back = last[place] - block.periods[at].year
            if back >= years:
                break
            figures[place, years - 1 - back] = block.values[rows, at]
    average = neighbour_average(figures[:, :, 1:].reshape(-1, len(members)))
    return Recent(figures[:, :, 0], average.mean.reshape(len(blocks), years), np.array(last, dtype=np.int64))
