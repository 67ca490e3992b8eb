"""The 95% interval of a rank: the places that an authority could hold, given how little its and others' counts say.

Each true figure has a posterior, of its own authority alone: Beta(r + 1/2, n - r + 1/2) for a proportion, Gamma(x +
1/2, n) for a rate (Jeffreys' priors). The rank is one more than how many true figures are better. Its distribution is
what a Monte Carlo over the posteriors tends to (Goldstein and Spiegelhalter 1996, J R Stat Soc A 159, 385 to 443);
here it is integrated instead, which is quicker, and the same at every call. Given the authority's own true figure
the others are better or not independently, each with a probability p: their number is Poisson-binomial, and the
distribution of the rank is the average of those over the authority's own posterior.

What is approximate, and how far: each p, by Peizer and Pratt's normal score (Pratt 1968, J Am Stat Assoc 63, 1457 to
1483), within .002, and exact for counts of none or all; the Poisson-binomial by its refined normal approximation
(Volkova 1996, Theory Probab Appl 40, 791 to 794); the average, over NODES points. Tests hold the ends against Monte
Carlo: they agree, or differ by one place.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Flags, Floats, Integers, Signs, Words
from models.intervals import CONFIDENCE, PROPORTION, RATE

# Points of the authority's own posterior over which the rank's distribution is averaged.
NODES = 32
# Between them the scores of the others are so nearly straight that these few, interpolated, give them all.
ANCHORS = 5
_REACH = 3.2
# Rows at a time, so that a block of rows x NODES x authorities stays in the processor's cache.
_BLOCK = 16


@dataclass(frozen=True)
class RankInterval:
    """For n rows: the best place `low` and the worst `high` of the interval, `of` how many authorities with counts.

    0 in all three where the authority has no counts. Where many share one published value the published rank, which
    they share too, can lie outside: their true figures are not equal.
    """

    low: Integers
    high: Integers
    of: Integers


def rank_intervals(
    kind: npt.ArrayLike,
    numerator: Floats,
    denominator: Floats,
    polarity: Signs,
    authority: npt.ArrayLike,
    confidence: float = CONFIDENCE,
) -> RankInterval:
    """The interval of the rank of one authority a row, over n indicators.

    Counts are (n, m), `kind` (n,) is `proportion` or `rate` (any other has no interval), `polarity` (n,) is 1, -1 or 0,
    and `authority` is a column, or one for each row (n,). Place 1 is the best; where polarity is neutral, the highest.
    Authorities whose counts are missing, or no proportion or rate, take no place. The ends are quantiles of whole
    places: P(rank <= low) is at least half of what `confidence` leaves, P(rank <= high) at least all but that half.
    """
    kinds = np.broadcast_to(np.asarray(kind, dtype=np.str_), len(numerator))
    columns = np.broadcast_to(np.asarray(authority, dtype=np.int64), len(numerator))
    usable = _usable(kinds, numerator, denominator)
    taken = np.flatnonzero(usable[np.arange(len(columns)), columns])
    low, high, of = (np.zeros(len(numerator), dtype=np.int64) for _ in range(3))
    of[taken] = usable[taken].sum(axis=1)
    for word in (PROPORTION, RATE):
        rows = taken[kinds[taken] == word]
        if not len(rows):
            continue
        moments = [
            _moments(word, numerator[part], denominator[part], usable[part], polarity[part], columns[part])
            for part in np.split(rows, range(_BLOCK, len(rows), _BLOCK))
        ]
        mean, deviation, skewness = (np.concatenate(parts) for parts in zip(*moments, strict=True))
        tail = (1 - confidence) / 2
        low[rows] = 1 + _quantile(mean, deviation, skewness, of[rows], tail)
        high[rows] = 1 + _quantile(mean, deviation, skewness, of[rows], 1 - tail)
    return RankInterval(low, high, of)


def _usable(kinds: Words, numerator: Floats, denominator: Floats) -> Flags:
    counted = (denominator > 0) & (numerator >= 0)
    shares = (kinds == PROPORTION)[:, None]
    return counted & np.where(shares, numerator <= denominator, (kinds == RATE)[:, None])


@cache
def _quadrature() -> tuple[Floats, Floats, Floats]:
    """The anchors' probabilities, the matrix that interpolates from them to the nodes, and the nodes' weights.

    Gauss and Legendre's nodes in probability; anchors and interpolation (Lagrange's, at Chebyshev's points) in normal
    scores, on which one posterior seen from another is nearly a straight line.
    """
    points, weights = np.polynomial.legendre.leggauss(NODES)
    scores = special.ndtri((points + 1) / 2)
    anchors = _REACH * np.cos(np.pi * (np.arange(ANCHORS) + 0.5) / ANCHORS)
    powers = np.arange(ANCHORS)
    interpolation = scores[:, None] ** powers @ np.linalg.inv(anchors[:, None] ** powers)
    return special.ndtr(anchors), interpolation, weights / 2


def _moments(
    kind: str, numerator: Floats, denominator: Floats, usable: Flags, polarity: Signs, columns: Integers
) -> tuple[Floats, Floats, Floats]:
    """How many others are better, given the own figure: mean, standard deviation and skewness (n, NODES)."""
    chances, interpolation, _ = _quadrature()
    rows = np.arange(len(columns))
    r = np.where(usable, numerator, 1.0)
    n = np.where(usable, denominator, 2.0)
    score = _proportion_scores if kind == PROPORTION else _rate_scores
    below = special.ndtr(interpolation @ score(r, n, columns, chances))
    others = usable.copy()
    others[rows, columns] = False
    below *= others[:, None, :]
    squares = below * below
    first, second = below.sum(axis=2), squares.sum(axis=2)
    third = np.einsum("iqm,iqm->iq", squares, below)
    # From the sums of p, p^2 and p^3: the variance is sum p (1 - p), the third moment sum p (1 - p) (1 - 2p).
    deviation = np.sqrt(np.maximum(first - second, 1e-12))
    skewness = (first - 3 * second + 2 * third) / deviation**3
    low_is_good = (polarity < 0)[:, None]
    mean = np.where(low_is_good, first, others.sum(axis=1)[:, None] - first)
    return mean, deviation, np.where(low_is_good, skewness, -skewness)


def _proportion_scores(r: Floats, n: Floats, columns: Integers, chances: Floats) -> Floats:
    """The normal score of P(true share < t) for each authority (n, ANCHORS, m), t from the own posterior."""
    rows = np.arange(len(columns))[:, None]
    own_r, own_n = r[rows, columns[:, None]], n[rows, columns[:, None]]
    t = np.clip(special.betaincinv(own_r + 0.5, own_n - own_r + 0.5, chances), 1e-300, 1 - 1e-15)
    p = t[:, :, None]
    q = 1 - p
    rest = n - r
    entropy = special.xlogy(r, r) + special.xlogy(rest, rest) - special.xlogy(n, n)
    deviance = entropy[:, None] - r[:, None] * np.log(p) - rest[:, None] * np.log(q)
    mean = n[:, None] * p
    shift = 1 / 6 - p / 3 + 0.02 * (q / (r[:, None] + 0.5) - p / (rest[:, None] + 0.5) + (q - 0.5) / (n[:, None] + 1))
    scores = _peizer_pratt(r[:, None] - mean, shift, deviance, mean * q) / np.sqrt(1 + 1 / (6 * n[:, None]))
    row, column = np.nonzero((r == 0) | (rest == 0))
    exact = special.betainc(r[row, column, None] + 0.5, rest[row, column, None] + 0.5, t[row])
    scores[row, :, column] = np.clip(special.ndtri(exact), -8, 8)
    return scores


def _rate_scores(x: Floats, n: Floats, columns: Integers, chances: Floats) -> Floats:
    """The normal score of P(true rate < t) for each authority (n, ANCHORS, m), t from the own posterior."""
    rows = np.arange(len(columns))[:, None]
    own_x, own_n = x[rows, columns[:, None]], n[rows, columns[:, None]]
    t = np.maximum(special.gammaincinv(own_x + 0.5, chances) / own_n, 1e-300)
    expected = n[:, None] * t[:, :, None]
    deviance = special.xlogy(x, x)[:, None] - x[:, None] * np.log(expected) + expected - x[:, None]
    scores = _peizer_pratt(x[:, None] - expected, 1 / 6 + 0.02 / (x[:, None] + 0.5), deviance, expected)
    row, column = np.nonzero(x == 0)
    exact = special.gammainc(0.5, expected[row, :, column])
    scores[row, :, column] = np.clip(special.ndtri(exact), -8, 8)
    return scores


def _peizer_pratt(gap: Floats, shift: Floats, deviance: Floats, variance: Floats) -> Floats:
    """-(gap + shift) sqrt(2 deviance) / |gap|, and its limit 1 / sqrt(variance) where the gap is next to nothing."""
    squared = gap * gap
    near = squared < 1e-6 * variance
    slope = np.maximum(deviance, 0.0) / np.where(near, 1.0, squared)
    scores: Floats = -(gap + shift) * np.sqrt(np.where(near, 1 / variance, 2 * slope))
    return scores


def _quantile(mean: Floats, deviation: Floats, skewness: Floats, of: Integers, share: float) -> Integers:
    """The least number k of better authorities for which P(number <= k) is `share` or more, found by halving."""
    _, _, weights = _quadrature()
    below, enough = np.full(len(of), -1), of - 1
    while (enough - below > 1).any():
        middle = (below + enough) // 2
        x = (middle[:, None] + 0.5 - mean) / deviation
        density = np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
        chance = np.clip(special.ndtr(x) + skewness / 6 * (1 - x * x) * density, 0.0, 1.0) @ weights
        reached = (chance >= share) & (middle >= 0)
        enough, below = np.where(reached, middle, enough), np.where(reached, below, middle)
    return enough
