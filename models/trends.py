"""The recent trend of many indicators, of one authority or of all: the last five yearly figures, if they follow on."""

from collections.abc import Sequence

import numpy as np

from data.authorities import Area
from data.cube import COUNTS, LIMITS
from data.store import Snapshot
from models.arrays import Codes, Floats, Integers
from models.consecutive import last_columns
from models.intervals import Interval, limits_for
from models.traits import Traits, traits_of
from models.trend_test import POINTS, RecentTrend, recent_trends


def trends_of(snapshot: Snapshot, area: Area, which: Integers, columns: Integers) -> RecentTrend:
    """The trend of each indicator (k,) up to the period at its column, -1 for none.

    A year that was not published is a gap, and so is a span of several years, which overlaps the one before.
    """
    last, place = last_columns(snapshot, which, columns), snapshot.area_position[area.code]
    return _trends(snapshot, which, last, traits_of(snapshot).of(which), [place])


def trend_codes(snapshot: Snapshot, which: Integers, last: Integers, traits: Traits) -> Codes:
    """The codes of the trends (k, areas) of all areas; `last` (k, POINTS) are consecutive yearly periods."""
    tested = snapshot.shelves[COUNTS].has[which] | snapshot.shelves[LIMITS].has[which]
    rows = np.flatnonzero(tested & (last >= 0).all(axis=1))
    places = range(len(snapshot.areas))
    found = np.zeros((len(which), len(places)), dtype=np.int8)  # 0 is what cannot be calculated
    found[rows] = _trends(snapshot, which[rows], last[rows], traits.of(rows), places).code.reshape(
        len(rows), len(places)
    )
    return found


def _trends(
    snapshot: Snapshot, which: Integers, columns: Integers, traits: Traits, places: Sequence[int]
) -> RecentTrend:
    """The trends (k x m,) of areas at m places in k indicators over their periods at `columns` (k, POINTS)."""
    each, column, areas = np.repeat(which, POINTS), columns.ravel(), np.array(places)

    def in_time(figures: Floats) -> Floats:
        """Figures (k x POINTS, m) as (k x m, POINTS)."""
        return figures.reshape(len(which), POINTS, len(areas)).swapaxes(1, 2).reshape(len(which) * len(areas), POINTS)

    def of_each(trait: np.ndarray) -> np.ndarray:
        return np.repeat(trait, len(areas))

    values = in_time(snapshot.values_of(each[:, None], column[:, None], areas))
    numerators, denominators = (in_time(one) for one in snapshot.counts(each, column, areas))
    kinds = of_each(traits.kinds)
    computed = limits_for(kinds[:, None], numerators, denominators, of_each(traits.per)[:, None])
    published = [in_time(one) for one in snapshot.limits(each, column, areas)]
    given = ~np.isnan(published[0]) & ~np.isnan(published[1])
    low, high = (np.where(given, own, limit) for own, limit in zip(published, computed, strict=True))
    interval = Interval(low, high, np.full(low.shape, ""))
    return recent_trends(kinds, values, interval, numerators, denominators, of_each(traits.signs))
