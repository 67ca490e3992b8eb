"""Actions: which status may follow which, and the panel's rule of what stays on the list and what leaves it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import PortalError
from models.access import Deed
from models.board import changes
from models.board.bodies import ActionWords
from models.board.kinds import Audience, Kind, Status
from models.board.state import Action, due_soon, left_list, on_list, overdue
from tests.models.board.made import START, WORDS, Kept

# A row for how an action stands, a column for what it should become, in the order of `Status`; y where it may.
#                  not started, partially, complete, accepted, rejected, reopened
MATRIX = {
    Status.NOT_STARTED: "- y y - y -",
    Status.PARTIALLY_COMPLETE: "y - y - y -",
    Status.COMPLETE: "- y - y - y",
    Status.ACCEPTED: "- - - - - y",
    Status.REJECTED: "- - - - - y",
    Status.REOPENED: "- y y - y -",
}
WAYS = {
    Status.NOT_STARTED: (),
    Status.PARTIALLY_COMPLETE: (Status.PARTIALLY_COMPLETE,),
    Status.COMPLETE: (Status.COMPLETE,),
    Status.ACCEPTED: (Status.COMPLETE, Status.ACCEPTED),
    Status.REJECTED: (Status.REJECTED,),
    Status.REOPENED: (Status.COMPLETE, Status.REOPENED),
}
CELLS = [(old, new, word) for old, line in MATRIX.items() for new, word in zip(Status, line.split(), strict=True)]


def with_action(*statuses: Status, words: ActionWords = WORDS) -> Kept:
    """A board with action 1, which went through these, a day each."""
    kept = Kept()
    kept.do(changes.add_action(kept.state, "", words, Status.NOT_STARTED, Audience.BOARD))
    for status in statuses:
        kept.later().do(changes.change_status(kept.state, 1, status, "Because"))
    return kept


def only(kept: Kept) -> Action:
    (action,) = kept.state.actions
    return action


@pytest.mark.parametrize(("old", "new", "word"), CELLS)
def test_which_status_may_follow_which(old: Status, new: Status, word: str) -> None:
    kept = with_action(*WAYS[old])
    assert only(kept).status is old
    if word == "y":
        assert kept.do(changes.change_status(kept.state, 1, new, "Because")).actions[0].status is new
        return
    with pytest.raises(PortalError) as refusal:
        changes.change_status(kept.state, 1, new, "Because")
    said = str(refusal.value)
    assert said.endswith("nothing was done.")
    assert said.count(".") == 1, "one sentence"


@pytest.mark.parametrize("status", [Status.REJECTED, Status.REOPENED, Status.ACCEPTED])
def test_what_the_board_decides_needs_a_reason_and_somebody_who_decides(status: Status) -> None:
    kept = with_action(*([] if status is Status.REJECTED else [Status.COMPLETE]))
    with pytest.raises(PortalError, match="Say why"):
        changes.change_status(kept.state, 1, status, " ")
    assert changes.change_status(kept.state, 1, status, "Because").deed is Deed.ACCEPT_ACTIONS
    assert changes.change_status(with_action().state, 1, Status.COMPLETE, "").deed is Deed.KEEP_THE_BOARD


def test_a_complete_action_stays_until_the_board_accepts_it() -> None:
    kept = with_action(Status.COMPLETE)
    assert on_list(kept.state) == kept.state.actions
    kept.do(changes.change_status(kept.state, 1, Status.ACCEPTED, "Agreed at the meeting"))
    assert (on_list(kept.state), len(left_list(kept.state))) == ((), 1)


def test_what_the_board_does_not_accept_stays_and_is_reported() -> None:
    kept = with_action(Status.COMPLETE, Status.REOPENED)
    kept.later().do(changes.report(kept.state, 1, kept.day))
    assert on_list(kept.state) == (only(kept),)
    assert only(kept).meetings == (kept.day,)


def test_a_rejected_action_leaves_only_when_reported_to_a_later_meeting() -> None:
    kept = with_action()
    kept.do(changes.report(kept.state, 1, START))
    kept.later().do(changes.change_status(kept.state, 1, Status.REJECTED, "No money"))
    assert not only(kept).left, "it was reported before it was rejected"
    kept.later().do(changes.report(kept.state, 1, kept.day - timedelta(days=1)))
    assert not only(kept).left, "that meeting was on the day of the rejection"
    kept.do(changes.report(kept.state, 1, kept.day))
    assert only(kept).left
    assert left_list(kept.state) == (only(kept),)


def test_a_report_of_one_rejection_does_not_count_for_the_next() -> None:
    kept = with_action(Status.REJECTED)
    kept.later().do(changes.report(kept.state, 1, kept.day))
    for status in (Status.REOPENED, Status.REJECTED):
        kept.later().do(changes.change_status(kept.state, 1, status, "Because"))
        assert not only(kept).left


def test_a_meeting_that_is_to_come_has_heard_of_nothing() -> None:
    kept = with_action()
    with pytest.raises(PortalError, match="still to come"):
        changes.report(kept.state, 1, START + timedelta(days=1))


# Due on 1 February; `days` after 1 January. 31 January is the last day on which it is not overdue but due soon.
@pytest.mark.parametrize(
    ("statuses", "day", "is_overdue", "is_soon"),
    [
        ((), date(2026, 1, 1), False, False),
        ((), date(2026, 1, 2), False, True),
        ((), date(2026, 2, 1), False, True),
        ((), date(2026, 2, 2), True, False),
        ((Status.PARTIALLY_COMPLETE,), date(2026, 2, 2), True, False),
        ((Status.COMPLETE,), date(2026, 2, 2), False, False),
        ((Status.COMPLETE, Status.REOPENED), date(2026, 2, 2), True, False),
        ((Status.REJECTED,), date(2026, 2, 2), True, False),
    ],
)
def test_overdue_and_due_soon(statuses: tuple[Status, ...], day: date, is_overdue: bool, is_soon: bool) -> None:
    state = with_action(*statuses).on(day)
    assert (bool(overdue(state)), bool(due_soon(state))) == (is_overdue, is_soon)


def test_an_action_without_a_day_is_never_overdue() -> None:
    state = with_action(words=ActionWords("Item", "Do it")).on(date(2030, 1, 1))
    assert (overdue(state), due_soon(state)) == ((), ())


def test_history_says_what_each_field_said_before() -> None:
    kept = with_action()
    words = ActionWords("Item 7", "That it is done", taken="Begun", agreed=START, owner="Ben", due=date(2026, 3, 1))
    kept.later().do(changes.change_action(kept.state, 1, words, Audience.BOARD, "New owner"), who="Bea")
    step = only(kept).history[-1]
    assert (step.kind, step.who, step.why) == (Kind.ACTION_CHANGED, "Bea", "New owner")
    assert step.changed == {
        "taken": ("", "Begun"),
        "owner": ("Head of service", "Ben"),
        "due": ("2026-02-01", "2026-03-01"),
    }
    with pytest.raises(PortalError, match="says already"):
        changes.change_action(kept.state, 1, words, Audience.BOARD, "")


def test_what_has_left_the_list_is_reopened_before_it_is_changed() -> None:
    kept = with_action(Status.COMPLETE, Status.ACCEPTED)
    with pytest.raises(PortalError, match="has left the list"):
        changes.change_action(kept.state, 1, ActionWords("x", "y"), Audience.BOARD, "")
    with pytest.raises(PortalError, match="has left the list"):
        changes.report(kept.state, 1, START)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["status", "report", "change", "add"]),
        st.integers(1, 3),
        st.sampled_from(list(Status)),
        st.integers(0, 3),
    ),
    max_size=30,
)


@given(DEEDS)
def test_nothing_is_lost_and_an_action_leaves_by_the_panels_rule_alone(
    deeds: list[tuple[str, int, Status, int]],
) -> None:
    """The rule written down a second time, from the history alone."""
    kept, done = Kept(), 0
    for deed, number, status, days in deeds:
        kept.later(days % 2)
        before = kept.state
        try:
            if deed == "status":
                change = changes.change_status(before, number, status, "Because")
            elif deed == "report":
                change = changes.report(before, number, kept.day - timedelta(days=days // 2))
            elif deed == "change":
                words = ActionWords("Item", f"Wording {days}")
                change = changes.change_action(before, number, words, list(Audience)[days % 3], "")
            else:
                change = changes.add_action(before, "", WORDS, Status.NOT_STARTED, Audience.BOARD)
        except PortalError:
            continue
        done += 1
        after = kept.do(change)
        for old in before.actions:
            new = after.action(old.number)
            assert new is not None
            assert new.history[: len(old.history)] == old.history, "history only grows"
            if new.left and not old.left:
                accepted = new.status is Status.ACCEPTED and old.status is Status.COMPLETE
                assert accepted or _was_reported_since_rejection(new)
    state = kept.state
    assert sum(len(action.history) for action in state.actions) == done, "a line for everything that was done"
    both = sorted([*on_list(state), *left_list(state)], key=lambda action: action.number)
    assert tuple(both) == state.actions
    for action in state.actions:
        assert action.left is (action.status is Status.ACCEPTED or _was_reported_since_rejection(action))


def _was_reported_since_rejection(action: Action) -> bool:
    steps = action.history
    changed = [place for place, step in enumerate(steps) if step.kind in (Kind.STATUS_CHANGED, Kind.ACTION_ADDED)][-1]
    if steps[changed].status is not Status.REJECTED:
        return False
    day = steps[changed].at.date()
    return any(step.meeting is not None and step.meeting > day for step in steps[changed:])
