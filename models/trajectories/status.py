"""How the newest figure stands to the path of its target: achieved, on track, behind or missed, and how surely."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite, isnan

from data.periods import Period
from models.intervals import interval_for
from models.trajectories.figures import (
    PERCENTAGE,
    DatedFigure,
    DatedFigures,
    DatedTarget,
    is_at_least,
    months_between,
)


class Status(StrEnum):
    """Where a figure stands on the way to its target."""

    ACHIEVED = "achieved"
    ON_TRACK = "on track"
    BEHIND = "behind"
    MISSED = "missed"
    AWAITED = "awaited"
    NOT_STARTED = "no figure yet"
    NOT_COMPARABLE = "not comparable"


class Sureness(StrEnum):
    """Whether the newest figure's 95% interval lies wholly on its side of the path, or crosses it.

    Of a target that is achieved, missed or awaited the target itself stands in the place of the path.
    """

    CLEAR = "clear"
    TOO_CLOSE = "too close to call"
    NOT_TESTED = "not tested"


@dataclass(frozen=True)
class Standpoint:
    """`newest` is the newest figure, `path` where the path stands on its day, None where none came since the baseline.

    `low` and `high` are the figure's 95% limits. `reached` is the first of the figures in a row, up to the newest, that
    are at the target. `why` says in a clause why the status is what it is, where figures alone do not.
    """

    status: Status
    sureness: Sureness
    newest: DatedFigure | None = None
    path: float | None = None
    low: float | None = None
    high: float | None = None
    reached: Period | None = None
    why: str = ""


def standpoint(target: DatedTarget, figures: DatedFigures, on: date) -> Standpoint:
    """Where the figures stand on the way to the target, as seen on a day.

    Achieved while the newest figure is at the target or beyond it, whenever that began: a figure that was there once
    and has left again is not. Otherwise missed once no further figure ends by the target's month. Awaited where the
    date has passed and its figure is still to come. Else on track where the newest figure is at the path or beyond it,
    and behind where it is not.
    """
    if why := why_not_comparable(target, figures):
        return Standpoint(Status.NOT_COMPARABLE, Sureness.NOT_TESTED, why=why)
    since = [point for point in figures.known if months_between(target.since, point.end) > 0]
    if not since:
        last = figures.known[-1] if figures.known else None
        return Standpoint(Status.NOT_STARTED, Sureness.NOT_TESTED, last, why=_why_not_started(figures))
    newest = since[-1]
    path, value = target.path_at(newest.end), newest.value or 0.0
    limits = limits_of(newest, figures)
    status = _status(target, figures, newest, on)
    line = path if status in (Status.ON_TRACK, Status.BEHIND) else target.value
    sureness = _sureness(line, limits, is_at_least(value, line, target.sign), target.sign)
    reached = _reached(target, since) if status is Status.ACHIEVED else None
    return Standpoint(status, sureness, newest, path, *limits, reached)


def why_not_comparable(target: DatedTarget, figures: DatedFigures) -> str:
    """Why figures cannot be held against a target, in a clause; empty where they can."""
    if not all(isfinite(number) for number in (target.value, target.baseline)):
        return "the target or its baseline is no number"
    if not target.sign:
        return "neither a higher nor a lower figure is better, and the target does not say which side is wanted"
    if months_between(target.since, target.by) <= 0:
        return "the target's date is not after its baseline's"
    if figures.unit == PERCENTAGE and not 0 <= target.value <= 100:
        return "a percentage lies between 0 and 100"
    return ""


def periods_left(target: DatedTarget, figures: DatedFigures, newest: DatedFigure) -> int:
    """How many figures after the newest end in the target's month or before it."""
    return max(months_between(newest.end, target.by), 0) // figures.months_apart


def limits_of(point: DatedFigure, figures: DatedFigures) -> tuple[float | None, float | None]:
    """The 95% limits of a figure with counts, in its unit, the publisher's own where it gives any; None without."""
    if not point.is_counted or not figures.has_tests:
        return None, None
    if point.limits is not None:
        return point.limits
    found = interval_for(figures.kind, point.numerator or 0.0, point.denominator or 0.0, figures.per)
    low, high = float(found.low), float(found.high)
    return (None, None) if isnan(low) else (low, high)


def _status(target: DatedTarget, figures: DatedFigures, newest: DatedFigure, on: date) -> Status:
    value = newest.value or 0.0
    if target.is_reached_by(value):
        return Status.ACHIEVED
    if not periods_left(target, figures, newest):
        return Status.MISSED
    if months_between(target.by, on) > 0:
        return Status.AWAITED
    return Status.ON_TRACK if is_at_least(value, target.path_at(newest.end), target.sign) else Status.BEHIND


def _sureness(path: float, limits: tuple[float | None, float | None], beyond: bool, sign: int) -> Sureness:
    low, high = limits
    if low is None or high is None:
        return Sureness.NOT_TESTED
    worse, better = (low, high) if sign > 0 else (high, low)
    # The limit on the far side from where the figure stands: with it, the whole interval is on that side.
    is_whole = is_at_least(worse, path, sign) if beyond else not is_at_least(better, path, sign)
    return Sureness.CLEAR if is_whole else Sureness.TOO_CLOSE


def _reached(target: DatedTarget, since: list[DatedFigure]) -> Period:
    first = since[-1]
    for point in reversed(since):
        if not target.is_reached_by(point.value or 0.0):
            break
        first = point
    return first.period


def _why_not_started(figures: DatedFigures) -> str:
    return "no figure is known" if not figures.known else f"the newest figure is for {figures.known[-1].period.words}"
