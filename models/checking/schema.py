"""What could not be read: headings, cells, rows and targets that fit no form, and names that nothing is called by."""

from collections.abc import Callable, Iterator

from data.returns.cells import DECIMAL_COMMA, SPREADSHEET_ERROR, CellKind, plain
from data.returns.content import Layout, Return, Series, Table
from data.returns.targets import TargetKind
from models.checking.findings import Finding, Kind, Severity, finding_at

REMARK_KINDS = {"period": Kind.PERIOD, "name": Kind.SCHEMA, "heading": Kind.SCHEMA, "columns": Kind.SCHEMA}
SHOWN = 60
MOST_HINTS = 25
"""Unknown names for which the nearest known ones are looked up: a file of more is no return."""


def unreadable(found: Return) -> Iterator[Finding]:
    """The reader's remarks, cells that are no figure and no marker, targets of no known form."""
    for remark in found.remarks:
        kind = REMARK_KINDS.get(remark.kind, Kind.SCHEMA)
        severity = Severity.NOTE if remark.kind == "heading" else Severity.ERROR
        yield Finding(
            remark.line, remark.column, severity, kind, remark.stated, "", "", remark.message, sheet=remark.sheet
        )
    for table in found.tables:
        if table.layout is Layout.CATEGORIES:
            yield from _mistyped(table)
    for series in found.series:
        for figure in (*series.own, *series.comparators):
            if figure.cell.kind is CellKind.WORDS:
                message = (
                    f"{series.name}, {figure.heading}: '{_short(figure.cell.text)}' could not be read: "
                    f"{figure.cell.fault}. Write a figure such as 95% (287/300) or 1,477, or TBC or N/A."
                )
                yield finding_at(series, figure, Severity.ERROR, Kind.CELL, message, "a figure, TBC or N/A", "")
        if series.target.kind is TargetKind.WORDS:
            message = (
                f"{series.name}: the target '{_short(series.target.text)}' is of no known form. Write it as 95%, "
                "<10%, 90-95%, 700 (cumulative), TBC or N/A."
            )
            yield finding_at(
                series,
                None,
                Severity.WARNING,
                Kind.TARGET,
                message,
                "",
                "",
                series.target.text.strip(),
                series.target_heading,
            )


def _mistyped(table: Table) -> Iterator[Finding]:
    """Cells of a table of categories that were meant as figures; others may be words by right."""
    for row in table.rows:
        for heading, cell in zip(table.headings[1:], row.cells[1:], strict=False):
            if cell.fault in (DECIMAL_COMMA, SPREADSHEET_ERROR):
                name = plain(heading.text)
                is_comma = cell.fault == DECIMAL_COMMA
                expected = cell.text.strip().replace(",", ".") if is_comma else "a figure"
                mend = f"Write the figure with a point, as {expected}." if is_comma else "Write a figure, TBC or N/A."
                message = f"{row.name}, {name}: '{_short(cell.text)}' could not be read: {cell.fault}. {mend}"
                yield Finding(
                    row.line,
                    name,
                    Severity.ERROR,
                    Kind.CELL,
                    cell.text.strip(),
                    expected,
                    "",
                    message,
                    row.name,
                    table.sheet,
                )


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"


def unknown_names(found: Return, nearest: Callable[[str], tuple[str, ...]]) -> Iterator[Finding]:
    """Names that no measure is called by, each once, with the `nearest` known ones."""
    said: set[str] = set()
    for series in found.series:
        if series.measure is not None or series.key[0] in said or not _is_indicator(found, series):
            continue
        said.add(series.key[0])
        near = nearest(series.name) if len(said) <= MOST_HINTS else ()
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        message = (
            f"No indicator is called '{_short(series.name)}', so only its arithmetic was checked.{hint} Use the name "
            "or id of `portal template`, or have the measure added."
        )
        yield finding_at(
            series, None, Severity.WARNING, Kind.NAME, message, " or ".join(near), "the list of indicators", series.name
        )


def _is_indicator(found: Return, series: Series) -> bool:
    """Tables of years and pairs have short titles of their own, which are no indicators' names."""
    return found.tables[series.table].layout in (Layout.WIDE, Layout.TEMPLATE)
