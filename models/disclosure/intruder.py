"""The intruder: what whoever holds a published table can work out of the counts that it hides.

Everything that is shown is an equation or an inequality between unknown whole numbers. The least and the most that a
hidden number can be are two integer programmes (scipy.optimize.milp, HiGHS), exact for tables of any shape. Source:
Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear constraints, Management
Science 47, 1008 to 1027, whose attacker this is; their optimal choice of cells is not needed at our sizes.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from models.arrays import Flags, Floats

# What milp answers where nothing limits a number (presolve may only find that it is unlimited or impossible).
_WITHOUT_LIMIT = (3, 4)


@dataclass(frozen=True)
class Knowledge:
    """What is known of n unknown whole numbers x: `least` <= x <= `most` (n,), and `lower` <= `sums` x <= `upper` (s,).

    `sums` is (s, n), of numbers of 0 or more. What is known exactly has both limits alike. `most` may be infinite.
    """

    sums: Floats
    lower: Floats
    upper: Floats
    least: Floats
    most: Floats

    def narrowed(self) -> "Knowledge":
        """The same without the equations that say nothing: those of known numbers, or no closer than the limits."""
        free = self.least < self.most
        bottom, top = _product(self.sums, self.least), _product(self.sums, self.most)
        says = (self.sums[:, free] != 0).any(axis=1) & ((self.lower > bottom) | (self.upper < top))
        return Knowledge(self.sums[says], self.lower[says], self.upper[says], self.least, self.most)


def feasible(known: Knowledge, forms: Floats) -> tuple[Floats, Floats]:
    """The least and the most (t,) that each of `forms` (t, n) x can be, given what is known; infinite without a limit.

    Raises ValueError when no whole numbers agree with what is known.
    """
    found = [(_extreme(known, form, -1), _extreme(known, form, 1)) for form in forms]
    return np.array([float(form @ low) for form, (low, _) in zip(forms, found, strict=True)]), np.array(
        [float(form @ high) for form, (_, high) in zip(forms, found, strict=True)]
    )


def held_down(known: Knowledge, forms: Floats, truth: Floats, low: Floats, high: Floats, width: Floats) -> Flags:
    """Which of `forms` (t, n) x can be worked out too closely (t,).

    One is safe when it could be as small as its `low` and as large as its `high`, and its least and its most are
    `width` apart or more. `truth` (n,) is what the numbers are: a possibility to begin with, and every one that is
    found in testing one form serves for the others too.
    """
    most = np.where(np.isinf(known.most), truth.sum() + high.max(initial=0.0) + width.max(initial=0.0) + 1, known.most)
    known = Knowledge(known.sums, known.lower, known.upper, known.least, most).narrowed()
    lowest = highest = forms @ truth
    held = np.zeros(len(forms), dtype=np.bool_)
    for at, form in enumerate(forms):
        if highest[at] < high[at] or highest[at] - lowest[at] < width[at]:
            highest = np.maximum(highest, found := forms @ _extreme(known, form, 1))
            lowest = np.minimum(lowest, found)
        if lowest[at] > low[at] or highest[at] - lowest[at] < width[at]:
            lowest = np.minimum(lowest, found := forms @ _extreme(known, form, -1))
            highest = np.maximum(highest, found)
        held[at] = lowest[at] > low[at] or highest[at] < high[at] or highest[at] - lowest[at] < width[at]
    return held


def _extreme(known: Knowledge, form: Floats, direction: int) -> Floats:
    """Whole numbers that agree with what is known and for which `form` is the most (1) or the least (-1)."""
    free = known.least < known.most
    point = known.least.copy()
    if not (free & (form != 0)).any():
        return point
    fixed = known.sums[:, ~free] @ known.least[~free]
    rules = LinearConstraint(known.sums[:, free], known.lower - fixed, known.upper - fixed) if len(known.sums) else ()
    solved = milp(
        -direction * form[free],
        constraints=rules,
        bounds=Bounds(known.least[free], known.most[free]),
        integrality=np.ones(int(free.sum())),
    )
    if solved.status in _WITHOUT_LIMIT:
        return np.where(form != 0, np.inf * direction, point)
    if solved.x is None:
        raise ValueError(f"No whole numbers agree with what is known: {solved.message}")
    point[free] = np.round(solved.x)
    return point


def _product(sums: Floats, numbers: Floats) -> Floats:
    """`sums` times `numbers`, where nothing of an infinite number is nothing."""
    infinite = np.isinf(numbers)
    finite = sums[:, ~infinite] @ numbers[~infinite]
    return np.where((sums[:, infinite] != 0).any(axis=1), np.inf, finite)
