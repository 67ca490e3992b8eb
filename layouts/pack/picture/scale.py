"""From figures to places along an axis: a span that begins at nothing where it may, and round figures to mark on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from layouts.numbers import digits
from layouts.pack.picture.looks import wide

MOST_TICKS = 6
ROUND = (1, 2, 2.5, 5, 10)
# A line may leave zero out of sight when all its figures are further from it than this share of the furthest.
FAR = 0.6


@dataclass(frozen=True)
class Scale:
    """An axis from `ticks[0]` to `ticks[-1]`, drawn from `start` to `end` in pixels (up is a start below its end)."""

    ticks: tuple[float, ...]
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a figure, in pixels."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)

    def labelled(self, size: int) -> list[float]:
        """The marked figures whose labels, in letters of this size, have room beside each other; zero is among them."""
        widest = max(wide(digits(tick, self.decimals), size) for tick in self.ticks) + 8
        apart = abs(self.at(self.ticks[1]) - self.at(self.ticks[0]))
        every = max(1, math.ceil(widest / apart))
        zero = next((at for at, tick in enumerate(self.ticks) if tick >= 0), 0)
        return [tick for at, tick in enumerate(self.ticks) if (at - zero) % every == 0]

    @property
    def decimals(self) -> int:
        """As many decimals as the marked figures need."""
        step = self.ticks[1] - self.ticks[0]
        return next(places for places in range(12) if math.isclose(step, round(step, places)))


def ticks(values: Sequence[float], from_zero: bool = True) -> tuple[float, ...]:
    """Round figures that hold all of `values`, and zero unless every one of them is far from it at one side."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    is_far = 0 < FAR * high < low or high < FAR * low < 0
    if from_zero or not is_far:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low, low + 1) if low == 0 else (low - abs(low) / 10, low + abs(low) / 10)
    step = _step((high - low) / (MOST_TICKS - 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(place * step for place in range(first, max(last, first + 1) + 1))


def _step(least: float) -> float:
    """The smallest round step that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(share * power for share in ROUND if share * power >= least * (1 - 1e-9))
