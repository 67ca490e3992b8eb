"""The log as administrators search it: who did what, who saw what is not published, and whether it is unbroken."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import forms
from app.auth.visitor import viewer
from app.pages.chain import Chain
from app.pages.guard import guarded, require
from app.spreadsheets import BYTE_ORDER_MARK, text
from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.log import LogQuery
from data.local.people import organisations
from data.local.tables import LogEntry, Organisation, Person
from models.access import Deed, may_everywhere

ON_A_PAGE = 50
MOST_EXPORTED = 50_000
FIRST_YEAR, LAST_YEAR = 2000, 2999
COLUMNS = ("line", "at", "person", "name", "organisation", "what", "about", "details", "digest")
FIELDS = ("person", "organisation", "what", "from", "until")
READ, EXPORTED = "log read", "log exported"
WRONG_DATE = "Give the date as year, month and day, such as 2026-11-22."
WRONG_ORDER = "The last day is before the first."
WRONG_NUMBER = "Choose the person from the list."


def register(server: Flask, database: Callable[[], Database]) -> None:
    """Serve these pages."""
    made, pages = LogPages(database), guarded("log")
    pages.add_url_rule("/log", view_func=made.show, methods=["GET"])
    pages.add_url_rule("/log.csv", view_func=made.export, methods=["GET"])
    server.register_blueprint(pages)


@dataclass(frozen=True)
class Line:
    """A line of the log with the names that its numbers stand for; `name` is empty for nobody who was signed in."""

    id: int
    at: datetime
    email: str
    name: str
    organisation: str
    what: str
    about: str
    details: dict[str, Any]
    digest: str

    @property
    def told(self) -> str:
        """The details in one line."""
        return "; ".join(f"{name}: {_said(value)}" for name, value in self.details.items())


@dataclass(frozen=True)
class LogPages:
    """The pages, with the database that they read."""

    database: Callable[[], Database]
    chain: Chain = field(default_factory=Chain)

    def show(self) -> Response:
        """The newest lines that a search finds. That they were looked at is a line too."""
        require(Deed.READ_LOG, viewer().organisation)
        try:
            query = _query()
            with self.database().writing() as session:
                found = _lines(session, log.search(session, query, ON_A_PAGE + 1))
                every = log.count(session, replace(query, before=None))
                _note(session, READ, query)
        except DatabaseProblem:
            raise
        except PortalError as error:
            return forms.refused("log.html", error, **self._choices(), lines=[], count=0)
        shown, more = found[:ON_A_PAGE], len(found) > ON_A_PAGE
        return forms.drawn(
            "log.html",
            **self._choices(),
            lines=shown,
            count=every,
            older=_address("/log", before=shown[-1].id) if more else "",
            newest=_address("/log") if query.before is not None else "",
            export=_address("/log.csv"),
        )

    def export(self) -> Response:
        """All lines that the same search finds, as CSV."""
        require(Deed.READ_LOG, viewer().organisation)
        query = replace(_query(), before=None)
        with self.database().writing() as session:
            every = log.count(session, query)
            if every > MOST_EXPORTED:
                said = f"That would be {every:,} lines, and a file holds {MOST_EXPORTED:,}: choose fewer days."
                raise PortalError(said)
            found = _lines(session, log.search(session, query, MOST_EXPORTED))
            _note(session, EXPORTED, query)
        response = Response(as_csv(found), mimetype="text/csv")
        response.headers["Content-Disposition"] = "attachment; filename=alongside-log.csv"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _choices(self) -> dict[str, Any]:
        """What can be chosen in the form, what is, and whether the log is unbroken."""
        everywhere = may_everywhere(viewer(), Deed.READ_LOG)
        own = None if everywhere else viewer().organisation
        with self.database().reading() as session:
            whose = [(one.slug, one.name) for one in organisations(session)] if everywhere else []
            people = [(str(one.id), f"{one.name} ({one.email})") for one in _people(session, own)]
            deeds = select(LogEntry.what).distinct().order_by(LogEntry.what)
            deeds = deeds if own is None else deeds.where(LogEntry.organisation == own)
            whats = [(what, what[0].upper() + what[1:]) for what in session.scalars(deeds)]
            state = self.chain.state(session)
        return {
            "people": [("", "Anybody"), *people],
            "organisations": [("", "All"), *whose] if everywhere else [],
            "whats": [("", "Anything"), *whats],
            "form": request.args,
            "chain": state,
        }


def as_csv(lines: list[Line]) -> bytes:
    """Lines as a file that a spreadsheet opens and takes no formula from."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in lines:
        told = orjson.dumps(one.details, option=orjson.OPT_SORT_KEYS).decode() if one.details else ""
        words = (one.email, one.name, one.organisation, one.what, one.about, told, one.digest)
        writer.writerow([one.id, one.at.isoformat(timespec="seconds"), *map(text, words)])
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def _query() -> LogQuery:
    """What the address searches for, in what who asks may read. Raises PortalError for a date that is none."""
    asked = {name: request.args.get(name, "").strip() for name in (*FIELDS, "before")}
    since, until = _day(asked["from"]), _day(asked["until"])
    if since and until and until < since:
        raise PortalError(WRONG_ORDER)
    own = None if may_everywhere(viewer(), Deed.READ_LOG) else viewer().organisation
    return LogQuery(
        organisation=own or _printable(asked["organisation"]),
        person_id=_number(asked["person"]),
        what=_printable(asked["what"]),
        since=since,
        # The last day counts to its end.
        until=until + timedelta(days=1) if until else None,
        before=_number(asked["before"]),
    )


def _day(typed: str) -> datetime | None:
    """The beginning of a day, or None for an empty field."""
    if not typed:
        return None
    try:
        found = date.fromisoformat(typed)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    except ValueError:
        raise PortalError(WRONG_DATE) from None


def _number(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed) < 2**31):
        raise PortalError(WRONG_NUMBER)
    return int(typed)


def _printable(typed: str) -> str | None:
    """A text to search for; one with signs that cannot be seen is in no line."""
    return (typed if typed.isprintable() else "?") if typed else None


def _people(session: Session, organisation: str | None) -> list[Person]:
    """Whom lines may be about: everybody, or an organisation's people and those who did something of its own."""
    found = select(Person).order_by(Person.name)
    if organisation is not None:
        did = select(LogEntry.person_id).where(LogEntry.organisation == organisation)
        belongs = select(Organisation.id).where(Organisation.slug == organisation)
        found = found.where(Person.organisation_id.in_(belongs) | Person.id.in_(did))
    return list(session.scalars(found).all())


def _lines(session: Session, entries: Any) -> list[Line]:
    """Lines with the names of who did what."""
    numbers = {entry.person_id for entry in entries}
    known = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(numbers - {None})))}
    return [
        Line(
            entry.id,
            entry.at,
            known[entry.person_id].email if entry.person_id in known else "",
            known[entry.person_id].name if entry.person_id in known else "",
            entry.organisation or "",
            entry.what,
            entry.about,
            entry.details,
            entry.digest,
        )
        for entry in entries
    ]


def _note(session: Session, what: str, query: LogQuery) -> None:
    """Write down that the log was looked at, and for what."""
    asked = {name: value for name in FIELDS if (value := request.args.get(name, "").strip()[:200])}
    log.write(session, what, "the log", viewer().person, query.organisation, asked)


def _address(path: str, **more: int) -> str:
    """The same search at another address."""
    chosen = {name: value for name in FIELDS if (value := request.args.get(name, ""))}
    return f"{path}?{urlencode(chosen | more)}".rstrip("?")


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
