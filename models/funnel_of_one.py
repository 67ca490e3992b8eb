"""The funnel of one indicator in one period: its average, its limits, and on which side of them each authority lies."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
import numpy.typing as npt

from data.indicators import Indicator
from models.arrays import Floats, Integers
from models.chance import with_counts
from models.funnel import ALARM, Limits, pooled_average, proportion_limits, rate_limits
from models.intervals import CONFIDENCE, PROPORTION
from models.overdispersion import FEWEST, overdispersion, standardised, widened_limits
from models.traits import kinds_of


@dataclass(frozen=True)
class Funnel:
    """The m authorities that have a figure and counts, by their places on the axis of areas (`areas`).

    `average` is all numerators over all denominators, a share (or events for each one of the denominator), and `per`
    what brings it to the indicator's unit. `phi` and `tau_squared` are those of models/overdispersion.py.
    """

    kind: str
    per: int
    areas: Integers
    numerator: Floats
    denominator: Floats
    average: float
    phi: float
    tau_squared: float

    @property
    def values(self) -> Floats:
        """The figures by their counts (m,), not rounded as the published ones are."""
        figures: Floats = self.numerator / self.denominator * self.per
        return figures

    @property
    def is_widened(self) -> bool:
        """Whether authorities differ by more than chance: phi above 1 + 2 sqrt(2 / m).

        Where chance explains all, phi has a mean of about 1 and a variance of 2 / m (Spiegelhalter 2005).
        """
        return self.phi > 1 + 2 * sqrt(2 / len(self.areas)) and self.tau_squared > 0

    def limits(self, denominator: npt.ArrayLike, confidence: float, widened: bool) -> Limits:
        """Limits in the indicator's unit at denominators, of the plain funnel or of the widened one."""
        if widened:
            found = widened_limits(self.kind, self.average, denominator, self.tau_squared, confidence)
        elif self.kind == PROPORTION:
            found = proportion_limits(self.average, denominator, confidence)
        else:
            found = rate_limits(self.average, denominator, confidence=confidence)
        return Limits(found.low * self.per, found.high * self.per)

    @cached_property
    def limits_of_each(self) -> Limits:
        """The 99.8% limits at each authority's size, of the funnel that is judged by; the exact ones take long."""
        return self.limits(self.denominator, ALARM, self.is_widened)

    @cached_property
    def side_of_each(self) -> Integers:
        """Where each authority lies in that funnel (m,), as `sides` has it."""
        inner = self.limits(self.denominator, CONFIDENCE, self.is_widened)
        return _outside(inner, self.values) + _outside(self.limits_of_each, self.values)

    def sides(self, widened: bool) -> Integers:
        """Where each authority lies (m,): 0 within, 1 above the 95% limit and 2 above the 99.8% one, below negative."""
        return self._sides(slice(None), widened)

    def side_of(self, at: int, widened: bool) -> int:
        """The same of one of them. The exact limits of rates take a millisecond for all."""
        return int(self._sides(slice(at, at + 1), widened)[0])

    def _sides(self, those: slice, widened: bool) -> Integers:
        values, sizes = self.values[those], self.denominator[those]
        inner, outer = (_outside(self.limits(sizes, level, widened), values) for level in (CONFIDENCE, ALARM))
        return inner + outer


def _outside(limits: Limits, values: Floats) -> Integers:
    sides: Integers = (values > limits.high).astype(np.int64) - (values < limits.low)
    return sides


def funnel_of(indicator: Indicator, numerators: Floats, denominators: Floats) -> Funnel | None:
    """The funnel from the counts (areas,), NaN for areas that take no part; None where there are too few for one."""
    areas = np.flatnonzero(with_counts(indicator, numerators, denominators))
    if len(areas) < FEWEST:
        return None
    kind = str(kinds_of([indicator])[0])
    numerator, denominator = numerators[areas], denominators[areas]
    average = pooled_average(numerator[None], denominator[None])
    if average[0] == 0:
        return None
    spread = overdispersion(standardised(kind, numerator[None], denominator[None], average))
    return Funnel(
        kind=kind,
        per=indicator.per,
        areas=areas,
        numerator=numerator,
        denominator=denominator,
        average=float(average[0]),
        phi=float(spread.phi[0]),
        tau_squared=float(spread.tau_squared[0]),
    )
