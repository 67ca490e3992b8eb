"""Is a change between two periods more than chance? The interval of the difference, and the word for it.

Newcombe (1998), Statistics in Medicine 17, 873 to 890, method 10: the limits of the two figures, squared and added. Zou
and Donner (2008), Statistics in Medicine 27, 1693 to 1702, show that the same holds for any two independent estimates,
so that rates are compared in the same way by their Byar limits.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.arrays import Floats, Signs, Words
from models.intervals import CONFIDENCE, limits_for


@dataclass(frozen=True)
class Counts:
    """The numerators and denominators of one period, of one shape."""

    numerator: npt.ArrayLike
    denominator: npt.ArrayLike


@dataclass(frozen=True)
class ChangeTest:
    """The `change` by the counts, its limits `low` and `high`, all in the figure's unit, and the `word`."""

    change: Floats
    low: Floats
    high: Floats
    word: Words


def change_test(
    kind: npt.ArrayLike,
    now: Counts,
    before: Counts,
    polarity: Signs,
    per: npt.ArrayLike = 100.0,
    confidence: npt.ArrayLike = CONFIDENCE,
) -> ChangeTest:
    """Compare the counts of two periods; all arguments broadcast.

    change = now - before; low = change - sqrt((now - its low)^2 + (high of before - before)^2), high likewise, with the
    Wilson limits of proportions and the Byar limits of rates (`kind`), per `per`. `better` or `worse` (`higher` or
    `lower` where `polarity` is 0) when 0 is outside, `no clear change` when it is not, `not tested` where a count is
    missing. The two periods are taken as independent: where many children are counted in both (a count at 31 March),
    real changes are larger beside chance than this says, and the test errs to no clear change.
    """
    value, interval = _figure(kind, now, per, confidence)
    previous, previous_interval = _figure(kind, before, per, confidence)
    change = value - previous
    low = change - np.hypot(value - interval[0], previous_interval[1] - previous)
    high = change + np.hypot(interval[1] - value, previous - previous_interval[0])
    return ChangeTest(change, low, high, _words(low, high, polarity))


def _figure(
    kind: npt.ArrayLike, counts: Counts, per: npt.ArrayLike, confidence: npt.ArrayLike
) -> tuple[Floats, tuple[Floats, Floats]]:
    interval = limits_for(kind, counts.numerator, counts.denominator, per, confidence)
    numerator, denominator, unit = (
        np.asarray(array, dtype=np.float64) for array in (counts.numerator, counts.denominator, per)
    )
    tested = ~np.isnan(interval[0])
    value = np.where(tested, numerator, np.nan) / np.where(tested, denominator, np.nan) * unit
    return value, interval


def _words(low: Floats, high: Floats, polarity: Signs) -> Words:
    rise, fall = low > 0, high < 0
    sign = np.broadcast_to(polarity, rise.shape)
    conditions = [
        (rise & (sign > 0)) | (fall & (sign < 0)),
        (rise & (sign < 0)) | (fall & (sign > 0)),
        rise,
        fall,
        (low <= 0) & (high >= 0),
    ]
    return np.select(conditions, ["better", "worse", "higher", "lower", "no clear change"], default="not tested")
