"""Percentages against their counts: rounded right, cut off, or wrong."""

from collections.abc import Iterator

from data.returns.cells import CellKind
from data.returns.content import Figure, Layout, Return, Series, Table
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.rounding import Fit, fit, is_half_cut, is_half_even, rounded

COUNTS = "its own counts"


def percentages_and_counts(found: Return) -> Iterator[Finding]:
    """Every percentage that was typed with a numerator and a denominator, own or a comparator's."""
    every = [(series, figure) for series in found.series for figure in (*series.own, *series.comparators)]
    fits = [_fit(series, figure) for series, figure in every]
    # Who cuts off elsewhere cuts off halves too; else a half may have been rounded to the even figure.
    cuts = Fit.TRUNCATED in fits
    for (series, figure), how in zip(every, fits, strict=True):
        if how is Fit.ROUNDED and _is_cut_half(series, figure, cuts):
            how = Fit.TRUNCATED
        if how is not Fit.ROUNDED:
            yield _of_figure(series, figure, how)
    for table in found.tables:
        if table.layout is Layout.CATEGORIES:
            yield from _of_cells(table)


def exact_percentage(figure: Figure) -> float | None:
    """100 times numerator over denominator, where both were typed and the division means something."""
    cell = figure.cell
    if cell.numerator is None or not cell.denominator:
        return None
    return 100 * cell.numerator / cell.denominator


def stated_percentage(series: Series, figure: Figure) -> float | None:
    """The percentage that a cell states: with its sign, or as a bare number in a row of percentages with counts."""
    cell = figure.cell
    if cell.value is None or (
        cell.kind is not CellKind.PERCENTAGE and not (series.measure and series.measure.is_percentage)
    ):
        return None
    return cell.value


def _fit(series: Series, figure: Figure) -> Fit:
    """How a cell's percentage fits its counts; ROUNDED where it has not both."""
    cell, exact, stated = figure.cell, exact_percentage(figure), stated_percentage(series, figure)
    # More than all is impossible, whatever percentage stands beside it.
    if exact is None or stated is None or exact > 100:
        return Fit.ROUNDED
    how = fit(stated, exact, cell.decimals)
    # A share of 1 typed in a row of percentages is a matter of its unit, not of its arithmetic.
    of_one = fit(stated * 100, exact, max(cell.decimals - 2, 0)) is Fit.ROUNDED
    return Fit.ROUNDED if cell.kind is not CellKind.PERCENTAGE and of_one else how


def _is_cut_half(series: Series, figure: Figure, cuts: bool) -> bool:
    exact, stated, decimals = exact_percentage(figure), stated_percentage(series, figure), figure.cell.decimals
    if exact is None or stated is None or not is_half_cut(stated, exact, decimals):
        return False
    return cuts or not is_half_even(stated, decimals)


def _of_figure(series: Series, figure: Figure, how: Fit) -> Finding:
    cell, exact, stated = figure.cell, exact_percentage(figure) or 0.0, stated_percentage(series, figure) or 0.0
    expected = figure_text(rounded(exact, cell.decimals), "%", cell.decimals)
    counts = f"{number(cell.numerator or 0)} of {number(cell.denominator or 0)}"
    where, said = f"{series.name}, {figure.heading}", figure_text(stated, "%", cell.decimals)
    is_ = f"{counts} is {number(exact, cell.decimals + 1)}%"
    if how is Fit.TRUNCATED:
        message = f"{where}: {is_}, which rounds to {expected}; {said} was cut off, not rounded. Print {expected}."
        return finding_at(series, figure, Severity.WARNING, Kind.TRUNCATED, message, expected, COUNTS)
    message = (
        f"{where}: {is_}, not {said}. Find out whether the percentage or a count is mistyped; if the counts stand, "
        f"print {expected}."
    )
    return finding_at(series, figure, Severity.ERROR, Kind.ARITHMETIC, message, expected, COUNTS)


def _of_cells(table: Table) -> Iterator[Finding]:
    """Counts with their share of the row beside them, `2 (1%)`, in tables of categories."""
    for row in table.rows:
        shared = [
            (place, cell) for place, cell in enumerate(row.cells) if cell.share is not None and cell.value is not None
        ]
        whole = sum(cell.value or 0 for _, cell in shared)
        if len(shared) < 2 or not whole:
            continue
        for place, cell in shared:
            exact = 100 * (cell.value or 0) / whole
            how = fit(cell.share or 0, exact, cell.share_decimals)
            if how is Fit.ROUNDED:
                continue
            heading = table.headings[place].text if place < len(table.headings) else ""
            expected = figure_text(rounded(exact, cell.share_decimals), "%", cell.share_decimals)
            message = (
                f"{row.name}, {heading}: {number(cell.value or 0)} of {number(whole)} in the row is "
                f"{number(exact, cell.share_decimals + 1)}%, so {expected}, not "
                f"{figure_text(cell.share or 0, '%', cell.share_decimals)}. Print {expected}; shares may add to 99 or "
                "101."
            )
            kind = Kind.TRUNCATED if how is Fit.TRUNCATED else Kind.ARITHMETIC
            severity = Severity.WARNING if how is Fit.TRUNCATED else Severity.ERROR
            yield Finding(
                row.line,
                heading,
                severity,
                kind,
                cell.text.strip(),
                expected,
                "the counts of the row",
                message,
                row.name,
                table.sheet,
            )
