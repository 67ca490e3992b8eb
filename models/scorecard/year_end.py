"""Where the year ends if the months to come are like those behind: by the kind of measure, and against its target."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.errors import PortalError
from data.periods import Period
from data.returns.measures import Kind, Measure
from data.returns.months import financial_year, month_of
from data.returns.targets import TargetKind
from models.control_charts import Projection, project_cumulative, project_mean, project_share, project_total
from models.scorecard.figures import MONTHS_IN_YEAR, MonthFigure, counts_over, unbroken, values_over
from models.scorecard.signals import APRIL
from models.scorecard.targets import Judged, Verdict, is_met

MARCH = 3


class Made(StrEnum):
    """What a projection is of."""

    TOTAL = "the year's total"
    SHARE = "the year's share, all months pooled"
    MEAN = "the average of the year's months"
    TO_DATE = "the year to date at its end"


class Outlook(StrEnum):
    """Where a projection leaves a target: reached or missed by the whole interval, or open."""

    REACHED = "on course"
    MISSED = "out of reach"
    OPEN = "open"
    NEITHER = "not comparable"


@dataclass(frozen=True)
class YearEnd:
    """A projection of the months from `first` to `last`; `outlook` is None without a target to hold it against."""

    first: Period
    last: Period
    made: Made
    projection: Projection
    outlook: Outlook | None = None

    @property
    def is_final(self) -> bool:
        """Whether every month is known, so that nothing is projected."""
        return not self.projection.remaining


def year_end(
    figures: Mapping[Period, MonthFigure], measure: Measure | None, unit: str, per: int, month: Period, target: Judged
) -> YearEnd | None:
    """The financial year of a month projected to 31 March; None for what no year adds up, and where nothing is known.

    Counts on a day, figures for the last twelve months and measures that nobody has defined are not projected.
    """
    if measure is None or measure.kind in (Kind.SNAPSHOT, Kind.ROLLING):
        return None
    year = financial_year(month)
    axis = unbroken(month_of(year, APRIL), month)
    found = _projected(figures, measure, unit, per, axis)
    if found is None:
        return None
    made, projection = found
    return YearEnd(axis[0], month_of(year + 1, MARCH), made, projection, _outlook(target, made, projection))


def twelve_months(figures: Mapping[Period, MonthFigure], measure: Measure | None, month: Period) -> YearEnd | None:
    """All months that a count is known for, run on to twelve where there are fewer, and the last twelve where not.

    None where the year from April says the same, and for what is no count of a month.
    """
    if measure is None or measure.kind is not Kind.IN_PERIOD or not measure.is_count:
        return None
    known = [period for period, found in figures.items() if found.value is not None and not month < period]
    if not known:
        return None
    axis = unbroken(known[0], month)[-MONTHS_IN_YEAR:]
    if axis[0].end.month == APRIL:
        return None
    values = values_over(figures, axis)
    if np.isnan(values).all() or (values < 0).any():
        return None
    after = axis[0].end.year + 1, axis[0].end.month
    return YearEnd(axis[0], month_of(*after).previous(), Made.TOTAL, project_total(values))


def _projected(
    figures: Mapping[Period, MonthFigure], measure: Measure, unit: str, per: int, axis: tuple[Period, ...]
) -> tuple[Made, Projection] | None:
    values = values_over(figures, axis)
    if np.isnan(values).all():
        return None
    if measure.kind is Kind.CUMULATIVE:
        try:
            return Made.TO_DATE, project_cumulative(values, counts=measure.is_count)
        except PortalError:
            return None
    if unit == "%" or per > 1:
        numerator, denominator = counts_over(figures, axis)
        bare = np.isnan(numerator / np.where(denominator > 0, denominator, np.nan)) & ~np.isnan(values)
        if unit == "%" and not bare.any():
            return Made.SHARE, project_share(numerator, denominator, per=float(per))
        possible = (0.0, 100.0) if unit == "%" else (0.0, np.inf)
        return Made.MEAN, project_mean(values, possible=possible)
    if measure.is_count:
        return None if (values < 0).any() else (Made.TOTAL, project_total(values))
    return Made.MEAN, project_mean(values)


def _outlook(target: Judged, made: Made, projection: Projection) -> Outlook | None:
    """A target beside the whole interval; None where there is none, or where it is one of months and not of a total."""
    if target.target.value is None or (made is Made.TOTAL and target.verdict is not Verdict.FOR_THE_YEAR):
        return None
    if not target.sign and target.target.kind is not TargetKind.RANGE:
        return Outlook.NEITHER
    ends = [projection.low, projection.high]
    if any(math.isnan(end) for end in ends):
        if projection.remaining:
            return Outlook.OPEN
        ends = [projection.expected]
    met = [is_met(target.target, target.sign, end) for end in ends]
    return Outlook.REACHED if all(met) else Outlook.OPEN if any(met) else Outlook.MISSED
