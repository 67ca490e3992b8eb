"""Organisations and the people in them."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.tables import Organisation, Person
from data.local.tokens import revoke_tokens

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def add_organisation(
    session: Session, slug: str, name: str, authority: str | None = None, by: int | None = None
) -> Organisation:
    """A new organisation. Raises PortalError where its slug or its authority is taken."""
    if session.scalar(select(Organisation).where(Organisation.slug == slug)):
        raise PortalError(f"There is an organisation '{slug}' already.")
    holder = session.scalar(select(Organisation).where(Organisation.authority == authority)) if authority else None
    if holder:
        raise PortalError(f"The returns of authority {authority} belong to {holder.name} already.")
    organisation = Organisation(slug=slug, name=name, authority=authority, created=datetime.now(UTC))
    session.add(organisation)
    log.write(session, "organisation added", name, by, slug, {"authority": authority})
    return organisation


def organisation_of(session: Session, slug: str) -> Organisation:
    """An organisation by its slug."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        known = ", ".join(session.scalars(select(Organisation.slug).order_by(Organisation.slug))) or "none yet"
        raise PortalError(f"There is no organisation '{slug}'; there are {known}.")
    return found


def organisations(session: Session) -> Sequence[Organisation]:
    """All organisations, by name."""
    return session.scalars(select(Organisation).order_by(Organisation.name)).all()


def add_person(
    session: Session,
    email: str,
    name: str,
    organisation: Organisation,
    roles: Iterable[str] = (),
    by: int | None = None,
) -> Person:
    """Somebody who may sign in once they have a password or are known to a provider."""
    address = folded(email)
    if not EMAIL.fullmatch(address):
        raise PortalError(f"'{email}' is not an e-mail address.")
    if person_by_email(session, address):
        raise PortalError(f"Somebody is known by {address} already.")
    person = Person(
        email=address,
        name=name.strip(),
        organisation=organisation,
        roles=sorted(roles),
        created=datetime.now(UTC),
    )
    session.add(person)
    session.flush()
    log.write(session, "person added", address, by, organisation.slug, {"roles": person.roles})
    return person


def give_roles(session: Session, person: Person, roles: Iterable[str], by: int | None) -> None:
    """The roles that somebody has from now on."""
    before, person.roles = person.roles, sorted(roles)
    told = {"before": before, "after": person.roles}
    log.write(session, "roles given", person.email, by, person.organisation.slug, told)


def set_active(session: Session, person: Person, active: bool, by: int | None) -> None:
    """Let somebody in again, or no longer, and end their tokens for good; what they did stays in the log."""
    person.active = active
    what = "person let in again" if active else "person shut out"
    log.write(session, what, person.email, by, person.organisation.slug)
    if not active:
        revoke_tokens(session, person, by)


def person_by_email(session: Session, email: str) -> Person | None:
    """Somebody by their address, however it is spelt; None for nobody."""
    return session.scalar(select(Person).where(Person.email == folded(email)))


def person_by_subject(session: Session, issuer: str, subject: str) -> Person | None:
    """Somebody as a provider knows them; None for nobody."""
    return session.scalar(select(Person).where(Person.issuer == issuer, Person.subject == subject))


def people_of(session: Session, organisation: Organisation) -> Sequence[Person]:
    """Everybody of an organisation, by name."""
    found = select(Person).where(Person.organisation_id == organisation.id).order_by(Person.name)
    return session.scalars(found).all()


def others_with(session: Session, role: str, person: Person) -> Sequence[Person]:
    """Who else has a role and can sign in today; somebody who was invited and has not come yet cannot."""
    found = session.scalars(select(Person).where(Person.id != person.id, Person.active)).all()
    return [other for other in found if role in other.roles and (other.password or other.subject)]


def folded(email: str) -> str:
    """An address as it is kept: one spelling for one mailbox."""
    return email.strip().casefold()
