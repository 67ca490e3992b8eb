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

from models.arrays import Codes, Flags, Floats, Signs, Words
from models.intervals import PROPORTION, Interval

POINTS = 5
CONFIDENCE = 0.998
CRITICAL = float(special.chdtri(1, 1 - CONFIDENCE))
# Fingertips takes the width of a 95% interval to be 3.92 standard errors.
WIDTH = 3.92
WORDS = np.array(
    [
        "cannot be calculated",
        "increasing and getting better",
        "increasing and getting worse",
        "increasing",
        "decreasing and getting worse",
        "decreasing and getting better",
        "decreasing",
        "no significant change",
    ]
)
"""What a trend is called, by its code."""
_TIMES = np.arange(1.0, POINTS + 1)
# A line this flat is flat: sums that cancel leave a last digit of either sign.
_DECIMALS = 10


@dataclass(frozen=True)
class RecentTrend:
    """For each of n indicators: `slope` a year, `chi_square`, and the `code` of its word.

    The slope is in log odds for a proportion and otherwise in the figure's own unit. Both are NaN where the word is
    `cannot be calculated`.
    """

    slope: Floats
    chi_square: Floats
    code: Codes

    @property
    def word(self) -> Words:
        """What each is called."""
        return np.asarray(WORDS[self.code])


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
    slopes, chi_square = np.full((len(value), 1 + POINTS), np.nan), np.full(len(value), np.nan)
    if value.shape[1] >= POINTS:
        proportions = np.broadcast_to(np.asarray(kind, dtype=np.str_) == PROPORTION, len(value))
        for rows, test, figures in (
            (proportions, _counted, (numerator, denominator)),
            (~proportions, _weighted, (value, interval.low, interval.high)),
        ):
            if rows.any():
                slopes[rows], chi_square[rows] = test(*(each[rows, -POINTS:] for each in figures))
    signs = np.sign(np.round(slopes, _DECIMALS))
    steady = (signs == signs[:, :1]).all(axis=1)
    return RecentTrend(slopes[:, 0], chi_square, _codes(slopes[:, 0], chi_square, steady, polarity))


def _counted(r: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Slopes of the log odds (n, 1 + POINTS), and the chi-square for linear trend (Cochran 1954, Armitage 1955).

    chi-square = N (N sum rt - R sum nt)^2 / (R (N - R) (N sum nt^2 - (sum nt)^2)).
    """
    known: Flags = np.all((n > 0) & (r >= 0) & (r <= n), axis=1)
    r, n = r[known], n[known]
    total, count = n.sum(axis=1), r.sum(axis=1)
    lean = total * (r @ _TIMES) - count * (n @ _TIMES)
    span = count * (total - count) * (total * (n @ _TIMES**2) - (n @ _TIMES) ** 2)
    chi_square = np.divide(total * lean**2, span, out=np.zeros(len(span)), where=span > 0)
    # None or all has no log odds. Half a child each way gives it some (Anscombe 1956); Fingertips' code stops there.
    half = np.where(((r == 0) | (r == n)).any(axis=1), 0.5, 0.0)[:, None]
    return _among(known, _slopes(np.log((r + half) / (n - r + half)), np.ones(r.shape)), chi_square)


def _weighted(value: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Slopes of the figures (n, 1 + POINTS) weighted by 1 / error^2, and the square of the slope over its variance."""
    known: Flags = np.all(~np.isnan(value) & (high > low), axis=1)
    weights = (WIDTH / (high[known] - low[known])) ** 2
    slopes = _slopes(value[known], weights)
    middle = (weights * _TIMES).sum(axis=1) / weights.sum(axis=1)
    information = (weights * (_TIMES - middle[:, None]) ** 2).sum(axis=1)
    return _among(known, slopes, slopes[:, 0] ** 2 * information)


def _among(known: Flags, slopes: Floats, chi_square: Floats) -> tuple[Floats, Floats]:
    """What was found of the known ones, as rows of all; NaN where nothing is known."""
    all_slopes, all_chi_square = np.full((len(known), 1 + POINTS), np.nan), np.full(len(known), np.nan)
    all_slopes[known], all_chi_square[known] = slopes, chi_square
    return all_slopes, all_chi_square


def _slopes(y: Floats, weights: Floats) -> Floats:
    """The weighted least-squares slope of all points, then with each left out in turn: (n, 1 + POINTS)."""
    kept = np.vstack([np.ones(POINTS), 1 - np.eye(POINTS)])
    total, times, squares = (weights * _TIMES**power @ kept.T for power in (0, 1, 2))
    levels, products = (weights * y) @ kept.T, (weights * y * _TIMES) @ kept.T
    slopes: Floats = (total * products - times * levels) / (total * squares - times**2)
    return slopes


def _codes(slope: Floats, chi_square: Floats, steady: Flags, polarity: Signs) -> Codes:
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
    # In the order of WORDS, the last of which is left.
    return np.select(conditions, range(len(conditions)), default=len(conditions)).astype(np.int8)
