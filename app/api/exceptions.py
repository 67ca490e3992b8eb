"""A board's list in the API: exceptions and strengths as the page shows them, and what is on neither list and why."""

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, request

from app.api.published import PREFIX, problem
from app.api.returns import answer
from app.questions import asked_authority
from app.records.exceptions import EXCEPTION_COLUMNS, LEFT_COLUMNS, exception_records, left_record
from callbacks import board
from callbacks.portal import Portal
from callbacks.routing import Route, choose_for
from data.editions import NEWEST
from data.errors import PortalError
from layouts.board.facts import Facts
from layouts.pages import BOARD
from layouts.selection import Selection

SECTION = f"{PREFIX}/exceptions"
SIDES = ("", "worse", "better")


def register(server: Flask, portal: Portal, routes: Sequence[Route]) -> None:
    """Add the addresses to a server. What they answer depends on who asks, so no cache keeps it."""
    api = Blueprint("api-exceptions", __name__, url_prefix=SECTION)
    route = next(each for each in routes if each.page is BOARD)

    def facts() -> Facts:
        asked = request.args.get("authority", "").strip()
        if not asked:
            raise PortalError("The parameter 'authority' is missing.")
        selection = Selection(
            authority=asked_authority(portal.snapshot, asked).slug,
            neighbours=request.args.get("edition", "").strip() or NEWEST,
            month=request.args.get("month", "").strip(),
        )
        return board.look_up(choose_for(route, portal, selection))

    @api.get("")
    def exceptions() -> Response:
        side = request.args.get("side", "").strip()
        if side not in SIDES:
            raise PortalError(f"There is no side '{side[:20]}'; there are worse and better.")
        return answer(exception_records(facts(), side), EXCEPTION_COLUMNS)

    @api.get("/left")
    def left() -> Response:
        return answer([left_record(one) for one in facts().left], LEFT_COLUMNS)

    api.register_error_handler(PortalError, problem)
    server.register_blueprint(api)
