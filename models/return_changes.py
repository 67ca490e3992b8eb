"""What changed between two versions of a return, cell by cell, as whoever compares them sees both.

For everybody but the owner small numbers are masked in each version on its own. A change into or out of a masked cell
would say on which side of the mask the other version lies, so a cell that is masked in either version is not compared.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

from data.periods import MONTHS
from data.returns.cells import Cell, plain
from data.returns.content import Commentary, Heading, Layout, Return, Role, Row, Series, Table

SUPPRESSED = "suppressed"
_WHEN = re.compile(rf"\d+|\b(?:{'|'.join(f'{month}|{month[:3]}' for month in MONTHS)})\b", re.IGNORECASE)
_KEYS = TypeVar("_KEYS", bound=Hashable)
_VALUE = TypeVar("_VALUE")


class Part(StrEnum):
    """What kind of cell changed."""

    FIGURE = "figure"
    COMPARATOR = "comparator"
    TARGET = "target"
    WORDS = "words"
    COMMENTARY = "commentary"


class How(StrEnum):
    """What happened to it. REWRITTEN: the same figure in other signs, such as 97 and 97%."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWRITTEN = "written otherwise"


@dataclass(frozen=True)
class Change:
    """One cell, or one text of the commentary, that is not as it was; `before` and `after` as they were typed."""

    part: Part
    how: How
    table: str
    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """All changes, in the order of the newer version; `hidden` cells were not compared, being masked in either."""

    all: tuple[Change, ...]
    hidden: int = 0

    def count(self, part: Part, *hows: How) -> int:
        """How many of one part changed in one of these ways, or in any."""
        return sum(change.part is part and (not hows or change.how in hows) for change in self.all)


@dataclass(frozen=True)
class KeptBack:
    """What others than the owner do not see: figures that are masked, and lines that are no part of any table."""

    figures: int
    lines: int


@dataclass(frozen=True)
class _Place:
    """A cell with what it is called, for a reader."""

    part: Part
    table: str
    row: str
    column: str
    cell: Cell


def changes(before: Return, after: Return, masked: bool) -> Changes:
    """What changed from one version to the next. `masked`: the viewer sees both with small numbers left out."""
    found: list[Change] = []
    hidden = 0
    for old, new in _pairs(_cells(before), _cells(after)):
        if masked and (_is_masked(old) or _is_masked(new)):
            hidden += 1
        elif change := _change(old, new):
            found.append(change)
    found += _told(before.commentary, after.commentary)
    return Changes(tuple(found), hidden)


def kept_back(whole: Return, for_others: Return) -> KeptBack:
    """What the form for others leaves out of a return."""
    shown = {(sheet.name, line.number): line.cells for sheet in for_others.sheets for line in sheet.lines}
    figures = lines = 0
    for sheet in whole.sheets:
        for line in sheet.lines:
            others = shown.get((sheet.name, line.number))
            if others is None:
                lines += any(plain(cell) for cell in line.cells)
            else:
                figures += sum(mine != theirs for mine, theirs in zip_longest(line.cells, others, fillvalue=""))
    return KeptBack(figures, lines)


def _is_masked(place: _Place | None) -> bool:
    return place is not None and place.cell.reason == SUPPRESSED


def _change(old: _Place | None, new: _Place | None) -> Change | None:
    """How a cell changed; None where it did not, or where nothing stood there and nothing does."""
    place = new or old
    before, after = (plain(each.cell.text) if each else "" for each in (old, new))
    if place is None or before == after:
        return None
    return Change(place.part, _how(old, new), place.table, place.row, place.column, before, after)


def _how(old: _Place | None, new: _Place | None) -> How:
    was, now = (bool(each and plain(each.cell.text)) for each in (old, new))
    place = new or old
    if place is not None and place.part in (Part.FIGURE, Part.COMPARATOR):
        was, now = (bool(each and each.cell.has_figure) for each in (old, new))
    if was and now and old and new:
        return How.REWRITTEN if _says_the_same(old.cell, new.cell) else How.CHANGED
    return How.ADDED if now else How.REMOVED if was else How.CHANGED


def _says_the_same(old: Cell, new: Cell) -> bool:
    def said(cell: Cell) -> tuple[object, ...]:
        return (cell.value, cell.decimals, cell.numerator, cell.denominator, cell.share, cell.change, cell.status)

    return old.has_figure and new.has_figure and said(old) == said(new)


