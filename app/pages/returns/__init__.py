"""The pages of local returns: which there are, a new one, what the check says of it, and who sees it."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app import errors
from app.forms import drawn
from app.pages.returns import compare, deeds, figures_file, listing, upload, version, words
from app.pages.returns.desk import Desk, NotAllowed, View
from callbacks.sight import LocalHoldings
from data.errors import PortalError
from data.local.failures import DatabaseProblem
from data.returns.limits import MEGABYTE, MOST_BYTES
from data.store import Snapshot
from layouts.pages import RETURNS

CHECKS_A_MINUTE = 20
"""From one address."""
TOO_OFTEN = "Too many files were checked from this address; send this one again in a minute."
TOO_LARGE = f"A return has at most {MOST_BYTES // MEGABYTE} MB; what was sent is larger, so it was not read."


def register(server: Flask, snapshot: Snapshot, local: LocalHoldings) -> None:
    """Add the pages to a server."""
    pages, desk = Blueprint("returns", __name__, url_prefix=RETURNS.path), Desk(snapshot, local, _limit(server))
    for part in (listing, upload, version, deeds, figures_file, compare):
        part.add(pages, desk)
    pages.add_app_template_filter(words.day, "day")
    pages.add_app_template_filter(words.moment, "moment")
    pages.add_app_template_filter(words.many, "many")
    pages.register_error_handler(PortalError, _problem)
    pages.register_error_handler(RequestEntityTooLarge, _too_large)
    pages.register_error_handler(429, _later)
    pages.register_error_handler(503, _later)
    server.register_blueprint(pages)


def _problem(error: PortalError) -> Response:
    if isinstance(error, NotAllowed):
        return drawn("problem.html", 403, title="Not for you to do", sentence=str(error))
    if isinstance(error, DatabaseProblem):
        return drawn("problem.html", 503, title="That cannot be done now", sentence=str(error))
    failure = errors.explain(error)
    return drawn("problem.html", failure.status, title=failure.title, sentence=failure.message)


def _too_large(_error: RequestEntityTooLarge) -> Response:
    return drawn("problem.html", 413, title="That file is too large", sentence=TOO_LARGE)


def _later(error: HTTPException) -> Response:
    sentence = TOO_OFTEN if error.code == 429 else str(error.description)
    response = drawn("problem.html", error.code or 503, title="Not just now", sentence=sentence)
    response.headers["Retry-After"] = "60"
    return response


def _limit(server: Flask) -> Callable[[View], View]:
    """What keeps one address from having checks made without end, where the server has such a limit."""
    limiter = server.extensions.get("alongside-limiter")
    return limiter.limit(f"{CHECKS_A_MINUTE} per minute") if limiter else lambda view: view
