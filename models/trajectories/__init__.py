"""Targets by a date, and the path to them: where a figure stands, how likely it gets there, and what that takes.

`trajectory` puts a `DatedTarget` beside `DatedFigures`: `status` says how the newest figure stands to the path,
`chance` how likely the target is at the present run rate, `effort` how many children it takes.
"""

from models.trajectories.chance import Chance, Step
from models.trajectories.effort import Effort
from models.trajectories.figures import (
    DatedFigure,
    DatedFigures,
    DatedTarget,
    Measures,
    local_figures,
    published_figures,
)
from models.trajectories.status import Standpoint, Status, Sureness
from models.trajectories.trajectory import Trajectory, trajectory

__all__ = [
    "Chance",
    "DatedFigure",
    "DatedFigures",
    "DatedTarget",
    "Effort",
    "Measures",
    "Standpoint",
    "Status",
    "Step",
    "Sureness",
    "Trajectory",
    "local_figures",
    "published_figures",
    "trajectory",
]
