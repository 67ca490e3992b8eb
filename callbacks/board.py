"""The Board page: what is on one authority's list and why, with what its board has made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from dash.development.base_component import Component

from callbacks.board_kept import agreed_on, board_of, choices_of, desk_of, pinned, rules_of, said_on, state_of
from callbacks.board_targets import trajectories
from callbacks.chosen import Chosen
from callbacks.compare import notes
from callbacks.home import addresses_of
from callbacks.neighbours import why_not_in_use
from callbacks.scorecard import card_of, month_of_address
from callbacks.sight import SeenVersion
from layouts.board import ringing_words
from layouts.board.facts import Dismissed, Entry, Facts, Left
from layouts.board.left_words import left_sentence
from layouts.board.page import board_charts, board_page
from layouts.board.reasons import target_sentence
from layouts.board.words import SHOWN, STRENGTHS_SHOWN
from layouts.charts.card import Chart
from layouts.home.facts import Link
from layouts.home.words import level
from layouts.pages import BOARD, PACK, SCORECARD
from layouts.provenance import source_line, sources_of_all
from layouts.selection import GROUP, MODELLED
from models.assessment import assess
from models.benchmark import Standing
from models.exceptions.left import why_left
from models.exceptions.local import LocalCard
from models.exceptions.reasons import Listed, OnTheWay
from models.exceptions.whole import BoardLists, LocalRow, board_lists
from models.priorities import BETTER, WORSE
from models.ringing import modelled_closeness, published_closeness, ringing
from models.spine import spine_rows


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return board_page(look_up(chosen))


def charts(chosen: Chosen) -> Sequence[Chart]:
    """What can be taken away from it."""
    return board_charts(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    return "exceptions and strengths"


def seen(chosen: Chosen) -> Sequence[SeenVersion]:
    """The versions of local returns that the page is made of."""
    return chosen.sight.latest(chosen.area.code) if chosen.sight else ()


def look_up(chosen: Chosen, most: int = SHOWN) -> Facts:
    """All that the page shows, looked up and computed; of `most` exceptions all of it."""
    day = (chosen.at or datetime.now(UTC)).date()
    snapshot, rules = chosen.snapshot, rules_of(chosen)
    found = assess(snapshot, chosen.area, chosen.group, chosen.selection.year)
    cards = local_cards(chosen)
    targets = trajectories(chosen, cards, day)
    lists = board_lists(found, cards, rules, day, choices_of(chosen, targets))
    worse, better = (
        entries(chosen, lists, listed, side, day, most)
        for listed, side in ((lists.worse, WORSE), (lists.better, BETTER))
    )
    return Facts(
        selection=chosen.selection,
        area=chosen.area,
        group=chosen.group,
        rules=rules,
        worse=worse,
        better=better,
        left=left(chosen, lists),
        dismissed=dismissed(chosen, lists, day),
        late=tuple((card.title, of_month(chosen, card)) for card in lists.late),
        local_titles=tuple(card.title for card in cards if card not in lists.late),
        month=chosen.selection.month,
        sources=sources_of_all(snapshot.indicators.all),
        snapshot=snapshot.id,
        today=day,
        board=board_of(chosen, day),
        pack=chosen.selection.address(PACK.path),
    )


def local_cards(chosen: Chosen) -> tuple[LocalCard, ...]:
    """The local returns that the viewer may see, each in the month that is asked for, else in its newest."""
    if chosen.sight is None:
        return ()
    group, asked = None if why_not_in_use(chosen) else chosen.group, chosen.selection.month
    cards = []
    for version in chosen.sight.latest(chosen.area.code):
        found = chosen.sight.figures(version)
        month = month_of_address(found, asked)
        is_asked = month is not None and f"{month.end:%Y-%m}" == asked
        if month is not None and (is_asked or not asked):
            cards.append(LocalCard(version.slug, version.title, card_of(chosen, found, month, group), is_asked))
    return tuple(cards)


def of_month(chosen: Chosen, card: LocalCard) -> str:
    """The address of the list as of a return's newest month."""
    return chosen.selection.but(month=f"{card.card.month.end:%Y-%m}").address(BOARD.path)


