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
# How near to a whole number the solver's answer is one.
_WHOLE = 1e-6
# Directions in which several forms are tried at once.
_SPREADING = ((1, -1), (-1, 1), (1, 1, -1, -1), (-1, -1, 1, 1))


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

    def agrees(self, points: Floats) -> Flags:
        """Which of `points` (p, n) could be the numbers, as far as is known (p,)."""
        added = points @ self.sums.T
        within = ((points >= self.least) & (points <= self.most)).all(axis=1)
        return np.asarray(within & ((added >= self.lower) & (added <= self.upper)).all(axis=1), dtype=np.bool_)


def feasible(known: Knowledge, forms: Floats) -> tuple[Floats, Floats]:
    """The least and the most (t,) that each of `forms` (t, n) x can be, given what is known; infinite without a limit.

    Raises ValueError when no whole numbers agree with what is known.
    """
    least = [_value(form, _extreme(known, form, -1)) for form in forms]
    most = [_value(form, _extreme(known, form, 1)) for form in forms]
    return np.array(least), np.array(most)


def held_down(
    known: Knowledge, forms: Floats, low: Floats, high: Floats, width: Floats, points: Floats
) -> tuple[Flags, Floats]:
    """Which of `forms` (t, n) x can be worked out too closely (t,), and the possibilities that were found (p, n).

    One is safe when it could be as small as its `low` and as large as its `high`, and its least and its most are
    `width` apart or more. `points` are possibilities to begin with, the truth among them: each serves for all forms, so
    what was found for one table saves work in the next.
    """
    reach = points.sum(axis=1).max() + high.max(initial=0.0) + width.max(initial=0.0) + 1
    known = Knowledge(known.sums, known.lower, known.upper, known.least, np.minimum(known.most, reach)).narrowed()
    points = points[known.agrees(points)]
    found = _Range(forms, low, high, width, points)
    for signs in _SPREADING:  # several at once, this way and that, before each that is left alone
        if np.count_nonzero(found.open) < 2:
            break
        towards = np.where(found.open, np.resize(signs, len(forms)), 0)
        found.add(_extreme(known, towards @ forms, 1))
    for at in range(len(forms)):
        for direction in (1, -1):
            if found.lacks(at, direction):
                found.add(_extreme(known, forms[at], direction))
    return found.open, found.points


class _Range:
    """How far the possibilities found so far reach for each form."""

    def __init__(self, forms: Floats, low: Floats, high: Floats, width: Floats, points: Floats) -> None:
        self.forms, self.low, self.high, self.width, self.points = forms, low, high, width, points
        self.lowest, self.highest = (points @ forms.T).min(axis=0), (points @ forms.T).max(axis=0)

    @property
    def open(self) -> Flags:
        near = self.highest - self.lowest < self.width
        return np.asarray((self.lowest > self.low) | (self.highest < self.high) | near, dtype=np.bool_)

    def lacks(self, at: int, direction: int) -> bool:
        short = self.highest[at] < self.high[at] if direction > 0 else self.lowest[at] > self.low[at]
        return bool(short or self.highest[at] - self.lowest[at] < self.width[at])

    def add(self, point: Floats) -> None:
        value = self.forms @ point
        self.points = np.vstack([self.points, point])
        self.lowest, self.highest = np.minimum(self.lowest, value), np.maximum(self.highest, value)


def _extreme(known: Knowledge, form: Floats, direction: int) -> Floats:
    """Whole numbers that agree with what is known and for which `form` is the most (1) or the least (-1)."""
    free = known.least < known.most
    point = known.least.copy()
    if not (free & (form != 0)).any():
        return point
    fixed = known.sums[:, ~free] @ known.least[~free]
    rules = LinearConstraint(known.sums[:, free], known.lower - fixed, known.upper - fixed) if len(known.sums) else ()
    limits = Bounds(known.least[free], known.most[free])
    # Most tables have whole numbers in every corner, which the relaxed programme finds sooner.
    for whole in (0, 1):
        solved = milp(-direction * form[free], constraints=rules, bounds=limits, integrality=np.full(free.sum(), whole))
        if solved.status in _WITHOUT_LIMIT:
            return np.where(form != 0, np.inf * direction, point)
        if solved.x is None:
            raise ValueError(f"No whole numbers agree with what is known: {solved.message}")
        if np.abs(solved.x - np.round(solved.x)).max() < _WHOLE:
            break
    point[free] = np.round(solved.x)
    return point


def _value(form: Floats, point: Floats) -> float:
    return float(form[form != 0] @ point[form != 0])


def _product(sums: Floats, numbers: Floats) -> Floats:
    """`sums` times `numbers`, where nothing of an infinite number is nothing."""
    infinite = np.isinf(numbers)
    finite = sums[:, ~infinite] @ numbers[~infinite]
    return np.where((sums[:, infinite] != 0).any(axis=1), np.inf, finite)
