"""The log: who did what to what, and who saw what is not published. It only grows, and a line taken out is noticed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from data.local.tables import LogEntry

START = "0" * 64
# One number for all processes: whoever writes the log holds it until the transaction ends.
LOG_LOCK = 7_223_001


@dataclass(frozen=True)
class LogQuery:
    """What to look for in the log; None for anything."""

    organisation: str | None = None
    person_id: int | None = None
    what: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def write(
    session: Session,
    what: str,
    about: str,
    person_id: int | None = None,
    organisation: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Add a line in the transaction of what it tells of, so that there is neither without the other.

    `details` never hold a figure, a password or a token.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOG_LOCK})
    last = session.scalar(select(LogEntry).order_by(LogEntry.id.desc()).limit(1))
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
    found = select(LogEntry).order_by(LogEntry.id.desc()).limit(most).offset(skip)
    if query.organisation is not None:
        found = found.where(LogEntry.organisation == query.organisation)
    if query.person_id is not None:
        found = found.where(LogEntry.person_id == query.person_id)
    if query.what is not None:
        found = found.where(LogEntry.what == query.what)
    if query.since is not None:
        found = found.where(LogEntry.at >= query.since)
    if query.until is not None:
        found = found.where(LogEntry.at < query.until)
    return session.scalars(found).all()


def broken(session: Session) -> Iterator[int]:
    """The ids of lines that do not follow from the line before them: something was changed or taken out there."""
    before = START
    for entry in session.scalars(select(LogEntry).order_by(LogEntry.id)).yield_per(500):
        if entry.digest != digest_of(entry, before):
            yield entry.id
        before = entry.digest
