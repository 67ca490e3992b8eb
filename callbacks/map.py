"""The Map page: one indicator in one period over all of England."""

from collections.abc import Mapping

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from callbacks.neighbours import why_not_in_use
from data.authorities import Area
from data.boundaries import load_boundaries, region_on_map
from data.missing import Missing
from data.store import Snapshot
from data.tiles import load_tiles
from layouts.charts.card import Chart
from layouts.charts.maps import LONDON
from layouts.map.charts import map_charts
from layouts.map.facts import Facts, Place, Shown
from layouts.map.page import map_page
from models.bands import quartile_edges
from models.quarters import quarters
from models.spread import spread_of

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


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
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
        shown=None if column is None else show(chosen, column),
        faults=tuple(fault for fault in snapshot.faults if fault.indicator == indicator.id),
        snapshot=snapshot.id,
    )


def shown_column(chosen: Chosen, year: int | None) -> int | None:
    """The period that ends in a year, or the latest, as a place on the indicator's own axis; None for none."""
    column = int(chosen.snapshot.columns_in(year)[chosen.snapshot.position[chosen.indicator.id]])
    return None if column < 0 else column


def regions_on_map(snapshot: Snapshot) -> Mapping[int, Area]:
    """The region on the map of every authority, by its place on the axis of areas."""
    return snapshot.once("regions on the map", lambda: _regions_on_map(snapshot))


def _regions_on_map(snapshot: Snapshot) -> Mapping[int, Area]:
    places = np.flatnonzero(snapshot.are_authorities).tolist()
    return {place: region_on_map(snapshot.authorities, snapshot.areas[place]) for place in places}


def codes_by_region(snapshot: Snapshot) -> Mapping[str, int]:
    """The authorities that are open today by region and name: their codes, each with its place in that order."""
    return snapshot.once("authorities by region", lambda: _codes_by_region(snapshot))


def _codes_by_region(snapshot: Snapshot) -> Mapping[str, int]:
    regions = {area.code: region_on_map(snapshot.authorities, area).name for area in snapshot.authorities.current}
    ordered = sorted(snapshot.authorities.current, key=lambda area: (regions[area.code], area.name))
    return {area.code: place for place, area in enumerate(ordered)}


def show(chosen: Chosen, column: int) -> Shown:
    """Every authority in one period, with its band or, where there are none, the quarter that its figure is in."""
    snapshot, indicator = chosen.snapshot, chosen.indicator
    at = snapshot.position[indicator.id]
    found = snapshot.slice_of(np.array([at]), np.array([column]))
    values, existed = found.values[0], found.existed[0]
    spread = spread_of(values, existed, indicator.sign, indicator.banded)
    has_bands = len(spread.edges) > 0
    letters = spread.band if has_bands else (quarters(values, existed)[spread.areas] + 1).astype(np.str_)
    standing = {
        place: (letter, position)
        for place, letter, position in zip(
            spread.areas.tolist(), letters.tolist(), spread.position.tolist(), strict=True
        )
    }
    figures, reasons = values.tolist(), found.reasons[0].tolist()
    places = {
        snapshot.areas[place].code: _place(
            snapshot.areas[place], region, figures[place], _REASONS[reasons[place]], standing.get(place)
        )
        for place, region in regions_on_map(snapshot).items()
    }
    current = codes_by_region(snapshot)
    closed = [place for code, place in places.items() if place.position is not None and code not in current]
    edges = quartile_edges(np.where(existed, values, np.nan)[None, :])[0]
    return Shown(
        period=snapshot.periods[at][column],
        status=snapshot.statuses[at][column],
        places=tuple(places[code] for code in current),
        closed=tuple(closed),
        has_bands=has_bands,
        edges=tuple(edges[~np.isnan(edges)].tolist()),
        ranked=len(spread.areas),
    )


def _place(area: Area, region: Area, value: float, reason: Missing, standing: tuple[str, int] | None) -> Place:
    """One authority; a figure of a period in which it was none is not shown as its own."""
    letter, position = standing or ("", None)
    return Place(
        area=area,
        region=region,
        value=None if position is None else value,
        reason=Missing.NOT_APPLICABLE if position is None and reason is Missing.PRESENT else reason,
        letter=letter,
        position=position,
    )
