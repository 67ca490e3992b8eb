"""What the Compare page is given: the chosen indicators for the chosen authorities, and what else can be chosen."""

from collections import Counter
from dataclasses import dataclass

from layouts.compare.hiding import Kinds
from layouts.compare.matrix import Columns, Row
from layouts.selection import PICKED, Selection
from models.benchmark import Benchmark

TABLE, MULTIPLES, OWN_SCALES, SPINE = "", "multiples", "multiples-own", "spine"
VIEWS = {TABLE: "Table", MULTIPLES: "Small multiples", SPINE: "Spine chart"}


@dataclass(frozen=True)
class Preset:
    """Authorities to be set beside the chosen one at once: a word for addresses, a name, and their slugs."""

    slug: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """All that the page shows. `left_out` is how many of the indicators have no period to show.

    `ours` are the chosen authority's records of all that have one, in their order, and `kinds` of what kinds each is;
    `rows` are those that are not hidden. `arrangement` is what a browser needs to arrange them, empty where it cannot.
    `topic` is what the indicators are together, `home` the slug of a topic to go back to. `partnerships` are those that
    can be a column, by slug and name.
    """

    selection: Selection
    topic: str
    home: str
    columns: Columns
    group_title: str
    ours: tuple[Benchmark, ...]
    kinds: tuple[Kinds, ...]
    rows: tuple[Row, ...]
    left_out: int
    presets: tuple[Preset, ...]
    partnerships: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    snapshot: str
    arrangement: str = ""

    @property
    def view(self) -> str:
        """The way in which the figures are shown; the table for a word that is none."""
        known = (*VIEWS, OWN_SCALES)
        return self.selection.view if self.selection.view in known else TABLE

    @property
    def only_picked(self) -> bool:
        """Whether the indicators are those picked out, whatever their topic."""
        return self.selection.topic == PICKED

    @property
    def counts(self) -> Counter[Kinds]:
        """How many of the chosen authority's records are of the same kinds."""
        return Counter(self.kinds)

    @property
    def hidden(self) -> int:
        """How many indicators are left out by choice."""
        return len(self.ours) - len(self.rows)
