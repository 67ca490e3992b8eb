"""Intruders for the tests of disclosure control: they see what is printed, and share no code with what they try.

One solves the printed table as a system of equations in whole numbers, every cell an unknown; one tries every
combination of counts. Both know that a masked cell is not 0 where zeros are shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Grid = list[list[float]]


@dataclass(frozen=True)
class Printed:
    """A table as it is printed: `cells` with sums, None where masked, and -1 where a cell is not printed at all.

    `down` and `across` list, for each sum after the last row or column, the places that it adds up. `known` are
    cells (row, column) that the intruder knows beforehand, and `least` is the smallest count that a mask may hide.
    """

    cells: list[list[float | None]]
    down: Sequence[Sequence[int]]
    across: Sequence[Sequence[int]]
    known: dict[tuple[int, int], float]
    least: int = 1

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.cells), len(self.cells[0])

    def equations(self) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
        """Each sum and the counts that it adds up, one axis at a time."""
        rows, columns = self.shape
        for at, parts in enumerate(self.down, rows - len(self.down)):
            for column in range(columns):
                yield (at, column), [(part, column) for part in parts]
        for at, parts in enumerate(self.across, columns - len(self.across)):
            for row in range(rows):
                yield (row, at), [(row, part) for part in parts]

    def limits(self, row: int, column: int) -> tuple[float, float]:
        """What the print says of one cell."""
        value = self.known.get((row, column), self.cells[row][column])
        if value is None:
            return self.least, np.inf
        return (0, np.inf) if value < 0 else (value, value)


def solve(
    table: Printed, row: int, column: int, told: dict[tuple[int, int], tuple[float, float]] | None = None
) -> tuple[float, float]:
    """The least and the most that a cell can be, by two integer programmes over all cells.

    `told` gives limits that an intruder knows of masked cells.
    """
    rows, columns = table.shape
    limits = [(told or {}).get((r, c), table.limits(r, c)) for r in range(rows) for c in range(columns)]
    sums = []
    for whole, parts in table.equations():
        line = np.zeros(rows * columns)
        line[whole[0] * columns + whole[1]] = -1
        for r, c in parts:
            line[r * columns + c] += 1
        sums.append(line)
    aim = np.zeros(rows * columns)
    aim[row * columns + column] = 1
    found = []
    for sign in (1, -1):
        answer = milp(
            sign * aim,
            constraints=LinearConstraint(np.array(sums), 0, 0) if sums else (),
            bounds=Bounds([low for low, _ in limits], [min(high, 10_000) for _, high in limits]),
            integrality=np.ones(rows * columns),
        )
        assert answer.x is not None, answer.message
        found.append(round(float(answer.x[row * columns + column])))
    return found[0], found[1]


def guess(table: Printed, most: int) -> list[Grid]:
    """Every table of counts from 0 to `most` that agrees with the print: slow, and beyond doubt."""
    rows, columns = table.shape[0] - len(table.down), table.shape[1] - len(table.across)
    ranges = []
    for row in range(rows):
        for column in range(columns):
            low, high = table.limits(row, column)
            ranges.append(range(int(low), int(min(high, most)) + 1))
    agreeing = []
    for counts in product(*ranges):
        grid = [list(map(float, counts[row * columns : (row + 1) * columns])) for row in range(rows)]
        wide = [line + [sum(line[part] for part in parts) for parts in table.across] for line in grid]
        wide += [[sum(wide[part][column] for part in parts) for column in range(len(wide[0]))] for parts in table.down]
        if all(
            table.limits(row, column)[0] <= wide[row][column] <= table.limits(row, column)[1]
            for row in range(table.shape[0])
            for column in range(table.shape[1])
        ):
            agreeing.append(wide)
    return agreeing
