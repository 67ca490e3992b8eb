"""Who asks, in each request: the token in their cookie, looked up in the database once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask, Response, current_app, g, has_request_context, redirect, request

from app.security import DASH_DOCUMENTS
from data.errors import PortalError
from data.local.database import Database
from data.local.sign_ins import NOTED_EVERY, note, signed_in
from models.access import ANYONE, Role, Viewer

log = logging.getLogger("alongside")

OPEN_TO_ALL = (
    "/sign-in",
    "/sign-out",
    "/invitation",
    "/reset",
    "/unsubscribe",
    "/healthz",
    "/readyz",
    "/assets",
    "/_dash-component-suites",
)
"""What a closed portal shows to everybody: the way in, and what pages are drawn with."""
WARMING = "alongside.warming"
"""Set in the environment of the first request, which the portal makes itself; no header can set it."""
CLOSED = "This portal is for those who have an account; sign in first."


@dataclass(frozen=True)
class Visitor:
    """Who asks: what they may see and do, and how a page names them. `organisation_name` is empty for nobody."""

    viewer: Viewer
    name: str = ""
    email: str = ""
    organisation_name: str = ""


NOBODY = Visitor(ANYONE)


def register(server: Flask, database: Callable[[], Database], *, closed: bool, secure: bool) -> None:
    """Look up who asks before they are answered, and keep what is theirs out of every cache.

    A database that does not answer makes everybody nobody in particular: published figures go on being shown.
    """
    server.extensions["alongside-database"] = database
    server.config["SIGN_IN_COOKIE"] = "__Host-alongside" if secure else "alongside"

    def refuse_when_closed() -> Response | None:
        if not closed or _is_open(request.path) or request.environ.get(WARMING) or visitor().viewer.is_signed_in:
            return None
        if request.method == "GET" and request.accept_mimetypes.accept_html and not request.path.startswith("/_dash-"):
            return redirect(f"/sign-in?next={quote(asked_for(), safe='')}")  # type: ignore[return-value]
        response = Response(CLOSED, status=401, mimetype="text/plain")
        response.headers["WWW-Authenticate"] = 'Cookie realm="Alongside"'
        return response

    def keep_private(response: Response) -> Response:
        if cookie_of_request() and not request.path.startswith(("/assets/", "/_dash-component-suites/")):
            response.headers["Cache-Control"] = "private, no-store"
            response.vary.add("Cookie")
        return response

    server.before_request(refuse_when_closed)
    server.after_request(keep_private)


def visitor() -> Visitor:
    """Who asks in this request; nobody outside of one."""
    if not has_request_context():
        return NOBODY
    if "visitor" not in g:
        g.visitor = _looked_up(cookie_of_request())
    found: Visitor = g.visitor
    return found


def viewer() -> Viewer:
    """What who asks may see and do."""
    return visitor().viewer


def cookie_of_request() -> str:
    """The token that the browser sent; empty for none."""
    return request.cookies.get(current_app.config.get("SIGN_IN_COOKIE", ""), "")


def give_cookie(response: Response, token: str) -> Response:
    """Let a browser keep a token: until it is closed, for this host alone, out of reach of scripts."""
    name = current_app.config["SIGN_IN_COOKIE"]
    secure = name.startswith("__Host-")
    response.set_cookie(name, token, secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def take_cookie(response: Response) -> Response:
    """Let a browser forget its token."""
    name = current_app.config["SIGN_IN_COOKIE"]
    response.delete_cookie(name, secure=name.startswith("__Host-"), httponly=True, samesite="Lax", path="/")
    return response


def asked_for() -> str:
    """The address of this request below the host, to come back to."""
    return request.full_path.rstrip("?")


def _is_open(path: str) -> bool:
    """Whether a closed portal shows it. An address that nothing answers to is drawn by Dash, and is not."""
    return request.endpoint not in DASH_DOCUMENTS and any(
        path == start or path.startswith(start + "/") for start in OPEN_TO_ALL
    )


def _looked_up(token: str) -> Visitor:
    if not token:
        return NOBODY
    database: Callable[[], Database] = current_app.extensions["alongside-database"]
    try:
        with database().reading() as session:
            found = signed_in(session, token)
            if found is None:
                return NOBODY
            person, is_due = found.person, datetime.now(UTC) - found.last_seen >= NOTED_EVERY
            roles = frozenset(Role(role) for role in person.roles)
            seen = Visitor(
                Viewer(person.id, person.organisation.slug, roles), person.name, person.email, person.organisation.name
            )
    except PortalError:
        log.warning("Nobody can be recognised: the database of local returns does not answer.")
        return NOBODY
    if is_due:
        _note(database(), token)
    return seen


def _note(database: Database, token: str) -> None:
    """Note that somebody is still there; a database that is busy for a while makes nobody a stranger."""
    try:
        with database.writing() as session:
            if found := signed_in(session, token):
                note(session, found)
    except PortalError:
        log.warning("That somebody is still there could not be noted.")
