"""Whom an authority rings, over many indicators at once: the neighbour most alike of those that are better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from models.arrays import Flags, Floats, Integers, Signs
from models.benchmark import Standing
from models.intervals import CONFIDENCE
from models.ringing.comparing import better_by_test, can_be_tested, pairs_of
from models.ringing.history import last_years, stood_at
from models.ringing.records import Found, Ringing
from models.trends import trends_at

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
        return self.rows([at])[0]

    def rows(self, among: Sequence[int]) -> tuple[Ringing, ...]:
        """The records at several places at once, which is far less work than one after the other."""
        places = np.array([at for at in among if self.neighbour[at] != NOBODY], dtype=np.int64)
        trends, limits = self._trends(places), self._limits(places)
        return tuple(
            self._with_neighbour(at, trends[at], limits.get(at)) if at in trends else self._bare(at) for at in among
        )

    def _bare(self, at: int) -> Ringing:
        """What is known without a neighbour."""
        stands, chosen = self.standing, self.standing.slice
        snapshot, index, column = stands.snapshot, int(chosen.which[at]), int(chosen.columns[at])
        return Ringing(
            area=stands.area,
            indicator=snapshot.indicators.all[index],
            period=snapshot.periods[index][column] if column >= 0 else None,
            ours=None if np.isnan(stands.value[at]) else float(stands.value[at]),
            found=self.found[at],
            compared=int(np.count_nonzero(~np.isnan(chosen.values[at, self.places]))),
        )

    def _with_neighbour(self, at: int, trend: str, limits: tuple[float, float] | None) -> Ringing:
        stands, chosen, place = self.standing, self.standing.slice, int(self.neighbour[at])
        snapshot, index, column = stands.snapshot, int(chosen.which[at]), int(chosen.columns[at])
        area, position = self.members[place], int(self.places[place])
        level, sign = float(stands.value[at]), int(stands.signs[at])
        return replace(
            self._bare(at),
            neighbour=area,
            place=place + 1,
            closeness=self.closeness.get(area.code, ""),
            theirs=float(chosen.values[at, position]),
            low=limits[0] if limits else None,
            high=limits[1] if limits else None,
            band=str(stands.field.letters(np.array([at]), [position])[0, 0]),
            years=last_years(snapshot, index, column, position),
            trend=trend,
            stood_at_ours=stood_at(snapshot, index, column, position, level, sign),
            better=tuple(self.members[one] for one in np.flatnonzero(self.better[at])),
        )

    def _trends(self, places: Integers) -> dict[int, str]:
        """The word for the trend of each one's neighbour, by place."""
        words = trends_at(self.standing.field, places, self.places[self.neighbour[places]]).word
        return dict(zip(places.tolist(), words.tolist(), strict=True))

    def _limits(self, places: Integers) -> dict[int, tuple[float, float]]:
        """The 95% limits of each tested difference, by place."""
        tested = np.array([at for at in places.tolist() if self.found[at] is Found.TESTED], dtype=np.int64)
        pairs = pairs_of(self.standing, self.places, tested)
        low, high, _ = pairs.one_by_one(np.arange(len(tested)), self.neighbour[tested], CONFIDENCE)
        return dict(zip(tested.tolist(), zip(low.tolist(), high.tolist(), strict=True), strict=True))


def ringing(
    standing: Standing,
    closeness: Mapping[str, str] | None = None,
    among: Sequence[Area] | None = None,
    asked: Sequence[int] | None = None,
) -> RingingList:
    """Whom to ring, for every indicator of a standing, each in the period that it is looked at in.

    The neighbours are `among`, else those of the standing's group, in their order, which is nearest first for a
    published and for a modelled list; `closeness` is what that list says of each, by code. First those that are
    significantly better count (`better_by_test`); where nobody is, those that are better as published and in band A or
    B of England, where one of the two has no counts to test. Of either the nearest is the one to ring.

    Where only some places of the standing are `asked` about, nothing is looked up of the others.
    """
    snapshot, chosen = standing.snapshot, standing.slice
    members = tuple(snapshot.authorities.by_code(code) for code in standing.group.codes) if among is None else among
    places = _places(standing, members)
    count = len(standing.value)
    rows = np.arange(count) if asked is None else np.array(sorted(set(asked)), dtype=np.int64)
    ours, signs = standing.value[rows], standing.signs[rows]
    theirs = chosen.values[np.ix_(rows, places)]
    there = ~np.isnan(theirs) & ~np.isnan(ours)[:, None]
    is_better: Flags = there & ((theirs - ours[:, None]) * signs[:, None] > 0)
    pairs = pairs_of(standing, places, rows)
    tested = can_be_tested(pairs) & there
    by_test = better_by_test(pairs, tested, is_better)
    rest: Flags = is_better & ~tested & ~np.asarray(by_test.any(axis=1))[:, None]
    upper = rest & np.isin(standing.field.letters(rows, places), UPPER_BANDS)
    better = np.zeros((count, len(places)), dtype=np.bool_)
    better[rows] = by_test | upper
    found = [Found.NOT_ASKED] * count
    for at, why in zip(rows.tolist(), _why(ours, signs, theirs, is_better, tested, (by_test, upper)), strict=True):
        found[at] = why
    return RingingList(
        standing=standing,
        members=tuple(members),
        closeness=closeness or {},
        found=tuple(found),
        neighbour=np.where(better.any(axis=1), better.argmax(axis=1) if better.size else NOBODY, NOBODY),
        better=better,
    )


def _places(standing: Standing, members: Sequence[Area]) -> Integers:
    position = standing.snapshot.area_position
    return np.array([position[area.code] for area in members], dtype=np.int64)


def _why(
    ours: Floats, signs: Signs, theirs: Floats, is_better: Flags, tested: Flags, found: tuple[Flags, Flags]
) -> list[Found]:
    by_test, upper = (part.any(axis=1) for part in found)
    could_be = (is_better & tested).any(axis=1)
    reasons = [
        (signs == 0, Found.NEUTRAL),
        (np.isnan(ours), Found.NO_FIGURE),
        (np.isnan(theirs).all(axis=1), Found.NO_NEIGHBOUR),
        (by_test, Found.TESTED),
        (upper, Found.NOT_TESTED),
        (~is_better.any(axis=1), Found.NONE_BETTER),
        (could_be, Found.CHANCE),
    ]
    names = np.select([flags for flags, _ in reasons], [name.name for _, name in reasons], default=Found.NOT_UPPER.name)
    return [Found[name] for name in names.tolist()]
