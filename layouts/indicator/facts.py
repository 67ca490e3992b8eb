"""What the Indicator page is given: one indicator's figures over areas and periods, looked up and computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import isnan
from typing import NamedTuple

from data.authorities import Area
from data.blocks import Block, Origin
from data.faults import Fault
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from layouts import numbers
from layouts.charts.trend import Role
from layouts.selection import Selection
from layouts.tables import Cell as TableCell
from layouts.tables import in_table
from models.averages import Average
from models.benchmark import Benchmark, Group
from models.chance import Places, RecentTrend
from models.change_test import ChangeTest
from models.contributions import Contributions
from models.funnel_of_one import Funnel
from models.histogram import Histogram
from models.intervals import Interval
from models.sensitivity import Sensitivity
from models.series import Course
from models.spread import Spread

# What stands for a whole period for which no figures were published.
NOT_PUBLISHED = "not published"
NONE = "none"
# In the order in which a figure is taken from them: the row is that of the first.
FILES = {Origin.LAIT: "LAIT", Origin.TIDY: "EES", Origin.FINGERTIPS: "Fingertips"}


# To look one up takes a tenth of the time of making it from its number.
_REASONS = {int(reason): reason for reason in Missing}
_ORIGINS = {number: Origin(number) for number in range(2 * max(Origin))}


class Cell(NamedTuple):
    """One figure with all that is known of it."""

    value: float | None
    reason: Missing
    numerator: float | None
    denominator: float | None
    origin: Origin
    row: int

    @property
    def counts(self) -> str:
        """The counts behind the figure, `295 of 336`; empty where the source gives none."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{_count(self.numerator)} of {_count(self.denominator)}"

    @property
    def source(self) -> str:
        """Which file the figure was read from, and in which of its rows."""
        return _source(self.origin, self.row)


