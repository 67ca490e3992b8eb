"""The rules over the rows of a local return, on the scorecard of November 2022 and on small ones."""

from datetime import date

import pytest

from data.exception_rules import OwnRule, RuleSetting, load_rules
from models.exceptions.local import LocalCard, local_lists
from models.exceptions.reasons import AgainstTarget, BeyondLevel, LateReturn, Signalled
from models.priorities import Certainty
from models.scorecard.figures import monthly, months_of
from models.scorecard.rows import scorecard
from tests.models.scorecard_of_papers import OCTOBER, card, return_of

RULES = load_rules()
NOVEMBER = date(2022, 11, 24)


def of_lines(text: str) -> LocalCard:
    found = return_of(text)
    month = months_of(monthly(found))[0]
    return LocalCard("small", "Small scorecard", scorecard(found, month, lambda measure: None))


@pytest.fixture(scope="module")
def october() -> LocalCard:
    return LocalCard("scorecard", "Performance scorecard", card(OCTOBER))


def test_a_signal_and_a_missed_target_are_reasons_and_the_gap_is_in_children(october: LocalCard) -> None:
    found = local_lists(october, RULES, NOVEMBER)
    assessments = next(one for one in found.worse if "45" in found.rows[one.key].name)
    row = found.rows[assessments.key]
    # 203 of 288 are 70%; 90% of 288 is 259.2, so 260, which is 57 more.
    assert (row.now.cell.numerator, row.now.cell.denominator) == (203, 288) if row.now else False
    assert assessments.children == 57
    assert assessments.certainty is Certainty.NOT_TESTED
    concerns = [one for one in found.worse if any(isinstance(reason.detail, Signalled) for reason in one.reasons)]
    assert {found.rows[one.key].signal.word for one in concerns} == {"concern"}
    assert all(one.certainty is Certainty.TESTED for one in concerns)
    re_referrals = next(one for one in concerns if "re-referr" in found.rows[one.key].name)
    # 96 of 297; 23% of 297 is 68.31, so 68 at most: 28 fewer.
    assert (re_referrals.rules, re_referrals.children) == (("signal", "target"), 28)


def test_what_is_met_or_improves_is_a_strength_and_never_both(october: LocalCard) -> None:
    found = local_lists(october, RULES, NOVEMBER)
    assert {reason.rule for one in found.better for reason in one.reasons} == {"signal", "target"}
    for one in found.better:
        row = found.rows[one.key]
        assert row.target.verdict == "met" or row.signal.word == "improvement" or row.year_end


@pytest.mark.parametrize(("days", "is_late"), [(60, False), (61, True)])
def test_a_late_return_says_nothing_but_that_it_is_late(october: LocalCard, days: int, is_late: bool) -> None:
    today = date.fromordinal(OCTOBER.end.toordinal() + days)
    found = local_lists(october, RULES, today)
    assert october.is_late(RULES, today) is is_late
    if is_late:
        assert [(one.key, one.reasons[0].detail) for one in found.worse] == [
            ("local:scorecard", LateReturn(OCTOBER, days))
        ]
        assert found.better == ()
    else:
        assert len(found.worse) > 5


def test_a_month_that_is_asked_for_is_never_late(october: LocalCard) -> None:
    asked = LocalCard(october.slug, october.title, october.card, asked=True)
    today = date(2026, 11, 22)
    assert not asked.is_late(RULES, today)
    assert local_lists(asked, RULES, today).worse == local_lists(october, RULES, NOVEMBER).worse


def test_lateness_is_a_boards_to_set(october: LocalCard) -> None:
    patient = RULES.with_settings({"data": RuleSetting(True, 365)})
    assert not october.is_late(patient, date(2023, 10, 1))
    silent = RULES.with_settings({"data": RuleSetting(False)})
    assert local_lists(october, silent, date(2026, 11, 22)).worse == ()


SMALL = """
Indicator,Aug-22,Sep-22,Oct-22,Target
Social worker vacancy rate,20%,21%,22%,{target}
"""


@pytest.mark.parametrize(
    ("target", "rules"),
    [("<15%", ("target",)), ("15%", None), ("<25%", None), ("TBC", None), ("N/A", None), ("", None)],
)
def test_targets_that_are_met_or_none_are_silent(target: str, rules: tuple[str, ...] | None) -> None:
    found = local_lists(of_lines(SMALL.format(target=target)), RULES, NOVEMBER)
    assert [one.rules for one in found.worse] == ([] if rules is None else [rules])
    assert all(isinstance(one.reasons[0].detail, AgainstTarget) for one in found.worse)
    assert all(one.children != one.children for one in found.worse), "a percentage without counts has no children"


@pytest.mark.parametrize(
    ("side", "level", "is_there"), [("above", 21.0, True), ("above", 22.0, False), ("below", 22.5, True)]
)
def test_a_level_of_the_boards_own(side: str, level: float, is_there: bool) -> None:
    local = of_lines(SMALL.format(target=""))
    key = local.key_of(local.card.rows[0])
    rules = RULES.with_settings({}, (OwnRule(key, side, level, "agreed"),))
    found = local_lists(local, rules, NOVEMBER)
    assert [isinstance(one.reasons[0].detail, BeyondLevel) for one in found.worse] == ([True] if is_there else [])
