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
from models.sides import sides, table_of

_WORDS = table_of("no clear change", "not tested")


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
    numerators, denominators = (
        np.stack(np.broadcast_arrays(*pair)).astype(np.float64)
        for pair in ((now.numerator, before.numerator), (now.denominator, before.denominator))
    )
    lower, upper = limits_for(kind, numerators, denominators, per, confidence)
    tested = ~np.isnan(lower)
    figures = np.where(tested, numerators, np.nan) / np.where(tested, denominators, np.nan) * np.asarray(per)
    value, previous = figures
    change = value - previous
    low = change - np.hypot(value - lower[0], upper[1] - previous)
    high = change + np.hypot(upper[0] - value, previous - lower[1])
    word = sides(low > 0, high < 0, (low <= 0) & (high >= 0), polarity, _WORDS)
    return ChangeTest(change, low, high, word)
