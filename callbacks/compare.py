"""The Compare page's recipe: select, compute, draw."""

from collections.abc import Sequence

import numpy as np

from callbacks.chosen import Chosen
from data.faults import Fault
from data.indicators import Column, Indicator
from data.missing import Missing
from layouts.compare import Comparison, compare_page
from layouts.compare_words import told, topic_in_a_sentence
from layouts.matrix import Columns, Row
from layouts.pages import INDICATOR
from layouts.phrases import owners
from layouts.sparkline import Trend
from models.averages import neighbour_average
from models.bands import quartile_edges
from models.benchmark import Standing, standings
from models.ordering import by_certainty, by_gap
from dash.development.base_component import Component

TREND_YEARS = 6
GAP, CERTAINTY = "gap", "certainty"


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return compare_page(compared(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    count = len(chosen.snapshot.indicators.in_topic(chosen.topic))
    return f"{topic_in_a_sentence(chosen.topic)}, {count} indicators"


def compared(chosen: Chosen) -> Comparison:
    """The topic's indicators for the chosen authorities, in the chosen order."""
    snapshot, selection = chosen.snapshot, chosen.selection
    indicators = snapshot.indicators.in_topic(chosen.topic)
    found = standings(snapshot, (chosen.area, *chosen.beside), chosen.group, indicators, selection.year)
    shown = [at for at in ordered(found[0], indicators, selection.sort) if found[0].slice.columns[at] >= 0]
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
        group_owners=owners(chosen.group),
        rows=tuple(_row(chosen, found, at) for at in shown),
        left_out=len(indicators) - len(shown),
        sources=sources([indicators[at] for at in shown]),
        snapshot=snapshot.id,
    )


def ordered(standing: Standing, indicators: Sequence[Indicator], sort: str) -> Sequence[int]:
    """Positions of the indicators in the order that the address asks for; as published for any other word."""
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    if sort == GAP:
        counting = np.where(standing.slice.existed, standing.slice.values, np.nan)
        return by_gap(standing.gap_points, quartile_edges(counting), signs).tolist()
    if sort == CERTAINTY:
        return by_certainty(standing.value, standing.interval, standing.neighbours.mean, signs).tolist()
    return range(len(indicators))


def _row(chosen: Chosen, found: Sequence[Standing], at: int) -> Row:
    snapshot, ours = chosen.snapshot, found[0].row(at)
    place = snapshot.area_position
    reasons = found[0].slice.reasons[at]
    region = chosen.area.region
    line = trend(chosen, ours.indicator, int(found[0].slice.columns[at]))
    return Row(
        standings=(ours, *(standing.row(at) for standing in found[1:])),
        region_reason=Missing(int(reasons[place[region]])) if region else Missing.NOT_APPLICABLE,
        england_reason=Missing(int(reasons[place[snapshot.authorities.england.code]])),
        address=chosen.selection.but(indicator=ours.indicator.id).address(INDICATOR.path),
        trend=line,
        told=told(ours.indicator, chosen.area.name, line) if line else "",
        notes=notes(snapshot.faults, ours.indicator, ours.period.year),
    )


def trend(chosen: Chosen, indicator: Indicator, column: int) -> Trend | None:
    """The authority and its neighbours' average over the years up to a period; None where neither has a figure."""
    snapshot = chosen.snapshot
    block, place = snapshot.block(indicator), snapshot.area_position
    last = block.periods[column].year
    columns = {
        period.year: at for at, period in enumerate(block.periods) if at <= column and period.year > last - TREND_YEARS
    }
    values = block.values[:, list(columns.values())]
    us = dict(zip(columns, values[place[chosen.area.code]].tolist(), strict=True))
    mean = neighbour_average(values[[place[code] for code in chosen.group.codes]].T).mean.tolist()
    average = dict(zip(columns, mean, strict=True))
    years = tuple(range(min(columns), last + 1))
    line = Trend(
        years=years,
        us=tuple(_known(us.get(year)) for year in years),
        neighbours=tuple(_known(average.get(year)) for year in years),
    )
    return None if set(line.us) | set(line.neighbours) == {None} else line


def _known(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else value


def notes(faults: Sequence[Fault], indicator: Indicator, year: int) -> tuple[str, ...]:
    """What is known to be wrong in the published figures of an indicator and a year."""
    return tuple(
        fault.why for fault in faults if fault.indicator == indicator.id and (not fault.years or year in fault.years)
    )


def sources(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """Sentences on the publications behind indicators: LAIT with the dates of its updates, EES with its files."""
    updated = sorted({indicator.updated for indicator in indicators if indicator.lait and indicator.updated})
    files = sorted(
        {
            f"{part.dataset}.csv"
            for indicator in indicators
            for part in (indicator.value, indicator.numerator, indicator.denominator)
            if isinstance(part, Column)
        }
    )
    found = []
    if any(indicator.lait for indicator in indicators):
        span = f", updated {updated[0]}" + (f" to {updated[-1]}" if len(updated) > 1 else "") if updated else ""
        found.append(f"Source: DfE, Local Authority Interactive Tool{span}.")
    if files:
        found.append(f"Source: DfE, Explore Education Statistics: {', '.join(files)}.")
    return tuple(found)
