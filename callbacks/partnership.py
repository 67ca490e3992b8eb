"""The Partnership page: what several authorities share, who does it well, and where they stand taken as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from models.assessment import assess
from models.exceptions.left import why_left
from models.exceptions.published import Evidence, published_lists
from models.priorities import BETTER, WORSE, pairs_alike
from models.ringing import ringing
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
    evidence: Evidence
    lists: Mapping[str, AuthorityList]

    @property
    def area(self) -> Area:
        """Which authority it is."""
        return self.chosen.area


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
        one=taken_as_one(snapshot, areas, members[0].evidence.assessment.standing.slice, addresses),
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
    found = [assess(one.snapshot, one.area, one.group, one.selection.year) for one in each]
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
    at_of = first.evidence.places
    rings = [
        rings_of(member, [at_of[one.key] if one.members[order] else -1 for one in found]) if side == WORSE else {}
        for order, member in enumerate(members)
    ]
    rows = []
    for one in found:
        at = at_of[one.key]
        cells = tuple(
            [
                _cell(member, on, at, side, addresses, ring.get(at))
                for member, on, ring in zip(members, one.members, rings, strict=True)
            ]
        )
        well = does_well([cell.row.comparison for cell in cells], [cell.row.band for cell in cells])
        alike = tuple([link_of(first, key, addresses) for key in one.alike])
        areas = tuple([members[at].area for at in well])
        rows.append(Row(one, cells[0].row.indicator, addresses[one.key], side, cells, areas, alike))
    return tuple(rows)


def link_of(member: Member, key: str, addresses: Mapping[str, str]) -> Link:
    """An indicator by its id, and the way to its page."""
    snapshot = member.chosen.snapshot
    return Link(snapshot.indicators.all[snapshot.position[key]].title, addresses[key])


def _cell(
    member: Member, on: OnList | None, at: int, side: str, addresses: Mapping[str, str], ring: Ring | None
) -> Cell:
    row = member.evidence.assessment.standing.row(at)
    if on is None:
        other = member.lists[BETTER if side == WORSE else WORSE].listed
        return Cell(row, None, None, row.indicator.id in other, why_left(member.evidence, at))
    told_by = link_of(member, on.leader, addresses) if on.is_told_by_another else None
    return Cell(row, bare_entry(on.listed, row, side, addresses, member.evidence), told_by, False, None, ring)


def rings_of(member: Member, rows: Sequence[int]) -> dict[int, Ring]:
    """Whom a member can ring, by place in its standing; -1 for a row that is not on its list.

    All that is said of it is looked up where the row is one of the first, which are shown.
    """
    asked = [at for at in rows if at >= 0]
    found = ringing(member.evidence.assessment.standing, closeness_of(member.chosen), asked=asked)
    shown = [at for at in rows[:SHOWN] if at in found.somebody]
    neighbours = member.chosen.selection.neighbours
    said = {at: tuple(ringing_words.said(row, neighbours)) for at, row in zip(shown, found.rows(shown), strict=True)}
    rings = {}
    for at in found.somebody:
        place = int(found.neighbour[at])
        value = float(found.standing.slice.values[at, int(found.places[place])])
        rings[at] = Ring(found.members[place], value, said.get(at, ()))
    return rings


def alone_of(members: Sequence[Member], found: Sequence[Shared], addresses: Mapping[str, str]) -> tuple[Alone, ...]:
    """What each has on its list that nobody else has."""
    first = members[0].chosen
    areas = [member.area for member in members]
    left = alone([member.lists[WORSE] for member in members], found)
    made = []
    for member, listed in zip(members, left, strict=True):
        standing = member.evidence.assessment.standing
        theirs = tuple(bare_entry(one, standing.row(one.at), WORSE, addresses, member.evidence) for one in listed)
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
