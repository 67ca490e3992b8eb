"""A return's month, row by row: figure, target, signal, projection, comparators, and the parts it breaks down into."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from data.indicators import Polarity
from data.periods import Period
from data.returns.content import Figure, Layout, Return, Series, Table
from data.returns.measures import Measure
from models.control_charts import Capability, capability
from models.scorecard.figures import MonthFigure, month_figures, monthly, months_of, per_of, unit_of
from models.scorecard.published import PublishedFigures
from models.scorecard.signals import Signal, signal_of
from models.scorecard.targets import Judged, Verdict, judged
from models.scorecard.year_end import YearEnd, twelve_months, year_end

OTHER = "Other measures"
Beside = Callable[[Measure | None], PublishedFigures | None]
"""Looks up the published figures that stand beside a measure."""


@dataclass(frozen=True)
class Row:
    """One row of the scorecard in one month. `figures` are all its months, also those after the one shown.

    `now` is None where the row has no cell for the month. `before` and `year_before` are the figures of the month
    before and of the same month a year before, where given; changes are in the row's unit.
    """

    key: str
    section: str
    series: Series
    unit: str
    sign: int
    figures: Mapping[Period, MonthFigure]
    month: Period
    target: Judged
    signal: Signal
    year_end: YearEnd | None
    twelve_months: YearEnd | None
    published: PublishedFigures | None

    @property
    def name(self) -> str:
        """What the row is called: the measure's own title, or, for an unknown one, the name as typed."""
        return self.series.measure.title if self.series.measure else self.series.name

    @property
    def breakdown(self) -> str:
        """Which part of the measure it is, empty for all of it."""
        return self.series.breakdown

    @property
    def polarity(self) -> Polarity:
        """Which direction is better; for an unknown measure nobody knows."""
        return self.series.measure.polarity if self.series.measure else Polarity.NEUTRAL

    @property
    def now(self) -> MonthFigure | None:
        """The month that is shown."""
        return self.figures.get(self.month)

    @property
    def value(self) -> float | None:
        """The figure of the month that is shown."""
        return self.now.value if self.now else None

    @property
    def before(self) -> MonthFigure | None:
        """The month before."""
        return self.figures.get(self.month.previous())

    @property
    def year_before(self) -> MonthFigure | None:
        """The same month a year before."""
        return self.figures.get(same_month_a_year_before(self.month))

    def change_from(self, other: MonthFigure | None) -> float | None:
        """The month's figure less another, without the noise of binary subtraction; None where either is missing."""
        if self.value is None or other is None or other.value is None:
            return None
        return round(self.value - other.value, 9)

    @property
    def lines(self) -> frozenset[int]:
        """The lines of the file that the row stands in."""
        figures: tuple[Figure, ...] = (*self.series.own, *self.series.comparators)
        return frozenset({self.series.line, *(figure.line for figure in figures)})

    def capability(self, written: Callable[[float], str]) -> Capability | None:
        """Whether the process reaches its target as it works now; None without a chart, a line, or a wanted side.

        `written` puts a figure into words.
        """
        line, chart = self.target.line, self.signal.chart
        if line is None or chart is None or not self.target.sign or self.signal.of_single_months:
            return None
        return capability(chart, line, self.target.sign, written)


@dataclass(frozen=True)
class Section:
    """A part of a return under one heading: its rows, each followed by those that break it down."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Scorecard:
    """A return in one month. `sections` hold every monthly row of the file, one measure as often as it stands there.

    `months` are all that the return has a figure for, the newest first.
    """

    month: Period
    months: tuple[Period, ...]
    sections: tuple[Section, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of the file."""
        return tuple(row for section in self.sections for row in section.rows)

    @cached_property
    def measures(self) -> tuple[Row, ...]:
        """Each measure once, where it stands first, without its breakdowns: what is counted."""
        first: dict[str, Row] = {}
        for row in self.rows:
            if not row.breakdown:
                first.setdefault(row.key, row)
        return tuple(first.values())

    def row(self, key: str) -> Row | None:
        """The first row with a key."""
        return next((row for row in self.rows if row.key == key), None)

    def parts_of(self, row: Row) -> tuple[Row, ...]:
        """The rows that break a measure down, in its section."""
        return tuple(
            other
            for other in self.rows
            if other.breakdown and other.section == row.section and measure_key(other.series) == measure_key(row.series)
        )

    def with_verdict(self, *verdicts: Verdict) -> tuple[Row, ...]:
        """The measures whose target has one of some verdicts."""
        return tuple(row for row in self.measures if row.target.verdict in verdicts)

    @property
    def signalled(self) -> tuple[Row, ...]:
        """The measures whose month is a signal."""
        return tuple(row for row in self.measures if row.signal.is_signal)


def scorecard(found: Return, month: Period, beside: Beside) -> Scorecard:
    """The monthly rows of a return in one of its months."""
    sections: dict[str, list[Row]] = {}
    listed = monthly(found)
    for series in listed:
        name = section_of(series, found.tables[series.table])
        sections.setdefault(name, []).append(_row(series, name, month, beside))
    made = tuple(Section(name, tuple(_with_parts(rows))) for name, rows in sections.items())
    return Scorecard(month, months_of(listed), made)


def section_of(series: Series, table: Table) -> str:
    """The heading that a row belongs under: that of its table, or of its measure where one table holds all."""
    if table.title and table.layout is not Layout.TEMPLATE:
        return table.title
    topic = series.measure.topic if series.measure else ""
    return topic or table.sheet or OTHER


def measure_key(series: Series) -> str:
    """The word by which an address names a measure: its id, or the line where an unknown one first stands."""
    return series.measure.id if series.measure else f"row-{series.line}"


def row_key(series: Series) -> str:
    """The word by which an address names a row: its measure's, and that of the part it breaks down into."""
    part = "-".join("".join(sign if sign.isalnum() else " " for sign in series.breakdown.casefold()).split())
    return f"{measure_key(series)}~{part}" if series.breakdown else measure_key(series)


def same_month_a_year_before(month: Period) -> Period:
    """The month twelve months before."""
    for _ in range(12):
        month = month.previous()
    return month


def _with_parts(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows in their order, but each breakdown after the measure that it belongs to, where the section has it."""
    listed = list(rows)
    whole = {measure_key(row.series) for row in listed if not row.breakdown}
    for row in listed:
        if row.breakdown and measure_key(row.series) in whole:
            continue
        yield row
        if not row.breakdown:
            yield from (
                part for part in listed if part.breakdown and measure_key(part.series) == measure_key(row.series)
            )


def _row(series: Series, section: str, month: Period, beside: Beside) -> Row:
    measure, unit, per = series.measure, unit_of(series), per_of(series)
    sign = measure.polarity.sign if measure else 0
    figures = month_figures(series)
    until = [found.value for period, found in figures.items() if found.value is not None and not month < period]
    value = figures[month].value if month in figures else None
    target = judged(series.target, measure, unit, sign, value, max(until, default=None))
    whole = not series.breakdown
    return Row(
        key=row_key(series),
        section=section,
        series=series,
        unit=unit,
        sign=sign,
        figures=figures,
        month=month,
        target=target,
        signal=signal_of(figures, measure, unit, per, sign, month),
        year_end=year_end(figures, measure, unit, per, month, target),
        twelve_months=twelve_months(figures, measure, month) if whole else None,
        published=beside(measure) if whole else None,
    )
