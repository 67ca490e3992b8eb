"""The Partnership page: what several authorities share, who does it well, and where they stand taken as one."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

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
from layouts.partnership.facts import MOST, Alone, Cell, Facts, Ring, Row
from layouts.partnership.page import partnership_charts, partnership_page
from layouts.partnership.words import SHOWN
from models.assessment import assess_each
from models.exceptions.evidence import Evidence
from models.exceptions.left import WhyLeft, whys_left
from models.exceptions.published import published_lists
from models.priorities import BETTER, WORSE, pairs_alike
from models.ringing import Question, RingingList, ringings
from models.shared_problems import AuthorityList, Shared, alone, authority_list, does_well, shared


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
    evidence: Evidence
    lists: Mapping[str, AuthorityList]

    @property
    def area(self) -> Area:
        """Which authority it is."""
        return self.chosen.area

    @cached_property
    def whys_left(self) -> list[WhyLeft]:
        """Why indicators are on neither list."""
        return whys_left(self.evidence)


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    areas, rules, snapshot = areas_of(chosen), load_rules(), chosen.snapshot
    refuse_unless_some(chosen, areas)
    members = members_of(chosen, areas, rules)
    found = {side: shared([member.lists[side] for member in members]) for side in (WORSE, BETTER)}
    addresses = addresses_of(chosen)
    problems, strengths = (rows_of(members, found[side], side, addresses) for side in (WORSE, BETTER))
    return Facts(
        selection=chosen.selection,
        name=name_of(chosen),
        areas=areas,
        rules=rules,
        problems=problems,
        strengths=strengths,
        alone=alone_of(members, found[WORSE], addresses),
        lists={member.area.code: len(member.lists[WORSE].entries) for member in members},
        one=taken_as_one(members[0].evidence.assessment.standing.field, areas, addresses),
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
    alike = pairs_alike(found[0], found[0].standing.slice.columns >= 0)
    members = []
    for one, assessment in zip(each, found, strict=True):
        lists = published_lists(assessment, rules, one_of_a_kind=False)
        members.append(
            Member(
                chosen=one,
                evidence=lists.evidence,
                lists={WORSE: authority_list(lists.worse, alike), BETTER: authority_list(lists.better, alike)},
            )
        )
    return tuple(members)


def rows_of(
    members: Sequence[Member], found: Sequence[Shared], side: str, addresses: Mapping[str, str]
) -> tuple[Row, ...]:
    """The rows of one of the two shared lists; all that is said of whom to ring is looked up for those shown."""
    first = members[0]
    links = {key: link_of(first, key, addresses) for key in told_of(found)}
    rings = rings_of(members, found) if side == WORSE else [{} for _ in members]
    cells = [
        cells_of(member, found, order, side, links, ring)
        for order, (member, ring) in enumerate(zip(members, rings, strict=True))
    ]
    rows = []
    for one, in_row in zip(found, zip(*cells, strict=True), strict=True):
        well = does_well([cell.row.comparison for cell in in_row], [cell.row.band for cell in in_row])
        alike = tuple([links[key] for key in one.alike])
        areas = tuple([members[at].area for at in well])
        rows.append(Row(one, in_row[0].row.indicator, addresses[one.key], side, in_row, areas, alike))
    return tuple(rows)


def told_of(found: Sequence[Shared]) -> set[str]:
    """The ids of the indicators that are named beside shared ones: those alike, and those that tell one on a list."""
    return {key for one in found for key in (*one.alike, *(on.leader for on in one.there))}


def link_of(member: Member, key: str, addresses: Mapping[str, str]) -> Link:
    """An indicator by its id, and the way to its page."""
    snapshot = member.chosen.snapshot
    return Link(snapshot.indicators.all[snapshot.position[key]].title, addresses[key])


def cells_of(
    member: Member, found: Sequence[Shared], order: int, side: str, links: Mapping[str, Link], rings: Mapping[str, Ring]
) -> list[Cell]:
    """One member's cells of the rows of a shared list; `order` is its place among the members."""
    evidence, standing = member.evidence, member.evidence.assessment.standing
    places = [evidence.places[one.key] for one in found]
    other = member.lists[BETTER if side == WORSE else WORSE].listed
    cells = []
    for one, at, row in zip(found, places, standing.records(places), strict=True):
        on = one.members[order]
        if on is None:
            cells.append(Cell(row, side, None, None, one.key in other, member.whys_left[at]))
        else:
            told_by = links[on.leader] if on.is_told_by_another else None
            cells.append(Cell(row, side, on.listed, told_by, is_opposite=False, why_not=None, ring=rings.get(one.key)))
    return cells


def rings_of(members: Sequence[Member], found: Sequence[Shared]) -> list[dict[str, Ring]]:
    """Whom each member can ring about what is on its list, by id.

    All that is said of it is looked up where the row is one of the first, which are shown.
    """
    places = members[0].evidence.places
    asked = [[places[one.key] for one in found if one.members[order]] for order in range(len(members))]
    shown = {places[one.key] for one in found[:SHOWN]}
    questions = [
        Question(member.evidence.assessment.standing, closeness_of(member.chosen), asked=rows)
        for member, rows in zip(members, asked, strict=True)
    ]
    return [_rings(one, shown, members[0].chosen.selection.neighbours) for one in ringings(questions)]


def _rings(found: RingingList, shown: Set[int], neighbours: str) -> dict[str, Ring]:
    told = [at for at in found.somebody if at in shown]
    said = {at: tuple(ringing_words.said(row, neighbours)) for at, row in zip(told, found.rows(told), strict=True)}
    somebody = np.array(found.somebody, dtype=np.int64)
    to_ring = found.neighbour[somebody]
    values = found.standing.slice.values[somebody, found.places[to_ring]]
    return {
        found.standing.field.ids[at]: Ring(found.members[place], value, said.get(at, ()))
        for at, place, value in zip(somebody.tolist(), to_ring.tolist(), values.tolist(), strict=True)
    }


def alone_of(members: Sequence[Member], found: Sequence[Shared], addresses: Mapping[str, str]) -> tuple[Alone, ...]:
    """What each has on its list that nobody else has."""
    first = members[0].chosen
    areas = [member.area for member in members]
    left = alone([member.lists[WORSE] for member in members], found)
    made = []
    for member, listed in zip(members, left, strict=True):
        standing = member.evidence.assessment.standing
        rows = standing.records([one.at for one in listed])
        theirs = tuple(
            bare_entry(one, row, WORSE, addresses, member.evidence) for one, row in zip(listed, rows, strict=True)
        )
        board = board_of(first, areas, member.area)
        made.append(Alone(member.area, board, theirs, len(member.lists[WORSE].entries)))
    return tuple(made)


def board_of(chosen: Chosen, areas: Sequence[Area], area: Area) -> str:
    """The address of an authority's own list, with the same authorities beside it."""
    if area == chosen.area:
        return chosen.selection.address(BOARD.path)
    beside = tuple(other.slug for other in areas if other != area)
    if chosen.partnerships and len(areas) > len(chosen.beside) + 1:
        beside = chosen.selection.beside
    return chosen.selection.but(authority=area.slug, beside=beside).address(BOARD.path)
