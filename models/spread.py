"""The spread of one indicator over all authorities in one period, in the order in which they stand."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Integers, Words
from models.bands import MINIMUM_AUTHORITIES, letters_between, quartile_edges


@dataclass(frozen=True)
class Spread:
    """The m authorities that have a figure, best first; highest first where neither direction is better.

    `areas` are places on the axis of areas, `position` counts from 1 and equal values share it, `band` is a letter or
    empty, and `quartiles` are the three figures between the quarters, NaN where nobody has any.
    """

    areas: Integers
    values: Floats
    position: Integers
    band: Words
    quartiles: Floats
    has_bands: bool

    @property
    def edges(self) -> Floats:
        """The three figures between the bands, empty where there are no bands."""
        return self.quartiles if self.has_bands else np.array([])

    @property
    def median(self) -> float:
        """The middle figure, NaN where nobody has any."""
        return self.quartiles.item(1)

    @property
    def quarter(self) -> Integers:
        """The quarter of all figures in which each lies, 0 for the lowest to 3 for the highest; edges as of bands."""
        found: Integers = (self.values[:, None] > self.quartiles).sum(axis=1)
        return found


def spread_of(values: Floats, existed: Flags, sign: int, banded: bool) -> Spread:
    """The spread of `values` (areas,) over the authorities that `existed` (areas,) in the period.

    `sign` is the polarity, 1, -1 or 0; `banded` is False where the publisher says that bands should not be drawn.
    """
    present = np.flatnonzero(existed & ~np.isnan(values))
    figures = values[present]
    ordered = np.sort(figures)
    if sign < 0:
        position = np.searchsorted(ordered, figures) + 1
    else:
        position = len(ordered) - np.searchsorted(ordered, figures, "right") + 1
    quartiles = quartile_edges(figures[None])[0]
    has_bands = sign != 0 and banded and len(figures) >= MINIMUM_AUTHORITIES
    signs, lettered = np.array([sign], dtype=np.int8), np.array([has_bands])
    letters = letters_between(figures[None], quartiles[None], signs, lettered)[0]
    order = np.argsort(position, kind="stable")
    return Spread(present[order], figures[order], position[order], letters[order], quartiles, has_bands)
