"""A small pasted table: an indicator a row, a period or a comparator (or both) a column; each cell is a part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data.authorities import Area, Authorities
from models.claims.figures import figures
from models.claims.parts import OWN, Clause, Comparator, Figure, FigureUnit, Kind, Part, When, Whom
from models.claims.subjects import Source, Subject
from models.claims.when import whens
from models.claims.whom import comparators, named_authorities
from models.naming import NameIndex
from models.words import Unit

TAB = "\t"
_OWN_HEADING = re.compile(r"\b(?:LA|local|us|ours|authority|city|county)\b", re.IGNORECASE)
_ENGLAND_HEADING = re.compile(r"\b(?:nat|national|eng|england)\b", re.IGNORECASE)
_TARGET_HEADING = re.compile(r"\btarget\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|per\s?cent", re.IGNORECASE)
_RATE = re.compile(r"\bper\s+10[,\s]?(?:000|k)\b", re.IGNORECASE)
MOST_COLUMNS, MOST_ROWS = 60, 200
# Two heading rows at most: years above, whom below.
_HEADING_ROWS = 2


@dataclass(frozen=True)
class Column:
    """What the cells of a column are: whose figures, of which period; `is_target` where they are nobody's."""

    whom: Comparator
    when: When | None
    is_target: bool = False


def blocks(text: str, authorities: Authorities) -> Iterator[tuple[bool, str]]:
    """The text in blocks: whether each is a table (lines with tabs, the first a heading), and its lines."""
    kept: list[str] = []
    was_table = False
    for line in text.splitlines():
        is_table = TAB in line
        if is_table != was_table and any(other.strip() for other in kept):
            yield was_table and _is_headed(kept, authorities), "\n".join(kept)
            kept = []
        was_table = is_table
        kept.append(line)
    if any(line.strip() for line in kept):
        yield was_table and _is_headed(kept, authorities), "\n".join(kept)


def table_subjects(text: str, names: NameIndex, authorities: Authorities, area: Area | None) -> list[Subject]:
    """The subject of every row of a pasted table, its cells as parts."""
    rows = [[cell.strip() for cell in line.split(TAB)] for line in text.splitlines() if line.strip(f"{TAB} ")]
    count = next((place for place, row in enumerate(rows) if not _is_heading(row, authorities)), len(rows))
    headings, body = rows[: min(count, _HEADING_ROWS)], rows[min(count, _HEADING_ROWS) :]
    width = max((len(row) for row in rows), default=0)
    columns = _with_periods([_column(headings, place, authorities, area) for place in range(1, width)])
    corner = " ".join(row[0] for row in headings if row)
    return [subject for row in body if (subject := _row(row, columns, corner, names))]


def _is_headed(lines: Sequence[str], authorities: Authorities) -> bool:
    first = next(line for line in lines if line.strip()).split(TAB)
    if len(first) > MOST_COLUMNS or len(lines) > MOST_ROWS:
        return False  # a file, not a small table
    return any(cell.strip() for cell in first[1:]) and _is_heading([cell.strip() for cell in first], authorities)


def _is_heading(row: Sequence[str], authorities: Authorities) -> bool:
    """Whether every cell but the first names a period or somebody."""
    cells = [cell for cell in row[1:] if cell]
    return all(_when(cell) or _whom(cell, authorities, None) or _TARGET_HEADING.search(cell) for cell in cells)


def _column(headings: Sequence[Sequence[str]], place: int, authorities: Authorities, area: Area | None) -> Column:
    whom, when, is_target = OWN, None, False
    for row in headings:
        # A heading above several columns is written once, over the first.
        filled = [cell for cell in row[1 : place + 1] if cell] if _spans(row) else row[place : place + 1]
        cell = filled[-1] if filled else ""
        when = _when(cell) or when
        whom = _whom(cell, authorities, area) or whom
        is_target = is_target or _TARGET_HEADING.search(cell) is not None
    return Column(whom, when, is_target)


def _with_periods(columns: Sequence[Column]) -> list[Column]:
    """Comparators without a period of their own are of the authority's nearest to their left that is of a year."""
    filled: list[Column] = []
    last: When | None = None
    for column in columns:
        own = column.when
        last = own if own is not None and not own.of_month else last
        of_others = own is None and column.whom.whom is not Whom.OWN
        filled.append(replace(column, when=last) if of_others else column)
    return filled


def _spans(row: Sequence[str]) -> bool:
    return any(not cell for cell in row[1:]) and all(_when(cell) for cell in row[1:] if cell)


def _when(cell: str) -> When | None:
    found = whens(cell)
    return replace(found[0], of_month=not found[0].exact) if found else None


def _whom(cell: str, authorities: Authorities, area: Area | None) -> Comparator | None:
    named = named_authorities(cell, authorities)
    if named:
        return OWN if area is None or named[0][0] is area else Comparator(Whom.AREA, cell, area=named[0][0])
    if found := comparators(f"{cell},", authorities):
        return found[0]
    if _ENGLAND_HEADING.search(cell):
        return Comparator(Whom.ENGLAND, cell)
    return OWN if _OWN_HEADING.search(cell) else None


def _row(row: Sequence[str], columns: Sequence[Column], corner: str, names: NameIndex) -> Subject | None:
    title = f"{row[0]} {corner}".strip()
    parts = tuple(
        part
        for cell, column in zip(row[1:], columns, strict=False)
        if not column.is_target
        for part in _cell(cell, column)
    )
    if not parts or not row[0]:
        return None
    clause = Clause(0, row[0], title, "", "", parts, None)
    return Subject(clause, parts, names.read(title, _unit(title, parts)), Source.CLAUSE, None)


def _cell(cell: str, column: Column) -> Iterator[Part]:
    """The value of a cell, and its counts where it says them: `95% (287/300)`."""
    for figure in figures(cell):
        kind = Kind.VALUE if figure.out_of is None else Kind.COUNTS
        yield Part(kind, cell, 0, 0, figure, column.whom, when=column.when)


def _unit(title: str, parts: Sequence[Part]) -> Unit | None:
    known: list[Figure] = [part.figure for part in parts if part.figure]
    if _PERCENT.search(title) or any(figure.unit is FigureUnit.PERCENT for figure in known):
        return Unit.PERCENT
    return Unit.PER_10000 if _RATE.search(title) or any(figure.unit is FigureUnit.RATE for figure in known) else None
