"""Sums and means that the commentary tells of, against the months of its own section's table.

"The accumulative figure is 2556" where the months add to 2,899: 343, the figure of one month, was left out.
"""

import re
from collections.abc import Iterator, Sequence

from data.periods import PeriodKind
from data.returns.cells import plain
from data.returns.content import Commentary, Figure, Return, Series
from data.returns.measures import Kind as MeasureKind
from models.checking.findings import Finding, Kind, Severity, number
from models.checking.lookup import own_values

LEAST_MONTHS = 4
LEAST_SUM = 1_000
"""A sum of fewer digits is some other figure too often."""
_SUMS = re.compile(r"\b(?:accumulative|cumulative|total|altogether|sum|year to date)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,/])(\d{1,3}(?:,\d{3})+|\d{4,})(?![\d,]*[%/]|\.\d)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


def told(found: Return) -> Iterator[Finding]:
    """Sums told in the commentary that are those of the row but for one month."""
    for part in found.commentary:
        rows = [series for series in found.series if _is_of(series, part, found)]
        for sentence in _SENTENCE.split(part.analysis):
            if not _SUMS.search(sentence):
                continue
            for match in _NUMBER.finditer(sentence):
                yield from _of_sum(float(match[1].replace(",", "")), match[1], rows, part)


def _is_of(series: Series, part: Commentary, found: Return) -> bool:
    """Whether a row is one of counts in the months of the table that the commentary is about."""
    table = found.tables[series.table]
    is_counted = series.measure is not None and series.measure.is_count and series.measure.kind is MeasureKind.IN_PERIOD
    return is_counted and plain(table.title).casefold() == plain(part.section).casefold()


def _of_sum(stated: float, text: str, rows: Sequence[Series], part: Commentary) -> Iterator[Finding]:
    if stated < LEAST_SUM:
        return
    wrong: list[tuple[Series, list[Figure], float]] = []
    for series in rows:
        months = [figure for period, figure in own_values(series).items() if period.kind is PeriodKind.MONTH]
        whole = sum(figure.cell.value or 0 for figure in months)
        if len(months) < LEAST_MONTHS:
            continue
        if whole == stated:
            return
        missing = [figure for figure in months if figure.cell.value == whole - stated]
        if missing:
            wrong.append((series, missing, whole))
    for series, missing, whole in wrong:
        which = " or ".join(figure.heading for figure in missing)
        right = number(whole)
        count = len(own_values(series))
        mean = number(whole / count, 0)
        message = (
            f"{part.section}: {text} is told as a sum, but the {count} months of {series.name} (row {series.line}) add "
            f"to {right}, a mean of {mean}; the {missing[0].cell.text.strip()} of {which} was left out. Correct the "
            "sum, and what was worked out from it."
        )
        yield Finding(
            row=part.line,
            column="Analysis",
            severity=Severity.WARNING,
            kind=Kind.TOTAL,
            stated=text,
            expected=right,
            source=f"row {series.line} of this file",
            message=message,
            indicator=series.name,
            sheet=part.sheet,
        )
