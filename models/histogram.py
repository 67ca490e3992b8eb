"""How many authorities have figures of about one size: a histogram whose columns hold whole published steps."""

from dataclasses import dataclass
from math import floor

import numpy as np

from models.arrays import Floats, Integers

MOST_COLUMNS = 30
_ROUND = (1, 2, 5)


@dataclass(frozen=True)
class Histogram:
    """Columns of one `width` from `starts` (k,), in the unit of the figures, and how many figures each holds.

    The last figure that a column can hold is its start and its width less one `step`, the publisher's last decimal.
    """

    starts: Floats
    width: float
    step: float
    counts: Integers

    @property
    def middles(self) -> Floats:
        """The middle (k,) of the figures that each column can hold."""
        return self.starts + (self.width - self.step) / 2

    @property
    def ends(self) -> Floats:
        """The last figure (k,) that each column can hold."""
        return self.starts + self.width - self.step

    def columns_of(self, values: Floats) -> Integers:
        """The column (m,) that holds each of some figures (m,)."""
        places: Integers = np.floor((values - self.starts[0] + self.step / 2) / self.width + 1e-9).astype(np.int64)
        return places


def histogram_of(values: Floats, decimals: int) -> Histogram:
    """The histogram of figures (m,), none missing, at least one, published to so many decimals.

    Columns are 1, 2 or 5 steps wide, or ten times or a hundred times that: the least that needs no more than
    MOST_COLUMNS. They begin half a step before their first figure, so that no published figure lies on an edge.
    """
    step = 10.0**-decimals
    low, high = float(values.min()), float(values.max())
    width = _width((high - low) / step / (MOST_COLUMNS - 1)) * step
    first = floor(low / width + 1e-9) * width
    count = floor((high - first + step / 2) / width + 1e-9) + 1
    starts = np.round(first + width * np.arange(count), 9)
    places = np.floor((values - first + step / 2) / width + 1e-9).astype(np.int64)
    return Histogram(starts, width, step, np.bincount(places, minlength=count))


def _width(steps: float) -> int:
    """The least round number that is at least `steps`."""
    size = 1
    while True:
        for times in _ROUND:
            if times * size >= steps:
                return times * size
        size *= 10
