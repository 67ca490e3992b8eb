"""Which areas existed in which periods, over many of both at once."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from data.authorities import Area
from data.periods import Period


def existed(areas: Sequence[Area], periods: Sequence[Period]) -> np.ndarray:
    """A mask (areas, periods): was the area open on some day of the period?"""
    return existence(areas)(periods)


def existence(areas: Sequence[Area]) -> Callable[[Sequence[Period]], np.ndarray]:
    """The same for one list of areas and many lists of periods, each a mask (areas, periods)."""
    opened = np.array([(area.opened or date.min).toordinal() for area in areas])
    closed = np.array([(area.closed or date.max).toordinal() for area in areas])

    def existed_in(periods: Sequence[Period]) -> np.ndarray:
        starts = np.array([period.start.toordinal() for period in periods])
        ends = np.array([period.end.toordinal() for period in periods])
        found: np.ndarray = (opened[:, None] <= ends[None, :]) & (starts[None, :] <= closed[:, None])
        return found

    return existed_in
