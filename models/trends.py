"""The recent trend of many indicators of one authority: the last five yearly figures, where they follow one another."""

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Floats, Integers
from models.consecutive import last_columns
from models.field import Field
from models.intervals import Interval, limits_for
from models.traits import Traits, traits_of
from models.trend_test import RecentTrend, recent_trends


def trends_of(snapshot: Snapshot, area: Area, which: Integers, columns: Integers) -> RecentTrend:
    """The trend of each indicator (k,) up to the period at its column, -1 for none.

    A year that was not published is a gap, and so is a span of several years, which overlaps the one before.
    """
    at, last = np.array(snapshot.area_position[area.code]), last_columns(snapshot, which, columns)
    return _trends(snapshot, at, which, last, traits_of(snapshot).of(which))


def trends_in(field: Field, area: Area) -> RecentTrend:
    """The trend of an authority in each of a field's indicators."""
    at = np.array(field.snapshot.area_position[area.code])
    return _trends(field.snapshot, at, field.slice.which, field.last_columns, field.traits)


def trends_at(field: Field, rows: Integers, places: Integers) -> RecentTrend:
    """The trends of areas, each at its place on the axis in the indicator at its row of a field (both n,)."""
    return _trends(field.snapshot, places, field.slice.which[rows], field.last_columns[rows], field.traits.of(rows))


def _trends(snapshot: Snapshot, areas: Integers, which: Integers, columns: Integers, traits: Traits) -> RecentTrend:
    """The trend of each indicator over its periods at `columns` (k, POINTS), of one area or each of its own (k,)."""
    members, member = np.unique(areas, return_inverse=True)
    each, column = np.repeat(which, columns.shape[1]), columns.ravel()
    own = np.arange(len(each)), np.repeat(np.broadcast_to(member, len(which)), columns.shape[1])

    def of_periods(figures: tuple[Floats, Floats]) -> tuple[Floats, ...]:
        return tuple(array[own].reshape(columns.shape) for array in figures)

    values = snapshot.values_of(which[:, None], columns, areas[..., None])
    numerators, denominators = of_periods(snapshot.counts(each, column, members))
    computed = limits_for(traits.kinds[:, None], numerators, denominators, traits.per[:, None])
    published = of_periods(snapshot.limits(each, column, members))
    given = ~np.isnan(published[0]) & ~np.isnan(published[1])
    low, high = (np.where(given, own, limit) for own, limit in zip(published, computed, strict=True))
    interval = Interval(low, high, np.full(low.shape, ""))
    return recent_trends(traits.kinds, values, interval, numerators, denominators, traits.signs)
