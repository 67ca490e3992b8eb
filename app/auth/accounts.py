"""Accounts of the portal's own: signing in with a password, lock-out, invitations and resets."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from app.auth import passwords, second_factor
from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.people import person_by_email
from data.local.sign_ins import Purpose, last_made, link_of, make_link, revoke_all, sign_in, use_link
from data.local.tables import Person

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
REFUSED = "The address, the password or the code is not right, or there were too many tries; wait 15 minutes then."
"""One sentence for every reason, so that nobody learns which addresses have an account."""
RESET_EVERY = timedelta(minutes=2)
"""No more than one link in so long, so that nobody's mailbox is filled by whoever knows their address."""


@dataclass(frozen=True)
class Tried:
    """Whether a password was right, and what was kept of the right one when it was tried."""

    kept: str | None
    is_right: bool


def try_password(database: Database, email: str, password: str) -> Tried:
    """Try a password before a transaction begins: it takes long, and others could not write meanwhile."""
    with database.reading() as session:
        person = person_by_email(session, email)
        kept = person.password if person else None
    return Tried(kept, passwords.matches(password, kept))


def sign_in_with_password(
    session: Session, email: str, password: str, code: str = "", tried: Tried | None = None
) -> str | None:
    """The token of a new sign-in; None where it is refused, and then the reason is in the log alone."""
    person = person_by_email(session, email)
    kept = person.password if person else None
    is_right = tried.is_right if tried and tried.kept == kept else passwords.matches(password, kept)
    if person is None:
        log.write(session, "sign-in refused", "an unknown address", details={"why": "unknown address"})
        return None
    why = _why_not(person, is_right, code)
    if why:
        _refuse(session, person, why)
        return None
    person.failed_attempts, person.locked_until = 0, None
    if person.password and passwords.is_outdated(person.password):
        person.password = passwords.hashed(password)
    return sign_in(session, person, "password and code" if person.totp_secret else "password")


def invite(session: Session, person: Person, by: int | None) -> str:
    """The token of an invitation: with it somebody sets their first password."""
    return make_link(session, person, Purpose.INVITATION, by)


def ask_for_reset(session: Session, email: str) -> tuple[Person, str] | None:
    """The token of a reset and whom to send it to; None for an address that has no account, which nobody is told."""
    person = person_by_email(session, email)
    if person is None or not person.active or person.password is None:
        log.write(session, "reset refused", "an address without an account")
        return None
    if datetime.now(UTC) - RESET_EVERY < (last_made(session, person, Purpose.RESET) or LONG_AGO):
        log.write(session, "reset refused", person.email, None, person.organisation.slug, {"why": "asked just now"})
        return None
    return person, make_link(session, person, Purpose.RESET, None)


def is_themselves(session: Session, person: Person, password: str, code: str = "") -> bool:
    """Whether somebody who is signed in knows their password or has their second factor; wrong tries count."""
    if person.locked_until and datetime.now(UTC) < person.locked_until:
        return False
    by_code = bool(code and person.totp_secret and second_factor.accepts(person, code))
    if by_code or (password and passwords.matches(password, person.password)):
        person.failed_attempts = 0
        return True
    _refuse(session, person, "wrong password or code", "confirmation refused", person.id)
    return False


def set_password(session: Session, token: str, purpose: Purpose, password: str) -> Person:
    """Use a link to set a password. Every sign-in of before ends; the link is kept when the password is no good."""
    person = link_of(session, token, purpose)
    passwords.require_good(password, person.email, person.name)
    use_link(session, token, purpose)
    person.password = passwords.hashed(password)
    person.failed_attempts, person.locked_until = 0, None
    log.write(session, "password set", person.email, person.id, person.organisation.slug, {"by": purpose})
    revoke_all(session, person, person.id)
    return person


def change_password(session: Session, person: Person, old: str, new: str) -> None:
    """A new password for somebody who knows the old one; every sign-in of before ends."""
    if not passwords.matches(old, person.password):
        raise PortalError("The old password is not right.")
    passwords.require_good(new, person.email, person.name)
    person.password = passwords.hashed(new)
    log.write(session, "password changed", person.email, person.id, person.organisation.slug)
    revoke_all(session, person, person.id)


def _why_not(person: Person, is_right: bool, code: str) -> str:
    """Why somebody cannot sign in now, for the log; empty where they can. The password is checked before all else."""
    if person.locked_until and datetime.now(UTC) < person.locked_until:
        return "locked"
    if not is_right:
        return "wrong password"
    if not person.active:
        return "shut out"
    return "" if second_factor.accepts(person, code) else "wrong code"


def _refuse(session: Session, person: Person, why: str, what: str = "sign-in refused", by: int | None = None) -> None:
    """Write down that somebody was refused, and count it. `by` is None where it is not known who tried."""
    if why.startswith("wrong"):
        person.failed_attempts += 1
        if person.failed_attempts >= MOST_FAILURES:
            person.failed_attempts, person.locked_until = 0, datetime.now(UTC) + LOCKED_FOR
            log.write(session, "account locked", person.email, by, person.organisation.slug)
    log.write(session, what, person.email, by, person.organisation.slug, {"why": why})
