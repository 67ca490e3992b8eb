"""The chance at the present run rate: by hand without counts, calibrated with them, and silent where it must be."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import special, stats

from data.store import Snapshot
from models.traits import kinds_of
from models.trajectories import Chance, DatedFigures, DatedTarget, Measures, published_figures, trajectory
from models.trajectories.chance import chance_of
from models.trajectories.run_rate import HELD, carried_on, carried_share
from models.trajectories.scale import LOG, LOGIT, PLAIN, scale_of
from models.trajectories.status import standpoint
from tests.models.trajectory_figures import NOW, monthly, target, yearly

SCORES = (10.0, 11.2, 10.4, 12.1, 12.9, 12.6)


def chance(aim: DatedTarget, figures: DatedFigures) -> Chance:
    return chance_of(aim, figures, standpoint(aim, figures, NOW))


def test_without_counts_it_is_a_t_distribution_by_hand() -> None:
    """Changes 1.2, -0.8, 1.7, 0.8, -0.3: mean 0.52, sum of squares 5.70; five changes carry on 5/9 of the mean.

    S = (5.70 - 0.25 x 25 x 0.52^2 / 2.25) / 5; three periods on, the scale is sqrt(S (3 + 9 x 0.25 / 2.25)).
    """
    assert carried_share(5) == pytest.approx(5 / 9)
    size = (5.70 - 0.25 * 25 * 0.52**2 / 2.25) / 5
    scale = math.sqrt(size * (3 + 9 * 0.25 / 2.25))
    middle = 12.6 + 3 * 5 / 9 * 0.52
    found = carried_on(np.array(SCORES), np.zeros(6), 3)
    for level in (10.0, 12.6, 14.0, 17.0):
        assert found.below(level) == pytest.approx(stats.t.cdf((level - middle) / scale, 5), abs=1e-5)
    assert found.quantile(0.975) == pytest.approx(middle + scale * stats.t.ppf(0.975, 5), abs=1e-4)
    assert found.quantile(0.5) == pytest.approx(middle, abs=1e-6)


def test_counts_that_are_certain_change_nothing_and_uncertain_ones_widen() -> None:
    plain, sure, unsure = (carried_on(np.array(SCORES), np.full(6, own), 2) for own in (0.0, 1e-7, 4.0))
    assert sure.quantile(0.975) == pytest.approx(plain.quantile(0.975), rel=1e-3)
    assert unsure.quantile(0.975) - unsure.quantile(0.025) > 2 * special.ndtri(0.975) * math.sqrt(4.0)


def test_the_chance_of_a_score_is_that_of_the_walk_half_a_digit_before_the_target() -> None:
    aim = target(value=15, baseline=10, since=date(2019, 3, 31), sign=1)
    found = chance(aim, yearly(SCORES, unit="score"))
    walk = carried_on(np.array(SCORES), np.zeros(6), 2)
    assert found.value == pytest.approx(1 - walk.below(14.5))
    assert found.changes == 5
    assert found.decides == date(2027, 3, 31)
    assert [step.day for step in found.course] == [date(2026, 3, 31), date(2027, 3, 31)]
    assert found.course[-1].low == pytest.approx(walk.quantile(0.025))
    assert "last 5 yearly changes" in found.assumption


def test_only_the_newest_changes_in_a_row_make_the_run_rate() -> None:
    aim = target(value=15, baseline=10, since=date(2010, 3, 31), sign=1)
    long = chance(aim, yearly((99.0, 1.0, *SCORES), unit="score"))
    assert long.value == chance(aim, yearly(SCORES, unit="score")).value, "five changes, not more"
    broken = chance(aim, yearly((*SCORES[:2], None, *SCORES[2:]), unit="score"))
    assert broken.changes == 3, "a hole ends the row"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((12.0, 14.0, 13.0), "a run rate needs three changes in a row, and two changes are known"),
        ((12.0, None, 13.0), "a run rate needs three changes in a row, and no change is known"),
        ((15.0, 12.0, None, 14.0, 13.0), "a run rate needs three changes in a row, and one change is known"),
        ((14.0, 14.0, 14.0, 14.0, 14.0), "the figures have not moved, so there is no run rate"),
    ],
)
def test_where_there_is_no_run_rate_there_is_no_chance(values: tuple[float | None, ...], why: str) -> None:
    found = chance(target(since=date(2015, 3, 31)), yearly(values))
    assert (found.value, found.why, found.course) == (None, why, ())


def test_no_chance_after_the_date_or_without_a_side() -> None:
    assert "no further figure" in chance(target(by=date(2025, 3, 31)), yearly((16, 15, 14, 15))).why
    neutral = chance(target(sign=0), yearly((16, 15, 14, 15)))
    assert (neutral.value, "which side" in neutral.why) == (None, True)


def test_percentages_stay_percentages() -> None:
    found = chance(target(value=99, baseline=90, sign=1), yearly((90, 93, 95, 97, 98, 98), of=300, kind="proportion"))
    assert found.value is not None
    assert 0 < found.value < 1
    assert all(90 < step.low < step.middle < step.high <= 100 for step in found.course)
    none = chance(target(value=0, baseline=2), yearly((2, 1, 1, 0.5, 0.4, 0.3), of=1000, kind="proportion"))
    assert none.value is not None
    assert 0 < none.value < 0.5, "none at all is hard to reach, and not impossible"
    assert all(step.low >= 0 for step in none.course)


def test_the_scale_by_the_unit() -> None:
    counted = yearly((10, 12), of=200, kind="proportion")
    assert scale_of(counted, counted.points).placed(counted.points[0]) == pytest.approx(math.log(20.5 / 180.5))
    assert scale_of(counted, counted.points).variance(counted.points[0]) == pytest.approx(1 / 20.5 + 1 / 180.5)
    assert scale_of(counted, counted.points).value(math.log(24.5 / 176.5)) == pytest.approx(12.0)
    for figures, form in ((yearly((10, 12)), LOGIT), (yearly((10, 130)), PLAIN), (yearly((1, 2), unit="score"), PLAIN)):
        scale = scale_of(figures, figures.points)
        assert scale.form == form
        assert scale.value(scale.placed(figures.points[0])) == pytest.approx(figures.points[0].value)
    rate = DatedFigures(yearly((90, 95)).points, "rate per 10,000", "none", 10000.0, 0, True)
    assert scale_of(rate, rate.points).form == LOG


def test_rolling_figures_and_the_same_children_a_month_later_add_no_chance_of_their_own() -> None:
    aim = DatedTarget(20, date(2023, 3, 31), 30, date(2022, 3, 31), -1)
    level, rolling = (
        monthly((30, 29, 30, 28, 27, 28, 27), unit="%", what=what) for what in (Measures.LEVEL, Measures.ROLLING)
    )
    assert chance(aim, level).value == chance(aim, rolling).value, "without counts there is none to add"
    assert chance(aim, level).changes == 6


def calibration(stated: list[float], came_true: list[bool]) -> list[tuple[float, float, int]]:
    """Mean of what was stated, share that came true, and how many, of the chances to .1, .3, .7, .9 and above."""
    p, hit = np.array(stated), np.array(came_true)
    bins = np.digitize(p, [0.1, 0.3, 0.7, 0.9])
    return [(float(p[bins == at].mean()), float(hit[bins == at].mean()), int((bins == at).sum())) for at in range(5)]


@pytest.mark.parametrize("own", [0.001, 0.5, 1.0], ids=["hardly any chance", "some", "as much as the shocks"])
def test_stated_chances_come_true_as_often_as_they_say(own: float) -> None:
    """Walks with shocks of variance 1 and a drift of variance HELD, seen with a chance of their own, two ahead."""
    rng = np.random.default_rng(20251122)
    stated, came_true = [], []
    for _ in range(600):
        level = np.cumsum(np.r_[0, rng.normal(rng.normal() * math.sqrt(HELD), 1, 7)])
        seen = level + rng.normal(0, math.sqrt(own), 8)
        aim = seen[5] + rng.normal() * math.sqrt(2 * (1 + own))
        stated.append(carried_on(seen[:6], np.full(6, own), 2).below(aim))
        came_true.append(bool(seen[7] <= aim))
    for said, share, many in calibration(stated, came_true):
        assert many > 20
        assert abs(said - share) < 0.06 + 2 * math.sqrt(said * (1 - said) / many)


def test_on_published_figures_they_come_true_about_as_often(snapshot: Snapshot) -> None:
    """Counted percentages and rates of every eighth area: six years, and the figure of the year after.

    Each target lies half to two usual changes away, on either side in turn.
    """
    stated, came_true = [], []
    for indicator in snapshot.indicators:
        if not snapshot.counted[snapshot.position[indicator.id]] or kinds_of([indicator])[0] == "none":
            continue
        block = snapshot.block(indicator)
        for area in range(0, len(snapshot.areas), 8):
            found = published_figures(indicator, block, area)
            known = found.last_in_a_row(7)
            if len(known) < 7 or not all(point.is_counted for point in known):
                continue
            usual = float(np.abs(np.diff([point.value for point in known[:6]])).mean())
            sign, away = (1 if len(stated) % 2 else -1), (-2, -0.5, 0.5, 2)[len(stated) // 2 % 4]
            level = round((known[5].value or 0.0) + sign * away * usual, found.decimals)
            aim = DatedTarget(level, known[6].end, known[0].value or 0.0, known[0].end, sign)
            past = replace(found, points=known[:6])
            got = chance_of(aim, past, standpoint(aim, past, known[5].end))
            if got.value is not None:
                stated.append(got.value)
                came_true.append(aim.is_reached_by(known[6].value or 0.0))
    assert len(stated) > 150
    for said, share, many in calibration(stated, came_true):
        assert many > 20
        assert abs(said - share) < 0.05 + 2 * math.sqrt(said * (1 - said) / many), (said, share, many)


def test_southampton_s_placement_stability(snapshot: Snapshot) -> None:
    """70 of 498, 84 of 561, 73 of 538, 90 of 489, 64 of 460; four changes, since 2019-20 has no counts."""
    indicator = snapshot.indicators.find("LACStable_2016on")
    figures = published_figures(indicator, snapshot.block(indicator), snapshot.area_position["852"])
    aim = DatedTarget(10, date(2027, 3, 31), 14, date(2024, 3, 31), -1)
    found = trajectory(aim, figures, NOW)
    assert found.stands.newest is not None
    assert (found.stands.newest.numerator, found.stands.newest.denominator) == (64, 460)
    assert found.stands.path == pytest.approx(14 - 4 * 12 / 36)
    assert found.chance.value is not None
    assert 0.1 < found.chance.value < 0.3
