"""The Compare page's recipe: select, compute, draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen, topic_slug
from callbacks.courses import multiples
from callbacks.presets import presets
from data.faults import Fault
from data.indicators import Indicator
from data.missing import Missing
from data.partnerships import load_partnerships
from layouts import phrases
from layouts.charts.card import Chart
from layouts.compare import hiding
from layouts.compare.arrangement import Without, arrangement, further
from layouts.compare.cells import Mean
from layouts.compare.comparison import SPINE, TABLE, VIEWS, Comparison
from layouts.compare.controls import SORTS, left_out
from layouts.compare.hiding import Kinds
from layouts.compare.matrix import Columns, Row
from layouts.compare.matrix_table import matrix_chart
from layouts.compare.multiples import multiples_charts
from layouts.compare.multiples_page import LARGEST_TABLE
from layouts.compare.page import compare_page
from layouts.compare.sparkline import Trend, trend
from layouts.compare.spines import spines_chart
from layouts.compare.words import together, told, topic_in_a_sentence
from layouts.pages import COMPARE, INDICATOR
from layouts.provenance import files, sources
from models.arrays import Integers
from models.averages import Average, neighbour_average
from models.benchmark import Benchmark, Standing, standings
from models.ordering import by_certainty, by_gap
from models.recent import recent
from models.spine import spine_rows

TREND_YEARS = 6
GAP, CERTAINTY = "gap", "certainty"


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    found = look_up(chosen)
    comparison = replace(found.comparison, arrangement=arranged(chosen, found))
    return compare_page(comparison, drawn(chosen, found, LARGEST_TABLE))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """What can be taken away: the figures in the form that the address asks for."""
    return drawn(chosen, look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    view, hide = chosen.selection.view, hiding.kinds(chosen.selection.hide)
    count = f"{len(chosen.listed)} {'indicator' if len(chosen.listed) == 1 else 'indicators'}"
    parts = [f"{count} picked" if chosen.only_picked else f"{topic_in_a_sentence(chosen.topic)}, {count}"]
    if view in VIEWS and view != TABLE:
        parts.append(VIEWS[view].lower())
    if hide:
        parts.append(f"without {phrases.listed([hiding.HIDES[kind].words for kind in hide])}")
    if chosen.picked and not chosen.only_picked:
        parts.append(f"{len(chosen.picked)} picked")
    return ", ".join(parts)


@dataclass(frozen=True)
class Found:
    """What the page shows, and from which records of the chosen authority its rows are: `shown` are their places.

    `orders` are the places of all its records in each order.
    """

    comparison: Comparison
    ours: Standing
    shown: tuple[int, ...]
    orders: Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Ways:
    """Where rows lead: to the page of an indicator by its id, and to this page with a list of them picked."""

    to_indicator: Callable[[str], str]
    to_picked: Callable[[str], str]


def drawn(chosen: Chosen, found: Found, largest: int | None = None) -> tuple[Chart, ...]:
    """The charts of the form that is chosen; none where nothing is shown. A page has tables of `largest` cells."""
    comparison = found.comparison
    if not comparison.rows:
        return ()
    if comparison.view == TABLE:
        return (matrix_chart(comparison, with_rows=largest is None),)
    if comparison.view == SPINE:
        return (spines_chart(comparison, spine_rows(found.ours, places=found.shown)),)
    return multiples_charts(comparison, multiples(chosen, comparison.rows), largest)


def compared(chosen: Chosen) -> Comparison:
    """The chosen indicators for the chosen authorities, in the chosen order."""
    return look_up(chosen).comparison


def look_up(chosen: Chosen) -> Found:
    """All that the page shows, looked up and computed."""
    selection, indicators = chosen.selection, chosen.listed
    found = standings(chosen.snapshot, (chosen.area, *chosen.beside), chosen.group, indicators, selection.year)
    columns = found[0].slice.columns.tolist()
    orders = {sort: ordered(found[0], indicators, sort) for sort in SORTS}
    with_period = [at for at in orders.get(selection.sort, orders[""]) if columns[at] >= 0]
    ours = {at: found[0].row(at) for at in with_period}
    kinds = {at: hiding.kinds_of(row) for at, row in ours.items()}
    shown = tuple(at for at in with_period if not hiding.is_left_out(kinds[at], selection.hide))
    comparison = Comparison(
        selection=selection,
        topic=together(len(indicators)) if chosen.only_picked else chosen.topic,
        home=topic_slug(chosen.topic),
        columns=columns_of(chosen),
        group_title=chosen.group.title,
        ours=tuple(ours.values()),
        kinds=tuple(kinds.values()),
        rows=rows_of(chosen, found, {at: ours[at] for at in shown}),
        left_out=len(indicators) - len(with_period),
        presets=presets(chosen),
        partnerships=tuple((each.slug, each.name) for each in load_partnerships()),
        sources=sources([indicators[at] for at in sorted(shown)]),
        snapshot=chosen.snapshot.id,
    )
    return Found(comparison, found[0], shown, orders)


def arranged(chosen: Chosen, found: Found) -> str:
    """What a browser needs to arrange the rows by itself; empty for small multiples, whose scale depends on them."""
    comparison, hide, listed = found.comparison, chosen.selection.hide, chosen.listed
    if comparison.view not in (TABLE, SPINE) or not found.shown:
        return ""
    place = {at: row for row, at in enumerate(found.shown)}
    orders = {sort: [place[at] for at in order if at in place] for sort, order in found.orders.items()}
    kinds = [of for of in comparison.kinds if not hiding.is_left_out(of, hide)]
    published = publications([(of, listed[at]) for at, of in sorted(zip(found.shown, kinds, strict=True))])
    without = {}
    for each in further(hide if comparison.hidden else ""):
        selection = chosen.selection.but(hide=each)
        kept = [indicator for of, indicator in published if not hiding.is_left_out(of, each)]
        said = left_out(selection, comparison.counts)
        without[each] = Without(subject(replace(chosen, selection=selection)), said, " ".join(sources(kept)))
    return arrangement(orders, kinds, without, now=",".join(hiding.kinds(hide)))


def publications(indicators: Sequence[tuple[Kinds, Indicator]]) -> list[tuple[Kinds, Indicator]]:
    """Of indicators of the same kinds that are from the same publications, the first; all that sources are told by."""
    found: dict[tuple[object, ...], tuple[Kinds, Indicator]] = {}
    for of, indicator in indicators:
        release = (bool(indicator.lait), indicator.updated, files(indicator), indicator.fingertips)
        found.setdefault((of, *release), (of, indicator))
    return list(found.values())


def columns_of(chosen: Chosen) -> Columns:
    """What stands side by side."""
    region = chosen.snapshot.authorities.region_of(chosen.area)
    return Columns(
        authorities=tuple(area.name for area in (chosen.area, *chosen.beside)),
        means=tuple((each.name, len(each.members)) for each in chosen.partnerships),
        group=phrases.group_name(chosen.group),
        members=len(chosen.group.codes),
        region=region.name if region else "Region",
        with_topic=chosen.only_picked,
    )


def rows_of(chosen: Chosen, found: Sequence[Standing], ours: Mapping[int, Benchmark]) -> tuple[Row, ...]:
    """A row for each of the chosen authority's records, which are by their place in the standings."""
    listed, columns = chosen.listed, found[0].slice.columns.tolist()
    lines = trends(chosen, [listed[at] for at in ours], [columns[at] for at in ours])
    means, ways = means_of(chosen, found[0]), ways_from(chosen)
    return tuple(
        _row(
            chosen,
            (ours[at], *(standing.row(at) for standing in found[1:])),
            tuple(_mean(average, at) for average in means),
            found[0].slice.reasons[at],
            line,
            ways,
        )
        for at, line in zip(ours, lines, strict=True)
    )


