"""What events come to: each is taken in the order in which it was recorded, and nothing is taken back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from data.exception_rules import RuleSetting
from data.local.board import KeptEvent
from models.board.bodies import ActionWords, Body, body_of
from models.board.kinds import Audience, Kind, Section, Status
from models.board.state import Action, BoardState, CommentaryVersion, Dismissal, KeptRule, Pin, Step, Target

Taken = Callable[["_Fold", KeptEvent, Any], None]


def state_of(events: Iterable[KeptEvent], today: date) -> BoardState:
    """What holds on a day after these events, all of one board.

    An event about an action, or a text, that is not there (a clock that went back, and a state of that time) is
    nothing. Raises ValueError for a kind that is not known.
    """
    fold = _Fold()
    for event in sorted(events, key=lambda event: event.id):
        kind = Kind(event.kind)
        body = body_of(kind, event.body)
        _TAKEN[kind](fold, event, body)
        fold.last[thing(body, event.subject, event.item)] = event.id
    return fold.state(today)


def thing(body: Body, subject: str, item: int) -> str:
    """What an event is about: two people who change one thing at once are told so, others are not."""
    match body.kind:
        case Kind.PINNED | Kind.UNPINNED:
            return f"pin {subject}"
        case Kind.DISMISSED | Kind.RESTORED:
            return f"dismissal {subject}"
        case Kind.WRITTEN | Kind.TAKEN_BACK:
            return f"commentary {body.section.slug} {subject}"  # type: ignore[union-attr]
        case Kind.TARGET_SET | Kind.TARGET_DROPPED:
            return f"target {subject}"
        case Kind.RULE_SET:
            return f"rule {body.rule}"  # type: ignore[union-attr]
        case Kind.OWN_RULE_ADDED | Kind.OWN_RULE_REMOVED:
            return "own rules"
        case _:
            return f"action {item}"


@dataclass
class _Fold:
    """What the events so far come to."""

    pins: dict[str, Pin] = field(default_factory=dict)
    dismissals: dict[str, list[Dismissal]] = field(default_factory=dict)
    rules: dict[str, RuleSetting] = field(default_factory=dict)
    own_rules: dict[int, KeptRule] = field(default_factory=dict)
    own_rules_ever: int = 0
    commentary: dict[tuple[str, Section], list[CommentaryVersion]] = field(default_factory=dict)
    actions: dict[int, Action] = field(default_factory=dict)
    rejected_on: dict[int, date] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def state(self, today: date) -> BoardState:
        holding = {
            subject: found[-1] for subject, found in self.dismissals.items() if found and found[-1].holds_on(today)
        }
        over = [each for found in self.dismissals.values() for each in found if holding.get(each.subject) is not each]
        return BoardState(
            today=today,
            pins=self.pins,
            dismissals=holding,
            past_dismissals=tuple(sorted(over, key=lambda each: each.at, reverse=True)),
            rules=self.rules,
            own_rules=tuple(self.own_rules.values()),
            commentary={key: tuple(reversed(found)) for key, found in self.commentary.items()},
            actions=tuple(self.actions[number] for number in sorted(self.actions)),
            targets=self.targets,
            last=self.last,
        )


def _pin(fold: _Fold, event: KeptEvent, body: Any) -> None:
    fold.pins[event.subject] = Pin(event.subject, body.why, event.person, event.at)


def _unpin(fold: _Fold, event: KeptEvent, _body: Any) -> None:
    fold.pins.pop(event.subject, None)


def _dismiss(fold: _Fold, event: KeptEvent, body: Any) -> None:
    made = Dismissal(event.subject, body.why, body.until, event.person, event.at)
    fold.dismissals.setdefault(event.subject, []).append(made)


def _restore(fold: _Fold, event: KeptEvent, body: Any) -> None:
    if found := fold.dismissals.get(event.subject):
        ended = {"restored_at": event.at, "restored_by": event.person, "restored_why": body.why}
        found[-1] = replace(found[-1], **ended)


def _write(fold: _Fold, event: KeptEvent, body: Any) -> None:
    versions = fold.commentary.setdefault((event.subject, body.section), [])
    audience = Audience(event.audience)
    made = (event.subject, body.section, len(versions) + 1, body.text, audience, event.person, event.at)
    versions.append(CommentaryVersion(*made))


def _take_back(fold: _Fold, event: KeptEvent, body: Any) -> None:
    if versions := fold.commentary.get((event.subject, body.section)):
        versions[:] = [replace(version, taken_back=True) for version in versions]


def _set_target(fold: _Fold, event: KeptEvent, body: Any) -> None:
    said = (body.value, body.by, body.baseline, body.baseline_on, body.why)
    fold.targets[event.subject] = Target(event.subject, *said, Audience(event.audience), event.person, event.at)


def _drop_target(fold: _Fold, event: KeptEvent, _body: Any) -> None:
    fold.targets.pop(event.subject, None)


def _set_rule(fold: _Fold, _event: KeptEvent, body: Any) -> None:
    fold.rules[body.rule] = RuleSetting(body.on, body.level)


def _add_own_rule(fold: _Fold, event: KeptEvent, body: Any) -> None:
    fold.own_rules_ever += 1
    number = fold.own_rules_ever
    fold.own_rules[number] = KeptRule(number, body.rule, event.person, event.at)


def _remove_own_rule(fold: _Fold, _event: KeptEvent, body: Any) -> None:
    fold.own_rules.pop(body.number, None)


def _add_action(fold: _Fold, event: KeptEvent, body: Any) -> None:
    audience = Audience(event.audience)
    made = Step(Kind.ACTION_ADDED, event.at, event.person, audience, audience, None, body.status)
    fold.actions[event.item] = Action(
        event.item, event.subject, body.words, body.status, audience, (made,), event.id, rejection_reported=False
    )
    fold.rejected_on[event.item] = event.at.date()


def _change_action(fold: _Fold, event: KeptEvent, body: Any) -> None:
    if action := fold.actions.get(event.item):
        changed = _differences(action.words, body.words)
        step = _step(action, event, changed=changed, why=body.why)
        fold.actions[event.item] = _after(action, step, event, words=body.words)


def _change_status(fold: _Fold, event: KeptEvent, body: Any) -> None:
    if action := fold.actions.get(event.item):
        step = _step(action, event, status_from=action.status, status=body.status, why=body.why)
        fold.actions[event.item] = _after(action, step, event, status=body.status, rejection_reported=False)
        fold.rejected_on[event.item] = event.at.date()


def _report(fold: _Fold, event: KeptEvent, body: Any) -> None:
    if action := fold.actions.get(event.item):
        after_rejection = action.status is Status.REJECTED and body.meeting > fold.rejected_on[event.item]
        step = _step(action, event, status=action.status, meeting=body.meeting)
        reported = action.rejection_reported or after_rejection
        fold.actions[event.item] = _after(action, step, event, rejection_reported=reported)


def _step(action: Action, event: KeptEvent, **said: Any) -> Step:
    return Step(Kind(event.kind), event.at, event.person, action.audience, Audience(event.audience), **said)


def _after(action: Action, step: Step, event: KeptEvent, **changed: Any) -> Action:
    history = (*action.history, step)
    return replace(action, history=history, audience=step.after, version=event.id, **changed)


def _differences(before: ActionWords, after: ActionWords) -> Mapping[str, tuple[str, str]]:
    """What each field that differs said before and says now."""
    pairs = ((each.name, getattr(before, each.name), getattr(after, each.name)) for each in fields(ActionWords))
    return {name: (_said(old), _said(new)) for name, old, new in pairs if old != new}


def _said(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


_TAKEN: Mapping[Kind, Taken] = {
    Kind.PINNED: _pin,
    Kind.UNPINNED: _unpin,
    Kind.DISMISSED: _dismiss,
    Kind.RESTORED: _restore,
    Kind.WRITTEN: _write,
    Kind.TAKEN_BACK: _take_back,
    Kind.TARGET_SET: _set_target,
    Kind.TARGET_DROPPED: _drop_target,
    Kind.ACTION_ADDED: _add_action,
    Kind.ACTION_CHANGED: _change_action,
    Kind.STATUS_CHANGED: _change_status,
    Kind.REPORTED: _report,
    Kind.RULE_SET: _set_rule,
    Kind.OWN_RULE_ADDED: _add_own_rule,
    Kind.OWN_RULE_REMOVED: _remove_own_rule,
}
