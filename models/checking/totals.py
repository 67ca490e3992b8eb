"""Totals and parts: rows and columns called total, and breakdowns that make up a whole."""

import re
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


_AND_ABOVE = re.compile(r"^(\d{1,3}) ?%? ?(?:and|or) (?:above|over|more)\b", re.IGNORECASE)
_FROM = re.compile(r"^(\d{1,3})\b")
# `KS5: number of pupils 54` above the destinations of those pupils.
_COUNTED = re.compile(r"\bnumber of [a-z ]+?:? ?(\d{1,5})$", re.IGNORECASE)


def totals(found: Return) -> Iterator[Finding]:
    """Totals of tables of categories and of months, and of the template's breakdowns."""
    for table in found.tables:
        if table.layout in (Layout.CATEGORIES, Layout.WIDE):
            yield from _rows(table)
        if table.layout is Layout.CATEGORIES:
            yield from _columns(table)
            yield from _counted_in_title(table)
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
        parts = _apart(table.rows[start:at])
        start = at + 1
        for place in range(1, len(row.cells)):
            cells = [part.cells[place] if place < len(part.cells) else Cell("") for part in parts]
            if not _is_shares(table, place):
                yield from _summed(table, row, place, cells)


def _apart(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without those that others take in: of `100%`, `95% and above` and `90% and above` the last alone."""
    open_ended = {row.name: int(match[1]) for row in rows if (match := _AND_ABOVE.match(plain(row.name)))}
    if not open_ended:
        return rows
    widest = min(open_ended, key=lambda name: open_ended[name])
    taken_in = [
        row
        for row in rows
        if row.name != widest and (match := _FROM.match(plain(row.name))) and int(match[1]) >= open_ended[widest]
    ]
    return [row for row in rows if row not in taken_in]


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


def _counted_in_title(table: Table) -> Iterator[Finding]:
    """How many the title of a table says that there are, against the rows of its one column of whole numbers."""
    said = _COUNTED.search(plain(table.title))
    if said is None or len(table.headings) != 2 or _is_shares(table, 1) or len(table.rows) < 2:
        return
    cells = [row.cells[1] for row in table.rows if not _is_total(row.name)]
    if any(cell.kind is not CellKind.NUMBER or cell.decimals for cell in cells):
        return
    stated, expected = int(said[1]), sum(cell.value or 0 for cell in cells)
    if expected == stated:
        return
    message = (
        f"{plain(table.title)}: the rows below add to {number(expected)}, not {number(stated)}. Check the parts and "
        "the number that the title gives."
    )
    yield Finding(
        table.line,
        plain(table.headings[1].text),
        Severity.ERROR,
        Kind.TOTAL,
        said[1],
        number(expected),
        "the rows below",
        message,
        plain(table.title),
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
