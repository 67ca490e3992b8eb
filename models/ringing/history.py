"""How a neighbour got to where it is: its last years, and when it stood where another stands now."""

import numpy as np

from data.store import Snapshot
from models.ringing.records import YearFigure

YEARS = 5


def last_years(snapshot: Snapshot, index: int, column: int, area: int) -> tuple[YearFigure, ...]:
    """The figures of an area (its place) in the periods that end in the last five years, up to a column's."""
    periods, values = snapshot.periods[index], _values(snapshot, index, area)
    return tuple(
        YearFigure(period, _number(value))
        for period, value in zip(periods[: column + 1], values, strict=False)
        if periods[column].year - period.year < YEARS
    )


def stood_at(snapshot: Snapshot, index: int, column: int, area: int, level: float, sign: int) -> YearFigure | None:
    """The last period before a column's in which an area's figure was at a level or on its worse side."""
    values = _values(snapshot, index, area)[:column]
    there = np.flatnonzero((values - level) * sign <= 0)
    if not len(there):
        return None
    last = int(there[-1])
    return YearFigure(snapshot.periods[index][last], float(values[last]))


def _values(snapshot: Snapshot, index: int, area: int) -> np.ndarray:
    width = len(snapshot.periods[index])
    return snapshot.values_of(np.array(index), np.arange(width), area)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