def entries(
    chosen: Chosen, lists: BoardLists, listed: Sequence[Listed], side: str, today: date, most: int = SHOWN
) -> tuple[Entry, ...]:
    """A list with all that its rows show; pictures and whom to ring are looked up for those that are shown."""
    addresses = addresses_of(chosen)
    shown = [one for one in listed[: most if side == WORSE else STRENGTHS_SHOWN] if one.at >= 0]
    standing = lists.evidence.assessment.standing
    drawn = {row.standing.indicator.id: row for row in spine_rows(standing, places=[one.at for one in shown])}
    rings = rings_of(chosen, standing, shown) if side == WORSE else {}
    found = []
    for one in listed:
        if one.at < 0:
            entry = local_entry(chosen, lists.local[one.key], one, side)
        else:
            entry = published_entry(chosen, lists, one, side, addresses)
            entry = replace(entry, spine=drawn.get(one.key), ring=rings.get(one.key, ""))
        found.append(with_board(chosen, entry, today))
    return tuple(found)


def with_board(chosen: Chosen, entry: Entry, today: date) -> Entry:
    """An entry with what the board has said of it, agreed on it and wants of it."""
    key = entry.listed.key
    return replace(
        entry,
        desk=desk_of(chosen, key),
        said=said_on(chosen, key),
        agreed=agreed_on(chosen, key, today),
        pinned=key in pinned(chosen),
        outlook=outlook_of(entry),
    )


def outlook_of(entry: Entry) -> str:
    """Where the board's own target for a figure stands, in a sentence; empty where it has set none."""
    for reason in entry.listed.reasons:
        if isinstance(reason.detail, OnTheWay):
            return target_sentence(entry, reason.detail.trajectory)
    return ""


def rings_of(chosen: Chosen, standing: Standing, listed: Sequence[Listed]) -> dict[str, str]:
    """Whom to ring about each, in a sentence, by key."""
    found = ringing(standing, closeness_of(chosen))
    return {one.key: ringing_words.answer(found.row(one.at)) for one in listed}


def closeness_of(chosen: Chosen) -> Mapping[str, str]:
    """What the list of neighbours in use says of how near each is."""
    name = chosen.selection.neighbours
    if name == MODELLED:
        return modelled_closeness(chosen.similarity, chosen.area)
    return published_closeness(chosen.snapshot.edition(name), chosen.area) if name != GROUP else {}


def dismissed(chosen: Chosen, lists: BoardLists, today: date) -> tuple[Dismissed, ...]:
    """What the board has taken off, with its reasons."""
    state = state_of(chosen)
    found = entries(chosen, lists, lists.dismissed, WORSE, today)
    kept = [(entry, state.dismissals[entry.listed.key]) for entry in found]
    return tuple(Dismissed(entry, one.why, one.until, one.who) for entry, one in kept)


def published_entry(chosen: Chosen, lists: BoardLists, one: Listed, side: str, addresses: Mapping[str, str]) -> Entry:
    """An exception among the published indicators."""
    row = lists.evidence.assessment.standing.row(one.at)
    indicators = chosen.snapshot.indicators
    return Entry(
        listed=one,
        side=side,
        title=row.indicator.title,
        topic=row.indicator.topic,
        address=addresses[row.indicator.id],
        desk="",
        row=row,
        source=source_line(row.indicator, [row.status]),
        trend=str(lists.evidence.trend[one.at]),
        alike=tuple(Link(indicators.find(key).title, addresses[key]) for key in one.alike),
        notes=notes(chosen.snapshot.faults, row.indicator, row.period.year),
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
        desk="",
        local=local,
        source=f"Source: local return “{card.title}”, {card.card.month.label}.",
    )


def left(chosen: Chosen, lists: BoardLists) -> tuple[Left, ...]:
    """Every published indicator that is on neither list and that nothing on a list stands for, and why."""
    named = {
        key for side in (lists.worse, lists.better, lists.dismissed) for one in side for key in (one.key, *one.alike)
    }
    addresses, standing = addresses_of(chosen), lists.evidence.assessment.standing
    found = []
    for at, index in enumerate(standing.slice.which.tolist()):
        indicator = chosen.snapshot.indicators.all[index]
        if indicator.id not in named:
            row = standing.row(at) if standing.slice.columns[at] >= 0 else None
            found.append(
                Left(
                    title=indicator.title,
                    topic=indicator.topic,
                    address=addresses[indicator.id],
                    period=row.period.label if row else "",
                    level=level(row) if row else "",
                    why=left_sentence(row, why_left(lists.evidence, at)),
                )
            )
    return tuple(found)
