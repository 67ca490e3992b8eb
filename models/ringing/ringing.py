"""Whom an authority rings, over many indicators at once: the neighbour most alike of those that are better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from models.arrays import Flags, Floats, Integers, Words
from models.bands import bands
from models.benchmark import Standing
from models.intervals import CONFIDENCE
from models.ringing.comparing import better_by_test, can_be_tested, pairs_of
from models.ringing.history import last_years, stood_at
from models.ringing.records import Found, Ringing
from models.trends import trends_of

UPPER_BANDS = ("A", "B")
NOBODY = -1


@dataclass(frozen=True)
class RingingList:
    """Whom to ring over the k indicators of a `standing`; `members` are the neighbours, nearest first.

    `neighbour` (k,) is a place in `members`, NOBODY where there is none. `better` (k, members) are all that are better:
    by test, or where nobody is, those that cannot be tested and stand in an upper band.
    """

    standing: Standing
    members: tuple[Area, ...]
    closeness: Mapping[str, str]
    found: tuple[Found, ...]
    neighbour: Integers
    better: Flags

    @cached_property
    def places(self) -> Integers:
        """Where the members stand on the axis of areas."""
        return _places(self.standing, self.members)

    @property
    def somebody(self) -> tuple[int, ...]:
        """The places in the standing of the indicators for which there is somebody to ring."""
        return tuple(np.flatnonzero(self.neighbour != NOBODY).tolist())

    def of(self, indicator: Indicator) -> Ringing:
        """The record of one indicator of the standing."""
        index = self.standing.snapshot.position[indicator.id]
        return self.row(int(np.flatnonzero(self.standing.slice.which == index)[0]))

    def row(self, at: int) -> Ringing:
        """The record of the indicator at a place in the standing, with its neighbour's history."""
        stands, chosen = self.standing, self.standing.slice
        snapshot, index, column = stands.snapshot, int(chosen.which[at]), int(chosen.columns[at])
        bare = Ringing(
            area=stands.area,
            indicator=snapshot.indicators.all[index],
            period=snapshot.periods[index][column] if column >= 0 else None,
            ours=None if np.isnan(stands.value[at]) else float(stands.value[at]),
            found=self.found[at],
            compared=int(np.count_nonzero(~np.isnan(chosen.values[at, self.places]))),
        )
        place = int(self.neighbour[at])
        return bare if place == NOBODY else self._with_neighbour(bare, at, place)

    def _with_neighbour(self, bare: Ringing, at: int, place: int) -> Ringing:
        stands, chosen, area = self.standing, self.standing.slice, self.members[place]
        snapshot, index, column = stands.snapshot, int(chosen.which[at]), int(chosen.columns[at])
        position, only = int(self.places[place]), np.array([at])
        low, high = self._limits(at, place) if bare.found is Found.TESTED else (None, None)
        level, sign = float(stands.value[at]), int(stands.signs[at])
        return replace(
            bare,
            neighbour=area,
            place=place + 1,
            closeness=self.closeness.get(area.code, ""),
            theirs=float(chosen.values[at, position]),
            low=low,
            high=high,
            band=str(bands_at(stands, only, np.array([position]))[0, 0]),
            years=last_years(snapshot, index, column, position),
            trend=str(trends_of(snapshot, area, chosen.which[only], chosen.columns[only]).word[0]),
            stood_at_ours=stood_at(snapshot, index, column, position, level, sign),
            better=tuple(self.members[one] for one in np.flatnonzero(self.better[at])),
        )

    def _limits(self, at: int, place: int) -> tuple[float, float]:
        pairs, first = pairs_of(self.standing, self.places[[place]], np.array([at])), np.zeros(1, dtype=np.int64)
        low, high, _ = pairs.one_by_one(first, first, CONFIDENCE)
        return float(low[0]), float(high[0])


def ringing(
    standing: Standing, closeness: Mapping[str, str] | None = None, among: Sequence[Area] | None = None
) -> RingingList:
    """Whom to ring, for every indicator of a standing, each in the period that it is looked at in.

    The neighbours are `among`, else those of the standing's group, in their order, which is nearest first for a
    published and for a modelled list; `closeness` is what that list says of each, by code. First those that are
    significantly better count (`better_by_test`); where nobody is, those that are better as published and in band A or
    B of England, where one of the two has no counts to test. Of either the nearest is the one to ring.
    """
    snapshot, chosen = standing.snapshot, standing.slice
    members = tuple(snapshot.authorities.by_code(code) for code in standing.group.codes) if among is None else among
    places = _places(standing, members)
    theirs = chosen.values[:, places]
    there = ~np.isnan(theirs) & ~np.isnan(standing.value)[:, None]
    is_better: Flags = there & ((theirs - standing.value[:, None]) * standing.signs[:, None] > 0)
    pairs = pairs_of(standing, places, np.arange(len(standing.value)))
    tested = can_be_tested(pairs) & there
    by_test = better_by_test(pairs, tested, is_better)
    rest: Flags = is_better & ~tested & ~np.asarray(by_test.any(axis=1))[:, None]
    upper = rest & np.isin(_bands_of(standing, np.flatnonzero(rest.any(axis=1)), places), UPPER_BANDS)
    better = by_test | upper
    neighbour = np.where(better.any(axis=1), better.argmax(axis=1) if better.size else NOBODY, NOBODY)
    return RingingList(
        standing=standing,
        members=tuple(members),
        closeness=closeness or {},
        found=_why(standing, theirs, is_better, tested, (by_test, upper)),
        neighbour=neighbour,
        better=better,
    )


def bands_at(standing: Standing, rows: Integers, places: Integers) -> Words:
    """The letters (rows, places) of areas at places on the axis, of some indicators of a standing."""
    snapshot, chosen = standing.snapshot, standing.slice
    flagged = np.array([not snapshot.indicators.all[index].banded for index in chosen.which[rows]], dtype=np.bool_)
    counting = np.where(chosen.existed[rows], chosen.values[rows], np.nan)
    return np.asarray(bands(counting, standing.signs[rows], flagged)[:, places])


def _bands_of(standing: Standing, rows: Integers, places: Integers) -> Words:
    letters = np.full((len(standing.value), len(places)), "", dtype="<U1")
    letters[rows] = bands_at(standing, rows, places)
    return letters


def _places(standing: Standing, members: Sequence[Area]) -> Integers:
    position = standing.snapshot.area_position
    return np.array([position[area.code] for area in members], dtype=np.int64)


def _why(
    standing: Standing, theirs: Floats, is_better: Flags, tested: Flags, found: tuple[Flags, Flags]
) -> tuple[Found, ...]:
    by_test, upper = (part.any(axis=1) for part in found)
    could_be = (is_better & tested).any(axis=1)
    reasons = [
        (standing.signs == 0, Found.NEUTRAL),
        (np.isnan(standing.value), Found.NO_FIGURE),
        (np.isnan(theirs).all(axis=1), Found.NO_NEIGHBOUR),
        (by_test, Found.TESTED),
        (upper, Found.NOT_TESTED),
        (~is_better.any(axis=1), Found.NONE_BETTER),
        (could_be, Found.CHANCE),
    ]
    names = np.select([flags for flags, _ in reasons], [name.name for _, name in reasons], default=Found.NOT_UPPER.name)
    return tuple(Found[name] for name in names.tolist())
