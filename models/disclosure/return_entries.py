"""The figures of a return that are the authority's own, as disclosure control looks at them: their cells and counts."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from data.periods import Period
from data.returns.cells import Cell, CellKind, parse_cell, plain
from data.returns.content import Heading, Layout, Return, Role, Row, Series, Table, Who
from data.returns.headings import short_year
from data.returns.long_tables import CONTENT, own_figure, template_places
from data.returns.measures import Measure, folded
from data.returns.template import column_of

Place = tuple[str, int, int]
"""A cell: its sheet, its line, its column from 0."""


class Nature(StrEnum):
    """What a figure is to disclosure control."""

    COUNT = "a count"
    SHARE = "a share"
    RATE = "a rate of a population"
    OTHER = "a sum of money, a score, a duration or an average"
    BESIDE = "in a column of unknown meaning"
    WORDS = "not understood"


@dataclass(frozen=True)
class Entry:
    """One figure: the cells that hold it and are masked together, of what (measure or name, and part) and when."""

    places: tuple[Place, ...]
    table: int
    line: int
    column: int
    subject: str
    part: str
    measure: Measure | None
    period: Period | None
    cell: Cell
    nature: Nature
    layout: Layout
    name: str
    heading: str
    named: Hashable = ()
    """What a reader knows the figure by where it has no `about`: its table, row and column by name."""

    @cached_property
    def about(self) -> tuple[str, str, Period] | None:
        """What two figures that say the same share; None where nobody can tell."""
        return None if self.period is None or not self.subject else (self.subject, self.part, self.period)

    @property
    def key(self) -> Hashable:
        """By what the same figure is found in another version of the return."""
        return self.about or self.named


# Columns that number or name their rows.
_LABELS = re.compile(r"^(?:ref|reference|no\.?|id|number|page number|priority|owner|lead|frequency|topic|section)\b")
_SHARE = re.compile(r"%|\bper ?cent|\bproportion\b|\bshare\b")
_RATE = re.compile(r"\brates?\b|\bper \d")
_OTHER = re.compile(r"\b(?:average|mean|median|score|ratio|cost|spend|budget|£)")


def entries_of(found: Return) -> tuple[Entry, ...]:
    """Every own figure of a return, in the order of the file."""
    made: list[Entry] = []
    for table in found.tables:
        if table.layout is Layout.TEMPLATE:
            made += _template(table, found)
            continue
        by_line = {series.line: series for series in found.series if series.table == table.number}
        for row in table.rows:
            series = next(iter(by_line.values()), None) if table.layout is Layout.YEARS else by_line.get(row.line)
            made += _row(table, row, series)
    return tuple(_by_name(made, {table.number: folded(table.title) for table in found.tables}))


def _by_name(entries: Iterable[Entry], titles: Mapping[int, str]) -> Iterator[Entry]:
    """The entries; those without `about` named, the second of a name apart from the first."""
    met: Counter[Hashable] = Counter()
    for entry in entries:
        if entry.about is not None:
            yield entry
            continue
        name = (titles[entry.table], folded(entry.name), entry.part, folded(entry.heading), entry.period)
        met[name] += 1
        yield replace(entry, named=("named", *name, met[name]))


def _row(table: Table, row: Row, series: Series | None) -> Iterator[Entry]:
    for place, cell in enumerate(row.cells):
        heading = table.headings[place] if place < len(table.headings) else Heading("", place, Role.BLANK)
        if (
            (place == 0 and heading.role is not Role.PERIOD)
            or cell.kind is CellKind.EMPTY
            or not _is_own(heading, series)
        ):
            continue
        read = parse_cell(cell.text)
        nature = _nature(table, heading, row, read, series)
        if nature is not None:
            yield _entry(table, row, heading, read, nature, series)


def _entry(table: Table, row: Row, heading: Heading, cell: Cell, nature: Nature, series: Series | None) -> Entry:
    measure = series.measure if series else None
    known = nature is not Nature.BESIDE and series is not None and table.layout is not Layout.CATEGORIES
    return Entry(
        places=((table.sheet, row.line, heading.column),),
        table=table.number,
        line=row.line,
        column=heading.column,
        subject=(measure.id if measure else folded(series.name)) if known and series else "",
        part=series.breakdown.casefold() if series else "",
        measure=measure,
        period=short_year(row.name) if table.layout is Layout.YEARS else heading.period,
        cell=cell,
        nature=nature,
        layout=table.layout,
        name=series.name if series else row.name,
        heading=plain(heading.text),
    )


def _is_own(heading: Heading, series: Series | None) -> bool:
    """Whether a column holds the authority's own figures, unpublished as far as anybody can tell."""
    if heading.role in (Role.TARGET, Role.BREAKDOWN, Role.NAME):
        return False
    if heading.who not in (None, Who.OWN):
        return False
    is_published = bool(series and series.measure and series.measure.published and not series.measure.is_count)
    return not (heading.role is Role.COMPARATOR and is_published)


