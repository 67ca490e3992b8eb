"""The Board page: what is on one authority's list and why, with what its board has made of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from dash.development.base_component import Component

from callbacks.chosen import Chosen
from callbacks.compare import notes
from callbacks.home import addresses_of
from callbacks.neighbours import why_not_in_use
from callbacks.scorecard import card_of, month_of_address
from callbacks.sight import SeenVersion
from data.exception_rules import load_rules
from layouts.board.facts import Entry, Facts, Left
from layouts.board.left_words import left_sentence
from layouts.board.page import board_charts, board_page
from layouts.charts.card import Chart
from layouts.home.facts import Link
from layouts.home.words import level
from layouts.pages import SCORECARD
from layouts.provenance import source_line, sources_of_all
from models.assessment import assess
from models.exceptions.left import why_left
from models.exceptions.local import LocalCard
from models.exceptions.reasons import Listed
from models.exceptions.whole import BoardLists, LocalRow, board_lists
from models.priorities import BETTER, WORSE


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


def look_up(chosen: Chosen, today: date | None = None) -> Facts:
    """All that the page shows, looked up and computed, as of a day."""
    day = today or datetime.now(UTC).date()
    snapshot, rules = chosen.snapshot, load_rules()
    found = assess(snapshot, chosen.area, chosen.group, chosen.selection.year)
    cards = local_cards(chosen)
    lists = board_lists(found, cards, rules, day)
    worse, better = (
        entries(chosen, lists, listed, side) for listed, side in ((lists.worse, WORSE), (lists.better, BETTER))
    )
    return Facts(
        selection=chosen.selection,
        area=chosen.area,
        group=chosen.group,
        rules=rules,
        worse=worse,
        better=better,
        left=left(chosen, lists),
        dismissed=(),
        late=tuple((card.title, of_month(chosen, card)) for card in lists.late),
        spines={},
        local_titles=tuple(card.title for card in cards if card not in lists.late),
        month=chosen.selection.month,
        sources=sources_of_all(snapshot.indicators.all),
        snapshot=snapshot.id,
        today=day,
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
    return chosen.selection.but(month=f"{card.card.month.end:%Y-%m}").address("/board")


def entries(chosen: Chosen, lists: BoardLists, listed: Sequence[Listed], side: str) -> tuple[Entry, ...]:
    """A list with all that its rows show."""
    addresses = addresses_of(chosen)
    return tuple(
        local_entry(chosen, lists.local[one.key], one, side)
        if one.at < 0
        else published_entry(chosen, lists, one, side, addresses)
        for one in listed
    )


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
