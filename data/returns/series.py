"""From tables to series: one a measure, whatever the layout, so that every check looks at one form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from data.authorities import AreaKind, load_authorities
from data.errors import PortalError
from data.returns.cells import Cell, CellKind, plain
from data.returns.content import Figure, Heading, Layout, Remark, Return, Role, Row, Series, Table, Who
from data.returns.headings import cohort_said, short_year
from data.returns.limits import MOST_SERIES
from data.returns.long_tables import long_series
from data.returns.measures import UNDER_REVIEW, Measure, Measures
from data.returns.names import LONGEST_PART, named
from data.returns.tables import is_ragged, title_measure, whose
from data.returns.targets import parse_target

LONGEST_NAME = 60


def made_return(file: str, form: str, tables: Sequence[Table], remarks: Sequence[Remark], measures: Measures) -> Return:
    """A return of the tables of a file, with the authority that they name where they name one."""
    series: list[Series] = []
    found = list(remarks)
    for table in tables:
        match table.layout:
            case Layout.WIDE | Layout.PAIRS:
                series += _of_rows(table, measures)
            case Layout.YEARS:
                series.append(_of_years(table, measures))
            case Layout.TEMPLATE:
                gathered, more = long_series(table, measures)
                series += gathered
                found += more
            case Layout.CATEGORIES:
                pass
    if len(series) > MOST_SERIES:
        raise PortalError(f"{file} has more than {MOST_SERIES:,} rows of figures; give it in several files.")
    return Return(file, form, _authority(tables), tuple(tables), tuple(series), tuple(found))


def _of_rows(table: Table, measures: Measures) -> Iterator[Series]:
    """The series of the rows; a row may be a part of the measure above it."""
    above: Measure | None = None
    for row in table.rows:
        measure, part = named(measures, row.name, above)
        if made := _of_row(table, row, measure, part):
            yield made
        above = measure


def _of_row(table: Table, row: Row, measure: Measure | None, part: str) -> Series | None:
    """The series of a row; None for a row without a figure that no measure is called by: a title between rows."""
    if (
        not row.name
        or is_ragged(table, row)
        or (measure is None and all(cell.kind is CellKind.EMPTY for cell in row.cells[1:]))
    ):
        return None
    placed = [
        _figure(heading, row.line, _as_share(row.cells[heading.column], heading, measure))
        for heading in table.headings[1:]
        if heading.role in (Role.PERIOD, Role.COMPARATOR)
    ]
    comparing = [
        _is_comparator(heading, table)
        for heading in table.headings[1:]
        if heading.role in (Role.PERIOD, Role.COMPARATOR)
    ]
    target = next((heading for heading in table.headings if heading.role is Role.TARGET), None)
    return Series(
        table=table.number,
        line=row.line,
        sheet=table.sheet,
        name=row.name,
        measure=measure,
        own=tuple(figure for figure, other in zip(placed, comparing, strict=True) if not other),
        comparators=tuple(figure for figure, other in zip(placed, comparing, strict=True) if other),
        target=parse_target(row.cells[target.column].text if target else ""),
        target_heading=plain(target.text) if target else "",
        breakdown=", ".join(text for text in (part, *_parts(table, row)) if text),
        under_review=bool(UNDER_REVIEW.search(row.name)),
    )


def _as_share(cell: Cell, heading: Heading, measure: Measure | None) -> Cell:
    """`4 (3.2%)` in a row of percentages is 3.2%, of 4 children of as many as the heading says."""
    if cell.share is None or measure is None or not measure.is_percentage:
        return cell
    return replace(
        cell,
        kind=CellKind.PERCENTAGE,
        value=cell.share,
        decimals=cell.share_decimals,
        numerator=cell.value,
        denominator=cohort_said(heading.text),
        share=None,
    )


def _parts(table: Table, row: Row) -> list[str]:
    """What the row's own columns of breakdowns say."""
    return [
        plain(row.cells[heading.column].text)[:LONGEST_PART]
        for heading in table.headings
        if heading.role is Role.BREAKDOWN
    ]


def _is_comparator(heading: Heading, table: Table) -> bool:
    """Own figures stand in columns of periods; another area's, or the authority's of an earlier year, are compared."""
    return heading.role is Role.COMPARATOR or (table.layout is Layout.PAIRS and heading.who is not Who.OWN)


def _figure(heading: Heading, line: int, cell: Cell) -> Figure:
    return Figure(line, plain(heading.text), whose(heading), heading.area, heading.region, heading.period, cell)


def _of_years(table: Table, measures: Measures) -> Series:
    """The one series of a table that has a year a row: own figures and comparators by year."""
    name = title_measure(table)
    own: list[Figure] = []
    comparators: list[Figure] = []
    for row in table.rows:
        period = short_year(row.name)
        for heading in table.headings[1:]:
            if heading.who is not None and period is not None:
                made = Figure(
                    row.line,
                    f"{row.name} {plain(heading.text)}",
                    heading.who,
                    heading.area,
                    heading.region,
                    period,
                    row.cells[heading.column],
                )
                (own if heading.who is Who.OWN else comparators).append(made)
    measure = measures.find(name) or measures.find(f"% {name}")
    title = name or (table.title if len(table.title) <= LONGEST_NAME else f"The table in row {table.line}")
    return Series(table.number, table.line, table.sheet, title, measure, tuple(own), tuple(comparators))


def _authority(tables: Iterable[Table]) -> str:
    """The authority whose return it is: the one that headings, or the template's first column, name most often."""
    authorities, named = load_authorities(), Counter[str]()
    for table in tables:
        if table.layout is Layout.TEMPLATE:
            named.update(_named_in_rows(table))
        for heading in table.headings:
            if heading.area and heading.who is Who.OWN and authorities.by_code(heading.area).kind is AreaKind.AUTHORITY:
                named[heading.area] += 1
    return named.most_common(1)[0][0] if named else ""


def _named_in_rows(table: Table) -> list[str]:
    place = next((heading.column for heading in table.headings if plain(heading.text).casefold() == "authority"), None)
    texts = {plain(row.cells[place].text) for row in table.rows} if place is not None else set()
    found = []
    for text in sorted(texts - {""}):
        try:
            found.append(load_authorities().find(text).code)
        except PortalError:
            continue
    return found
