"""Where a composite would stand: against England, and among authorities in the place of its members.

It is no authority, so it has no rank and no band; these are what it would have if it stood where its members stand now.
"""

from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from models.arrays import Flags, Floats, Integers, Signs, Words
from models.bands import bands
from models.comparison import comparisons
from models.composite.members import Basis
from models.composite.pooling import Composites


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
        is_made = self.is_made
        return tuple([at for at in order.tolist() if is_made[at]])


def composite_standing(found: Composites, region: Area | None) -> CompositeStanding:
    """Where composites stand among all areas; `region` is theirs, if one is."""
    field = found.field
    snapshot, chosen, traits = field.snapshot, field.slice, field.traits
    signs, decimals = traits.signs, traits.decimals
    places = [snapshot.area_position[area.code] for area in found.members]
    value = as_published(found.value, decimals)
    among = field.counting
    among[:, places] = np.nan
    has_place = found.basis != Basis.ADDED
    own = np.where(has_place, value, np.nan)
    from_lowest, from_highest = (np.where(np.isnan(own), 0, 1 + better) for better in _beyond(among, own))
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
        rank=np.select([signs > 0, signs < 0], [from_highest, from_lowest], 0),
        ranked=np.count_nonzero(~np.isnan(among), axis=1) + ~np.isnan(own),
        from_highest=from_highest,
        band=_bands(among, own, signs, traits.flagged),
        old=field.stale,
    )


def _beyond(among: Floats, own: Floats) -> tuple[Integers, Integers]:
    """How many of the others (k, m) are lower than the own figure (k,), and how many are higher."""
    lower, higher = among < own[:, None], among > own[:, None]
    return np.count_nonzero(lower, axis=1), np.count_nonzero(higher, axis=1)


def _bands(among: Floats, own: Floats, signs: Signs, flagged: Flags) -> Words:
    """The letter of the own figure (k,) beside the others (k, m); only what has one is put in order."""
    letters = np.full(len(own), "", dtype="<U1")
    rows = np.flatnonzero(~np.isnan(own) & (signs != 0) & ~flagged)
    letters[rows] = bands(np.column_stack([among[rows], own[rows]]), signs[rows], flagged[rows])[:, -1]
    return letters


def as_published(values: Floats, decimals: Integers) -> Floats:
    """Figures (k,) with the publisher's decimals (k,), a half going up, so that ties with published ones are ties."""
    scale = 10.0**decimals
    return np.asarray(np.floor(np.round(values * scale, 9) + 0.5) / scale)
