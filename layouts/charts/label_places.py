"""Where names go on a map of points: near what they name, over as few points as may be, and never over each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Spot = tuple[float, float]
LETTER, LINE = 0.52, 1.3
GRID = 30
# What a point that is hidden costs, in pixels of distance from what a name belongs to; ours is never hidden.
HIDDEN, OURS, OVERLAP = 22.0, 400.0, 10_000.0
GAP = 14.0


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


@dataclass(frozen=True)
class Plot:
    """The plot in pixels, from its lower left corner."""

    width: float
    height: float

    def pixels(self, place: Spot, across: Sequence[float], up: Sequence[float]) -> Spot:
        """A place in data units, in pixels."""
        return (
            (place[0] - across[0]) / (across[1] - across[0]) * self.width,
            (place[1] - up[0]) / (up[1] - up[0]) * self.height,
        )

    def data(self, spot: Spot, across: Sequence[float], up: Sequence[float]) -> Spot:
        """A place in pixels, in data units."""
        return (
            across[0] + spot[0] / self.width * (across[1] - across[0]),
            up[0] + spot[1] / self.height * (up[1] - up[0]),
        )


def places_for(
    boxes: Sequence[Box], belongs: Sequence[Spot], points: Sequence[Spot], ours: Sequence[Spot], plot: Plot
) -> list[Spot]:
    """A middle for each box on a grid over the plot: the cheapest by distance from where it belongs and by what it hides.

    One after the other, each keeping off those before it. `ours` are points that may not be hidden.
    """
    spots = np.array(points, dtype=np.float64)
    mine = np.array(ours, dtype=np.float64).reshape(-1, 2)
    placed: list[Spot] = []
    for box, middle in zip(boxes, belongs, strict=True):
        x, y = _grid(box, plot)
        cost = np.hypot(x - middle[0], y - middle[1])
        cost += HIDDEN * _inside(x, y, spots, box.width / 2 + 4, box.height / 2 + 4)
        cost += OURS * _inside(x, y, mine, box.width / 2 + 12, box.height / 2 + 12)
        for other, taken in zip(boxes, placed, strict=False):
            near = np.array([taken])
            cost += OVERLAP * _inside(
                x, y, near, (box.width + other.width) / 2 + 6, (box.height + other.height) / 2 + 4
            )
        best = int(np.argmin(cost))
        placed.append((float(x[best]), float(y[best])))
    return placed


def beside(spot: Spot, box: Box, taken: Sequence[tuple[Spot, Box]], plot: Plot) -> Spot:
    """How far from a mark the middle of its name is: above, else below, right or left, else where it touches the least."""
    up, right = (box.height / 2 + GAP, box.width / 2 + GAP)
    ways = [(0.0, up), (0.0, -up), (right, 0.0), (-right, 0.0)]

    def harm(way: Spot) -> float:
        place = (spot[0] + way[0], spot[1] + way[1])
        return _touched(place, box, taken) + _outside(place, box, plot)

    return min(ways, key=harm)


def _touched(place: Spot, box: Box, taken: Sequence[tuple[Spot, Box]]) -> float:
    hits = [
        abs(place[0] - other[0]) < (box.width + size.width) / 2
        and abs(place[1] - other[1]) < (box.height + size.height) / 2
        for other, size in taken
    ]
    return float(sum(hits))


def _outside(place: Spot, box: Box, plot: Plot) -> float:
    """How far a box leaves the plot, in its own widths and heights."""
    across = max(0.0, box.width / 2 - place[0], place[0] + box.width / 2 - plot.width) / box.width
    up = max(0.0, box.height / 2 - place[1], place[1] + box.height / 2 - plot.height) / box.height
    return 10 * (across + up)


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
