"""Which figures still say where an authority stands: those of a series that goes on, not of one that has stopped."""

from collections.abc import Sequence

import numpy as np

from data.periods import Period
from models.arrays import Flags

YEARS_BEHIND = 3


def stale(periods: Sequence[Period | None]) -> Flags:
    """A mask (k,) of the periods that ended more than YEARS_BEHIND years before the newest one of their kind.

    `periods` are those of k indicators, each in the period that is looked at; None, an indicator without one, is never
    stale. Kinds are kept apart because a school year is published later than a count at 31 March.
    """
    newest: dict[str, int] = {}
    for period in periods:
        if period is not None:
            newest[period.kind] = max(newest.get(period.kind, period.year), period.year)
    return np.array([period is not None and newest[period.kind] - period.year > YEARS_BEHIND for period in periods])
