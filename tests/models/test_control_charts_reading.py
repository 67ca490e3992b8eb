"""What the newest month says, in words."""

import numpy as np
import pytest

from models.control_charts import ControlChart, ProcessChange, in_phases, individuals_chart, p_chart, reading
from tests.models.monthly_series import NORMAL, RE_REFERRALS, REFERRALS

NAN = float("nan")
HIGH, LOW, NEUTRAL = 1, -1, 0
# Mean 10.5; moving ranges 2, 3, 2, 1, 2, 3, 2, 1, 2, 3 and 2, mean 23 / 11: limits 4.94 and 16.06, two thirds 6.79 and
# 14.21.
STEADY = [10.0, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


def after_steady(more: list[float]) -> ControlChart:
    """The steady year and more months after it, on the limits of the steady year."""
    return individuals_chart([*STEADY, *more], basis=np.arange(12 + len(more)) < 12)


@pytest.mark.parametrize(
    ("more", "polarity", "word", "sentence"),
    [
        ([16.0], HIGH, "no signal", "No signal: the newest figure is within what chance gives this process."),
        ([16.1], HIGH, "improvement", "Improvement: above the upper limit."),
        ([16.1], LOW, "concern", "Concern: above the upper limit."),
        ([16.1], NEUTRAL, "higher", "Higher: above the upper limit."),
        ([4.9], NEUTRAL, "lower", "Lower: below the lower limit."),
        ([4.9], LOW, "improvement", "Improvement: below the lower limit."),
        ([14.5, 10, 14.5], LOW, "concern", "Concern: close to the upper limit twice in three months."),
        ([6.5, 6.5], HIGH, "concern", "Concern: close to the lower limit twice in three months."),
        ([12] * 9, HIGH, "improvement", "Improvement: above the average for 10 months in a row."),
        ([10] * 9, HIGH, "concern", "Concern: below the average for 9 months in a row."),
        ([14, 13, 12, 11.5, 11, 10.9, 10.4], HIGH, "concern", "Concern: falling for 7 months in a row."),
        (
            [12, 13, 14, 15, 16, 17],
            HIGH,
            "improvement",
            "Improvement: above the upper limit, and above the average for 7 months in a row, and rising for 8 months "
            "in a row.",
        ),
        ([16.1, NAN], HIGH, "improvement", "Improvement: above the upper limit."),
    ],
)
def test_the_newest_month(more: list[float], polarity: int, word: str, sentence: str) -> None:
    found = reading(after_steady(more), polarity)
    assert (found.word, found.sentence) == (word, sentence)
    assert found.month == 11 + sum(value == value for value in more)


def test_few_months_are_provisional() -> None:
    found = reading(p_chart(RE_REFERRALS, REFERRALS), LOW)
    assert found.word == "concern"
    assert found.sentence == (
        "Concern: rising for 7 months in a row. The limits rest on 9 months and are provisional until there are 12."
    )


@pytest.mark.parametrize(("months", "have"), [(1, "1 month"), (2, "2 months"), (6, "6 months")])
def test_too_few_months(months: int, have: str) -> None:
    found = reading(individuals_chart(NORMAL[:months]), HIGH)
    assert found.word == "too few months"
    assert found.sentence == f"Too few months to tell a signal from chance: {have} of the 7 needed."


def test_a_new_phase_has_to_gather_months_first() -> None:
    chart = in_phases(individuals_chart, [ProcessChange(12, "New front door")], [*STEADY, 40.0, 41, 39])
    assert reading(chart, HIGH).word == "too few months"


def test_a_run_is_counted_from_the_start_of_its_phase() -> None:
    values = [*STEADY, *([20.0, 24.0] * 4), *([27.0] * 8)]
    chart = in_phases(individuals_chart, [ProcessChange(12, "New front door")], values)
    assert reading(chart, HIGH).sentence == "Improvement: above the average for 8 months in a row."


def test_a_trend_is_counted_from_the_start_of_its_phase() -> None:
    """The steady year ends with a rise from 9 to 11, and the first month of the new phase is higher again."""
    chart = in_phases(individuals_chart, [ProcessChange(12, "New front door")], [*STEADY, *range(30, 38)])
    assert reading(chart, HIGH).sentence.startswith(
        "Improvement: above the upper limit, and rising for 8 months in a row."
    )


def test_no_month_at_all() -> None:
    found = reading(individuals_chart([NAN, NAN]), HIGH)
    assert (found.month, found.word, found.sentence) == (None, "too few months", "There is no figure in any month.")


def test_one_series_at_a_time() -> None:
    with pytest.raises(ValueError, match="One series"):
        reading(individuals_chart(np.zeros((2, 3))), HIGH)
