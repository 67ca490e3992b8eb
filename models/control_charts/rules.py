"""The rules by which a month is called a signal: more than the chance variation of a steady process.

Source: NHS England, Making Data Count, after the Western Electric Statistical Quality Control Handbook (1956) and
Nelson (1984), The Shewhart control chart: tests for special causes, Journal of Quality Technology 16, 237 to 239.

A signal is called only where it would stand whatever a missing month had been: a gap ends a run of months and a trend,
while two months of three beyond two thirds of the limit are two of three whatever the one between them was.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from models.arrays import Flags, Floats, Integers, Signs, Words
from models.control_charts.chart import ControlChart

RUN = 7
NEAR_LIMIT = 2
NEAR_LIMIT_WINDOW = 3
# With limits from fewer months nothing is called: two points are no trend, and no rule needs fewer than a run.
FEWEST_POINTS = RUN

# Values that differ by no more than rounding in binary arithmetic are equal: twelve months of 88.1 lie on their mean.
_ROUNDING = 1e-9


class Rule(StrEnum):
    """The rules, in the order in which they say where a month stands."""

    OUTSIDE = "outside the limits"
    NEAR_LIMIT = "two of three beyond two thirds of the limit"
    ONE_SIDE = "seven on one side"
    TREND = "seven trending"


@dataclass(frozen=True)
class Signals:
    """Each rule over the months (..., t): 1 where it calls a high or rising month, -1 a low or falling one, else 0."""

    outside: Signs
    near_limit: Signs
    one_side: Signs
    trend: Signs

    @property
    def direction(self) -> Signs:
        """Which way each month points (..., t): by where it stands, and by its trend only where that says nothing."""
        found = self.outside
        for rule in (self.near_limit, self.one_side, self.trend):
            found = np.where(found == 0, rule, found)
        return found

    @property
    def of(self) -> dict[Rule, Signs]:
        """The same by rule."""
        return {
            Rule.OUTSIDE: self.outside,
            Rule.NEAR_LIMIT: self.near_limit,
            Rule.ONE_SIDE: self.one_side,
            Rule.TREND: self.trend,
        }


def signals(chart: ControlChart) -> Signals:
    """The months of a chart that each rule calls, within each phase; none where limits rest on fewer than 7 months."""
    enough = chart.points >= FEWEST_POINTS
    found = (
        outside_limits(chart.value, chart.lower, chart.upper),
        near_limits(chart.value, chart.lower_two_thirds, chart.upper_two_thirds, chart.phase),
        one_side(chart.value, chart.centre, chart.phase),
        trending(chart.value, chart.phase),
    )
    return Signals(*(np.where(enough, rule, 0).astype(np.int8) for rule in found))


def outside_limits(value: Floats, lower: Floats, upper: Floats) -> Signs:
    """1 above the `upper` limit, -1 below the `lower`, 0 within, on a limit or missing. Arrays are (..., t).

    A limit that is held to what is possible, such as 0, cannot be passed.
    """
    return _signs(_exceeds(value, upper), _exceeds(lower, value))


def near_limits(value: Floats, lower_two_thirds: Floats, upper_two_thirds: Floats, phase: Integers) -> Signs:
    """1 or -1 for the two months or three, of three in a row, that lie beyond two thirds of the limit on one side.

    Beyond the limit is beyond two thirds of it. The third month may lie anywhere, and is not called. Arrays are (...,
    t), `phase` (t,); the three months are of one phase.
    """
    above, below = _exceeds(value, upper_two_thirds), _exceeds(lower_two_thirds, value)
    return _signs(_two_of_three(above, phase), _two_of_three(below, phase))


def one_side(value: Floats, centre: Floats, phase: Integers) -> Signs:
    """1 or -1 for every month of 7 or more in a row above or below the `centre`. Arrays are (..., t), `phase` (t,).

    A month on the centre ends a run, and so does a missing one and the end of a phase.
    """
    return _signs(
        _in_row(_exceeds(value, centre), RUN, RUN, phase),
        _in_row(_exceeds(centre, value), RUN, RUN, phase),
    )


def trending(value: Floats, phase: Integers) -> Signs:
    """1 or -1 for every month of 7 or more in a row of which each is higher, or lower, than the one before.

    Seven months have 6 rises or falls. Two equal months end a trend, and so does a missing one and the end of a phase.
    `value` is (..., t), `phase` (t,).
    """
    before, after = value[..., :-1], value[..., 1:]
    return _signs(
        _in_row(_exceeds(after, before), RUN - 1, RUN, phase),
        _in_row(_exceeds(before, after), RUN - 1, RUN, phase),
    )


def signal_words(direction: Signs, polarity: Signs) -> Words:
    """What each `direction` (..., t) is called: `improvement` or `concern`, `higher` or `lower` where polarity is 0.

    `polarity` (1, -1 or 0) broadcasts to it. An empty string where there is no signal.
    """
    sign = np.broadcast_to(polarity, direction.shape)
    conditions = [direction * sign > 0, direction * sign < 0, direction > 0, direction < 0]
    return np.select(conditions, ["improvement", "concern", "higher", "lower"], default="")


def months_in_row(direction: Signs) -> int:
    """How many months at the end of one series of `direction` (t,) are the same as its last."""
    others = np.flatnonzero(direction != direction[-1])
    return len(direction) - (int(others[-1]) + 1 if len(others) else 0)


def sides(value: Floats, centre: Floats) -> Signs:
    """1 for a month above its `centre`, -1 below, 0 on it or missing. Arrays are (..., t)."""
    return _signs(_exceeds(value, centre), _exceeds(centre, value))


def steps(value: Floats) -> Signs:
    """1 for a rise from the month before, -1 for a fall, 0 for neither or where one is missing: (..., t - 1)."""
    return sides(value[..., 1:], value[..., :-1])


def _exceeds(higher: Floats, lower: Floats) -> Flags:
    """Whether `higher` lies above `lower` by more than rounding; False where either is missing."""
    with np.errstate(invalid="ignore"):
        # Where there is no limit on a side it is infinite, both of these are, and nothing exceeds it.
        exceeds: Flags = higher - lower > _ROUNDING * np.maximum(np.abs(higher), np.abs(lower))
        return exceeds


def _signs(up: Flags, down: Flags) -> Signs:
    return up.astype(np.int8) - down.astype(np.int8)


def _in_row(members: Flags, length: int, months: int, phase: Integers) -> Flags:
    """The months (..., t) that are covered by `length` members in a row within a phase.

    `members` are months, or the steps between them, of which `length` cover `months`.
    """
    total = len(phase)
    covered = np.zeros((*members.shape[:-1], total), dtype=np.bool_)
    places = total - months + 1
    if places <= 0:
        return covered
    rows = sliding_window_view(members, length, axis=-1).all(axis=-1) & (phase[months - 1 :] == phase[:places])
    for offset in range(months):
        covered[..., offset : offset + places] |= rows
    return covered


def _two_of_three(beyond: Flags, phase: Integers) -> Flags:
    called = np.zeros(beyond.shape, dtype=np.bool_)
    places = len(phase) - NEAR_LIMIT_WINDOW + 1
    if places <= 0:
        return called
    windows = sliding_window_view(beyond, NEAR_LIMIT_WINDOW, axis=-1).sum(axis=-1) >= NEAR_LIMIT
    windows &= phase[NEAR_LIMIT_WINDOW - 1 :] == phase[:places]
    for offset in range(NEAR_LIMIT_WINDOW):
        called[..., offset : offset + places] |= windows
    return called & beyond
