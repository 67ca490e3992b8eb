"""The log: who did what to what, and who saw what is not published. It only grows, and a line taken out is noticed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from data.local.tables import LogEntry, Person

START = "0" * 64


@dataclass(frozen=True)
class LogQuery:
    """What to look for in the log; None for anything.

    `person_id` is for what somebody did and what was done about them; `before` for lines older than a line (its id).
    """

    organisation: str | None = None
    person_id: int | None = None
    what: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def write(
    session: Session,
    what: str,
    about: str,
    person_id: int | None = None,
    organisation: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Add a line in the transaction of what it tells of, so that there is neither without the other.

    One writer at a time (`data.local.database`) keeps it one chain. `details` never hold a figure, a password or a
    token.
    """
    last = newest(session)
    entry = LogEntry(
        at=datetime.now(UTC),
        person_id=person_id,
        organisation=organisation,
        what=what,
        about=about,
        details=dict(details or {}),
    )
    entry.digest = digest_of(entry, last.digest if last else START)
    session.add(entry)
    session.flush()
    return entry


def digest_of(entry: LogEntry, before: str) -> str:
    """The digest of a line and of the line before it."""
    told = [
        before,
        entry.at.astimezone(UTC).isoformat(),
        entry.person_id,
        entry.organisation,
        entry.what,
        entry.about,
        entry.details,
    ]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def search(session: Session, query: LogQuery, most: int = 200, skip: int = 0) -> Sequence[LogEntry]:
    """Lines of the log, the newest first."""
    found = select(LogEntry).where(*_conditions(query)).order_by(LogEntry.id.desc()).limit(most).offset(skip)
    return session.scalars(found).all()


def count(session: Session, query: LogQuery) -> int:
    """How many lines a search finds."""
    return session.scalar(select(func.count()).select_from(LogEntry).where(*_conditions(query))) or 0


def newest(session: Session) -> LogEntry | None:
    """The last line; None while there is none."""
    return session.scalar(select(LogEntry).order_by(LogEntry.id.desc()).limit(1))


def broken(session: Session, after: int = 0, before: str = START) -> Iterator[int]:
    """The ids of lines that do not follow from the line before them: something was changed or taken out there.

    Looks at the lines after a line (its id), whose digest is `before`; at all of them when neither is given.
    """
    for entry in session.scalars(select(LogEntry).where(LogEntry.id > after).order_by(LogEntry.id)).yield_per(500):
        if entry.digest != digest_of(entry, before):
            yield entry.id
        before = entry.digest


def _conditions(query: LogQuery) -> Iterator[ColumnElement[bool]]:
    if query.organisation is not None:
        yield LogEntry.organisation == query.organisation
    if query.person_id is not None:
        email = select(Person.email).where(Person.id == query.person_id).scalar_subquery()
        yield or_(LogEntry.person_id == query.person_id, LogEntry.about == email)
    if query.what is not None:
        yield LogEntry.what == query.what
    if query.since is not None:
        yield LogEntry.at >= query.since
    if query.until is not None:
        yield LogEntry.at < query.until
    if query.before is not None:
        yield LogEntry.id < query.before
