"""Overdispersion: whether monthly counts vary more than counts of their size would by chance."""

import math

import numpy as np

from models.arrays import Floats, Integers
from models.control_charts.moving_ranges import D2, mean_moving_range, moving_ranges

# The upper 5% point of the normal distribution: sigma z is called above 1 when chance would put it there so rarely.
_EVIDENCE = 1.6448536269514722
# The variance of one moving range of standard normal values, and its covariance with the next, both over the square of
# their mean 2 / sqrt(pi). Neighbouring differences correlate by -1/2, for which the mean product of their absolute
# values is (4 / pi) (sqrt(3) / 2 + pi / 12).
_RANGE_VARIANCE = math.pi / 2 - 1
_RANGE_COVARIANCE = math.sqrt(3) / 2 + math.pi / 12 - 1


def standard_scores(value: Floats, centre: Floats, error: Floats) -> Floats:
    """How many standard errors each month's value lies from the centre; 0 where the error is 0, and so all agree."""
    some = np.where(error > 0, error, 1.0)
    return np.where(error == 0, 0.0, (value - centre) / some)


def sigma_z(scores: Floats) -> Floats:
    """Laney's sigma z (..., 1) of standard `scores` (..., t): their mean moving range over 1.128, NaN without any.

    1 where the months vary as counts of their size do by chance, above 1 where they vary more. No range is left out and
    none is taken across a missing month. Source: Laney (2002), Improved control charts for attributes, Quality
    Engineering 14, 531 to 537.
    """
    return mean_moving_range(moving_ranges(scores)) / D2


def chance_limit(scores: Floats, phase: Integers) -> tuple[float, float]:
    """Sigma z of one series of `scores` (t,) within its phases, and the height that chance exceeds one time in 20.

    The height is 1 + 1.645 × the standard error of a mean moving range over 1.128: of m ranges, a of them directly
    after another, sqrt(0.5708 m + 0.2557 a) / m, which for n months without gaps is Cryer and Ryan's (1990, Journal of
    Quality Technology 22, 187 to 192) sqrt(0.8265 n - 1.0821) / (n - 1). NaN for both where there is no moving range.
    """
    ranges = moving_ranges(scores)
    ranges = np.where(phase[1:] == phase[:-1], ranges, np.nan)
    present = ~np.isnan(ranges)
    count = int(present.sum())
    if not count:
        return math.nan, math.nan
    after_another = int((present[1:] & present[:-1]).sum())
    error = math.sqrt(_RANGE_VARIANCE * count + 2 * _RANGE_COVARIANCE * after_another) / count
    return float(mean_moving_range(ranges)[0]) / D2, 1 + _EVIDENCE * error
