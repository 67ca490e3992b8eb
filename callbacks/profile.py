"""The page of one authority: its assessment, counted by topic, and the rows of its spine charts."""

from collections.abc import Mapping, Sequence

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen, topic_slug
from data.context import load_context
from layouts.charts.card import Chart
from layouts.profile.facts import ALL, ENGLAND, ContextFigure, Facts, Notable, Topic
from layouts.profile.page import profile_charts, profile_page
from layouts.profile.summary import sources_by_tool
from models.assessment import Assessment, assess
from models.priorities import BETTER, WORSE, Certainty, Priority, certainties, priorities, stale_places
from models.spine import Centre, SpineRow, spine_rows
from models.topic_counts import Counts, counts_by_topic, total

CONTEXT = ("pop0_17", "L_ChildPov", "L_SecFSM", "L_EALPri", "L_SEN_TotStat")
MOST_NOTABLE = 2
TOO_OLD = "last published over three years ago, so not counted above."


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return profile_page(look_up(chosen))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """What can be taken away."""
    return profile_charts(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    return "topic by topic"


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    snapshot, selection = chosen.snapshot, chosen.selection
    ways = selection.view.split("-")
    centre = Centre.ENGLAND if ENGLAND in ways else Centre.NEIGHBOURS
    found = assess(snapshot, chosen.area, chosen.group, selection.year)
    counts = counts_by_topic(found)
    stale = frozenset(snapshot.indicators.all[at].id for at in stale_places(found).nonzero()[0].tolist())
    topics = topics_of(chosen, found, counts, shows_all=ALL in ways, centre=centre)
    return Facts(
        # Where picked indicators stand in a topic's place, this page is of the topic that the chosen one belongs to.
        selection=selection.but(topic=topic_slug(chosen.topic)),
        area=chosen.area,
        region=snapshot.authorities.region_of(chosen.area),
        group=chosen.group,
        members=tuple(snapshot.authorities.by_code(code) for code in chosen.group.codes),
        context=context(chosen),
        topics=topics,
        total=total(list(counts.values())),
        centre=centre,
        shows_all=ALL in ways,
        stale=stale,
        notes=notes(chosen, [row for topic in topics for row in topic.rows], stale),
        sources=snapshot.once("sources by tool", lambda: sources_by_tool(snapshot.indicators.all)),
        snapshot=snapshot.id,
    )


def topics_of(
    chosen: Chosen, found: Assessment, counts: dict[str, Counts], shows_all: bool, centre: Centre
) -> tuple[Topic, ...]:
    """Every topic, each indicator in its own alone; rows only for those that are shown."""
    indicators = chosen.snapshot.indicators
    order = priorities(found)
    topic_of = [one.topic for one in indicators]
    worse, better = (by_topic(entries, topic_of) for entries in (order.worse, order.better))
    places: dict[str, list[int]] = {}
    for at, topic in enumerate(topic_of):
        places.setdefault(topic, []).append(at)
    outstanding = notable(found, {topic: (worse.get(topic, []), better.get(topic, [])) for topic in places})
    neutral = np.bincount(found.standing.field.traits.topics[found.standing.signs == 0], minlength=len(places)).tolist()
    shown = [topic for topic in places if shows_all or topic == chosen.topic]
    rows: dict[str, list[SpineRow]] = {topic: [] for topic in places}
    for row in spine_rows(found.standing, centre, [at for topic in shown for at in places[topic]]):
        rows[row.standing.indicator.topic].append(row)
    return tuple(
        Topic(
            name=topic,
            slug=topic_slug(topic),
            counts=counts[topic],
            neutral=without_direction,
            notable=outstanding[topic],
            is_shown=topic in shown,
            indicators=tuple([indicators.all[at] for at in at_places]),
            rows=tuple(rows[topic]),
        )
        for (topic, at_places), without_direction in zip(places.items(), neutral, strict=True)
    )


def notable(
    found: Assessment, listed: Mapping[str, tuple[Sequence[int], Sequence[int]]]
) -> dict[str, tuple[Notable, ...]]:
    """The two of each topic that stand out most, of its places for the worse and for the better.

    They are the first to each side, or two of one side.
    """
    shown: dict[str, list[tuple[str, int]]] = {}
    for topic, (worse, better) in listed.items():
        first, second = ([(WORSE, at) for at in worse[:2]], [(BETTER, at) for at in better[:2]])
        shown[topic] = [*first[:1], *second[:1], *first[1:], *second[1:]][:MOST_NOTABLE]
    sure = {side: certainties(found, side) for side in (WORSE, BETTER)}
    places = [at for both in shown.values() for _, at in both]
    rows = dict(zip(places, found.standing.records(places), strict=True))
    return {
        topic: tuple([Notable(rows[at], side, Certainty(int(sure[side][at]))) for side, at in both])
        for topic, both in shown.items()
    }


def by_topic(entries: Sequence[Priority], topic_of: Sequence[str]) -> dict[str, list[int]]:
    """The places of a list by topic: those that lead, and then those for which an indicator of another topic stands."""
    leading: dict[str, list[int]] = {}
    others: dict[str, list[int]] = {}
    for entry in entries:
        topic = topic_of[entry.at]
        leading.setdefault(topic, []).append(entry.at)
        for at in entry.alike:
            if topic_of[at] != topic:
                others.setdefault(topic_of[at], []).append(at)
    return {topic: leading.get(topic, []) + others.get(topic, []) for topic in {**leading, **others}}


def context(chosen: Chosen) -> tuple[ContextFigure, ...]:
    """What is known of the authority's children."""
    profile = load_context(chosen.snapshot)
    values = profile.values.get(chosen.area.code, {})
    return tuple(ContextFigure(profile.variables[name], values.get(name)) for name in CONTEXT)


def notes(chosen: Chosen, rows: Sequence[SpineRow], stale: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """What is known to be wrong in the figures shown, and which are too old, by the indicator's id."""
    found = {}
    for row in rows:
        indicator, year = row.standing.indicator, row.standing.period.year
        faults = [
            fault.why
            for fault in chosen.snapshot.faults
            if fault.indicator == indicator.id and (not fault.years or year in fault.years)
        ]
        found[indicator.id] = (*faults, *([TOO_OLD] if indicator.id in stale else []))
    return {name: said for name, said in found.items() if said}
