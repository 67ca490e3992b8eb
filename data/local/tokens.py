"""Tokens of the API: made and revoked by their owners. The text leaves as it is made; only its digest is kept."""

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.sign_ins import digest_of
from data.local.tables import ApiToken, Person

PREFIX = "alongside_"
"""How every token begins, so that whatever looks for secrets in files knows one when it meets it."""
RANDOM_BYTES = 32
TOKEN = re.compile(rf"{PREFIX}[0-9a-f]{{{2 * RANDOM_BYTES}}}")
SHOWN = len(PREFIX) + 4
"""Characters by which an owner knows a token again; what is left is as good as all of it."""
DAYS = (30, 90, 365)
"""How long a token may last: it is not forgotten for ever."""
MOST = 20
"""Tokens that somebody can have in use."""
NOTED_EVERY = timedelta(minutes=5)
KEPT_FOR = timedelta(days=365)
"""How long a token that has expired is still listed; the log keeps it anyway."""
REVOKED, EXPIRED, SHUT_OUT, MOVED = "revoked", "expired", "shut out", "organisation changed"
UNKNOWN = "unknown"


def make_token(session: Session, person: Person, name: str, scopes: Iterable[str], days: int) -> tuple[str, ApiToken]:
    """A new token of somebody: its text, which nobody is told again, and what is kept of it.

    Raises PortalError for a time that is not one of those there are, and where they have as many as they can.
    """
    if days not in DAYS:
        raise PortalError(f"A token lasts {', '.join(map(str, DAYS[:-1]))} or {DAYS[-1]} days; choose one of these.")
    if sum(not why_not(one) for one in tokens_of(session, person)) >= MOST:
        raise PortalError(f"You can have {MOST} tokens in use; revoke one that you no longer need.")
    text, now = PREFIX + secrets.token_hex(RANDOM_BYTES), datetime.now(UTC)
    made = ApiToken(
        person=person,
        organisation_id=person.organisation_id,
        name=name,
        start=text[:SHOWN],
        digest=digest_of(text),
        scopes=sorted(scopes),
        created=now,
        expires=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    told = {"number": made.id, "name": name, "scopes": made.scopes, "days": days}
    _write(session, "token made", person, person.id, told)
    return text, made


def find_token(session: Session, text: str) -> ApiToken | None:
    """What is kept of a token, whether it is good or not; None for one that was never made."""
    if not TOKEN.fullmatch(text):
        return None
    return session.scalar(select(ApiToken).where(ApiToken.digest == digest_of(text)))


def why_not(token: ApiToken) -> str:
    """Why a token is not good now, in a word; empty where it is."""
    if token.revoked:
        return REVOKED
    if datetime.now(UTC) >= token.expires:
        return EXPIRED
    if not token.person.active:
        return SHUT_OUT
    return MOVED if token.organisation_id != token.person.organisation_id else ""


def is_due(token: ApiToken) -> bool:
    """Whether it is to be noted again that a token is used: not each time, which would be a write for each answer."""
    return token.last_used is None or datetime.now(UTC) - token.last_used >= NOTED_EVERY


def note_use(session: Session, token_id: int) -> None:
    """Note that a token was used just now."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used=datetime.now(UTC)))


def note_refusal(session: Session, text: str) -> None:
    """Write down that a token was refused, and why; nothing of its text."""
    found = find_token(session, text)
    if found is None:
        log.write(session, "token refused", "an unknown token", details={"why": UNKNOWN})
    elif why := why_not(found):
        _write(session, "token refused", found.person, found.person_id, {"number": found.id, "why": why})


def tokens_of(session: Session, person: Person) -> Sequence[ApiToken]:
    """All tokens of somebody, the newest first."""
    found = select(ApiToken).where(ApiToken.person_id == person.id)
    return session.scalars(found.order_by(ApiToken.id.desc())).all()


def token_numbered(session: Session, person: Person, number: int) -> ApiToken | None:
    """One token of somebody; None for no token, and for somebody else's."""
    found = session.get(ApiToken, number) if number < 2**31 else None
    return found if found is not None and found.person_id == person.id else None


def revoke(session: Session, token: ApiToken, by: int | None) -> bool:
    """End a token, from this moment; whether it had not been ended already."""
    if token.revoked:
        return False
    token.revoked, token.revoked_by = datetime.now(UTC), by
    _write(session, "token revoked", token.person, by, {"number": token.id, "name": token.name})
    return True


def revoke_tokens(session: Session, person: Person, by: int | None) -> int:
    """End every token of somebody, as when they are shut out; how many could still be used."""
    return sum(revoke(session, one, by) for one in tokens_of(session, person) if not one.revoked and not _is_old(one))


def forget_old_tokens(session: Session) -> None:
    """Remove tokens that expired long ago; the log keeps that they were."""
    session.execute(delete(ApiToken).where(ApiToken.expires < datetime.now(UTC) - KEPT_FOR))


def _is_old(token: ApiToken) -> bool:
    return datetime.now(UTC) >= token.expires


def _write(session: Session, what: str, person: Person, by: int | None, told: dict[str, object]) -> None:
    log.write(session, what, person.email, by, person.organisation.slug, told)
