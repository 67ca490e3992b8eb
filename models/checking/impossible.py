"""Figures that cannot be: shares above 100%, negative counts, a part larger than its whole."""

from collections.abc import Iterator

from data.periods import Period
from data.returns.cells import CellKind
from data.returns.content import Figure, Return, Series
from data.returns.measures import Measure
from data.returns.targets import TargetKind
from models.checking.findings import Finding, Kind, Severity, finding_at, number
from models.checking.lookup import own_values, series_of

# Shares that may rightly exceed 100%, because the top line is not a part of the bottom one.
OVER_ALL = ("turnover", "occupancy", "uptake", "change")


def impossible(found: Return) -> Iterator[Finding]:
    """Impossible cells, targets, and counts or shares above those that bound them."""
    for series in found.series:
        for figure in (*series.own, *series.comparators):
            yield from _cell(series, figure)
        if series.target.value is not None and series.target.value > 100 and _is_share(series):
            message = (
                f"{series.name}: a target of {series.target.text.strip()} cannot be reached. Correct the target or "
                "the name."
            )
            yield finding_at(
                series,
                None,
                Severity.ERROR,
                Kind.IMPOSSIBLE,
                message,
                "100% at most",
                stated=series.target.text.strip(),
                column=series.target_heading,
            )
        if series.measure is not None and series.target.kind is not TargetKind.WORDS:
            yield from _bounded(series, series.measure, found)


def _is_share(series: Series) -> bool:
    """Whether the row holds shares of something: percentages that cannot pass 100."""
    if any(word in series.name.casefold() for word in OVER_ALL):
        return False
    if series.measure is not None:
        return series.measure.is_percentage
    return any(figure.cell.kind is CellKind.PERCENTAGE for figure in series.own)


def _cell(series: Series, figure: Figure) -> Iterator[Finding]:
    cell, said = figure.cell, figure.cell.text.strip()
    where = f"{series.name}, {figure.heading}"
    if (
        cell.value is not None
        and cell.value > 100
        and (cell.kind is CellKind.PERCENTAGE or _is_share(series))
        and _is_share(series)
    ):
        yield finding_at(
            series,
            figure,
            Severity.ERROR,
            Kind.IMPOSSIBLE,
            f"{where}: {said} is more than 100%. Correct the figure.",
            "100% at most",
            "",
        )
    score = series.measure is not None and series.measure.unit in ("score", "percentage points")
    if (
        cell.value is not None
        and cell.value < 0
        and (series.measure is not None or cell.kind is CellKind.PERCENTAGE)
        and not score
    ):
        yield finding_at(
            series,
            figure,
            Severity.ERROR,
            Kind.IMPOSSIBLE,
            f"{where}: {said} is less than nothing. Correct the figure.",
            "0 or more",
            "",
        )
    if cell.numerator is not None and cell.denominator is not None:
        above, below = number(cell.numerator), number(cell.denominator)
        if cell.numerator > cell.denominator and _is_share(series):
            message = (
                f"{where}: {above} of {below} is more than all. The counts may be the wrong way round: check both."
            )
            yield finding_at(series, figure, Severity.ERROR, Kind.IMPOSSIBLE, message, f"at most {below}", "")
        elif min(cell.numerator, cell.denominator) < 0:
            yield finding_at(
                series,
                figure,
                Severity.ERROR,
                Kind.IMPOSSIBLE,
                f"{where}: a count in {said} is negative. Correct it.",
                "0 or more",
                "",
            )
        elif cell.denominator == 0 and cell.value not in (None, 0):
            message = f"{where}: a percentage of none. Write N/A where there were no children."
            yield finding_at(series, figure, Severity.ERROR, Kind.IMPOSSIBLE, message, "N/A", "")
    if (
        _is_count(series.measure)
        and cell.kind is CellKind.NUMBER
        and cell.value is not None
        and cell.value != int(cell.value)
        and figure in series.own
    ):
        yield finding_at(
            series,
            figure,
            Severity.ERROR,
            Kind.IMPOSSIBLE,
            f"{where}: {said} is not a whole number. Correct the figure or the name.",
            "a whole number",
            "",
        )


def _is_count(measure: Measure | None) -> bool:
    return measure is not None and measure.is_count


def _bounded(series: Series, measure: Measure, found: Return) -> Iterator[Finding]:
    """Counts above their whole, shares above one that takes them in."""
    for bound in (*((measure.part_of,) if measure.part_of else ()), *measure.at_most):
        for other in series_of(found, bound, series.breakdown):
            # Pupils of one table: shares of two tables may rest on two cohorts.
            if measure.at_most and other.table != series.table:
                continue
            yield from _above(series, other, own_values(other), series.own)
            by_area = {(figure.area, figure.period): figure for figure in other.comparators}
            for figure in series.comparators:
                limit = by_area.get((figure.area, figure.period))
                if measure.at_most and figure.period and limit is not None and limit.cell.value is not None:
                    yield from _above(series, other, {figure.period: limit}, (figure,))
            break


def _above(
    series: Series, other: Series, limits: dict[Period, Figure], figures: tuple[Figure, ...]
) -> Iterator[Finding]:
    for figure in figures:
        limit = limits.get(figure.period) if figure.period else None
        if limit is None or figure.cell.value is None or limit.cell.value is None:
            continue
        if figure.cell.value > limit.cell.value + 1e-9:
            message = (
                f"{series.name}, {figure.heading}: {figure.cell.text.strip()} is more than {other.name} (row "
                f"{limit.line}), which takes it in and is {limit.cell.text.strip()}. One of the two is wrong: check "
                "both."
            )
            yield finding_at(
                series,
                figure,
                Severity.ERROR,
                Kind.PARTS,
                message,
                f"at most {limit.cell.text.strip()}",
                f"row {limit.line} of this file",
            )
