"""What a board may do next: each change is checked against what holds, and refused in one sentence where need be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.errors import PortalError
from data.exception_rules import OwnRule, Rules
from models.access import Deed
from models.board.bodies import (
    ActionAdded,
    ActionChanged,
    ActionWords,
    Body,
    Dismissed,
    OwnRuleAdded,
    OwnRuleRemoved,
    Pinned,
    Reported,
    Restored,
    RuleSet,
    StatusChanged,
    TakenBack,
    TargetDropped,
    TargetSet,
    Unpinned,
    Written,
)
from models.board.fold import thing
from models.board.kinds import Audience, Kind, Section, Status
from models.board.state import Action, BoardState

LONGEST_DISMISSAL = timedelta(days=366)
CAME_BETWEEN = (
    "Somebody else changed this after you opened the page, so nothing was done: look at what it says now, and do it "
    "again if it is still right."
)
NEXT: Mapping[Status, frozenset[Status]] = {
    Status.NOT_STARTED: frozenset({Status.PARTIALLY_COMPLETE, Status.COMPLETE, Status.REJECTED}),
    Status.PARTIALLY_COMPLETE: frozenset({Status.NOT_STARTED, Status.COMPLETE, Status.REJECTED}),
    Status.COMPLETE: frozenset({Status.PARTIALLY_COMPLETE, Status.ACCEPTED, Status.REOPENED}),
    Status.ACCEPTED: frozenset({Status.REOPENED}),
    Status.REJECTED: frozenset({Status.REOPENED}),
    Status.REOPENED: frozenset({Status.PARTIALLY_COMPLETE, Status.COMPLETE, Status.REJECTED}),
}
"""Which status may follow which. Only what is complete can be accepted; what is settled can only be reopened."""
FIRST = (Status.NOT_STARTED, Status.PARTIALLY_COMPLETE, Status.COMPLETE)
"""How a new action may stand."""
BOARDS_OWN = frozenset({Status.ACCEPTED, Status.REJECTED, Status.REOPENED})
"""What the board decides, not whoever carries an action out."""
DECIDED = frozenset(
    {Kind.DISMISSED, Kind.RESTORED, Kind.TAKEN_BACK, Kind.RULE_SET, Kind.OWN_RULE_ADDED, Kind.OWN_RULE_REMOVED}
)


@dataclass(frozen=True)
class Change:
    """What would be recorded. `widens`: it is for more people than it was, or than the organisation's own."""

    body: Body
    subject: str = ""
    audience: Audience = Audience.BOARD
    item: int = 0
    widens: bool = False

    @property
    def thing(self) -> str:
        """What it is about."""
        return thing(self.body, self.subject, self.item)

    @property
    def deed(self) -> Deed:
        """What somebody must be allowed to do, to do it."""
        is_decision = self.body.kind in DECIDED or (
            isinstance(self.body, StatusChanged) and self.body.status in BOARDS_OWN
        )
        return Deed.ACCEPT_ACTIONS if is_decision or self.widens else Deed.KEEP_THE_BOARD


def refuse_if_changed(state: BoardState, change: Change, made_from: int) -> None:
    """Raises PortalError where what a change is about is not at the version that it was made from."""
    if state.last.get(change.thing, 0) != made_from:
        raise PortalError(CAME_BETWEEN)


def pin(state: BoardState, subject: str, why: str) -> Change:
    """Put something on the list."""
    if subject in state.pins:
        raise PortalError("This is pinned already; nothing was done.")
    return Change(Pinned(why), subject)


def unpin(state: BoardState, subject: str) -> Change:
    """Leave it to the rules again."""
    if subject not in state.pins:
        raise PortalError("This is not pinned; nothing was done.")
    return Change(Unpinned(), subject)


def dismiss(state: BoardState, subject: str, why: str, until: date) -> Change:
    """Leave something off the list until the end of a day; once more moves that day."""
    if until <= state.today:
        raise PortalError("Give a day that is still to come, at whose end it is back on the list.")
    if until > state.today + LONGEST_DISMISSAL:
        raise PortalError("Something is left off the list for a year at most; give an earlier day.")
    return Change(Dismissed(why, until), subject)


def restore(state: BoardState, subject: str, why: str) -> Change:
    """Put something back on the list before its day."""
    if subject not in state.dismissals:
        raise PortalError("This is not left off the list; nothing was done.")
    return Change(Restored(why), subject)


def write(state: BoardState, subject: str, section: Section, text: str, audience: Audience) -> Change:
    """A new version of a section. Others go on seeing the newest version that is for them."""
    versions = state.commentary.get((subject, section), ())
    if versions and (versions[0].text, versions[0].audience, versions[0].taken_back) == (text, audience, False):
        raise PortalError(f"This is what '{section}' says already; nothing was done.")
    return Change(Written(section, text), subject, audience, widens=audience is not Audience.BOARD)


