"""A board's list in the API: exceptions and strengths as the page shows them, and what is on neither list and why."""

from app.api.endpoints import Choice, Endpoint, Example, Keeping, Parameter
from app.api.local_shapes import ExceptionRecord, LeftRecord
from app.api.parameters import AUTHORITY, EDITION
from app.records.exceptions import exception_records, left_record
from app.records.published import Record
from callbacks import ROUTES, board
from callbacks.chosen import choose
from callbacks.portal import Portal
from callbacks.routing import choose_for
from data.authorities import Area
from layouts.board.facts import Facts
from layouts.pages import BOARD
from layouts.selection import Selection

SIDE = Parameter("side", "One side alone.", Choice(("worse", "better")), example="worse", default="")
MONTH = Parameter(
    "month",
    "The month of the local scorecard, as 2022-11; the newest where it is left out.",
    example="2022-11",
    default="",
)
ROUTE = next(each for each in ROUTES if each.page is BOARD)


def exceptions(portal: Portal, authority: Area, side: str, edition: str, month: str) -> list[Record]:
    """What is on the list, as far as who asks may see it."""
    return exception_records(facts(portal, authority, edition, month), side)


def left(portal: Portal, authority: Area, edition: str, month: str) -> list[Record]:
    """What is on neither list, and why."""
    return [left_record(one) for one in facts(portal, authority, edition, month).left]


def facts(portal: Portal, authority: Area, edition: str, month: str) -> Facts:
    """What the Board page shows to who asks."""
    return board.look_up(choose_for(ROUTE, portal.on_the_board, selected(authority, edition, month)))


def selected(authority: Area, edition: str, month: str) -> Selection:
    """What is asked, as an address has it."""
    return Selection(authority=authority.slug, neighbours=edition, month=month)


def published_exceptions(portal: Portal, authority: Area, side: str, edition: str, month: str) -> list[Record]:
    """The list from published figures alone."""
    return exception_records(published_facts(portal, authority, edition, month), side)


def published_left(portal: Portal, authority: Area, edition: str, month: str) -> list[Record]:
    """What is on neither list, from published figures alone."""
    return [left_record(one) for one in published_facts(portal, authority, edition, month).left]


def published_facts(portal: Portal, authority: Area, edition: str, month: str) -> Facts:
    """What the Board page would show to nobody where there is no local return."""
    return board.look_up(choose(portal.snapshot, selected(authority, edition, month), portal.similarity))


ENDPOINTS = (
    Endpoint(
        "/exceptions",
        exceptions,
        list[ExceptionRecord],
        topic="Boards",
        summary="A board's exceptions and strengths, each with its reasons",
        description="As the Board page shows them: published figures and the local returns that who asks may see.",
        parameters=(AUTHORITY, SIDE, EDITION, MONTH),
        examples=(Example("worse", "Southampton's first exceptions", {"authority": "Southampton", "page_size": "2"}),),
        keeping=Keeping.PRIVATE,
        scope="board:read",
        example_of=published_exceptions,
    ),
    Endpoint(
        "/exceptions/left",
        left,
        list[LeftRecord],
        topic="Boards",
        summary="What is on neither list of a board, and why",
        parameters=(AUTHORITY, EDITION, MONTH),
        examples=(Example("left", "Southampton", {"authority": "Southampton", "page_size": "2"}),),
        keeping=Keeping.PRIVATE,
        scope="board:read",
        example_of=published_left,
    ),
)
