"""A row of a monthly return as figures: what each month states, and what its counts come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.periods import Period, PeriodKind
from data.returns.cells import Cell, CellKind
from data.returns.content import Figure, Return, Series
from data.returns.months import month_of
from models.arrays import Floats
from models.checking.rounding import Fit, fit

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class MonthFigure:
    """One month of a row, in the row's unit. `value` is None where there is no figure, and then the cell says why.

    Where a percentage or a rate stands with its counts `value` is what they come to, and `stated` what was typed, with
    so many `decimals`.
    """

    period: Period
    line: int
    heading: str
    cell: Cell
    value: float | None
    stated: float | None
    decimals: int

    @property
    def is_counted(self) -> bool:
        """Whether the value comes from a numerator and a denominator."""
        return self.value is not None and self.cell.has_counts

    @property
    def counts_say_otherwise(self) -> bool:
        """Whether what was typed is not what the counts round to."""
        if not self.is_counted or self.value is None or self.stated is None:
            return False
        return fit(self.stated, self.value, self.decimals) is not Fit.ROUNDED


def unit_of(series: Series) -> str:
    """The unit of a row: its measure's, else what its cells show."""
    if series.measure is not None:
        return series.measure.unit
    kinds = {figure.cell.kind for figure in series.own}
    if kinds & {CellKind.PERCENTAGE, CellKind.COUNTS}:
        return "%"
    typed = [figure.cell.unit for figure in series.own if figure.cell.unit]
    return typed[0] if typed else "number"


def per_of(series: Series) -> int:
    """What a share or a rate of the row is multiplied by: 100 for a percentage."""
    if series.measure is not None:
        return series.measure.per
    return 100 if unit_of(series) == "%" else 1


def month_figures(series: Series) -> Mapping[Period, MonthFigure]:
    """The months that a row has a cell for, in order of time; where a month stands twice, the first with a figure."""
    found: dict[Period, MonthFigure] = {}
    for figure in series.own:
        period = figure.period
        if period is None or period.kind is not PeriodKind.MONTH or figure.cell.kind is CellKind.EMPTY:
            continue
        if period not in found or found[period].value is None:
            found[period] = _month_figure(series, figure, period)
    return dict(sorted(found.items()))


def monthly(found: Return) -> tuple[Series, ...]:
    """The rows with months across, in the order of the file.

    Months count as such where two of a table follow one another, or one is all that the return speaks of: `1 September
    2022` beside `1 September 2023` is a day a year.
    """
    months: dict[int, set[Period]] = {}
    for series in found.series:
        months.setdefault(series.table, set()).update(month_figures(series))
    spoken_of = {figure.period for series in found.series for figure in series.own if figure.period is not None}
    tables = {
        table
        for table, known in months.items()
        if any(month.previous() in known for month in known) or (len(known) == 1 and known == spoken_of)
    }
    return tuple(series for series in found.series if series.table in tables and _has_months(series))


def _has_months(series: Series) -> bool:
    return any(figure.period is not None and figure.period.kind is PeriodKind.MONTH for figure in series.own)


def months_of(rows: Iterable[Series]) -> tuple[Period, ...]:
    """The months in which any of some rows has a figure, the newest first."""
    months = {period for series in rows for period, month in month_figures(series).items() if month.value is not None}
    return tuple(sorted(months, reverse=True))


def unbroken(first: Period, last: Period) -> tuple[Period, ...]:
    """Every month from one to another, both of them included."""
    begin, end = (period.end.year * MONTHS_IN_YEAR + period.end.month - 1 for period in (first, last))
    return tuple(month_of(at // MONTHS_IN_YEAR, at % MONTHS_IN_YEAR + 1) for at in range(begin, end + 1))


def values_over(figures: Mapping[Period, MonthFigure], axis: Sequence[Period]) -> Floats:
    """The values (t,) over some months, NaN where there is none."""
    return _over(axis, {period: found.value for period, found in figures.items()})


def counts_over(figures: Mapping[Period, MonthFigure], axis: Sequence[Period]) -> tuple[Floats, Floats]:
    """Numerators and denominators (t,) over some months, NaN where they are not given."""
    return (
        _over(axis, {period: found.cell.numerator for period, found in figures.items()}),
        _over(axis, {period: found.cell.denominator for period, found in figures.items()}),
    )


def _over(axis: Sequence[Period], known: Mapping[Period, float | None]) -> Floats:
    values = [known.get(period) for period in axis]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _month_figure(series: Series, figure: Figure, period: Period) -> MonthFigure:
    cell, per = figure.cell, per_of(series)
    stated, decimals = stated_in(cell, unit_of(series))
    value = stated
    if cell.numerator is not None and cell.denominator is not None:
        if per > 1:
            value = cell.numerator / cell.denominator * per if cell.denominator > 0 else None
        elif value is None:
            value = cell.numerator
    return MonthFigure(period, figure.line, figure.heading, cell, value, stated, decimals)


def stated_in(cell: Cell, unit: str) -> tuple[float | None, int]:
    """What a cell states in a unit, and with how many decimals: of `18 (15.8%)` a percentage is the second part."""
    if unit == "%" and cell.share is not None:
        return cell.share, cell.share_decimals
    return cell.value, cell.decimals
