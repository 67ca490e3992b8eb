"""Pins, dismissals, rules, commentary and targets: what events come to, and what is refused."""

from datetime import date, timedelta

import pytest

from data.errors import PortalError
from data.exception_rules import OwnRule, RuleSetting, load_rules
from models.access import Deed
from models.board import changes
from models.board.bodies import BODIES, TargetSet, body_of, plain
from models.board.changes import refuse_if_changed
from models.board.fold import state_of
from models.board.kinds import Audience, Kind, Section, Status
from tests.models.board.made import START, WORDS, Kept

KEY, OTHER = "absence-rate", "exclusions-rate"
RULE = OwnRule(KEY, "above", 5.0, "The board's own line")


def test_a_pin_holds_until_it_is_taken_out() -> None:
    kept = Kept()
    assert kept.do(changes.pin(kept.state, KEY, "We were asked")).pins[KEY].why == "We were asked"
    with pytest.raises(PortalError, match="pinned already"):
        changes.pin(kept.state, KEY, "Again")
    assert kept.do(changes.unpin(kept.state, KEY)).pins == {}
    with pytest.raises(PortalError, match="is not pinned"):
        changes.unpin(kept.state, KEY)


def test_a_dismissal_ends_with_its_day_and_stays_in_the_history() -> None:
    kept, until = Kept(), START + timedelta(days=10)
    kept.do(changes.dismiss(kept.state, KEY, "Known and in hand", until))
    assert kept.on(until).dismissals[KEY].why == "Known and in hand"
    over = kept.on(until + timedelta(days=1))
    assert over.dismissals == {}
    assert [(each.subject, each.until, each.who) for each in over.past_dismissals] == [(KEY, until, "Ann")]


def test_a_dismissal_can_be_ended_and_moved_before() -> None:
    kept = Kept()
    kept.do(changes.dismiss(kept.state, KEY, "First", START + timedelta(days=5)))
    kept.later().do(changes.dismiss(kept.state, KEY, "Longer", START + timedelta(days=20)))
    assert kept.state.dismissals[KEY].why == "Longer"
    state = kept.later().do(changes.restore(kept.state, KEY, "It got worse"), who="Bea")
    assert state.dismissals == {}
    assert [(each.why, each.restored_by, each.restored_why) for each in state.past_dismissals] == [
        ("Longer", "Bea", "It got worse"),
        ("First", "", ""),
    ]
    with pytest.raises(PortalError, match="not left off"):
        changes.restore(state, KEY, "Again")


@pytest.mark.parametrize(("days", "said"), [(0, "still to come"), (-1, "still to come"), (367, "for a year at most")])
def test_a_dismissal_until_no_day_that_will_do(days: int, said: str) -> None:
    with pytest.raises(PortalError, match=said):
        changes.dismiss(Kept().state, KEY, "Because", START + timedelta(days=days))


def test_rules_are_set_within_their_limits() -> None:
    kept, rules = Kept(), load_rules()
    state = kept.do(changes.set_rule(kept.state, rules, "fifth", on=True, level=10))
    assert state.rules == {"fifth": RuleSetting(on=True, level=10)}
    assert rules.with_settings(state.rules).level("fifth") == 10
    assert kept.do(changes.set_rule(state, rules, "trend", on=False, level=None)).rules["trend"] == RuleSetting(
        on=False
    )
    with pytest.raises(PortalError, match="from 5 to 50"):
        changes.set_rule(state, rules, "fifth", on=True, level=51)
    with pytest.raises(PortalError, match="no such rule"):
        changes.set_rule(state, rules, "sixth", on=True, level=None)


def test_rules_of_its_own_are_numbered_once_for_all() -> None:
    kept = Kept()
    kept.do(changes.add_own_rule(kept.state, RULE))
    kept.do(changes.remove_own_rule(kept.state, 1))
    state = kept.do(changes.add_own_rule(kept.state, RULE))
    assert [(each.number, each.rule) for each in state.own_rules] == [(2, RULE)]
    assert state.own == (RULE,)
    with pytest.raises(PortalError, match="has this rule already"):
        changes.add_own_rule(state, RULE)
    with pytest.raises(PortalError, match="no such rule any longer"):
        changes.remove_own_rule(state, 1)


