"""The rules for a signal: small cases by hand, a naive second implementation, gaps, phases and words."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.control_charts import ControlChart, Rule, individuals_chart, laney_p_chart, p_chart, signal_words, signals
from models.control_charts.rules import near_limits, one_side, outside_limits, trending
from tests.models.monthly_series import ATTENDANCES, LOOKED_AFTER, NORMAL, RE_REFERRALS, REFERRALS, SEEN

NAN = float("nan")
UP, DOWN = 1, -1

# Months on a grid of whole numbers around a centre of 0 with limits of 3, so that many lie on a line exactly.
months = st.lists(st.one_of(st.integers(-4, 4).map(float), st.just(NAN)), min_size=1, max_size=40)


def around_0(values: list[float], second_phase_at: int | None = None) -> ControlChart:
    """A chart of `values` with centre 0 and limits of 3 either way, whose limits rest on twenty months."""
    chart = individuals_chart(values)
    flat = np.zeros(len(values))
    phase = np.arange(len(values)) >= (len(values) if second_phase_at is None else second_phase_at)
    return replace(
        chart,
        centre=flat,
        lower=flat - 3,
        upper=flat + 3,
        lower_two_thirds=flat - 2,
        upper_two_thirds=flat + 2,
        points=np.full(len(values), 20),
        phase=phase.astype(np.int64),
    )


def whole_phase(values: list[float]) -> np.ndarray:
    return np.zeros(len(values), dtype=np.int64)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3.1, -3.1, 3.0, -3.0, 0, NAN], [1, -1, 0, 0, 0, 0]),
        ([3 + 1e-12, -3 - 1e-12], [0, 0]),  # on the limit, whatever binary arithmetic says
    ],
)
def test_outside_the_limits(values: list[float], expected: list[int]) -> None:
    limit = np.full(len(values), 3.0)
    assert outside_limits(np.array(values), -limit, limit).tolist() == expected


def test_a_limit_that_is_not_there_is_not_passed() -> None:
    nothing = np.full(2, np.nan)
    assert outside_limits(np.array([9.0, -9.0]), nothing, nothing).tolist() == [0, 0]
    endless = np.full(2, np.inf)
    assert outside_limits(np.array([9.0, -9.0]), -endless, endless).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 7, [1] * 7),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([1] + [-1] * 8 + [1], [0] + [-1] * 8 + [0]),
        ([1] * 6 + [0] + [1] * 6, [0] * 13),  # a month on the line ends the run
        ([1] * 6 + [NAN] + [1] * 6, [0] * 13),  # and so does a missing one
        ([1] * 7 + [NAN] + [1] * 7, [1] * 7 + [0] + [1] * 7),
    ],
)
def test_seven_on_one_side(values: list[float], expected: list[int]) -> None:
    assert one_side(np.array(values), np.zeros(len(values)), whole_phase(values)).tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),  # six rises
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] + [1] * 7 + [0]),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),  # two equal months end a trend
        ([1, 2, 3, NAN, 4, 5, 6, 7], [0] * 8),
    ],
)
def test_seven_trending(values: list[float], expected: list[int]) -> None:
    assert trending(np.array(values, dtype=float), whole_phase(values)).tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2.5, 0, 2.5], [1, 0, 1]),
        ([0, 2.5, 2.5], [0, 1, 1]),
        ([2.5, 2.5, -1], [1, 1, 0]),
        ([2.5, -2.5, 0], [0, 0, 0]),  # not the same side
        ([2.5, 0, 0, 2.5], [0, 0, 0, 0]),
        ([2.5, 0, 0, 2.5, 2.5], [0, 0, 0, 1, 1]),
        ([3.5, 0, 2.5], [1, 0, 1]),  # beyond the limit is beyond two thirds of it
        ([2.0, 2.0, 0], [0, 0, 0]),  # on the line is not beyond it
        ([-2.5, NAN, -2.5], [-1, 0, -1]),  # two of three, whatever the missing month was
        ([2.5, 2.5], [0, 0]),  # no three months
    ],
)
def test_two_of_three_beyond_two_thirds(values: list[float], expected: list[int]) -> None:
    line = np.full(len(values), 2.0)
    assert near_limits(np.array(values), -line, line, whole_phase(values)).tolist() == expected


@settings(deadline=None)
@given(months, st.integers(1, 40))
def test_the_rules_as_loops_have_them(values: list[float], second_phase_at: int) -> None:
    chart = around_0(values, second_phase_at)
    found, phase = signals(chart), chart.phase.tolist()
    assert found.outside.tolist() == [sign(value) if abs(value) > 3 else 0 for value in values]
    assert found.one_side.tolist() == runs(values, phase, 7, lambda row: all_of(row, UP) or all_of(row, DOWN))
    assert found.trend.tolist() == runs(values, phase, 7, trend_of)
    near = [0] * len(values)
    for start in range(len(values) - 2):
        if phase[start] == phase[start + 2]:
            for side in (UP, DOWN):
                beyond = [at for at in range(start, start + 3) if values[at] * side > 2]
                if len(beyond) >= 2:
                    for at in beyond:
                        near[at] = side
    assert found.near_limit.tolist() == near


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def all_of(row: list[float], side: int) -> int:
    return side if all(sign(value) == side for value in row) else 0


def trend_of(row: list[float]) -> int:
    if any(math.isnan(value) for value in row):
        return 0
    steps = {sign(after - before) for before, after in itertools.pairwise(row)}
    return steps.pop() if len(steps) == 1 else 0


def runs(values: list[float], phase: list[int], length: int, judge: Callable[[list[float]], int]) -> list[int]:
    called = [0] * len(values)
    for start in range(len(values) - length + 1):
        verdict = judge(values[start : start + length])
        if verdict and phase[start] == phase[start + length - 1]:
            called[start : start + length] = [verdict] * length
    return called


@settings(deadline=None)
@given(months, st.integers(-50, 50))
def test_signals_do_not_depend_on_where_zero_is(values: list[float], shift: int) -> None:
    plain, moved = signals(individuals_chart(values)), signals(individuals_chart(np.array(values) + shift))
    for rule in Rule:
        np.testing.assert_array_equal(plain.of[rule], moved.of[rule])


@settings(deadline=None)
@given(months)
def test_the_mirror_image_has_the_mirrored_signals(values: list[float]) -> None:
    plain, mirrored = signals(individuals_chart(values)), signals(individuals_chart(-np.array(values)))
    np.testing.assert_array_equal(plain.direction, -mirrored.direction)


def test_no_run_reaches_into_the_next_phase() -> None:
    values = [1.0] * 12
    assert signals(around_0(values)).one_side.tolist() == [1] * 12
    assert signals(around_0(values, second_phase_at=6)).one_side.tolist() == [0] * 12
    assert signals(around_0([2.5, 2.5, 0, 0, 0, 0, 0], second_phase_at=1)).near_limit.tolist() == [0] * 7


def test_where_a_month_stands_comes_before_its_trend() -> None:
    """Seven months below the centre and rising: they are low, and only the eighth, above it, is called rising."""
    found = signals(around_0([-2.0, -1.9, -1.8, -1.7, -1.6, -1.5, -1.4, 1.0]))
    assert found.one_side.tolist() == [-1] * 7 + [0]
    assert found.trend.tolist() == [1] * 8
    assert found.direction.tolist() == [-1] * 7 + [1]


@pytest.mark.parametrize("values", [[100.0, 1.0], [100.0, 100, 100, 100, 100, 1]])
def test_nothing_is_called_from_fewer_than_seven_months(values: list[float]) -> None:
    """100 and 1 of 100 are far apart for a p chart, but two points are no trend."""
    chart = p_chart(values, [100.0] * len(values))
    assert (outside_limits(chart.value, chart.lower, chart.upper) != 0).any()
    assert signals(chart).direction.tolist() == [0] * len(values)


@pytest.mark.parametrize("value", [88.1, 0.1, 1 / 3, 1e9 / 7])
def test_equal_months_lie_on_their_mean(value: float) -> None:
    """The mean of many equal numbers can differ from them in the last digit; that is no run."""
    for count in range(7, 30):
        assert signals(individuals_chart([value] * count)).direction.tolist() == [0] * count


def test_published_series() -> None:
    """No signal in random numbers; plain p calls 16 of 20 weeks outside where Laney's p' calls none."""
    assert not signals(individuals_chart(NORMAL)).direction.any()
    assert int(np.count_nonzero(signals(p_chart(SEEN, ATTENDANCES)).outside)) == 16
    laney = signals(laney_p_chart(SEEN, ATTENDANCES))
    assert not laney.outside.any()


def test_the_november_2022_scorecard() -> None:
    """Referrals and children looked after within chance; re-referrals rise for seven months, April to October."""
    assert not signals(individuals_chart(REFERRALS)).direction.any()
    assert not signals(individuals_chart(LOOKED_AFTER)).direction.any()
    found = signals(p_chart(RE_REFERRALS, REFERRALS, per=100))
    assert found.trend.tolist() == [0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert not found.outside.any()


def test_words_by_polarity() -> None:
    direction = np.array([[1, -1, 0]] * 3, dtype=np.int8)
    polarity = np.array([[1], [-1], [0]], dtype=np.int8)
    assert signal_words(direction, polarity).tolist() == [
        ["improvement", "concern", ""],
        ["concern", "improvement", ""],
        ["higher", "lower", ""],
    ]


def test_many_series_at_once_are_each_series_by_itself() -> None:
    rows = np.array([NORMAL, [*range(20)], [5.0] * 19 + [NAN]])
    together = signals(individuals_chart(rows))
    for index, row in enumerate(rows):
        alone = signals(individuals_chart(row))
        for rule in Rule:
            np.testing.assert_array_equal(together.of[rule][index], alone.of[rule])
