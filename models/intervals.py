"""Confidence intervals for proportions and rates, as UKHSA's PHEindicatormethods computes them for Fingertips.

Sources: Wilson (1927), J Am Stat Assoc 22, 209 to 212, in the form of Newcombe and Altman (2000); Byar's approximation
from Breslow and Day (1987), Statistical Methods in Cancer Research II; the exact Poisson limits from Armitage and Berry
(2002).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Floats, Words

CONFIDENCE = 0.95
# Below this count Byar's approximation is poor, and UKHSA takes the exact limits.
EXACT_BELOW = 10

PROPORTION = "proportion"
RATE = "rate"
# The method of an interval that came with its figure: the publisher's own, which may allow for more than counts show.
PUBLISHED = "as published by Fingertips"


@dataclass(frozen=True)
class Interval:
    """`low` and `high` limits, NaN where there are none; `method` is Wilson, Byar, exact, PUBLISHED or empty."""

    low: Floats
    high: Floats
    method: Words

    @property
    def rows(self) -> list["Interval"]:
        """Of several rows of limits, each by itself."""
        return list(map(Interval, self.low, self.high, self.method))


def wilson(numerator: npt.ArrayLike, denominator: npt.ArrayLike, confidence: npt.ArrayLike = CONFIDENCE) -> Interval:
    """Wilson's score interval for the proportion `numerator / denominator`, as a share from 0 to 1.

    Any shapes that broadcast. No interval where a count is missing, or where the two are not a proportion: a
    denominator of 0, a negative count, a numerator above its denominator.
    """
    x, n = _as_floats(numerator, denominator)
    low, high = _wilson(x, n, confidence)
    return Interval(low, high, np.where(np.isnan(low), "", "Wilson"))


def _wilson(x: Floats, n: Floats, confidence: npt.ArrayLike) -> tuple[Floats, Floats]:
    z = _z(confidence)
    usable = (n > 0) & (x >= 0) & (x <= n)
    x, n = np.where(usable, x, 0.0), np.where(usable, n, 1.0)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    # None of n has the lower limit 0 and all of n the upper limit 1 exactly; rounding can miss them by the last digit.
    low = np.where(x == 0, 0.0, (2 * x + z**2 - spread) / 2 / (n + z**2))
    high = np.where(x == n, 1.0, (2 * x + z**2 + spread) / 2 / (n + z**2))
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)


def byar(
    count: npt.ArrayLike,
    denominator: npt.ArrayLike = 1.0,
    per: npt.ArrayLike = 1.0,
    confidence: npt.ArrayLike = CONFIDENCE,
) -> Interval:
    """Byar's interval for the rate `count / denominator * per` (for example per 10,000 children), in that unit.

    Counts under 10 take the exact limits from the chi-square distribution, and `method` says so for each. Any shapes
    that broadcast. No interval where a count is missing or negative, or a denominator is not above 0.
    """
    x, n, unit = _as_floats(count, denominator, per)
    low, high = _byar(x, n, unit, confidence)
    return Interval(low, high, np.select([np.isnan(low), x < EXACT_BELOW], ["", "exact"], default="Byar"))


def _byar(x: Floats, n: Floats, unit: Floats, confidence: npt.ArrayLike) -> tuple[Floats, Floats]:
    z = _z(confidence)
    usable = (n > 0) & (x >= 0) & ~np.isnan(unit)
    exact = usable & (x < EXACT_BELOW)
    scale = np.where(usable, unit, 1.0) / np.where(usable, n, 1.0)
    # 10 stands in for what Byar's formula must not see: missing, and counts for which the exact limits are taken.
    large = np.where(usable & ~exact, x, float(EXACT_BELOW))
    above = large + 1
    low = np.asarray(large * (1 - 1 / (9 * large) - z / (3 * np.sqrt(large))) ** 3)
    high = np.asarray(above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3)
    low[exact], high[exact] = _exact(x[exact], _at(confidence, exact))
    return np.where(usable, low * scale, np.nan), np.where(usable, high * scale, np.nan)


def interval_for(
    kind: npt.ArrayLike,
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    per: npt.ArrayLike = 100.0,
    confidence: npt.ArrayLike = CONFIDENCE,
) -> Interval:
    """The interval by what the figure is: Wilson where `kind` is `proportion`, Byar (or exact) where it is `rate`.

    `per` is what the figure is per (100 for a percentage), and the limits are in that unit. For any other kind (a mean,
    a score, counts that are not of children) there is no interval. All arguments broadcast, so kinds may differ by row.
    """
    x = np.asarray(numerator, dtype=np.float64)
    low, high = limits_for(kind, x, denominator, per, confidence)
    method = np.where(np.asarray(kind) == PROPORTION, "Wilson", np.where(x < EXACT_BELOW, "exact", "Byar"))
    return Interval(low, high, np.where(np.isnan(low), "", method))


def limits_for(
    kind: npt.ArrayLike,
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    per: npt.ArrayLike = 100.0,
    confidence: npt.ArrayLike = CONFIDENCE,
) -> tuple[Floats, Floats]:
    """The limits alone, without the words for their method, which cost more than they do."""
    kinds, (x, n, unit) = np.asarray(kind, dtype=np.str_), _as_floats(numerator, denominator, per)
    if kinds.size == 1 and kinds.ndim <= x.ndim:
        return _limits_of(kinds.item(), x, n, unit, confidence)
    shares, rates, x, n, unit = np.broadcast_arrays(kinds == PROPORTION, kinds == RATE, x, n, unit)
    low, high = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    share = _wilson(x[shares], n[shares], _at(confidence, shares))
    low[shares], high[shares] = share[0] * unit[shares], share[1] * unit[shares]
    low[rates], high[rates] = _byar(x[rates], n[rates], unit[rates], _at(confidence, rates))
    return low, high


def _limits_of(kind: str, x: Floats, n: Floats, unit: Floats, confidence: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The same where all figures are of one kind."""
    if kind == PROPORTION:
        low, high = _wilson(x, n, confidence)
        return low * unit, high * unit
    if kind == RATE:
        return _byar(x, n, unit, confidence)
    return np.full(x.shape, np.nan), np.full(x.shape, np.nan)


