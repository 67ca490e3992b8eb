"""The Indicator page: one indicator of one authority, over time, among all authorities, and beside its comparators."""

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from data.authorities import Area
from data.blocks import Origin
from layouts.indicator import indicator_page
from layouts.indicator_facts import Facts
from models.benchmark import benchmark
from models.series import average_over_periods, course, unbroken
from models.spread import Spread, spread_of


def show_page(chosen: Chosen) -> Component:
    """The page for what is chosen."""
    return indicator_page(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    return chosen.indicator.title


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    snapshot, indicator, area = chosen.snapshot, chosen.indicator, chosen.area
    at, place = snapshot.position[indicator.id], snapshot.area_position
    block, column = snapshot.block(indicator), shown_column(chosen)
    average = average_over_periods(block, [place[code] for code in chosen.group.codes])
    spread, not_ranked = standing_of_all(chosen, column)
    return Facts(
        selection=chosen.selection,
        in_topic=snapshot.indicators.in_topic(chosen.topic),
        indicator=indicator,
        area=area,
        beside=chosen.beside,
        members=tuple(snapshot.authorities.by_code(code) for code in chosen.group.codes),
        region=snapshot.authorities.region_of(area),
        england=snapshot.authorities.england,
        group=chosen.group,
        closeness=closeness(chosen),
        areas=snapshot.areas,
        not_ranked=not_ranked,
        block=block,
        axis=unbroken(block.periods),
        average=average,
        course=course(block.values[place[area.code]], average.mean),
        column=column,
        latest=None if snapshot.latest_columns[at] < 0 else block.periods[snapshot.latest_columns[at]],
        row=None if column is None else benchmark(snapshot, indicator, area, chosen.group, block.periods[column]),
        spread=spread,
        joint=joint(chosen, column),
        faults=tuple(fault for fault in snapshot.faults if fault.indicator == indicator.id),
        snapshot=snapshot.id,
    )


def shown_column(chosen: Chosen) -> int | None:
    """The period shown, as a place on the indicator's own axis; None where it has none in the chosen year."""
    columns = chosen.snapshot.columns_in(chosen.selection.year)
    column = int(columns[chosen.snapshot.position[chosen.indicator.id]])
    return None if column < 0 else column


def standing_of_all(chosen: Chosen, column: int | None) -> tuple[Spread | None, tuple[Area, ...]]:
    """How all authorities stand in a period, and those that were open in it but have no figure."""
    if column is None:
        return None, ()
    snapshot, indicator = chosen.snapshot, chosen.indicator
    found = snapshot.slice_of(np.array([snapshot.position[indicator.id]]), np.array([column]))
    values, existed = found.values[0], found.existed[0]
    missing = np.flatnonzero(existed & np.isnan(values)).tolist()
    spread = spread_of(values, existed, indicator.sign, indicator.banded)
    return spread, tuple(snapshot.areas[at] for at in missing)


def closeness(chosen: Chosen) -> dict[str, str]:
    """How close each neighbour is, by code, where the group is a published edition."""
    edition = chosen.snapshot.editions.get(chosen.group.name)
    return {} if edition is None else dict(edition.of(chosen.area.code, chosen.area.name))


def joint(chosen: Chosen, column: int | None) -> tuple[Area, ...]:
    """The authorities that made the shown return together; empty for a return of one's own."""
    snapshot = chosen.snapshot
    if column is None:
        return ()
    origin = int(snapshot.block(chosen.indicator).origins[snapshot.area_position[chosen.area.code], column])
    returns = snapshot.authorities.joint_returns if origin & Origin.JOINT else ()
    found = next((made.members for made in returns if chosen.area.code in made.members), ())
    return tuple(snapshot.authorities.by_code(code) for code in found)
