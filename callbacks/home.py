"""The first page: where one authority stands, what has changed, and how it got there."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen, topic_slug
from callbacks.compare import notes
from callbacks.releases import release_since
from data.indicators import Indicator
from data.store import Snapshot
from layouts.charts.card import Chart
from layouts.home.facts import (
    EarlierRelease,
    Entry,
    Facts,
    LastYear,
    Link,
    Move,
    MoveList,
    Publication,
    Stripes,
    Topic,
)
from layouts.home.page import home_charts, home_page
from layouts.pages import COMPARE, INDICATOR
from layouts.provenance import sources_of_all
from models.arrays import Flags
from models.assessment import Assessment, assess
from models.priorities import Priority, one_of_each, priorities
from models.tartan import Tartan, tartan
from models.topic_counts import counts_by_topic, total
from models.traits import traits_of
from models.year_changes import YearChanges, year_changes

Addresses: TypeAlias = Mapping[str, str]
"""The pages of indicators, by id."""

# Words that no topic and no id is: they are in lower case.
TOPIC_HERE, INDICATOR_HERE = "TOPIC", "INDICATOR"
# No address has these, since it is quoted: what stands before a topic, between it and an id, and after that.
BEFORE, BETWEEN, AFTER = "\1", "\2", "\3"


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return home_page(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    return "every topic against its neighbours"


def charts(chosen: Chosen) -> Sequence[Chart]:
    """What can be taken away from it."""
    return home_charts(look_up(chosen))


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    snapshot, selection = chosen.snapshot, chosen.selection
    found = assess(snapshot, chosen.area, chosen.group, selection.year)
    listed = priorities(found)
    addresses = addresses_of(chosen)
    both, worst = entries(found, (*listed.worse, *listed.better), addresses), len(listed.worse)
    topics, drawn = topics_of(chosen, found), tartan(snapshot, chosen.area, selection.year)
    return Facts(
        selection=selection,
        area=chosen.area,
        group=chosen.group,
        topics=topics,
        total=total([topic.counts for topic in topics]),
        neutral=int(np.count_nonzero(found.standing.signs == 0)),
        worse=both[:worst],
        better=both[worst:],
        stale=tuple(link(found, at, addresses) for at in listed.stale),
        last_year=last_year(found, year_changes(found), addresses),
        earlier=earlier_release(chosen),
        publications=publications_of(snapshot),
        years=drawn.years,
        stripes=stripes(snapshot, topics, drawn),
        sources=sources_of(snapshot),
        addresses=addresses,
        snapshot=snapshot.id,
    )


def topics_of(chosen: Chosen, found: Assessment) -> tuple[Topic, ...]:
    """Every topic with its counts."""
    address = chosen.selection.but(sort="certainty").addresses(COMPARE.path, "topic")
    counts = counts_by_topic(found)
    return tuple(Topic(name, address(topic_slug(name)), counted) for name, counted in counts.items())


def addresses_of(chosen: Chosen) -> dict[str, str]:
    """The address of every indicator's own page, by id."""
    # The page has a thousand links and an address takes a while to quote; topics and ids have nothing that is quoted.
    indicators = chosen.snapshot.indicators
    pattern = chosen.selection.but(topic=TOPIC_HERE, indicator=INDICATOR_HERE).address(INDICATOR.path)
    before, rest = pattern.split(TOPIC_HERE)
    between, after = rest.split(INDICATOR_HERE)
    ids, parts = chosen.snapshot.once("parts of addresses", lambda: parts_of_addresses(indicators.all))
    whole = parts.replace(BEFORE, before).replace(BETWEEN, between).replace(AFTER, after)
    return dict(zip(ids, whole.split(" "), strict=True))


def parts_of_addresses(indicators: Sequence[Indicator]) -> tuple[tuple[str, ...], str]:
    """The ids, and what is theirs in the addresses of their pages, as one text with marks where all have the same."""
    parts = [f"{BEFORE}{topic_slug(one.topic)}{BETWEEN}{one.id}{AFTER}" for one in indicators]
    return tuple([one.id for one in indicators]), " ".join(parts)


def link(found: Assessment, at: int, addresses: Addresses) -> Link:
    """The indicator at a place of the standing."""
    indicator = found.standing.snapshot.indicators.all[int(found.standing.slice.which[at])]
    return Link(indicator.title, addresses[indicator.id])


def trends_listed(found: Assessment, listed: Sequence[Priority]) -> list[str]:
    """The words of the trend test for all that is listed."""
    standing = found.standing
    places = np.array([one.at for one in listed], dtype=np.int64)
    at = standing.snapshot.area_position[standing.area.code]
    words: list[str] = standing.field.trend_words(places, at).tolist()
    return words


