"""The Partnership page: what several authorities share, who does it well, and where they stand taken as one."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from dash.development.base_component import Component

from callbacks.board_entries import bare_entry, closeness_of
from callbacks.chosen import Chosen
from callbacks.home import addresses_of, sources_of
from callbacks.partnership_as_one import taken_as_one
from data.authorities import Area
from data.errors import PortalError
from data.exception_rules import Rules, load_rules
from layouts.board import ringing_words
from layouts.charts.card import Chart
from layouts.home.facts import Link
from layouts.pages import BOARD
from layouts.partnership.facts import AT_ONCE, MOST, Alone, Cell, Facts, Ring, Row
from layouts.partnership.page import partnership_charts, partnership_page
from layouts.partnership.words import SHOWN
from models.assessment import assess_each
from models.benchmark import Benchmark, Standing
from models.exceptions.by_rules import RuleLists, rule_lists
from models.exceptions.left import WhyLeft, whys_left
from models.exceptions.reasons import Listed
from models.priorities import BETTER, WORSE
from models.ringing import Question, RingingList, ringings
from models.shared_problems import AuthorityList, OnList, Shared, alone, authority_list, does_well, shared


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return partnership_page(look_up(chosen))


def charts(chosen: Chosen) -> Sequence[Chart]:
    """What can be taken away from it."""
    return partnership_charts(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    named = name_of(chosen)
    count = len(areas_of(chosen))
    return f"what {named or f'{count} authorities'} share"


@dataclass(frozen=True)
class Member:
    """One of the authorities: its selection, both its lists and whom it can ring."""

    chosen: Chosen
    found: RuleLists
    lists: Mapping[str, AuthorityList]

    @property
    def area(self) -> Area:
        """Which authority it is."""
        return self.chosen.area

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.found.evidence.assessment.standing

    @cached_property
    def whys_left(self) -> list[WhyLeft]:
        """Why indicators are on neither list."""
        return whys_left(self.found.evidence)

    def records(self, places: Set[int]) -> dict[int, Benchmark]:
        """Its figures at some places, looked up in one go."""
        return dict(zip(places, self.standing.records(list(places)), strict=True))


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    areas, rules, snapshot = areas_of(chosen), load_rules(), chosen.snapshot
    refuse_unless_some(chosen, areas)
    members = members_of(chosen, areas, rules)
    field = members[0].standing.field
    found = {side: shared([member.lists[side] for member in members], field.order_of_ids) for side in (WORSE, BETTER)}
    left = alone([member.lists[WORSE] for member in members], found[WORSE])
    addresses = addresses_of(chosen)
    at_once, others = found[WORSE][:AT_ONCE], found[WORSE][AT_ONCE:]

    @cache
    def later() -> Sequence[Mapping[int, Benchmark]]:
        shared_ones = {one.at for one in (*others, *found[BETTER])}
        return [
            member.records(shared_ones | {one.at for one in own}) for member, own in zip(members, left, strict=True)
        ]

    first = [member.records({one.at for one in at_once}) for member in members]
    return Facts(
        selection=chosen.selection,
        name=name_of(chosen),
        areas=areas,
        rules=rules,
        on_lists=tuple([len(one.there) for one in found[WORSE]]),
        first_problems=rows_of(members, at_once, WORSE, addresses, first, SHOWN),
        strength_count=len(found[BETTER]),
        alone_count=sum(map(len, left)),
        make_problems=lambda: rows_of(members, others, WORSE, addresses, later(), SHOWN - AT_ONCE),
        make_strengths=lambda: rows_of(members, found[BETTER], BETTER, addresses, later()),
        make_alone=lambda: alone_of(members, left, addresses, later()),
        lists={member.area.code: len(member.lists[WORSE].entries) for member in members},
        one=taken_as_one(field, areas, addresses),
        boards={member.area.code: board_of(chosen, areas, member.area) for member in members},
        group_title=chosen.group.title,
        sources=sources_of(snapshot),
        snapshot=snapshot.id,
    )


def areas_of(chosen: Chosen) -> tuple[Area, ...]:
    """The authorities that are shown: the chosen one, those beside it, and the members of partnerships beside it."""
    members = (area for each in chosen.partnerships for area in each.members)
    return tuple(dict.fromkeys((chosen.area, *chosen.beside, *members)))


def name_of(chosen: Chosen) -> str:
    """The partnership's name, where those shown are one partnership and nobody else; empty otherwise."""
    areas = set(areas_of(chosen))
    return next((each.name for each in chosen.partnerships if set(each.members) == areas), "")


def refuse_unless_some(chosen: Chosen, areas: Sequence[Area]) -> None:
    """Raises PortalError where there is nobody to share anything with, or where there are too many to read."""
    if len(areas) < 2:
        raise PortalError(
            f"Nobody stands beside {chosen.area.name}, so there is nothing to share; add an authority beside it."
        )
    if len(areas) > MOST:
        raise PortalError(
            f"This page has room for {MOST} authorities together, and the address names {len(areas)}; take some away."
        )


def members_of(chosen: Chosen, areas: Sequence[Area], rules: Rules) -> tuple[Member, ...]:
    """The lists of each authority by its own neighbours, and by the portal's rules: no board's own choices."""
    each = [replace(chosen, area=area) for area in areas]
    found = assess_each(chosen.snapshot, areas, [one.group for one in each], chosen.selection.year)
    # Which indicators are alike is the same for all: it is found in the figures of all authorities.
    field = found[0].standing.field
    members = []
    for one, assessment in zip(each, found, strict=True):
        lists = rule_lists(assessment, rules)
        both = {side: authority_list(own, field.alike_numbers) for side, own in lists.sides.items()}
        members.append(Member(one, lists, both))
    return tuple(members)


