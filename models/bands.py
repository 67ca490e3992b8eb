"""Bands A to D: the quarter of England in which an authority stands, A being best."""

import numpy as np

from models.arrays import Codes, Flags, Floats, Integers, Signs, Words

MINIMUM_AUTHORITIES = 40
QUARTILES = (0.25, 0.5, 0.75)
LETTERS = np.array(["A", "B", "C", "D", ""])
"""The letters of bands by their codes; the last is that of what has none."""
NO_LETTER = 4


def quartile_edges(values: Floats) -> Floats:
    """The three quartiles (n, 3) of each row of `values` (n indicators by m authorities), in the indicator's unit.

    The caller sets authorities that were not open in the period to NaN; NaN is skipped, and a row without values has
    NaN edges. R's quantile type 7 (Hyndman and Fan 1996), which is pandas' and numpy's `linear`. The interpolation is
    done in numpy's order of operations, so that a value equal to an edge there is equal here.
    """
    ordered = np.sort(values, axis=1)
    return _edges(ordered, np.count_nonzero(~np.isnan(values), axis=1))


def _edges(ordered: Floats, counts: Integers) -> Floats:
    edges = np.full((len(ordered), len(QUARTILES)), np.nan)
    rows = np.flatnonzero(counts)
    last = counts[rows] - 1
    for column, share in enumerate(QUARTILES):
        position = share * last
        below = np.floor(position).astype(np.int64)
        lower, upper = ordered[rows, below], ordered[rows, np.minimum(below + 1, last)]
        fraction = position - below
        step = upper - lower
        edges[rows, column] = np.where(fraction >= 0.5, upper - step * (1 - fraction), lower + step * fraction)
    return edges


def bands(values: Floats, polarity: Signs, flagged: Flags) -> Words:
    """The letter (n, m) of each of n indicators and m authorities; an empty string where there is none.

    `values` is (n, m) with NaN where missing or not open in the period. `polarity` (n,) is 1 where higher is better, -1
    where lower is better and 0 where neutral. `flagged` (n,) marks indicators that the publisher says should not be
    banded. Edges are unrounded and belong to the lower-value side: where low is good a value at the first quartile is
    A, where high is good it is D. No letter for a neutral or flagged indicator, for one with fewer than
    MINIMUM_AUTHORITIES values, or for a missing value. Source: the quartile bands of DfE's Local Authority Interactive
    Tool.
    """
    counts = np.count_nonzero(~np.isnan(values), axis=1)
    lettered = (polarity != 0) & ~flagged & (counts >= MINIMUM_AUTHORITIES)
    return letters_between(values, _edges(np.sort(values, axis=1), counts), polarity, lettered)


def letters_between(values: Floats, edges: Floats, polarity: Signs, lettered: Flags) -> Words:
    """The letter (n, m) of values whose row's quartiles are known already (n, 3); `lettered` (n,) rows have letters."""
    return np.asarray(LETTERS[codes_between(values, edges, polarity, lettered)])


def codes_between(values: Floats, edges: Floats, polarity: Signs, lettered: Flags) -> Codes:
    """The same as codes of the letters."""
    # 0 in the quarter of the lowest values to 3 in that of the highest; int8 keeps a board's worth of letters in cache.
    quarter = np.zeros(values.shape, dtype=np.int8)
    for column in range(len(QUARTILES)):
        quarter += values > edges[:, column, None]
    quarter = np.where((polarity > 0)[:, None], 3 - quarter, quarter)
    quarter[~(lettered[:, None] & ~np.isnan(values))] = NO_LETTER
    return quarter
