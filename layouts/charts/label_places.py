"""Where names go on a map of points: near what they name, over as few points as may be, and never over each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Spot = tuple[float, float]
LETTER, LINE = 0.52, 1.3
GRID = 24
# What hiding a point costs, in pixels of distance from what a name belongs to; a marked one costs more than any way.
HIDDEN, MARKED, OVERLAP = 18.0, 400.0, 10_000.0
GAP, STEP = 14.0, 24.0


@dataclass(frozen=True)
class Box:
    """The room that a text takes, in pixels."""

    width: float
    height: float

    @classmethod
    def of_text(cls, text: str, size: int) -> "Box":
        """By the count of its letters and lines."""
        lines = text.split("<br>")
        return cls(max(len(line) for line in lines) * LETTER * size, len(lines) * LINE * size)

    @property
    def sides(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height


MARK = Box(18, 18)


@dataclass(frozen=True)
class Plot:
    """The plot in pixels, from its lower left corner. Places on it are shares of its width and height."""

    width: float
    height: float

    def pixels(self, share: Spot) -> Spot:
        """A place in pixels."""
        return share[0] * self.width, share[1] * self.height


def places_for(
    boxes: Sequence[Box], belongs: Sequence[Spot], points: Sequence[Spot], kept: Sequence[Spot], plot: Plot
) -> list[Spot]:
    """A middle for each box: the cheapest by how far it is from where it belongs and by how many points it hides.

    One after the other, each keeping off those before it. `kept` are points that may not be hidden. All places, the
    answer's too, are shares of the plot.
    """
    size = np.array([plot.width, plot.height])
    spots, marked = (np.array(found, dtype=np.float64).reshape(-1, 2) * size for found in (points, kept))
    placed: list[Spot] = []
    for box, middle in zip(boxes, (plot.pixels(share) for share in belongs), strict=True):
        across, up = _grid(box, plot)
        cost = np.hypot(across - middle[0], up[:, None] - middle[1])
        cost += HIDDEN * _inside(across, up, spots, box.width / 2 + 4, box.height / 2 + 4)
        cost += MARKED * _inside(across, up, marked, box.width / 2 + 12, box.height / 2 + 12)
        for other, taken in zip(boxes, placed, strict=False):
            x, y = plot.pixels(taken)
            near_column = np.abs(across - x) < (box.width + other.width) / 2 + 6
            near_row = np.abs(up - y) < (box.height + other.height) / 2 + 4
            cost[np.ix_(near_row, near_column)] += OVERLAP
        row, column = divmod(int(np.argmin(cost)), GRID)
        placed.append((float(across[column]) / plot.width, float(up[row]) / plot.height))
    return placed


def beside(
    share: Spot, box: Box, taken: Sequence[tuple[Spot, Box]], points: npt.ArrayLike, plots: Sequence[Plot]
) -> Spot:
    """How far from a mark, in pixels, the middle of its name is: where it hides least on plots of several widths.

    `points` (n, 2) are all marks there are, as shares.
    """
    up, right = (box.height / 2 + GAP, box.width / 2 + GAP)
    corner = box.width / 2 + MARK.width / 2
    aside = _inwards(share, box, min(plots, key=lambda plot: plot.width))
    straight = [(aside, up), (aside, -up), (right, 0.0), (-right, 0.0)]
    corners = [(x, y) for y in (up, -up) for x in (corner, -corner)]
    ways = [*straight, *corners, (aside, up + STEP), (aside, -up - STEP)]
    reach = 2 * max(corner, up + STEP)
    names, sizes = (np.array(found, dtype=np.float64).reshape(-1, 2) for found in _apart(taken))
    marks, harm = np.reshape(points, (-1, 2)), np.zeros(len(ways))
    for plot in plots:
        pixels = np.array([plot.width, plot.height])
        spot, around = np.array(share) * pixels, marks * pixels
        near = around[(np.abs(around - spot) < reach).all(axis=1)]
        places, own, of_mark = spot + np.array(ways), np.array(box.sides), np.array(MARK.sides)
        harm += (
            OVERLAP * _touched(places, names * pixels, (own + sizes) / 2)
            + _touched(places, near, (own + of_mark) / 2)
            + _outside(places, own, pixels)
        )
    return ways[int(np.argmin(harm))]


def _apart(taken: Sequence[tuple[Spot, Box]]) -> tuple[list[Spot], list[Spot]]:
    """The middles of names that are there, and their widths and heights."""
    return [spot for spot, _ in taken], [box.sides for _, box in taken]


def _touched(places: np.ndarray, others: np.ndarray, halves: np.ndarray) -> np.ndarray:
    """How many names or marks a box touches in each place: those nearer than half of both widths and heights."""
    found: np.ndarray = (np.abs(places[:, None] - others) < halves).all(axis=2).sum(axis=1)
    return found


def _outside(places: np.ndarray, own: np.ndarray, plot: np.ndarray) -> np.ndarray:
    """How far a box leaves the plot in each place, in its own widths and heights."""
    beyond = np.maximum(np.maximum(0.0, own / 2 - places), places + own / 2 - plot) / own
    return np.asarray(OVERLAP * (beyond[:, 0] + beyond[:, 1]))


def _inwards(share: Spot, box: Box, plot: Plot) -> float:
    """How far a box above or below a mark has to move sideways to stay on the plot."""
    middle = share[0] * plot.width
    return min(max(middle, box.width / 2), plot.width - box.width / 2) - middle


def _grid(box: Box, plot: Plot) -> tuple[np.ndarray, np.ndarray]:
    """Where across and where up the middles are that keep a box inside the plot: of each with each there is one."""
    across = np.linspace(box.width / 2, plot.width - box.width / 2, GRID)
    return across, np.linspace(box.height / 2, plot.height - box.height / 2, GRID)


def _inside(across: np.ndarray, up: np.ndarray, spots: np.ndarray, width: float, height: float) -> np.ndarray:
    """How many `spots` lie within a distance of each middle, a row for each of `up`, a column for each of `across`.

    A spot is near a middle where it is near its column and its row, so that one product counts them all.
    """
    near_column = (np.abs(across[:, None] - spots[:, 0]) < width).astype(np.float64)
    near_row = (np.abs(up[:, None] - spots[:, 1]) < height).astype(np.float64)
    return np.asarray(near_row @ near_column.T)
