"""What a return holds beside months: years, quarters and single days, each with its comparators of the same period."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from data.authorities import load_authorities
from data.periods import Period, PeriodKind
from data.returns.cells import Cell, CellKind
from data.returns.content import Figure, Layout, Return, Series, Table, Who
from models.scorecard.figures import monthly, stated_in, unit_of
from models.scorecard.rows import row_key, section_of

_ENGLAND = load_authorities().england.code


@dataclass(frozen=True)
class Whose:
    """Whose figure stands in a line: the authority's own, its neighbours', the region's, or that of an area by code."""

    who: Who
    area: str = ""
    region: bool = False


OWN = Whose(Who.OWN)
_LIKED = (Whose(Who.AREA, _ENGLAND), Whose(Who.NEIGHBOURS))
"""With whom a row is compared in the sentence of its section, the first that there is."""


@dataclass(frozen=True)
class PeriodRow:
    """A row whose figures are of years, quarters or days. `cells` are by whose they are and by period.

    A comparator whose heading names no period stands under None.
    """

    key: str
    section: str
    series: Series
    unit: str
    sign: int
    cells: dict[tuple[Whose, Period | None], Cell]

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.series.measure.title if self.series.measure else self.series.name

    @cached_property
    def whose(self) -> tuple[Whose, ...]:
        """Whose figures there are, our own first."""
        return tuple(dict.fromkeys((OWN, *(whose for whose, _ in self.cells))))

    @cached_property
    def latest(self) -> Period | None:
        """The newest period of which the authority has a figure."""
        own = [period for (whose, period), cell in self.cells.items() if whose == OWN and cell.value is not None]
        return max((period for period in own if period is not None), default=None)

    def cell(self, whose: Whose, period: Period | None) -> Cell | None:
        """One figure; None where the return has no cell for it."""
        return self.cells.get((whose, period))

    @cached_property
    def compared(self) -> tuple[Whose, float] | None:
        """The comparator of the newest period, England before the neighbours, and how far the authority is above it."""
        own = self.stated(OWN, self.latest)
        if self.latest is None or own is None:
            return None
        for whose in _LIKED:
            other = self.stated(whose, self.latest if self.cell(whose, self.latest) else None)
            if other is not None:
                return whose, round(own - other, 9)
        return None

    def stated(self, whose: Whose, period: Period | None) -> float | None:
        """What one cell states in the row's unit; None where there is no figure."""
        cell = self.cell(whose, period)
        return None if cell is None else stated_in(cell, self.unit)[0]


@dataclass(frozen=True)
class PeriodTable:
    """The rows of one table that are not monthly; `periods` are theirs, in order of time."""

    title: str
    rows: tuple[PeriodRow, ...]

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period of any row."""
        found = {period for row in self.rows for _, period in row.cells if period is not None}
        return tuple(sorted(found, key=lambda period: (period.end, period.start)))

    @property
    def has_undated(self) -> bool:
        """Whether there are comparators whose heading names no period."""
        return any(period is None for row in self.rows for _, period in row.cells)


def period_tables(found: Return) -> tuple[PeriodTable, ...]:
    """The rows that are not monthly, table by table."""
    shown = {id(series) for series in monthly(found)}
    tables: dict[tuple[int, str], list[PeriodRow]] = {}
    for series in found.series:
        if id(series) in shown and not _has_other_periods(series):
            continue
        section = section_of(series, found.tables[series.table])
        row = _period_row(series, section, id(series) in shown)
        if row.cells:
            tables.setdefault((series.table, section), []).append(row)
    return tuple(PeriodTable(section, tuple(rows)) for (_, section), rows in tables.items())


def other_tables(found: Return) -> tuple[Table, ...]:
    """Tables of categories, such as audit grades, which are shown as they stand."""
    return tuple(table for table in found.tables if table.layout is Layout.CATEGORIES)


def _has_other_periods(series: Series) -> bool:
    return any(
        figure.period and figure.period.kind is not PeriodKind.MONTH and figure.cell.kind is not CellKind.EMPTY
        for figure in series.own
    )


def _period_row(series: Series, section: str, months_are_shown: bool) -> PeriodRow:
    cells: dict[tuple[Whose, Period | None], Cell] = {}
    for whose, figure in _figures(series, months_are_shown):
        if figure.cell.kind is not CellKind.EMPTY:
            cells.setdefault((whose, figure.period), figure.cell)
    sign = series.measure.polarity.sign if series.measure else 0
    return PeriodRow(row_key(series), section, series, unit_of(series), sign, cells)


def _figures(series: Series, months_are_shown: bool) -> Iterator[tuple[Whose, Figure]]:
    """A row's figures; of one that the scorecard shows only those that are of no month."""
    for figure in series.own:
        if not (months_are_shown and figure.period and figure.period.kind is PeriodKind.MONTH):
            yield OWN, figure
    if not months_are_shown:
        for figure in series.comparators:
            if figure.who is Who.OWN:
                yield OWN, figure
            else:
                yield Whose(figure.who, figure.area if figure.who is Who.AREA else "", figure.region), figure