def means_of(chosen: Chosen, ours: Standing) -> tuple[Average, ...]:
    """For each partnership that is a column, the mean of its members over all indicators of a standing."""
    place = chosen.snapshot.area_position
    return tuple(
        neighbour_average(ours.slice.values[:, [place[area.code] for area in each.members]])
        for each in chosen.partnerships
    )


def ordered(standing: Standing, indicators: Sequence[Indicator], sort: str) -> Sequence[int]:
    """Positions of the indicators in the order that the address asks for; as published for any other word."""
    signs = np.array([indicator.sign for indicator in indicators], dtype=np.int8)
    if sort == GAP:
        return [int(at) for at in by_gap(standing.gap_points, standing.field.edges.quartiles, signs)]
    if sort == CERTAINTY:
        order = by_certainty(standing.value, standing.tested, standing.neighbours.mean, signs)
        return [int(at) for at in order]
    return range(len(indicators))


def _row(
    chosen: Chosen,
    standings: tuple[Benchmark, ...],
    means: tuple[Mean, ...],
    reasons: Integers,
    line: Trend | None,
    ways: Ways,
) -> Row:
    snapshot, ours = chosen.snapshot, standings[0]
    place, indicator, region = snapshot.area_position, ours.indicator, chosen.area.region
    return Row(
        standings=standings,
        means=means,
        region_reason=Missing(int(reasons[place[region]])) if region else Missing.NOT_APPLICABLE,
        england_reason=Missing(int(reasons[place[snapshot.authorities.england.code]])),
        address=ways.to_indicator(indicator.id),
        pick=address_of_pick(chosen, indicator, ways),
        is_picked=indicator.id in chosen.selection.indicators,
        trend=line,
        told=told(indicator, chosen.area.name, line) if line else "",
        notes=notes(snapshot.faults, indicator, ours.period.year),
    )


