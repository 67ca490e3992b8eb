"""Where an authority stands: every figure beside its comparators, over one indicator or all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from data.authorities import Area, AreaKind
from data.blocks import Origin
from data.editions import Edition
from data.errors import PortalError
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period, Status
from data.store import Slice, Snapshot
from models.arrays import Floats, Integers, Signs, Words, numbers_of, without_noise
from models.averages import Average, neighbour_average
from models.change import change, directions
from models.comparison import comparisons
from models.field import Field, field_in, part_of
from models.gaps import gap_in_children, gap_in_points
from models.intervals import Interval, interval_for, only_where, or_published

REASONS = {int(reason): reason for reason in Missing}


@dataclass(frozen=True)
class Group:
    """The authorities that one is compared with: a published edition, a modelled list, or a custom group."""

    name: str
    title: str
    codes: tuple[str, ...]


def published_group(edition: Edition, area: Area) -> Group:
    """The ten published statistical neighbours of an authority."""
    return Group(edition.name, edition.title, tuple(code for code, _ in edition.of(area.code, area.name)))


@dataclass(frozen=True)
class Standing:
    """One authority over k indicators. All arrays are (k,); `field` holds the figures of every area.

    Values are as published; `rank` is 0 where there is none, `band` and `comparison` are words. `interval` is what is
    shown, the publisher's own where it gives one; `tested` is the same where counts allow a difference to be tested.
    """

    snapshot: Snapshot
    area: Area
    group: Group
    field: Field
    value: Floats
    reason: Integers
    origin: Integers
    numerator: Floats
    denominator: Floats
    interval: Interval
    tested: Interval
    neighbours: Average
    region: Floats
    england: Floats
    band: Words
    previous: Floats
    change: Floats
    direction: Words
    comparison: Words
    gap_points: Floats
    gap_children: Floats

    @property
    def slice(self) -> Slice:
        """The figures of every area, and which period each indicator is in."""
        return self.field.slice

    @property
    def signs(self) -> Signs:
        """The polarity (k,) of each indicator."""
        return self.field.traits.signs

    @property
    def ranked(self) -> Integers:
        """How many authorities have a figure of each indicator (k,)."""
        return self.field.ranked

    @cached_property
    def rank(self) -> Integers:
        """The place (k,) from the best, 0 where there is none."""
        return np.select([self.signs > 0, self.signs < 0], [self.position_from_highest, self.position_from_lowest], 0)

    @cached_property
    def position_from_lowest(self) -> Integers:
        """The place (k,) from the lowest figure, 0 where there is none."""
        return self.field.positions[0][:, self.snapshot.area_position[self.area.code]].astype(np.int64)

    @cached_property
    def position_from_highest(self) -> Integers:
        """The place (k,) from the highest figure, 0 where there is none."""
        return self.field.positions[1][:, self.snapshot.area_position[self.area.code]].astype(np.int64)

    @cached_property
    def rows(self) -> tuple["Benchmark", ...]:
        """The same as one record an indicator, in the order of the slice; those without a period are left out."""
        return tuple(self._kept.values())

    def row(self, at: int) -> "Benchmark":
        """The record of the indicator at a place in the slice, which has a period."""
        return self._kept[at]

    @cached_property
    def _kept(self) -> dict[int, "Benchmark"]:
        places = np.flatnonzero(self.slice.columns >= 0).tolist()
        return dict(zip(places, self.records(places), strict=True))

    def records(self, places: Sequence[int]) -> list["Benchmark"]:
        """The records of some indicators, which have a period: those of all at once cost less than twenty by `row`."""
        columns = self._columns(np.array(places, dtype=np.int64))
        return list(map(Benchmark._make, zip(*[columns[name] for name in Benchmark._fields], strict=True)))

    def _columns(self, places: Integers) -> dict[str, list[Any]]:
        """What the records of some indicators hold, by the names of their fields."""
        floats = {
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "low": self.interval.low,
            "high": self.interval.high,
            "mean": self.neighbours.mean,
            "median": self.neighbours.median,
            "region": self.region,
            "england": self.england,
            "previous": self.previous,
            "change": self.change,
            "gap_points": self.gap_points,
            "gap_children": self.gap_children,
        }
        others = {
            "method": self.interval.method,
            "band": self.band,
            "direction": self.direction,
            "comparison": self.comparison,
            "joint": (self.origin & Origin.JOINT) > 0,
            "contributing": self.neighbours.contributing,
            "ranked": self.ranked,
            "is_only_published": np.isnan(self.tested.low) & ~np.isnan(self.interval.low),
        }
        which, columns, before, reasons, ranks, from_highest = (
            figures[places].tolist()
            for figures in (
                self.slice.which,
                self.slice.columns,
                self.slice.previous_columns,
                self.reason,
                self.rank,
                self.position_from_highest,
            )
        )
        periods, statuses = self.snapshot.periods, self.snapshot.statuses
        return {
            **dict(zip(floats, numbers_of(np.array([*floats.values()])[:, places]), strict=True)),
            **{name: figures[places].tolist() for name, figures in others.items()},
            "indicator": [self.snapshot.indicators.all[index] for index in which],
            "area": [self.area] * len(which),
            "group": [self.group] * len(which),
            "period": [periods[index][at] for index, at in zip(which, columns, strict=True)],
            "status": [statuses[index][at] for index, at in zip(which, columns, strict=True)],
            "previous_period": [periods[one][at] if at >= 0 else None for one, at in zip(which, before, strict=True)],
            "reason": [REASONS[reason] for reason in reasons],
            "rank": [rank or None for rank in ranks],
            "position_from_highest": [place or None for place in from_highest],
        }


class Benchmark(NamedTuple):
    """One figure beside its comparators; None where there is none, and then a reason, a word or a count says why.

    `is_only_published` marks an interval that came with its figure, without counts by which a difference is tested.
    """

    indicator: Indicator
    area: Area
    group: Group
    period: Period
    status: Status | None
    value: float | None
    reason: Missing
    joint: bool
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    method: str
    mean: float | None
    median: float | None
    contributing: int
    region: float | None
    england: float | None
    rank: int | None
    ranked: int
    position_from_highest: int | None
    band: str
    previous_period: Period | None
    previous: float | None
    change: float | None
    direction: str
    comparison: str
    gap_points: float | None
    gap_children: float | None
    is_only_published: bool = False

    @property
    def is_tested(self) -> bool:
        """Whether there is an interval by which a difference may be tested."""
        return self.low is not None and not self.is_only_published


def standing(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> Standing:
    """One authority over all indicators, each in its latest period, or in the one that ends in `year`."""
    return field_in(snapshot, year).lately((area, group), lambda field: standings_in(field, [area], [group])[0])


def standings(
    snapshot: Snapshot, areas: Sequence[Area], group: Group, indicators: Sequence[Indicator], year: int | None = None
) -> tuple[Standing, ...]:
    """Several authorities beside one group, over some indicators; the latest periods are read from the kept field."""
    which = np.array([snapshot.position[indicator.id] for indicator in indicators], dtype=np.int64)
    columns = snapshot.columns_in(year)[which]
    field = Field(snapshot, snapshot.slice_of(which, columns)) if year else part_of(field_in(snapshot), which)
    return standings_in(field, areas, [group] * len(areas))


def standing_in(snapshot: Snapshot, area: Area, group: Group, which: Integers, columns: Integers) -> Standing:
    """One authority over indicators (positions) in periods (columns) that are given; one may come more than once."""
    return standings_in(Field(snapshot, snapshot.slice_of(which, columns)), [area], [group])[0]


def benchmark(
    snapshot: Snapshot, indicator: Indicator, area: Area, group: Group, period: Period | None = None
) -> Benchmark:
    """One indicator of one authority, in its latest period or in a given one.

    Raises PortalError for a period that the indicator has no figures in.
    """
    index = snapshot.position[indicator.id]
    column = int(snapshot.latest_columns[index])
    if period is not None:
        if period not in snapshot.periods[index]:
            known = ", ".join(known.label for known in snapshot.periods[index])
            raise PortalError(f"{indicator.title} has no figures for {period.label}; it has {known}.")
        column = snapshot.periods[index].index(period)
    if column < 0:
        raise PortalError(f"{indicator.title} has no published figures.")
    return standing_in(snapshot, area, group, np.array([index]), np.array([column])).row(0)


def standings_in(field: Field, areas: Sequence[Area], groups: Sequence[Group]) -> tuple[Standing, ...]:
    """Authorities over the indicators of a field, each beside a group of its own: in arrays (authorities, k)."""
    for area in areas:
        if area.kind is not AreaKind.AUTHORITY:
            raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
    snapshot, chosen, traits = field.snapshot, field.slice, field.traits
    place, signs = snapshot.area_position, traits.signs
    at = np.array([place[area.code] for area in areas], dtype=np.int64)
    numerator, denominator = (counts.T for counts in snapshot.counts(chosen.which, chosen.columns, at))
    computed = interval_for(traits.kinds, numerator, denominator, traits.per)
    interval = or_published(computed, *(limits.T for limits in snapshot.limits(chosen.which, chosen.columns, at)))
    tested = only_where(interval, computed)
    value, previous = chosen.values[:, at].T, chosen.previous_values[:, at].T
    averages = [neighbour_average(chosen.values[:, [place[code] for code in group.codes]]) for group in groups]
    mean = np.array([one.mean for one in averages])
    share = np.where(np.isnan(tested.low), np.nan, mean / traits.per)
    none = np.full(len(signs), np.nan)
    of_each = {
        "value": value,
        "reason": chosen.reasons[:, at].T,
        "origin": chosen.origins[:, at].T,
        "numerator": numerator,
        "denominator": denominator,
        "interval": interval.rows,
        "tested": tested.rows,
        "neighbours": averages,
        "region": [chosen.values[:, place[area.region]] if area.region else none for area in areas],
        "england": [chosen.values[:, place[snapshot.authorities.england.code]]] * len(areas),
        "band": field.letters(np.arange(len(chosen.which)), at).T,
        "previous": previous,
        "change": without_noise(change(value, previous)),
        "direction": directions(value, previous, signs),
        "comparison": np.where(np.isnan(value), "not tested", comparisons(tested, mean, signs)),
        "gap_points": without_noise(gap_in_points(value, mean)),
        "gap_children": gap_in_children(numerator, denominator, share, signs),
    }
    return tuple(
        Standing(snapshot, area, group, field, **dict(zip(of_each, row, strict=True)))
        for area, group, row in zip(areas, groups, zip(*of_each.values(), strict=True), strict=True)
    )
