"""Recent trend: do the last five yearly figures rise or fall by more than chance?

As Fingertips marks it: OHID, Public health technical guidance, Trend markers, and its own code for them (DHSC,
PHEindicatormethods, assign_trend_markers). Two tests, each at 99.8% (chi-square of 9.549536 on one degree of freedom):
for proportions the chi-square test for linear trend, with the direction of the straight line through the log odds; for
everything else a straight line through the figures as they are, weighted by their intervals. No outlier may make the
trend: the direction must be the same with each point left out in turn.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from models.arrays import Flags, Floats, Signs, Words
from models.intervals import PROPORTION, Interval

POINTS = 5
CONFIDENCE = 0.998
CRITICAL = float(special.chdtri(1, 1 - CONFIDENCE))
# Fingertips takes the width of a 95% interval to be 3.92 standard errors.
WIDTH = 3.92
_TIMES = np.arange(1.0, POINTS + 1)
# A line this flat is flat: sums that cancel leave a last digit of either sign.
_DECIMALS = 10


@dataclass(frozen=True)
class RecentTrend:
    """For each of n indicators: `slope` a year, `chi_square`, and the `word`.

    The slope is in log odds for a proportion and otherwise in the figure's own unit. Both are NaN where the word is
    `cannot be calculated`.
    """

    slope: Floats
    chi_square: Floats
    word: Words


def recent_trends(
    kind: npt.ArrayLike,
    value: Floats,
    interval: Interval,
    numerator: Floats,
    denominator: Floats,
    polarity: Signs,
) -> RecentTrend:
    """The recent trend of each indicator; all figures are (n, periods), the last five periods are used.

    `kind` (n,) is `proportion` (tested by its counts) or anything else (tested by `value` and its 95% `interval`);
    `polarity` (n,) is 1, -1 or 0. Periods are consecutive years that do not overlap, a missing one as NaN: the caller
    sees to it. `cannot be calculated` without five in a row that have what the test needs. Otherwise `increasing` or
    `decreasing`, unless polarity is neutral with `and getting better` or `and getting worse`; or `no significant
    change`.
    """
    proportions = np.broadcast_to(np.asarray(kind, dtype=np.str_) == PROPORTION, len(value))
    if value.shape[1] < POINTS:
        nothing = np.full(len(value), np.nan)
        return RecentTrend(nothing, nothing.copy(), np.full(len(value), "cannot be calculated"))
    recent = (figures[:, -POINTS:] for figures in (value, interval.low, interval.high, numerator, denominator))
    value, low, high, numerator, denominator = recent
    weighted = _weighted(value, low, high)
    counted = _counted(numerator, denominator)
    slopes, chi_square = (
        np.where(proportions, of_counts, of_values)
        for of_counts, of_values in zip((counted[0].T, counted[1]), (weighted[0].T, weighted[1]), strict=True)
    )
    signs = np.sign(np.round(slopes, _DECIMALS))
    steady = (signs == signs[0]).all(axis=0)
    return RecentTrend(slopes[0], chi_square, _words(slopes[0], chi_square, steady, polarity))


def _counted(r: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Slopes of the log odds (n, 1 + POINTS), and the chi-square for linear trend (Cochran 1954, Armitage 1955).

    chi-square = N (N sum rt - R sum nt)^2 / (R (N - R) (N sum nt^2 - (sum nt)^2)).
    """
    known: Flags = np.all((n > 0) & (r >= 0) & (r <= n), axis=1)
    r, n = np.where(known[:, None], r, 1.0), np.where(known[:, None], n, 2.0)
    total, count = n.sum(axis=1), r.sum(axis=1)
    lean = total * (r @ _TIMES) - count * (n @ _TIMES)
    span = count * (total - count) * (total * (n @ _TIMES**2) - (n @ _TIMES) ** 2)
    chi_square = np.divide(total * lean**2, span, out=np.zeros(len(span)), where=span > 0)
    # None or all has no log odds. Half a child each way gives it some (Anscombe 1956); Fingertips' code stops there.
    half = np.where(((r == 0) | (r == n)).any(axis=1), 0.5, 0.0)[:, None]
    slopes = _slopes(np.log((r + half) / (n - r + half)), np.ones(r.shape))
    return np.where(known[:, None], slopes, np.nan), np.where(known, chi_square, np.nan)


def _weighted(value: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Slopes of the figures (n, 1 + POINTS) weighted by 1 / error^2, and the square of the slope over its variance."""
    known: Flags = np.all(~np.isnan(value) & (high > low), axis=1)
    width = np.where(known[:, None], high - low, WIDTH)
    weights = (WIDTH / width) ** 2
    slopes = _slopes(np.where(known[:, None], value, 0.0), weights)
    middle = (weights * _TIMES).sum(axis=1) / weights.sum(axis=1)
    information = (weights * (_TIMES - middle[:, None]) ** 2).sum(axis=1)
    return np.where(known[:, None], slopes, np.nan), np.where(known, slopes[:, 0] ** 2 * information, np.nan)


def _slopes(y: Floats, weights: Floats) -> Floats:
    """The weighted least-squares slope of all points, then with each left out in turn: (n, 1 + POINTS)."""
    kept = np.vstack([np.ones(POINTS), 1 - np.eye(POINTS)])
    total, times, squares = (weights * _TIMES**power @ kept.T for power in (0, 1, 2))
    levels, products = (weights * y) @ kept.T, (weights * y * _TIMES) @ kept.T
    slopes: Floats = (total * products - times * levels) / (total * squares - times**2)
    return slopes


def _words(slope: Floats, chi_square: Floats, steady: Flags, polarity: Signs) -> Words:
    certain = steady & (chi_square > CRITICAL)
    sign = np.broadcast_to(polarity, slope.shape)
    rising, falling = certain & (slope > 0), certain & (slope < 0)
    conditions = [
        np.isnan(chi_square),
        rising & (sign > 0),
        rising & (sign < 0),
        rising,
        falling & (sign > 0),
        falling & (sign < 0),
        falling,
    ]
    words = [
        "cannot be calculated",
        "increasing and getting better",
        "increasing and getting worse",
        "increasing",
        "decreasing and getting worse",
        "decreasing and getting better",
        "decreasing",
    ]
    return np.select(conditions, words, default="no significant change")
