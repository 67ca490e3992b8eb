"""Where the year will end if the months to come are like the months so far: run rates with prediction intervals."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from data.errors import PortalError
from models.arrays import Floats
from models.control_charts.attributes import proportions
from models.control_charts.chart import as_series
from models.intervals import CONFIDENCE

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Projection:
    """The year's end, in the unit of the figure: `expected`, and the prediction interval `low` to `high`.

    `so_far` is the total, mean or share of the `known` months, and `remaining` months are still unknown. `low` and
    `high` are NaN with fewer than two months, from which no spread can be told. `assumption` says in a sentence what
    has to hold.
    """

    expected: float
    low: float
    high: float
    so_far: float
    known: int
    remaining: int
    confidence: float
    assumption: str


def project_total(
    monthly: npt.ArrayLike, months: int = MONTHS_IN_YEAR, confidence: float = CONFIDENCE, counts: bool = True
) -> Projection:
    """The year's total of one series of `monthly` figures (t,), such as referrals, by their run rate.

    With k known months of total T, mean x and standard deviation s, and m = `months` - k to come: T + m x, plus or
    minus t(k - 1) s sqrt(m + m² / k): the chance of the m months, and the uncertainty of the mean that they are
    projected from. NaN is a month not known, in the past or to come. For `counts`, t s is taken to be no less than z
    sqrt(x), the reach of independent events, and the total no less than what has been counted. Raises ValueError for
    more months than the year has, for none, for a count below 0, and for a confidence that is no share. Source: Hahn
    and Meeker, Statistical Intervals (1991), the prediction interval for the mean of m future observations.
    """
    (figures,) = as_series(monthly)
    known = figures[~np.isnan(figures)]
    _check(len(known), months)
    if counts and (known < 0).any():
        raise ValueError(f"A count is not below 0, as {known.min():g} is.")
    return _from_run_rate(float(known.sum()), len(known), _reach(known, confidence, counts), months, confidence, counts)


def project_mean(
    monthly: npt.ArrayLike,
    months: int = MONTHS_IN_YEAR,
    confidence: float = CONFIDENCE,
    possible: tuple[float, float] = (-np.inf, np.inf),
) -> Projection:
    """The year's average of one series of `monthly` figures (t,) without counts, each month counting the same.

    The mean so far, with the interval of `project_total` divided by the `months` of the year and held to the
    `possible` range. Where there are counts take `project_share`: months are not of one size. Raises as
    `project_total`.
    """
    total = project_total(monthly, months, confidence, counts=False)
    least, most = possible
    return Projection(
        expected=total.expected / months,
        low=max(total.low / months, least) if not math.isnan(total.low) else math.nan,
        high=min(total.high / months, most) if not math.isnan(total.high) else math.nan,
        so_far=total.so_far / total.known,
        known=total.known,
        remaining=total.remaining,
        confidence=confidence,
        assumption=total.assumption,
    )


def project_cumulative(
    cumulative: npt.ArrayLike, months: int = MONTHS_IN_YEAR, confidence: float = CONFIDENCE, counts: bool = False
) -> Projection:
    """The year's end of one series (t,) of figures for the year to date, whose first month is the year's first.

    The run rate is the newest figure over the months that it covers; its spread is that of the single months, by
    subtraction. NaN is a month not known: the next figure holds it too, so neither of the two is a single month, but
    both count for the rate. `counts` as in `project_total`; it is False by default because cumulative figures are
    mostly rates. Raises PortalError for a figure below the one before, and ValueError as `project_total`.
    """
    (to_date,) = as_series(cumulative)
    present = np.flatnonzero(~np.isnan(to_date))
    elapsed = int(present[-1]) + 1 if len(present) else 0
    _check(elapsed, months)
    single = monthly_from_cumulative(to_date)
    single = single[~np.isnan(single)]
    return _from_run_rate(
        float(to_date[elapsed - 1]), elapsed, _reach(single, confidence, counts), months, confidence, True
    )


def monthly_from_cumulative(cumulative: npt.ArrayLike) -> Floats:
    """The single months (t,) of one series of figures for the year to date (t,), whose first month is the year's first.

    NaN where a month is not known, and in the month after, whose own part cannot be told. Raises PortalError for a
    figure below the one before it: a year to date does not fall.
    """
    (to_date,) = as_series(cumulative)
    known = to_date[~np.isnan(to_date)]
    falls = np.flatnonzero(np.diff(known) < 0)
    if len(falls):
        before, after = known[falls[0]], known[falls[0] + 1]
        raise PortalError(
            f"The figure for the year to date falls from {before:g} to {after:g}: check the months, or enter each "
            "month by itself."
        )
    return np.diff(to_date, prepend=0.0)


def project_share(
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    months: int = MONTHS_IN_YEAR,
    per: float = 100.0,
    confidence: float = CONFIDENCE,
) -> Projection:
    """The year's pooled share times `per` (100 for a percentage) of one series of counts (t,), such as timeliness.

    With X of N in k known months, p = X / N and M = (months - k) N / k still to come: p, plus or minus the larger of z
    and t(k - 1) sqrt(phi), times sqrt(p (1 - p) M (1 + M / N)) / (N + M). phi is Pearson's chi-square of the months
    over k - 1, so months that vary by more than their numbers explain widen the interval. Where X is 0 or N the spread
    is that of (X + 1) / (N + 2). The interval is held to what is possible: none, or all, of those to come. Months
    without counts are not known; a month in which there was nobody to count, 0 of 0, is known, and tells nothing of the
    spread. Raises ValueError as `project_total`. Source for phi: McCullagh and Nelder, Generalized Linear Models
    (1989), 4.5.
    """
    x, n = as_series(numerator, denominator)
    charted = ~np.isnan(proportions(x, n).value)
    known = int(np.count_nonzero(charted | ((x == 0) & (n == 0))))
    _check(known if charted.any() else 0, months)
    x, n = x[charted], n[charted]
    counted, of = float(x.sum()), float(n.sum())
    to_come = (months - known) * of / known
    share, cautious = counted / of, (counted + 1) / (of + 2)
    variance = share * (1 - share) if 0 < counted < of else cautious * (1 - cautious)
    low = high = math.nan
    if len(x) > 1:
        phi = float(((x - n * share) ** 2 / n).sum()) / variance / (len(x) - 1)
        error = math.sqrt(variance * to_come * (1 + to_come / of)) / (of + to_come)
        reach = max(_t(len(x), confidence) * math.sqrt(phi), _z(confidence)) * error
        low = max(share - reach, counted / (of + to_come)) * per
        high = min(share + reach, (counted + to_come) / (of + to_come)) * per
    assumption = _assumption(known, months - known, "with as many children in each month")
    return Projection(share * per, low, high, share * per, known, months - known, confidence, assumption)


def _from_run_rate(total: float, known: int, reach: float, months: int, confidence: float, floored: bool) -> Projection:
    """`total` of `known` months, one of which chance moves by `reach` either way."""
    to_come = months - known
    expected = total + to_come * total / known
    reach *= math.sqrt(to_come + to_come**2 / known)
    low = expected - reach
    assumption = _assumption(known, to_come, "each month apart from the others")
    # Where low is NaN, max keeps it: it gives the first of two that cannot be compared.
    return Projection(
        expected=expected,
        low=max(low, total) if floored else low,
        high=expected + reach,
        so_far=total,
        known=known,
        remaining=to_come,
        confidence=confidence,
        assumption=assumption,
    )


def _reach(single: Floats, confidence: float, counts: bool) -> float:
    """How far chance moves one month, from the `single` months known; NaN from fewer than two."""
    z = _z(confidence)
    if len(single) < 2:
        return math.nan
    reach = _t(len(single), confidence) * float(np.std(single, ddof=1))
    return max(reach, z * math.sqrt(float(single.mean()))) if counts else reach


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence is a share between 0 and 1, not {confidence}.")
    return float(special.ndtri((1 + confidence) / 2))


def _t(known: int, confidence: float) -> float:
    return float(special.stdtrit(known - 1, (1 + confidence) / 2))


def _check(known: int, months: int) -> None:
    if not 0 < known <= months:
        raise ValueError(f"A year of {months} months cannot be projected from {known} of them.")


def _assumption(known: int, to_come: int, apart: str) -> str:
    if not to_come:
        return "Every month is known: nothing is projected."
    first = "the month not known is" if to_come == 1 else f"the {to_come} months not known are"
    like = "the known one" if known == 1 else f"the {known} known"
    return f"Assumes that {first} like {like}: the same level and the same variation, {apart}, and no season."
