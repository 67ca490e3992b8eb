"""Rows of a monthly return as dated figures: the scorecard of October 2022 (documents/003), with its counts."""

from datetime import date

import pytest

from models.intervals import PROPORTION
from models.scorecard.figures import per_of
from models.trajectories import DatedFigures, DatedTarget, Measures, Status, Sureness, local_figures, trajectory
from tests.models.scorecard_of_papers import row

ON = date(2022, 11, 16)


def figures(measure: str) -> DatedFigures:
    found = row(measure)
    return local_figures(found.figures, found.series.measure, found.unit, float(per_of(found.series)))


def test_re_referrals_towards_23_percent() -> None:
    """96 of 297 is 32.3%, 27.2 to 37.8 by Wilson; 23% of 297 is 68.31, so 68: 28 fewer in a month like October."""
    aim = DatedTarget(23, date(2023, 3, 31), 29, date(2022, 3, 31), -1)
    found = trajectory(aim, figures("re-referrals"), ON)
    assert found.figures.kind == PROPORTION
    assert found.stands.newest is not None
    assert found.stands.newest.period.label == "October 2022"
    assert found.stands.path == pytest.approx(29 - 6 * 7 / 12)
    assert (found.stands.status, found.stands.sureness) == (Status.BEHIND, Sureness.CLEAR)
    assert (found.effort.in_all, found.effort.a_month, found.effort.needed) == (-28, -28, 68)
    assert found.chance.value is not None
    assert found.chance.value < 0.2, "five months at a rising rate"
    assert [step.day for step in found.chance.course][-1] == date(2023, 3, 31)


def test_children_with_three_placements_are_counted_on_a_day() -> None:
    """98 of 554 is 17.7%; 10% is 55.4, so 55: 43 fewer, over the four months after November."""
    aim = DatedTarget(10, date(2023, 3, 31), 18, date(2022, 3, 31), -1)
    found = trajectory(aim, figures("cla-three-placements"), ON)
    assert (found.effort.in_all, found.effort.needed, found.effort.months) == (-43, 55, 4)
    assert found.figures.on_a_day
    assert found.effort.a_month == pytest.approx(-43 / 4)
    assert found.effort.a_year is None


def test_a_monthly_count_adds_up_to_a_year() -> None:
    found = figures("referrals")
    assert found.measures is Measures.TOTAL
    largest = max(point.value or 0.0 for point in found.known)
    for value, is_yearly in ((largest * 12, True), (largest * 1.5, False)):
        aim = DatedTarget(value, date(2023, 3, 31), largest, date(2022, 3, 31), -1)
        assert trajectory(aim, found, ON).is_of_a_year == is_yearly
