"""The pictures and lists of the Indicator page, in their order; each is a module of its own."""

from layouts.charts.card import Chart
from layouts.indicator.distribution import distribution
from layouts.indicator.facts import Facts
from layouts.indicator.funnel import funnel
from layouts.indicator.lists import comparators, neighbours, sensitivity
from layouts.indicator.ranked import ranked
from layouts.indicator.trend import trend

BELOW = (ranked, distribution, funnel, sensitivity, neighbours, comparators)


def indicator_charts(facts: Facts) -> tuple[Chart, ...]:
    """Every picture and list that there is for what is chosen."""
    first = trend(facts)
    return (first, *charts_below(facts)) if first else charts_below(facts)


def charts_below(facts: Facts) -> tuple[Chart, ...]:
    """Those below the trend."""
    found = (draw(facts) for draw in BELOW)
    return tuple(chart for chart in found if chart is not None)
