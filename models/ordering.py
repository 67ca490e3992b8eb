"""The order of a list of indicators: where the authority stands worst first, by how far or by how surely."""

import numpy as np

from models.arrays import Flags, Floats, Integers, Signs
from models.intervals import Interval


def by_gap(gap: Floats, quartiles: Floats, polarity: Signs) -> Integers:
    """Positions (k,) by the gap to the comparator, the worst first and the best last.

    `gap` (k,) is value less comparator. Units differ, so each is measured against the middle half of authorities
    (`quartiles`, (k, 3)). Neutral indicators follow, the widest gap first; then those without a gap to measure.
    """
    spread = quartiles[:, 2] - quartiles[:, 0]
    measured = np.divide(gap, spread, out=np.full(gap.shape, np.nan), where=spread > 0)
    return _worst_first(measured, polarity, np.isnan(measured))


def by_certainty(value: Floats, interval: Interval, comparator: Floats, polarity: Signs) -> Integers:
    """Positions (k,) by how surely a value differs from its comparator: surely worse first, surely better last.

    The distance is counted in half widths of the 95% interval, towards the comparator: more than 1 is a difference that
    chance hardly makes. Neutral indicators follow, the surest first; then those that cannot be tested.
    """
    away = value - comparator
    width = np.where(away > 0, value - interval.low, interval.high - value)
    surely = np.divide(away, width, out=np.full(away.shape, np.nan), where=width > 0)
    return _worst_first(surely, polarity, np.isnan(surely))


def _worst_first(away: Floats, polarity: Signs, unknown: Flags) -> Integers:
    """Sorted by group (with a better side, neutral, unknown), then by how far to the worse side; ties stay in order."""
    group = np.where(unknown, 2, np.where(polarity == 0, 1, 0))
    worse = np.where(polarity == 0, np.abs(away), -away * polarity)
    return np.lexsort((-np.nan_to_num(worse), group)).astype(np.int64)