def rows_of(
    members: Sequence[Member],
    found: Sequence[Shared],
    side: str,
    addresses: Mapping[str, str],
    records: Sequence[Mapping[int, Benchmark]],
    shown: int = 0,
) -> tuple[Row, ...]:
    """The rows of one of the two shared lists; all that is said of whom to ring is looked up for the `shown` first."""
    standing = members[0].standing
    links = {at: link_of(standing, at, addresses) for at in told_of(found)}
    rings = rings_of(members, found, shown) if side == WORSE else [{} for _ in members]
    cells = [
        cells_of(member, found, order, side, links, ring, known)
        for order, (member, ring, known) in enumerate(zip(members, rings, records, strict=True))
    ]
    rows = []
    for one, in_row in zip(found, zip(*cells, strict=True), strict=True):
        well = does_well([cell.row.comparison for cell in in_row], [cell.row.band for cell in in_row])
        there = tuple([cell for cell in in_row if cell.entry])
        areas = tuple([members[at].area for at in well])
        alike = tuple([links[at] for at in one.alike])
        indicator, stands_for = in_row[0].row.indicator, tuple([standing.field.ids[at] for at in one.alike])
        rows.append(Row(one, indicator, addresses[indicator.id], side, in_row, there, areas, alike, stands_for))
    return tuple(rows)


def told_of(found: Sequence[Shared]) -> set[int]:
    """The places of indicators that are named beside shared ones: those alike, and those that tell one on a list."""
    return {at for one in found for at in (*one.alike, *[on.leader for on in one.there])}


def link_of(standing: Standing, at: int, addresses: Mapping[str, str]) -> Link:
    """An indicator by its place, and the way to its page."""
    indicator = standing.snapshot.indicators.all[int(standing.slice.which[at])]
    return Link(indicator.title, addresses[indicator.id])


def cells_of(
    member: Member,
    found: Sequence[Shared],
    order: int,
    side: str,
    links: Mapping[int, Link],
    rings: Mapping[int, Ring],
    records: Mapping[int, Benchmark],
) -> list[Cell]:
    """One member's cells of the rows of a shared list; `order` is its place among the members."""
    other, why = member.lists[BETTER if side == WORSE else WORSE].leader, member.whys_left
    cells = []
    for one in found:
        at, on = one.at, one.members[order]
        if on is None:
            cells.append(Cell(records[at], side, None, None, at in other, why[at]))
        else:
            told_by = links[on.leader] if on.leader != at else None
            cells.append(Cell(records[at], side, on, told_by, False, None, rings.get(at)))
    return cells


def rings_of(members: Sequence[Member], found: Sequence[Shared], first: int) -> list[dict[int, Ring]]:
    """Whom each member can ring about what is on its list, by place; all that is said of it for the `first` of them."""
    asked = [[one.at for one in found if one.members[order]] for order in range(len(members))]
    shown = {one.at for one in found[:first]}
    questions = [
        Question(member.standing, closeness_of(member.chosen), asked=rows)
        for member, rows in zip(members, asked, strict=True)
    ]
    return [_rings(one, shown, members[0].chosen.selection.neighbours) for one in ringings(questions)]


def _rings(found: RingingList, shown: Set[int], neighbours: str) -> dict[int, Ring]:
    told = [at for at in found.somebody if at in shown]
    said = {at: tuple(ringing_words.said(row, neighbours)) for at, row in zip(told, found.rows(told), strict=True)}
    somebody = np.array(found.somebody, dtype=np.int64)
    to_ring = found.neighbour[somebody]
    values = found.standing.slice.values[somebody, found.places[to_ring]]
    return {
        at: Ring(found.members[place], value, said.get(at, ()))
        for at, place, value in zip(somebody.tolist(), to_ring.tolist(), values.tolist(), strict=True)
    }


def alone_of(
    members: Sequence[Member],
    left: Sequence[Sequence[OnList]],
    addresses: Mapping[str, str],
    records: Sequence[Mapping[int, Benchmark]],
) -> tuple[Alone, ...]:
    """What each has on its list that nobody else has."""
    first = members[0].chosen
    areas = [member.area for member in members]
    made = []
    for member, own, known in zip(members, left, records, strict=True):
        evidence = member.found.evidence
        theirs = tuple(
            [bare_entry(one, known[one.at], WORSE, addresses, evidence) for one in with_reasons(member, own)]
        )
        board = board_of(first, areas, member.area)
        made.append(Alone(member.area, board, theirs, len(member.lists[WORSE].entries)))
    return tuple(made)


def with_reasons(member: Member, own: Sequence[OnList]) -> list[Listed]:
    """What is on a member's list of what is worse, with why it is there."""
    among = np.zeros(len(member.standing.value), dtype=np.bool_)
    among[[one.at for one in own]] = True
    why = member.found.sides[WORSE].reasons(among)
    ids = member.standing.field.ids
    return [Listed(ids[one.at], one.at, why[one.at], one.certainty, one.children, one.distance) for one in own]


def board_of(chosen: Chosen, areas: Sequence[Area], area: Area) -> str:
    """The address of an authority's own list, with the same authorities beside it."""
    if area == chosen.area:
        return chosen.selection.address(BOARD.path)
    beside = tuple(other.slug for other in areas if other != area)
    if chosen.partnerships and len(areas) > len(chosen.beside) + 1:
        beside = chosen.selection.beside
    return chosen.selection.but(authority=area.slug, beside=beside).address(BOARD.path)
