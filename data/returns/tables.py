"""Tables in a sheet: where each begins, how it is laid out, and its rows. What is no table is passed over."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from data.periods import PeriodKind
from data.returns.cells import MASKED, Cell, CellKind, parse_cell, plain
from data.returns.content import Heading, Layout, Remark, Role, Row, Table, Who
from data.returns.headings import BREAKDOWN, PARTS, is_years_heading, parse_heading, short_year
from data.returns.measures import folded
from data.returns.months import find_period, parse_period_heading
from data.returns.template import column_of, is_template
from data.returns.text_files import Line, Sheet

FIGURE_ROLES = frozenset({Role.PERIOD, Role.COMPARATOR, Role.OTHER, Role.BLANK})
_QUARTER = re.compile(r"\b(?:quarter|qtr|q) ?([1-4])\b", re.IGNORECASE)
LONGEST_TITLE, LONGEST_NAME = 120, 300
"""Characters of a title and of an indicator's name that are kept."""


@dataclass
class Open:
    """A table that is being read."""

    layout: Layout
    title: str
    sheet: str
    line: int
    headings: tuple[Heading, ...]
    rows: list[Row] = field(default_factory=list)


def found_tables(sheets: Iterable[Sheet]) -> tuple[tuple[Table, ...], tuple[Remark, ...]]:
    """Every table of every sheet, in order, and what in them could not be placed."""
    tables: list[Table] = []
    remarks: list[Remark] = []
    for sheet in sheets:
        for found in _tables_of(sheet):
            if found.rows and _has_figures(found):
                headings = _with_breakdown(_quarters(found), found)
                table = Table(
                    len(tables), found.layout, found.title, found.sheet, found.line, headings, tuple(found.rows)
                )
                tables.append(table)
                remarks.extend(_remarks(table))
    return tuple(tables), tuple(remarks)


def _tables_of(sheet: Sheet) -> list[Open]:
    found: list[Open] = []
    current: Open | None = None
    before: Open | None = None  # the table that an empty line ended: rows below a new title may go on with it
    title, skip, gap = "", -1, False
    for at, line in enumerate(sheet.lines):
        filled = [place for place, cell in enumerate(line.cells) if plain(cell)]
        if at <= skip:
            continue
        if not filled:
            gap = True
            if sheet.prose or (current and current.layout is Layout.CATEGORIES):
                current, before = None, None
            continue
        if filled == [0] and (gap or current is None or current.layout is Layout.CATEGORIES):
            title = plain(line.cells[0]).lstrip("# ")[:LONGEST_TITLE]
            before = None if sheet.prose else (current or before)
            current = None
        elif begun := opened(sheet.lines, at, current):
            begun.title, begun.sheet = title, sheet.name
            found.append(current := begun)
            skip = at + (1 if begun.layout is Layout.PAIRS else 0)
        else:
            current = current or before
            if current is not None:
                current.rows.append(_row(line, current.headings))
        gap = False
    return found


def opened(lines: Sequence[Line], at: int, current: Open | None) -> Open | None:
    """The table whose headings stand in a line, or None where they do not."""
    cells = lines[at].cells
    if len(cells) < 2 or not any(plain(cell) for cell in cells[1:]):
        return None
    if is_template(cells):
        headings = tuple(Heading(cell, place, Role.OTHER) for place, cell in enumerate(cells))
        return Open(Layout.TEMPLATE, "", "", lines[at].number, headings)
    if current is not None and current.layout is Layout.TEMPLATE:
        return None
    if any(parse_cell(cell).kind is CellKind.PERCENTAGE and not _is_dated(cell) for cell in cells[1:]):
        return None
    headings = tuple(parse_heading(cell[:LONGEST_TITLE], place) for place, cell in enumerate(cells))
    after = lines[at + 1] if at + 1 < len(lines) else None
    if pairs := _pairs(headings, after):
        return Open(Layout.PAIRS, "", "", lines[at].number, pairs)
    if after is not None and _is_years(headings, after):
        first = replace(headings[0], role=Role.NAME)
        return Open(Layout.YEARS, "", "", lines[at].number, (first, *headings[1:]))
    if _is_wide(headings, current):
        first = replace(headings[0], role=Role.NAME) if headings[0].role is not Role.PERIOD else headings[0]
        return Open(Layout.WIDE, "", "", lines[at].number, (first, *headings[1:]))
    if current is None and after is not None and _is_categories(cells, after):
        named = tuple(Heading(cell, place, Role.OTHER if place else Role.NAME) for place, cell in enumerate(cells))
        return Open(Layout.CATEGORIES, "", "", lines[at].number, named)
    return None


