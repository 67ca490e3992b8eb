"""What it takes to reach a target: how many children in all, a year and a month."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from models.gaps import gap_in_children
from models.trajectories.figures import MONTHS_IN_YEAR, DatedFigures, DatedTarget, months_between
from models.trajectories.status import Standpoint, Status


@dataclass(frozen=True)
class Effort:
    """Children by which the numerator has to change, above 0 for more and below 0 for fewer, None without counts.

    Of figures on a day `in_all` is the whole way from the newest count to the target's, and `a_month` that shared over
    the `months` left. Of figures over time `in_all` is how many more or fewer the period (a year, a month) that decides
    the target has than the newest one. `a_year` is for yearly figures only. `why` says why there is none.
    """

    in_all: int | None = None
    a_year: float | None = None
    a_month: float | None = None
    months: int = 0
    needed: float | None = None
    of: float | None = None
    why: str = ""


def effort(target: DatedTarget, figures: DatedFigures, stands: Standpoint, on: date) -> Effort:
    """What it takes from the newest figure's counts, if as many children are counted as now, as `gap_in_children`.

    The months left are whole calendar months after that of `on`, or of the newest figure where that ends later.
    """
    newest = stands.newest
    if stands.status is Status.NOT_COMPARABLE or newest is None:
        return Effort(why=stands.why)
    if newest.numerator is None or newest.denominator is None or not newest.is_counted:
        return Effort(why="no counts of children stand behind the figure")
    if not figures.has_tests:
        return Effort(why="the figure is no share or rate of children")
    gap = float(
        gap_in_children(
            newest.numerator, newest.denominator, target.value / figures.per, np.array(target.sign, dtype=np.int8)
        )
    )
    months = max(months_between(max(on, newest.end), target.by), 0)
    whole = Effort(int(gap), needed=newest.numerator + gap, of=newest.denominator, months=months)
    if not gap:
        return replace(whole, why="the target is reached")
    if not months:
        return replace(whole, why="no month is left")
    a_month, a_year = _shared(gap, months, figures)
    return replace(whole, a_year=a_year, a_month=a_month)


def _shared(gap: float, months: int, figures: DatedFigures) -> tuple[float, float | None]:
    """What a gap comes to in a month and, of yearly figures, in a year."""
    if figures.on_a_day:
        is_yearly = figures.months_apart == MONTHS_IN_YEAR and months >= MONTHS_IN_YEAR
        return gap / months, gap / months * MONTHS_IN_YEAR if is_yearly else None
    a_month = gap / figures.months_apart
    return a_month, gap if figures.months_apart == MONTHS_IN_YEAR else None
