"""A local return as plain data: its tables as they stand in the file, and its series, one a measure, to be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from data.periods import Period
from data.returns.cells import Cell
from data.returns.measures import Measure
from data.returns.targets import NO_TARGET, Target
from data.returns.text_files import Sheet


class Who(StrEnum):
    """Whose figure it is."""

    OWN = "the authority"
    NEIGHBOURS = "statistical neighbours"
    AREA = "an area"


class Role(StrEnum):
    """What a column holds."""

    NAME = "name"
    PERIOD = "period"
    TARGET = "target"
    COMPARATOR = "comparator"
    BREAKDOWN = "breakdown"
    REMARK = "remark"
    BLANK = "blank"
    OTHER = "other"


@dataclass(frozen=True)
class Heading:
    """A column's heading. `column` counts from 0. `area` is the code of a named region, authority or England.

    `region` marks a heading that says only "the region", whichever the authority's is.
    """

    text: str
    column: int
    role: Role
    period: Period | None = None
    who: Who | None = None
    area: str = ""
    region: bool = False


class Layout(StrEnum):
    """How a table is laid out."""

    TEMPLATE = "the portal's template"
    WIDE = "an indicator a row, periods across"
    PAIRS = "a measure a row, the authority and comparators under each year"
    YEARS = "a year a row"
    CATEGORIES = "a category a row"


@dataclass(frozen=True)
class Row:
    """A row below the headings: its line in the file (1 is the first), what it is called, all its cells."""

    line: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One table of a file. `number` counts from 0; `sheet` names the sheet of a workbook."""

    number: int
    layout: Layout
    title: str
    sheet: str
    line: int
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Figure:
    """One cell that speaks of a period: where it stands, whose it is, when."""

    line: int
    heading: str
    who: Who
    area: str
    region: bool
    period: Period | None
    cell: Cell


@dataclass(frozen=True)
class Series:
    """One measure in one table: own figures in the order in which they stand, comparators, target.

    `measure` is None where the name is unknown. `under_review` where the return itself says so beside the name.
    """

    table: int
    line: int
    sheet: str
    name: str
    measure: Measure | None
    own: tuple[Figure, ...] = ()
    comparators: tuple[Figure, ...] = ()
    target: Target = NO_TARGET
    target_heading: str = ""
    breakdown: str = ""
    under_review: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes two series speak of the same thing."""
        return (self.measure.id if self.measure else self.name.casefold(), self.breakdown.casefold())


@dataclass(frozen=True)
class Remark:
    """What the reader of the file met that is not as it should be: `kind` is a word such as `heading` or `cell`."""

    line: int | None
    column: str
    kind: str
    stated: str
    message: str
    sheet: str = ""


@dataclass(frozen=True)
class Commentary:
    """What the authority says of one section of its return: what the figures mean, and what is done next."""

    section: str
    analysis: str
    action: str
    line: int
    sheet: str = ""


@dataclass(frozen=True)
class Return:
    """Everything in one file. `authority` is the code of the authority whose return it says it is, empty if unsaid.

    `sheets` are its lines as they stand in the file: what is kept of it, and given out again.
    """

    file: str
    format: str
    authority: str
    tables: tuple[Table, ...]
    series: tuple[Series, ...]
    remarks: tuple[Remark, ...] = ()
    commentary: tuple[Commentary, ...] = ()
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)

    @cached_property
    def by_measure(self) -> Mapping[str, tuple[Series, ...]]:
        """The rows of each measure, by its id, in the order of the file."""
        found: dict[str, list[Series]] = {}
        for series in self.series:
            if series.measure is not None:
                found.setdefault(series.measure.id, []).append(series)
        return {measure: tuple(rows) for measure, rows in found.items()}
