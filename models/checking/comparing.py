"""What each comparator of a row should be: the figure, its year, the editions of the neighbours it may rest on."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.authorities import load_authorities
from data.editions import NEWEST
from data.periods import PeriodKind
from data.returns.content import Figure, Layout, Return, Role, Series, Table, Who
from models.checking.published import Comparator, Published, editions_at
from models.checking.rounding import Fit, fit, rounded

YEARLY = frozenset(
    {
        PeriodKind.FINANCIAL_YEAR,
        PeriodKind.ACADEMIC_YEAR,
        PeriodKind.CALENDAR_YEAR,
        PeriodKind.MARCH_SNAPSHOT,
        PeriodKind.SEPTEMBER_SNAPSHOT,
    }
)
# A paper of a month is written within three; one of a year within twelve.
AFTER_MONTHS, AFTER_YEARS = timedelta(days=92), timedelta(days=366)
# A year's figure is published within a year or two: what a heading without a year may mean.
YEARS_BACK = 3
ENGLAND = load_authorities().england.code


@dataclass(frozen=True)
class Compared:
    """One comparator of a row, `stated` NaN where its cell holds no figure.

    `expected` by the edition that gives it (one for an area); `year` is the year that it is for. `published_decimals`
    are those to which the publisher rounds an area's figures.
    """

    figure: Figure
    stated: float
    decimals: int
    year: int
    expected: tuple[tuple[Comparator, float], ...]
    published_decimals: int

    @property
    def is_stated(self) -> bool:
        """Whether the cell holds a figure."""
        return not math.isnan(self.stated)

    @property
    def value(self) -> float:
        """The first expected value: that of the edition of the paper's own day."""
        return self.expected[0][1]

    @property
    def fits(self) -> Fit:
        """How the stated figure fits: by the best of the editions that it may rest on."""
        found = {fit(self.stated, value, self.decimals) for _, value in self.expected}
        if any(whose.code and self._is_finer(value) for whose, value in self.expected):
            return Fit.ROUNDED
        return next((each for each in (Fit.ROUNDED, Fit.TRUNCATED) if each in found), Fit.WRONG)

    def _is_finer(self, value: float) -> bool:
        """Whether the stated figure may be the published one before the publisher rounded it: 87.8 where 88 is."""
        lost, typed = 10.0**-self.published_decimals, 10.0**-self.decimals
        is_rounded = abs(value - rounded(value, self.published_decimals)) < typed / 100
        return typed < lost and is_rounded and abs(self.stated - value) <= (lost + typed) / 2


def compared(series: Series, found: Return, published: Published) -> tuple[Compared, ...]:
    """The yearly figures of a series that a published figure belongs to, in the order of the columns."""
    measure = series.measure
    if measure is None or not measure.published or series.breakdown:
        return ()
    table = found.tables[series.table]
    editions = _editions(table, series)
    figures = tuple(yearly_figures(series, table))
    named = _named_year(table)
    dated = tuple((figure, figure.period.year if figure.period else named) for figure in figures)
    if all(year is not None for _, year in dated):
        return _expected(measure.published, dated, editions, published)
    # Nothing in the table says which year: the newest in which most of the row is right, else the newest.
    day = last_day(table, (series,))
    newest = day.year if day else max(published.years(measure.published, Comparator(ENGLAND)), default=0)
    tried = [
        _expected(measure.published, [(figure, year or assumed) for figure, year in dated], editions, published)
        for assumed in range(newest, newest - YEARS_BACK, -1)
    ]
    return max(tried, key=lambda row: sum(each.fits is Fit.ROUNDED for each in row) + (0.5 if row else 0))


def _expected(
    identity: str, dated: Iterable[tuple[Figure, int | None]], editions: Sequence[str], published: Published
) -> tuple[Compared, ...]:
    made = []
    indicator = published.indicator(identity)
    decimals = indicator.decimals if indicator else 0
    for figure, year in dated:
        if year is None:
            continue
        stated = math.nan if figure.cell.value is None else figure.cell.value
        expected = []
        for edition in editions if figure.who is Who.NEIGHBOURS else editions[:1]:
            whose = published.comparator(figure, edition)
            value = published.value(identity, whose, year) if whose else None
            if whose is not None and value is not None:
                expected.append((whose, value))
        if expected:
            made.append(Compared(figure, stated, figure.cell.decimals, year, tuple(expected), decimals))
    return tuple(made)


def yearly_figures(series: Series, table: Table) -> Iterator[Figure]:
    """Comparators, and own figures of whole years where the table is one of years."""
    for figure in (*series.comparators, *series.own):
        if figure in series.comparators or (
            figure.period and figure.period.kind in YEARLY and "quarter" not in table.title.casefold()
        ):
            yield figure


def last_day(table: Table, series: Sequence[Series] = ()) -> date | None:
    """The end of the last period that a table speaks of, its headings' or its rows'."""
    days = [heading.period.end for heading in table.headings if heading.period]
    days += [figure.period.end for each in series for figure in each.own if figure.period]
    return max(days) if days else None


def _editions(table: Table, series: Series) -> tuple[str, ...]:
    if table.layout is Layout.TEMPLATE:
        return (NEWEST,)
    day = last_day(table, (series,))
    if day is None:
        return (NEWEST,)
    monthly = any(heading.period and heading.period.kind not in YEARLY for heading in table.headings)
    return editions_at(day, day + (AFTER_MONTHS if monthly else AFTER_YEARS))


def _named_year(table: Table) -> int | None:
    """The year that one of the comparators' headings names, for those beside it that name none."""
    named = [heading.period.year for heading in table.headings if heading.role is Role.COMPARATOR and heading.period]
    return named[0] if named else None
