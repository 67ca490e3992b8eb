"""What a token must allow for an endpoint to answer whoever shows it."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.auth.bearer import InsufficientScope, NoToken, token_of_request
from app.auth.visitor import viewer
from callbacks.sight import NotSeen
from models.access import TokenScope

WRITING = frozenset({TokenScope.RETURNS_WRITE})
"""Scopes without which nothing is done. Without one that is for reading, there is less to see."""
NEEDS_TOKEN = "Send a token with the scope '{scope}' as 'Authorization: Bearer'; being signed in is not enough."  # noqa: S105


def require_scope(scope: str) -> None:
    """Go on only where what who asks came with allows it; an empty scope asks for nothing.

    To read, nobody is refused here: without a token one is answered as far as anybody is, or as far as one may see who
    signed in, and with a token as far as its scopes reach. To write takes a token: pages of others have none to send.
    """
    wanted = TokenScope(scope) if scope else None
    if wanted not in WRITING:
        return
    if token_of_request() is None:
        raise NoToken(NEEDS_TOKEN.format(scope=wanted))
    if not viewer().opens(wanted):
        raise InsufficientScope(wanted)


@contextmanager
def or_scope(scope: TokenScope) -> Iterator[None]:
    """Where something is not seen by a token that lacks a scope, say that it lacks it, whether it is there or not."""
    try:
        yield
    except NotSeen:
        asking = viewer()
        if asking.restricted_to is not None and not asking.opens(scope):
            raise InsufficientScope(scope) from None
        raise
