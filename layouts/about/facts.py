"""What the page about the data is given: the catalogue, the files, the checks and the counts, looked up and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.editions import Edition
from data.faults import Fault
from data.glossary import Glossary
from data.indicators import Indicator
from data.manifest import SourceFile
from data.missing import Missing
from data.periods import Period
from data.reconcile import Arithmetic, Reconciliation
from layouts.about.links import Ways, ways_from
from layouts.about.parts import Part
from layouts.selection import Selection
from models.similarity.results import ClusterModel, NeighbourModel


@dataclass(frozen=True)
class Listed:
    """An indicator in the catalogue: the first and the last of its periods in which any authority has a figure.

    `authorities` are those with a figure in `last`. An indicator without any figure has no periods.
    """

    indicator: Indicator
    first: Period | None
    last: Period | None
    authorities: int


@dataclass(frozen=True)
class Source:
    """A file that was read: what it is and whose, and how many indicators have figures or counts from it.

    `updated` and `due` are ISO dates, of the newest update and of the next; empty where the publisher gives none.
    """

    file: SourceFile
    what: str
    publisher: str
    link: str
    indicators: int
    updated: str
    due: str


@dataclass(frozen=True)
class Held:
    """What a snapshot holds. `figures` are those of authorities, open or closed, `of_regions` the rest.

    `missing` counts places without a figure by the reason; `questions` are sentences on figures that look odd, by
    indicator.
    """

    catalogue: tuple[Listed, ...]
    figures: int
    of_regions: int
    years: tuple[int, int]
    sources: tuple[Source, ...]
    missing: Mapping[Missing, int]
    reconciliations: tuple[Reconciliation, ...]
    arithmetic: tuple[Arithmetic, ...]
    faults: tuple[Fault, ...]
    questions: Mapping[str, Sequence[str]]
    editions: tuple[Edition, ...]
    glossary: Glossary
    snapshot: str

    @cached_property
    def by_id(self) -> Mapping[str, Indicator]:
        """The indicators by id."""
        return {listed.indicator.id: listed.indicator for listed in self.catalogue}

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Listed, ...]]:
        """The catalogue by topic; an indicator that is listed in several topics stands in its own."""
        found: dict[str, list[Listed]] = {}
        for one in self.catalogue:
            found.setdefault(one.indicator.topic, []).append(one)
        return {topic: tuple(listed) for topic, listed in found.items()}

    @property
    def updated(self) -> str:
        """The ISO date of the newest update of any indicator."""
        return max(listed.indicator.updated for listed in self.catalogue)


@dataclass(frozen=True)
class Facts(Held):
    """All that the page shows. `fixed` are the parts that are the same for every selection but for their
    links (layouts/about/links.py), by their ids."""

    selection: Selection
    authorities: int
    neighbours: NeighbourModel
    clusters: ClusterModel
    fixed: Mapping[str, Part]

    @cached_property
    def ways(self) -> Ways:
        """Where its links lead."""
        return ways_from(self.selection)
