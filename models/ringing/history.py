"""How neighbours got to where they are: their last years, and when they stood where another stands now."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.periods import Period
from data.store import Snapshot
from models.arrays import Floats, Integers, Signs, numbers_of
from models.ringing.records import YearFigure

YEARS = 5


@dataclass(frozen=True)
class History:
    """The figures of the periods that end in the last five years, the newest last; and when it stood as another does.

    `stood` is the last period before in which the figure was at the other's level or on its worse side; None for none.
    """

    years: tuple[YearFigure, ...]
    stood: YearFigure | None


def histories(
    snapshot: Snapshot, which: Integers, columns: Integers, areas: Integers, levels: Floats, signs: Signs
) -> tuple[History, ...]:
    """Those of areas (their places), each in an indicator up to a column, beside a level of another; all are (n,)."""
    if not len(which):
        return ()
    each = np.arange(int(columns.max()) + 1)
    values = snapshot.values_of(which[:, None], np.where(each <= columns[:, None], each, -1), areas[:, None])
    there = (each < columns[:, None]) & ((values - levels[:, None]) * signs[:, None] <= 0)
    stood = np.where(there.any(axis=1), each[-1] - there[:, ::-1].argmax(axis=1), -1)
    found = zip(which.tolist(), columns.tolist(), numbers_of(values), stood.tolist(), strict=True)
    return tuple([_history(snapshot.periods[index], *more) for index, *more in found])


def _history(periods: Sequence[Period], column: int, values: Sequence[float | None], stood: int) -> History:
    first, newest = column, periods[column].year
    while first > 0 and newest - periods[first - 1].year < YEARS:
        first -= 1
    return History(
        tuple([YearFigure(periods[at], values[at]) for at in range(first, column + 1)]),
        YearFigure(periods[stood], values[stood]) if stood >= 0 else None,
    )