def _mean(average: Average, at: int) -> Mean:
    contributing = int(average.contributing[at])
    return Mean(float(average.mean[at]) if contributing else None, contributing, average.of)


def ways_from(chosen: Chosen) -> Ways:
    """The ways of this page's rows."""
    return Ways(
        chosen.selection.addresses(INDICATOR.path, "indicator"), chosen.selection.addresses(COMPARE.path, "indicators")
    )


def address_of_pick(chosen: Chosen, indicator: Indicator, ways: Ways) -> str:
    """This page with an indicator picked, or no longer picked; the last of those shown alone leads back to a topic."""
    picked = chosen.selection.indicators
    if indicator.id not in picked:
        return ways.to_picked(",".join([*picked, indicator.id]))
    kept = tuple(other for other in picked if other != indicator.id)
    topic = chosen.selection.topic if kept else topic_slug(chosen.topic)
    return chosen.selection.but(indicators=kept, topic=topic).address(COMPARE.path)


def trends(chosen: Chosen, indicators: Sequence[Indicator], columns: Sequence[int]) -> list[Trend | None]:
    """The last years up to each indicator's period; None where neither the authority nor a neighbour has a figure."""
    snapshot, place = chosen.snapshot, chosen.snapshot.area_position
    which = np.array([snapshot.position[indicator.id] for indicator in indicators], dtype=np.int64)
    members = [place[code] for code in chosen.group.codes]
    found = recent(snapshot, which, np.array(columns, dtype=np.int64), place[chosen.area.code], members, TREND_YEARS)
    lines = zip(found.last.tolist(), found.us.tolist(), found.neighbours.tolist(), strict=True)
    return [trend(last, us, neighbours) for last, us, neighbours in lines]


def notes(faults: Sequence[Fault], indicator: Indicator, year: int) -> tuple[str, ...]:
    """What is known to be wrong in the published figures of an indicator and a year."""
    return tuple(
        fault.why for fault in faults if fault.indicator == indicator.id and (not fault.years or year in fault.years)
    )
