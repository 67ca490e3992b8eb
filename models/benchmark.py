"""Where an authority stands: every figure beside its comparators, over one indicator or all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.authorities import Area, AreaKind
from data.blocks import Origin
from data.editions import Edition
from data.errors import PortalError
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period, Status
from data.store import Slice, Snapshot
from models.arrays import Floats, Integers, Signs, Words
from models.averages import Average, neighbour_average
from models.bands import bands
from models.change import change, directions
from models.comparison import comparisons
from models.gaps import gap_in_children, gap_in_points
from models.intervals import CONFIDENCE, PROPORTION, RATE, Interval, interval_for, only_where, or_published
from models.ranks import Ranking, ranks


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
    """One authority over k indicators. All arrays are (k,); `slice` holds the figures of every area.

    Values are as published; `rank` is 0 where there is none, `band` and `comparison` are words. `interval` is what is
    shown, the publisher's own where it gives one; `tested` is the same where counts allow a difference to be tested.
    """

    snapshot: Snapshot
    area: Area
    group: Group
    slice: Slice
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
    ranking: Ranking
    rank: Integers
    position_from_highest: Integers
    band: Words
    previous: Floats
    change: Floats
    direction: Words
    comparison: Words
    gap_points: Floats
    gap_children: Floats

    @cached_property
    def signs(self) -> Signs:
        """The polarity (k,) of each indicator."""
        return np.array([self.snapshot.indicators.all[index].sign for index in self.slice.which], dtype=np.int8)

    @cached_property
    def rows(self) -> tuple["Benchmark", ...]:
        """The same as one record an indicator, in the order of the slice; those without a period are left out."""
        return tuple(self.row(at) for at, column in enumerate(self.slice.columns) if column >= 0)

    def row(self, at: int) -> "Benchmark":
        """The record of the indicator at a place in the slice."""
        index, column = int(self.slice.which[at]), int(self.slice.columns[at])
        before = int(self.slice.previous_columns[at])
        periods = self.snapshot.periods[index]
        return Benchmark(
            indicator=self.snapshot.indicators.all[index],
            area=self.area,
            group=self.group,
            period=periods[column],
            status=self.snapshot.statuses[index][column],
            value=_number(self.value[at]),
            reason=Missing(int(self.reason[at])),
            joint=bool(self.origin[at] & Origin.JOINT),
            numerator=_number(self.numerator[at]),
            denominator=_number(self.denominator[at]),
            low=_number(self.interval.low[at]),
            high=_number(self.interval.high[at]),
            method=str(self.interval.method[at]),
            mean=_number(self.neighbours.mean[at]),
            median=_number(self.neighbours.median[at]),
            contributing=int(self.neighbours.contributing[at]),
            region=_number(self.region[at]),
            england=_number(self.england[at]),
            rank=int(self.rank[at]) or None,
            ranked=int(self.ranking.ranked[at]),
            position_from_highest=int(self.position_from_highest[at]) or None,
            band=str(self.band[at]),
            previous_period=periods[before] if before >= 0 else None,
            previous=_number(self.previous[at]),
            change=_number(self.change[at]),
            direction=str(self.direction[at]),
            comparison=str(self.comparison[at]),
            gap_points=_number(self.gap_points[at]),
            gap_children=_number(self.gap_children[at]),
            is_only_published=bool(np.isnan(self.tested.low[at]) and not np.isnan(self.interval.low[at])),
        )


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
    return _standing(snapshot, area, group, snapshot.slice(year))


def standings(
    snapshot: Snapshot, areas: Sequence[Area], group: Group, indicators: Sequence[Indicator], year: int | None = None
) -> tuple[Standing, ...]:
    """Several authorities beside one and the same group, over some indicators; the figures are gathered once."""
    which = np.array([snapshot.position[indicator.id] for indicator in indicators], dtype=np.int64)
    chosen = snapshot.slice_of(which, snapshot.columns_in(year)[which])
    return tuple(_standing(snapshot, area, group, chosen) for area in areas)


def standing_in(snapshot: Snapshot, area: Area, group: Group, which: Integers, columns: Integers) -> Standing:
    """One authority over indicators (positions) in periods (columns) that are given; one may come more than once."""
    return _standing(snapshot, area, group, snapshot.slice_of(which, columns))


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
    return _standing(snapshot, area, group, snapshot.slice_of(np.array([index]), np.array([column]))).row(0)


def _standing(snapshot: Snapshot, area: Area, group: Group, chosen: Slice) -> Standing:
    if area.kind is not AreaKind.AUTHORITY:
        raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
    place = snapshot.area_position
    indicators = [snapshot.indicators.all[index] for index in chosen.which]
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    flagged = np.array([not indicator.banded for indicator in indicators], dtype=bool)
    counting = np.where(chosen.existed, chosen.values, np.nan)
    at = place[area.code]
    numerator, denominator = snapshot.counts(chosen.which, chosen.columns, at)
    computed = intervals_of(indicators, numerator, denominator)
    interval = or_published(computed, *snapshot.limits(chosen.which, chosen.columns, at))
    tested = only_where(interval, computed)
    value, previous = chosen.values[:, at], chosen.previous_values[:, at]
    average = neighbour_average(chosen.values[:, [place[code] for code in group.codes]])
    ranking = ranks(counting, signs)
    per = np.array([indicator.per for indicator in indicators], dtype=np.float64)
    share = np.where(np.isnan(tested.low), np.nan, average.mean / per)
    return Standing(
        snapshot=snapshot,
        area=area,
        group=group,
        slice=chosen,
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
        ranking=ranking,
        rank=ranking.rank[:, at],
        position_from_highest=ranking.position_from_highest[:, at],
        band=bands(counting, signs, flagged)[:, at],
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


def kinds_of(indicators: Sequence[Indicator]) -> Words:
    """What each figure is to a test: `proportion`, `rate`, or `none` where no counts of children stand behind it."""
    return np.array(
        [
            (PROPORTION if indicator.unit == "%" else RATE) if indicator.tested and indicator.per > 1 else "none"
            for indicator in indicators
        ],
        dtype=np.str_,
    )


def _clean(values: Floats) -> Floats:
    """A difference of published decimals without the noise of binary subtraction (88 - 86.1 is 1.9)."""
    return np.round(values, 9)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
