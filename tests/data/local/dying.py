"""Deeds that are killed on the way: a process of one thread forks a child for each, which ends itself as it is told.

Run as `python -m tests.data.local.dying`, it reads one line of JSON for each child and answers with how it ended. Time
and tokens stand still in it, so that what a deed writes is the same each time to the last digit.
"""

import json
import os
import resource
import secrets
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.engine.default import DefaultDialect

from app.auth import accounts, passwords
from data.local.board import record
from data.local.database import Database, database_at
from data.local.migrating import migrate
from data.local.people import add_organisation, organisation_of, people_of
from data.local.returns import Upload, accept, keep, show_to, versions_of
from data.local.sign_ins import Purpose
from data.local.tables import Organisation

NOW = datetime.now(UTC)
TOKEN = "the token of a link"
EMAIL, PASSWORD = "someone@southampton.example", "correct horse battery staple"
ROWS = [{"indicator": f"indicator {number}", "value": number} for number in range(400)]
"""Enough for SQLite to write several pages."""
STEPS_BETWEEN = 400
"""Steps of SQLite's virtual machine between two points within one statement."""


class Still(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Still":
        return cls.fromtimestamp(NOW.timestamp(), tz)


def upload(name: str) -> Upload:
    """A return of several pages."""
    return Upload({"name": name, "rows": ROWS}, [{"id": "f1"}], f"{name}.csv", name)


def upload_again(database: Database) -> None:
    """A new version of a return."""
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        author = people_of(session, southampton)[0]
        keep(session, southampton, "scorecard", "Scorecard", upload("November"), author)


def upload_first(database: Database) -> None:
    """The first version of a return that was not there."""
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        keep(session, southampton, "audits", "Audits", upload("Audits"), people_of(session, southampton)[0])


def approve(database: Database) -> None:
    """A version is published."""
    with database.writing() as session:
        author = people_of(session, organisation_of(session, "southampton"))[0]
        show_to(session, versions_of(session, "852")[0], "published", [], "Agreed by the board", author)


def accept_finding(database: Database) -> None:
    """A finding stays as it is."""
    with database.writing() as session:
        author = people_of(session, organisation_of(session, "southampton"))[0]
        accept(session, versions_of(session, "852")[0], "f1", "The teams merged", author)


def sign_in(database: Database) -> None:
    """Somebody signs in with their password."""
    with database.writing() as session:
        assert accounts.sign_in_with_password(session, EMAIL, PASSWORD)


def use_link(database: Database) -> None:
    """Somebody sets a password with a link, and every sign-in of before ends."""
    with database.writing() as session:
        accounts.set_password(session, TOKEN, Purpose.INVITATION, "seven umbrellas under glass")


def shut_out(database: Database) -> None:
    """A wrong password, the last that is borne."""
    with database.writing() as session:
        assert accounts.sign_in_with_password(session, EMAIL, "wrong") is None


def keep_the_board(database: Database) -> None:
    """A board writes a commentary and adds an action, together."""
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        author = people_of(session, southampton)[0]
        text = {"section": "Analysis", "text": "Why it is so. " * 400}
        record(session, southampton, "852", "a-subject", "commentary", text, "board", author)
        action = {"title": "Item 7", "wording": "That it is done", "status": "Not started"}
        record(session, southampton, "852", "a-subject", "action added", action, "everybody", author, 1)


def add_for_ever(database: Database) -> None:
    """Organisations, each with its line in the log, until it is killed."""
    while True:
        with database.writing() as session:
            number = session.scalar(select(func.count()).select_from(Organisation))
            add_organisation(session, f"o{number}", f"Organisation {number}")


DEEDS = (upload_again, upload_first, approve, accept_finding, sign_in, use_link, shut_out, keep_the_board)


class Points:
    """Counts the points that a deed passes, and dies at one of them.

    They are before each statement, before and after each commit, and within SQLite's statements.
    """

    def __init__(self) -> None:
        self.passed = 0
        self.before_commit = 0
        self._last: int | None = None
        event.listen(Engine, "before_cursor_execute", self.reach)
        event.listen(Engine, "connect", self._watch_steps)
        commit = DefaultDialect.do_commit

        def watched(dialect: DefaultDialect, connection: Any) -> None:
            self.reach()
            self.before_commit = self.passed
            commit(dialect, connection)
            self.reach()

        DefaultDialect.do_commit = watched  # type: ignore[method-assign]

    def begin(self, last: int | None) -> None:
        """Count from here on."""
        self.passed, self.before_commit, self._last = 0, 0, last

    def reach(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def _watch_steps(self, connection: Any, _: object) -> None:
        if hasattr(connection, "set_progress_handler"):
            connection.set_progress_handler(self.reach, STEPS_BETWEEN)


def stand_still() -> None:
    """Time and tokens are the same each time, and passwords take no time."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("data.local", "app.auth")) and getattr(module, "datetime", None) is datetime:
            module.datetime = Still  # type: ignore[attr-defined]
    secrets.token_urlsafe = lambda _=None: "the token of a sign-in"
    passwords.hashed = kept_password
    passwords.matches = lambda password, kept: kept == kept_password(password)
    passwords.is_outdated = lambda _: False


def kept_password(password: str) -> str:
    """What is kept of a password here."""
    return f"kept {password}"


def perform(deed: str, database: Database) -> None:
    """Do what is named."""
    known: dict[str, Callable[[Database], None]] = {known.__name__: known for known in (*DEEDS, add_for_ever, migrate)}
    known["close"] = Database.close
    known[deed](database)


def live_and_die(order: Mapping[str, Any], points: Points, database: Database) -> None:
    """Die at the point `at`, at the byte `largest_file` of any file, `after` so many seconds, or when all is done.

    It never tidies up: what it kept, it has kept by then.
    """
    database.engine.connect().close()
    if "largest_file" in order:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], resource.RLIM_INFINITY))
    if "after" in order:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, order["after"])
    points.begin(order.get("at"))
    perform(order["deed"], database)
    os.kill(os.getpid(), signal.SIGKILL)


def rehearse(deed: str, points: Points, database: Database) -> dict[str, int]:
    """Do it in this process, to its end: how many points it passes. Children find their statements compiled then."""
    database.engine.connect().close()
    points.begin(None)
    perform(deed, database)
    passed = {"passed": points.passed, "before_commit": points.before_commit}
    database.close()
    return passed


def killed_by(order: Mapping[str, Any], points: Points, database: Database) -> dict[str, int]:
    """The signal that ended a child; 0 for one that raised."""
    child = os.fork()
    if child == 0:
        try:
            live_and_die(order, points, database)
        finally:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


def main() -> None:
    """One child for each order, except for rehearsals."""
    stand_still()
    points = Points()
    databases: dict[str, Database] = {}
    for line in sys.stdin:
        order = json.loads(line)
        database = databases.setdefault(order["url"], database_at(order["url"]))
        told = rehearse(order["deed"], points, database) if "rehearse" in order else killed_by(order, points, database)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
