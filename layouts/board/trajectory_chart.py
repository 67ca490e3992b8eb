"""A trajectory as a chart with its finding, its table and its picture."""

from datetime import date

from data.indicators import Indicator
from data.periods import PARTS_OF_A_YEAR, Period, PeriodKind, year_ending
from data.returns.months import month_of
from layouts import numbers
from layouts.board import trajectory_words as words
from layouts.charts.control import month_label
from layouts.charts.frame import Figure
from layouts.charts.trajectory import Ahead, Aim, Dot, trajectory_chart
from layouts.charts.trend import short_label
from layouts.phrases import what
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table
from models.trajectories import DatedFigure, Step, Trajectory

# Figures before the baseline that are drawn with those since: enough to see what the run rate is made of.
MOST_DRAWN = 24
NO_FIGURE = "no figure"


def finding(indicator: Indicator, name: str, found: Trajectory) -> str:
    """The title of the chart, a sentence without its stop: who, and how it stands to the path."""
    return f"{name}: {words.where(indicator, found)}"


def subtitle(indicator: Indicator, found: Trajectory) -> str:
    """What, unit, from when to when, and what the lines are."""
    target = found.target
    way = f"from {words.as_set(indicator, target.baseline)} in {words.by(target.since)}"
    lines = ", dots the present run rate with its 95% limits" if found.chance.course else ""
    aim = f"target {words.as_set(indicator, target.value)} by {words.by(target.by)}"
    return f"{what(indicator)}; {aim}, {way}; dashes are the path{lines}"


def picture(indicator: Indicator, name: str, found: Trajectory) -> Figure:
    """The figures so far, the path, and where the present run rate leads."""
    target, drawn = found.target, _drawn(found)
    dots = [
        Dot(point.end, point.value, under_axis(point.period), f"{point.period.label}: {_said(indicator, point.value)}")
        for point in drawn
    ]
    due = words.as_set(indicator, target.value)
    aim = Aim(
        since=target.since,
        baseline=target.path_at(target.since),
        by=target.by,
        value=target.value,
        words=f"target {due}",
        told=f"Target {due} by {words.by(target.by)}",
    )
    ahead = [_ahead(indicator, found, step) for step in found.chance.course]
    led = f"run rate {words.between(indicator, found.chance.course[-1].middle)}" if ahead else ""
    return trajectory_chart(indicator.unit, name, dots, aim, ahead, led)


def table(indicator: Indicator, name: str, found: Trajectory) -> Table:
    """Every figure that is drawn, with its counts and the path on its day, then the run rate with its limits."""
    has_counts = any(point.is_counted for point in _drawn(found))
    counts = (Column("Numerator", True), Column("Denominator", True)) if has_counts else ()
    columns = (
        Column("Period"),
        Column(f"{name} ({indicator.unit})", True),
        *counts,
        Column("Path", True),
        Column("At the run rate", True),
        Column("95% limits"),
    )
    rows = [_row(indicator, found, point, has_counts) for point in _drawn(found)]
    rows += [_row_ahead(indicator, found, step, has_counts) for step in found.chance.course]
    caption = f"{indicator.title}: {name}, its path to {words.as_set(indicator, found.target.value)} and its run rate"
    return Table(caption, columns, tuple(rows))


def under_axis(period: Period) -> str:
    """A period under the axis."""
    return month_label(period) if period.kind is PeriodKind.MONTH else short_label(period)


def _drawn(found: Trajectory) -> tuple[DatedFigure, ...]:
    return found.figures.points[-MOST_DRAWN:]


def _row(indicator: Indicator, found: Trajectory, point: DatedFigure, has_counts: bool) -> tuple[Cell, ...]:
    figure = NO_FIGURE if point.value is None else in_table(indicator, point.value)
    counts = [_count(point.numerator), _count(point.denominator)] if has_counts else []
    return (point.period.label, figure, *counts, _path(indicator, found, point.end), "", "")


def _row_ahead(indicator: Indicator, found: Trajectory, step: Step, has_counts: bool) -> tuple[Cell, ...]:
    low, high = (words.between(indicator, limit) for limit in (step.low, step.high))
    middle = average_in_table(indicator, step.middle)
    blank = ["", ""] if has_counts else []
    label = _period(found, step.day).label
    return (f"{label}, ahead", "", *blank, _path(indicator, found, step.day), middle, f"{low} to {high}")


def _path(indicator: Indicator, found: Trajectory, day: date) -> Cell:
    """The path on a day, from the baseline's on."""
    return average_in_table(indicator, found.target.path_at(day)) if day >= found.target.since else ""


def _count(value: float | None) -> Number | str:
    return NO_FIGURE if value is None else count_in_table(value)


def _ahead(indicator: Indicator, found: Trajectory, step: Step) -> Ahead:
    period = _period(found, step.day)
    limits = f"{words.between(indicator, step.low)} to {words.between(indicator, step.high)}"
    told = f"{period.label} at the run rate: {words.between(indicator, step.middle)} ({limits} at 95%)"
    return Ahead(step.day, step.middle, step.low, step.high, under_axis(period), told)


def _period(found: Trajectory, day: date) -> Period:
    """The period that a day ahead ends: one of the figures' own kind."""
    newest = found.figures.points[-1].period
    if newest.kind is PeriodKind.MONTH or found.figures.months_apart == 1:
        return month_of(day.year, day.month)
    if newest.kind is PeriodKind.QUARTER:
        return Period(newest.kind, month_of(day.year, day.month - 2).start, day)
    if newest.kind in PARTS_OF_A_YEAR:
        return Period(newest.kind, newest.start + (day - newest.end), day)
    return year_ending(newest.kind, day.year, newest.years)


def _said(indicator: Indicator, value: float | None) -> str:
    return NO_FIGURE if value is None else numbers.figure(indicator, value)
