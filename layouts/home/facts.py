"""All that the first page shows, looked up and computed: the page itself draws and says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from data.authorities import Area
from data.indicators import Indicator
from layouts.selection import Selection
from models.arrays import Codes
from models.benchmark import Benchmark, Group
from models.differences import Differences
from models.priorities import Certainty
from models.tartan import MARKS
from models.topic_counts import Counts


class Link(NamedTuple):
    """A name, and the address of its page."""

    name: str
    address: str


@dataclass(frozen=True)
class Topic:
    """A topic with its counts; `address` is that of its comparison."""

    name: str
    address: str
    counts: Counts


class Entry(NamedTuple):
    """An indicator of one of the two lists. `children` is the size of its gap, `trend` the word of the trend test.

    `alike` are the indicators that tell the same story; `notes` say what is known to be wrong in published figures.
    """

    row: Benchmark
    address: str
    certainty: Certainty
    children: float
    trend: str
    alike: tuple[Link, ...]
    notes: tuple[str, ...]


class Move(NamedTuple):
    """An indicator that has changed since the period before.

    `word` is the test's; `crossed` is how many quarters it has come up, below 0 down; `band_before` is the letter of
    the period before, empty where there was none.
    """

    row: Benchmark
    address: str
    word: str
    is_certain: bool
    band_before: str
    crossed: int


@dataclass(frozen=True)
class MoveList:
    """Changes of one kind, the most notable first: `size` of all, and one of each with how many are like it."""

    size: int
    leaders: tuple[tuple[Move, int], ...]


@dataclass(frozen=True)
class LastYear:
    """Changes since the period before; the counts are over all indicators compared.

    `moves` are all changes that are tested and all that crossed a quarter; `worse` and `better` are by test, `down` and
    `up` by quarter of England.
    """

    compared: int
    certain: int
    no_clear_change: int
    not_tested: int
    moves: tuple[Move, ...]
    worse: MoveList
    better: MoveList
    down: MoveList
    up: MoveList


class Yearly(Protocol):
    """What the changes since the period before are drawn from, on this page and on that of what has changed."""

    @property
    def area(self) -> Area:
        """Whose figures they are."""

    @property
    def last_year(self) -> LastYear:
        """The changes."""

    @property
    def source(self) -> str:
        """Where all figures of the page are from."""


@dataclass(frozen=True)
class Publication:
    """The indicators whose figures were published on one day, and the days on which the next are expected."""

    day: str
    topics: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    next_days: tuple[str, ...]


@dataclass(frozen=True)
class EarlierRelease:
    """The snapshot before: its id, when it became the live one, and what has changed since.

    `areas` names the authorities of the neighbours that came and went; `addresses` are by the indicator's id.
    """

    id: str
    since: datetime
    differences: Differences
    areas: dict[str, str]


@dataclass(frozen=True)
class Stripes:
    """The indicators of a topic that have a band in any year, with the places of their codes among MARKS (n, years)."""

    topic: Topic
    indicators: tuple[Indicator, ...]
    numbers: Codes

    @property
    def codes(self) -> list[list[str]]:
        """The codes themselves."""
        codes: list[list[str]] = MARKS[self.numbers].tolist()
        return codes


@dataclass(frozen=True)
class Facts:
    """The whole page. `worse` and `better` are whole lists, of which the page shows the first ten.

    `addresses` are the indicators' own pages, by id; `sources` names the publications behind all of them.
    """

    selection: Selection
    area: Area
    group: Group
    topics: tuple[Topic, ...]
    total: Counts
    neutral: int
    worse: tuple[Entry, ...]
    better: tuple[Entry, ...]
    stale: tuple[Link, ...]
    last_year: LastYear
    earlier: EarlierRelease | None
    publications: tuple[Publication, ...]
    years: tuple[int, ...]
    stripes: tuple[Stripes, ...]
    sources: str
    addresses: Mapping[str, str]
    snapshot: str

    @property
    def source(self) -> str:
        """Where all figures of the page are from."""
        return f"{self.sources} Snapshot {self.snapshot}."
