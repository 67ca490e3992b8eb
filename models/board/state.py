"""What a board's events come to on a day. Times are UTC; `who` is a name, `version` the id of its last event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from data.exception_rules import OwnRule, RuleSetting
from models.board.bodies import ActionWords
from models.board.kinds import Audience, Kind, Section, Status

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Pin:
    """Something that the board wants on its list, whatever the rules say."""

    subject: str
    why: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Dismissal:
    """Something that the board wants off its list until the end of a day; `restored_at` where it ended before."""

    subject: str
    why: str
    until: date
    who: str
    at: datetime
    restored_at: datetime | None = None
    restored_by: str = ""
    restored_why: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it keeps the subject off the list."""
        return self.restored_at is None and day <= self.until


@dataclass(frozen=True)
class KeptRule:
    """A rule of the board's own, with its number."""

    number: int
    rule: OwnRule
    who: str
    at: datetime


@dataclass(frozen=True)
class CommentaryVersion:
    """One version of a section of the commentary on a subject. `number` counts from 1; `taken_back`: no longer for
    others than the organisation's own people, whatever its audience says."""

    subject: str
    section: Section
    number: int
    text: str
    audience: Audience
    who: str
    at: datetime
    taken_back: bool = False

    def is_for(self, viewer: Audience) -> bool:
        """Whether such a viewer may read it."""
        return (Audience.BOARD if self.taken_back else self.audience).includes(viewer)


@dataclass(frozen=True)
class Target:
    """What the board wants a figure to be by a day; values are in the subject's unit."""

    subject: str
    value: float
    by: date
    baseline: float | None
    baseline_on: date | None
    why: str
    audience: Audience
    who: str
    at: datetime


@dataclass(frozen=True)
class Step:
    """One line of an action's history. `changed` has what each changed field said before and says now.

    `before` and `after` are whom the action was for until then and is for from then on.
    """

    kind: Kind
    at: datetime
    who: str
    before: Audience
    after: Audience
    status_from: Status | None = None
    status: Status | None = None
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    meeting: date | None = None
    why: str = ""

    def is_for(self, viewer: Audience) -> bool:
        """Whether such a viewer may read it: what was said while the action was for fewer stays theirs."""
        return self.before.includes(viewer) and self.after.includes(viewer)


@dataclass(frozen=True)
class Action:
    """One action of the board; `subject` is empty where it is about no exception.

    `rejection_reported`: it is rejected, and was reported to a meeting after the day of the rejection.
    """

    number: int
    subject: str
    words: ActionWords
    status: Status
    audience: Audience
    history: tuple[Step, ...]
    version: int
    rejection_reported: bool = False

    @property
    def left(self) -> bool:
        """Whether it has left the list: accepted as complete, or rejected and reported since."""
        return self.status is Status.ACCEPTED or (self.status is Status.REJECTED and self.rejection_reported)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status is not Status.COMPLETE and not self.left

    @property
    def meetings(self) -> tuple[date, ...]:
        """The meetings to which it was reported, in the order in which that was noted."""
        return tuple(step.meeting for step in self.history if step.meeting is not None)

    def overdue_on(self, day: date) -> bool:
        """Whether its day is past."""
        return self.is_open and self.words.due is not None and self.words.due < day

    def due_soon_on(self, day: date) -> bool:
        """Whether its day comes within 30 days."""
        return self.is_open and self.words.due is not None and day <= self.words.due <= day + SOON


@dataclass(frozen=True)
class BoardState:
    """What holds on `today`.

    `dismissals` are those that hold, `past_dismissals` those that are over, the newest first. `commentary` has every
    version, the newest first, by subject and section. `last` is the id of the last event about each thing (`thing`).
    """

    today: date
    pins: Mapping[str, Pin] = field(default_factory=dict)
    dismissals: Mapping[str, Dismissal] = field(default_factory=dict)
    past_dismissals: tuple[Dismissal, ...] = ()
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    own_rules: tuple[KeptRule, ...] = ()
    commentary: Mapping[tuple[str, Section], tuple[CommentaryVersion, ...]] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)

    @property
    def own(self) -> tuple[OwnRule, ...]:
        """The board's own rules, as the list of exceptions wants them."""
        return tuple(kept.rule for kept in self.own_rules)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everything that the board has said or done something about, in no order that means anything."""
        acted = [action.subject for action in self.actions if action.subject]
        written = [subject for subject, _ in self.commentary]
        return tuple(dict.fromkeys([*self.pins, *self.dismissals, *written, *acted, *self.targets]))

    def action(self, number: int) -> Action | None:
        """One action by its number."""
        return next((action for action in self.actions if action.number == number), None)

    def actions_on(self, subject: str) -> tuple[Action, ...]:
        """The actions about a subject."""
        return tuple(action for action in self.actions if action.subject == subject)

    def newest(self, subject: str) -> Mapping[Section, CommentaryVersion]:
        """The newest version of each section that was written about a subject, in the order of the sections."""
        return {section: found[0] for section in Section if (found := self.commentary.get((subject, section)))}


def on_list(state: BoardState) -> tuple[Action, ...]:
    """The actions that stay on the board's list: until it accepts them as complete, or rejection was reported."""
    return tuple(action for action in state.actions if not action.left)


def left_list(state: BoardState) -> tuple[Action, ...]:
    """The actions that have left it."""
    return tuple(action for action in state.actions if action.left)


def overdue(state: BoardState) -> tuple[Action, ...]:
    """The actions whose day is past."""
    return tuple(action for action in state.actions if action.overdue_on(state.today))


def due_soon(state: BoardState) -> tuple[Action, ...]:
    """The actions whose day comes within 30 days."""
    return tuple(action for action in state.actions if action.due_soon_on(state.today))
