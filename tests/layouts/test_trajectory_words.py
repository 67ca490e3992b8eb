"""What is said of a target: whole sentences for every status, and chances without false precision."""

from dataclasses import replace
from datetime import date

import pytest

from data.periods import PeriodKind
from layouts.board.trajectory_words import answer, beneath, odds, word
from models.trajectories import DatedFigures, DatedTarget, Measures, Trajectory, trajectory
from tests.layouts.trajectory_indicators import COUNT, STABILITY
from tests.models.trajectory_figures import NOW, monthly, target, yearly

FALLING = (17, 18, 16, 15, 14)


def counted(values: tuple[float, ...], of: float = 500.0) -> DatedFigures:
    return yearly(values, of=of, kind="proportion")


def with_chance(found: Trajectory, chance: float | None) -> Trajectory:
    """The same with a chance that is easy to say."""
    return replace(found, chance=replace(found.chance, value=chance))


def test_the_answer_is_one_sentence() -> None:
    """The path is at 13; 14% of 500 are 70 and 10% are 50: 20 over 16 months are 1.25 a month."""
    found = with_chance(trajectory(target(), counted(FALLING), NOW), 0.13)
    assert answer(STABILITY, found) == (
        "Behind, but too close to call: 14% on 31 March 2025 against a path of 13%; at the present run rate the "
        "chance of 10% by March 2027 is about 1 in 8; it takes 20 fewer children by then, about 1 a month."
    )
    assert beneath(STABILITY, found) == [
        "Too close to call: the figure's 95% interval (11.2% to 17.3%) holds the path.",
        "Assumes that the figure goes on as in its last 4 yearly changes: as uneven, and by about 50% of their average "
        "each time, since run rates seldom hold in full.",
        "The target is 50 rather than 70 of 500 children with three or more placements in the year, if as many are "
        "counted as now, with 16 months left.",
    ]


def test_a_year_s_figures() -> None:
    figures = yearly(FALLING, of=500, kind="proportion", on_a_day=False, period=PeriodKind.FINANCIAL_YEAR)
    found = with_chance(trajectory(target(), figures, NOW), 0.02)
    assert answer(STABILITY, found).endswith(
        "14% in 2024-25 against a path of 13%; at the present run rate the chance of 10% by March 2027 is less than "
        "1 in 20; it takes 20 fewer children in the year, about 2 a month."
    )


@pytest.mark.parametrize(
    ("figures", "aim", "said"),
    [
        (
            yearly((16, 15, 13)),
            target(),
            "On track: 13% on 31 March 2025 against a path of 13% to 10% by March 2027.",
        ),
        (yearly((16, 12, 9)), target(), "Achieved: 9% on 31 March 2025 is at the target of 10% by March 2027."),
        (
            yearly((16, 9, 8)),
            target(),
            "Achieved: 8% on 31 March 2025 is at the target of 10% by March 2027, as since 31 March 2024.",
        ),
        (
            yearly((16, 12, 9)),
            target(by=date(2024, 3, 31)),
            "Achieved: 9% on 31 March 2025 is at the target of 10% by March 2024, later than it was due.",
        ),
        (
            yearly((16, 15, 14)),
            target(by=date(2025, 3, 31)),
            "Missed: 14% on 31 March 2025 against the target of 10% by March 2025.",
        ),
        (
            yearly((16, 15, 14)),
            target(since=date(2025, 3, 31), value=12.5),
            "No figure yet since the baseline on 31 March 2025: the newest is 14% on 31 March 2025.",
        ),
        (
            yearly((16, 15, 14)),
            target(sign=0),
            "Not comparable: neither a higher nor a lower figure is better, and the target does not say which side is "
            "wanted.",
        ),
    ],
    ids=["on track", "achieved", "achieved before", "late", "missed", "no figure", "not comparable"],
)
def test_every_status(figures: DatedFigures, aim: DatedTarget, said: str) -> None:
    assert answer(STABILITY, trajectory(aim, figures, NOW)) == said


def test_a_date_that_has_passed_before_its_figure_is_out() -> None:
    found = trajectory(target(by=date(2026, 3, 31), value=12.5), yearly((16, 15, 14)), date(2026, 6, 1))
    assert answer(STABILITY, found) == (
        "Awaited: March 2026 has passed and its figure is not known yet; the newest is 14% on 31 March 2025 against a "
        "path of 13.7%."
    )


def test_why_there_is_no_chance_and_no_children() -> None:
    assert beneath(STABILITY, trajectory(target(), yearly((16, 15, 14)), NOW)) == [
        "Not tested against the path: no counts of children stand behind the figure.",
        "No chance is given: a run rate needs three changes in a row, and two changes are known.",
        "What it takes in children is not known: no counts of children stand behind the figure.",
    ]


def test_what_is_achieved_may_be_lost_again() -> None:
    found = with_chance(trajectory(target(), counted((16, 15, 12, 11, 9)), NOW), 0.66)
    assert answer(STABILITY, found) == (
        "Achieved: 9% on 31 March 2025 is at the target of 10% by March 2027; at the present run rate the chance that "
        "it still is in March 2027 is about 2 in 3."
    )
    assert beneath(STABILITY, found)[0] == (
        "That may be chance: the figure's 95% interval (6.8% to 11.8%) holds the target."
    )
    assert word(found) == "achieved"


def test_a_year_s_total() -> None:
    months = monthly((20.0, 24.0, 22.0, 26.0, 18.0, 22.0), what=Measures.TOTAL)
    found = trajectory(DatedTarget(240, date(2023, 3, 31), 300, date(2022, 3, 31), -1), months, date(2022, 10, 15))
    assert answer(COUNT, found) == (
        "Behind: 132 from April to September 2022 against a path of 120; at the present run rate the chance of 240 by "
        "March 2023 is about 1 in 15."
    )


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (100, "it takes 4 fewer children by then, about 1 every 4 months."),  # 14 to 10 over 16 months
        (50, "it takes 2 fewer children by then, about 1 every 8 months."),  # 7 to 5
        (3200, "it takes 128 fewer children by then, 8 a month."),
    ],
)
def test_children_a_month(of: float, said: str) -> None:
    assert answer(STABILITY, trajectory(target(), counted(FALLING, of), NOW)).endswith(said)


def test_one_child() -> None:
    """14% of 50 are 7; a target of 12% is 6: one fewer."""
    found = trajectory(target(value=12), counted(FALLING, 50), NOW)
    assert answer(STABILITY, found).endswith("it takes 1 fewer child by then.")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "less than 1 in 20"),
        (0.049, "less than 1 in 20"),
        (0.06, "about 1 in 15"),
        (0.11, "about 1 in 10"),
        (0.124, "about 1 in 8"),
        (0.3, "about 1 in 3"),
        (0.47, "about even"),
        (0.53, "about even"),
        (0.7, "about 2 in 3"),
        (0.88, "about 9 in 10"),
        (0.951, "more than 19 in 20"),
        (1.0, "more than 19 in 20"),
    ],
)
def test_chances_as_people_say_them(chance: float, said: str) -> None:
    assert odds(chance) == said
