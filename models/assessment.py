"""Everything that a board needs of one authority, over all indicators at once: standing, rank intervals, certainty."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Flags, Floats
from models.benchmark import Group, Standing, standing, standings_in
from models.discovery import FALSE_DISCOVERIES, adjusted, p_values
from models.field import field_in
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
        field, snapshot = self.standing.field, self.standing.snapshot
        counting = field.slice.existed & ~np.isnan(field.slice.values)
        numerators, denominators = (np.where(counting, one, np.nan) for one in field.counts)
        at = snapshot.area_position[self.standing.area.code]
        return rank_intervals(field.traits.kinds, numerators, denominators, self.standing.signs, at)


def assess(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> Assessment:
    """Assess one authority over all indicators, each in its latest period or in the one that ends in `year`."""
    return _assessment(standing(snapshot, area, group, year))


def assess_each(
    snapshot: Snapshot, areas: Sequence[Area], groups: Sequence[Group], year: int | None = None
) -> list[Assessment]:
    """Several authorities, each beside a group of its own."""
    return [_assessment(stands) for stands in standings_in(field_in(snapshot, year), areas, groups)]


def _assessment(stands: Standing) -> Assessment:
    traits = stands.field.traits
    p = p_values(traits.kinds, stands.numerator, stands.denominator, stands.neighbours.mean, traits.per)
    p = np.where(np.isnan(stands.value), np.nan, p)
    held = adjusted(p)
    return Assessment(standing=stands, p=p, adjusted=held, certain=np.asarray(held <= FALSE_DISCOVERIES))
