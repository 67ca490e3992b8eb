"""A return in one month, held against the scorecard that Southampton's panel read in November 2022, line by line.

The figures are those of documents/003, Appendix 1, and the arithmetic stands beside them.
"""

import pytest

from data.periods import Period
from data.returns.months import month_of
from models.control_charts import ChartKind
from models.scorecard.figures import monthly, months_of, unbroken
from models.scorecard.signals import NO_CHART, NO_FIGURE
from models.scorecard.targets import Verdict
from models.scorecard.year_end import Made, Outlook
from tests.models.scorecard_of_papers import OCTOBER, card, paper, return_of, row, until

MONTHS = unbroken(month_of(2022, 2), OCTOBER)

# Measure: October's numerator and denominator as printed, September's, the target, and what that comes to.
PRINTED = {
    "re-referrals": ((96, 297), (105, 326), "23%", Verdict.NOT_MET),
    "assessments-on-time": ((203, 288), (234, 380), "90%", Verdict.NOT_MET),
    "cin-visits": ((417, 461), (476, 517), "90%", Verdict.MET),
    "cla-reviews": ((549, 554), (547, 549), "95%", Verdict.MET),
    "cla-three-placements": ((98, 554), (104, 549), "<10%", Verdict.NOT_MET),
    "cla-ifa": ((153, 554), (150, 549), "<36%", Verdict.MET),
    "cla-health": ((311, 434), (334, 426), "95%", Verdict.NOT_MET),
    "initial-health": ((4, 8), (3, 13), "90%", Verdict.NOT_MET),
}


@pytest.mark.parametrize("measure", PRINTED)
def test_a_share_is_what_its_counts_come_to(measure: str) -> None:
    (now, of), (before, of_before), target, verdict = PRINTED[measure]
    found = row(measure)
    assert found.value == pytest.approx(100 * now / of)
    assert found.change_from(found.before) == pytest.approx(100 * now / of - 100 * before / of_before)
    assert found.target.target.text == target
    assert found.target.verdict is verdict
    assert found.change_from(found.year_before) is None, "the paper gives no month of 2021"


def test_a_figure_that_was_cut_off_is_told_from_what_its_counts_give() -> None:
    """153 of 554 is 27.6%, and the paper prints 27%; 417 of 461 is 90.5%, and 90% is right."""
    ifa, cin = row("cla-ifa").now, row("cin-visits").now
    assert ifa is not None
    assert cin is not None
    assert ifa.stated == 27
    assert ifa.counts_say_otherwise
    assert not cin.counts_say_otherwise


def test_the_month_as_a_whole() -> None:
    """31 measures stand in 38 rows; 16 have a target for a month; 2 + 2 + 5 show a signal."""
    found = card()
    assert (len(found.rows), len(found.measures)) == (38, 31)
    assert {each.key for each in found.with_verdict(Verdict.MET)} == {
        "cin-visits",
        "cla-uasc",
        "cla-reviews",
        "cla-ifa",
    }
    assert len(found.with_verdict(Verdict.NOT_MET)) == 12
    assert {each.key: each.signal.word for each in found.signalled} == {
        "re-referrals": "concern",
        "cla-ifa": "concern",
        "cp-visits-4-weeks": "improvement",
        "cla-three-placements": "improvement",
        "cin-plans": "lower",
        "cp-plans": "lower",
        "cla-placed-for-adoption": "lower",
        "care-leavers": "higher",
        "cla-uasc": "higher",
    }


def test_re_referrals_rise_for_seven_months() -> None:
    """21.7, 22.0, 26.5, 29.2, 30.5, 32.2, 32.3 from April; 808 of 2,899 = 27.87%; October 20.1 to 35.7."""
    found = row("re-referrals").signal
    assert found.sentence.startswith("Concern: rising for 7 months in a row.")
    assert found.limits is not None
    assert found.limits.kind is ChartKind.PROPORTION
    assert found.limits.lower[-1] == pytest.approx(20.07, abs=0.01)
    assert found.limits.upper[-1] == pytest.approx(35.67, abs=0.01)


def test_referrals_to_the_year_s_end_and_over_twelve_months() -> None:
    """April to October: 272 + 382 + 343 + 343 + 298 + 326 + 297 = 2,261; 2,261 x 12 / 7 = 3,876. Nine months 2,899."""
    found = row("referrals")
    assert found.year_end is not None
    assert found.twelve_months is not None
    year, twelve = found.year_end.projection, found.twelve_months.projection
    assert found.year_end.made is Made.TOTAL
    assert (year.so_far, year.known, year.remaining, year.expected) == (2261, 7, 5, pytest.approx(3876))
    assert found.year_end.last == month_of(2023, 3)
    assert [round(value) for value in (twelve.expected, twelve.low, twelve.high)] == [3865, 3717, 4013]
    assert (found.twelve_months.first, found.twelve_months.last) == (month_of(2022, 2), month_of(2023, 1))


def test_contacts_are_heading_over_their_year_s_target() -> None:
    """1,664 + 2,090 + 1,859 + 1,587 + 1,947 + 1,784 + 1,477 = 12,408; 12,408 x 12 / 7 = 21,270.9, above 17,000."""
    found = row("contacts")
    assert found.target.verdict is Verdict.FOR_THE_YEAR
    assert found.year_end is not None
    assert found.year_end.projection.so_far == 12_408
    assert found.year_end.projection.expected == pytest.approx(12_408 * 12 / 7)
    assert found.year_end.outlook is Outlook.MISSED


