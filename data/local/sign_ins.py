"""Who is signed in where, and links that work once. Tokens leave as they are made; only their digests are kept."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.tables import OneTimeLink, Person, SignedIn, UsedAnswer

TOKEN_BYTES = 32
LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=60)
ANSWERS_KEPT = timedelta(days=1)
# How often it is written down that somebody is still there; at each request would be a write for each request.
NOTED_EVERY = timedelta(minutes=1)


# An option of a statement that changes nothing of who may come in (`data.local.watching`).
CHANGES_NOBODY = "alongside_changes_nobody"


class Purpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


LASTS = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=1)}
USED_UP = "This link has been used already or is too old; ask for a new one."


def sign_in(session: Session, person: Person, how: str) -> str:
    """Sign somebody in; the token that their browser keeps. Always a new one, so that none can be planted before."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), datetime.now(UTC)
    session.add(
        SignedIn(digest=digest_of(token), person_id=person.id, created=now, last_seen=now, expires=now + LONGEST)
    )
    log.write(session, "signed in", person.email, person.id, person.organisation.slug, {"how": how})
    return token


def signed_in(session: Session, token: str, seen: datetime | None = None) -> SignedIn | None:
    """Whose token it is; None when it is unknown, expired, revoked, idle for too long, or its person is shut out.

    `seen` is when they were last there, where it is known better than it was noted.
    """
    found = session.get(SignedIn, digest_of(token))
    now = datetime.now(UTC)
    if found is None or found.revoked or not found.person.active:
        return None
    last_seen = max(found.last_seen, min(seen or found.last_seen, now))
    return None if now >= min(found.expires, last_seen + IDLE) else found


def note(session: Session, found: SignedIn) -> bool:
    """Note that somebody is still there, now and then; whether it was noted."""
    now = datetime.now(UTC)
    if now - found.last_seen < NOTED_EVERY:
        return False
    noted = update(SignedIn).where(SignedIn.digest == found.digest).values(last_seen=now)
    session.execute(noted.execution_options(**{CHANGES_NOBODY: True}))
    return True


def sign_out(session: Session, token: str) -> None:
    """End one sign-in; an unknown token is nobody's and nothing happens."""
    found = session.get(SignedIn, digest_of(token))
    if found is not None and found.revoked is None:
        found.revoked = datetime.now(UTC)
        person = found.person
        log.write(session, "signed out", person.email, person.id, person.organisation.slug)


def revoke_all(session: Session, person: Person, by: int | None) -> int:
    """End every sign-in of somebody, as after a new password; how many there were."""
    now = datetime.now(UTC)
    ended = session.execute(
        update(SignedIn)
        .where(SignedIn.person_id == person.id, SignedIn.revoked.is_(None), SignedIn.expires > now)
        .values(revoked=now)
    )
    told = {"ended": ended.rowcount}  # type: ignore[attr-defined]  # an update has one
    log.write(session, "all sign-ins ended", person.email, by, person.organisation.slug, told)
    return int(told["ended"])


def sign_ins_of(session: Session, person: Person) -> Sequence[SignedIn]:
    """Where somebody is signed in now, the latest first."""
    now = datetime.now(UTC)
    found = select(SignedIn).where(
        SignedIn.person_id == person.id,
        SignedIn.revoked.is_(None),
        SignedIn.expires > now,
        SignedIn.last_seen > now - IDLE,
    )
    return session.scalars(found.order_by(SignedIn.created.desc())).all()


def end_some(session: Session, person: Person, digests: Iterable[str]) -> int:
    """End some of somebody's own sign-ins, by the digests of their tokens; how many there were."""
    wanted, now = frozenset(digests), datetime.now(UTC)
    found = [one for one in sign_ins_of(session, person) if one.digest in wanted]
    for one in found:
        one.revoked = now
    if found:
        log.write(session, "sign-ins ended", person.email, person.id, person.organisation.slug, {"ended": len(found)})
    return len(found)


def make_link(session: Session, person: Person, purpose: Purpose, by: int | None) -> str:
    """A link for somebody that works once; the ones of the same purpose before it no longer do."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), datetime.now(UTC)
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.purpose == purpose, OneTimeLink.used.is_(None))
        .values(used=now)
    )
    session.add(
        OneTimeLink(
            digest=digest_of(token), person_id=person.id, purpose=purpose, created=now, expires=now + LASTS[purpose]
        )
    )
    log.write(session, f"{purpose} sent", person.email, by, person.organisation.slug)
    return token


def last_made(session: Session, person: Person, purpose: Purpose) -> datetime | None:
    """When somebody's last link for a purpose was made; None for never."""
    found = select(OneTimeLink.created).where(OneTimeLink.person_id == person.id, OneTimeLink.purpose == purpose)
    return session.scalar(found.order_by(OneTimeLink.created.desc()).limit(1))


def link_of(session: Session, token: str, purpose: Purpose) -> Person:
    """Whose link it is, without using it up. Raises PortalError for one that is used, old or of another purpose."""
    found = session.get(OneTimeLink, digest_of(token))
    if found is None or found.used or found.purpose != purpose or datetime.now(UTC) >= found.expires:
        raise PortalError(USED_UP)
    person = session.get(Person, found.person_id)
    if person is None or not person.active:
        raise PortalError(USED_UP)
    return person


def use_link(session: Session, token: str, purpose: Purpose) -> Person:
    """Use a link up. Of two that use it at once, one is refused."""
    person = link_of(session, token, purpose)
    used = session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.digest == digest_of(token), OneTimeLink.used.is_(None))
        .values(used=datetime.now(UTC))
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # an update has one
        raise PortalError(USED_UP)
    return person


def end_links(session: Session, person: Person) -> None:
    """Every link that somebody was sent stops working."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used.is_(None))
        .values(used=datetime.now(UTC))
    )


def is_first_use(session: Session, state: str) -> bool:
    """Whether a provider's answer to `state` is used for the first time; from now on it is not.

    Browsers forget the state they used, but one that kept it could play the answer again: until the state is too old
    for any answer, so that no longer is kept.
    """
    digest, now = digest_of(state), datetime.now(UTC)
    session.execute(delete(UsedAnswer).where(UsedAnswer.at < now - ANSWERS_KEPT))
    if session.get(UsedAnswer, digest):
        return False
    session.add(UsedAnswer(digest=digest, at=now))
    session.flush()
    return True


def forget_old(session: Session) -> None:
    """Remove sign-ins and links that ended long ago; the log keeps that they were."""
    before = datetime.now(UTC) - timedelta(days=30)
    session.execute(delete(SignedIn).where(SignedIn.expires < before))
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires < before))


def digest_of(token: str) -> str:
    """What is kept of a token: it is long and random, so that a plain digest cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