def _nature(table: Table, heading: Heading, row: Row, cell: Cell, series: Series | None) -> Nature | None:
    """What a cell is; None for words, markers and labels, which say nothing of a child."""
    if cell.kind is CellKind.MISSING:
        return Nature.WORDS if cell.reason == "a small number" else None
    figures = heading.role in (Role.PERIOD, Role.COMPARATOR) or table.layout in (Layout.YEARS, Layout.CATEGORIES)
    if cell.kind is CellKind.WORDS:
        told = heading.role in (Role.PERIOD, Role.COMPARATOR) or cell.fault != "it is no figure and no known marker"
        return Nature.WORDS if told or (figures and re.search(r"\d", cell.text)) else None
    if not figures or heading.role is Role.REMARK:
        return None if _LABELS.match(plain(heading.text).casefold()) else Nature.BESIDE
    return nature_of(
        cell, series.measure if series else None, f"{row.name} {heading.text} {series.name if series else ''}"
    )


def nature_of(cell: Cell, measure: Measure | None, words: str) -> Nature:
    """What a figure is, by its own sign, else by its measure's unit, else by what it is called."""
    if cell.kind in (CellKind.PERCENTAGE, CellKind.COUNTS):
        return Nature.SHARE
    if cell.kind in (CellKind.MONEY, CellKind.DURATION):
        return Nature.OTHER
    if measure is not None:
        if measure.is_percentage:
            return Nature.SHARE
        if measure.is_count:
            return Nature.COUNT
        return Nature.RATE if measure.per > 1 else Nature.OTHER
    said = plain(words).casefold()
    if _SHARE.search(said) and cell.share is None:
        return Nature.SHARE
    if _RATE.search(said):
        return Nature.RATE
    return Nature.OTHER if _OTHER.search(said) or (cell.decimals and cell.change is None) else Nature.COUNT


def _template(table: Table, found: Return) -> Iterator[Entry]:
    """A row of the template: its value and counts are masked together."""
    places = template_places(table)
    series_at: Mapping[int, Series] = {
        figure.line: series for series in found.series if series.table == table.number for figure in series.own
    }
    for row in table.rows:
        series = series_at.get(row.line)
        figure = own_figure(row, places)
        if figure is not None and _says_something(figure.cell):
            measure = series.measure if series else None
            name = series.name if series else row.name
            cell = figure.cell
            words = cell.kind is CellKind.WORDS or (cell.kind is CellKind.MISSING and not cell.has_counts)
            yield Entry(
                places=tuple((table.sheet, row.line, places[part]) for part in CONTENT if part in places),
                table=table.number,
                line=row.line,
                column=places["value"],
                subject=series.key[0] if series else "",
                part=series.breakdown.casefold() if series else "",
                measure=measure,
                period=figure.period,
                cell=cell,
                nature=Nature.WORDS if words else nature_of(cell, measure, name),
                layout=table.layout,
                name=name,
                heading="value",
            )
        for heading in table.headings:
            cell = row.cells[heading.column]
            if not column_of(heading.text) and cell.has_figure:
                yield _entry(table, row, heading, cell, Nature.BESIDE, series)


def _says_something(cell: Cell) -> bool:
    """Whether there is anything to mask: a figure or a count beside it, or a marker that says how small it is."""
    counted = cell.numerator is not None or cell.denominator is not None
    return cell.kind is not CellKind.MISSING or counted or cell.reason == "a small number"
