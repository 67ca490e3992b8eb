"""The link by which somebody ends their messages without signing in: signed, for one person, for a year."""

import hashlib
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from data.errors import PortalError

PATH = "/unsubscribe"
LASTS = timedelta(days=366)
"""Each message brings a new one; one that was kept for longer leads to the account instead."""
NO_LINK = "This link does not work, or is over a year old: choose in your account what you are told of."


def end_address(base: str, key: str, person_id: int, email: str) -> str:
    """The whole address of somebody's link."""
    return f"{base}{PATH}/{_seal(key).dumps([person_id, mark_of(email)])}"


def mark_of(email: str) -> str:
    """What stands for an address in a link, so that a link is worth nothing once its owner has another address."""
    return hashlib.sha256(email.encode()).hexdigest()[:16]


def whose(key: str, token: str) -> tuple[int, str]:
    """The id of whom a link is for, and the mark of their address. Raises PortalError for one not signed here."""
    try:
        found = _seal(key).loads(token, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        raise PortalError(NO_LINK) from None
    match found:
        case [int(person_id), str(mark)]:
            return person_id, mark
    raise PortalError(NO_LINK)


def _seal(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="end of digest")