def entries(found: Assessment, listed: Sequence[Priority], addresses: Addresses) -> tuple[Entry, ...]:
    """What is listed with all that its rows show: both lists together cost less than one after the other."""
    rows = found.standing.records([one.at for one in listed])
    trends = trends_listed(found, listed)
    faults = found.standing.snapshot.faults
    faulty = {fault.indicator for fault in faults}
    return tuple(
        [
            Entry(
                row=row,
                address=addresses[row.indicator.id],
                certainty=one.certainty,
                children=one.children,
                trend=trend,
                alike=tuple([link(found, at, addresses) for at in one.alike]),
                notes=notes(faults, row.indicator, row.period.year) if row.indicator.id in faulty else (),
            )
            for one, row, trend in zip(listed, rows, trends, strict=True)
        ]
    )


def last_year(found: Assessment, changes: YearChanges, addresses: Addresses) -> LastYear:
    """What has changed since the consecutive period before."""
    worse, better = (changes.word == word for word in ("worse", "better"))
    down, up = changes.crossed < 0, changes.crossed > 0
    moved = worse | better | down | up
    places = changes.in_order(moved)
    moves = dict(zip(places, _moves_at(found, changes, places, addresses), strict=True))
    tested = worse | better
    # What is told by test stands in those lists already; the counts are of all.
    orders = [changes.in_order(among) for among in (worse, better, down & ~tested, up & ~tested)]
    sizes = [int(np.count_nonzero(among)) for among in (worse, better, down, up)]
    lists = [_moves(size, order, moves, found.standing.field.alike) for size, order in zip(sizes, orders, strict=True)]
    words = changes.word[changes.compared]
    return LastYear(
        compared=int(np.count_nonzero(changes.compared)),
        certain=int(np.count_nonzero(changes.certain)),
        no_clear_change=int(np.count_nonzero(words == "no clear change")),
        not_tested=int(np.count_nonzero(words == "not tested")),
        moves=tuple(moves.values()),
        worse=lists[0],
        better=lists[1],
        down=lists[2],
        up=lists[3],
    )


def _moves(size: int, order: Sequence[int], moves: Mapping[int, Move], pairs: Flags) -> MoveList:
    return MoveList(size, tuple((moves[at], len(alike)) for at, alike in one_of_each(order, pairs)))


def _moves_at(found: Assessment, changes: YearChanges, places: Sequence[int], addresses: Addresses) -> list[Move]:
    rows = found.standing.records(places)
    at = np.array(places, dtype=np.int64)
    told = (changes.word, changes.certain, changes.band_before, changes.crossed)
    columns = zip(*(figures[at].tolist() for figures in told), strict=True)
    return [Move(row, addresses[row.indicator.id], *said) for row, said in zip(rows, columns, strict=True)]


def stripes(snapshot: Snapshot, topics: Sequence[Topic], drawn: Tartan) -> tuple[Stripes, ...]:
    """The indicators of each topic that have a band in any year, with their codes."""
    topic_of, all_of_them = traits_of(snapshot).topics, snapshot.indicators.all
    at = np.argsort(topic_of, kind="stable")
    at = at[np.asarray(drawn.lettered.any(axis=1))[at]]
    parts = np.split(at, np.searchsorted(topic_of[at], np.arange(1, len(topics))))
    return tuple(
        Stripes(topic, tuple([all_of_them[one] for one in part.tolist()]), drawn.numbers[part])
        for topic, part in zip(topics, parts, strict=True)
        if len(part)
    )


def sources_of(snapshot: Snapshot) -> str:
    """The publications behind all figures of a snapshot."""
    return snapshot.once("sources of all", lambda: sources_of_all(snapshot.indicators.all))


def publications_of(snapshot: Snapshot) -> tuple[Publication, ...]:
    """The days on which figures of a snapshot were published."""
    return snapshot.once("publications", lambda: publications(snapshot.indicators.all))


def publications(indicators: Sequence[Indicator]) -> tuple[Publication, ...]:
    """The indicators by the day of their last publication, the newest first; those without a day are left out."""
    by_day: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.updated:
            by_day.setdefault(indicator.updated, []).append(indicator)
    return tuple(
        Publication(
            day=day,
            topics=tuple(dict.fromkeys(one.topic for one in by_day[day])),
            indicators=tuple(by_day[day]),
            next_days=tuple(sorted({one.next_update for one in by_day[day] if one.next_update})),
        )
        for day in sorted(by_day, reverse=True)
    )


def earlier_release(chosen: Chosen) -> EarlierRelease | None:
    """What has changed since the snapshot before, where there is one that knows the authority and its neighbours."""
    return release_since(chosen, chosen.snapshot.earlier) if chosen.snapshot.earlier else None
