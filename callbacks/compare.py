"""The Compare page's recipe: select, compute, draw."""

from collections.abc import Sequence

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from data.faults import Fault
from data.indicators import Indicator
from data.missing import Missing
from layouts.charts.card import Chart
from layouts.compare.matrix import Columns, Row
from layouts.compare.page import Comparison, compare_page
from layouts.compare.sparkline import Trend, trend
from layouts.compare.words import told, topic_in_a_sentence
from layouts.pages import INDICATOR
from layouts.provenance import sources
from models.bands import quartile_edges
from models.benchmark import Standing, standings
from models.ordering import by_certainty, by_gap
from models.recent import recent

TREND_YEARS = 6
GAP, CERTAINTY = "gap", "certainty"


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return compare_page(compared(chosen))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """What can be taken away."""
    return ()


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    count = len(chosen.snapshot.indicators.in_topic(chosen.topic))
    return f"{topic_in_a_sentence(chosen.topic)}, {count} indicators"


def compared(chosen: Chosen) -> Comparison:
    """The topic's indicators for the chosen authorities, in the chosen order."""
    snapshot, selection = chosen.snapshot, chosen.selection
    indicators = snapshot.indicators.in_topic(chosen.topic)
    found = standings(snapshot, (chosen.area, *chosen.beside), chosen.group, indicators, selection.year)
    columns = found[0].slice.columns.tolist()
    shown = [at for at in ordered(found[0], indicators, selection.sort) if columns[at] >= 0]
    lines = trends(chosen, [indicators[at] for at in shown], [columns[at] for at in shown])
    region = snapshot.authorities.region_of(chosen.area)
    return Comparison(
        selection=selection,
        topic=chosen.topic,
        columns=Columns(
            authorities=tuple(area.name for area in (chosen.area, *chosen.beside)),
            neighbours=f"mean of {len(chosen.group.codes)}",
            region=region.name if region else "Region",
        ),
        group_title=chosen.group.title,
        rows=tuple(_row(chosen, found, at, line) for at, line in zip(shown, lines, strict=True)),
        left_out=len(indicators) - len(shown),
        sources=sources([indicators[at] for at in shown]),
        snapshot=snapshot.id,
    )


def ordered(standing: Standing, indicators: Sequence[Indicator], sort: str) -> Sequence[int]:
    """Positions of the indicators in the order that the address asks for; as published for any other word."""
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    if sort == GAP:
        counting = np.where(standing.slice.existed, standing.slice.values, np.nan)
        return [int(at) for at in by_gap(standing.gap_points, quartile_edges(counting), signs)]
    if sort == CERTAINTY:
        order = by_certainty(standing.value, standing.interval, standing.neighbours.mean, signs)
        return [int(at) for at in order]
    return range(len(indicators))


def _row(chosen: Chosen, found: Sequence[Standing], at: int, line: Trend | None) -> Row:
    snapshot, ours = chosen.snapshot, found[0].row(at)
    place = snapshot.area_position
    reasons = found[0].slice.reasons[at]
    region = chosen.area.region
    return Row(
        standings=(ours, *(standing.row(at) for standing in found[1:])),
        region_reason=Missing(int(reasons[place[region]])) if region else Missing.NOT_APPLICABLE,
        england_reason=Missing(int(reasons[place[snapshot.authorities.england.code]])),
        address=chosen.selection.but(indicator=ours.indicator.id).address(INDICATOR.path),
        trend=line,
        told=told(ours.indicator, chosen.area.name, line) if line else "",
        notes=notes(snapshot.faults, ours.indicator, ours.period.year),
    )


def trends(chosen: Chosen, indicators: Sequence[Indicator], columns: Sequence[int]) -> list[Trend | None]:
    """The last years up to each indicator's period; None where neither the authority nor a neighbour has a figure."""
    snapshot, place = chosen.snapshot, chosen.snapshot.area_position
    blocks = [snapshot.block(indicator) for indicator in indicators]
    members = [place[code] for code in chosen.group.codes]
    found = recent(blocks, columns, place[chosen.area.code], members, TREND_YEARS)
    lines = zip(found.last.tolist(), found.us.tolist(), found.neighbours.tolist(), strict=True)
    return [trend(last, us, neighbours) for last, us, neighbours in lines]


def notes(faults: Sequence[Fault], indicator: Indicator, year: int) -> tuple[str, ...]:
    """What is known to be wrong in the published figures of an indicator and a year."""
    return tuple(
        fault.why for fault in faults if fault.indicator == indicator.id and (not fault.years or year in fault.years)
    )
