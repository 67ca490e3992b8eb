"""A figure over time: an axis of periods without holes, the neighbours' average in each, and where a course has led."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.blocks import Block
from data.periods import Period
from models.arrays import Floats
from models.averages import Average, neighbour_average

# More periods than these are more than a chart or a table is read for; no indicator has half as many today.
MOST_DRAWN, BEFORE_SHOWN = 30, 5


def unbroken(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods and those between them for which nobody published, so that a gap is as wide on an axis as it was."""
    if not periods:
        return ()
    first, period = min(periods), max(periods)
    found = {*periods}
    while first < period:
        found.add(period)
        period = period.previous()
    return tuple(sorted(found))


def window(periods: int, shown: int | None) -> tuple[int, int]:
    """The first and the last of so many `periods` that a picture draws: MOST_DRAWN of them, the newest.

    Where the one that is `shown` stands further back they end with it, since it is compared with those before it.
    """
    last = periods - 1
    if shown is not None and shown <= last - MOST_DRAWN + BEFORE_SHOWN:
        last = min(last, max(shown, MOST_DRAWN - 1))
    return max(last - MOST_DRAWN + 1, 0), last


def average_over_periods(block: Block, members: Sequence[int]) -> Average:
    """The neighbours' average in each period of a block: arrays (periods,). `members` are places on its axis of areas.

    The members are the same in every period, so the line moves because figures moved and not because the group did.
    """
    return neighbour_average(block.values[list(members)].T)


@dataclass(frozen=True)
class Course:
    """Where a line has led: its first and last periods with a figure (positions), and how it stood to another line.

    `compared` counts the periods in which both have a figure, `above` and `below` those in which this one is the higher
    or the lower.
    """

    first: int
    last: int
    above: int
    below: int
    compared: int


def course(values: Floats, other: Floats) -> Course | None:
    """The course of `values` (periods,) beside `other`, NaN where missing; None for a line without any figure."""
    present = np.flatnonzero(~np.isnan(values))
    if not len(present):
        return None
    both = ~np.isnan(values) & ~np.isnan(other)
    return Course(
        first=int(present[0]),
        last=int(present[-1]),
        above=int(np.count_nonzero(values[both] > other[both])),
        below=int(np.count_nonzero(values[both] < other[both])),
        compared=int(np.count_nonzero(both)),
    )
