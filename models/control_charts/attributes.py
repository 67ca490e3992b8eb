"""Charts of counts: p and u, and Laney's p' and u' for counts that vary by more than their size explains."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.arrays import Flags, Floats, Integers
from models.control_charts.chart import EXACT, ChartKind, ControlChart, as_series, basis_of, sigma_chart
from models.control_charts.overdispersion import sigma_z, standard_scores
from models.control_charts.small_numbers import (
    EXACT_BELOW_EXPECTED,
    THREE_SIGMA_TAIL,
    TWO_SIGMA_TAIL,
    binomial_limits,
    poisson_limits,
)


@dataclass(frozen=True)
class Counts:
    """Counts of one kind over the months, and what chance alone would make of them.

    `value` and `size` (what the counts are out of) are (..., t), `centre` (..., 1) is the pooled value, `error`
    (..., t) the standard error of each month's value around it, `points` (..., 1) the months pooled, and `scores`
    (..., t) the standard scores of those months.
    """

    value: Floats
    size: Floats
    centre: Floats
    error: Floats
    points: Integers
    scores: Floats


def proportions(numerator: npt.ArrayLike, denominator: npt.ArrayLike, basis: npt.ArrayLike | None = None) -> Counts:
    """`numerator` of `denominator` (..., t) as shares, with the error sqrt(p (1 - p) / n) of the pooled share p.

    A month whose counts are missing, or are not a proportion (a denominator of 0, a numerator above it), has no value.
    """
    x, n = as_series(numerator, denominator)
    return _pooled(x, n, (n > 0) & (x >= 0) & (x <= n), basis, lambda p: p * (1 - p))


def rates(count: npt.ArrayLike, exposure: npt.ArrayLike, basis: npt.ArrayLike | None = None) -> Counts:
    """`count` for each unit of `exposure` (..., t), with the error sqrt(u / exposure) of the pooled rate u.

    A month whose count is missing or negative, or whose exposure is not above 0, has no value.
    """
    x, n = as_series(count, exposure)
    return _pooled(x, n, (n > 0) & (x >= 0), basis, lambda u: u)


def p_chart(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, per: float = 1.0, basis: npt.ArrayLike | None = None
) -> ControlChart:
    """The p chart of proportions, each child counted having the outcome or not, such as visits made of visits due.

    `numerator` and `denominator` are (..., t), and values and limits are shares times `per` (100 for a percentage). The
    centre p is the pooled share; limits are p ± 3 sqrt(p (1 - p) / n), so a month of few children has wide ones, held
    to 0 and 1. Where fewer than five with or without the outcome are expected, limits are exact instead: the lowest
    and highest counts that the binomial distribution does not put in a tail of 0.00135 (0.02275 for two thirds). Months
    without counts have neither value nor limits. `basis` (..., t) marks the months that are pooled, all by default.
    Raises ValueError for series of no months. Source: Montgomery, Introduction to Statistical Quality Control, 7th
    edition, 7.2.
    """
    counts = proportions(numerator, denominator, basis)
    expected = counts.size * counts.centre
    small = np.minimum(expected, counts.size - expected) < EXACT_BELOW_EXPECTED
    chart = _chart(ChartKind.PROPORTION, counts, 1.0)
    share = np.broadcast_to(counts.centre, small.shape)[small]
    return _in_unit(_exact(chart, counts, small, lambda tail: binomial_limits(counts.size[small], share, tail)), per)


def u_chart(
    count: npt.ArrayLike, exposure: npt.ArrayLike, per: float = 1.0, basis: npt.ArrayLike | None = None
) -> ControlChart:
    """The u chart of events for each unit of exposure, such as missing episodes by children looked after.

    `count` and `exposure` are (..., t), and values and limits are rates times `per` (10000 for a rate per 10,000). The
    centre u is the pooled rate; limits are u ± 3 sqrt(u / exposure), never below 0. Where fewer than five events are
    expected, limits are exact instead: the lowest and highest counts that the Poisson distribution does not put in a
    tail of 0.00135 (0.02275 for two thirds). Months without counts have neither value nor limits. `basis` (..., t)
    marks the months that are pooled, all by default. Raises ValueError for series of no months. Source: Montgomery,
    Introduction to Statistical Quality Control, 7th edition, 7.3.
    """
    counts = rates(count, exposure, basis)
    expected = counts.size * counts.centre
    small = expected < EXACT_BELOW_EXPECTED
    chart = _chart(ChartKind.RATE, counts, np.inf)
    return _in_unit(_exact(chart, counts, small, lambda tail: poisson_limits(expected[small], tail)), per)


def laney_p_chart(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, per: float = 1.0, basis: npt.ArrayLike | None = None
) -> ControlChart:
    """Laney's p' chart: the p chart with limits sigma z times as far away, p ± 3 sigma z sqrt(p (1 - p) / n).

    For proportions that vary from month to month by more than their denominators explain. Arguments as for `p_chart`;
    limits are held to 0 and 1 and never exact, because no distribution is assumed. No limits (NaN) without a moving
    range. Source: Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531 to 537; Mohammed
    and Laney (2006), Overdispersion in health care performance data, Quality and Safety in Health Care 15, 383 to 384.
    """
    return _in_unit(_chart(ChartKind.LANEY_PROPORTION, proportions(numerator, denominator, basis), 1.0), per)


def laney_u_chart(
    count: npt.ArrayLike, exposure: npt.ArrayLike, per: float = 1.0, basis: npt.ArrayLike | None = None
) -> ControlChart:
    """Laney's u' chart: the u chart with limits sigma z times as far away, u ± 3 sigma z sqrt(u / exposure).

    For rates that vary from month to month by more than their exposures explain. Arguments as for `u_chart`; limits are
    never below 0 and never exact. No limits (NaN) without a moving range. Source: Laney (2002), as for `laney_p_chart`.
    """
    return _in_unit(_chart(ChartKind.LANEY_RATE, rates(count, exposure, basis), np.inf), per)


def _pooled(
    x: Floats, n: Floats, usable: Flags, basis: npt.ArrayLike | None, variance: Callable[[Floats], Floats]
) -> Counts:
    counted = basis_of(basis, usable)
    total = np.where(counted, n, 0.0).sum(axis=-1, keepdims=True)
    centre = np.where(counted, x, 0.0).sum(axis=-1, keepdims=True) / np.where(total > 0, total, np.nan)
    size = np.where(usable, n, np.nan)
    value = np.where(usable, x, np.nan) / size
    error = np.sqrt(variance(centre) / size)
    scores = np.where(counted, standard_scores(value, centre, error), np.nan)
    return Counts(value, size, centre, error, counted.sum(axis=-1, keepdims=True), scores)


def _chart(kind: ChartKind, counts: Counts, most: float) -> ControlChart:
    widening = sigma_z(counts.scores)
    laney = kind in {ChartKind.LANEY_PROPORTION, ChartKind.LANEY_RATE}
    sigma = counts.error * widening if laney else counts.error
    return sigma_chart(kind, counts.value, counts.centre, sigma, counts.points, (0.0, most), widening)


def _exact(
    chart: ControlChart, counts: Counts, small: Flags, limits: Callable[[float], tuple[Floats, Floats]]
) -> ControlChart:
    """The chart with the limits of the months that are `small` (..., t) taken from counts."""
    if not small.any():
        return chart
    size = counts.size[small]
    (low, high), (inner_low, inner_high) = limits(THREE_SIGMA_TAIL), limits(TWO_SIGMA_TAIL)
    return replace(
        chart,
        lower=_with(chart.lower, small, low / size),
        upper=_with(chart.upper, small, high / size),
        lower_two_thirds=_with(chart.lower_two_thirds, small, inner_low / size),
        upper_two_thirds=_with(chart.upper_two_thirds, small, inner_high / size),
        limits=np.where(small, EXACT, chart.limits),
    )


def _with(limit: Floats, small: Flags, exact: Floats) -> Floats:
    changed = limit.copy()
    changed[small] = exact
    return changed


def _in_unit(chart: ControlChart, per: float) -> ControlChart:
    if per == 1.0:
        return chart
    return replace(
        chart,
        value=chart.value * per,
        centre=chart.centre * per,
        lower=chart.lower * per,
        upper=chart.upper * per,
        lower_two_thirds=chart.lower_two_thirds * per,
        upper_two_thirds=chart.upper_two_thirds * per,
        sigma=chart.sigma * per,
    )
