"""All that the Board page shows, looked up and computed: the page itself draws and says it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from data.authorities import Area
from data.exception_rules import Rules
from data.indicators import Indicator
from layouts.home.facts import Link
from layouts.provenance import source_line
from layouts.selection import Selection
from models.benchmark import Benchmark, Group
from models.exceptions.reasons import Listed
from models.exceptions.whole import LocalRow
from models.priorities import Certainty
from models.spine import SpineRow
from models.trajectories import Trajectory


@dataclass(frozen=True)
class Said:
    """A section of the commentary on an exception, as it stands: who wrote it, and when."""

    section: str
    text: str
    by: str
    on: date


@dataclass(frozen=True)
class Agreed:
    """An action: the agenda item, what was agreed and when, what came of it, who has it, until when, how it stands.

    `paper` names the public paper that it is from, empty where there is none.
    """

    number: int
    title: str
    wording: str
    taken: str
    owner: str
    agreed: date | None
    due: date | None
    status: str
    is_overdue: bool
    address: str
    paper: str = ""


class Entry(NamedTuple):
    """One exception, or one strength. `row` is that of a published indicator, `local` that of a local return.

    `address` is the page of its figure, `desk` that on which the board speaks of it. `ring` says who does it well,
    `outlook` where its target stands; both are sentences, empty where there is none. `spine` is the figure among all
    authorities. `pinned` by the board.
    """

    listed: Listed
    side: str
    title: str
    topic: str
    address: str
    desk: str = ""
    row: Benchmark | None = None
    local: LocalRow | None = None
    trend: str = ""
    alike: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    spine: SpineRow | None = None
    ring: str = ""
    outlook: str = ""
    said: tuple[Said, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    pinned: bool = False

    @property
    def source(self) -> str:
        """Where its figure is from."""
        if self.row is not None:
            return source_line(self.row.indicator, [self.row.status])
        card = self.local.local if self.local else None
        return f"Source: local return “{card.title}”, {card.card.month.label}." if card else ""

    @property
    def certainty(self) -> Certainty:
        """How sure it is."""
        return self.listed.certainty

    @property
    def children(self) -> float | None:
        """The gap in children, None where no counts are published."""
        return None if self.listed.children != self.listed.children else self.listed.children


@dataclass(frozen=True)
class Dismissed:
    """An exception that the board has taken off its list until a day, with its reason."""

    entry: Entry
    why: str
    until: date
    by: str


class Left(NamedTuple):
    """An indicator that is on neither list, and why."""

    title: str
    topic: str
    address: str
    period: str
    level: str
    why: str


@dataclass(frozen=True)
class TargetShown:
    """A target that the board has set, with the figures on the way to it; `desk` is where it is changed."""

    key: str
    indicator: Indicator
    desk: str
    course: Trajectory
    why: str


@dataclass(frozen=True)
class Board:
    """Whose board it is, and what the viewer sees of it; all empty for an authority without one.

    `own`: one of the organisation's own people looks. `forms` is where its own pages are.
    """

    organisation: str = ""
    own: bool = False
    forms: str = ""
    actions: tuple[Agreed, ...] = ()
    own_rules: bool = False


@dataclass(frozen=True)
class Facts:
    """The whole page. `worse` and `better` are whole lists in order, pinned ones first; the page shows the first.

    `late` names local returns that are too old to say anything of today, each with the address that shows it all the
    same. What is on neither list stands last on the page, and is made when it is first looked at (`make_left`).
    """

    selection: Selection
    area: Area
    group: Group
    rules: Rules
    worse: tuple[Entry, ...]
    better: tuple[Entry, ...]
    make_left: Callable[[], tuple[Left, ...]]
    dismissed: tuple[Dismissed, ...]
    late: tuple[tuple[str, str], ...]
    local_titles: tuple[str, ...]
    month: str
    sources: str
    snapshot: str
    today: date
    board: Board = field(default_factory=Board)
    pack: str = ""
    targets: tuple[TargetShown, ...] = ()

    @cached_property
    def left(self) -> tuple[Left, ...]:
        """Every published indicator that is on neither list."""
        return self.make_left()

    @property
    def source(self) -> str:
        """Where all figures of the page are from."""
        returns = f" Local returns: {'; '.join(self.local_titles)}." if self.local_titles else ""
        return f"{self.sources}{returns} Snapshot {self.snapshot}."
