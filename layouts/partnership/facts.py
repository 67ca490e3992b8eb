"""All that the Partnership page shows, looked up and computed: the page itself draws and says it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from data.authorities import Area
from data.exception_rules import Rules
from data.indicators import Indicator
from layouts.board.facts import Entry
from layouts.home.facts import Link
from layouts.selection import Selection
from models.benchmark import Benchmark
from models.composite import Composite
from models.exceptions.left import WhyLeft
from models.shared_problems import OnList, Shared

MOST = 20
"""So many authorities can be shown together; of more nothing could be read."""
MOST_IN_FULL = 6
"""So many have their cells in full; of more the cells say the figure, the verdict and whether it is on the list."""
AT_ONCE = 4
"""So many of the shared problems fill a window; those below come with the second half of the page."""


class Ring(NamedTuple):
    """The neighbour to ring, its figure, and all that is said of it where the row is shown."""

    area: Area
    value: float
    said: tuple[str, ...] = ()


class Cell(NamedTuple):
    """One authority on one indicator, of a shared problem or a shared strength (`side`).

    `entry` is there where it is on the authority's list, else `why_not`. `told_by` is the indicator that tells it on
    the authority's own list, where that is another. `is_opposite` where it is on the authority's other list: a strength
    beside others' problem. `ring` is None where there is nobody.
    """

    row: Benchmark
    side: str
    entry: OnList | None
    told_by: Link | None
    is_opposite: bool
    why_not: WhyLeft | None
    ring: Ring | None = None


class Row(NamedTuple):
    """A shared problem or a shared strength, with a cell for each authority.

    `there` are those that have it on their lists, `well` those that do it well. `alike` are the indicators that it
    stands for, whose ids are `stands_for`.
    """

    shared: Shared
    indicator: Indicator
    address: str
    side: str
    cells: tuple[Cell, ...]
    there: tuple[Cell, ...]
    well: tuple[Area, ...]
    alike: tuple[Link, ...]
    stands_for: tuple[str, ...]


@dataclass(frozen=True)
class Alone:
    """What is on the list of one authority only; `board` is the address of its own list, with `of` entries."""

    area: Area
    board: str
    entries: tuple[Entry, ...]
    of: int


class CompositeRow(NamedTuple):
    """One figure of all of them taken as one. `value` is rounded as the source publishes; `place` is 0 without one.

    `place` counts from the best, or from the highest where neither direction is better, among `of` authorities with it
    in the place of its members.
    """

    made: Composite
    address: str
    value: float
    england: float | None
    region: float | None
    comparison: str
    place: int
    of: int
    band: str
    members: tuple[tuple[Area, float | None], ...]


Refused: TypeAlias = tuple[Indicator, str, str]
"""What could not be made: the kind of reason, and the sentence."""


@dataclass(frozen=True)
class TakenAsOne:
    """The composite of all authorities: `rows` worst first, `sums` of totals, and what could not be made, with why.

    `comparisons` are those with England of rows that can be better or worse, in their order. `region` is the name of
    their region, where all are in it and some of it are not; `old` counts figures left out because they are too old.
    What stands far below on the page is made when it is first looked at, by what begins with `make`.
    """

    count: int
    comparisons: tuple[str, ...]
    region: str
    old: int
    make_rows: Callable[[], tuple[CompositeRow, ...]]
    make_sums: Callable[[], tuple[Composite, ...]]
    make_refused: Callable[[], tuple[Refused, ...]]

    @cached_property
    def rows(self) -> tuple[CompositeRow, ...]:
        """Every figure that can be made, `count` of them, worst first."""
        return self.make_rows()

    @cached_property
    def sums(self) -> tuple[Composite, ...]:
        """Totals, added up."""
        return self.make_sums()

    @cached_property
    def refused(self) -> tuple[Refused, ...]:
        """What could not be made."""
        return self.make_refused()


@dataclass(frozen=True)
class Facts:
    """The whole page. `name` is the partnership's, empty where authorities were put together one by one.

    `problems` and `strengths` are whole and in order; `lists` says how many entries each list has. `on_lists` says on
    how many lists each problem is, `first_problems` are those that stand uppermost; there are `strength_count` shared
    strengths, and `alone_count` entries of one list only. What stands further down on the page is made when it is first
    looked at, by what begins with `make`.
    """

    selection: Selection
    name: str
    areas: tuple[Area, ...]
    rules: Rules
    on_lists: tuple[int, ...]
    first_problems: tuple[Row, ...]
    strength_count: int
    alone_count: int
    make_problems: Callable[[], tuple[Row, ...]]
    make_strengths: Callable[[], tuple[Row, ...]]
    make_alone: Callable[[], tuple[Alone, ...]]
    lists: Mapping[str, int]
    one: TakenAsOne
    boards: Mapping[str, str]
    group_title: str
    sources: str
    snapshot: str

    @cached_property
    def problems(self) -> tuple[Row, ...]:
        """The shared problems."""
        return (*self.first_problems, *self.make_problems())

    @cached_property
    def strengths(self) -> tuple[Row, ...]:
        """The shared strengths."""
        return self.make_strengths()

    @cached_property
    def alone(self) -> tuple[Alone, ...]:
        """What is on one list only, an authority after the other."""
        return self.make_alone()

    @property
    def source(self) -> str:
        """Where all figures of the page are from."""
        return f"{self.sources} Snapshot {self.snapshot}."

    @property
    def in_brief(self) -> bool:
        """Whether there are too many authorities for full cells."""
        return len(self.areas) > MOST_IN_FULL
