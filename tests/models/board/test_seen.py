"""Whom each thing is for: everything is folded first, and nobody reads what was written while it was not for them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.board import changes
from models.board.bodies import ActionWords, TargetSet
from models.board.kinds import Audience, Section, Status
from models.board.seen import seen_by
from models.board.state import BoardState
from tests.models.board.made import WORDS, Kept

KEY = "absence-rate"
OTHERS = (Audience.PARTNERSHIP, Audience.EVERYBODY)


def seen(kept: Kept, viewer: Audience, then: BoardState | None = None) -> BoardState:
    return seen_by(then or kept.state, kept.state, viewer, "Ours")


def written(kept: Kept, text: str, audience: Audience) -> None:
    kept.do(changes.write(kept.state, KEY, Section.DATA, text, audience))


def texts(state: BoardState) -> list[str]:
    return [version.text for versions in state.commentary.values() for version in versions]


@pytest.mark.parametrize("viewer", OTHERS)
def test_pins_dismissals_and_rules_are_the_organisations_own(viewer: Audience) -> None:
    kept = Kept()
    kept.do(changes.pin(kept.state, KEY, "Asked"))
    kept.do(changes.dismiss(kept.state, "other", "Known", date(2026, 2, 1)))
    state = seen(kept, viewer)
    assert (state.pins, state.dismissals, state.past_dismissals, state.rules, state.last) == ({}, {}, (), {}, {})
    assert seen(kept, Audience.BOARD) == kept.state


@pytest.mark.parametrize(
    ("audience", "partner", "anybody"),
    [(Audience.BOARD, False, False), (Audience.PARTNERSHIP, True, False), (Audience.EVERYBODY, True, True)],
)
def test_each_thing_is_for_its_audience(audience: Audience, partner: bool, anybody: bool) -> None:
    kept = Kept()
    written(kept, "Up", audience)
    kept.do(changes.add_action(kept.state, KEY, WORDS, Status.NOT_STARTED, audience))
    kept.do(changes.set_target(kept.state, KEY, TargetSet(1.0, date(2027, 1, 1), None, None, ""), audience))
    for viewer, may in ((Audience.PARTNERSHIP, partner), (Audience.EVERYBODY, anybody)):
        state = seen(kept, viewer)
        assert (texts(state), len(state.actions), len(state.targets)) == ((["Up"], 1, 1) if may else ([], 0, 0))


def test_others_read_the_newest_version_that_is_for_them_until_it_is_taken_back() -> None:
    kept = Kept()
    written(kept, "Said to all", Audience.EVERYBODY)
    written(kept, "Our draft", Audience.BOARD)
    assert texts(seen(kept, Audience.EVERYBODY)) == ["Said to all"]
    before = kept.state
    kept.later().do(changes.take_back(kept.state, KEY, Section.DATA, "It was wrong"))
    assert texts(seen(kept, Audience.EVERYBODY)) == []
    assert texts(seen(kept, Audience.EVERYBODY, before)) == [], "nor as it stood before"
    assert texts(seen(kept, Audience.BOARD)) == ["Our draft", "Said to all"]
    written(kept, "Put right", Audience.EVERYBODY)
    assert texts(seen(kept, Audience.EVERYBODY)) == ["Put right"]


def test_what_was_said_while_an_action_was_for_fewer_stays_theirs() -> None:
    """It is made for the board, changed there, widened with another wording, then goes on in the open."""
    kept = Kept()
    kept.do(
        changes.add_action(kept.state, "", ActionWords("Item", "Secret wording"), Status.NOT_STARTED, Audience.BOARD)
    )
    kept.do(changes.change_status(kept.state, 1, Status.PARTIALLY_COMPLETE, "Secret reason"))
    kept.do(changes.change_action(kept.state, 1, ActionWords("Item", "Open wording"), Audience.EVERYBODY, "Secret too"))
    kept.do(changes.change_status(kept.state, 1, Status.COMPLETE, "Open reason"))
    (action,) = seen(kept, Audience.EVERYBODY).actions
    assert (action.words.wording, action.status) == ("Open wording", Status.COMPLETE)
    assert [step.why for step in action.history] == ["Open reason"]
    assert "Secret" not in repr(action)
    assert "Ann" not in repr(action), "its people are not named"


def test_an_action_that_was_taken_back_is_not_seen_as_it_stood_either() -> None:
    kept = Kept()
    kept.do(changes.add_action(kept.state, "", WORDS, Status.NOT_STARTED, Audience.EVERYBODY))
    before = kept.state
    kept.do(changes.change_action(kept.state, 1, WORDS, Audience.BOARD, "Not for all"))
    assert seen(kept, Audience.EVERYBODY).actions == ()
    assert seen(kept, Audience.EVERYBODY, before).actions == ()


def test_whether_a_rejection_was_reported_does_not_depend_on_who_looks() -> None:
    kept = Kept()
    kept.do(changes.add_action(kept.state, "", WORDS, Status.NOT_STARTED, Audience.BOARD))
    kept.do(changes.change_status(kept.state, 1, Status.REJECTED, "No money"))
    kept.later().do(changes.report(kept.state, 1, kept.day))
    # It has left, so it is reopened before it can be for everybody, and rejected and reported once more.
    kept.do(changes.change_status(kept.state, 1, Status.REOPENED, "Again"))
    kept.do(changes.change_action(kept.state, 1, WORDS, Audience.EVERYBODY, "For all"))
    kept.do(changes.change_status(kept.state, 1, Status.REJECTED, "Still none"))
    kept.later().do(changes.report(kept.state, 1, kept.day))
    for viewer in Audience:
        (action,) = seen(kept, viewer).actions
        assert action.left


@given(st.lists(st.tuples(st.sampled_from(list(Section)), st.sampled_from(list(Audience)), st.booleans()), max_size=12))
def test_a_narrower_viewer_sees_all_that_a_wider_one_does(deeds: list[tuple[Section, Audience, bool]]) -> None:
    kept = Kept()
    for place, (section, audience, back) in enumerate(deeds):
        if back and any(v.is_for(Audience.PARTNERSHIP) for v in kept.state.commentary.get((KEY, section), ())):
            kept.do(changes.take_back(kept.state, KEY, section, "Wrong"))
        kept.do(changes.write(kept.state, KEY, section, f"text {place} for {audience.name}", audience))
    own, partner, anybody = (set(texts(seen(kept, viewer))) for viewer in Audience)
    assert anybody <= partner <= own
    assert not any("BOARD" in text for text in partner)
    assert not any("PARTNERSHIP" in text for text in anybody)
