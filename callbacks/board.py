"""The Board page: what is on one authority's list and why, with what its board has made of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from dash.development.base_component import Component

from callbacks.board_entries import Known, entries, known_of
from callbacks.board_kept import board_of, choices_of, desk_of, rules_of, state_of
from callbacks.board_targets import trajectories
from callbacks.chosen import Chosen
from callbacks.home import addresses_of, sources_of
from callbacks.neighbours import why_not_in_use
from callbacks.scorecard import card_of, month_of_address
from callbacks.sight import SeenVersion
from layouts import numbers
from layouts.board.facts import Dismissed, Facts, Left, TargetShown
from layouts.board.left_words import left_sentence
from layouts.board.page import board_charts, board_page
from layouts.board.words import SHOWN
from layouts.charts.card import Chart
from layouts.pages import BOARD, PACK
from layouts.scorecard.facts import as_indicator
from layouts.scorecard.figures import decimals_of
from models.assessment import assess
from models.exceptions.left import left_figures, whys_left
from models.exceptions.local import LocalCard
from models.exceptions.whole import BoardLists, board_lists
from models.priorities import BETTER, WORSE
from models.trajectories import Trajectory


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
    addresses, known = addresses_of(chosen), known_of(chosen, lists, day, most)
    worse, better = (
        entries(chosen, lists, listed, side, known, addresses)
        for listed, side in ((lists.worse, WORSE), (lists.better, BETTER))
    )
    return Facts(
        selection=chosen.selection,
        area=chosen.area,
        group=chosen.group,
        rules=rules,
        worse=worse,
        better=better,
        make_left=lambda: left(chosen, lists, addresses),
        dismissed=dismissed(chosen, lists, known, addresses),
        late=tuple((card.title, of_month(chosen, card)) for card in lists.late),
        local_titles=tuple(card.title for card in cards if card not in lists.late),
        month=chosen.selection.month,
        sources=sources_of(snapshot),
        snapshot=snapshot.id,
        today=day,
        board=board_of(chosen, day),
        pack=chosen.selection.address(PACK.path),
        targets=targets_shown(chosen, cards, targets),
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


def dismissed(chosen: Chosen, lists: BoardLists, known: Known, addresses: Mapping[str, str]) -> tuple[Dismissed, ...]:
    """What the board has taken off, with its reasons."""
    state = state_of(chosen)
    found = entries(chosen, lists, lists.dismissed, WORSE, known, addresses)
    kept = [(entry, state.dismissals[entry.listed.key]) for entry in found]
    return tuple(Dismissed(entry, one.why, one.until, one.who) for entry, one in kept)


def targets_shown(
    chosen: Chosen, cards: Sequence[LocalCard], found: Mapping[str, Trajectory]
) -> tuple[TargetShown, ...]:
    """Every target of the board with its course, in the order in which they fall due."""
    rows = {card.key_of(row): row for card in cards for row in card.card.rows}
    shown = []
    for key, course in found.items():
        row = rows.get(key)
        indicator = as_indicator(row, decimals_of(row)) if row else chosen.snapshot.indicators.find(key)
        why = state_of(chosen).targets[key].why
        shown.append(TargetShown(key, indicator, desk_of(chosen, key), course, why))
    return tuple(sorted(shown, key=lambda target: (target.course.target.by, target.key)))


def left(chosen: Chosen, lists: BoardLists, addresses: Mapping[str, str]) -> tuple[Left, ...]:
    """Every published indicator that is on neither list and that nothing on a list stands for, and why."""
    named = {
        key for side in (lists.worse, lists.better, lists.dismissed) for one in side for key in (one.key, *one.alike)
    }
    standing, whys = lists.evidence.assessment.standing, whys_left(lists.evidence)
    places = [at for at, key in enumerate(standing.field.ids) if key not in named]
    found = left_figures(standing, places)
    return tuple(
        [
            Left(
                title=one.indicator.title,
                topic=one.indicator.topic,
                address=addresses[one.indicator.id],
                period=one.period.label if one.period else "",
                level="" if one.value is None else numbers.figure(one.indicator, one.value),
                why=left_sentence(one, whys[at]),
            )
            for at, one in zip(places, found, strict=True)
        ]
    )
