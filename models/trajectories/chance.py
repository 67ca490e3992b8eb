"""How likely a target is at the present run rate, and where that rate leads, with what chance leaves open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np

from models.control_charts import Projection
from models.intervals import CONFIDENCE
from models.trajectories.figures import MONTHS_IN_YEAR, DatedFigure, DatedFigures, DatedTarget, Measures
from models.trajectories.run_rate import carried_on, carried_share
from models.trajectories.scale import WalkScale, on_scale, scale_of
from models.trajectories.status import Standpoint, Status, periods_left

FEWEST_CHANGES = 3
# How many changes the run rate is taken from, by how many months lie between two figures: five years, two, or one.
MOST_CHANGES = {12: 5, 3: 8, 1: 12}
_CERTAIN = 1 - 1e-9


@dataclass(frozen=True)
class Step:
    """Where the run rate leads by a day: the middle, and the limits of 95%."""

    day: date
    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Chance:
    """The chance that the figure which decides the target, `decides`, is at it; None with `why` where none is given.

    `changes` are those that the run rate is taken from, and `course` where it leads, the deciding figure last.
    `assumption` says in a sentence what has to hold.
    """

    value: float | None = None
    changes: int = 0
    decides: date | None = None
    course: tuple[Step, ...] = ()
    assumption: str = ""
    why: str = ""


def chance_of(target: DatedTarget, figures: DatedFigures, stands: Standpoint) -> Chance:
    """The chance that the last figure by the target's month is at the target (`run_rate`, on the scale of `scale`).

    None where the date has passed with its figure, where fewer than FEWEST_CHANGES consecutive changes are known, and
    where figures without counts have never moved. Figures of twelve months that overlap, and of the same children a
    month later, share their chance with the ones before, so that none of their own is added.
    """
    newest = stands.newest
    if newest is None or stands.status is Status.NOT_COMPARABLE:
        return Chance(why=stands.why)
    steps = periods_left(target, figures, newest)
    if not steps:
        return Chance(why="no further figure falls before the target's date")
    points = figures.last_in_a_row(MOST_CHANGES.get(figures.months_apart, FEWEST_CHANGES) + 1)
    if len(points) <= FEWEST_CHANGES:
        known = len(points) - 1
        return Chance(why=_too_few(known), changes=known)
    scale = scale_of(figures, points)
    y, own = on_scale(scale, points)
    if figures.measures is Measures.ROLLING or (figures.on_a_day and figures.months_apart == 1):
        own = np.zeros(len(own))
    if not own.any() and not np.diff(y).any():
        return Chance(why="the figures have not moved, so there is no run rate", changes=len(points) - 1)
    return _carried(target, figures, points, scale, (y, own), steps)


def chance_by_projection(
    project: Callable[[float], Projection], target: DatedTarget, decides: date, changes: int
) -> Chance:
    """The chance that a year's total is at the target: `project` gives its projection at any confidence.

    Where one end of the interval of confidence c is on the target the total is beyond it with (1 - c) / 2 or
    (1 + c) / 2, so the chance and the interval that is shown are one.
    """
    from scipy import optimize  # only needed here, for targets; it costs a fifth of a second

    found = project(CONFIDENCE)
    if isnan(found.low):
        return Chance(why="one month alone shows no spread", changes=changes)
    step = Step(decides, found.expected, found.low, found.high)
    is_above = target.value <= found.expected

    def beyond(confidence: float) -> float:
        at = project(confidence)
        return (at.low if is_above else at.high) - target.value

    ends = (beyond(1 - _CERTAIN), beyond(_CERTAIN))
    confidence = (
        float(optimize.brentq(beyond, 1 - _CERTAIN, _CERTAIN)) if ends[0] * ends[1] < 0 else _at_end(ends, is_above)
    )
    at_least = (1 + confidence) / 2 if is_above else (1 - confidence) / 2
    return Chance(
        value=at_least if target.sign > 0 else 1 - at_least,
        changes=changes,
        decides=decides,
        course=(step,),
        assumption=found.assumption,
    )


def _at_end(ends: tuple[float, float], is_above: bool) -> float:
    """The confidence where no interval ends on the target: all of them hold it, or none does."""
    is_inside = ends[0] <= 0 if is_above else ends[0] >= 0
    return 0.0 if is_inside else 1.0


def _carried(
    target: DatedTarget,
    figures: DatedFigures,
    points: tuple[DatedFigure, ...],
    scale: WalkScale,
    walk: tuple[np.ndarray, np.ndarray],
    steps: int,
) -> Chance:
    tail = (1 - CONFIDENCE) / 2
    ahead = [carried_on(*walk, step) for step in range(1, steps + 1)]
    days = days_after(points[-1], figures.months_apart, steps)
    course = tuple(
        Step(day, *(scale.value(found.quantile(share)) for share in (0.5, tail, 1 - tail)))
        for day, found in zip(days, ahead, strict=True)
    )
    below = ahead[-1].below(scale.line(target))
    return Chance(
        value=1 - below if target.sign > 0 else below,
        changes=len(points) - 1,
        decides=days[-1],
        course=course,
        assumption=_assumption(figures, len(points) - 1),
    )


def days_after(point: DatedFigure, months: int, steps: int) -> tuple[date, ...]:
    """The last days of the periods after one, each so many months on: at a month's end where that one is."""
    at_end = month_end(point.end.year, point.end.month) == point.end
    found = []
    for step in range(1, steps + 1):
        year, month = divmod(point.end.year * 12 + point.end.month - 1 + months * step, 12)
        last = month_end(year, month + 1)
        found.append(last if at_end else last.replace(day=min(point.end.day, last.day)))
    return tuple(found)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - date.resolution


def _too_few(known: int) -> str:
    said = {0: "no change is known", 1: "one change is known", 2: "two changes are known"}[max(known, 0)]
    return f"a run rate needs three changes in a row, and {said}"


def _assumption(figures: DatedFigures, changes: int) -> str:
    between = {12: "yearly", 3: "quarterly", 1: "monthly"}.get(figures.months_apart, "")
    season = ", with no season" if figures.months_apart < MONTHS_IN_YEAR else ""
    return (
        f"Assumes that the figure goes on as in its last {changes} {between} changes: as uneven{season}, and by about "
        f"{carried_share(changes):.0%} of their average each time, since run rates seldom hold in full."
    )
