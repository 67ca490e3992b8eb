"""Totals and parts: rows and columns called total, and breakdowns that make up a whole."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from data.returns.cells import Cell, CellKind, plain
from data.returns.content import Layout, Return, Row, Series, Table
from models.checking.findings import THE_FILE, Finding, Kind, Severity, finding_at, number
from models.checking.lookup import own_values

TOTALS = ("total", "grand total", "all", "overall", "sum", "totals")
# Breakdowns that leave nothing over.
WHOLES = (
    frozenset({"in area", "out of area"}),
    frozenset({"male", "female"}),
    frozenset({"boys", "girls"}),
    frozenset({"in city", "out of city"}),
)


def totals(found: Return) -> Iterator[Finding]:
    """Totals of tables of categories and of months, and of the template's breakdowns."""
    for table in found.tables:
        if table.layout in (Layout.CATEGORIES, Layout.WIDE):
            yield from _rows(table)
        if table.layout is Layout.CATEGORIES:
            yield from _columns(table)
    yield from _breakdowns(found.series)


def _is_total(name: str) -> bool:
    return plain(name).casefold().strip(" :") in TOTALS


def _is_shares(table: Table, place: int) -> bool:
    """A column of percentages or averages has no sum."""
    heading = plain(table.headings[place].text).casefold() if place < len(table.headings) else ""
    return any(word in heading for word in ("%", "percent", "rate", "average", "mean", "score", "target"))


def _rows(table: Table) -> Iterator[Finding]:
    start = 0
    for at, row in enumerate(table.rows):
        if not _is_total(row.name):
            continue
        parts = table.rows[start:at]
        start = at + 1
        for place in range(1, len(row.cells)):
            cells = [part.cells[place] if place < len(part.cells) else Cell("") for part in parts]
            if not _is_shares(table, place):
                yield from _summed(table, row, place, cells)


def _summed(table: Table, row: Row, place: int, cells: Sequence[Cell]) -> Iterator[Finding]:
    total = row.cells[place]
    if total.kind is not CellKind.NUMBER or len(cells) < 2 or any(cell.kind is not CellKind.NUMBER for cell in cells):
        return
    heading = plain(table.headings[place].text) if place < len(table.headings) else ""
    for part, stated, values in (
        ("", total.value, [cell.value for cell in cells]),
        ("the change of ", total.change, [cell.change for cell in cells]),
    ):
        known = [value for value in values if value is not None]
        if stated is None or len(known) != len(values):
            continue
        expected = sum(known)
        # Each part may have been rounded.
        slack = 0.5 * 10.0**-total.decimals * len(known) if total.decimals else 0.0
        if abs(expected - stated) > slack + 1e-9:
            shown = number(expected, max(cell.decimals for cell in (total, *cells)))
            message = (
                f"{row.name}{', ' + heading if heading else ''}: {part}{number(stated)} is given, and the rows above "
                f"add to {shown}. Check the parts; if they stand, print {shown}."
            )
            yield Finding(
                row.line,
                heading,
                Severity.ERROR,
                Kind.TOTAL,
                total.text.strip(),
                shown,
                "the rows above",
                message,
                row.name,
                table.sheet,
            )


def _columns(table: Table) -> Iterator[Finding]:
    """A last column called Total beside two or more columns of whole numbers."""
    last = len(table.headings) - 1
    if last < 3 or not _is_total(table.headings[last].text):
        return
    if any(_is_shares(table, place) for place in range(1, last)):
        return
    for row in table.rows:
        cells = row.cells[1:last]
        total = row.cells[last]
        if total.kind is CellKind.NUMBER and all(cell.kind is CellKind.NUMBER for cell in cells):
            expected = sum(cell.value or 0 for cell in cells)
            if abs(expected - (total.value or 0)) > 1e-9:
                heading = plain(table.headings[last].text)
                message = (
                    f"{row.name}, {heading}: {total.text.strip()} is given, and the columns before add to "
                    f"{number(expected)}. Check the parts; if they stand, print {number(expected)}."
                )
                yield Finding(
                    row.line,
                    heading,
                    Severity.ERROR,
                    Kind.TOTAL,
                    total.text.strip(),
                    number(expected),
                    THE_FILE,
                    message,
                    row.name,
                    table.sheet,
                )


def _breakdowns(every: Sequence[Series]) -> Iterator[Finding]:
    """Parts of the template's breakdowns that together are all, or alone more than all."""
    gathered: dict[str, dict[str, Series]] = defaultdict(dict)
    for series in every:
        if series.measure is not None and series.measure.is_count:
            gathered[series.measure.id].setdefault(series.breakdown.casefold(), series)
    for parts in gathered.values():
        whole = parts.get("")
        if whole is None:
            continue
        for figure in own_values(whole).values():
            below = {
                name: own_values(part)[figure.period]
                for name, part in parts.items()
                if name and figure.period is not None and figure.period in own_values(part)
            }
            for name, part_figure in below.items():
                if (part_figure.cell.value or 0) > (figure.cell.value or 0):
                    message = (
                        f"{whole.name}, {figure.heading}: {part_figure.cell.text.strip()} for {name} is more than the "
                        f"{figure.cell.text.strip()} for all (row {figure.line}). Check both."
                    )
                    yield finding_at(
                        parts[name],
                        part_figure,
                        Severity.ERROR,
                        Kind.PARTS,
                        message,
                        f"at most {figure.cell.text.strip()}",
                    )
            for names in WHOLES:
                if names <= set(below):
                    expected = sum(below[name].cell.value or 0 for name in names)
                    if expected != figure.cell.value:
                        message = (
                            f"{whole.name}, {figure.heading}: {figure.cell.text.strip()} is given, and "
                            f"{' and '.join(sorted(names))} add to {number(expected)}. Check the parts; if they "
                            f"stand, print {number(expected)}."
                        )
                        yield finding_at(whole, figure, Severity.ERROR, Kind.TOTAL, message, number(expected))
