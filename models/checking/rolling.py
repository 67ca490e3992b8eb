"""Rolling years and counts since April against the months they add up, where all of those stand in the return."""

from collections.abc import Iterator, Mapping

from data.periods import Period, PeriodKind
from data.returns.cells import CellKind
from data.returns.content import Figure, Return, Series
from data.returns.measures import Kind as MeasureKind
from data.returns.months import month_of
from models.checking.findings import Finding, Kind, Severity, finding_at, number
from models.checking.lookup import series_of

APRIL, MONTHS_OF_A_YEAR = 4, 12


def rolling(found: Return) -> Iterator[Finding]:
    """Every row named as a measure over twelve months, or since April, whose months the return gives too."""
    for series in found.series:
        measure = series.measure
        if measure is None or not measure.sums:
            continue
        rows = series_of(found, measure.sums, series.breakdown)
        if not rows:
            continue
        months = {figure.period: figure for figure in reversed(rows[0].own) if figure.period is not None}
        for figure in series.own:
            if figure.period is not None and figure.period.kind is PeriodKind.MONTH:
                within = _within(figure.period, measure.kind)
                yield from _against(series, figure, rows[0], [months.get(month) for month in within])


def _within(period: Period, kind: MeasureKind) -> list[Period]:
    """The months that a figure of this month adds up, the oldest first."""
    since_april = (period.end.month - APRIL) % MONTHS_OF_A_YEAR + 1
    count = MONTHS_OF_A_YEAR if kind is MeasureKind.ROLLING else since_april
    last = period.end.year * MONTHS_OF_A_YEAR + period.end.month - 1
    return [month_of(at // MONTHS_OF_A_YEAR, at % MONTHS_OF_A_YEAR + 1) for at in range(last - count + 1, last + 1)]


def _against(series: Series, figure: Figure, row: Series, months: list[Figure | None]) -> Iterator[Finding]:
    if any(month is None for month in months):
        return
    known = [_counts(month) for month in months if month is not None]
    for name, stated in _counts(figure).items():
        parts = [counts[name] for counts in known if name in counts]
        if len(parts) != len(months) or sum(parts) == stated:
            continue
        expected = number(sum(parts))
        whose = "" if name == "value" else f"the {name}s of "
        message = (
            f"{series.name}, {figure.heading}: {number(stated)} is given, and {whose}the {len(parts)} months to it "
            f"(row {row.line}) add to {expected}. Check the months; if they stand, print {expected}."
        )
        source = f"row {row.line} of this file"
        yield finding_at(series, figure, Severity.ERROR, Kind.TOTAL, message, expected, source)


def _counts(figure: Figure) -> Mapping[str, float]:
    """The numbers of a figure that can be added up: a count, or numerator and denominator."""
    cell = figure.cell
    if cell.numerator is not None and cell.denominator is not None:
        return {"numerator": cell.numerator, "denominator": cell.denominator}
    whole = cell.value is not None and not cell.decimals and cell.kind is CellKind.NUMBER
    return {"value": cell.value} if whole and cell.value is not None else {}
