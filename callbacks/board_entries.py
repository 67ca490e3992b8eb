"""What the rows of a board's list show: the figure, whom to ring, and what the board made of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

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
from models.spine import spine_rows


def entries(
    chosen: Chosen,
    lists: BoardLists,
    listed: Sequence[Listed],
    side: str,
    today: date,
    addresses: Mapping[str, str],
    most: int = SHOWN,
) -> tuple[Entry, ...]:
    """A list with all that its rows show; pictures and whom to ring are looked up for those that are shown."""
    shown = [one for one in listed[: most if side == WORSE else STRENGTHS_SHOWN] if one.at >= 0]
    standing = lists.evidence.assessment.standing
    pictures = spine_rows(standing, places=[one.at for one in shown]) if shown else ()
    drawn = {row.standing.indicator.id: row for row in pictures}
    rings = rings_of(chosen, standing, shown) if side == WORSE else {}
    boards = of_board(chosen, [one.key for one in listed], today)
    faulty = {fault.indicator for fault in chosen.snapshot.faults}
    found = []
    for one in listed:
        key, board = one.key, boards[one.key]
        if one.at < 0:
            entry = local_entry(chosen, lists.local[key], one, side, board)
        else:
            board |= {"spine": drawn.get(key), "ring": rings.get(key, "")}
            entry = published_entry(chosen, lists, one, side, addresses, board)
            entry = with_notes(chosen, entry) if key in faulty else entry
        outlook = outlook_of(entry)
        found.append(entry._replace(outlook=outlook) if outlook else entry)
    return tuple(found)


def of_board(chosen: Chosen, keys: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """What the board has said of subjects and agreed on them, as their entries hold it."""
    agreed, written, pins = agreed_on(chosen, today), commented(chosen), pinned(chosen)
    return {
        key: {
            "desk": desk_of(chosen, key),
            "said": said_on(chosen, key) if key in written else (),
            "agreed": agreed.get(key, ()),
            "pinned": key in pins,
        }
        for key in keys
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


def published_entry(
    chosen: Chosen,
    lists: BoardLists,
    one: Listed,
    side: str,
    addresses: Mapping[str, str],
    more: Mapping[str, Any],
) -> Entry:
    """An exception among the published indicators, with what is like it."""
    row = lists.evidence.assessment.standing.row(one.at)
    all_of, place = chosen.snapshot.indicators.all, chosen.snapshot.position
    return bare_entry(
        one,
        row,
        side,
        addresses,
        lists.evidence,
        alike=tuple([Link(all_of[place[key]].title, addresses[key]) for key in one.alike]),
        **more,
    )


def with_notes(chosen: Chosen, entry: Entry) -> Entry:
    """An exception with what is known to be wrong with its figure."""
    row = entry.row
    known = notes(chosen.snapshot.faults, row.indicator, row.period.year) if row else ()
    return entry._replace(notes=known)


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


def local_entry(chosen: Chosen, local: LocalRow, one: Listed, side: str, more: Mapping[str, Any]) -> Entry:
    """An exception in a local return, or a return that is late."""
    row, card = local.row, local.local
    where = chosen.selection.but(local=card.slug, month=f"{card.card.month.end:%Y-%m}", measure=row.key if row else "")
    return Entry(
        listed=one,
        side=side,
        title=row.name if row else card.title,
        topic=card.title if row else "Local returns",
        address=where.address(SCORECARD.path),
        local=local,
        **more,
    )
