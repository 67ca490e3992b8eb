"""Everything that a board needs of one authority, over all indicators at once: standing, rank intervals, certainty."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Flags, Floats, Words
from models.benchmark import Group, Standing, kinds_of, standing
from models.discovery import adjusted, certain, p_values
from models.rank_intervals import RankInterval, rank_intervals


@dataclass(frozen=True)
class Assessment:
    """Arrays (k,) in the order of the standing. `p` tests the difference from the neighbours' mean, NaN when untested.

    `adjusted` are the p-values with the false discovery rate held over all of the authority's indicators, `certain`
    those that stay under 5%.
    """

    standing: Standing
    p: Floats
    adjusted: Floats
    certain: Flags

    @cached_property
    def ranks(self) -> RankInterval:
        """The 95% interval of each rank, 0 where there are no counts; drawn by chance, so found only when asked for."""
        chosen, snapshot = self.standing.slice, self.standing.snapshot
        counting = chosen.existed & ~np.isnan(chosen.values)
        counts = (np.where(counting, one, np.nan) for one in snapshot.counts_of_all(chosen.which, chosen.columns))
        numerators, denominators = counts
        kinds, at = _kinds(self.standing), snapshot.area_position[self.standing.area.code]
        return rank_intervals(kinds, numerators, denominators, self.standing.signs, at)


def assess(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> Assessment:
    """Assess one authority over all indicators, each in its latest period or in the one that ends in `year`."""
    stands = standing(snapshot, area, group, year)
    per = np.array([snapshot.indicators.all[index].per for index in stands.slice.which], dtype=np.float64)
    p = p_values(_kinds(stands), stands.numerator, stands.denominator, stands.neighbours.mean, per)
    p = np.where(np.isnan(stands.value), np.nan, p)
    return Assessment(standing=stands, p=p, adjusted=adjusted(p), certain=certain(p))


def _kinds(stands: Standing) -> Words:
    return kinds_of([stands.snapshot.indicators.all[index] for index in stands.slice.which])