def take_back(state: BoardState, subject: str, section: Section, why: str) -> Change:
    """Nobody but the organisation's own people reads a section any longer."""
    versions = state.commentary.get((subject, section), ())
    if not any(version.is_for(Audience.PARTNERSHIP) for version in versions):
        raise PortalError(f"Nobody else reads '{section}'; nothing was done.")
    return Change(TakenBack(section, why), subject)


def set_target(state: BoardState, subject: str, target: TargetSet, audience: Audience) -> Change:
    """What a figure is to be by a day."""
    if target.by <= state.today:
        raise PortalError("Give a day that is still to come, by which the target is to be reached.")
    if (target.baseline is None) is not (target.baseline_on is None):
        raise PortalError("Give the figure that it starts from together with its day, or neither.")
    if target.baseline_on is not None and target.baseline_on >= target.by:
        raise PortalError("The day that it starts from is not before the day of the target.")
    held = state.targets.get(subject)
    widens = audience.width > (held.audience.width if held else 0)
    return Change(target, subject, audience, widens=widens)


def drop_target(state: BoardState, subject: str, why: str) -> Change:
    """No target any longer."""
    if subject not in state.targets:
        raise PortalError("There is no target to drop; nothing was done.")
    return Change(TargetDropped(why), subject)


def set_rule(state: BoardState, rules: Rules, name: str, on: bool, level: float | None) -> Change:
    """How the board wants one of the rules."""
    known = {rule.id: rule for rule in rules.all}
    if name not in known:
        raise PortalError("There is no such rule; nothing was done.")
    made = known[name].set_to(on, level)
    return Change(RuleSet(name, on, made.level if level is not None else None))


def add_own_rule(state: BoardState, rule: OwnRule) -> Change:
    """A rule of the board's own."""
    same = (rule.subject, rule.side, rule.level)
    if any((kept.rule.subject, kept.rule.side, kept.rule.level) == same for kept in state.own_rules):
        raise PortalError("The board has this rule already; nothing was done.")
    return Change(OwnRuleAdded(rule), rule.subject)


def remove_own_rule(state: BoardState, number: int) -> Change:
    """A rule of the board's own is looked at no longer."""
    if not any(kept.number == number for kept in state.own_rules):
        raise PortalError("The board has no such rule any longer; nothing was done.")
    return Change(OwnRuleRemoved(number))


def add_action(state: BoardState, subject: str, words: ActionWords, status: Status, audience: Audience) -> Change:
    """A new action, with the next number."""
    if status not in FIRST:
        raise PortalError(f"A new action is not '{status.casefold()}': that is for the board to say of it later.")
    number = max((action.number for action in state.actions), default=0) + 1
    widens = audience is not Audience.BOARD
    return Change(ActionAdded(words, status), subject, audience, number, widens)


def change_action(state: BoardState, number: int, words: ActionWords, audience: Audience, why: str) -> Change:
    """What an action says from now on, and whom it is for."""
    action = _action(state, number)
    if (words, audience) == (action.words, action.audience):
        raise PortalError("This is what the action says already; nothing was done.")
    if action.left:
        raise PortalError(f"Action {number} has left the list: reopen it before it is changed.")
    widens = audience.width > action.audience.width
    return Change(ActionChanged(words, why), action.subject, audience, number, widens)


def change_status(state: BoardState, number: int, status: Status, why: str) -> Change:
    """How an action stands from now on; `NEXT` is the whole rule."""
    action = _action(state, number)
    if status not in NEXT[action.status]:
        raise PortalError(refused(action.status, status))
    if status in BOARDS_OWN and not why.strip():
        raise PortalError("Say why the board decides so; nothing was done.")
    return Change(StatusChanged(status, why), action.subject, action.audience, number)


def report(state: BoardState, number: int, meeting: date) -> Change:
    """An action was reported to a meeting that has been."""
    action = _action(state, number)
    if meeting > state.today:
        raise PortalError("That meeting is still to come; note it when the actions were reported to it.")
    if action.left:
        raise PortalError(f"Action {number} has left the list, so it is reported no more.")
    if meeting in action.meetings[-1:] and action.status is not Status.REJECTED:
        raise PortalError(f"Action {number} is noted as reported to that meeting already.")
    return Change(Reported(meeting), action.subject, action.audience, number)


def refused(before: Status, after: Status) -> str:
    """Why a status may not follow another, in one sentence."""
    if before is after:
        return f"The action is '{before.casefold()}' already; nothing was done."
    if after is Status.ACCEPTED:
        return (
            f"The board accepts an action once it is complete, and this one is '{before.casefold()}'; nothing was done."
        )
    can = " or ".join(f"'{status.casefold()}'" for status in Status if status in NEXT[before])
    return f"An action that is '{before.casefold()}' can become {can}, not '{after.casefold()}'; nothing was done."


def _action(state: BoardState, number: int) -> Action:
    found = state.action(number)
    if found is None:
        raise PortalError(f"The board has no action {number}.")
    return found
