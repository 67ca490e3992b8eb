"""Where a composite would stand: against England, and among authorities in the place of its members.

It is no authority, so it has no rank and no band; these are what it would have if it stood where its members stand now.
"""

from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from data.periods import Period
from data.store import Slice
from models.arrays import Flags, Floats, Integers, Signs, Words
from models.bands import bands
from models.comparison import comparisons
from models.composite.members import Basis
from models.composite.pooling import Composites
from models.ranks import ranks
from models.recency import stale


@dataclass(frozen=True)
class CompositeStanding:
    """Arrays (k,) in the order of the composites; `members` (k, m) are the figures of those that it is made of.

    `value` is rounded as the source publishes. `rank` of `ranked` is 0 where it has none, as sums have none and
    neutral indicators; `from_highest` is there for neutral ones too. `comparison` is with England. `old` are figures
    too old to say where anybody stands.
    """

    found: Composites
    signs: Signs
    value: Floats
    members: Floats
    england: Floats
    region: Floats
    comparison: Words
    rank: Integers
    ranked: Integers
    from_highest: Integers
    band: Words
    old: Flags

    @property
    def is_made(self) -> Flags:
        """Which of them are rates or shares that could be made, of a time that still counts."""
        return np.asarray(~np.isnan(self.value) & (self.found.basis != Basis.ADDED) & ~self.old)

    @property
    def worst_first(self) -> tuple[int, ...]:
        """The places of those that are made: by the place that it would have, worst first, then neutral ones."""
        share = np.where(self.rank > 0, self.rank / np.maximum(self.ranked, 1), -1.0)
        order = np.lexsort((np.arange(len(share)), -share, self.signs == 0))
        return tuple(int(at) for at in order if self.is_made[at])


def composite_standing(found: Composites, chosen: Slice, region: Area | None) -> CompositeStanding:
    """Where composites stand; `chosen` are all areas' figures in the same cells, `region` is theirs, if one is."""
    snapshot = found.snapshot
    indicators = [snapshot.indicators.all[index] for index in found.which]
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    places = [snapshot.area_position[area.code] for area in found.members]
    value = as_published(found.value, np.array([indicator.decimals for indicator in indicators]))
    among = np.where(chosen.existed, chosen.values, np.nan)
    among[:, places] = np.nan
    has_place = found.basis != Basis.ADDED
    among = np.column_stack([among, np.where(has_place, value, np.nan)])
    ranking = ranks(among, signs)
    england = chosen.values[:, snapshot.area_position[snapshot.authorities.england.code]]
    none = np.full(len(value), np.nan)
    return CompositeStanding(
        found=found,
        signs=signs,
        value=value,
        members=chosen.values[:, places],
        england=np.where(has_place, england, np.nan),
        region=np.where(has_place, chosen.values[:, snapshot.area_position[region.code]], np.nan) if region else none,
        comparison=comparisons(found.interval, england, signs),
        rank=ranking.rank[:, -1],
        ranked=ranking.ranked,
        from_highest=ranking.position_from_highest[:, -1],
        band=bands(among, signs, np.array([not indicator.banded for indicator in indicators]))[:, -1],
        old=stale([_period(found, at) for at in range(len(value))]),
    )


def as_published(values: Floats, decimals: Integers) -> Floats:
    """Figures (k,) with the publisher's decimals (k,), a half going up, so that ties with published ones are ties."""
    scale = 10.0**decimals
    return np.asarray(np.floor(np.round(values * scale, 9) + 0.5) / scale)


def _period(found: Composites, at: int) -> Period | None:
    column = int(found.columns[at])
    return found.snapshot.periods[int(found.which[at])][column] if column >= 0 else None
