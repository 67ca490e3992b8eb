"""Indicators of every kind, for the tests that draw a page of each: hundreds of pages differ in nothing but figures.

Two indicators are of one kind for an authority if their definitions say the same of how a figure is shown and tested,
and if the same is there to be said of it: the figure or why it is missing, its averages, counts, interval, band, joint
return and comparison, and whether it has none, one or several periods. Of each kind the last one is taken;
EVERY_INDICATOR=all takes every one, which takes some minutes longer.
"""

import os

from data.indicators import Indicator
from data.store import Snapshot
from models.benchmark import Benchmark, published_group, standings

IS_ALL = os.environ.get("EVERY_INDICATOR") == "all"
LEAST = 130
"""Kinds that there are at least; fewer would mean that something is no longer told apart."""


def of_every_kind(snapshot: Snapshot, authority: str) -> list[Indicator]:
    """An indicator of each kind that an authority's latest figures make, in their usual order."""
    if IS_ALL:
        return list(snapshot.indicators)
    area = snapshot.authorities.find(authority)
    group = published_group(snapshot.editions["2025"], area)
    (standing,) = standings(snapshot, [area], group, snapshot.indicators.all)
    kinds: dict[tuple[object, ...], Indicator] = {}
    for place, indicator in enumerate(snapshot.indicators):
        found = as_found(standing.row(place)) if standing.slice.columns[place] >= 0 else ()
        kind = (*as_defined(indicator), *found, min(len(snapshot.block(indicator).periods), 2))
        kinds[kind] = indicator
    assert len(kinds) >= LEAST
    one_each = {found.id for found in kinds.values()}
    return [indicator for indicator in snapshot.indicators if indicator.id in one_each]


def as_defined(indicator: Indicator) -> tuple[object, ...]:
    """What its definition says of how a figure is shown and tested."""
    return (
        indicator.unit,
        indicator.polarity,
        indicator.decimals,
        indicator.period,
        indicator.banded,
        indicator.tested,
    )


def as_found(row: Benchmark) -> tuple[object, ...]:
    """What is there to be said of a figure, apart from how much it is."""
    numbers = (row.value, row.mean, row.region, row.england, row.previous, row.numerator, row.low, row.rank)
    return (*(number is None for number in numbers), row.reason, row.status, row.joint, row.method, row.comparison)
