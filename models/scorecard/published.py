"""The published figures that stand beside a local measure: the last of before its month, and the newest."""

from dataclasses import dataclass

from data.authorities import Area
from data.periods import Period
from data.returns.measures import Measure
from data.store import Snapshot
from models.benchmark import Benchmark, Group, benchmark

NOBODY = Group("", "nobody", ())


@dataclass(frozen=True)
class PublishedFigures:
    """`then` is the last published period that had ended by the month shown, None for none; `newest` the newest of all.

    They are of whole years or of one day in a year, as the indicator has them, and never of a month.
    """

    then: Benchmark | None
    newest: Benchmark

    @property
    def shown(self) -> Benchmark:
        """The one that stands beside the month."""
        return self.then or self.newest


def published_figures(
    measure: Measure | None, snapshot: Snapshot, area: Area, group: Group | None, month: Period | None
) -> PublishedFigures | None:
    """The figures of the indicator that a measure is linked to; None where it is linked to none, or none are published.

    `group` None: nobody to average. `month` None: the newest only.
    """
    if measure is None or not measure.published or measure.published not in snapshot.position:
        return None
    at = snapshot.position[measure.published]
    indicator, periods = snapshot.indicators.all[at], snapshot.periods[at]
    if not periods or snapshot.latest_columns[at] < 0:
        return None

    def beside(period: Period) -> Benchmark:
        return benchmark(snapshot, indicator, area, group or NOBODY, period)

    newest = beside(periods[int(snapshot.latest_columns[at])])
    ended = [period for period in periods if month is not None and period.end <= month.end]
    return PublishedFigures(beside(max(ended)) if ended else None, newest)


def published_in(
    measure: Measure | None, snapshot: Snapshot, area: Area, group: Group | None, year: int
) -> Benchmark | None:
    """The same for the indicator's period that ends in a year; None where it has none."""
    if measure is None or not measure.published or measure.published not in snapshot.position:
        return None
    at = snapshot.position[measure.published]
    ends = [period for period in snapshot.periods[at] if period.year == year and period.years == 1]
    return benchmark(snapshot, snapshot.indicators.all[at], area, group or NOBODY, ends[0]) if ends else None
