"""Sentences of the pages of a board."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from app.pages.returns.words import day, many
from layouts import phrases
from models.board.kinds import Audience, Section, Status
from models.board.state import Action, BoardState, due_soon, left_list, on_list, overdue

AUDIENCES = (
    (Audience.BOARD.value, "The organisation's own people"),
    (Audience.PARTNERSHIP.value, "Everybody who signs in"),
    (Audience.EVERYBODY.value, "Everybody, without an account"),
)
FIELDS = {
    "title": "Title",
    "wording": "Action proposed",
    "taken": "Action taken",
    "agreed": "Date of the meeting",
    "source": "Where it was agreed",
    "owner": "Owner",
    "due": "Due",
    "paper": "Paper",
}
"""What the fields of an action are called in its history."""


def answer_on(state: BoardState, key: str, own: bool) -> str:
    """What there is about one thing, in a sentence or two; `own` for the organisation's own people, who see it all."""
    written, actions = state.newest(key), state.actions_on(key)
    if not own:
        parts = [f"{len(written)} of {len(Section)} sections of the commentary"] if written else []
        parts += [many(len(actions), "action")] if actions else []
        parts += ["the target"] if key in state.targets else []
        return f"You can see {phrases.listed(parts)}." if parts else "There is nothing here that you can see."
    told = [f"{len(written)} of {len(Section)} sections are written"] if written else ["no commentary is written"]
    late = sum(action.overdue_on(state.today) for action in actions)
    told.append(many(len(actions), "action") + (f", {late} overdue" if late else ""))
    target = state.targets.get(key)
    told.append(f"the target is {target.value:g} by {day(target.by)}" if target else "no target is set")
    said = f"{told[0][0].upper()}{told[0][1:]}; {told[1]}; {told[2]}."
    if key in state.dismissals:
        said = f"Left off the list until the end of {day(state.dismissals[key].until)}. {said}"
    return f"Pinned to the list. {said}" if key in state.pins else said


def answer_of_actions(state: BoardState) -> str:
    """What is on the list of actions, the most pressing said first."""
    listed = on_list(state)
    if not state.actions:
        return "There are no actions here that you can see."
    if not listed:
        return f"No action is on the list: {many(len(left_list(state)), 'action')} left it."
    counted = Counter(action.status for action in listed)
    parts = phrases.listed([f"{counted[status]} {status.casefold()}" for status in Status if counted[status]])
    late, soon = len(overdue(state)), len(due_soon(state))
    told = f"{late} {'is' if late == 1 else 'are'} overdue" if late else "None is overdue"
    told += f", {soon} due within 30 days" if soon else ""
    waits = counted[Status.COMPLETE]
    more = f" {waits} complete actions wait for the board to accept them." if waits else ""
    if waits == 1:
        more = " The complete one waits for the board to accept it."
    return f"{many(len(listed), 'action').capitalize()} on the list: {parts}. {told}.{more}"


def due_words(action: Action, today: date) -> str:
    """How the day of an action stands: `overdue by 3 days`, `due in 5 days`; empty where nothing presses."""
    due = action.words.due
    if due is None:
        return ""
    if action.overdue_on(today):
        return f"overdue by {many((today - due).days, 'day')}"
    if action.due_soon_on(today):
        return "due today" if due == today else f"due in {many((due - today).days, 'day')}"
    return ""


def reported_words(reported: Sequence[Action], left: int, meeting: date) -> str:
    """What noting a report did."""
    count = len(reported)
    said = f"{many(count, 'action').capitalize()} {'is' if count == 1 else 'are'} noted as reported to the meeting of "
    more = f" {many(left, 'rejected action').capitalize()} left the list." if left else ""
    return f"{said}{day(meeting)}.{more}"
