"""Where the value axis of a chart starts."""

from math import floor, log10

from layouts.charts.frame import scale_of
from layouts.pack.content import ChartKind, PackChart


def first_of_axis(chart: PackChart) -> float | None:
    """Zero, unless lines would lie flat there: then a round figure below them all. None where figures go below zero."""
    values = [value for series in chart.series for value in series.values if value is not None]
    if not values or min(values) < 0:
        return None
    scale = scale_of(values)
    if chart.kind is ChartKind.BARS or scale.from_zero:
        return 0.0
    step = 10.0 ** floor(log10(scale.high - scale.low))
    return max(0.0, floor(scale.low / step) * step)
