"""Where a figure stands on the way to its target: the path by hand, every status, and how sure it is."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.intervals import wilson
from models.trajectories import DatedFigures, DatedTarget, Status, Sureness
from models.trajectories.status import periods_left, standpoint
from tests.models.trajectory_figures import NOW, target, yearly


def test_the_path_is_straight_over_calendar_months() -> None:
    """From 16 in March 2023 to 10 in March 2027: 6 over 48 months, so an eighth a month and 1.5 a year."""
    path = target()
    assert path.path_at(date(2023, 3, 31)) == 16
    assert path.path_at(date(2024, 3, 31)) == 14.5
    assert path.path_at(date(2025, 3, 31)) == 13.0
    assert path.path_at(date(2024, 4, 30)) == path.path_at(date(2024, 4, 1)) == 14.375, "a leap day is no step"
    assert path.path_at(date(2027, 3, 31)) == 10
    assert path.path_at(date(2020, 1, 1)) == 16, "before the baseline it stays there"
    assert path.path_at(date(2030, 1, 1)) == 10, "and after the target too"


def test_a_baseline_that_is_at_the_target_already_is_to_stay_there() -> None:
    assert target(value=16, baseline=10).path_at(date(2025, 3, 31)) == 16


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((16, 14, 12), Status.ON_TRACK),  # the path is at 13.0 in March 2025
        ((16, 14, 13), Status.ON_TRACK),
        ((16, 12, 14), Status.BEHIND),
        ((16, 14, 10), Status.ACHIEVED),
        ((16, 10, 11), Status.ON_TRACK),  # it was there, and a later figure is not
        ((16, 14, 17), Status.BEHIND),
    ],
)
def test_the_status_by_the_newest_figure(values: tuple[float, ...], expected: Status) -> None:
    found = standpoint(target(), yearly(values), NOW)
    assert found.status is expected
    assert found.newest is not None
    assert found.newest.value == values[-1]
    assert found.sureness is Sureness.NOT_TESTED


def test_a_target_from_below_is_the_mirror_image() -> None:
    for values, expected in (
        ((84, 86, 88), Status.ON_TRACK),
        ((84, 86, 85), Status.BEHIND),
        ((84, 90), Status.ACHIEVED),
    ):
        found = standpoint(target(value=90, baseline=84, sign=1), yearly(values), NOW)
        assert found.status is expected, "the path is at 87.0 in March 2025"


def test_achieved_says_since_when_without_a_break() -> None:
    found = standpoint(target(since=date(2020, 3, 31)), yearly((9, 12, 9, 10, 8)), NOW)
    assert found.status is Status.ACHIEVED
    assert found.reached is not None
    assert found.reached.year == 2023


@pytest.mark.parametrize(
    ("by", "on", "expected", "left"),
    [
        (date(2027, 3, 31), NOW, Status.BEHIND, 2),
        (date(2027, 3, 1), NOW, Status.BEHIND, 2),  # the month counts, not the day
        (date(2027, 2, 28), NOW, Status.BEHIND, 1),
        (date(2026, 2, 28), NOW, Status.MISSED, 0),  # no figure is to come before it
        (date(2025, 3, 31), NOW, Status.MISSED, 0),
        (date(2024, 6, 30), NOW, Status.MISSED, 0),
        (date(2026, 3, 31), date(2026, 6, 1), Status.AWAITED, 1),  # it has passed, its figure is not out
    ],
)
def test_the_date_passes(by: date, on: date, expected: Status, left: int) -> None:
    aim, figures = target(by=by), yearly((16, 15.5, 16))
    assert standpoint(aim, figures, on).status is expected
    assert periods_left(aim, figures, figures.points[-1]) == left


def test_reached_after_its_date_is_achieved_all_the_same() -> None:
    found = standpoint(target(by=date(2024, 3, 31)), yearly((16, 14, 9)), NOW)
    assert found.status is Status.ACHIEVED
    assert found.reached is not None
    assert found.reached.year == 2025


def test_no_figure_since_the_baseline() -> None:
    late = target(since=date(2025, 3, 31))
    found = standpoint(late, yearly((16, 15, 14)), NOW)
    assert (found.status, found.path) == (Status.NOT_STARTED, None)
    assert found.newest is not None, "the newest there is: the chance and the effort begin with it"
    assert (found.newest.value, found.newest.end) == (14, date(2025, 3, 31))
    assert found.why == "the newest figure is for 31 March 2025"
    assert standpoint(late, yearly((None, None)), NOW).why == "no figure is known"
    gone = standpoint(target(), yearly((16, 14, None)), NOW)
    assert gone.newest is not None
    assert gone.newest.period.year == 2024, "a missing figure is passed over"


@pytest.mark.parametrize(
    ("aim", "why"),
    [
        (target(sign=0), "which side is wanted"),
        (target(by=date(2023, 3, 31)), "not after its baseline's"),
        (target(value=120), "between 0 and 100"),
        (target(value=float("nan")), "no number"),
        (target(baseline=float("nan")), "no number"),
    ],
)
def test_what_cannot_be_compared_says_why(aim: DatedTarget, why: str) -> None:
    found = standpoint(aim, yearly((16, 14, 12)), NOW)
    assert found.status is Status.NOT_COMPARABLE
    assert why in found.why


def test_counts_tell_how_sure_it_is() -> None:
    """12% of 500 is 9.4 to 15.1 by Wilson, which holds the path of 13.0; of 5,000 it is 11.1 to 12.9."""
    for of, expected in ((500.0, Sureness.TOO_CLOSE), (5000.0, Sureness.CLEAR)):
        found = standpoint(target(), yearly((16, 14, 12), of=of, kind="proportion"), NOW)
        limits = wilson(0.12 * of, of)
        assert (found.low, found.high) == pytest.approx((float(limits.low) * 100, float(limits.high) * 100))
        assert (found.status, found.sureness) == (Status.ON_TRACK, expected)
    behind = standpoint(target(), yearly((16, 14, 15), of=5000, kind="proportion"), NOW)
    assert (behind.status, behind.sureness) == (Status.BEHIND, Sureness.CLEAR)
    sessions = standpoint(target(), yearly((16, 14, 12), of=5000), NOW)
    assert sessions.sureness is Sureness.NOT_TESTED, "counts that are not of children are not tested"


def test_what_is_achieved_is_tested_against_the_target() -> None:
    """9% of 500: 6.8 to 11.8 holds the target of 10, though it is far from the path of 13."""
    found = standpoint(target(), yearly((16, 14, 9), of=500, kind="proportion"), NOW)
    assert (found.status, found.sureness) == (Status.ACHIEVED, Sureness.TOO_CLOSE)


values = st.lists(st.floats(1, 99), min_size=2, max_size=6)


@given(values, st.floats(1, 99), st.floats(1, 99), st.sampled_from([1, -1]))
def test_the_other_side_is_the_mirror_image(figures: list[float], aim: float, baseline: float, sign: int) -> None:
    """100 less everything, with the other side wanted, has the same status."""
    one = target(value=aim, baseline=baseline, sign=sign, since=date(2019, 3, 31))
    other = replace(one, value=100 - aim, baseline=100 - baseline, sign=-sign)
    mirrored: DatedFigures = yearly([100 - value for value in figures])
    found, image = standpoint(one, yearly(figures), NOW), standpoint(other, mirrored, NOW)
    assert found.path is not None
    assert image.path == pytest.approx(100 - found.path)
    near = min(abs(figures[-1] - found.path), abs(figures[-1] - aim)) < 1e-6
    assert near or found.status is image.status
