"""What the newest month of a control chart says, as a word and a sentence."""

from dataclasses import dataclass

import numpy as np

from models.control_charts.chart import PROVISIONAL_BELOW, ControlChart
from models.control_charts.rules import FEWEST_POINTS, months_in_row, sides, signal_words, signals, steps

NO_SIGNAL = "no signal"
TOO_FEW = "too few months"


@dataclass(frozen=True)
class Reading:
    """The word and the sentence for the newest month with a figure; `month` is its position, None without any.

    The word is `improvement` or `concern`, `higher` or `lower` where polarity is neutral, `no signal`, or `too few
    months`.
    """

    month: int | None
    word: str
    sentence: str


def reading(chart: ControlChart, polarity: int) -> Reading:
    """Read one series (t,) by its `polarity`: 1 where higher is better, -1 where lower is, 0 where neither is.

    A signal is a signal only by the rules: a month that is higher than the one before is not, and with limits from
    fewer than 7 months nothing is called. Raises ValueError for more than one series.
    """
    if chart.value.ndim != 1:
        raise ValueError("One series is read at a time.")
    known = np.flatnonzero(~np.isnan(chart.value))
    if not len(known):
        return Reading(None, TOO_FEW, "There is no figure in any month.")
    month = int(known[-1])
    points = int(chart.points[month])
    if points < FEWEST_POINTS:
        have = "1 month" if points == 1 else f"{points} months"
        return Reading(
            month, TOO_FEW, f"Too few months to tell a signal from chance: {have} of the {FEWEST_POINTS} needed."
        )
    direction = signals(chart).direction[month]
    word = str(signal_words(np.array([direction]), np.array([polarity], dtype=np.int8))[0]) or NO_SIGNAL
    return Reading(month, word, _sentence(chart, month, word) + _provisional(points))


def _sentence(chart: ControlChart, month: int, word: str) -> str:
    found = _findings(chart, month)
    if not found:
        return "No signal: the newest figure is within what chance gives this process."
    return f"{word.capitalize()}: {', and '.join(found)}."


def _findings(chart: ControlChart, month: int) -> list[str]:
    called = signals(chart)
    start = int(np.flatnonzero(chart.phase == chart.phase[month])[0])
    value, centre = chart.value[start : month + 1], chart.centre[start : month + 1]
    found = []
    if called.outside[month]:
        found.append(f"{'above the upper' if called.outside[month] > 0 else 'below the lower'} limit")
    elif called.near_limit[month]:
        found.append(f"close to the {'upper' if called.near_limit[month] > 0 else 'lower'} limit twice in three months")
    if called.one_side[month]:
        side = "above" if called.one_side[month] > 0 else "below"
        found.append(f"{side} the average for {months_in_row(sides(value, centre))} months in a row")
    if called.trend[month]:
        way = "rising" if called.trend[month] > 0 else "falling"
        found.append(f"{way} for {months_in_row(steps(value)) + 1} months in a row")
    return found


def _provisional(points: int) -> str:
    if points >= PROVISIONAL_BELOW:
        return ""
    return f" The limits rest on {points} months and are provisional until there are {PROVISIONAL_BELOW}."
