"""Tokens of the API: what a request holds (`Authorization: Bearer`, RFC 6750), whose it is, and how it is refused.

A token opens what lies below /api/ and no page. Neither it nor its header is written down or repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from flask import Flask, Response, current_app, request
from flask_limiter.util import get_remote_address
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import Forbidden, HTTPException, TooManyRequests, Unauthorized

from app.api.problems import API, problem
from data.errors import PortalError
from data.local import tokens
from data.local.database import Database
from models.access import Role, TokenScope, Viewer

SCHEME = "bearer"
REALM = "Alongside"
WRONG_A_MINUTE = RateLimitItemPerMinute(30, namespace="alongside-wrong-tokens")
"""From one address; a right token is taken from there all the same."""
MAKE_ANOTHER = "make another in your account."
SAID = {
    tokens.EXPIRED: f"This token has expired; {MAKE_ANOTHER}",
    tokens.REVOKED: f"This token was revoked; {MAKE_ANOTHER}",
    tokens.MOVED: f"This token was made in another organisation than its owner's of now; {MAKE_ANOTHER}",
}
NOT_GOOD = "This token is not one that this portal takes."
"""For one that was never made, and for that of somebody who was shut out."""
TOO_MANY_WRONG = "Too many wrong tokens came from this address; try again in a minute."


@dataclass(frozen=True)
class Bearer:
    """Whose token it is, and what it opens. `is_due`: it is to be noted that it is used."""

    viewer: Viewer
    name: str
    email: str
    organisation_name: str
    is_due: bool


class InvalidToken(Unauthorized):
    """A token that is not good."""


class NoToken(Unauthorized):
    """A request that needs a token and has none."""


class InsufficientScope(Forbidden):
    """A token that is good, but not for this. `scope` is what it would need."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__(f"This token has no scope '{scope}'; make one that has it in your account.")
        self.scope = scope


class TooManyWrong(TooManyRequests):
    """One wrong token too many from one address."""


def register(server: Flask) -> None:
    """Tell programs why a token was refused."""
    for kind in (InvalidToken, NoToken, InsufficientScope, TooManyWrong):
        server.register_error_handler(kind, refusal)


def token_of_request() -> str | None:
    """The token of this request; None where it has none, and anywhere but below /api/."""
    if not request.path.startswith(API):
        return None
    scheme, _, text = request.headers.get("Authorization", "").strip().partition(" ")
    return text.strip() if scheme.casefold() == SCHEME else None


def opened(database: Callable[[], Database], text: str) -> Bearer:
    """Whose token it is, as they are now. Raises InvalidToken or TooManyWrong; PortalError where it cannot be known."""
    with database().reading() as session:
        found = tokens.find_token(session, text)
        why = tokens.UNKNOWN if found is None else tokens.why_not(found)
        if found is not None and not why:
            person = found.person
            scopes = frozenset(TokenScope(scope) for scope in found.scopes)
            roles = frozenset(Role(role) for role in person.roles)
            viewer = Viewer(person.id, person.organisation.slug, roles, scopes, found.id)
            return Bearer(viewer, person.name, person.email, person.organisation.name, tokens.is_due(found))
    _refuse(database, text, why)
    raise InvalidToken(SAID.get(why, NOT_GOOD))


def refusal(error: HTTPException) -> Response:
    """A refusal as a problem, with what would be let in."""
    status, sentence = error.code or 401, str(error.description)
    response = problem(status, error.name, sentence)
    if challenge := _challenge(error):
        response.headers["WWW-Authenticate"] = challenge
    return response


def _challenge(error: HTTPException) -> str:
    if isinstance(error, InvalidToken):
        return f'Bearer error="invalid_token", error_description="{error.description}", realm="{REALM}"'
    if isinstance(error, InsufficientScope):
        return f'Bearer error="insufficient_scope", scope="{error.scope}", realm="{REALM}"'
    return f'Bearer realm="{REALM}"' if isinstance(error, NoToken) else ""


def _refuse(database: Callable[[], Database], text: str, why: str) -> None:
    """Count a wrong token, and write it down as long as there are not too many. Raises TooManyWrong."""
    if not _counted(get_remote_address()):
        raise TooManyWrong(TOO_MANY_WRONG)
    try:
        with database().writing() as session:
            tokens.note_refusal(session, text)
    except PortalError:
        # It is refused all the same.
        current_app.logger.warning("That a token was refused (%s) could not be written down.", why)


def _counted(address: str) -> bool:
    """Count one more wrong token of an address; whether there are few enough. In Redis where the portal has one."""
    limiter = current_app.extensions.get("alongside-limiter")
    if limiter is None:
        return True
    try:
        return bool(limiter.limiter.hit(WRONG_A_MINUTE, address))
    except limiter.storage.base_exceptions:  # Redis does not answer
        return _in_process().hit(WRONG_A_MINUTE, address)


@cache
def _in_process() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())
