"""Who asks, in each request: the token in their cookie, or in a program's header, looked up in the database once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from werkzeug.exceptions import HTTPException

from app.api.problems import is_of_api
from app.auth import bearer
from app.security import DASH_DOCUMENTS, FETCHED
from data.errors import PortalError
from data.local import tokens
from data.local.database import Database
from data.local.sign_ins import NOTED_EVERY, note, signed_in
from data.local.tables import SignedIn
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
    "/metrics",
    "/assets",
    "/_dash-component-suites",
)
"""What a closed portal shows to everybody: the way in, and what pages are drawn with."""
DATABASE = "alongside-database"
"""Where a server keeps how its database is opened."""
REMEMBERED = "alongside-remembered"
"""Where a server keeps who looks a token up elsewhere first (`app.auth.remembered`)."""
WARMING = "alongside.warming"
"""Set in the environment of the first request, which the portal makes itself; no header can set it."""
CLOSED = "This portal is for those who have an account; sign in first."
CLOSED_API = "This portal is for those who have an account; send a token of yours as 'Authorization: Bearer'."


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

    A database that does not answer makes everybody nobody in particular: published figures go on being shown. A
    program's token is refused then, since a program would take what everybody sees for what it asked for.
    """
    server.extensions[DATABASE] = database
    server.config["SIGN_IN_COOKIE"] = "__Host-alongside" if secure else "alongside"

    bearer.register(server)

    def refuse_wrong_token() -> None:
        visitor()
        if refused := g.get("token_refused"):
            raise refused

    def refuse_when_closed() -> Response | None:
        if not closed or _is_open(request.path) or request.environ.get(WARMING) or visitor().viewer.is_signed_in:
            return None
        if is_of_api(request.path):
            raise bearer.NoToken(CLOSED_API)
        if request.method == "GET" and request.accept_mimetypes.accept_html and not request.path.startswith(FETCHED):
            return redirect(f"/sign-in?next={quote(asked_for(), safe='')}")  # type: ignore[return-value]
        response = Response(CLOSED, status=401, mimetype="text/plain")
        response.headers["WWW-Authenticate"] = 'Cookie realm="Alongside"'
        return response

    def keep_private(response: Response) -> Response:
        if g.get("is_everybodys") and not closed:
            return response
        if bearer.token_of_request() is not None:
            response.headers["Cache-Control"] = "private, no-store"
            response.vary.add("Authorization")
        elif cookie_of_request() and not request.path.startswith(("/assets/", "/_dash-component-suites/")):
            response.headers["Cache-Control"] = "private, no-store"
            response.vary.add("Cookie")
        return response

    server.before_request(refuse_wrong_token)
    server.before_request(refuse_when_closed)
    server.after_request(keep_private)


def visitor() -> Visitor:
    """Who asks in this request; nobody outside of one. Where a program sends a token, its cookies are not looked at."""
    if not has_request_context() or DATABASE not in current_app.extensions:
        return NOBODY
    if "visitor" not in g:
        token = bearer.token_of_request()
        g.visitor = _looked_up(cookie_of_request()) if token is None else _of_program(token)
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
    if REMEMBERED in current_app.extensions:
        return current_app.extensions[REMEMBERED](token)  # type: ignore[no-any-return]
    database: Callable[[], Database] = current_app.extensions[DATABASE]
    try:
        with database().reading() as session:
            found = signed_in(session, token)
            if found is None:
                return NOBODY
            seen, is_due = visitor_of(found), datetime.now(UTC) - found.last_seen >= NOTED_EVERY
    except PortalError:
        log.warning("Nobody can be recognised: the database of local returns does not answer.")
        return NOBODY
    if is_due:
        note_sign_in(database(), token)
    return seen


def visitor_of(found: SignedIn) -> Visitor:
    """Whose sign-in it is, as they ask."""
    person = found.person
    roles = frozenset(Role(role) for role in person.roles)
    return Visitor(
        Viewer(person.id, person.organisation.slug, roles), person.name, person.email, person.organisation.name
    )


def _of_program(token: str) -> Visitor:
    """Whose program asks. One whose token is refused is nobody, and is told so before anything is answered."""
    database: Callable[[], Database] = current_app.extensions[DATABASE]
    try:
        found = bearer.opened(database, token)
    except (HTTPException, PortalError) as refused:
        g.token_refused = refused
        return NOBODY
    if found.is_due and found.viewer.token is not None:
        _note_use(database(), found.viewer.token)
    return Visitor(found.viewer, found.name, found.email, found.organisation_name)


def _note_use(database: Database, number: int) -> None:
    """Note that a token is used; a database that is busy for a while refuses nobody."""
    try:
        with database.writing() as session:
            tokens.note_use(session, number)
    except PortalError:
        log.warning("That a token is used could not be noted.")


def note_sign_in(database: Database, token: str, seen: datetime | None = None) -> None:
    """Note that somebody is still there; a database that is busy for a while makes nobody a stranger."""
    try:
        with database.writing() as session:
            if found := signed_in(session, token, seen):
                note(session, found)
    except PortalError:
        log.warning("That somebody is still there could not be noted.")
