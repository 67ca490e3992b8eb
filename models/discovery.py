"""Which differences remain when many are looked at: p-values, and the false discovery rate held over a list.

At 95% one indicator in twenty seems to differ by chance alone, so that a board's list of a hundred has five. Benjamini
and Hochberg (1995), J R Stat Soc B 57, 289 to 300: of those still called certain, at most the chosen share is expected
to be chance. Their proof is for independent tests and for such as lean the same way; indicators of one authority
mostly do.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Flags, Floats
from models.intervals import EXACT_BELOW, PROPORTION, RATE

FALSE_DISCOVERIES = 0.05


def p_values(
    kind: npt.ArrayLike,
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    benchmark: npt.ArrayLike,
    per: npt.ArrayLike = 100.0,
) -> Floats:
    """The two-sided p-value of each figure against a fixed `benchmark`, which is in the unit of the figure (`per`).

    It is the p at which the interval that is shown has the benchmark on its limit: under .05 where the 95% interval
    leaves it out. Proportions: the score test, z = (r / n - b) / sqrt(b (1 - b) / n), Wilson's own. Rates: Byar's
    limits solved for z; under ten events twice the smaller exact Poisson tail. NaN for any other `kind`, and where
    counts or benchmark are missing or impossible. All arguments broadcast.
    """
    x, n, level, unit = np.broadcast_arrays(
        *(np.asarray(array, dtype=np.float64) for array in (numerator, denominator, benchmark, per))
    )
    kinds = np.asarray(kind, dtype=np.str_)
    shape = np.broadcast_shapes(x.shape, kinds.shape)
    x, n, target = (np.broadcast_to(array, shape) for array in (x, n, level / unit))
    known = (x >= 0) & (n > 0) & (target >= 0)
    shares = known & (kinds == PROPORTION) & (x <= n) & (target <= 1)
    rates = known & (kinds == RATE)
    found = np.full(shape, np.nan)
    found[shares] = _score_test(x[shares], n[shares], target[shares])
    found[rates] = _rate_test(x[rates], (target * n)[rates])
    return found


def adjusted(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values of a list (k,): the least of p (j) k / j over those not smaller.

    NaN, a figure that was not tested, stays NaN and does not count in the list.
    """
    known = ~np.isnan(p)
    held = np.full(p.shape, np.nan)
    if known.any():
        held[known] = _stepped_up(p[known])
    return held


def certain(p: Floats, rate: float = FALSE_DISCOVERIES) -> Flags:
    """Which of a list of p-values (k,) stay certain when the false discovery rate over the list is held at `rate`."""
    held: Flags = adjusted(p) <= rate
    return held


def _stepped_up(p: Floats) -> Floats:
    """scipy.stats.false_discovery_control of a list (k,), without the half second that scipy.stats takes to import."""
    order = np.argsort(p)
    stepped = p[order] * (len(p) / np.arange(1.0, len(p) + 1))
    held = np.empty(p.shape)
    held[order] = np.clip(np.minimum.accumulate(stepped[::-1])[::-1], 0.0, 1.0)
    return held


def _score_test(x: Floats, n: Floats, target: Floats) -> Floats:
    gap = np.abs(x / n - target)
    error = np.sqrt(target * (1 - target) / n)
    # Against a benchmark of 0% or 100% a single child the other way is decisive.
    z = np.divide(gap, error, out=np.where(gap > 0, np.inf, 0.0), where=error > 0)
    return np.asarray(2 * special.ndtr(-z))


def _rate_test(x: Floats, expected: Floats) -> Floats:
    above = x + 1
    floor = np.maximum(x, 1.0)
    high = 3 * np.sqrt(floor) * (1 - 1 / (9 * floor) - np.cbrt(expected / floor))
    low = 3 * np.sqrt(above) * (np.cbrt(expected / above) - 1 + 1 / (9 * above))
    byar = 2 * special.ndtr(-np.maximum(high, low))
    # P(X >= x) is 1 at x = 0, where the incomplete gamma function is not defined.
    upper = np.where(x > 0, special.gammainc(floor, expected), 1.0)
    lower = special.gammaincc(above, expected)
    exact = 2 * np.minimum(upper, lower)
    return np.minimum(np.where(x < EXACT_BELOW, exact, byar), 1.0)
