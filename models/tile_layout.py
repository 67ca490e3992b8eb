"""A tile map: every place one cell of a square grid, beside those that it borders, its region in one piece.

Three steps. Places are spread until each border is about one tile long and keeps its direction (least squares). Each is
given the cell that suits it, no two the same, at the least squared distance in all (the Hungarian method). Then cells
are exchanged, as long as it helps, by simulated annealing (S. Kirkpatrick and others, Science 220, 1983): for borders
kept, for directions, and above all for regions in one piece. The generator is seeded: the same places give the same
tiles.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from models.arrays import Floats

COLUMNS, ROWS = 14, 18
SEED = 1
# How much a place is held where it lies while all are spread; a border is held with 1.
ANCHOR = 0.05
# What each counts in the exchange: a step away from where spreading had put a place, a border that is lost, an edge
# where nobody is, a further piece of a region.
DRIFT, LOST, BARE, PIECE = 0.08, 2.0, 0.25, 12.0
# Exchanges that are tried, over how many cells, and the warmth at their beginning and end.
TRIES, REACH, WARM, COLD = 400_000, 2, 3.0, 0.02

Cell = tuple[int, int]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Places:
    """n places: where they lie (n, 2) with y downwards, in which region each is, and which pairs share a border."""

    points: Floats
    regions: tuple[str, ...]
    borders: tuple[Pair, ...]


@dataclass(frozen=True)
class Fit:
    """How true a tile map is: borders kept of how many, by an edge or at least a corner, and how far tiles have moved.

    `moved` is the mean distance, in tiles, between a tile and its place on a map stretched over the same tiles.
    """

    borders: int
    by_edge: int
    by_corner: int
    moved: float


def tile_layout(places: Places) -> tuple[Cell, ...]:
    """The column and row of each place, counted from the top left."""
    links = (*places.borders, *_crossings(places))
    spread = _spread(places.points, links)
    grid = np.array([(column, row) for row in range(ROWS) for column in range(COLUMNS)])
    costs = ((spread[:, None] - grid[None]) ** 2).sum(axis=2)
    _, taken = linear_sum_assignment(costs)
    first = [(int(column), int(row)) for column, row in grid[taken]]
    return _Exchange(places, links, spread, first).settled()


def fit(places: Places, cells: Sequence[Cell]) -> Fit:
    """How true a tile map is to the places."""
    steps = [sorted(abs(a - b) for a, b in zip(cells[one], cells[other], strict=True)) for one, other in places.borders]
    taken = np.array(cells)
    moved = np.hypot(*(_stretched(places.points, *taken.max(axis=0)) - taken).T)
    return Fit(len(steps), steps.count([0, 1]), sum(step[1] == 1 for step in steps), float(moved.mean()))


def pieces(cells: Sequence[Cell]) -> int:
    """In how many pieces cells lie that hang together by their edges."""
    left, count = set(cells), 0
    while left:
        count += 1
        edge = [left.pop()]
        while edge:
            column, row = edge.pop()
            near = left.intersection(_beside(column, row))
            left -= near
            edge += near
    return count


def _beside(column: int, row: int) -> tuple[Cell, ...]:
    """The four cells that share an edge with one."""
    return (column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)


def _crossings(places: Places) -> list[Pair]:
    """An island with the place nearest to it, so that it is held too."""
    on_a_border = {place for pair in places.borders for place in pair}
    found = []
    for island in sorted(set(range(len(places.points))) - on_a_border):
        away = np.hypot(*(places.points - places.points[island]).T)
        away[island] = np.inf
        found.append((island, int(away.argmin())))
    return found


def _stretched(points: Floats, last_column: int = COLUMNS - 1, last_row: int = ROWS - 1) -> Floats:
    """Places over the whole grid, or up to a column and a row of it, as they lie."""
    low, high = points.min(axis=0), points.max(axis=0)
    found: Floats = (points - low) / (high - low) * (last_column, last_row)
    return found


def _directions(points: Floats, links: Sequence[Pair]) -> Floats:
    """One tile in the direction of each link (links, 2)."""
    one, other = np.array(links).T
    steps = points[other] - points[one]
    found: Floats = steps / np.hypot(*steps.T)[:, None]
    return found


def _spread(points: Floats, links: Sequence[Pair]) -> Floats:
    """Places moved so that links are as near as can be to one tile in their own direction, stretched over the grid."""
    count = len(points)
    rows = np.zeros((len(links) + count, count))
    for row, (one, other) in enumerate(links):
        rows[row, one], rows[row, other] = -1, 1
    rows[len(links) :] = np.eye(count) * ANCHOR
    wanted = np.vstack([_directions(points, links), _stretched(points) * ANCHOR])
    found, *_ = np.linalg.lstsq(rows, wanted, rcond=None)
    return _stretched(np.asarray(found, dtype=np.float64))


class _Exchange:
    """Places on cells, and what it costs that they lie there."""

    def __init__(self, places: Places, links: Sequence[Pair], spread: Floats, cells: list[Cell]) -> None:
        self.cells = cells
        self.at: dict[Cell, int] = {cell: place for place, cell in enumerate(cells)}
        self.homes = [(float(x), float(y)) for x, y in spread]
        self.regions = places.regions
        self.members: Mapping[str, list[int]] = {
            region: [place for place, other in enumerate(places.regions) if other == region]
            for region in set(places.regions)
        }
        self.links: list[list[tuple[int, float, float]]] = [[] for _ in cells]
        for (one, other), (x, y) in zip(links, _directions(places.points, links).tolist(), strict=True):
            self.links[one].append((other, x, y))
            self.links[other].append((one, -x, -y))

    def settled(self) -> tuple[Cell, ...]:
        """The cells after all exchanges."""
        random = np.random.default_rng(SEED)
        tried = random.integers(len(self.cells), size=TRIES).tolist()
        ways = random.integers(-REACH, REACH + 1, size=(TRIES, 2)).tolist()
        chances = np.log(random.random(TRIES)).tolist()
        for turn, (place, (across, down), chance) in enumerate(zip(tried, ways, chances, strict=True)):
            warmth = WARM * (COLD / WARM) ** (turn / TRIES)
            column, row = self.cells[place][0] + across, self.cells[place][1] + down
            if (across or down) and 0 <= column < COLUMNS and 0 <= row < ROWS:
                self._try(place, (column, row), -warmth * chance)
        left, top = (min(cell[axis] for cell in self.cells) for axis in (0, 1))
        return tuple((column - left, row - top) for column, row in self.cells)

    def _try(self, place: int, cell: Cell, allowed: float) -> None:
        """Put a place on a cell, and who is there on its own; take it back if it costs more than is allowed."""
        other, old = self.at.get(cell), self.cells[place]
        both = [place] if other is None else [place, other]
        before = self._cost(both) + self._broken(both)
        self._put(place, cell, other, old)
        now = self._cost(both)
        if now - before > allowed or now + self._broken(both) - before > allowed:
            self._put(place, old, other, cell)

    def _put(self, place: int, cell: Cell, other: int | None, old: Cell) -> None:
        self.cells[place], self.at[cell] = cell, place
        if other is None:
            del self.at[old]
        else:
            self.cells[other], self.at[old] = old, other

    def _cost(self, both: Sequence[int]) -> float:
        """Links that are bent or lost, and the way from home, of one or two places."""
        cost = 0.0
        for place in both:
            column, row = self.cells[place]
            home = self.homes[place]
            cost += DRIFT * ((column - home[0]) ** 2 + (row - home[1]) ** 2)
            for other, x, y in self.links[place]:
                across, down = self.cells[other][0] - column, self.cells[other][1] - row
                bent = (across - x) ** 2 + (down - y) ** 2
                cost += bent / 4 + (0.0 if abs(across) + abs(down) == 1 else LOST)
            cost += BARE * sum(cell not in self.at for cell in _beside(column, row))
        return cost

    def _broken(self, both: Sequence[int]) -> float:
        """What the pieces cost of the regions that one or two places are in."""
        regions = {self.regions[place] for place in both}
        return PIECE * math.fsum(pieces([self.cells[one] for one in self.members[region]]) - 1 for region in regions)
