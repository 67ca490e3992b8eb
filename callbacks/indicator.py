"""The Indicator page: one indicator of one authority, over time, among all authorities, and beside its comparators."""

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen, own_group
from callbacks.map import look_up as on_the_map
from data.authorities import Area
from data.blocks import Block, Origin
from layouts.charts.card import Chart
from layouts.indicator.charts import indicator_charts
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.page import indicator_page
from layouts.map.charts import map_charts
from models.benchmark import Group, published_group, standings
from models.chance import change_over, intervals_over, places_of, recent_trend, with_counts
from models.contributions import contributions
from models.funnel_of_one import funnel_of
from models.histogram import histogram_of
from models.lenses import MODELLED
from models.sensitivity import sensitivity
from models.series import average_over_periods, course, unbroken, window
from models.spread import spread_of


def show_page(chosen: Chosen) -> Component:
    """The page for what is chosen."""
    facts = look_up(chosen)
    return indicator_page(facts, lambda: maps(chosen, facts))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """The pictures that can be taken away."""
    facts = look_up(chosen, every_period=True)
    return (*indicator_charts(facts), *maps(chosen, facts))


def maps(chosen: Chosen, facts: Facts) -> tuple[Chart, ...]:
    """The same figures where they lie; none where nobody has one."""
    return map_charts(on_the_map(chosen, facts.shown.spread if facts.shown else None))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    return chosen.indicator.title


def look_up(chosen: Chosen, every_period: bool = False) -> Facts:
    """All that the page shows, looked up and computed: of a long series a window, or `every_period` to take away."""
    snapshot, indicator, area, group = chosen.snapshot, chosen.indicator, chosen.area, chosen.group
    place = snapshot.area_position
    whole, in_whole = snapshot.block(indicator), shown_column(chosen, chosen.selection.year)
    first, last = window(len(whole.periods), in_whole)
    if every_period:
        first, last = 0, len(whole.periods) - 1
    block, column = whole.between(first, last), None if in_whole is None else in_whole - first
    latest = shown_column(chosen, None)
    average = average_over_periods(block, [place[code] for code in group.codes])
    axis, ours = unbroken(block.periods), place[area.code]
    intervals = intervals_over(indicator, block, ours)
    until = len(axis) if column is None else axis.index(block.periods[column]) + 1
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
        places=place,
        block=block,
        axis=axis,
        average=average,
        intervals=intervals,
        trend=recent_trend(indicator, block, ours, [block.column(period) for period in axis[:until]], intervals),
        course=course(block.values[ours], average.mean),
        earlier=first,
        later=len(whole.periods) - 1 - last,
        latest=None if latest is None else whole.periods[latest],
        shown=None if column is None else show(chosen, block, column, first),
        faults=tuple(fault for fault in snapshot.faults if fault.indicator == indicator.id),
        snapshot=snapshot.id,
    )


def shown_column(chosen: Chosen, year: int | None) -> int | None:
    """The period that ends in a year, or the latest, as a place on the indicator's own axis; None for none."""
    column = int(chosen.snapshot.columns_in(year)[chosen.snapshot.position[chosen.indicator.id]])
    return None if column < 0 else column


def show(chosen: Chosen, block: Block, column: int, first: int) -> Shown:
    """One period of a block: our figure beside its comparators, and how all authorities stand.

    `first` is where the block begins on the indicator's own axis of periods.
    """
    snapshot, indicator, place = chosen.snapshot, chosen.indicator, chosen.snapshot.area_position
    which, columns = np.array([snapshot.position[indicator.id]]), np.array([first + column])
    (standing,) = standings(snapshot, [chosen.area], chosen.group, [indicator], block.periods[column].year)
    values, existed = standing.slice.values[0], standing.slice.existed[0]
    counts = snapshot.counts_of_all(which, columns)
    numerators, denominators = (np.where(existed & ~np.isnan(values), found[0], np.nan) for found in counts)
    spread, ours = spread_of(values, existed, indicator.sign, indicator.banded), place[chosen.area.code]
    lenses, counted = lenses_of(chosen), with_counts(indicator, numerators, denominators)
    return Shown(
        column=column,
        row=standing.row(0),
        spread=spread,
        ranked=tuple(snapshot.areas[at] for at in spread.areas),
        not_ranked=tuple(snapshot.areas[at] for at in np.flatnonzero(existed & np.isnan(values))),
        counted=frozenset(snapshot.areas[at].code for at in np.flatnonzero(counted)),
        joint=joint(chosen, Origin(block.origins.item(ours, column))),
        places=places_of(indicator, numerators, denominators, ours),
        change=change_over(indicator, block, ours, column, block.previous_column(column)),
        histogram=histogram_of(spread.values, indicator.decimals) if len(spread.values) else None,
        funnel=funnel_of(indicator, numerators, denominators),
        contributions=contributions(values[[place[code] for code in chosen.group.codes]]),
        sensitivity=sensitivity(standing, lenses),
        lenses=lenses,
    )


def lenses_of(chosen: Chosen) -> tuple[Group, ...]:
    """Every group that the authority can be compared with: the editions, the modelled list, the group of one's own."""
    area, similarity = chosen.area, chosen.similarity
    editions = [edition for edition in chosen.snapshot.editions.values() if area.code in edition.neighbours]
    found = [published_group(edition, area) for edition in editions]
    if area.code in similarity.neighbours.lists:
        found.append(similarity.group(area))
    if any(slug != area.slug for slug in chosen.selection.group):
        found.append(own_group(chosen))
    return tuple(found)


def closeness(chosen: Chosen) -> dict[str, str]:
    """How close each comparator is, by code: the edition's grade, or the word of the modelled list."""
    if chosen.group.name == MODELLED:
        return {found.authority: found.closeness for found in chosen.similarity.of(chosen.area).neighbours}
    edition = chosen.snapshot.editions.get(chosen.group.name)
    return {} if edition is None else dict(edition.of(chosen.area.code, chosen.area.name))


def joint(chosen: Chosen, origin: Origin) -> tuple[Area, ...]:
    """The authorities that made the shown return together; empty for a return of one's own."""
    authorities = chosen.snapshot.authorities
    returns = authorities.joint_returns if Origin.JOINT in origin else ()
    found = next((made.members for made in returns if chosen.area.code in made.members), ())
    return tuple(authorities.by_code(code) for code in found)
