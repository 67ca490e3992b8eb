"""Who to ring: for each figure, the neighbour that is most alike and significantly better, and how it got there.

Two authorities' figures are compared as two independent ones (`models/change_test.py`: Newcombe 1998, Zou and Donner
2008). Ten neighbours are ten chances to find one that seems better, so the false discovery rate is held at 5% over the
neighbours of each indicator (Benjamini and Hochberg 1995), asking of each only whether it is better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.periods import Period
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers
from models.bands import bands
from models.benchmark import Group, Standing, kinds_of, standing
from models.change_test import Counts, change_test
from models.discovery import FALSE_DISCOVERIES
from models.trends import trends_of

YEARS = 5
UPPER_BANDS = ("A", "B")
NOBODY = -1


class Found(StrEnum):
    """How sure it is that the neighbour to ring is better, or why there is nobody to ring."""

    TESTED = "significantly better"
    NOT_TESTED = "better, not tested"
    NEUTRAL = "neither direction is better"
    NO_FIGURE = "there is no figure of the authority's own"
    NO_NEIGHBOUR = "no neighbour has a figure"
    NONE_BETTER = "no neighbour is better"
    CHANCE = "no neighbour is better by more than chance"
    NOT_UPPER = "no neighbour is better and in the better half of England"

    @property
    def is_somebody(self) -> bool:
        """Whether there is a neighbour to ring."""
        return self in (Found.TESTED, Found.NOT_TESTED)


@dataclass(frozen=True)
class YearFigure:
    """A figure of one period; None where there is none."""

    period: Period
    value: float | None


@dataclass(frozen=True)
class Ringing:
    """One indicator: whom to ring. `neighbour` and what follows are None or empty where `found` is a reason for nobody.

    `place` is how near the neighbour is, 1 for the nearest of the group, and `closeness` the word that the group's list
    has for it. `low` and `high` are the 95% limits of the neighbour's figure less ours, None where not tested. `years`
    are the neighbour's figures of five years, the newest last, `trend` its word. `stood_at_ours` is the last period
    before in which the neighbour's figure was where ours is now, or worse. `better` are all neighbours that are better
    in the same sense, nearest first, of `compared` that have a figure.
    """

    indicator: Indicator
    period: Period | None
    ours: float | None
    found: Found
    compared: int
    neighbour: Area | None = None
    place: int = 0
    closeness: str = ""
    theirs: float | None = None
    low: float | None = None
    high: float | None = None
    band: str = ""
    years: tuple[YearFigure, ...] = ()
    trend: str = ""
    stood_at_ours: YearFigure | None = None
    better: tuple[Area, ...] = ()

    @property
    def years_ago(self) -> int | None:
        """How many years ago the neighbour stood where we stand now; None where it never did."""
        if self.stood_at_ours is None or self.period is None:
            return None
        return self.period.year - self.stood_at_ours.period.year


@dataclass(frozen=True)
class RingingList:
    """Whom to ring over k indicators, in the order of `standing`; `members` are the neighbours, nearest first.

    `neighbour` (k,) is a place in `members`, NOBODY where there is none. `better` (k, members) are those better by test,
    and `upper` those better and in the upper bands where the two cannot be tested.
    """

    standing: Standing
    members: tuple[Area, ...]
    closeness: tuple[str, ...]
    found: tuple[Found, ...]
    neighbour: Integers
    better: Flags
    upper: Flags

    @cached_property
    def somebody(self) -> tuple[int, ...]:
        """The places of the indicators for which there is somebody to ring."""
        return tuple(np.flatnonzero(self.neighbour != NOBODY).tolist())

    def __getitem__(self, at: int) -> Ringing:
        """The record of the indicator at a place in the standing: its history is read when it is asked for."""
        stands, chosen = self.standing, self.standing.slice
        snapshot, index, column = stands.snapshot, int(chosen.which[at]), int(chosen.columns[at])
        values = chosen.values[at, [snapshot.area_position[area.code] for area in self.members]]
        found = Ringing(
            indicator=snapshot.indicators.all[index],
            period=snapshot.periods[index][column] if column >= 0 else None,
            ours=_number(stands.value[at]),
            found=self.found[at],
            compared=int(np.count_nonzero(~np.isnan(values))),
        )
        place = int(self.neighbour[at])
        return found if place == NOBODY else self._with_neighbour(found, at, place)

    def of(self, indicator: Indicator) -> Ringing:
        """The record of one indicator of the standing."""
        index = self.standing.snapshot.position[indicator.id]
        return self[int(np.flatnonzero(self.standing.slice.which == index)[0])]

    def _with_neighbour(self, found: Ringing, at: int, place: int) -> Ringing:
        stands, chosen, area = self.standing, self.standing.slice, self.members[place]
        snapshot, which, columns = stands.snapshot, chosen.which[[at]], chosen.columns[[at]]
        position = snapshot.area_position[area.code]
        tested = found.found is Found.TESTED
        row = self.better[at] if tested else self.upper[at]
        limits = _difference(stands, np.array([at]), [area]) if tested else None
        return Ringing(
            **{
                **vars(found),
                "neighbour": area,
                "place": place + 1,
                "closeness": self.closeness[place],
                "theirs": _number(chosen.values[at, position]),
                "low": None if limits is None else float(limits[0][0, 0]),
                "high": None if limits is None else float(limits[1][0, 0]),
                "band": str(_bands(stands, np.array([at]))[0, position]),
                "years": last_years(snapshot, int(which[0]), int(columns[0]), position),
                "trend": str(trends_of(snapshot, area, which, columns).word[0]),
                "stood_at_ours": stood_at(
                    snapshot, int(which[0]), int(columns[0]), position, float(stands.value[at]), int(stands.signs[at])
                ),
                "better": tuple(member for member, is_one in zip(self.members, row.tolist(), strict=True) if is_one),
            }
        )
