"""Shrinkage: an authority's figure drawn towards the average of all, the further the less it was counted from.

Empirical Bayes: how much authorities really differ is estimated from them all, by moments. Sources: Kleinman (1973),
J Am Stat Assoc 68, 46 to 54, for proportions; Marshall (1991), Applied Statistics 40, 283 to 294, for rates.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats
from models.intervals import PROPORTION, RATE


@dataclass(frozen=True)
class Shrunk:
    """`estimate` (n, m) and the `average` (n,) it is drawn to, as shares; `strength` (n,) is K.

    K is in children (or whatever the denominator counts): an authority with K of them is drawn half way. Infinite where
    authorities differ by no more than chance, and then every estimate is the average.
    """

    estimate: Floats
    average: Floats
    strength: Floats


def shrink(kind: str, numerator: Floats, denominator: Floats) -> Shrunk:
    """The posterior mean of each figure (n, m): (r + m K) / (n + K), where m is the pooled average of the row.

    `kind` is `proportion` (beta-binomial) or `rate` (gamma-Poisson: r events, n persons, the estimate is events for
    each one of them). Missing counts stay NaN and weigh nothing; a row needs two authorities.
    """
    if kind not in (PROPORTION, RATE):
        raise ValueError(f"A {PROPORTION} or a {RATE} can be shrunk, not a {kind}.")
    known = (numerator >= 0) & (denominator > 0)
    if kind == PROPORTION:
        known &= numerator <= denominator
    r, n = np.where(known, numerator, 0.0), np.where(known, denominator, 0.0)
    total = n.sum(axis=1)
    average = np.divide(r.sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0)
    strength = (_beta_binomial if kind == PROPORTION else _gamma_poisson)(r, n, average, known)
    # Divided by K, so that an infinite one needs no case of its own: (r / K + m) / (n / K + 1).
    weakness = np.divide(1.0, strength, out=np.full(len(total), np.inf), where=strength > 0)[:, None]
    some = weakness < np.inf
    drawn = (r * np.where(some, weakness, 0.0) + average[:, None]) / (n * np.where(some, weakness, 0.0) + 1)
    estimate = np.where(some, drawn, np.divide(r, n, out=np.zeros(r.shape), where=known))
    return Shrunk(np.where(known & ~np.isnan(strength)[:, None], estimate, np.nan), average, strength)


def _beta_binomial(r: Floats, n: Floats, average: Floats, known: Flags) -> Floats:
    """K = (1 - rho) / rho from the intraclass correlation rho by moments.

    S = sum n (p - m)^2 is expected to be m (1 - m) (k - 1 + rho (N - sum n^2 / N - (k - 1))), N = sum n.
    """
    chance = average * (1 - average)
    squares, room, others = _moments(r, n, average, known)
    excess, span = squares - chance * others, chance * (room - others)
    usable = (others > 0) & (span > 0)
    rho = np.divide(excess, span, out=np.full(len(span), np.nan), where=usable)
    # All authorities at 0% or all at 100%: nothing varies, and nothing is left to draw together.
    rho = np.where((others > 0) & ~usable, 0.0, rho)
    return _strength(np.clip(rho, 0.0, 1.0), 1 - np.clip(rho, 0.0, 1.0))


def _gamma_poisson(r: Floats, n: Floats, average: Floats, known: Flags) -> Floats:
    """K = m / tau^2 from the variance tau^2 of the rates by moments.

    S = sum n (rate - m)^2 is expected to be m (k - 1) + tau^2 (N - sum n^2 / N).
    """
    squares, room, others = _moments(r, n, average, known)
    usable = (others > 0) & (room > 0)
    tau_squared = np.divide(squares - average * others, room, out=np.full(len(room), np.nan), where=usable)
    return _strength(np.maximum(tau_squared, 0.0), average)


def _moments(r: Floats, n: Floats, average: Floats, known: Flags) -> tuple[Floats, Floats, Floats]:
    """S = sum n (r / n - m)^2, N - sum n^2 / N, and k - 1."""
    share = np.divide(r, n, out=np.zeros(r.shape), where=n > 0)
    squares = (n * (share - average[:, None]) ** 2).sum(axis=1)
    total = n.sum(axis=1)
    room = total - np.divide((n**2).sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)
    return squares, room, known.sum(axis=1).astype(np.float64) - 1


def _strength(between: Floats, within: Floats) -> Floats:
    """`within` over `between`; infinite where nothing lies between, NaN where it could not be estimated."""
    ratio = np.divide(within, between, out=np.full(len(between), np.inf), where=between > 0)
    return np.where(np.isnan(between), np.nan, ratio)
