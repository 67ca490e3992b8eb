"""What a target takes in children: by hand, of a day's figures and of a year's, and why it is not known."""

from dataclasses import replace
from datetime import date

import pytest

from data.periods import PeriodKind
from data.store import Snapshot
from models.trajectories import (
    DatedFigure,
    DatedFigures,
    DatedTarget,
    Effort,
    Status,
    published_figures,
    trajectory,
)
from models.trajectories.effort import effort
from models.trajectories.status import standpoint
from tests.models.trajectory_figures import NOW, monthly, target, yearly


def takes(aim: DatedTarget, figures: DatedFigures, on: date = NOW) -> Effort:
    return effort(aim, figures, standpoint(aim, figures, on), on)


def test_children_on_a_day_are_shared_over_the_months_left() -> None:
    """14% of 500 are 70; 10% are 50: 20 fewer, over the 16 months from November 2025 to March 2027: 1.25 a month."""
    found = takes(target(), yearly((16, 15, 14), of=500, kind="proportion"))
    assert (found.in_all, found.needed, found.of, found.months) == (-20, 50, 500, 16)
    assert found.a_month == -1.25
    assert found.a_year == -15
    assert found.why == ""


def test_less_than_a_year_left_has_no_year_s_share() -> None:
    found = takes(target(), yearly((16, 15, 14), of=500, kind="proportion"), date(2026, 12, 31))
    assert (found.months, found.a_month, found.a_year) == (3, pytest.approx(-20 / 3), None)


def test_a_year_s_figures_need_so_many_fewer_in_the_year() -> None:
    """Of figures over a year the months left do not matter: the year that decides has 20 fewer, 20 / 12 a month."""
    figures = yearly((16, 15, 14), of=500, kind="proportion", on_a_day=False, period=PeriodKind.FINANCIAL_YEAR)
    found = takes(target(), figures)
    assert (found.in_all, found.a_year, found.a_month) == (-20, -20, pytest.approx(-20 / 12))


def test_a_month_s_figures_need_so_many_fewer_in_the_month() -> None:
    months = monthly((30, 30), unit="%")
    points = tuple(replace(point, numerator=30.0, denominator=100.0) for point in months.points)
    aim = DatedTarget(20, date(2023, 3, 31), 30, date(2022, 4, 30), -1)
    found = takes(aim, replace(months, points=points, kind="proportion"), date(2022, 6, 1))
    assert (found.in_all, found.a_month, found.a_year) == (-10, -10, None)


def test_the_rounding_reaches_the_target() -> None:
    """95% of 336 is 319.2: 320 reach it, 319 do not; from 295 that is 25 more."""
    figures = yearly((80, 85), kind="proportion")
    points = (figures.points[0], DatedFigure(figures.points[1].period, 88.0, 295, 336))
    found = takes(target(value=95, baseline=80, sign=1), replace(figures, points=points))
    assert (found.in_all, found.needed) == (25, 320)


def test_a_rate_of_children() -> None:
    """460 of 50,941 is 90 per 10,000; 75 is 382.06, so 382: 78 fewer."""
    figures = yearly((97, 90), kind="rate", unit="rate per 10,000")
    points = (figures.points[0], DatedFigure(figures.points[1].period, 90.0, 460, 50941))
    found = takes(target(value=75, baseline=97), replace(figures, points=points, per=10000.0))
    assert (found.in_all, found.needed) == (-78, 382)


@pytest.mark.parametrize(
    ("figures", "aim", "why"),
    [
        (yearly((16, 15, 14)), target(), "no counts of children stand behind the figure"),
        (yearly((16, 15, 14), of=500), target(), "the figure is no share or rate of children"),
        (yearly((16, 15, 14), of=500, kind="proportion"), target(sign=0), "which side is wanted"),
        (yearly((None,), of=500, kind="proportion"), target(), "no figure is known"),
    ],
)
def test_without_counts_it_says_why(figures: DatedFigures, aim: DatedTarget, why: str) -> None:
    found = takes(aim, figures)
    assert (found.in_all, found.a_month) == (None, None)
    assert why in found.why


def test_before_there_is_a_figure_it_takes_what_the_newest_lacks() -> None:
    """16% of 500 are 80; 10% are 50, so 30 fewer."""
    found = takes(target(), yearly((16,), last=2023, of=500, kind="proportion"))
    assert (found.in_all, found.needed) == (-30, 50)


def test_a_target_that_is_reached_takes_nothing_and_one_that_has_passed_has_no_months() -> None:
    done = takes(target(), yearly((16, 15, 9), of=500, kind="proportion"))
    assert (done.in_all, done.a_month, done.why) == (0, None, "the target is reached")
    late = takes(target(by=date(2025, 3, 31)), yearly((16, 15, 14), of=500, kind="proportion"))
    assert (late.in_all, late.a_month, late.why) == (-20, None, "no month is left")


def test_southampton_s_placement_stability(snapshot: Snapshot) -> None:
    """64 of 460 in 2024-25; 10% is 46, so 18 fewer in the year that ends in March 2027."""
    indicator = snapshot.indicators.find("LACStable_2016on")
    figures = published_figures(indicator, snapshot.block(indicator), snapshot.area_position["852"])
    found = trajectory(DatedTarget(10, date(2027, 3, 31), 14, date(2024, 3, 31), -1), figures, NOW)
    assert found.stands.status is Status.BEHIND
    assert (found.effort.in_all, found.effort.needed, found.effort.of) == (-18, 46, 460)
    assert found.effort.a_month == pytest.approx(-1.5)
