"""The pictures and lists of the Indicator page, in their order; each is a module of its own."""

from layouts.charts.card import Chart
from layouts.indicator.distribution import distribution
from layouts.indicator.facts import Facts
from layouts.indicator.funnel import funnel
from layouts.indicator.lists import comparators, neighbours, sensitivity
from layouts.indicator.ranked import ranked
from layouts.indicator.trend import trend

DRAWERS = (trend, ranked, distribution, funnel, sensitivity, neighbours, comparators)


def indicator_charts(facts: Facts) -> tuple[Chart, ...]:
    """Every picture and list that there is for what is chosen."""
    found = (draw(facts) for draw in DRAWERS)
    return tuple(chart for chart in found if chart is not None)
