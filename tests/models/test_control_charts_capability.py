"""Can this process reach the target: verdict, figures and sentence."""

import math

import numpy as np
import pytest

from models.control_charts import (
    Capability,
    ProcessChange,
    capability,
    in_phases,
    individuals_chart,
    laney_p_chart,
    p_chart,
    signals,
)
from tests.models.monthly_series import (
    ASSESSED,
    ASSESSED_IN_TIME,
    CARE_LEAVERS,
    ENTERED_CARE,
    HEALTH_ASSESSED,
    RE_REFERRALS,
    REFERRALS,
    SUPERVISED,
)

NAN = float("nan")
HIGH, LOW, NEUTRAL = 1, -1, 0
# Mean 10.5; moving ranges of mean 23 / 11: limits 4.938 and 16.062, sigma 1.854.
STEADY = [10.0, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


@pytest.mark.parametrize(
    ("target", "polarity", "verdict", "met"),
    [
        (4.9, HIGH, "reaches it", 12),
        (5.0, HIGH, "reaches it in some months", 12),
        (12.0, HIGH, "reaches it in some months", 3),  # equal to the target is reaching it
        (16.0, HIGH, "reaches it in some months", 0),
        (16.1, HIGH, "does not reach it", 0),
        (16.1, LOW, "reaches it", 12),
        (16.0, LOW, "reaches it in some months", 12),
        (9.0, LOW, "reaches it in some months", 3),
        (4.9, LOW, "does not reach it", 0),
        (10.0, NEUTRAL, "not judged", 0),
    ],
)
def test_the_verdict(target: float, polarity: int, verdict: str, met: int) -> None:
    found = capability(individuals_chart(STEADY), target, polarity)
    assert (found.verdict, found.met, found.months, found.steady) == (verdict, met, 12, True)
    assert found.gap == pytest.approx(10.5 - target)
    assert (found.lower, found.upper) == (pytest.approx(10.5 - 2.66 * 23 / 11), pytest.approx(10.5 + 2.66 * 23 / 11))


def test_the_share_of_months_by_the_normal_curve() -> None:
    """12 lies (12 - 10.5) / 1.854 = 0.809 standard deviations above the mean, which 20.9% of months exceed."""
    found = capability(individuals_chart(STEADY), 12, HIGH)
    assert found.expected == pytest.approx(0.2092, abs=5e-5)
    assert capability(individuals_chart(STEADY), 12, LOW).expected == pytest.approx(1 - 0.2092, abs=5e-5)
    assert math.isnan(capability(individuals_chart(STEADY), 12, NEUTRAL).expected)


def test_the_sentences() -> None:
    chart = individuals_chart(STEADY)

    def sentence(target: float, polarity: int) -> str:
        return capability(chart, target, polarity, "{:.0f}%".format).sentence

    now = "As it works now, this process"
    usual = "the average is 10% and 5% to 16% is usual"
    met = "the target was met in"
    assert sentence(4, HIGH) == f"{now} reaches 4% every month: {usual}; {met} 12 of 12 months."
    assert sentence(12, HIGH) == f"{now} reaches 12% by chance, in about 21% of months: {usual}; {met} 3 of 12 months."
    assert sentence(16, HIGH) == (
        f"{now} reaches 16% by chance, in fewer than 1% of months: {usual}; {met} 0 of 12 months."
    )
    assert sentence(20, HIGH) == (
        f"{now} does not reach 20%: {usual}, so only a change to how the work is done will; {met} 0 of 12 months."
    )
    assert sentence(12, NEUTRAL) == (
        "Neither direction is better here, so the target of 12% is a line and not a verdict."
    )


def test_a_process_that_is_not_steady_foretells_nothing() -> None:
    chart = individuals_chart([*STEADY, 40.0])
    found = capability(chart, 20, HIGH)
    assert not found.steady
    assert found.sentence.endswith("this describes the months behind it and does not foretell those to come.")


def scorecard(numerator: list[int], denominator: list[int], target: float, polarity: int) -> Capability:
    return capability(p_chart(numerator, denominator, per=100), target, polarity)


def test_the_november_2022_scorecard() -> None:
    """Health assessments in time against 90%; re-referrals against 23%; supervision of care leavers against 80%."""
    health = scorecard(HEALTH_ASSESSED, ENTERED_CARE, 90, HIGH)
    assert (health.verdict, health.upper, health.met, health.steady) == ("does not reach it", 75.0, 0, True)
    assert math.isnan(health.expected)  # exact limits: the normal curve is not taken
    again = scorecard(RE_REFERRALS, REFERRALS, 23, LOW)
    assert (again.verdict, again.met, again.months, again.steady) == ("reaches it in some months", 2, 9, False)
    supervised = capability(laney_p_chart(SUPERVISED, CARE_LEAVERS, per=100), 80, HIGH)
    assert (supervised.verdict, supervised.met) == ("reaches it in some months", 0)
    assert "in fewer than 1% of months" in supervised.sentence
    timely = capability(laney_p_chart(ASSESSED_IN_TIME, ASSESSED, per=100), 90, HIGH)
    assert (timely.verdict, timely.met, round(timely.centre, 1)) == ("reaches it in some months", 2, 79.2)


def test_exact_limits_say_some_months_and_no_share() -> None:
    found = scorecard(HEALTH_ASSESSED, ENTERED_CARE, 60, HIGH)
    assert "by chance, in some months and not in others:" in found.sentence


def test_only_the_newest_phase_counts() -> None:
    chart = in_phases(individuals_chart, [ProcessChange(12, "New front door")], [*STEADY, *(30 + v for v in STEADY)])
    found = capability(chart, 30, HIGH)
    assert (found.verdict, found.met, found.months, found.centre) == ("reaches it", 12, 12, 40.5)


def test_a_phase_that_has_just_begun_is_not_judged_by_the_one_before() -> None:
    chart = in_phases(individuals_chart, [ProcessChange(12, "New front door")], [*STEADY, 40.0])
    found = capability(chart, 4, HIGH)
    assert (found.verdict, found.met, found.months) == ("too few months", 1, 1)
    assert math.isnan(found.lower)


def test_a_phase_is_not_unsteady_because_the_one_before_was() -> None:
    values = [*STEADY, 40.0, *(30 + value for value in STEADY)]
    chart = in_phases(individuals_chart, [ProcessChange(13, "New front door")], values)
    assert signals(chart).outside.tolist() == [0] * 12 + [1] + [0] * 12
    assert capability(chart, 30, HIGH).steady


def test_the_share_of_months_of_a_percentage() -> None:
    """60 of 100 each month, so p = 60% and sigma 4.9: 65 lies 1.02 above, which 15.4% of months exceed."""
    found = capability(p_chart([60] * 12, [100] * 12, per=100), 65, HIGH)
    assert found.expected == pytest.approx(0.1537, abs=5e-5)


@pytest.mark.parametrize(
    ("values", "months"), [(STEADY[:1], "0 of 1 month"), (STEADY[:6], "0 of 6 months"), ([NAN] * 3, "0 of 0 months")]
)
def test_too_few_months(values: list[float], months: str) -> None:
    found = capability(individuals_chart(values), 20, HIGH)
    assert found.verdict == "too few months"
    assert found.sentence == (
        f"Too few months to say whether this process can reach 20.0: the target was met in {months}."
    )


def test_the_newest_month_may_be_missing() -> None:
    numerator, denominator = [20.0] * 12 + [NAN], [40.0] * 12 + [NAN]
    found = capability(p_chart(numerator, denominator, per=100), 50, HIGH)
    assert (found.verdict, found.met, found.months) == ("reaches it in some months", 12, 12)


def test_a_share_that_binary_arithmetic_puts_below_itself_reaches_the_target() -> None:
    """57 / 100 x 100 is 56.99999999999999."""
    assert 57 / 100 * 100 < 57
    assert capability(p_chart([57] * 12, [100] * 12, per=100), 57, HIGH).met == 12


def test_limits_of_no_width() -> None:
    assert capability(individuals_chart([5.0] * 12), 5, HIGH).expected == 1
    assert capability(individuals_chart([5.0] * 12), 6, HIGH).expected == 0


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="One series"):
        capability(individuals_chart(np.zeros((2, 3))), 1, HIGH)
    with pytest.raises(ValueError, match="A target is a number"):
        capability(individuals_chart(STEADY), NAN, HIGH)
