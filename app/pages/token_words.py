"""Tokens of the API as pages show them, and what their scopes allow in words. No text of a token is among it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from data.local.tables import ApiToken
from data.local.tokens import EXPIRED, MOVED, REVOKED, SHUT_OUT, why_not
from models.access import TokenScope

NAMES = {
    TokenScope.RETURNS_READ: "Read local returns",
    TokenScope.RETURNS_WRITE: "Send in returns",
    TokenScope.BOARD_READ: "Read the board's list",
}
ALLOWS = {
    TokenScope.RETURNS_READ: "Figures and findings of local returns, as far as you see them yourself.",
    TokenScope.RETURNS_WRITE: "A new version of a return, always as a draft; only while you may upload one yourself.",
    TokenScope.BOARD_READ: "Exceptions and strengths with local figures, and what the board wrote, as you see them.",
}
PUBLISHED_ONLY = "read published figures only"
STATES = {
    "": "works",
    EXPIRED: "expired",
    REVOKED: "revoked",
    SHUT_OUT: "does not work: its owner is shut out",
    MOVED: "does not work: its owner is in another organisation now",
}


@dataclass(frozen=True)
class ScopeSaid:
    """A scope as a page says it; `value` is what a form sends."""

    value: str
    name: str
    allows: str


@dataclass(frozen=True)
class ShownToken:
    """A token; `start` is how its text begins, `scopes` what it may, in words."""

    id: int
    name: str
    start: str
    scopes: str
    created: datetime
    expires: datetime
    last_used: datetime | None
    revoked: datetime | None
    state: str
    is_good: bool


def scopes_said(scopes: Iterable[str]) -> list[ScopeSaid]:
    """Scopes, and what each allows."""
    known = [TokenScope(scope) for scope in scopes]
    return [ScopeSaid(scope.value, NAMES[scope], ALLOWS[scope]) for scope in known]


def scopes_named(scopes: Iterable[str]) -> str:
    """Scopes in one line of a list."""
    given = frozenset(scopes)
    named = [NAMES[scope].casefold() for scope in TokenScope if scope in given]
    return ", ".join(named) or PUBLISHED_ONLY


def token_shown(kept: ApiToken) -> ShownToken:
    """A token as pages show it."""
    why = why_not(kept)
    return ShownToken(
        id=kept.id,
        name=kept.name,
        start=kept.start,
        scopes=scopes_named(kept.scopes),
        created=kept.created,
        expires=kept.expires,
        last_used=kept.last_used,
        revoked=kept.revoked,
        state=STATES[why],
        is_good=not why,
    )


def token_record(kept: ApiToken) -> dict[str, object]:
    """A token as the command line lists it."""

    def when(at: datetime | None) -> str | None:
        return at.isoformat(timespec="seconds") if at else None

    return {
        "number": kept.id,
        "name": kept.name,
        "begins": kept.start,
        "scopes": list(kept.scopes),
        "made": when(kept.created),
        "expires": when(kept.expires),
        "last_used": when(kept.last_used),
        "revoked": when(kept.revoked),
        "state": STATES[why_not(kept)],
    }
