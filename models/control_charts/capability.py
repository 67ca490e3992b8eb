"""Capability: can this process, as it works now, reach the target? A target is a line, and never a limit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from models.control_charts.chart import THREE_SIGMA, ControlChart
from models.control_charts.reading import TOO_FEW
from models.control_charts.rules import FEWEST_POINTS, signals

ALWAYS = "reaches it"
NEVER = "does not reach it"
SOMETIMES = "reaches it in some months"
NOT_JUDGED = "not judged"
UNSTEADY = " It has not been steady, so this describes the months behind it and does not foretell those to come."


@dataclass(frozen=True)
class Capability:
    """Whether a process reaches a target, in the unit of its chart; limits are those of the newest month that has any.

    `verdict` is `reaches it`, `does not reach it`, `reaches it in some months`, `too few months`, or `not judged` where
    neither direction is better. `gap` is the centre less the target. `met` of `months` in the newest phase reached the
    target. `expected` is the share of months that will while nothing changes, by the normal curve; NaN where limits are
    exact or missing. `steady` is False where a rule calls any month of the phase, and then limits describe the past and
    foretell nothing.
    """

    target: float
    verdict: str
    centre: float
    lower: float
    upper: float
    gap: float
    met: int
    months: int
    expected: float
    steady: bool
    sentence: str


def capability(
    chart: ControlChart, target: float, polarity: int, written: Callable[[float], str] = "{:.1f}".format
) -> Capability:
    """Set the newest phase of one series (t,) against a `target` in its unit.

    Where higher is better (`polarity` 1) a process whose lower limit lies above the target reaches it every month, and
    one whose upper limit lies below it in none; where lower is better (-1) the other way. Otherwise chance decides.
    `written` puts a figure into words. Nothing is said of limits from fewer than 7 months. Raises ValueError for more
    than one series or a target that is no number. Source: NHS England, Making Data Count, assurance icons.
    """
    if chart.value.ndim != 1:
        raise ValueError("One series is set against a target at a time.")
    if not np.isfinite(target):
        raise ValueError(f"A target is a number, not {target}.")
    newest = chart.phase == chart.phase[-1]
    limited = np.flatnonzero(newest & (chart.limits != ""))
    at = int(limited[-1]) if len(limited) else len(chart.value) - 1
    values = chart.value[newest & ~np.isnan(chart.value)]
    # 57 of 100 in per cent is 56.99999999999999 in binary arithmetic, and reaches 57.
    reached = np.round((values - target) * polarity, 9) >= 0
    met = int(np.count_nonzero(reached)) if polarity else 0
    verdict, expected = _verdict(chart, at, target, polarity), _expected(chart, at, target, polarity)
    steady = not np.any(signals(chart).direction[newest])
    figures = (float(chart.centre[at]), float(chart.lower[at]), float(chart.upper[at]))
    sentence = _sentence(verdict, [written(figure) for figure in (target, *figures)], met, len(values), expected)
    unsteady = "" if steady or verdict in {TOO_FEW, NOT_JUDGED} else UNSTEADY
    centre, lower, upper = figures
    return Capability(
        target=target,
        verdict=verdict,
        centre=centre,
        lower=lower,
        upper=upper,
        gap=centre - target,
        met=met,
        months=len(values),
        expected=expected,
        steady=steady,
        sentence=sentence + unsteady,
    )


def _verdict(chart: ControlChart, at: int, target: float, polarity: int) -> str:
    if polarity == 0:
        return NOT_JUDGED
    if chart.points[at] < FEWEST_POINTS or chart.limits[at] == "":
        return TOO_FEW
    lower, upper = chart.lower[at], chart.upper[at]
    worst, best = (lower, upper) if polarity > 0 else (upper, lower)
    if (worst - target) * polarity > 0:
        return ALWAYS
    return NEVER if (best - target) * polarity < 0 else SOMETIMES


def _expected(chart: ControlChart, at: int, target: float, polarity: int) -> float:
    if polarity == 0 or chart.points[at] < FEWEST_POINTS or chart.limits[at] != THREE_SIGMA:
        return float("nan")
    distance, sigma = (float(chart.centre[at]) - target) * polarity, float(chart.sigma[at])
    if sigma == 0:
        return float(distance >= 0)
    return float(special.ndtr(distance / sigma))


def _sentence(verdict: str, figures: list[str], met: int, months: int, expected: float) -> str:
    target, centre, lower, upper = figures
    of = f"the target was met in {met} of {months} month{'' if months == 1 else 's'}"
    usual = f"the average is {centre} and {lower} to {upper} is usual"
    sentences = {
        NOT_JUDGED: f"Neither direction is better here, so the target of {target} is a line and not a verdict.",
        TOO_FEW: f"Too few months to say whether this process can reach {target}: {of}.",
        ALWAYS: f"As it works now, this process reaches {target} every month: {usual}; {of}.",
        SOMETIMES: f"As it works now, this process reaches {target} by chance, {_how_often(expected)}: {usual}; {of}.",
        NEVER: f"As it works now, this process does not reach {target}: {usual}, so only a change to how the work is "
        f"done will; {of}.",
    }
    return sentences[verdict]


def _how_often(expected: float) -> str:
    if np.isnan(expected):
        return "in some months and not in others"
    return f"in about {expected:.0%} of months" if expected >= 0.01 else "in fewer than 1% of months"
