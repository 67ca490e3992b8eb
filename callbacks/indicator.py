"""The Indicator page: one indicator of one authority, over time, among all authorities, and beside its comparators."""

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from data.authorities import Area
from data.blocks import Block, Origin
from layouts.charts.card import Chart
from layouts.indicator.charts import indicator_charts
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.page import indicator_page
from models.benchmark import benchmark
from models.series import average_over_periods, course, unbroken
from models.spread import spread_of


def show_page(chosen: Chosen) -> Component:
    """The page for what is chosen."""
    return indicator_page(look_up(chosen))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """The pictures that can be taken away."""
    return indicator_charts(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    return chosen.indicator.title


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    snapshot, indicator, area, group = chosen.snapshot, chosen.indicator, chosen.area, chosen.group
    place = snapshot.area_position
    block, column = snapshot.block(indicator), shown_column(chosen, chosen.selection.year)
    latest = shown_column(chosen, None)
    average = average_over_periods(block, [place[code] for code in group.codes])
    return Facts(
        selection=chosen.selection,
        in_topic=snapshot.indicators.in_topic(chosen.topic),
        indicator=indicator,
        area=area,
        beside=chosen.beside,
        members=tuple(snapshot.authorities.by_code(code) for code in group.codes),
        region=snapshot.authorities.region_of(area),
        england=snapshot.authorities.england,
        group=group,
        closeness=closeness(chosen),
        areas=snapshot.areas,
        block=block,
        axis=unbroken(block.periods),
        average=average,
        course=course(block.values[place[area.code]], average.mean),
        latest=None if latest is None else block.periods[latest],
        shown=None if column is None else show(chosen, block, column),
        faults=tuple(fault for fault in snapshot.faults if fault.indicator == indicator.id),
        snapshot=snapshot.id,
    )


def shown_column(chosen: Chosen, year: int | None) -> int | None:
    """The period that ends in a year, or the latest, as a place on the indicator's own axis; None for none."""
    column = int(chosen.snapshot.columns_in(year)[chosen.snapshot.position[chosen.indicator.id]])
    return None if column < 0 else column


def show(chosen: Chosen, block: Block, column: int) -> Shown:
    """One period: our figure beside its comparators, and how all authorities stand."""
    snapshot, indicator = chosen.snapshot, chosen.indicator
    found = snapshot.slice_of(np.array([snapshot.position[indicator.id]]), np.array([column]))
    values, existed = found.values[0], found.existed[0]
    spread = spread_of(values, existed, indicator.sign, indicator.banded)
    return Shown(
        column=column,
        row=benchmark(snapshot, indicator, chosen.area, chosen.group, block.periods[column]),
        spread=spread,
        ranked=tuple(snapshot.areas[at] for at in spread.areas),
        not_ranked=tuple(snapshot.areas[at] for at in np.flatnonzero(existed & np.isnan(values))),
        joint=joint(chosen, Origin(block.origins.item(snapshot.area_position[chosen.area.code], column))),
    )


def closeness(chosen: Chosen) -> dict[str, str]:
    """How close each neighbour is, by code, where the group is a published edition."""
    edition = chosen.snapshot.editions.get(chosen.group.name)
    return {} if edition is None else dict(edition.of(chosen.area.code, chosen.area.name))


def joint(chosen: Chosen, origin: Origin) -> tuple[Area, ...]:
    """The authorities that made the shown return together; empty for a return of one's own."""
    authorities = chosen.snapshot.authorities
    returns = authorities.joint_returns if Origin.JOINT in origin else ()
    found = next((made.members for made in returns if chosen.area.code in made.members), ())
    return tuple(authorities.by_code(code) for code in found)
