"""Limits for small numbers: the counts themselves that the binomial and the Poisson distribution make unlikely."""

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Floats

# Below this many expected with or without the outcome, the normal curve misjudges how far chance reaches.
EXACT_BELOW_EXPECTED = 5
# The chance of lying beyond two and beyond three standard deviations, on one side.
TWO_SIGMA_TAIL = float(special.ndtr(-2.0))
THREE_SIGMA_TAIL = float(special.ndtr(-3.0))
# Of counts of which fewer than five are expected, none that chance makes likely is as large as this.
_LARGEST = 40


def binomial_limits(trials: Floats, share: Floats, tail: float) -> tuple[Floats, Floats]:
    """The lowest and highest counts that are not unlikely, for (k,) months of `trials` with an expected `share`.

    Fewer than the lowest, or more than the highest, has at most the chance `tail`. Either the expected count or what
    remains of the trials is under five; where it is the remainder, the limits are found on that side.
    """
    size = np.rint(trials).astype(np.int64)
    mirrored = share * trials >= EXACT_BELOW_EXPECTED
    rare = np.where(mirrored, 1 - share, share)[:, None]
    counts = np.minimum(np.arange(_LARGEST), size[:, None])
    low, high = _limits(
        special.bdtr(counts, size[:, None], rare),
        special.bdtrc(counts, size[:, None], rare),
        tail,
    )
    return np.where(mirrored, size - high, low), np.where(mirrored, size - low, high)


def poisson_limits(expected: Floats, tail: float) -> tuple[Floats, Floats]:
    """The lowest and highest counts that are not unlikely, for (k,) months whose `expected` counts are under five.

    Fewer than the lowest, or more than the highest, has at most the chance `tail`.
    """
    counts = np.arange(_LARGEST)
    return _limits(special.pdtr(counts, expected[:, None]), special.pdtrc(counts, expected[:, None]), tail)


def _limits(below: npt.ArrayLike, above: npt.ArrayLike, tail: float) -> tuple[Floats, Floats]:
    """`below` holds the chance of at most 0, 1, 2 ..., `above` that of more than 0, 1, 2 ..."""
    low = np.count_nonzero(np.asarray(below) < tail, axis=1).astype(np.float64)
    high = np.count_nonzero(np.asarray(above) > tail, axis=1).astype(np.float64)
    return low, high
