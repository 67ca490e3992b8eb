"""What each kind of event holds, typed; in the database it is plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, TypeAlias

from data.exception_rules import OwnRule
from models.board.kinds import Kind, Section, Status


@dataclass(frozen=True)
class Pinned:
    """Put on the list, whatever the rules say of it."""

    kind: ClassVar = Kind.PINNED
    why: str


@dataclass(frozen=True)
class Unpinned:
    """Left to the rules again."""

    kind: ClassVar = Kind.UNPINNED


@dataclass(frozen=True)
class Dismissed:
    """Left off the list until the end of a day."""

    kind: ClassVar = Kind.DISMISSED
    why: str
    until: date


@dataclass(frozen=True)
class Restored:
    """Back on the list before that day."""

    kind: ClassVar = Kind.RESTORED
    why: str


@dataclass(frozen=True)
class Written:
    """A version of one section of the commentary."""

    kind: ClassVar = Kind.WRITTEN
    section: Section
    text: str


@dataclass(frozen=True)
class TakenBack:
    """What was written of a section until then is for the organisation's own people again."""

    kind: ClassVar = Kind.TAKEN_BACK
    section: Section
    why: str


@dataclass(frozen=True)
class TargetSet:
    """A figure to be reached by a day, from a `baseline` of a day; in the subject's unit."""

    kind: ClassVar = Kind.TARGET_SET
    value: float
    by: date
    baseline: float | None
    baseline_on: date | None
    why: str


@dataclass(frozen=True)
class TargetDropped:
    """No target any longer."""

    kind: ClassVar = Kind.TARGET_DROPPED
    why: str


@dataclass(frozen=True)
class ActionWords:
    """What an action says. `agreed` is the day of the meeting that agreed it, `source` that meeting's name or place.

    `title` is the agenda item, `wording` the action proposed, `taken` the action taken; `paper` names the public paper
    that it is from, empty where there is none.
    """

    title: str
    wording: str
    taken: str = ""
    agreed: date | None = None
    source: str = ""
    owner: str = ""
    due: date | None = None
    paper: str = ""


@dataclass(frozen=True)
class ActionAdded:
    """A new action."""

    kind: ClassVar = Kind.ACTION_ADDED
    words: ActionWords
    status: Status


@dataclass(frozen=True)
class ActionChanged:
    """What an action says from then on."""

    kind: ClassVar = Kind.ACTION_CHANGED
    words: ActionWords
    why: str


@dataclass(frozen=True)
class StatusChanged:
    """How an action stands from then on."""

    kind: ClassVar = Kind.STATUS_CHANGED
    status: Status
    why: str


@dataclass(frozen=True)
class Reported:
    """An action was reported to the meeting of a day."""

    kind: ClassVar = Kind.REPORTED
    meeting: date


@dataclass(frozen=True)
class RuleSet:
    """How the board wants a rule; a `level` of None is the rule's own."""

    kind: ClassVar = Kind.RULE_SET
    rule: str
    on: bool
    level: float | None


@dataclass(frozen=True)
class OwnRuleAdded:
    """A rule of the board's own."""

    kind: ClassVar = Kind.OWN_RULE_ADDED
    rule: OwnRule


@dataclass(frozen=True)
class OwnRuleRemoved:
    """A rule of the board's own, by its number, is looked at no longer."""

    kind: ClassVar = Kind.OWN_RULE_REMOVED
    number: int


Body: TypeAlias = (
    Pinned
    | Unpinned
    | Dismissed
    | Restored
    | Written
    | TakenBack
    | TargetSet
    | TargetDropped
    | ActionAdded
    | ActionChanged
    | StatusChanged
    | Reported
    | RuleSet
    | OwnRuleAdded
    | OwnRuleRemoved
)
BODIES: Mapping[Kind, type[Body]] = {body.kind: body for body in Body.__args__}
DAYS = ("until", "by", "baseline_on", "agreed", "due", "meeting")
NESTED: Mapping[type, tuple[str, type]] = {
    ActionAdded: ("words", ActionWords),
    ActionChanged: ("words", ActionWords),
    OwnRuleAdded: ("rule", OwnRule),
}
"""Bodies of which one field is a record itself: in plain data its fields stand beside the others."""


def plain(body: Body) -> dict[str, Any]:
    """A body as JSON can hold it."""
    name, _ = NESTED.get(type(body), ("", None))
    found = _shallow(body)
    return {**_shallow(found.pop(name)), **found} if name else found


def body_of(kind: Kind, kept: Mapping[str, Any]) -> Body:
    """The body of an event as it was before `plain`."""
    values = {name: _read(name, value) for name, value in kept.items()}
    made = BODIES[kind]
    if made in NESTED:
        name, record = NESTED[made]
        inner = {field.name: values.pop(field.name) for field in fields(record) if field.name in values}
        values[name] = record(**inner)
    return made(**values)


def _shallow(record: Any) -> dict[str, Any]:
    found = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _read(name: str, value: Any) -> Any:
    if name in DAYS:
        return None if value is None else date.fromisoformat(value)
    if name == "section":
        return Section(value)
    return Status(value) if name == "status" else value
