"""Indicators for the tests of words and pictures of trajectories."""

from data.indicators import Indicator, Polarity
from data.periods import PeriodKind

STABILITY = Indicator(
    id="three-placements",
    title="Three or more placements",
    topic="Children looked after",
    unit="%",
    polarity=Polarity.LOW,
    decimals=0,
    period=PeriodKind.MARCH_SNAPSHOT,
    made="100 × children with three or more placements in the year ÷ children looked after at 31 March",
)
COUNT = Indicator(
    id="referrals",
    title="Referrals",
    topic="",
    unit="number",
    polarity=Polarity.LOW,
    decimals=0,
    period=PeriodKind.MONTH,
    made="",
)
