"""A year's total as a trajectory: what the months since April come to, beside a straight path from nothing."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.errors import PortalError
from data.periods import Period
from data.returns.months import financial_year, month_of
from models.arrays import Floats
from models.control_charts import Projection, project_cumulative, project_total
from models.control_charts.projection import MONTHS_IN_YEAR
from models.scorecard.figures import unbroken
from models.scorecard.targets import YEARLY_FROM
from models.trajectories.chance import Chance, chance_by_projection
from models.trajectories.figures import PERCENTAGE, DatedFigure, DatedFigures, DatedTarget, Measures, is_at_least
from models.trajectories.status import Standpoint, Status, Sureness

APRIL, MARCH = 4, 3


@dataclass(frozen=True)
class YearSoFar:
    """The months of a financial year: `axis` up to the newest, `single` as stated, and what they come to by each."""

    axis: tuple[Period, ...]
    stated: Floats
    is_to_date: bool
    points: tuple[DatedFigure, ...]

    def projected(self, confidence: float) -> Projection:
        """The year's end at a confidence."""
        if self.is_to_date:
            return project_cumulative(self.stated, confidence=confidence)
        return project_total(self.stated, confidence=confidence)


def is_of_a_year(target: DatedTarget, figures: DatedFigures) -> bool:
    """Whether a target is a year's total: the figures add up, and no month alone comes near it (`YEARLY_FROM`)."""
    if figures.measures is Measures.TO_DATE:
        return figures.unit != PERCENTAGE
    largest = max((point.value or 0.0 for point in figures.known), default=0.0)
    return figures.measures is Measures.TOTAL and target.value >= YEARLY_FROM * largest > 0


def year_target(target: DatedTarget) -> DatedTarget:
    """The same target as a year's: from nothing on the 31 March before to its value on the 31 March after."""
    year = _year_of(target.by)
    return replace(target, baseline=0.0, since=date(year, MARCH, 31), by=date(year + 1, MARCH, 31), adds_up=True)


def year_so_far(target: DatedTarget, figures: DatedFigures) -> YearSoFar | None:
    """The months of the target's year that are known; None where none is."""
    year = _year_of(target.by)
    found = {point.period: point for point in figures.known if financial_year(point.period) == year}
    if not found:
        return None
    axis = unbroken(month_of(year, APRIL), max(found))
    stated = np.array([found[month].value if month in found else np.nan for month in axis], dtype=np.float64)
    is_to_date = figures.measures is Measures.TO_DATE
    sums = stated if is_to_date else np.nancumsum(stated)
    points = tuple(
        DatedFigure(month, float(total)) for month, total in zip(axis, sums, strict=True) if not np.isnan(total)
    )
    return YearSoFar(axis, stated, is_to_date, points)


def year_standpoint(target: DatedTarget, found: YearSoFar | None, on: date) -> Standpoint:
    """Where the year to date stands. A total only grows: once it is past a limit it stays there.

    Achieved once a total that is to be reached is reached, and at the year's end where it is to stay below; missed
    once it is past that, or the year has ended short of it.
    """
    if not target.sign:
        why = "neither a higher nor a lower figure is better, and the target does not say which side is wanted"
        return Standpoint(Status.NOT_COMPARABLE, Sureness.NOT_TESTED, why=why)
    if found is None:
        why = f"no month of the year to 31 March {target.by.year} is known"
        return Standpoint(Status.NOT_STARTED, Sureness.NOT_TESTED, why=why)
    newest = found.points[-1]
    value, path = newest.value or 0.0, target.path_at(newest.end)
    has_ended, is_at = newest.end >= target.by, target.is_reached_by(value)
    if is_at and (target.sign > 0 or has_ended):
        status = Status.ACHIEVED
    elif has_ended or (target.sign < 0 and not is_at):
        status = Status.MISSED
    elif on > target.by:
        status = Status.AWAITED
    else:
        status = Status.ON_TRACK if is_at_least(value, path, target.sign) else Status.BEHIND
    reached = newest.period if status is Status.ACHIEVED else None
    return Standpoint(status, Sureness.NOT_TESTED, newest, path, reached=reached)


def year_chance(target: DatedTarget, found: YearSoFar | None, stands: Standpoint) -> Chance:
    """The chance that the year ends at the target, by the projection of its months (`control_charts/projection.py`)."""
    if found is None or stands.newest is None:
        return Chance(why=stands.why)
    if stands.status in (Status.ACHIEVED, Status.MISSED):
        return Chance(
            why="the year's total is past the target already"
            if len(found.axis) < MONTHS_IN_YEAR
            else "the year has ended"
        )
    known = int(np.count_nonzero(~np.isnan(found.stated)))
    try:
        return chance_by_projection(found.projected, target, target.by, known)
    except PortalError as error:
        return Chance(why=str(error).rstrip("."), changes=known)


def _year_of(day: date) -> int:
    """The calendar year in which the financial year of a day begins."""
    return day.year if day.month >= APRIL else day.year - 1
