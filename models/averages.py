"""The neighbour average: what the comparators' published values come to, and how many of them had one."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Integers


@dataclass(frozen=True)
class Average:
    """For each of n indicators: mean and median in its own unit, and how many of the `of` neighbours contributed."""

    mean: Floats
    median: Floats
    contributing: Integers
    of: int


def neighbour_average(values: Floats) -> Average:
    """Average `values` (n indicators by k neighbours, NaN where missing) over the neighbours that have one.

    The mean is unweighted and taken of the values as published, so whole-number percentages stay whole. Missing values
    are skipped; mean and median are NaN where nobody contributes. Source: DfE, Local Authority Interactive Tool, which
    averages statistical neighbours in this way.
    """
    present = ~np.isnan(values)
    contributing = present.sum(axis=1)
    some = np.maximum(contributing, 1)
    mean = np.where(present, values, 0.0).sum(axis=1) / some
    mean[contributing == 0] = np.nan
    return Average(mean, _median(values, some), contributing, values.shape[1])


def _median(values: Floats, contributing: Integers) -> Floats:
    if values.shape[1] == 0:
        return np.full(len(values), np.nan)
    # Sorting puts NaN last, so the first `contributing` columns are the values that count.
    ordered = np.sort(values, axis=1)
    rows = np.arange(len(values))
    lower, upper = ordered[rows, (contributing - 1) // 2], ordered[rows, contributing // 2]
    # An odd count has one middle value: it is returned as it is, not as half of its own double.
    return np.where(lower == upper, lower, (lower + upper) / 2)