def _pairs(headings: Sequence[Heading], after: Line | None) -> tuple[Heading, ...] | None:
    """Headings of a table with years above and areas below them, as virtual schools print it; None for any other."""
    if after is None or not any(heading.role is Role.PERIOD for heading in headings[1:]):
        return None
    below = [parse_heading(cell, place) for place, cell in enumerate(after.cells)]
    said = [heading for heading in below[1:] if heading.role is not Role.BLANK]
    if len(said) < 2 or any(heading.who is None or heading.role is not Role.COMPARATOR for heading in said):
        return None
    made = [Heading(after.cells[0] if after.cells else "", 0, Role.NAME)]
    year: Heading | None = None
    for place, lower in enumerate(below[1:], 1):
        upper = headings[place] if place < len(headings) else None
        year = upper if upper is not None and upper.period is not None else year
        if lower.who is None or year is None:
            made.append(Heading("", place, Role.BLANK))
        else:
            text = f"{plain(year.text)} {plain(lower.text)}"
            made.append(replace(lower, text=text, period=year.period, role=Role.PERIOD))
    return tuple(made)


def _is_years(headings: Sequence[Heading], after: Line) -> bool:
    areas = [heading for heading in headings[1:] if heading.role is not Role.BLANK]
    return (
        is_years_heading(headings[0].text)
        and bool(areas)
        and all(heading.who is not None for heading in areas)
        and bool(after.cells)
        and short_year(after.cells[0]) is not None
    )


def _is_wide(headings: Sequence[Heading], current: Open | None) -> bool:
    """Periods across: some named beyond doubt, or the first column called Indicator."""
    others = [heading for heading in headings[1:] if heading.role is not Role.BLANK]
    periods = [heading for heading in others if heading.role is Role.PERIOD]
    named = headings[0].role is Role.NAME
    placed = [heading for heading in others if heading.role in (Role.PERIOD, Role.TARGET, Role.COMPARATOR)]
    if named:
        return bool(placed)
    # A row of counts between 1990 and 2100 is not a row of years.
    sure = [heading for heading in periods if heading.period and heading.period.kind is not PeriodKind.CALENDAR_YEAR]
    if current is not None:
        return len(sure) >= 2 and len(placed) == len(others)
    return len(sure) >= 1 or (len(periods) >= 2 and headings[0].role is Role.BLANK and len(placed) == len(others))


def _is_categories(cells: Sequence[str], after: Line) -> bool:
    if any(parse_cell(cell).has_figure and not _is_dated(cell) for cell in cells):
        return False
    return any(parse_cell(cell).has_figure or plain(cell) == MASKED for cell in after.cells[1:])


def _is_dated(cell: str) -> bool:
    """Whether a heading is a year with words, as `2020 Number of Pupils`, and no figure with a note."""
    period, rest = find_period(cell)
    return period is not None and any(sign.isalpha() for sign in rest)


def _has_figures(found: Open) -> bool:
    """A table of categories is one only where most of its cells are figures: prose with commas is not."""
    if found.layout is not Layout.CATEGORIES:
        return True
    cells = [cell for row in found.rows for cell in row.cells[1:] if cell.kind is not CellKind.EMPTY]
    return sum(cell.has_figure or cell.kind is CellKind.MISSING for cell in cells) * 2 > len(cells)


def _with_breakdown(headings: tuple[Heading, ...], found: Open) -> tuple[Heading, ...]:
    """The headings, with the columns found that say of which part of its indicator a row is."""
    if found.layout is not Layout.WIDE:
        return headings
    return tuple(
        replace(heading, role=Role.BREAKDOWN) if heading.column and _is_breakdown(heading, found.rows) else heading
        for heading in headings
    )


