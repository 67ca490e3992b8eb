"""The Map page: one indicator in one period over all of England."""

from dataclasses import dataclass

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from callbacks.neighbours import why_not_in_use
from data.authorities import Area, AreaKind
from data.boundaries import load_boundaries, region_on_map
from data.missing import Missing
from data.store import Snapshot
from data.tiles import load_tiles
from layouts.charts.card import Chart
from layouts.charts.maps import LONDON
from layouts.map.charts import map_charts
from layouts.map.facts import Facts, Place, Shown
from layouts.map.page import map_page
from models.arrays import Integers
from models.spread import Spread, spread_of

# A letter of a band, or the number of a quarter.
LETTER = "U1"
# To look one up takes a tenth of the time of making it from its number.
_REASONS = {int(reason): reason for reason in Missing}


def show_page(chosen: Chosen) -> Component:
    """The page for what is chosen."""
    return map_page(look_up(chosen))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """The pictures that can be taken away."""
    return map_charts(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    return chosen.indicator.title


def look_up(chosen: Chosen, spread: Spread | None = None) -> Facts:
    """All that the page shows, looked up and computed; `spread` is that of the period, if it is known already."""
    snapshot, indicator, area = chosen.snapshot, chosen.indicator, chosen.area
    column, latest = shown_column(chosen, chosen.selection.year), shown_column(chosen, None)
    periods, not_in_use = snapshot.periods[snapshot.position[indicator.id]], why_not_in_use(chosen)
    return Facts(
        selection=chosen.selection,
        in_topic=snapshot.indicators.in_topic(chosen.topic),
        indicator=indicator,
        area=area,
        region=region_on_map(snapshot.authorities, area),
        london=snapshot.authorities.by_code(LONDON),
        group=None if not_in_use else chosen.group,
        not_in_use=not_in_use,
        boundaries=load_boundaries(),
        tiles=load_tiles(),
        latest=None if latest is None else periods[latest],
        shown=None if column is None else show(chosen, column, spread),
        faults=tuple(fault for fault in snapshot.faults if fault.indicator == indicator.id),
        snapshot=snapshot.id,
    )


def shown_column(chosen: Chosen, year: int | None) -> int | None:
    """The period that ends in a year, or the latest, as a place on the indicator's own axis; None for none."""
    column = int(chosen.snapshot.columns_in(year)[chosen.snapshot.position[chosen.indicator.id]])
    return None if column < 0 else column


@dataclass(frozen=True)
class Order:
    """The authorities in which a map shows them: their places on the axis of areas, and the region of each on the map.

    The first `current` are open today, by region and name; those that are closed come after them.
    """

    which: Integers
    areas: tuple[Area, ...]
    regions: tuple[Area, ...]
    current: int


def order_on_map(snapshot: Snapshot) -> Order:
    """That of a snapshot."""
    return snapshot.once("order on the map", lambda: _order_on_map(snapshot))


def _order_on_map(snapshot: Snapshot) -> Order:
    authorities, place = snapshot.authorities, snapshot.area_position
    regions = {
        area.code: region_on_map(authorities, area) for area in snapshot.areas if area.kind is AreaKind.AUTHORITY
    }
    current = sorted(authorities.current, key=lambda area: (regions[area.code].name, area.name))
    open_today = {area.code for area in current}
    closed = [area for area in snapshot.areas if area.code in regions and area.code not in open_today]
    areas = (*current, *closed)
    which = np.array([place[area.code] for area in areas])
    return Order(which, areas, tuple([regions[area.code] for area in areas]), len(current))


def show(chosen: Chosen, column: int, spread: Spread | None) -> Shown:
    """Every authority in one period, with its band or, where there are none, the quarter that its figure is in."""
    snapshot, indicator = chosen.snapshot, chosen.indicator
    at, order = snapshot.position[indicator.id], order_on_map(snapshot)
    found = snapshot.slice_of(np.array([at]), np.array([column]))
    spread = spread or spread_of(found.values[0], found.existed[0], indicator.sign, indicator.banded)
    positions = np.zeros(len(snapshot.areas), dtype=np.int64)
    letters = np.zeros(len(snapshot.areas), dtype=LETTER)
    positions[spread.areas] = spread.position
    letters[spread.areas] = spread.band if spread.has_bands else spread.quarter + 1
    columns = (figures[order.which].tolist() for figures in (found.values[0], found.reasons[0], letters, positions))
    places = [_place(*known) for known in zip(order.areas, order.regions, *columns, strict=True)]
    return Shown(
        period=snapshot.periods[at][column],
        status=snapshot.statuses[at][column],
        places=tuple(places[: order.current]),
        closed=tuple([place for place in places[order.current :] if place.position is not None]),
        has_bands=spread.has_bands,
        edges=tuple(spread.quartiles[~np.isnan(spread.quartiles)].tolist()),
        ranked=len(spread.areas),
    )


def _place(area: Area, region: Area, value: float, reason: int, letter: str, position: int) -> Place:
    """One authority; a figure of a period in which it was none is not shown as its own."""
    if position:
        return Place(area, region, value, Missing.PRESENT, letter, position)
    why = _REASONS[reason]
    return Place(area, region, None, Missing.NOT_APPLICABLE if why is Missing.PRESENT else why, "", None)
