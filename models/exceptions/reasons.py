"""Why something is on a board's list: the rule, how sure it is, and what the rule saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from data.exception_rules import OwnRule
from data.missing import Missing
from data.periods import Period
from models.priorities import BETTER, WORSE, Certainty
from models.scorecard.targets import Judged
from models.scorecard.year_end import Outlook, YearEnd
from models.trajectories import Status, Trajectory


class Apart(NamedTuple):
    """A difference from the neighbours' mean: p-values with false discoveries held over the whole list.

    `by_chance` asks whether chance alone makes such a difference, `by_spread` whether chance and the spread between
    authorities (`tau_squared`, on the scale of even spread) do; NaN where the spread cannot be told.
    """

    by_chance: float
    by_spread: float
    tau_squared: float


@dataclass(frozen=True)
class ByInterval:
    """The 95% interval of the figure leaves out the neighbours' mean."""


class OuterPlace(NamedTuple):
    """A rank counted from the end that the list is about: 1 is the worst (or best) of `of`; `share` is the rule's."""

    place: int
    of: int
    share: float


class Trending(NamedTuple):
    """The word of the trend test over the last five years."""

    word: str


class CrossedBand(NamedTuple):
    """The bands of the period before and of the latest."""

    before: str
    now: str


class NoFigure(NamedTuple):
    """Why there is no figure, and how many of the authorities that were open have one."""

    reason: Missing
    have: int
    of: int


@dataclass(frozen=True)
class Signalled:
    """What the control chart says of the month: a word (`concern`) and a sentence."""

    word: str
    sentence: str


@dataclass(frozen=True)
class AgainstTarget:
    """A target of a local return: met or not, or for the year's end, and then where the year is heading."""

    judged: Judged
    outlook: Outlook | None = None
    year_end: YearEnd | None = None


@dataclass(frozen=True)
class BeyondLevel:
    """A level that the board has set itself, and the figure beyond it."""

    rule: OwnRule
    value: float


@dataclass(frozen=True)
class LateReturn:
    """The newest month of a local return, and how many days ago it ended."""

    newest: Period
    days: int


@dataclass(frozen=True)
class Pinned:
    """The board wants to see it, whatever the rules say."""


@dataclass(frozen=True)
class OnTheWay:
    """A target that the board has set: where the figure stands on the way to it."""

    trajectory: Trajectory


Detail: TypeAlias = (
    Apart
    | Pinned
    | OnTheWay
    | ByInterval
    | OuterPlace
    | Trending
    | CrossedBand
    | NoFigure
    | Signalled
    | AgainstTarget
    | BeyondLevel
    | LateReturn
)


class Reason(NamedTuple):
    """One rule that put something on the list, by its id; `own` for a rule of the board's own."""

    rule: str
    certainty: Certainty
    detail: Detail


OWN, PIN = "own", "pin"
"""In the place of a rule's id: a level of the board's own, and what it has pinned."""


SIDES = {Status.MISSED: WORSE, Status.BEHIND: WORSE, Status.ON_TRACK: BETTER, Status.ACHIEVED: BETTER}


@dataclass(frozen=True)
class Choices:
    """Keys that the board has pinned to its list and taken off it, and the targets that it has set, by key."""

    pins: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    targets: Mapping[str, Trajectory] = field(default_factory=dict)

    def target_reason(self, key: str, side: str) -> tuple[Reason, ...]:
        """The board's own target as a reason for a list, where it is one."""
        found = self.targets.get(key)
        if found is None or SIDES.get(found.stands.status) != side:
            return ()
        return (Reason("target", Certainty.NOT_TESTED, OnTheWay(found)),)


NONE_MADE = Choices()


class Listed(NamedTuple):
    """Something on one of the two lists. `key` is an indicator's id or `local:return/row`.

    `at` is the place in the standing, -1 for a row of a local return. `certainty` is that of its surest reason.
    `children` is the gap in children (NaN without counts), `distance` how far it is from its comparator in half widths
    of its interval or its limits. `alike` are keys of those further down that tell the same story.
    """

    key: str
    at: int
    reasons: tuple[Reason, ...]
    certainty: Certainty
    children: float
    distance: float
    alike: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that put it there, in their order."""
        return tuple([reason.rule for reason in self.reasons])


def surest(reasons: Sequence[Reason]) -> Certainty:
    """The certainty of the surest of some reasons."""
    return min([reason.certainty for reason in reasons])
