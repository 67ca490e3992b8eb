"""Funnel plots: how far from the average chance alone would carry an authority of a given size.

As UKHSA's PHEindicatormethods draws and labels them for Fingertips; after Spiegelhalter (2005), Funnel plots for
comparing institutional performance, Statistics in Medicine 24, 1185 to 1202. The inner pair of limits is at 95%, the
outer at 99.8%: two and three standard deviations. Real differences between authorities are often wider than chance:
models/overdispersion.py widens the funnel by as much.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Flags, Floats, Words
from models.intervals import CONFIDENCE, PROPORTION, RATE, byar

ALARM = 0.998
# A ratio is a count over the count that was expected; its average is 1.
RATIO = "ratio"


@dataclass(frozen=True)
class Limits:
    """The control limits `low` and `high`, in the unit that the function says; NaN where there is no denominator."""

    low: Floats
    high: Floats


def pooled_average(numerator: Floats, denominator: Floats) -> Floats:
    """The centre line of each of n indicators (n,): all numerators (n, m) over all denominators, as a share.

    Only authorities with both counts and a denominator above 0 are pooled; NaN where there are none. An average of
    authorities' percentages would give the smallest as much say as the largest.
    """
    counted = ~np.isnan(numerator) & (denominator > 0)
    total = np.where(counted, denominator, 0.0).sum(axis=1)
    count = np.where(counted, numerator, 0.0).sum(axis=1)
    average: Floats = np.divide(count, total, out=np.full(len(total), np.nan), where=total > 0)
    return average


def proportion_limits(average: npt.ArrayLike, denominator: npt.ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Limits for proportions as shares from 0 to 1: `average` +- z sqrt(average (1 - average) / `denominator`).

    Where a proportion leaves them, its Wilson interval at the same confidence leaves the average out. UKHSA's formula
    (sigma_adjustment) is longer and comes to this when multiplied out. Any shapes that broadcast; cut at 0 and 1.
    """
    share, n, usable = _usable(average, denominator)
    usable &= share <= 1
    share = np.where(usable, share, 0.0)
    spread = special.ndtri((1 + confidence) / 2) * np.sqrt(share * (1 - share) / n)
    return _limits(usable, np.maximum(share - spread, 0.0), np.minimum(share + spread, 1.0))


def ratio_limits(expected: npt.ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Limits for the ratio of the count observed to the count `expected`, which is 1 on average.

    The exact Poisson limits, with the count taken as continuous: the low limit is x / `expected` for the x for which
    P(X <= x) is half of what `confidence` leaves, the high one likewise for P(X >= x). 0 where even no event at all is
    no surprise. Any shape; NaN where `expected` is not above 0.
    """
    _, mean, usable = _usable(1.0, expected)
    tail = (1 - confidence) / 2
    surprising = np.exp(-mean) < tail
    low = np.where(surprising, special.pdtrik(tail, np.where(surprising, mean, 100.0)), 0.0)
    # P(X >= x) is P(X > x - 1), so the continuous count of the upper tail is one more than that of the lower.
    high = special.pdtrik(1 - tail, mean) + 1
    return _limits(usable, low / mean, high / mean)


def rate_limits(
    average: npt.ArrayLike, denominator: npt.ArrayLike, per: npt.ArrayLike = 1.0, confidence: float = CONFIDENCE
) -> Limits:
    """Limits for rates per `per`: the exact Poisson limits about `average` (events for each one of the denominator).

    `average` times `denominator` events are expected, and `ratio_limits` of that are limits of the rate over the
    average. Any shapes that broadcast.
    """
    rate, n, usable = _usable(average, denominator)
    ratio = ratio_limits(np.where(usable, rate * n, np.nan), confidence)
    scale = rate * np.asarray(per, dtype=np.float64)
    return Limits(ratio.low * scale, ratio.high * scale)


def expected_at_limits(events: npt.ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """The two numbers of expected events for which exactly `events` lie on a limit: the curve as UKHSA tabulates it.

    `low` is the expectation whose lower limit `events` are (the upper exact limit of the count), `high` the one whose
    upper limit they are; the curve's height there is `events` over it. Divided by the average they are populations.
    """
    count = np.asarray(events, dtype=np.float64)
    usable = count > 0
    count = np.where(usable, count, 1.0)
    tail = (1 - confidence) / 2
    return _limits(usable, special.gammaincinv(count + 1, 1 - tail), special.gammaincinv(count, tail))


def funnel_labels(
    kind: str, numerator: npt.ArrayLike, denominator: npt.ArrayLike, average: npt.ArrayLike = 1.0
) -> Words:
    """UKHSA's label of each point: `Low (0.001)`, `Low (0.025)`, `Not significant`, `High (0.025)` or `High (0.001)`.

    `kind` is `proportion` (compared with `proportion_limits`), or `rate` or `ratio`, for which UKHSA asks whether the
    average lies in the count's Byar interval (exact under 10). `average` is a share; 1 for a ratio, whose denominator
    is the expected count. Any shapes that broadcast; an empty string where counts or average are missing.
    """
    if kind not in (PROPORTION, RATE, RATIO):
        raise ValueError(f"A funnel is of a {PROPORTION}, a {RATE} or a {RATIO}, not of a {kind}.")
    count, n, centre = np.broadcast_arrays(
        *(np.asarray(array, dtype=np.float64) for array in (numerator, denominator, average))
    )
    known = (count >= 0) & (n > 0) & (centre >= 0)
    if kind == PROPORTION:
        known = known & (count <= n) & (centre <= 1)
    outer = _sides(kind, np.where(known, count, np.nan), n, centre, ALARM)
    inner = _sides(kind, np.where(known, count, np.nan), n, centre, CONFIDENCE)
    words = ["Low (0.001)", "Low (0.025)", "High (0.001)", "High (0.025)", "Not significant"]
    return np.select([outer[0], inner[0], outer[1], inner[1], known], words, default="")


def _sides(kind: str, count: Floats, n: Floats, average: Floats, confidence: float) -> tuple[Flags, Flags]:
    """Which points lie below and which above the limits."""
    if kind == PROPORTION:
        limits = proportion_limits(average, n, confidence)
        share = np.divide(count, n, out=np.full(count.shape, np.nan), where=n > 0)
        return share < limits.low, share > limits.high
    interval = byar(count, n, confidence=confidence)
    return average > interval.high, average < interval.low


def _usable(average: npt.ArrayLike, denominator: npt.ArrayLike) -> tuple[Floats, Floats, Flags]:
    """Both as arrays of one shape, 1 standing in for denominators that cannot be used."""
    share, n = np.broadcast_arrays(np.asarray(average, dtype=np.float64), np.asarray(denominator, dtype=np.float64))
    usable = np.asarray((n > 0) & (share >= 0))
    return share, np.where(usable, n, 1.0), usable


def _limits(usable: Flags, low: npt.ArrayLike, high: npt.ArrayLike) -> Limits:
    return Limits(np.where(usable, low, np.nan), np.where(usable, high, np.nan))
