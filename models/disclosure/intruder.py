"""The intruder: what whoever holds a published table can work out of the counts that it hides.

Everything that is shown is an equation or an inequality between unknown whole numbers. The least and the most that a
hidden number can be are two integer programmes (scipy.optimize.milp, HiGHS), exact for tables of any shape. Source:
Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear constraints, Management
Science 47, 1008 to 1027, whose attacker this is; their optimal choice of cells is not needed at our sizes.
"""

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Floats

# What milp answers where nothing limits a number (presolve may only find that it is unlimited or impossible).
_WITHOUT_LIMIT = (3, 4)
# How near to a whole number the solver's answer is one.
_WHOLE = 1e-6
# The last digits that a sum of decimals may be out by.
_NOISE = 1e-9


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
        """The same without the rows that say nothing: of known numbers, or no closer than the numbers' own limits."""
        free = self.least < self.most
        bottom, top = _product(self.sums, self.least), _product(self.sums, self.most)
        says = (self.sums[:, free] != 0).any(axis=1) & ((self.lower > bottom) | (self.upper < top))
        return Knowledge(self.sums[says], self.lower[says], self.upper[says], self.least, self.most)


def feasible(known: Knowledge, forms: Floats) -> tuple[Floats, Floats]:
    """The least and the most (t,) that each of `forms` (t, n) x can be, given what is known; infinite without a limit.

    Raises ValueError when no whole numbers agree with what is known.
    """
    known = known.narrowed()
    least = [_value(form, _extreme(known, form, -1)) for form in forms]
    most = [_value(form, _extreme(known, form, 1)) for form in forms]
    return np.array(least), np.array(most)


class Intruder:
    """Tries to work out the `sums` of a table, and remembers which numbers would agree with what it is shown.

    Each possibility that is found while one sum is tried serves for all of them, and for every later table in which it
    still agrees: masking more makes nothing impossible. The truth is the first.
    """

    def __init__(self, known: Knowledge, truth: Floats) -> None:
        self._reach = truth.sum()
        self._possible: list[Floats] = [known.sums @ truth]
        self.learn(known)

    def learn(self, known: Knowledge) -> None:
        """Look at another version of the same table, with more masked or less."""
        self._known = known
        self._narrowed: Knowledge | None = None
        possible = np.array(self._possible)
        agrees = (possible >= known.lower - _NOISE) & (possible <= known.upper + _NOISE)
        still = possible[agrees.all(axis=1)]
        self._lowest, self._highest = still.min(axis=0), still.max(axis=0)

    def finds(self, at: int, low: float, high: float, width: float) -> bool:
        """Whether the sum in row `at` can be worked out too closely.

        It is safe when it could be `low` or less and `high` or more, and its least and its most are `width` apart or
        more.
        """
        for direction in (1, -1):
            short = self._highest[at] < high if direction > 0 else self._lowest[at] > low
            if short or self._highest[at] - self._lowest[at] < width:
                self._remember(self._known.sums @ self._furthest(at, direction, high + width))
        near = self._highest[at] - self._lowest[at] < width
        return bool(self._lowest[at] > low or self._highest[at] < high or near)

    def _furthest(self, at: int, direction: int, beyond: float) -> Floats:
        narrowed = self._narrowed = self._narrowed or self._known.narrowed()
        most = np.where(np.isinf(self._known.most), self._reach + beyond, self._known.most)
        return _extreme(replace(narrowed, most=most), self._known.sums[at], direction)

    def _remember(self, sums: Floats) -> None:
        if (sums < self._known.lower - _NOISE).any() or (sums > self._known.upper + _NOISE).any():
            return  # the solver allows itself more than is known, which is no possibility
        self._possible.append(sums)
        self._lowest, self._highest = np.minimum(self._lowest, sums), np.maximum(self._highest, sums)


def _extreme(known: Knowledge, form: Floats, direction: int) -> Floats:
    """Whole numbers that agree with what is known and for which `form` is the most (1) or the least (-1)."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # only needed here; it costs a fifth of a second

    free = known.least < known.most
    point = known.least.copy()
    if not (free & (form != 0)).any():
        return point
    fixed = known.sums[:, ~free] @ known.least[~free]
    rules = LinearConstraint(known.sums[:, free], known.lower - fixed, known.upper - fixed) if len(known.sums) else ()
    limits = Bounds(known.least[free], known.most[free])
    # Most tables have whole numbers in every corner, which the relaxed programme finds sooner.
    for whole in (0, 1):
        kinds = np.full(np.count_nonzero(free), whole)
        solved = milp(-direction * form[free], constraints=rules, bounds=limits, integrality=kinds)
        if solved.status in _WITHOUT_LIMIT:
            return np.where(form != 0, np.inf * direction, point)
        if solved.x is None:
            raise ValueError(f"No whole numbers agree with what is known: {solved.message}")
        point[free] = np.round(solved.x)
        if np.abs(solved.x - point[free]).max() < _WHOLE:
            break
    return point


def _value(form: Floats, point: Floats) -> float:
    return float(form[form != 0] @ point[form != 0])


def _product(sums: Floats, numbers: Floats) -> Floats:
    """`sums` times `numbers`, where nothing of an infinite number is nothing."""
    infinite = np.isinf(numbers)
    finite = sums[:, ~infinite] @ numbers[~infinite]
    return np.where((sums[:, infinite] != 0).any(axis=1), np.inf, finite)
