"""Where names go on a map of points: near what they name, over as few points as may be, and never over each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
        x, y = _grid(box, plot)
        cost = np.hypot(x - middle[0], y - middle[1])
        cost += HIDDEN * _inside(x, y, spots, box.width / 2 + 4, box.height / 2 + 4)
        cost += MARKED * _inside(x, y, marked, box.width / 2 + 12, box.height / 2 + 12)
        for other, taken in zip(boxes, placed, strict=False):
            apart = (box.width + other.width) / 2 + 6, (box.height + other.height) / 2 + 4
            cost += OVERLAP * _inside(x, y, np.array([plot.pixels(taken)]), *apart)
        best = int(np.argmin(cost))
        placed.append((float(x[best]) / plot.width, float(y[best]) / plot.height))
    return placed


def beside(
    share: Spot, box: Box, taken: Sequence[tuple[Spot, Box]], points: Sequence[Spot], plots: Sequence[Plot]
) -> Spot:
    """How far from a mark, in pixels, the middle of its name is: where it hides least on plots of several widths."""
    up, right = (box.height / 2 + GAP, box.width / 2 + GAP)
    corner = box.width / 2 + MARK.width / 2
    aside = _inwards(share, box, min(plots, key=lambda plot: plot.width))
    straight = [(aside, up), (aside, -up), (right, 0.0), (-right, 0.0)]
    corners = [(x, y) for y in (up, -up) for x in (corner, -corner)]
    ways = [*straight, *corners, (aside, up + STEP), (aside, -up - STEP)]
    reach = 2 * max(corner, up + STEP)
    scenes = [_scene(share, taken, points, plot, reach) for plot in plots]

    def harm(way: Spot) -> float:
        total = 0.0
        for plot, spot, names, marks in scenes:
            place = (spot[0] + way[0], spot[1] + way[1])
            total += OVERLAP * _touched(place, box, names) + _touched(place, box, marks) + _outside(place, box, plot)
        return total

    return min(ways, key=harm)


def _scene(
    share: Spot, taken: Sequence[tuple[Spot, Box]], points: Sequence[Spot], plot: Plot, reach: float
) -> tuple[Plot, Spot, list[tuple[Spot, Box]], list[tuple[Spot, Box]]]:
    """A plot with a mark on it, and in pixels the names that are taken and the other marks within reach."""
    spot, names = plot.pixels(share), [(plot.pixels(at), size) for at, size in taken]
    marks = [
        mark for mark in map(plot.pixels, points) if abs(mark[0] - spot[0]) < reach and abs(mark[1] - spot[1]) < reach
    ]
    return plot, spot, names, [(mark, MARK) for mark in marks]


def _touched(place: Spot, box: Box, others: Sequence[tuple[Spot, Box]]) -> int:
    """How many names or marks a box touches."""
    return sum(
        abs(place[0] - other[0]) < (box.width + size.width) / 2
        and abs(place[1] - other[1]) < (box.height + size.height) / 2
        for other, size in others
    )


def _outside(place: Spot, box: Box, plot: Plot) -> float:
    """How far a box leaves the plot, in its own widths and heights."""
    across = max(0.0, box.width / 2 - place[0], place[0] + box.width / 2 - plot.width) / box.width
    up = max(0.0, box.height / 2 - place[1], place[1] + box.height / 2 - plot.height) / box.height
    return OVERLAP * (across + up)


def _inwards(share: Spot, box: Box, plot: Plot) -> float:
    """How far a box above or below a mark has to move sideways to stay on the plot."""
    middle = share[0] * plot.width
    return min(max(middle, box.width / 2), plot.width - box.width / 2) - middle


def _grid(box: Box, plot: Plot) -> tuple[np.ndarray, np.ndarray]:
    """Middles that keep a box inside the plot."""
    across = np.linspace(box.width / 2, plot.width - box.width / 2, GRID)
    up = np.linspace(box.height / 2, plot.height - box.height / 2, GRID)
    x, y = np.meshgrid(across, up)
    return x.ravel(), y.ravel()


def _inside(x: np.ndarray, y: np.ndarray, spots: np.ndarray, across: float, up: float) -> np.ndarray:
    """How many `spots` lie within a distance of each middle."""
    near = (np.abs(x[:, None] - spots[:, 0]) < across) & (np.abs(y[:, None] - spots[:, 1]) < up)
    return np.asarray(near.sum(axis=1))
