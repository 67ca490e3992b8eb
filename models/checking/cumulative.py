"""Figures that run up from April: they never fall, begin again each April, and are not mixed with monthly ones."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from data.periods import PeriodKind
from data.returns.content import Figure, Return, Series
from data.returns.measures import Kind as MeasureKind
from data.returns.months import financial_year
from models.checking.findings import Finding, Kind, Severity, finding_at
from models.checking.lookup import own_values

APRIL = 4
LEAST_MONTHS = 6
"""Of one year, before a series of monthly counts is said to look like one that runs up."""
RUN_UP = 4
"""How many times the first month the last one is, at least, where months run up."""


def cumulative(found: Return) -> Iterator[Finding]:
    """Cumulative rows that fall or do not begin again; monthly counts that look cumulative."""
    for series in found.series:
        if series.measure is None:
            continue
        months = sorted(
            (
                figure
                for figure in own_values(series).values()
                if figure.period and figure.period.kind is PeriodKind.MONTH
            ),
            key=_end,
        )
        if series.measure.kind is MeasureKind.CUMULATIVE:
            yield from _runs_up(series, months)
        elif series.measure.kind is MeasureKind.IN_PERIOD and series.measure.is_count:
            yield from _looks_cumulative(series, months)


def _end(figure: Figure) -> tuple[int, int]:
    return (figure.period.end.year, figure.period.end.month) if figure.period else (0, 0)


def _value(figure: Figure) -> float:
    return figure.cell.value or 0.0


def _runs_up(series: Series, months: Sequence[Figure]) -> Iterator[Finding]:
    for before, after in pairwise(months):
        if before.period is None or after.period is None:
            continue
        same_year = financial_year(before.period) == financial_year(after.period)
        stated = f"{after.cell.text.strip()} after {before.cell.text.strip()} in {before.heading}"
        if same_year and _value(after) < _value(before):
            message = (
                f"{series.name}, {after.heading}: {stated}. It counts from April and cannot fall. Correct one of the "
                "two, or say that earlier months were revised."
            )
            yield finding_at(
                series, after, Severity.ERROR, Kind.CUMULATIVE, message, f"{before.cell.text.strip()} or more"
            )
        elif not same_year and after.period.end.month == APRIL and _value(after) >= _value(before) > 0:
            message = (
                f"{series.name}, {after.heading}: {stated}. It counts from April and should have begun again. Give "
                "April alone, or say from when it counts."
            )
            yield finding_at(
                series, after, Severity.WARNING, Kind.CUMULATIVE, message, f"less than {before.cell.text.strip()}"
            )


def _looks_cumulative(series: Series, months: Sequence[Figure]) -> Iterator[Finding]:
    years: dict[int, list[Figure]] = defaultdict(list)
    for figure in months:
        if figure.period is not None:
            years[financial_year(figure.period)].append(figure)
    for figures in years.values():
        values = [_value(figure) for figure in figures]
        rising = all(one < two for one, two in pairwise(values))
        if len(values) >= LEAST_MONTHS and rising and values[0] > 0 and values[-1] >= RUN_UP * values[0]:
            message = (
                f"{series.name}: {figures[0].cell.text.strip()} in {figures[0].heading} rises each month to "
                f"{figures[-1].cell.text.strip()} in {figures[-1].heading}, as a figure that counts from April does. "
                "Give each month's own count, or name it cumulative."
            )
            yield finding_at(series, figures[-1], Severity.WARNING, Kind.CUMULATIVE, message, "each month's own count")
            return
