"""What boards do, as events that are never changed: what holds on a day is what they come to (`models.board`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.tables import BoardEvent, Organisation, Person

LONGEST_SUBJECT = 200
TOLD = ("section", "status", "rule", "until", "meeting")
"""What of a body stands in the log: never a text that somebody wrote, never a figure."""


@dataclass(frozen=True)
class KeptEvent:
    """One event as plain values. `organisation` is a slug, `authority` a code; `person` a name, empty for nobody."""

    id: int
    organisation: str
    authority: str
    subject: str
    item: int
    kind: str
    at: datetime
    person: str
    audience: str
    body: Mapping[str, Any]


def record(
    session: Session,
    organisation: Organisation,
    authority: str,
    subject: str,
    kind: str,
    body: Mapping[str, Any],
    audience: str,
    person: Person | None,
    item: int = 0,
    at: datetime | None = None,
) -> KeptEvent:
    """Add an event, with its line in the log. `at` is for what happened before it came here; the log says when it came.

    Raises PortalError where the organisation does not stand for the authority, or the subject is too long to be one.
    """
    if organisation.authority != authority:
        raise PortalError(f"{organisation.name} does not stand for authority {authority}, so it keeps no board for it.")
    if len(subject) > LONGEST_SUBJECT:
        raise PortalError(f"What the board speaks of is named in {LONGEST_SUBJECT} characters at most.")
    made = BoardEvent(
        organisation=organisation,
        authority=authority,
        subject=subject,
        item=item,
        kind=kind,
        at=at or datetime.now(UTC),
        person_id=person.id if person else None,
        audience=audience,
        body=dict(body),
    )
    session.add(made)
    session.flush()
    told = {name: body[name] for name in TOLD if name in body} | ({"item": item} if item else {})
    about = f"{organisation.slug}/{subject or 'board'}"
    log.write(session, f"board: {kind}", about, made.person_id, organisation.slug, {"audience": audience, **told})
    return _plain(made, organisation.slug, person.name if person else "")


def events_of(session: Session, authority: str, until: datetime | None = None) -> tuple[KeptEvent, ...]:
    """The events about an authority (its code) as they were recorded, the oldest first: all, or until a moment."""
    asked = (
        select(BoardEvent, Organisation.slug, func.coalesce(Person.name, ""))
        .join(Organisation, Organisation.id == BoardEvent.organisation_id)
        .outerjoin(Person, Person.id == BoardEvent.person_id)
        .where(BoardEvent.authority == authority)
        .order_by(BoardEvent.id)
    )
    if until is not None:
        asked = asked.where(BoardEvent.at <= until)
    return tuple(_plain(event, slug, person) for event, slug, person in session.execute(asked))


LAST_EVENT = select(func.max(BoardEvent.id), func.count(BoardEvent.id))
"""Made once, as that of returns is."""


def board_version(session: Session) -> str:
    """A word that changes whenever any board does anything, for the keys of kept answers.

    Two transactions may end in another order than they began, so the events are counted too.
    """
    last, events = session.execute(LAST_EVENT).one()
    return f"{last or 0}-{events}"


def _plain(event: BoardEvent, organisation: str, person: str) -> KeptEvent:
    return KeptEvent(
        id=event.id,
        organisation=organisation,
        authority=event.authority,
        subject=event.subject,
        item=event.item,
        kind=event.kind,
        at=event.at,
        person=person,
        audience=event.audience,
        body=event.body,
    )
