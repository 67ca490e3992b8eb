"""Where an authority stands: every figure beside its comparators, over one indicator or all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from data.authorities import Area, AreaKind
from data.blocks import Origin
from data.editions import Edition
from data.errors import PortalError
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period, Status
from data.store import Slice, Snapshot
from models.arrays import Floats, Integers, Signs, Words, numbers_of
from models.averages import Average, neighbour_average
from models.change import change, directions
from models.comparison import comparisons
from models.field import Field, field_in
from models.gaps import gap_in_children, gap_in_points
from models.intervals import CONFIDENCE, Interval, interval_for, only_where, or_published
from models.traits import kinds_of


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
    rank: Integers
    position_from_lowest: Integers
    position_from_highest: Integers
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
    def rows(self) -> tuple["Benchmark", ...]:
        """The same as one record an indicator, in the order of the slice; those without a period are left out."""
        return tuple(self.row(at) for at, column in enumerate(self.slice.columns) if column >= 0)

    def row(self, at: int) -> "Benchmark":
        """The record of the indicator at a place in the slice."""
        index, column = int(self.slice.which[at]), int(self.slice.columns[at])
        before = int(self.slice.previous_columns[at])
        periods = self.snapshot.periods[index]
        # As Benchmark(…) would be, but that sets each of its thirty fields by a call: a page makes five hundred.
        record = object.__new__(Benchmark)
        vars(record).update({name: figures[at] for name, figures in self._columns.items()})
        vars(record).update(
            indicator=self.snapshot.indicators.all[index],
            area=self.area,
            group=self.group,
            period=periods[column],
            status=self.snapshot.statuses[index][column],
            previous_period=periods[before] if before >= 0 else None,
        )
        return record

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        """What the records hold of each indicator, found for all at once: one by one takes ten times as long."""
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
        words = {
            "method": self.interval.method,
            "band": self.band,
            "direction": self.direction,
            "comparison": self.comparison,
        }
        only_published = np.isnan(self.tested.low) & ~np.isnan(self.interval.low)
        return {
            **{name: numbers_of(figures) for name, figures in floats.items()},
            **{name: figures.tolist() for name, figures in words.items()},
            "reason": [Missing(reason) for reason in self.reason.tolist()],
            "joint": ((self.origin & Origin.JOINT) > 0).tolist(),
            "contributing": self.neighbours.contributing.tolist(),
            "rank": [rank or None for rank in self.rank.tolist()],
            "ranked": self.ranked.tolist(),
            "position_from_highest": [place or None for place in self.position_from_highest.tolist()],
            "is_only_published": only_published.tolist(),
        }


@dataclass(frozen=True)
class Benchmark:
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

    @property
    def confidence(self) -> float:
        """The confidence of the interval."""
        return CONFIDENCE


def standing(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> Standing:
    """One authority over all indicators, each in its latest period, or in the one that ends in `year`."""
    return _standing(area, group, field_in(snapshot, year))


def standings(
    snapshot: Snapshot, areas: Sequence[Area], group: Group, indicators: Sequence[Indicator], year: int | None = None
) -> tuple[Standing, ...]:
    """Several authorities beside one and the same group, over some indicators; the figures are gathered once."""
    which = np.array([snapshot.position[indicator.id] for indicator in indicators], dtype=np.int64)
    field = Field(snapshot, snapshot.slice_of(which, snapshot.columns_in(year)[which]))
    return tuple(_standing(area, group, field) for area in areas)


def standing_in(snapshot: Snapshot, area: Area, group: Group, which: Integers, columns: Integers) -> Standing:
    """One authority over indicators (positions) in periods (columns) that are given; one may come more than once."""
    return _standing(area, group, Field(snapshot, snapshot.slice_of(which, columns)))


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


def _standing(area: Area, group: Group, field: Field) -> Standing:
    if area.kind is not AreaKind.AUTHORITY:
        raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
    snapshot, chosen, traits = field.snapshot, field.slice, field.traits
    place, signs = snapshot.area_position, traits.signs
    at = place[area.code]
    numerator, denominator = snapshot.counts(chosen.which, chosen.columns, at)
    computed = interval_for(traits.kinds, numerator, denominator, traits.per)
    interval = or_published(computed, *snapshot.limits(chosen.which, chosen.columns, at))
    tested = only_where(interval, computed)
    value, previous = chosen.values[:, at], chosen.previous_values[:, at]
    average = neighbour_average(chosen.values[:, [place[code] for code in group.codes]])
    from_lowest, from_highest = (positions[:, at].astype(np.int64) for positions in field.positions)
    share = np.where(np.isnan(tested.low), np.nan, average.mean / traits.per)
    return Standing(
        snapshot=snapshot,
        area=area,
        group=group,
        field=field,
        value=value,
        reason=chosen.reasons[:, at],
        origin=chosen.origins[:, at],
        numerator=numerator,
        denominator=denominator,
        interval=interval,
        tested=tested,
        neighbours=average,
        region=chosen.values[:, place[area.region]] if area.region else np.full(len(value), np.nan),
        england=chosen.values[:, place[snapshot.authorities.england.code]],
        rank=np.select([signs > 0, signs < 0], [from_highest, from_lowest], 0),
        position_from_lowest=from_lowest,
        position_from_highest=from_highest,
        band=field.letters(np.arange(len(value)), [at])[:, 0],
        previous=previous,
        change=_clean(change(value, previous)),
        direction=directions(value, previous, signs),
        comparison=np.where(np.isnan(value), "not tested", comparisons(tested, average.mean, signs)),
        gap_points=_clean(gap_in_points(value, average.mean)),
        gap_children=gap_in_children(numerator, denominator, share, signs),
    )


def intervals_of(indicators: Sequence[Indicator], numerator: Floats, denominator: Floats) -> Interval:
    """95% limits (k,) in each indicator's own unit: Wilson for percentages, Byar for rates, none for anything else."""
    per = np.array([indicator.per for indicator in indicators], dtype=np.float64)
    return interval_for(kinds_of(indicators), numerator, denominator, per)


def _clean(values: Floats) -> Floats:
    """A difference of published decimals without the noise of binary subtraction (88 - 86.1 is 1.9)."""
    return np.round(values, 9)
