"""What the rows of a board's list show: the figure, whom to ring, and what the board made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from callbacks.board_kept import agreed_on, commented, desk_of, pinned, said_on
from callbacks.chosen import Chosen
from callbacks.compare import notes
from layouts.board import ringing_words
from layouts.board.facts import Entry
from layouts.board.reasons import target_sentence
from layouts.board.words import SHOWN, STRENGTHS_SHOWN
from layouts.home.facts import Link
from layouts.pages import SCORECARD
from layouts.selection import GROUP, MODELLED
from models.benchmark import Benchmark, Standing
from models.exceptions.evidence import Evidence
from models.exceptions.reasons import Listed, OnTheWay
from models.exceptions.whole import BoardLists, LocalRow
from models.priorities import WORSE
from models.ringing import modelled_closeness, published_closeness, ringing
from models.spine import SpineRow, spine_rows


@dataclass(frozen=True)
class Known:
    """What entries of several lists show, looked up for all of them at once.

    `rows` and `trends` are by the place in the standing; `spines` and `rings`, of those that are shown, and what the
    board has `said`, are by key.
    """

    rows: Mapping[int, Benchmark]
    trends: Mapping[int, str]
    spines: Mapping[str, SpineRow]
    rings: Mapping[str, str]
    said: Mapping[str, Mapping[str, Any]]


def known_of(chosen: Chosen, lists: BoardLists, today: date, most: int = SHOWN) -> Known:
    """The same of both lists and of what was taken off; pictures and whom to ring of those that are shown."""
    standing = lists.evidence.assessment.standing
    worse, better, off = (
        _published(listed) for listed in (lists.worse[:most], lists.better[:STRENGTHS_SHOWN], lists.dismissed)
    )
    places = [one.at for one in (*lists.worse, *lists.better, *lists.dismissed) if one.at >= 0]
    shown = [one.at for one in (*worse, *better, *off)]
    return Known(
        rows=dict(zip(places, standing.records(places), strict=True)),
        trends=dict(zip(places, lists.evidence.trend[np.array(places, dtype=np.int64)].tolist(), strict=True)),
        spines={row.standing.indicator.id: row for row in spine_rows(standing, places=shown)},
        rings=rings_of(chosen, standing, [*worse, *off]),
        said=of_board(chosen, today),
    )


def _published(listed: Sequence[Listed]) -> list[Listed]:
    return [one for one in listed if one.at >= 0]


def entries(
    chosen: Chosen, lists: BoardLists, listed: Sequence[Listed], side: str, known: Known, addresses: Mapping[str, str]
) -> tuple[Entry, ...]:
    """A list with all that its rows show."""
    all_of, place_of = chosen.snapshot.indicators.all, chosen.snapshot.position
    faulty = {fault.indicator for fault in chosen.snapshot.faults}
    found = []
    for one in listed:
        key, row = one.key, known.rows.get(one.at)
        if row is None:
            entry = local_entry(chosen, lists.local[key], one, side)
        else:
            entry = Entry(
                one,
                side,
                row.indicator.title,
                row.indicator.topic,
                addresses[key],
                desk_of(chosen, key),
                row,
                trend=known.trends[one.at],
                alike=tuple([Link(all_of[place_of[other]].title, addresses[other]) for other in one.alike]),
                notes=notes(chosen.snapshot.faults, row.indicator, row.period.year) if key in faulty else (),
                spine=known.spines.get(key),
                ring=known.rings.get(key, "") if side == WORSE else "",
            )
        outlook = outlook_of(entry)
        if outlook or key in known.said:
            entry = entry._replace(outlook=outlook, **known.said.get(key, {}))
        found.append(entry)
    return tuple(found)


def of_board(chosen: Chosen, today: date) -> dict[str, dict[str, Any]]:
    """What the board has said of subjects and agreed on them, as their entries hold it, of those where it has."""
    agreed, written, pins = agreed_on(chosen, today), commented(chosen), pinned(chosen)
    return {
        key: {
            "said": said_on(chosen, key) if key in written else (),
            "agreed": agreed.get(key, ()),
            "pinned": key in pins,
        }
        for key in {*agreed, *written, *pins}
    }


def outlook_of(entry: Entry) -> str:
    """Where the board's own target for a figure stands, in a sentence; empty where it has set none."""
    for reason in entry.listed.reasons:
        if isinstance(reason.detail, OnTheWay):
            return target_sentence(entry, reason.detail.trajectory)
    return ""


def rings_of(chosen: Chosen, standing: Standing, listed: Sequence[Listed]) -> dict[str, str]:
    """Whom to ring about each, in a sentence, by key."""
    if not listed:
        return {}
    places = [one.at for one in listed]
    rows = ringing(standing, closeness_of(chosen), asked=places).rows(places)
    return {
        one.key: ringing_words.answer(row) for one, row in zip(listed, rows, strict=True) if row.neighbour is not None
    }


def closeness_of(chosen: Chosen) -> Mapping[str, str]:
    """What the list of neighbours in use says of how near each is."""
    name = chosen.selection.neighbours
    if name == MODELLED:
        return modelled_closeness(chosen.similarity, chosen.area)
    return published_closeness(chosen.snapshot.edition(name), chosen.area) if name != GROUP else {}


def bare_entry(
    one: Listed, row: Benchmark, side: str, addresses: Mapping[str, str], evidence: Evidence, **more: Any
) -> Entry:
    """An exception with its figure, and what more is known of it."""
    return Entry(
        listed=one,
        side=side,
        title=row.indicator.title,
        topic=row.indicator.topic,
        address=addresses[row.indicator.id],
        row=row,
        trend=str(evidence.trend[one.at]),
        **more,
    )


def local_entry(chosen: Chosen, local: LocalRow, one: Listed, side: str) -> Entry:
    """An exception in a local return, or a return that is late."""
    row, card = local.row, local.local
    where = chosen.selection.but(local=card.slug, month=f"{card.card.month.end:%Y-%m}", measure=row.key if row else "")
    return Entry(
        listed=one,
        side=side,
        title=row.name if row else card.title,
        topic=card.title if row else "Local returns",
        address=where.address(SCORECARD.path),
        desk=desk_of(chosen, one.key),
        local=local,
    )