def test_every_version_of_a_section_is_kept_the_newest_first() -> None:
    kept = Kept()
    for who, text in (("Ann", "Up"), ("Bea", "Up again")):
        kept.later().do(changes.write(kept.state, KEY, Section.DATA, text, Audience.BOARD), who=who)
    found = kept.state.commentary[KEY, Section.DATA]
    assert [(version.number, version.text, version.who) for version in found] == [
        (2, "Up again", "Bea"),
        (1, "Up", "Ann"),
    ]
    assert kept.state.newest(KEY) == {Section.DATA: found[0]}
    with pytest.raises(PortalError, match="says already"):
        changes.write(kept.state, KEY, Section.DATA, "Up again", Audience.BOARD)


def test_writing_for_others_is_for_those_who_decide() -> None:
    state = Kept().state
    assert changes.write(state, KEY, Section.DATA, "Up", Audience.BOARD).deed is Deed.KEEP_THE_BOARD
    for audience in (Audience.PARTNERSHIP, Audience.EVERYBODY):
        assert changes.write(state, KEY, Section.DATA, "Up", audience).deed is Deed.ACCEPT_ACTIONS


def test_an_action_is_widened_by_those_who_decide_and_kept_up_by_all() -> None:
    kept = Kept()
    state = kept.do(changes.add_action(kept.state, KEY, WORDS, Status.NOT_STARTED, Audience.PARTNERSHIP))
    words = state.actions[0].words
    wider = changes.change_action(state, 1, words, Audience.EVERYBODY, "")
    narrower = changes.change_action(state, 1, words, Audience.BOARD, "")
    assert (wider.deed, narrower.deed) == (Deed.ACCEPT_ACTIONS, Deed.KEEP_THE_BOARD)
    assert state.actions_on(KEY) == state.actions
    assert state.actions_on(OTHER) == ()


def test_a_target_replaces_the_one_before() -> None:
    kept = Kept()
    first = TargetSet(90.0, date(2026, 9, 1), 85.0, date(2025, 9, 1), "Agreed")
    kept.do(changes.set_target(kept.state, KEY, first, Audience.BOARD))
    second = TargetSet(92.0, date(2027, 9, 1), None, None, "Raised")
    state = kept.do(changes.set_target(kept.state, KEY, second, Audience.BOARD))
    assert (state.targets[KEY].value, state.targets[KEY].baseline) == (92.0, None)
    assert kept.do(changes.drop_target(kept.state, KEY, "Met")).targets == {}
    with pytest.raises(PortalError, match="no target"):
        changes.drop_target(kept.state, KEY, "Again")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (TargetSet(1.0, START, None, None, ""), "still to come"),
        (TargetSet(1.0, date(2027, 1, 1), 2.0, None, ""), "or neither"),
        (TargetSet(1.0, date(2027, 1, 1), 2.0, date(2027, 1, 1), ""), "not before the day"),
    ],
)
def test_targets_that_make_no_sense(target: TargetSet, said: str) -> None:
    with pytest.raises(PortalError, match=said):
        changes.set_target(Kept().state, KEY, target, Audience.BOARD)


def test_two_who_change_one_thing_at_once() -> None:
    kept = Kept()
    change = changes.write(kept.state, KEY, Section.DATA, "Mine", Audience.BOARD)
    refuse_if_changed(kept.state, change, 0)
    kept.do(changes.write(kept.state, KEY, Section.ANALYSIS, "Another section", Audience.BOARD))
    refuse_if_changed(kept.state, change, 0)
    kept.do(changes.write(kept.state, KEY, Section.DATA, "Theirs", Audience.BOARD))
    with pytest.raises(PortalError, match="Somebody else changed this"):
        refuse_if_changed(kept.state, change, 0)
    refuse_if_changed(kept.state, change, 2)


def test_the_board_as_it_stood() -> None:
    kept = Kept()
    kept.do(changes.pin(kept.state, KEY, "Asked"))
    before = kept.state
    kept.later().do(changes.unpin(kept.state, KEY))
    assert state_of(kept.events[:1], START) == before


def test_every_kind_has_one_body_and_comes_back_from_plain_data() -> None:
    assert set(BODIES) == set(Kind)
    kept = Kept()
    kept.do(changes.add_action(kept.state, KEY, WORDS, Status.NOT_STARTED, Audience.BOARD))
    kept.do(changes.add_own_rule(kept.state, RULE))
    kept.do(changes.set_target(kept.state, KEY, TargetSet(1.0, date(2027, 1, 1), 2.0, START, "w"), Audience.BOARD))
    for event in kept.events:
        body = body_of(Kind(event.kind), event.body)
        assert plain(body) == event.body
        assert body_of(Kind(event.kind), plain(body)) == body
