"""Who wants to be told by e-mail what new figures change, for which authorities, and what they were told of last."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.tables import Person, Subscription

MOST = 10
"""Authorities that one person can be told of."""


def subscriptions_of(session: Session, person: Person) -> Sequence[Subscription]:
    """What somebody wants to be told of, in the order in which they chose it."""
    found = select(Subscription).where(Subscription.person_id == person.id)
    return session.scalars(found.order_by(Subscription.id)).all()


def subscribe(session: Session, person: Person, authority: str, live: str) -> bool:
    """Tell somebody of an authority (its code) from the snapshot after `live` on; whether they were not told before.

    Raises PortalError where they are told of as many as there can be.
    """
    before = subscriptions_of(session, person)
    if any(one.authority == authority for one in before):
        return False
    if len(before) >= MOST:
        raise PortalError(f"You can be told of {MOST} authorities at most; take one away first.")
    session.add(Subscription(person_id=person.id, authority=authority, created=datetime.now(UTC), told=live))
    session.flush()
    _write(session, "digest chosen", person, {"authority": authority})
    return True


def unsubscribe(session: Session, person: Person, authorities: Iterable[str] | None = None) -> int:
    """Tell somebody of some authorities no longer, of all where none are given; how many there were."""
    chosen = [one for one in subscriptions_of(session, person) if authorities is None or one.authority in authorities]
    session.execute(delete(Subscription).where(Subscription.id.in_([one.id for one in chosen])))
    if chosen:
        _write(session, "digest ended", person, {"authorities": [one.authority for one in chosen]})
    return len(chosen)


def people_to_tell(session: Session, live: str) -> dict[int, str]:
    """Those who may sign in and were not told of the live snapshot yet: their ids, each with their e-mail address."""
    found = select(Person.id, Person.email).join(Subscription, Subscription.person_id == Person.id)
    rows = session.execute(found.where(Person.active, Subscription.told != live).distinct().order_by(Person.id))
    return {row.id: row.email for row in rows}


def untold(session: Session, person_id: int, live: str) -> Sequence[Subscription]:
    """What somebody is still to be told of; nothing where they were told meanwhile."""
    found = select(Subscription).where(Subscription.person_id == person_id, Subscription.told != live)
    return session.scalars(found.order_by(Subscription.id)).all()


def mark_told(session: Session, ids: Iterable[int], live: str) -> None:
    """Keep that some subscriptions were told of a snapshot; one that was ended meanwhile stays so."""
    session.execute(update(Subscription).where(Subscription.id.in_(list(ids))).values(told=live))


def _write(session: Session, what: str, person: Person, told: dict[str, object]) -> None:
    log.write(session, what, person.email, person.id, person.organisation.slug, told)
