"""The XmR chart: individual values and their moving ranges, for figures that are not counts of anything."""

import numpy as np
import numpy.typing as npt

from models.control_charts.chart import ChartKind, ControlChart, as_series, basis_of, sigma_chart
from models.control_charts.moving_ranges import mean_moving_range, moving_ranges

# Three standard deviations in mean moving ranges: 3 / 1.128, rounded as it is published.
LIMIT = 2.66


def individuals_chart(
    values: npt.ArrayLike,
    possible: tuple[float, float] = (-np.inf, np.inf),
    basis: npt.ArrayLike | None = None,
    screened: bool = True,
) -> ControlChart:
    """The XmR chart of `values` (..., t): limits at mean ± 2.66 × mean moving range, in the unit of the values.

    Moving ranges of 3.267 times their mean or more are left out first, unless `screened` is False. NaN is a missing
    month: it counts neither for the mean nor for a moving range, and no range is taken across it. `basis` (..., t)
    marks the months on which mean and limits rest, all by default; the others are charted against them. Limits are held
    to the `possible` range of the figure, such as (0, 100) for a percentage. Fewer than two neighbouring months with
    figures have no limits (NaN). Raises ValueError for a series of no months. Source: Shewhart's individuals chart as
    NHS England's Making Data Count draws it (R package NHSRplotthedots).
    """
    (value,) = as_series(values)
    counted = basis_of(basis, ~np.isnan(value))
    rest = np.where(counted, value, np.nan)
    points = counted.sum(axis=-1, keepdims=True)
    total = np.where(counted, value, 0.0).sum(axis=-1, keepdims=True)
    centre = np.where(points > 0, total / np.maximum(points, 1), np.nan)
    sigma = LIMIT / 3 * mean_moving_range(moving_ranges(rest), screened)
    return sigma_chart(ChartKind.INDIVIDUALS, value, centre, sigma, points, possible)
