"""Shares whose counts stand in other rows: `415 (82%)` of all, and a percentage of enquiries that were approved."""

from collections.abc import Iterator

from data.returns.content import Return, Series
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.lookup import own_values, series_of
from models.checking.rounding import Fit, fit, rounded


def shares(found: Return) -> Iterator[Finding]:
    """Every part that was typed with its share, against its whole in the same period; a breakdown's whole is all."""
    for series in found.series:
        measure = series.measure
        if measure is None or not any(figure.cell.share is not None for figure in series.own):
            continue
        whole = measure.id if series.breakdown else measure.part_of
        for other in series_of(found, whole)[:1] if whole else []:
            yield from _against(series, other)
    for series in found.series:
        if series.measure is not None and series.measure.share_of:
            counts = [series_of(found, each, series.breakdown)[:1] for each in series.measure.share_of]
            if all(counts):
                yield from _of_rows(series, counts[0][0], counts[1][0])


def _against(series: Series, other: Series) -> Iterator[Finding]:
    wholes = own_values(other)
    for period, figure in own_values(series).items():
        cell, all_of_them = figure.cell, wholes.get(period)
        if cell.share is None or cell.value is None or all_of_them is None or not all_of_them.cell.value:
            continue
        count = all_of_them.cell.value
        exact = 100 * cell.value / count
        how = fit(cell.share, exact, cell.share_decimals)
        if how is Fit.ROUNDED:
            continue
        expected = figure_text(rounded(exact, cell.share_decimals), "%", cell.share_decimals)
        stated = figure_text(cell.share, "%", cell.share_decimals)
        likely = 100 * cell.value / cell.share if cell.share else 0.0
        of_others = f" {stated} would be of about {number(round(likely))}." if how is Fit.WRONG and likely else ""
        message = (
            f"{series.name}, {figure.heading}: {number(cell.value)} of the {number(count)} in row {all_of_them.line} "
            f"is {number(exact, cell.share_decimals + 1)}%, so {expected}, not {stated}.{of_others} Say of how many "
            "the percentage is, or correct it."
        )
        kind = Kind.TRUNCATED if how is Fit.TRUNCATED else Kind.DENOMINATOR
        source = f"row {all_of_them.line} of this file"
        yield finding_at(series, figure, Severity.WARNING, kind, message, expected, source)


def _of_rows(series: Series, part: Series, whole: Series) -> Iterator[Finding]:
    """A percentage without counts of its own, against the two rows that count its part and its whole."""
    parts, wholes = own_values(part), own_values(whole)
    for period, figure in own_values(series).items():
        cell = figure.cell
        if cell.value is None or cell.has_counts or period not in parts or period not in wholes:
            continue
        numerator, denominator = parts[period].cell.value, wholes[period].cell.value
        if numerator is None or not denominator:
            continue
        exact = 100 * numerator / denominator
        how = fit(cell.value, exact, cell.decimals)
        if how is Fit.ROUNDED:
            continue
        expected = figure_text(rounded(exact, cell.decimals), "%", cell.decimals)
        message = (
            f"{series.name}, {figure.heading}: {cell.text.strip()}, but {number(numerator)} (row {part.line}) of "
            f"{number(denominator)} (row {whole.line}) is {number(exact, cell.decimals + 1)}%, so {expected}. Check "
            "the percentage and both counts, or say what else it is the share of."
        )
        kind = Kind.TRUNCATED if how is Fit.TRUNCATED else Kind.ARITHMETIC
        source = f"rows {part.line} and {whole.line} of this file"
        yield finding_at(series, figure, Severity.WARNING, kind, message, expected, source)
