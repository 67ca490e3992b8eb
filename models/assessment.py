"""Everything that a board needs of one authority, over all indicators at once: standing, rank intervals, certainty."""

from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Flags, Floats
from models.benchmark import Group, Standing, kinds_of, standing
from models.discovery import adjusted, certain, p_values
from models.rank_intervals import RankInterval, rank_intervals


@dataclass(frozen=True)
class Assessment:
    """Arrays (k,) in the order of the standing. `p` tests the difference from the neighbours' mean, NaN when untested.

    `adjusted` are the p-values with the false discovery rate held over all of the authority's indicators, `certain`
    those that stay under 5%. The rank interval is of 95%, 0 where there are no counts.
    """

    standing: Standing
    ranks: RankInterval
    p: Floats
    adjusted: Floats
    certain: Flags


def assess(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> Assessment:
    """Assess one authority over all indicators, each in its latest period or in the one that ends in `year`."""
    stands = standing(snapshot, area, group, year)
    chosen = stands.slice
    indicators = [snapshot.indicators.all[index] for index in chosen.which]
    kinds = kinds_of(indicators)
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    numerators, denominators = snapshot.counts_of_all(chosen.which, chosen.columns)
    counting = chosen.existed & ~np.isnan(chosen.values)
    numerators, denominators = (np.where(counting, counts, np.nan) for counts in (numerators, denominators))
    per = np.array([indicator.per for indicator in indicators], dtype=np.float64)
    p = p_values(kinds, stands.numerator, stands.denominator, stands.neighbours.mean, per)
    p = np.where(np.isnan(stands.value), np.nan, p)
    return Assessment(
        standing=stands,
        ranks=rank_intervals(kinds, numerators, denominators, signs, snapshot.area_position[area.code]),
        p=p,
        adjusted=adjusted(p),
        certain=certain(p),
    )
