"""What a pack holds, whatever file it becomes: sections of blocks, each figure with its source, release and date."""

from dataclasses import dataclass, field
from enum import StrEnum

from layouts.numbers import digits
from layouts.tables import Table


class Role(StrEnum):
    """Whose figures a series or a bar shows; each has one colour and one pattern (LOOK.md), in every form of a pack."""

    US = "us"
    NEIGHBOURS = "neighbours"
    REGION = "region"
    ENGLAND = "england"
    OTHERS = "others"
    TARGET = "target"


class ChartKind(StrEnum):
    """Bars beside one another (one series, a bar a category), or lines over time (several series)."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True)
class PackSeries:
    """Values (one a category), None where there is none; `roles` are one a category in a bar chart, else one.

    `decimals` is how its figures are printed where it is not as the chart's are (a mean has one more): none, one for
    all, or one a category.
    """

    name: str
    values: tuple[float | None, ...]
    roles: tuple[Role, ...]
    decimals: tuple[int, ...] = ()


@dataclass(frozen=True)
class PackChart:
    """A chart that every form draws with its own means, from the same numbers.

    `finding` is its title, a sentence without its stop; `alternative` says in sentences what it shows, for those who do
    not see it. `unit` is said once, on the axis: `%`, `per 10,000`. `decimals` is how figures are printed. `missing`
    are the reasons of None values, `Hampshire 2024: unreliable`.
    """

    kind: ChartKind
    finding: str
    subtitle: str
    alternative: str
    categories: tuple[str, ...]
    series: tuple[PackSeries, ...]
    unit: str
    decimals: int
    missing: tuple[str, ...] = ()

    def decimals_at(self, series: PackSeries, at: int) -> int:
        """With how many decimals a series' figure in a category is printed."""
        if not series.decimals:
            return self.decimals
        return series.decimals[at if len(series.decimals) > 1 else 0]

    def printed(self, series: PackSeries, at: int) -> str:
        """A series' figure in a category as readers see it, without its unit; empty where there is none."""
        value = series.values[at]
        return "" if value is None else digits(value, self.decimals_at(series, at))


@dataclass(frozen=True)
class Reference:
    """Where figures are from: `figure` is what they show; source, release, date, and the page that shows them."""

    figure: str
    source: str
    release: str
    date: str
    address: str


@dataclass(frozen=True)
class Note:
    """A paragraph with a small heading: what the data tell us, analysis, action."""

    heading: str
    text: str


@dataclass(frozen=True)
class Block:
    """One exception, or one table: heading, sentences (the first is the answer), chart, table, notes, sources.

    `label` stands above the heading, small: `1 · Placement stability · certain`. `name` is a word for addresses within
    the pack, unique in it.
    """

    name: str
    heading: str
    sentences: tuple[str, ...]
    label: str = ""
    chart: PackChart | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class PackSection:
    """A part of a pack: a sheet of a workbook, a divider of a presentation, a heading of a paper."""

    name: str
    title: str
    sentence: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A pack. `answer` is what a board reads first. `as_of` is the moment whose local returns and board it shows.

    `address` makes it again; `snapshot` is the id of the published figures. `facts` are further lines for the first
    page (name, words): comparators, rules, who made it for whom.
    """

    title: str
    subtitle: str
    answer: str
    as_of: str
    snapshot: str
    address: str
    sections: tuple[PackSection, ...]
    facts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every source, each once, in the order in which it is first used."""
        listed = [one for section in self.sections for block in section.blocks for one in block.references]
        return tuple(dict.fromkeys(listed))
