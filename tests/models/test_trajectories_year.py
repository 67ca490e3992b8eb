"""Targets of a whole year: the months so far beside a path from nothing, and the chance by their projection."""

from datetime import date

import pytest
from scipy import stats

from models.control_charts import project_total
from models.trajectories import DatedTarget, Measures, Status, Trajectory, local_figures, trajectory
from models.trajectories.chance import chance_by_projection
from tests.models.trajectory_figures import monthly

MARCH_2023 = date(2023, 3, 31)
HALF = (20.0, 24.0, 22.0, 26.0, 18.0, 22.0)
"""April to September: 132, and 22 a month."""


def held(value: float, sign: int, months: tuple[float | None, ...] = HALF, on: date = date(2022, 10, 15)) -> Trajectory:
    """A year's total of counts of single months against a target."""
    aim = DatedTarget(value, MARCH_2023, 300, date(2022, 3, 31), sign)
    return trajectory(aim, monthly(months, what=Measures.TOTAL), on)


def test_the_path_begins_with_nothing_in_april() -> None:
    """132 by the end of September, half of the year: the path to 240 is then at 120, to 288 at 144."""
    found = held(240, -1)
    assert found.is_of_a_year
    assert found.stands.newest is not None
    assert (found.stands.newest.value, found.stands.path) == (132, 120)
    assert found.stands.status is Status.BEHIND
    assert held(288, -1).stands.status is Status.ON_TRACK
    assert held(240, 1).stands.status is Status.ON_TRACK
    assert held(288, 1).stands.status is Status.BEHIND


def test_a_total_only_grows() -> None:
    over = held(120, -1)
    assert over.stands.status is Status.MISSED, "132 is past it, and no month takes any away"
    assert held(120, 1).stands.status is Status.ACHIEVED
    assert over.chance.value is None
    assert over.chance.why == "the year's total is past the target already"


def test_the_year_ends() -> None:
    whole = HALF * 2
    assert held(264, -1, whole, date(2023, 4, 20)).stands.status is Status.ACHIEVED
    assert held(263, -1, whole, date(2023, 4, 20)).stands.status is Status.MISSED
    assert held(265, 1, whole, date(2023, 4, 20)).stands.status is Status.MISSED
    assert held(280, -1, on=date(2023, 5, 1)).stands.status is Status.AWAITED


def test_the_chance_is_that_of_the_interval_that_is_shown() -> None:
    """Events of 22 a month vary by chance as sqrt(22) at least, more than the months did, so the reach is normal.

    Six months to come from six known: 264 with an error of sqrt(22 (6 + 36 / 6)); 280 is 16 above the middle.
    """
    error = (22 * 12) ** 0.5
    for value, sign in ((280, -1), (280, 1), (250, -1), (264, 1)):
        at_most = stats.norm.cdf((value - 264) / error)
        found = held(value, sign).chance
        assert found.value == pytest.approx(at_most if sign < 0 else 1 - at_most, abs=1e-3)
        assert found.changes == 6
        (step,) = found.course
        shown = project_total(HALF)
        assert (step.day, step.middle, step.low, step.high) == (MARCH_2023, 264, shown.low, shown.high)
        assert found.assumption == shown.assumption


def test_beyond_every_interval_the_chance_is_none_or_all() -> None:
    def project(confidence: float) -> object:
        return project_total(HALF, confidence=confidence)

    for value, sign, expected in ((100.0, -1, 0.0), (100.0, 1, 1.0), (5000.0, 1, 0.0), (5000.0, -1, 1.0)):
        aim = DatedTarget(value, MARCH_2023, 0, date(2022, 3, 31), sign)
        assert chance_by_projection(project, aim, MARCH_2023, 6).value == pytest.approx(expected, abs=1e-6)  # type: ignore[arg-type]


def test_a_target_near_a_month_s_figure_is_one_of_the_month() -> None:
    """80 is less than four times the largest month of 26, as the scorecard reads it: a level, and no year's total."""
    found = held(80, -1)
    assert not found.is_of_a_year


def test_one_month_shows_no_spread_and_none_is_no_figure() -> None:
    one = held(240, -1, (20.0,))
    assert (one.chance.value, one.chance.why) == (None, "one month alone shows no spread")
    later = DatedTarget(300, date(2025, 3, 31), 300, date(2024, 3, 31), -1)
    none = trajectory(later, monthly(HALF, what=Measures.TOTAL), date(2024, 6, 1))
    assert none.stands.status is Status.NOT_STARTED
    assert none.stands.why == "no month of the year to 31 March 2025 is known"
    assert held(240, 0).stands.status is Status.NOT_COMPARABLE


def test_a_year_to_date_is_taken_as_it_stands() -> None:
    aim = DatedTarget(70, MARCH_2023, 60, date(2022, 3, 31), -1)
    to_date = monthly((5.0, 11.0, 16.0, 22.0, None, 33.0), unit="rate per 10,000", what=Measures.TO_DATE)
    found = trajectory(aim, to_date, date(2022, 10, 15))
    assert found.is_of_a_year
    assert found.stands.newest is not None
    assert (found.stands.newest.value, found.stands.path) == (33.0, 35.0)
    assert found.chance.value is not None
    assert 0.5 < found.chance.value < 1, "66 is expected"


def test_a_year_to_date_that_falls_has_no_chance_and_says_why() -> None:
    aim = DatedTarget(70, MARCH_2023, 60, date(2022, 3, 31), -1)
    falls = monthly((5.0, 11.0, 9.0), unit="rate per 10,000", what=Measures.TO_DATE)
    found = trajectory(aim, falls, date(2022, 7, 15))
    assert found.chance.value is None
    assert "falls from 11 to 9" in found.chance.why


def test_a_row_without_a_measure_is_a_level() -> None:
    assert local_figures({}, None, "%", 100.0).measures is Measures.LEVEL
    assert local_figures({}, None, "%", 100.0).kind == "none"