def or_published(computed: Interval, low: npt.ArrayLike, high: npt.ArrayLike) -> Interval:
    """The publisher's own 95% limits where it gives any (NaN where not), else those that were computed. Same shapes."""
    lower, upper = _as_floats(low, high)
    given = ~np.isnan(lower) & ~np.isnan(upper)
    return Interval(
        np.where(given, lower, computed.low),
        np.where(given, upper, computed.high),
        np.where(given, PUBLISHED, computed.method),
    )


def only_where(interval: Interval, computed: Interval) -> Interval:
    """The interval where one can be computed from counts of children too: what a difference may be tested by."""
    possible = ~np.isnan(computed.low)
    low, high = (np.where(possible, limits, np.nan) for limits in (interval.low, interval.high))
    return Interval(low, high, np.where(possible, interval.method, ""))


def _exact(count: Floats, confidence: npt.ArrayLike) -> tuple[Floats, Floats]:
    # gammaincinv(a, p) is half the chi-square quantile p with 2a degrees of freedom, which has no lower limit at 0
    # events.
    share = np.asarray(confidence, dtype=np.float64)
    tail = (1 - share) / 2
    low = np.where(count > 0, special.gammaincinv(np.where(count > 0, count, 1.0), tail), 0.0)
    high = special.gammaincinv(count + 1, share + tail)
    return low, np.asarray(high, dtype=np.float64)


def _at(confidence: npt.ArrayLike, mask: npt.NDArray[np.bool_]) -> npt.ArrayLike:
    """The confidence of some of the figures: their own, or the one for all."""
    return confidence if np.ndim(confidence) == 0 else np.broadcast_to(confidence, mask.shape)[mask]


def _z(confidence: npt.ArrayLike) -> Floats | float:
    return _z_of_all(confidence) if isinstance(confidence, float) else _scores(confidence)


def _scores(confidence: npt.ArrayLike) -> Floats | float:
    share = np.asarray(confidence, dtype=np.float64)
    if not ((share > 0) & (share < 1)).all():
        raise ValueError(f"A confidence is a share between 0 and 1, not {share}.")
    found = special.ndtri(share + (1 - share) / 2)
    return float(found) if share.ndim == 0 else np.asarray(found)


_z_of_all = lru_cache(8)(_scores)


def _as_floats(*arrays: npt.ArrayLike) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(array, dtype=np.float64) for array in arrays))
