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
    present = ~np.isnan(values)
    ranked = present.sum(axis=1)
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    starts, ends = _runs(ordered)
    positions_low, positions_high = np.zeros_like(order), np.zeros_like(order)
    np.put_along_axis(positions_low, order, starts + 1, axis=1)
    np.put_along_axis(positions_high, order, ranked[:, None] - ends, axis=1)
    positions_low[~present] = 0
    positions_high[~present] = 0
    rank = np.where((polarity > 0)[:, None], positions_high, positions_low)
    rank[polarity == 0] = 0
    return Ranking(rank, ranked, positions_high)


def _runs(ordered: Floats) -> tuple[Integers, Integers]:
    """For each cell of rows in ascending order, the first and the last index of the run of equal values it is in."""
    index = np.broadcast_to(np.arange(ordered.shape[1]), ordered.shape)
    changes = ordered[:, 1:] != ordered[:, :-1]
    edge = np.ones((len(ordered), min(1, ordered.shape[1])), dtype=bool)
    starts = np.maximum.accumulate(np.where(np.hstack([edge, changes]), index, 0), axis=1)
    last = np.where(np.hstack([changes, edge]), index, ordered.shape[1])
    ends = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    return starts, ends
