"""What the page of one authority shows: who it is, how each topic stands, and the rows of the spine charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.authorities import Area
from data.context import Variable
from data.indicators import Indicator
from layouts.selection import Selection
from models.benchmark import Benchmark, Group
from models.priorities import Certainty
from models.spine import Centre, SpineRow
from models.topic_counts import Counts

ALL, ENGLAND = "all", "england"
# What the address says for every topic or only the chosen one, against England or against the neighbours.
VIEWS = {
    (False, Centre.NEIGHBOURS): "",
    (True, Centre.NEIGHBOURS): ALL,
    (False, Centre.ENGLAND): ENGLAND,
    (True, Centre.ENGLAND): f"{ALL}-{ENGLAND}",
}


@dataclass(frozen=True)
class Notable:
    """An indicator that stands out to one side (`worse` or `better`), and how surely."""

    row: Benchmark
    side: str
    certainty: Certainty


@dataclass(frozen=True)
class Topic:
    """One topic. `counts` are of its indicators with a better direction, `neutral` of those without.

    `notable` are the two that stand out most. `rows` are of its spine chart, empty where it is not shown.
    """

    name: str
    slug: str
    counts: Counts
    neutral: int
    notable: tuple[Notable, ...]
    is_shown: bool
    indicators: tuple[Indicator, ...]
    rows: tuple[SpineRow, ...]

    @property
    def chart(self) -> str:
        """The name of its spine chart."""
        return f"spine-{self.slug}"


@dataclass(frozen=True)
class ContextFigure:
    """One figure of the context profile; None where none is published."""

    variable: Variable
    value: float | None


@dataclass(frozen=True)
class Facts:
    """All that the page shows. `notes` stand under an indicator's title, by its id; `stale` ids are not counted.

    `sources` is where the figures of all topics are from.
    """

    selection: Selection
    area: Area
    region: Area | None
    group: Group
    members: tuple[Area, ...]
    context: tuple[ContextFigure, ...]
    topics: tuple[Topic, ...]
    total: Counts
    centre: Centre
    shows_all: bool
    stale: frozenset[str]
    notes: Mapping[str, Sequence[str]]
    sources: str
    snapshot: str

    @property
    def shown(self) -> tuple[Topic, ...]:
        """The topics whose spine charts are on the page."""
        return tuple(topic for topic in self.topics if topic.is_shown)

    def viewed(self, shows_all: bool, centre: Centre) -> Selection:
        """The selection with another way to show it."""
        return self.selection.but(view=VIEWS[shows_all, centre])
