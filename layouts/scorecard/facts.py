"""What the Scorecard page is given: a version of a return that the viewer may see, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from data.authorities import Area
from data.indicators import Indicator
from data.periods import Period, PeriodKind
from data.returns.content import Commentary, Table
from layouts.phrases import listed
from layouts.selection import Selection
from models.access import Visibility
from models.benchmark import Benchmark
from models.scorecard.found import Found
from models.scorecard.periods import PeriodRow, PeriodTable
from models.scorecard.rows import Row, Scorecard

VERSIONS = "/returns"


@dataclass(frozen=True)
class ShownVersion:
    """A version of a return as a reader may know it. `shared_with` are names; `unnamed` counts those without one here.

    `masked` says that small numbers are left out, since the reader is not of the organisation that owns it.
    """

    return_id: int
    number: int
    slug: str
    title: str
    organisation: str
    created: date
    by: str
    why: str
    file_name: str
    public_source: str
    visibility: Visibility
    masked: bool
    shared_with: tuple[str, ...] = ()
    unnamed: int = 0

    @property
    def address(self) -> str:
        """Its page among the returns."""
        return f"{VERSIONS}/{self.return_id}/{self.number}"

    @property
    def seen_by(self) -> str:
        """Who it is for, in words."""
        match self.visibility:
            case Visibility.PUBLISHED:
                return "Published: everybody sees it"
            case Visibility.SHARED:
                others = f"{self.unnamed} other organisation{'' if self.unnamed == 1 else 's'}" if self.unnamed else ""
                return f"Shared with {listed([*self.shared_with, *([others] if others else [])]) or 'nobody yet'}"
            case Visibility.DRAFT:
                return f"Draft: only {self.organisation} sees it"
            case Visibility.WITHDRAWN:
                return f"Withdrawn: only {self.organisation} sees it"


@dataclass(frozen=True)
class Facts:
    """All that the page shows. `version` is None where no return of the authority is visible to the reader.

    `returns` are the authority's that are visible, by slug, and `first_return` is shown where none is named;
    `elsewhere` are the authorities, by slug, that have any. `versions` are all visible ones of the return shown, the
    newest first. `card` is None for a return without months, and `chosen` the row whose chart is shown. `beside` are
    rows of periods with what is published. `unknown_return`, `unknown_month` and `unknown_measure` are what the address
    asked for in vain.
    """

    selection: Selection
    area: Area
    region: str
    group: str
    snapshot: str
    returns: Mapping[str, str] = field(default_factory=dict)
    first_return: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    version: ShownVersion | None = None
    versions: tuple[ShownVersion, ...] = ()
    card: Scorecard | None = None
    chosen: Row | None = None
    periods: tuple[PeriodTable, ...] = ()
    beside: tuple[tuple[PeriodRow, Benchmark], ...] = ()
    tables: tuple[Table, ...] = ()
    commentary: tuple[Commentary, ...] = ()
    findings: tuple[Found, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    unknown_return: str = ""
    unknown_month: str = ""
    unknown_measure: str = ""

    @property
    def month(self) -> str:
        """The month that is shown, as a reader says it; empty for a return without months."""
        return self.card.month.label if self.card else ""

    @cached_property
    def spoken(self) -> Mapping[str, tuple[Commentary, ...]]:
        """The commentary of each section, by its heading in small letters."""
        found: dict[str, list[Commentary]] = {}
        for said in self.commentary:
            found.setdefault(said.section.casefold(), []).append(said)
        return {section: tuple(said) for section, said in found.items()}

    @cached_property
    def headings(self) -> frozenset[str]:
        """The headings of what the page shows, in small letters."""
        sections = [section.name for section in self.card.sections] if self.card else []
        return frozenset(name.casefold() for name in (*sections, *(part.title for part in self.periods)))

    @property
    def source(self) -> str:
        """Where the figures are from, for the foot of a picture."""
        found = self.version
        if found is None:
            return ""
        said = f"Source: local return '{found.title}', version {found.number}, {found.organisation}"
        paper = f". From: {found.public_source}" if found.public_source else ""
        return f"{said}, {day(found.created)}. {found.seen_by}{paper}."


def day(found: date) -> str:
    """A day in words: 24 November 2022."""
    return f"{found.day} {found:%B %Y}"


def month_word(month: Period) -> str:
    """A month as an address spells it: 2022-10."""
    return f"{month.end:%Y-%m}"


def as_indicator(row: Row, decimals: int) -> Indicator:
    """A row as what `layouts.numbers` and `layouts.phrases` write figures of, with so many decimals."""
    measure = row.series.measure
    return Indicator(
        id=row.key,
        title=row.name,
        topic=measure.topic if measure else "",
        unit=row.unit,
        polarity=row.polarity,
        decimals=decimals,
        period=PeriodKind.MONTH,
        made="",
    )
