"""The recent trend of many indicators of one authority: the last five yearly figures, where they follow one another."""

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Integers
from models.benchmark import intervals_of, kinds_of
from models.intervals import Interval, or_published
from models.trend_test import POINTS, RecentTrend, recent_trends


def trends_of(snapshot: Snapshot, area: Area, which: Integers, columns: Integers) -> RecentTrend:
    """The trend of each indicator (k,) up to the period at its column, -1 for none.

    A year that was not published is a gap, and so is a span of several years, which overlaps the one before.
    """
    steps = [_last_columns(snapshot, int(index), int(column)) for index, column in zip(which, columns, strict=True)]
    places = np.array(steps, dtype=np.int64).reshape(len(steps), POINTS)
    indicators = [snapshot.indicators.all[index] for index in which]
    at = snapshot.area_position[area.code]
    values = snapshot.values_of(which[:, None], places, at)
    counted = [snapshot.counts(which, places[:, step], at) for step in range(POINTS)]
    numerators, denominators = (np.stack([counts[part] for counts in counted], axis=1) for part in (0, 1))
    intervals = [
        or_published(
            intervals_of(indicators, numerators[:, step], denominators[:, step]),
            *snapshot.limits(which, places[:, step], at),
        )
        for step in range(POINTS)
    ]
    interval = Interval(
        *(np.stack([getattr(one, name) for one in intervals], axis=1) for name in ("low", "high", "method"))
    )
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    return recent_trends(kinds_of(indicators), values, interval, numerators, denominators, signs)


def _last_columns(snapshot: Snapshot, index: int, column: int) -> list[int]:
    """The places of the last POINTS consecutive yearly periods, the newest last; -1 from the first that is missing."""
    periods = snapshot.periods[index]
    found = [-1] * POINTS
    if column < 0 or periods[column].years > 1:
        return found
    found[-1] = column
    for step in range(POINTS - 2, -1, -1):
        wanted = periods[column].previous()
        # Nearly always the one right before; only spans of several years come between.
        column = next((place for place in range(column - 1, -1, -1) if periods[place] == wanted), -1)
        if column < 0:
            break
        found[step] = column
    return found
