"""The scale on which figures walk: log odds for percentages, logarithms for rates, and otherwise as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log

import numpy as np

from models.arrays import Floats
from models.intervals import PROPORTION
from models.trajectories.figures import PERCENTAGE, DatedFigure, DatedFigures, DatedTarget

# Half a child each way keeps none, and all, on the scale (Anscombe 1956), as in `models/trend_test.py`.
HALF = 0.5
# Shares such as 0.1 have no exact binary form; a product this close to a whole number is that number.
_DECIMALS = 6


@dataclass(frozen=True)
class WalkScale:
    """How some figures are put on the scale and back: `LOGIT`, `LOG` or `PLAIN`; by counts where all have them.

    `of` is the newest denominator where counts stand behind the figures, else None; `half` is half of what figures are
    rounded to, in their unit.
    """

    form: str
    per: float
    half: float
    of: float | None

    def placed(self, point: DatedFigure) -> float:
        """A figure on the scale."""
        if self.of is not None:
            return self._count_on_scale(point.numerator or 0.0, point.denominator or 1.0)
        return self._value_on_scale(point.value or 0.0)

    def variance(self, point: DatedFigure) -> float:
        """The variance that the chance of its own counts gives a figure on the scale; 0 without counts."""
        if self.of is None:
            return 0.0
        numerator, denominator = point.numerator or 0.0, point.denominator or 1.0
        of_rest = 1 / (denominator - numerator + HALF) if self.form == LOGIT else 0.0
        return 1 / (numerator + HALF) + of_rest

    def line(self, target: DatedTarget) -> float:
        """The place beyond which a figure counts as at the target: half a child, or half a digit, before it."""
        if self.of is not None:
            needed = round(target.value / self.per * self.of, _DECIMALS)
            count = ceil(needed) - HALF if target.sign > 0 else floor(needed) + HALF
            return self._count_on_scale(count, self.of)
        return self._value_on_scale(target.value - target.sign * self.half)

    def value(self, place: float) -> float:
        """What a place on the scale is as a figure."""
        if self.form == PLAIN:
            return place
        if self.form == LOG:
            return exp(place) if self.of is None else max(exp(place) - HALF / self.of, 0.0) * self.per
        share = 1 / (1 + exp(-place))
        if self.of is not None:
            share = ((self.of + 2 * HALF) * share - HALF) / self.of
        return min(max(share, 0.0), 1.0) * self.per

    def _count_on_scale(self, numerator: float, denominator: float) -> float:
        counted = max(numerator, 0.0) + HALF
        if self.form == LOG:
            return log(counted / denominator)
        return log(counted / (max(denominator - numerator, 0.0) + HALF))

    def _value_on_scale(self, value: float) -> float:
        if self.form == PLAIN:
            return value
        if self.form == LOG:
            return log(max(value, self.half))
        share = min(max(value, self.half), self.per - self.half)
        return log(share / (self.per - share))


LOGIT, LOG, PLAIN = "log odds", "logarithm", "as it is"


def scale_of(figures: DatedFigures, points: Sequence[DatedFigure]) -> WalkScale:
    """The scale on which some of the figures are carried on."""
    values = [point.value or 0.0 for point in points]
    half = HALF * 10.0**-figures.decimals
    counted = figures.has_tests and all(_is_possible(point, figures.kind) for point in points)
    of = points[-1].denominator if counted else None
    if figures.unit == PERCENTAGE and all(0 <= value <= figures.per for value in values):
        return WalkScale(LOGIT, figures.per, half, of)
    if figures.per > 1 and figures.unit != PERCENTAGE and min(values) >= 0:
        return WalkScale(LOG, figures.per, half, of)
    return WalkScale(PLAIN, figures.per, half, None)


def on_scale(scale: WalkScale, points: Sequence[DatedFigure]) -> tuple[Floats, Floats]:
    """Figures on the scale (n,), and the variances (n,) that their own counts give them."""
    return np.array([scale.placed(point) for point in points]), np.array([scale.variance(point) for point in points])


def _is_possible(point: DatedFigure, kind: str) -> bool:
    return point.is_counted and (kind != PROPORTION or (point.numerator or 0.0) <= (point.denominator or 0.0))
