"""A return as everybody but its owner sees it: small counts masked, and with them whatever would give them away.

What is masked for itself is in `return_primary`; what adds up to what in `return_sums` and `return_protection`; what
else says something of a masked figure (a rate, a rolling year, a share of the row) in `return_neighbours`. Where it is
not plain how figures belong together, more is masked and not less.
"""

from collections.abc import Sequence, Set
from dataclasses import replace

from data.returns.cells import MASKED, plain
from data.returns.commentary import places_of
from data.returns.content import Layout, Return, Series
from data.returns.reading import of_sheets
from data.returns.tables import LONGEST_TITLE
from data.returns.text_files import Line, Sheet
from models.disclosure.return_entries import Entry, Place, entries_of
from models.disclosure.return_neighbours import Neighbours
from models.disclosure.return_primary import flagged
from models.disclosure.return_protection import Protector
from models.disclosure.return_sums import BOTTOM, quantities_of, sums_of


def for_others(found: Return, population: float | None = None) -> Return:
    """The return as others see it. Names, titles, targets, comparators, commentary and notes stay as they are.

    `population` is the number of children aged 0 to 17 in the area, where it is known: a rate of few children is then
    told from one of many.
    """
    entries = entries_of(found)
    masked = masked_entries(found, entries, population)
    places = {place for at in masked for place in entries[at].places}
    sheets = tuple(sheet for each in found.sheets if (sheet := _masked_sheet(each, found, places)).lines)
    made = of_sheets(sheets, found.file, found.format)
    return replace(made, authority=found.authority, series=_named_as_before(found.series, made.series))


def masked_entries(found: Return, entries: Sequence[Entry], population: float | None = None) -> frozenset[int]:
    """Which of the entries of a return (places in the list) are masked."""
    sums = sums_of(found, entries)
    shows = [frozenset(quantities_of(entry).values()) for entry in entries]
    protector, neighbours = Protector(sums), Neighbours(entries)
    cells, hidden = flagged(found, entries, population)
    masked, before = frozenset(cells), None
    while before != (masked, hidden):
        before = (masked, hidden)
        beside = neighbours.masked_too(masked, hidden)
        # A denominator that is shown elsewhere is no secret for being one of a masked figure.
        hidden |= {own for at in beside for kind, own in quantities_of(entries[at]).items() if kind != BOTTOM}
        masked |= beside
        masked |= {at for at, shown in enumerate(shows) if not shown.isdisjoint(hidden)}
        unseen = frozenset(quantity for quantity, by in sums.shown_by.items() if masked.issuperset(by))
        hidden |= protector.masked_too(hidden, unseen)
    return masked


def _masked_sheet(sheet: Sheet, found: Return, places: Set[Place]) -> Sheet:
    """The lines of tables, titles and commentary, masked; of any other line nobody knows what it says."""
    tables = [table for table in found.tables if table.sheet == sheet.name]
    columns: dict[int, set[int]] = {}
    for name, number, column in places:
        if name == sheet.name:
            columns.setdefault(number, set()).add(column)
    kept = {row.line for table in tables for row in table.rows}
    kept |= {table.line for table in tables}
    kept |= {line.line for line in found.commentary if line.sheet == sheet.name}
    titles = {table.title for table in tables}
    lines: list[Line] = []
    after_pairs = False
    for line in sheet.lines:
        filled = [place for place, cell in enumerate(line.cells) if plain(cell)]
        is_title = filled == [0] and plain(line.cells[0]).lstrip("# ")[:LONGEST_TITLE] in titles
        if line.number in kept or not filled or is_title or after_pairs or places_of(line) is not None:
            lines.append(_masked_line(line, columns.get(line.number, set())))
        after_pairs = any(table.layout is Layout.PAIRS and table.line == line.number for table in tables)
    return replace(sheet, lines=tuple(lines) if any(line.cells for line in lines) else ())


def _masked_line(line: Line, columns: Set[int]) -> Line:
    if not columns:
        return line
    cells = [*line.cells, *[""] * (max(columns) + 1 - len(line.cells))]
    return replace(line, cells=tuple(MASKED if at in columns else cell for at, cell in enumerate(cells)))


def _named_as_before(before: Sequence[Series], after: Sequence[Series]) -> tuple[Series, ...]:
    """The masked figures under the names by which the return's rows were known."""
    masked = {(series.table, series.line): series for series in after}
    return tuple(
        replace(series, own=found.own, comparators=found.comparators)
        if (found := masked.get((series.table, series.line)))
        else series
        for series in before
    )