def _is_breakdown(heading: Heading, rows: Sequence[Row]) -> bool:
    """A service may be that which answers for an indicator; it is a part of it where one name has several of them."""
    said = plain(heading.text).casefold()
    if said in BREAKDOWN:
        return True
    if said not in PARTS or heading.role not in (Role.REMARK, Role.OTHER):
        return False
    parts: dict[str, set[str]] = {}
    for row in rows:
        if text := plain(row.cells[heading.column].text):
            parts.setdefault(folded(row.name), set()).add(text.casefold())
    return any(len(texts) > 1 for name, texts in parts.items() if name)


def _quarters(found: Open) -> tuple[Heading, ...]:
    """Below a title that names a quarter, years as headings are that quarter of each year."""
    match = _QUARTER.search(found.title)
    if match is None or found.layout is not Layout.WIDE:
        return found.headings
    headings = []
    for heading in found.headings:
        period = heading.period
        if heading.role is Role.PERIOD and period and period.kind is PeriodKind.FINANCIAL_YEAR:
            period = parse_period_heading(f"Q{match[1]} {period.start.year}/{period.end.year}")
        headings.append(replace(heading, period=period))
    return tuple(headings)


def _row(line: Line, headings: Sequence[Heading]) -> Row:
    """The line as a row of a table; a cell below a heading that holds no figures stays as its text."""
    width = max(len(headings), len(line.cells))
    texts = [*line.cells, *[""] * (width - len(line.cells))]
    roles = [heading.role for heading in headings] + [Role.BLANK] * (width - len(headings))
    cells = tuple(
        parse_cell(text) if role in FIGURE_ROLES else Cell(text, CellKind.WORDS if plain(text) else CellKind.EMPTY)
        for text, role in zip(texts, roles, strict=True)
    )
    return Row(line.number, plain(texts[0])[:LONGEST_NAME], cells)


def _remarks(table: Table) -> list[Remark]:
    if table.layout in (Layout.TEMPLATE, Layout.CATEGORIES):
        return [] if table.layout is Layout.CATEGORIES else _template_remarks(table)
    found = []
    for heading in table.headings[1:]:
        below = [row for row in table.rows if row.cells[heading.column].has_figure]
        if below and heading.role in (Role.OTHER, Role.BLANK):
            said = f"'{plain(heading.text)}'" if heading.role is Role.OTHER else "an empty heading"
            message = (
                f"Column {heading.column + 1} has {said}, which names no period, target or comparator: its figures "
                "were not checked. Give it a heading such as Oct-22, Target or England."
            )
            found.append(Remark(table.line, heading.text, "heading", plain(heading.text), message, table.sheet))
    for row in table.rows:
        if is_ragged(table, row):
            message = (
                f"Row {row.line} has more cells than there are headings, so its figures may stand below the wrong ones "
                "and were not checked. A comma inside a name or a number, as in 10,000, needs quotation marks."
            )
            found.append(Remark(row.line, "", "columns", row.name, message, table.sheet))
        if not row.name and any(cell.has_figure for cell in row.cells):
            message = (
                f"Row {row.line} has figures but no name, perhaps below a merged cell. Write the indicator's name in "
                "its first cell."
            )
            found.append(Remark(row.line, plain(table.headings[0].text), "name", "", message, table.sheet))
    return found


def is_ragged(table: Table, row: Row) -> bool:
    """Whether a row has cells with text beyond the last heading."""
    return any(cell.kind is not CellKind.EMPTY for cell in row.cells[len(table.headings) :])


def _template_remarks(table: Table) -> list[Remark]:
    unknown = [heading for heading in table.headings if plain(heading.text) and not column_of(heading.text)]
    return [
        Remark(
            table.line,
            heading.text,
            "heading",
            plain(heading.text),
            f"'{plain(heading.text)}' is no column of the template; it was not read. Put its text under note, or "
            "leave it out.",
            table.sheet,
        )
        for heading in unknown
    ]


def title_measure(table: Table) -> str:
    """What a table of years is about: its first heading without the word year, else its title."""
    words = folded(table.headings[0].text).removesuffix("years").removesuffix("year").strip(" %")
    text = plain(table.headings[0].text)
    return text[: text.casefold().rfind("year")].strip() if words else table.title


def whose(heading: Heading) -> Who:
    """Whose figures stand below a heading, the authority's own where it names nobody."""
    return heading.who or Who.OWN
