"""The spread of one indicator over all authorities in one period, in the order in which they stand."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Integers, Words
from models.bands import bands, quartile_edges
from models.ranks import ranks


@dataclass(frozen=True)
class Spread:
    """The m authorities that have a figure, best first; highest first where neither direction is better.

    `areas` are places on the axis of areas, `position` counts from 1 and equal values share it, `band` is a letter or
    empty, and `edges` are the three quartiles between the bands, empty where there are no bands. `median` is the middle
    figure, NaN where nobody has any.
    """

    areas: Integers
    values: Floats
    position: Integers
    band: Words
    edges: Floats
    median: float


def spread_of(values: Floats, existed: Flags, sign: int, banded: bool) -> Spread:
    """The spread of `values` (areas,) over the authorities that `existed` (areas,) in the period.

    `sign` is the polarity, 1, -1 or 0; `banded` is False where the publisher says that bands should not be drawn.
    """
    counting = np.where(existed, values, np.nan)[None, :]
    signs, flagged = np.array([sign], dtype=np.int8), np.array([not banded])
    ranking = ranks(counting, signs)
    position = ranking.rank[0] if sign else ranking.position_from_highest[0]
    letters = bands(counting, signs, flagged)[0]
    present = np.flatnonzero(~np.isnan(counting[0]))
    order = present[np.argsort(position[present], kind="stable")]
    quartiles = quartile_edges(counting)[0]
    has_bands = bool((letters != "").any())
    return Spread(
        areas=order,
        values=values[order],
        position=position[order],
        band=letters[order],
        edges=quartiles if has_bands else np.array([]),
        median=float(quartiles[1]),
    )
