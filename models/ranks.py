"""Rank: an authority's position among those with a value, ties sharing the better one."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Integers, Signs


@dataclass(frozen=True)
class Ranking:
    """For n indicators and m authorities: `rank` (n, m), 1 being best, and `ranked` (n,), how many have a value.

    `rank` is 0 for a missing value and throughout a neutral indicator, which has no best. `position_from_highest` (n,
    m) is there for every polarity (0 only where missing), for words such as `12th highest of 153`.
    """

    rank: Integers
    ranked: Integers
    position_from_highest: Integers


def ranks(values: Floats, polarity: Signs) -> Ranking:
    """Rank `values` (n indicators by m authorities, NaN where missing or not open) by `polarity` (n,): 1, -1 or 0.

    Authorities with equal values share the better position and the next one is left out: 1, 2, 2, 4.
    """
    from_lowest, from_highest = positions(values)
    rank = np.where((polarity > 0)[:, None], from_highest, from_lowest)
    rank[polarity == 0] = 0
    return Ranking(rank, np.count_nonzero(~np.isnan(values), axis=1), from_highest)


def positions(values: Floats) -> tuple[Integers, Integers]:
    """The position of each value (n, m) in its row, counted from the lowest and from the highest; 0 where missing.

    Equal values share the better position of the two countings.
    """
    present = ~np.isnan(values)
    order = np.argsort(values, axis=1)
    starts, ends = _runs(np.take_along_axis(values, order, axis=1))
    from_lowest, from_highest = np.zeros_like(order), np.zeros_like(order)
    np.put_along_axis(from_lowest, order, starts + 1, axis=1)
    np.put_along_axis(from_highest, order, present.sum(axis=1)[:, None] - ends, axis=1)
    from_lowest[~present] = 0
    from_highest[~present] = 0
    return from_lowest, from_highest


def _runs(ordered: Floats) -> tuple[Integers, Integers]:
    """For each cell of rows in ascending order, the first and the last index of the run of equal values it is in."""
    index = np.broadcast_to(np.arange(ordered.shape[1]), ordered.shape)
    changes = ordered[:, 1:] != ordered[:, :-1]
    edge = np.ones((len(ordered), min(1, ordered.shape[1])), dtype=bool)
    starts = np.maximum.accumulate(np.where(np.hstack([edge, changes]), index, 0), axis=1)
    last = np.where(np.hstack([changes, edge]), index, ordered.shape[1])
    ends = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    return starts, ends
