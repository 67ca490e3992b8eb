"""Contributions: what each comparator adds to the average, and what the average would be without it."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats


@dataclass(frozen=True)
class Contributions:
    """For k comparators, in their own unit; NaN for one without a figure.

    `deviation` is how far its figure is from the average, `without` the average of the others (NaN where it is alone).
    """

    deviation: Floats
    without: Floats


def contributions(values: Floats) -> Contributions:
    """Contributions to the plain mean of `values` (k,), NaN where missing: without one it is (sum - it) / (n - 1)."""
    present = ~np.isnan(values)
    count, total = int(present.sum()), float(values[present].sum())
    if not count:
        return Contributions(values.copy(), values.copy())
    rest = (total - values) / (count - 1) if count > 1 else np.full(len(values), np.nan)
    return Contributions(np.round(values - total / count, 9), np.round(rest, 9))