def _cells(found: Return) -> dict[Hashable, _Place]:
    """Every cell with figures or words by what it speaks of, so that the same cell of two files has one key."""
    kept: dict[Hashable, _Place] = {}
    by_table: dict[int, list[Series]] = {}
    for series in found.series:
        by_table.setdefault(series.table, []).append(series)
    for key, table in _numbered((_table_key(table), table) for table in found.tables):
        is_long = table.layout is Layout.TEMPLATE
        cells = _of_series(by_table.get(table.number, ())) if is_long else _of_rows(table)
        for place, made in _numbered(cells):
            kept[(key, place)] = made
    return kept


def _table_key(table: Table) -> str:
    """A title without its dates: that of next month's table is the same."""
    return " ".join(_WHEN.sub(" ", table.title).casefold().split())


def _of_series(rows: Iterable[Series]) -> Iterator[tuple[Hashable, _Place]]:
    """The template has a row a period; a reader thinks of it as one row a measure."""
    for series in rows:
        name = f"{series.name}, {series.breakdown}" if series.breakdown else series.name
        for part, figures in ((Part.FIGURE, series.own), (Part.COMPARATOR, series.comparators)):
            for figure in figures:
                key = (series.key, part, figure.who, figure.area, figure.region, figure.period or figure.heading)
                column = figure.period.label if figure.period and part is Part.FIGURE else figure.heading
                yield key, _Place(part, "", name, column, figure.cell)
        if series.target.text:
            yield (series.key, Part.TARGET), _Place(Part.TARGET, "", name, "target", Cell(series.target.text))


def _of_rows(table: Table) -> Iterator[tuple[Hashable, _Place]]:
    headings = list(_numbered((_heading_key(heading), heading) for heading in table.headings[1:]))
    for row_key, row in _numbered((_row_key(table, row), row) for row in table.rows):
        for column_key, heading in headings:
            cell = row.cells[heading.column] if heading.column < len(row.cells) else None
            if cell is not None and plain(cell.text):
                part = _part(heading, cell)
                yield (row_key, column_key), _Place(part, table.title, plain(row.name), plain(heading.text), cell)


def _row_key(table: Table, row: Row) -> Hashable:
    parts = [heading.column for heading in table.headings[1:] if heading.role is Role.BREAKDOWN]
    told = [plain(row.cells[column].text).casefold() for column in parts if column < len(row.cells)]
    return (plain(row.name).casefold(), *told)


def _heading_key(heading: Heading) -> Hashable:
    said = heading.period or plain(heading.text).casefold()
    return (heading.role, heading.who, heading.area, heading.region, said)


def _part(heading: Heading, cell: Cell) -> Part:
    match heading.role:
        case Role.TARGET:
            return Part.TARGET
        case Role.COMPARATOR:
            return Part.COMPARATOR
        case Role.PERIOD:
            return Part.FIGURE
        case _:
            return Part.FIGURE if cell.has_figure or cell.reason else Part.WORDS


def _told(before: Sequence[Commentary], after: Sequence[Commentary]) -> Iterator[Change]:
    """What is said otherwise, section by section."""
    for old, new in _pairs(_sections(before), _sections(after)):
        place = new or old
        for column, name in (("Analysis", "analysis"), ("Action and next steps", "action")):
            was, now = (getattr(each, name) if each else "" for each in (old, new))
            if place is not None and was != now:
                how = How.CHANGED if was and now else How.ADDED if now else How.REMOVED
                yield Change(Part.COMMENTARY, how, "Commentary", place.section, column, was, now)


def _sections(told: Iterable[Commentary]) -> dict[Hashable, Commentary]:
    return dict(_numbered((section.section.casefold(), section) for section in told))


def _numbered(pairs: Iterable[tuple[_KEYS, _VALUE]]) -> Iterator[tuple[tuple[_KEYS, int], _VALUE]]:
    """What has the same key is told apart by which of them it is."""
    met: Counter[_KEYS] = Counter()
    for key, value in pairs:
        yield (key, met[key]), value
        met[key] += 1


def _pairs(
    before: Mapping[Hashable, _VALUE], after: Mapping[Hashable, _VALUE]
) -> Iterator[tuple[_VALUE | None, _VALUE | None]]:
    """Old and new of everything: in the order of the new, then what is no longer there."""
    for key, value in after.items():
        yield before.get(key), value
    for key, value in before.items():
        if key not in after:
            yield value, None
