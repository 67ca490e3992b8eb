"""Who to ring for several authorities at once: among the true neighbours of each, and who of them does it well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from models.benchmark import Standing
from models.ringing.records import Ringing
from models.ringing.ringing import UPPER_BANDS, RingingList, ringing


@dataclass(frozen=True)
class InPartnership:
    """One indicator: whom each member rings among its own neighbours, and among the other members.

    `well` are the members that do it well: in band A or B of England, and better than at least one other member (by
    test, or as published where the two cannot be tested), the one that is so for most of them first.
    """

    indicator: Indicator
    outside: tuple[Ringing, ...]
    inside: tuple[Ringing, ...]
    well: tuple[Area, ...]


@dataclass(frozen=True)
class PartnershipRinging:
    """The lists of each member: `outside` by its own neighbours, `inside` by the other members; in one order."""

    outside: tuple[RingingList, ...]
    inside: tuple[RingingList, ...]

    def row(self, at: int) -> InPartnership:
        """The record of the indicator at a place in the standings, which is the same in all of them."""
        found = tuple(one.row(at) for one in self.inside)
        return InPartnership(found[0].indicator, tuple(one.row(at) for one in self.outside), found, self.well(at))

    def well(self, at: int) -> tuple[Area, ...]:
        """The members that do it well, without reading any history."""
        first = self.inside[0].standing
        beaten = {one.standing.area.code: 0 for one in self.inside}
        for one in self.inside:
            for place in np.flatnonzero(one.better[at]):
                beaten[one.members[int(place)].code] += 1
        position = first.snapshot.area_position
        places = np.array([position[code] for code in beaten], dtype=np.int64)
        letters = dict(zip(beaten, first.field.letters(np.array([at]), places)[0].tolist(), strict=True))
        found = [one.standing.area for one in self.inside]
        chosen = [area for area in found if beaten[area.code] and letters[area.code] in UPPER_BANDS]
        return tuple(sorted(chosen, key=lambda area: -beaten[area.code]))


def partnership_ringing(
    standings: Sequence[Standing], closeness: Sequence[Mapping[str, str]] | None = None
) -> PartnershipRinging:
    """The same question for each of several authorities; `standings` are over the same indicators in the same periods.

    Each standing's group are the true neighbours of its authority. At least two authorities.
    """
    words = closeness or [{}] * len(standings)
    areas = [stands.area for stands in standings]
    pairs = list(zip(standings, words, strict=True))
    outside = tuple(ringing(stands, said) for stands, said in pairs)
    inside = tuple(ringing(stands, said, _nearest_first(stands, areas)) for stands, said in pairs)
    return PartnershipRinging(outside, inside)


def _nearest_first(stands: Standing, areas: Sequence[Area]) -> list[Area]:
    """The other members: those among the authority's neighbours by their place there, then the rest as they come."""
    order = {code: place for place, code in enumerate(stands.group.codes)}
    others = [area for area in areas if area.code != stands.area.code]
    return sorted(others, key=lambda area: order.get(area.code, len(order)))
