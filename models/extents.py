"""What a scale over all authorities is made from: extremes, with and without those that are far out, and quartiles."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Integers
from models.bands import quartile_edges

# Tukey (1977), Exploratory data analysis: beyond three times the middle half is "far out".
FAR_OUT = 3.0


@dataclass(frozen=True)
class Extents:
    """For k indicators (k,): the `lowest` and the `highest` figure, and the same without those that are far out.

    `edges` are the three quartiles (k, 3); `authorities` is how many have a figure. NaN where nobody has one.
    """

    lowest: Floats
    highest: Floats
    inner_lowest: Floats
    inner_highest: Floats
    edges: Floats
    authorities: Integers

    def of(self, places: Integers) -> "Extents":
        """Those of some of the indicators."""
        return Extents(*(one[places] for one in vars(self).values()))


def extents_of(values: Floats) -> Extents:
    """The extents of `values` (k indicators by m authorities), NaN where missing or not open."""
    present = ~np.isnan(values)
    edges = quartile_edges(values)
    fence = FAR_OUT * (edges[:, 2] - edges[:, 0])
    inside = (values >= (edges[:, 0] - fence)[:, None]) & (values <= (edges[:, 2] + fence)[:, None])
    return Extents(*_extremes(values, present), *_extremes(values, inside), edges, np.count_nonzero(present, axis=1))


def _extremes(values: Floats, counting: Flags) -> tuple[Floats, Floats]:
    """The lowest and the highest (k,) of the values that count; NaN where none does."""
    some = counting.any(axis=1)
    low = np.where(counting, values, np.inf).min(axis=1, initial=np.inf)
    high = np.where(counting, values, -np.inf).max(axis=1, initial=-np.inf)
    return np.where(some, low, np.nan), np.where(some, high, np.nan)