def test_assessments_per_10_000_are_charted_month_by_month() -> None:
    """64, 119, 176, 232, 303, 376, 432: single months 64, 55, 57, 56, 71, 73, 56; 432 x 12 / 7 = 740.6."""
    found = row("assessments-rate")
    assert found.signal.of_single_months
    assert found.signal.values.tolist() == [64, 55, 57, 56, 71, 73, 56]
    assert found.year_end is not None
    assert found.year_end.made is Made.TO_DATE
    assert found.year_end.projection.expected == pytest.approx(740.57, abs=0.01)
    assert found.year_end.outlook is Outlook.NEITHER


def test_a_share_is_pooled_to_the_year_s_end() -> None:
    """Assessments in time: 1,687 of 2,239 = 75.35%, 70.2 to 80.5 at the year's end, all of it under 90."""
    found = row("assessments-on-time").year_end
    assert found is not None
    assert found.made is Made.SHARE
    assert found.projection.expected == pytest.approx(100 * 1687 / 2239)
    assert [round(value, 1) for value in (found.projection.low, found.projection.high)] == [70.2, 80.5]
    assert found.outlook is Outlook.MISSED


def test_a_day_s_count_is_neither_projected_nor_judged() -> None:
    found = row("cla")
    assert (found.value, found.year_end, found.twelve_months) == (554, None, None)
    assert found.target.verdict is Verdict.NEITHER
    assert row("cla-visits").signal.caution.startswith("Most of the children counted")


def test_a_measure_without_figures_says_so() -> None:
    found = row("cla-permanence")
    assert found.value is None
    assert (found.signal.word, found.target.verdict) == (NO_FIGURE, Verdict.NONE)
    assert found.now is not None
    assert found.now.cell.reason == "to be confirmed"


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: month.label)
def test_a_month_is_judged_as_it_looked_then(month: Period) -> None:
    """Taking the later months out of the return changes nothing about it."""
    whole = paper("scorecard")
    for now, then in zip(card(month, whole).rows, card(month, until(whole, month)).rows, strict=True):
        assert (now.value, now.target, now.signal.sentence) == (then.value, then.target, then.signal.sentence)
        assert str((now.year_end, now.twelve_months)) == str((then.year_end, then.twelve_months))


def test_fewer_than_seven_months_call_nothing() -> None:
    june = card(month_of(2022, 6))
    assert june.signalled == ()
    assert {each.signal.limits for each in june.rows} == {None}


def test_which_months_there_are() -> None:
    assert months_of(monthly(paper("scorecard"))) == tuple(reversed(MONTHS))
    days = return_of("Indicator,1 September 2022,1 September 2023\nNumber of children in care,552,508")
    assert monthly(days) == (), "a day a year is no month"
    one = return_of("Indicator,Oct-22,Target\nNumber of referrals in the month,297,N/A")
    assert months_of(monthly(one)) == (OCTOBER,)


TEAMS = """
authority,indicator,breakdown,period,value,numerator,denominator,target
852,cla-reviews,Team A,Jun-26,90%,180,200,95%
852,cla-reviews,,May-26,97%,485,500,95%
852,cla-reviews,,Jun-26,93%,465,500,95%
852,referrals,,Jun-26,TBC,,,
852,our own thing,,Jun-26,12,,,
852,cla-reviews,Team B,Jun-26,95%,285,300,95%
852,ks2-rwm,,2024/25,40%,,,
"""


def test_teams_follow_their_measure_and_are_not_counted_as_measures() -> None:
    found = card(month_of(2026, 6), return_of(TEAMS))
    keys = [each.key for each in found.rows]
    assert keys == ["cla-reviews", "cla-reviews~team-a", "cla-reviews~team-b", "referrals", "row-6"]
    assert [each.key for each in found.measures] == ["cla-reviews", "referrals", "row-6"]
    assert [part.value for part in found.parts_of(found.rows[0])] == [90, 95]
    assert [section.name for section in found.sections] == ["Children looked after", "The front door", "Other measures"]


def test_an_unknown_measure_has_no_chart() -> None:
    found = row("row-6", month_of(2026, 6), return_of(TEAMS))
    assert (found.value, found.signal.word, found.year_end) == (12, NO_CHART, None)


def test_a_year_to_date_that_falls_is_said_and_not_charted() -> None:
    falls = return_of('Indicator,Apr-22,May-22,Jun-22\n"Rates of Single Assessments completed per 10,000",64,119,100')
    found = row("assessments-rate", month_of(2022, 6), falls)
    assert found.signal.word == NO_CHART
    assert "falls from 119 to 100" in found.signal.sentence
    assert found.year_end is None


def test_nobody_to_count_gives_no_figure() -> None:
    none = return_of(
        "Indicator,Apr-22,May-22\nPercentage of initial health assessments within 10 working days,50% (1/2),0% (0/0)"
    )
    found = row("initial-health", month_of(2022, 5), none)
    assert found.value is None
    assert found.target.verdict is Verdict.NONE
