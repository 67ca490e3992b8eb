"""Moving ranges: how far each month lies from the month before, from which chance variation is judged."""

import numpy as np

from models.arrays import Flags, Floats

# What the mean range of two values from a normal distribution comes to, in standard deviations: 2 / sqrt(pi), rounded
# as the published tables of control chart constants (ASTM E2587) have it.
D2 = 1.128
# The upper limit of a chart of moving ranges, as a multiple of their mean (the constant D4 of the same tables).
D4 = 3.267


def moving_ranges(values: Floats) -> Floats:
    """The absolute difference (..., t - 1) of each month of `values` (..., t) from the month before, in its unit.

    NaN where either month is missing: a range is never taken across a gap, where more than one step lies between.
    """
    return np.abs(np.diff(values, axis=-1))


def mean_moving_range(ranges: Floats, screened: bool = False) -> Floats:
    """The mean (..., 1) of moving `ranges` (..., r), those missing left out; NaN where there is none.

    Where `screened`, ranges of 3.267 times the mean or more are left out and the mean is taken again, once, so that one
    odd month does not widen the limits that should show it. Where nothing but ranges of 0 would be left, none is left
    out: limits of no width would call every month odd. Source: NHS England, Making Data Count, as in the R package
    NHSRplotthedots.
    """
    present = ~np.isnan(ranges)
    mean = _mean(ranges, present)
    if not screened:
        return mean
    left = _mean(ranges, present & (ranges < D4 * mean))
    return np.where(left > 0, left, mean)


def _mean(ranges: Floats, counted: Flags) -> Floats:
    count = counted.sum(axis=-1, keepdims=True)
    total = np.where(counted, ranges, 0.0).sum(axis=-1, keepdims=True)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