@dataclass(frozen=True)
class Shown:
    """The period that is shown: `column` is its place on the block's axis of periods.

    `ranked` are the authorities in the order of `spread`, `not_ranked` those that were open but have no figure;
    `counted` are those of `ranked` that have counts, by code. `places` is the interval of our rank, `change` the test
    of our change from the period before. `joint` are the authorities that made our return together, if several did.
    `contributions` are in the order of the comparators; `lenses` are the groups of `sensitivity`, which ends with the
    region.
    """

    column: int
    row: Benchmark
    spread: Spread
    ranked: tuple[Area, ...]
    not_ranked: tuple[Area, ...]
    counted: frozenset[str]
    joint: tuple[Area, ...]
    places: Places | None
    change: ChangeTest | None
    histogram: Histogram | None
    funnel: Funnel | None
    contributions: Contributions
    sensitivity: Sensitivity
    lenses: tuple[Group, ...]

    @cached_property
    def standings(self) -> Mapping[str, tuple[str, str]]:
        """Rank and band, as words, of each authority that has a figure, by code."""
        found = zip(self.ranked, self.spread.position.tolist(), self.spread.band.tolist(), strict=True)
        return {area.code: (str(position), band or NONE) for area, position, band in found}

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval of our figure."""
        return None if self.row.low is None or self.row.high is None else (self.row.low, self.row.high)

    @property
    def is_wide(self) -> bool:
        """Whether our rank could be half of all places or more: then neither rank nor band is printed large."""
        return self.places is not None and self.places.is_wide

    @property
    def has_bands(self) -> bool:
        """Whether the authorities are in bands."""
        return len(self.spread.edges) > 0


@dataclass(frozen=True)
class Facts:
    """All that the page shows. `axis` is the periods without holes; `average` is over the block's own.

    `places` are those of `areas` on the block's axis, by code.

    The block has at most as many periods as a page draws: `earlier` and `later` ones are left out.

    `shown` is None where the indicator has no figures in the chosen year, and `latest` the period of those it has last.
    `intervals` are of our figures, over the block's periods. `closeness` has a word for each comparator, by code; it is
    empty for a group of one's own.
    """

    selection: Selection
    in_topic: tuple[Indicator, ...]
    indicator: Indicator
    area: Area
    beside: tuple[Area, ...]
    members: tuple[Area, ...]
    region: Area | None
    england: Area
    group: Group
    closeness: Mapping[str, str]
    areas: tuple[Area, ...]
    places: Mapping[str, int]
    block: Block
    axis: tuple[Period, ...]
    average: Average
    intervals: Interval
    trend: RecentTrend
    course: Course | None
    earlier: int
    later: int
    latest: Period | None
    shown: Shown | None
    faults: tuple[Fault, ...]
    snapshot: str

    @cached_property
    def columns(self) -> tuple[int | None, ...]:
        """Where each period of the axis stands on the block's, None for one that nobody published."""
        return tuple(self.block.column(period) for period in self.axis)

    @property
    def has_counts(self) -> bool:
        """Whether a source gives numerators and denominators of this indicator."""
        return self.block.numerators is not None

    @property
    def has_limits(self) -> bool:
        """Whether intervals may be shown: by counts, or the publisher's own."""
        return self.has_counts or self.block.low is not None

    @property
    def comparators(self) -> tuple[Area, ...]:
        """The region, where the authority has one, and England."""
        return (self.region, self.england) if self.region else (self.england,)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """What the chosen authorities are in a picture, by code: we first, then those beside us."""
        return {self.area.code: Role.US} | {area.code: Role.BESIDE for area in self.beside}

    @property
    def drawn(self) -> tuple[Area, ...]:
        """The comparators that a picture can hold: none where theirs are totals, which would dwarf an authority."""
        return () if self.indicator.is_total else self.comparators

    def cell(self, area: Area, column: int) -> Cell:
        """The figure of an area in a period of the block's axis."""
        at, block = (self.places[area.code], column), self.block
        return Cell(
            value=_number(block.values.item(at)),
            reason=_REASONS[block.reasons.item(at)],
            numerator=None if block.numerators is None else _number(block.numerators.item(at)),
            denominator=None if block.denominators is None else _number(block.denominators.item(at)),
            origin=_ORIGINS[block.origins.item(at)],
            row=block.rows.item(at),
        )

    def sources(self, places: Sequence[int], column: int) -> list[str]:
        """Which file the figures of areas at some places were read from, and in which of its rows."""
        origins, rows = self.block.origins[places, column].tolist(), self.block.rows[places, column].tolist()
        return [_source(_ORIGINS[origin], row) for origin, row in zip(origins, rows, strict=True)]

    def counts(self, places: Sequence[int], column: int) -> list[list[float | None]]:
        """Numerators and denominators of the same areas, where the indicator has any."""
        found = (self.block.numerators, self.block.denominators)
        return [list(map(_number, counts[places, column].tolist())) for counts in found if counts is not None]

    def reasons(self, places: Sequence[int], column: int) -> list[str]:
        """Why there are no figures of the same areas."""
        return [numbers.missing(_REASONS[reason]) for reason in self.block.reasons[places, column].tolist()]

    def limits(self, place: int) -> tuple[float, float] | None:
        """The 95% interval of our figure in a period of the axis."""
        column = self.columns[place]
        low = None if column is None else _number(self.intervals.low.item(column))
        return None if column is None or low is None else (low, self.intervals.high.item(column))

    def over_axis(self, area: Area) -> tuple[float | None, ...]:
        """The figures of an area over the axis."""
        return self._on_axis(self.block.values[self.places[area.code]].tolist())

    @cached_property
    def means(self) -> tuple[float | None, ...]:
        """The comparators' average over the axis."""
        return self._on_axis(self.average.mean.tolist())

    def _on_axis(self, found: list[float]) -> tuple[float | None, ...]:
        return tuple(None if column is None else _number(found[column]) for column in self.columns)

    def in_column(self, area: Area, column: int | None) -> TableCell:
        """A figure under a heading that says its unit, or why there is none."""
        return NOT_PUBLISHED if column is None else self.under_heading(self.cell(area, column))

    def under_heading(self, cell: Cell) -> TableCell:
        """The same of a cell."""
        return numbers.missing(cell.reason) if cell.value is None else in_table(self.indicator, cell.value)

    def in_words(self, area: Area, column: int | None) -> str:
        """A figure with its unit, or why there is none."""
        if column is None:
            return NOT_PUBLISHED
        cell = self.cell(area, column)
        return numbers.missing(cell.reason) if cell.value is None else numbers.figure(self.indicator, cell.value)

    def all_under_heading(self, area: Area) -> list[TableCell]:
        """The figures of an area over the axis as `in_column` has them."""
        return [found if isinstance(found, str) else in_table(self.indicator, found) for found in self._known(area)]

    def all_in_words(self, area: Area) -> list[str]:
        """The same as `in_words` has them."""
        return [
            found if isinstance(found, str) else numbers.figure(self.indicator, found) for found in self._known(area)
        ]

    def _known(self, area: Area) -> list[float | str]:
        """The figures of an area over the axis, or why there is none."""
        at = self.places[area.code]
        pairs = list(zip(self.block.values[at].tolist(), self.block.reasons[at].tolist(), strict=True))
        found = [numbers.missing(_REASONS[reason]) if isnan(value) else value for value, reason in pairs]
        return [NOT_PUBLISHED if column is None else found[column] for column in self.columns]


def _source(origin: Origin, row: int) -> str:
    if not row:
        return "in no file"
    file, further = _files(origin)
    return f"{file} row {row:,}{further}"


@cache
def _files(origin: Origin) -> tuple[str, str]:
    """The file whose row a figure's is, and what is said after the row."""
    file, *others = [name for flag, name in FILES.items() if flag in origin]
    agreeing = "".join(f", and {name} agrees" for name in others)
    return file, f"{agreeing}{', joint return' if Origin.JOINT in origin else ''}"


def _number(value: float) -> float | None:
    return None if isnan(value) else value


def _count(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}"
