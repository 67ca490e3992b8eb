"""Overdispersion: by how much authorities differ beyond chance, and a funnel that is wide enough to hold it.

Counts are set on a scale on which chance alone has the same spread everywhere: the arcsine of the square root of a
proportion, the square root of a rate over the average. Sources: Spiegelhalter (2005), Statistics in Medicine 24, 1185
to 1202, and Spiegelhalter, Sherlaw-Johnson, Bardsley, Blunt, Wood and Grigg (2012), J R Stat Soc A 175, 1 to 47, as
the Care Quality Commission applies them: z-scores winsorised at 10%, additive random effects.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Flags, Floats, Integers, Words
from models.funnel import ALARM, Limits, pooled_average
from models.intervals import CONFIDENCE, PROPORTION, RATE

WINSORISED = 0.1
# With fewer authorities there is no telling what the spread between them is.
FEWEST = 10


@dataclass(frozen=True)
class Standardised:
    """Counts on the scale of even spread (n, m): what was `observed`, its `target` and the `error` chance leaves.

    NaN in all three where counts are missing.
    """

    observed: Floats
    target: Floats
    error: Floats

    @property
    def z(self) -> Floats:
        """Distance from the target in standard errors."""
        return (self.observed - self.target) / self.error


@dataclass(frozen=True)
class Overdispersion:
    """For each of n indicators: `phi` (about 1 if chance explains all), the variance `tau_squared` between authorities.

    `tau_squared` is on the scale of even spread; `authorities` is how many it was estimated from. NaN without any.
    """

    phi: Floats
    tau_squared: Floats
    authorities: Integers


@dataclass(frozen=True)
class RandomEffects:
    """The variance between estimates and their mean when each is weighted by both its variances."""

    tau_squared: float
    mean: float


def standardised(kind: str, numerator: Floats, denominator: Floats, average: npt.ArrayLike) -> Standardised:
    """Set counts (n, m) beside the `average` (n,) on the scale of even spread; a share, or events for each one.

    Proportions: arcsin(sqrt(r / n)), error 1 / (2 sqrt(n)). Rates: sqrt(x / e) where e = average x denominator is
    expected, target 1, error 1 / (2 sqrt(e)). Missing where counts are no proportion or rate, or nothing is expected.
    """
    count, n, centre = np.broadcast_arrays(numerator, denominator, np.asarray(average, dtype=np.float64)[..., None])
    if kind == PROPORTION:
        known = (count >= 0) & (count <= n) & (n > 0) & (centre >= 0) & (centre <= 1)
        share = np.where(known, count, 0.0) / np.where(known, n, 1.0)
        observed, target = np.arcsin(np.sqrt(share)), np.arcsin(np.sqrt(np.where(known, centre, 0.0)))
        size = n
    elif kind == RATE:
        known = (count >= 0) & (n > 0) & (centre > 0)
        size = np.where(known, n * centre, 1.0)
        observed, target = np.sqrt(np.where(known, count, 0.0) / size), np.ones(count.shape)
    else:
        raise ValueError(f"Overdispersion is of a {PROPORTION} or a {RATE}, not of a {kind}.")
    error = 1 / (2 * np.sqrt(np.where(known, size, 1.0)))
    return Standardised(*(np.where(known, array, np.nan) for array in (observed, target, error)))


def winsorised(z: Floats, share: float = WINSORISED) -> Floats:
    """`z` (n, m) with the lowest and the highest `share` of each row drawn in to the quantile there (R's type 7).

    So that the authorities that the funnel is to find do not widen it. NaN stays NaN.
    """
    drawn = z.copy()
    rows = ~np.isnan(z).all(axis=1)
    low, high = np.nanquantile(z[rows], [share, 1 - share], axis=1)
    drawn[rows] = np.clip(z[rows], low[:, None], high[:, None])
    return drawn


def overdispersion(standard: Standardised, share: float = WINSORISED) -> Overdispersion:
    """phi, the mean of the squared winsorised z-scores, and tau_squared, for each row.

    tau_squared = max(0, (k phi - (k - 1)) / (sum w - sum w^2 / sum w)) over the k authorities with counts, w = 1 /
    error^2: the estimate of DerSimonian and Laird with k phi for their Q. 0 where one authority or none has counts.
    """
    z = winsorised(standard.z, share)
    known = ~np.isnan(z)
    authorities = known.sum(axis=1)
    squares = np.where(known, z**2, 0.0).sum(axis=1)
    weights = np.where(known, 1 / standard.error**2, 0.0)
    phi = np.divide(squares, authorities, out=np.full(len(z), np.nan), where=authorities > 0)
    tau_squared = np.where(authorities > 0, _between(squares, authorities, weights), np.nan)
    return Overdispersion(phi, tau_squared, authorities)


def between_authorities(kind: Words, numerator: Floats, denominator: Floats) -> Floats:
    """tau_squared (n,) around the average of all authorities with counts (n, m); 0 where nobody counts any.

    NaN for a `kind` (n,) that is neither a proportion nor a rate, and where fewer than FEWEST have counts of it.
    """
    found = np.full(len(kind), np.nan)
    for word in (PROPORTION, RATE):
        rows = np.flatnonzero(kind == word)
        counting = can_count(word, numerator[rows], denominator[rows])
        enough = counting.sum(axis=1) >= FEWEST
        counts = [np.where(counting, array[rows], np.nan)[enough] for array in (numerator, denominator)]
        found[rows[enough]] = _around_average(word, counts[0], counts[1])
    return found


def can_count(kind: str, numerator: Floats, denominator: Floats) -> Flags:
    """Which counts are a proportion, or a rate."""
    found: Flags = (denominator > 0) & (numerator >= 0)
    return found & (numerator <= denominator) if kind == PROPORTION else found


def _around_average(kind: str, numerator: Floats, denominator: Floats) -> Floats:
    average = pooled_average(numerator, denominator)
    spread = np.zeros(len(average))
    some = average > 0
    if some.any():
        found = overdispersion(standardised(kind, numerator[some], denominator[some], average[some]))
        spread[some] = np.nan_to_num(found.tau_squared)
    return spread


def beyond(standard: Standardised, tau_squared: Floats, confidence: float = ALARM) -> Flags:
    """Which authorities (n, m) lie outside the funnel widened by `tau_squared` (n,); 0 is the plain funnel.

    |observed - target| > z sqrt(error^2 + tau_squared), on the scale of even spread. False where counts are missing.
    """
    spread = np.sqrt(standard.error**2 + np.asarray(tau_squared)[:, None])
    outside: Flags = np.abs(standard.observed - standard.target) > special.ndtri((1 + confidence) / 2) * spread
    return outside


def widened_limits(
    kind: str,
    average: npt.ArrayLike,
    denominator: npt.ArrayLike,
    tau_squared: npt.ArrayLike,
    confidence: float = CONFIDENCE,
) -> Limits:
    """The limits of the widened funnel, as a share or as events for each one of the denominator.

    target +- z sqrt(error^2 + tau_squared), brought back from the scale of even spread: the squared sine, or the square
    times the average. Any shapes that broadcast; a value is outside where `beyond` says so.
    """
    centre, n, between = np.broadcast_arrays(
        *(np.asarray(array, dtype=np.float64) for array in (average, denominator, tau_squared))
    )
    standard = standardised(kind, np.zeros((n.size, 1)), n.reshape(-1, 1), centre.reshape(-1))
    target, error = standard.target.reshape(n.shape), standard.error.reshape(n.shape)
    spread = special.ndtri((1 + confidence) / 2) * np.sqrt(error**2 + between)
    low, high = np.maximum(target - spread, 0.0), target + spread
    if kind == PROPORTION:
        return Limits(np.sin(low) ** 2, np.sin(np.minimum(high, np.pi / 2)) ** 2)
    return Limits(low**2 * centre, high**2 * centre)


def random_effects(estimates: Floats, variances: Floats) -> RandomEffects:
    """The variance between `estimates` (k,) with known `variances` (k,), and their random-effects mean.

    DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177 to 188: Q = sum w (y - mean)^2 with w = 1 / variance
    and the mean weighted by w, tau_squared as in `overdispersion` from Q, and the mean weighted by 1 / (variance +
    tau_squared).
    """
    weights = 1 / variances
    q = (weights * (estimates - np.average(estimates, weights=weights)) ** 2).sum()
    tau_squared = float(_between(q[None], np.array([len(estimates)]), weights[None])[0])
    return RandomEffects(tau_squared, float(np.average(estimates, weights=1 / (variances + tau_squared))))


def _between(squares: Floats, authorities: Integers, weights: Floats) -> Floats:
    """The variance that squares (n,) beyond their expectation are owed to; `weights` are (n, m), 0 where missing."""
    total = weights.sum(axis=1)
    room = total - np.divide((weights**2).sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)
    several = authorities > 1
    excess = np.where(several, squares - (authorities - 1), 0.0) / np.where(several, room, 1.0)
    return np.maximum(excess, 0.0)
