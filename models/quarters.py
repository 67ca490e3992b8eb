"""Quarters: the quarter of all authorities' figures in which each lies, where neither direction is better."""

import numpy as np

from models.arrays import Flags, Floats, Integers
from models.bands import quartile_edges

QUARTERS = 4


def quarters(values: Floats, existed: Flags) -> Integers:
    """The quarter (m,) of each of m authorities, 0 for the lowest figures to 3 for the highest; -1 without a figure.

    `values` is (m,) with NaN where missing, and those that `existed` (m,) in the period count. Edges are those of the
    bands, unrounded, and belong to the lower side. Equal values are in one quarter, so quarters may differ in size.
    """
    counting = np.where(existed, values, np.nan)
    edges = quartile_edges(counting[None, :])[0]
    found: Integers = (counting[:, None] > edges).sum(axis=1)
    return np.where(np.isnan(counting), -1, found)
