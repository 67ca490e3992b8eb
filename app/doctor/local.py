"""Local data: whether the database answers, is whole and up to date, and whether somebody runs the portal."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.doctor.findings import Finding, odd, well, wrong
from app.local_database import NOWHERE
from app.settings import Settings
from data.errors import PortalError
from data.local import log, packs
from data.local.database import NEWEST_REVISION, Database, database_at, revision_of
from data.local.schedule import RunState, last_runs
from data.local.tables import PackJob, Person
from models.access import Role

DATABASE, LOG, PEOPLE, WORK = "database", "log", "people", "background work"
CLOCKS_DIFFER = timedelta(minutes=2)
WAITS_TOO_LONG = timedelta(minutes=10)


def look(settings: Settings) -> Iterator[Finding]:
    """The database as it is: nothing is made, migrated or changed by looking."""
    if not settings.database_url:
        raise PortalError(NOWHERE)
    with closing(database_at(settings.database_url)) as database:
        kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database.engine.dialect.name]
        with database.reading() as session:
            yield from _of_revision(database, kind)
            yield from _of_health(session, kind)
            if revision_of(database) == NEWEST_REVISION:
                yield from _of_log(session)
                yield from _of_people(session)
                yield from _of_work(session)


def _of_revision(database: Database, kind: str) -> Iterator[Finding]:
    now, newest = revision_of(database), NEWEST_REVISION
    if now is None:
        yield odd(DATABASE, f"{kind} answers, and has no tables yet: they are made at the first use.")
    elif now != newest:
        sentence = (
            f"The database is at revision {now} and this portal's is {newest}: the next start brings it up to date."
        )
        yield odd(DATABASE, sentence)
    else:
        yield well(DATABASE, f"{kind} answers, at revision {newest}.")


def _of_health(session: Session, kind: str) -> Iterator[Finding]:
    """Whether the file is whole, and whether the server's clock is this machine's."""
    if kind == "SQLite":
        said = session.scalar(text("pragma quick_check"))
        if said != "ok":
            yield wrong(DATABASE, f"The database is damaged ({said}): stop the portal and restore a backup.")
        return
    theirs = session.scalar(text("select clock_timestamp()"))
    apart = abs(theirs - datetime.now(UTC)) if isinstance(theirs, datetime) else timedelta(0)
    if apart > CLOCKS_DIFFER:
        seconds = f"{apart.total_seconds():,.0f} seconds"
        yield wrong(DATABASE, f"The clocks of PostgreSQL and of this machine are {seconds} apart: set both by NTP.")


def _of_log(session: Session) -> Iterator[Finding]:
    broken = next(log.broken(session), None)
    if broken is not None:
        yield wrong(LOG, f"The log of who did what was changed at line {broken}: see who can write to the database.")
        return
    newest = log.newest(session)
    if newest is not None and newest.at > datetime.now(UTC) + CLOCKS_DIFFER:
        yield odd(LOG, "The newest line of the log is of a time to come: this machine's clock was or is wrong.")
    else:
        yield well(LOG, "The log of who did what is unbroken.")


def _of_people(session: Session) -> Iterator[Finding]:
    active = session.scalars(select(Person).where(Person.active)).all()
    administrators = [person for person in active if Role.PORTAL_ADMINISTRATOR in person.roles]
    if not active:
        yield odd(PEOPLE, "Nobody has an account yet: `portal users` makes the first; published figures need none.")
    elif not administrators:
        yield odd(PEOPLE, f"{len(active)} can sign in, but nobody runs the portal: `portal users` gives the role.")
    else:
        yield well(PEOPLE, f"{len(active)} can sign in, {len(administrators)} of whom run the portal.")


def _of_work(session: Session) -> Iterator[Finding]:
    waiting = session.scalar(select(func.count()).select_from(PackJob).where(PackJob.state == packs.PackState.WAITING))
    oldest = session.scalar(select(func.min(PackJob.created)).where(PackJob.state == packs.PackState.WAITING))
    if oldest is not None and datetime.now(UTC) - oldest > WAITS_TOO_LONG:
        since = f"the first for {(datetime.now(UTC) - oldest).total_seconds() / 60:,.0f} minutes"
        yield wrong(WORK, f"{waiting} packs wait, {since}: see that a worker runs (`portal worker`).")
    else:
        yield well(WORK, f"{waiting} packs wait to be made.")
    for run in last_runs(session):
        if run.state is RunState.FAILED:
            yield odd(WORK, f"What is run by the clock as '{run.name}' failed on {run.machine}: {run.said}")
        elif run.state is RunState.RUNNING and datetime.now(UTC) > run.until:
            yield odd(WORK, f"'{run.name}' began on {run.machine} and never ended; it is run again when it is due.")
