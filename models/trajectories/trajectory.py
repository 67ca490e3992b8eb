"""One target and its figures put together: where they stand, how likely they get there, and what that takes."""

from dataclasses import dataclass, replace
from datetime import date

from models.trajectories.chance import Chance, chance_of
from models.trajectories.effort import Effort, effort
from models.trajectories.figures import DatedFigures, DatedTarget
from models.trajectories.status import Standpoint, standpoint
from models.trajectories.year import is_of_a_year, year_chance, year_so_far, year_standpoint, year_target


@dataclass(frozen=True)
class Trajectory:
    """A target beside its figures, as seen `on` a day. `is_of_a_year` where figures are those of the year to date."""

    target: DatedTarget
    figures: DatedFigures
    on: date
    stands: Standpoint
    chance: Chance
    effort: Effort
    is_of_a_year: bool = False


def trajectory(target: DatedTarget, figures: DatedFigures, on: date) -> Trajectory:
    """Hold the figures against the target. `on` is the day that is today: it decides what is late and what is left.

    Figures that add up over a financial year are held against a year's total where the target is one: the path then
    begins with nothing on 1 April.
    """
    if is_of_a_year(target, figures):
        return _of_a_year(year_target(target), figures, on)
    stands = standpoint(target, figures, on)
    return Trajectory(
        target, figures, on, stands, chance_of(target, figures, stands), effort(target, figures, stands, on)
    )


def _of_a_year(target: DatedTarget, figures: DatedFigures, on: date) -> Trajectory:
    found = year_so_far(target, figures)
    stands = year_standpoint(target, found, on)
    to_date = replace(figures, points=found.points if found else ())
    return Trajectory(
        target=target,
        figures=to_date,
        on=on,
        stands=stands,
        chance=year_chance(target, found, stands),
        effort=Effort(why="the figure is no share or rate of children"),
        is_of_a_year=True,
    )
