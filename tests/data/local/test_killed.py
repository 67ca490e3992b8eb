"""A process that is killed at any point of a deed leaves the old state or the new one, and the next deed works."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGALRM, SIGKILL, SIGXFSZ
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from app.auth.accounts import MOST_FAILURES
from data.local import log
from data.local.database import database_at, open_database
from data.local.migrating import configuration, migrate
from data.local.people import add_organisation, add_person
from data.local.returns import keep
from data.local.sign_ins import Purpose, digest_of, sign_in
from data.local.tables import LogEntry, OneTimeLink, Organisation
from tests.data.local import dying
from tests.data.local.states import State, everything, schema
from tests.services.servers import Files, PostgreSQL

ROOT = Path(__file__).resolve().parents[3]
DEEDS = [deed.__name__ for deed in dying.DEEDS]
WAL_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
"""Bytes: how SQLite lays out its write-ahead log (sqlite.org/fileformat2.html, section 4.1)."""

Ordered = Callable[..., dict[str, int]]


@pytest.fixture(scope="module")
def order() -> Iterator[Ordered]:
    """Has a deed done by a process that dies; says how it ended and what it passed."""
    program = [sys.executable, "-m", "tests.data.local.dying"]
    with subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told, answers = process.stdin, process.stdout

        def ordered(**what: Any) -> dict[str, int]:
            print(json.dumps(what), file=told, flush=True)
            ended: dict[str, int] = json.loads(answers.readline())
            assert ended.get("signal", 1), "the deed raised: see above"
            return ended

        yield ordered
        told.close()


def prepare(databases: Files | PostgreSQL) -> str:
    """Somebody who is signed in, has an invitation and has tried one password too few; a return with a version."""
    url = databases.database()
    database = open_database(url)
    with database.writing() as session:
        southampton = add_organisation(session, "southampton", "Southampton", "852")
        person = add_person(session, dying.EMAIL, "Someone", southampton, ["contributor"])
        person.password = dying.kept_password(dying.PASSWORD)
        person.failed_attempts = MOST_FAILURES - 1
        sign_in(session, person, "password")
        now = datetime.now(UTC)
        session.add(
            OneTimeLink(
                digest=digest_of(dying.TOKEN),
                person_id=person.id,
                purpose=Purpose.INVITATION,
                created=now,
                expires=now + timedelta(days=1),
            )
        )
        keep(session, southampton, "scorecard", "Scorecard", dying.upload("October"), person)
    database.close()
    return url


class Undone(Exception):
    """Ends a transaction of which nothing shall stay."""


class Copy:
    """A copy of a prepared database in which processes die."""

    def __init__(self, databases: Files | PostgreSQL, prepared: str) -> None:
        self.url = databases.database()
        self._databases = databases
        self._prepared = prepared
        self._database = database_at(self.url)

    def restored(self) -> str:
        """Its URL, when it is as it was prepared, to the last file."""
        self.close()
        self._databases.restore(self.url, self._prepared)
        return self.url

    def still_old(self) -> str:
        """Its URL, when nothing was kept since. A file is restored, so that each process leaves one to be recovered; in
        PostgreSQL that takes long and differs in nothing but the numbers that will be given next."""
        return self.restored() if isinstance(self._databases, Files) else self.url

    def tables(self) -> State:
        """What it holds, and how."""
        return {**everything(self._database), "schema": schema(self._database)}

    def state(self) -> State:
        """What it holds; and it is certain that it goes on: the log is whole and the next deed works, here undone."""
        state = everything(self._database)
        with pytest.raises(Undone), self._database.writing() as session:  # noqa: PT012
            add_organisation(session, "the-next", "The next")
            assert list(log.broken(session)) == []
            raise Undone
        return state

    def close(self) -> None:
        self._database.close()


@pytest.fixture
def copy(databases: Files | PostgreSQL) -> Iterator[Copy]:
    prepared = prepare(databases)
    made = Copy(databases, prepared)
    yield made
    made.close()
    databases.drop(made.url)
    databases.drop(prepared)


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_at_every_point_of_a_deed(copy: Copy, order: Ordered, deed: str) -> None:
    """Until the database is told to keep it, nothing of a deed is there; afterwards all of it."""
    end = order(url=copy.restored(), deed=deed, rehearse=True)
    new = copy.state()
    copy.restored()
    old = copy.state()
    assert old != new
    assert end["passed"] == end["before_commit"] + 1 > 4
    for point in range(1, end["before_commit"] + 1):
        assert order(url=copy.still_old(), deed=deed, at=point) == {"signal": SIGKILL}
        assert copy.state() == old, f"killed at point {point}"
    assert order(url=copy.restored(), deed=deed, at=end["passed"]) == {"signal": SIGKILL}
    assert copy.state() == new


def test_killed_at_any_moment(copy: Copy, order: Ordered) -> None:
    """Between the points above too: whenever a timer rings."""
    order(url=copy.restored(), deed="upload_again", rehearse=True)
    new = copy.state()
    copy.restored()
    old = copy.state()
    moments = random.Random()  # noqa: S311
    for _ in range(6):
        order(url=copy.restored(), deed="upload_again", after=moments.uniform(0.0005, 0.02))
        assert copy.state() in (old, new)


def test_a_writer_that_is_killed_leaves_pairs_whole(databases: Files | PostgreSQL, order: Ordered) -> None:
    """Each transaction writes an organisation and its line in the log: whenever it dies, there are as many of each."""
    url = databases.database()
    database = open_database(url)
    moments = random.Random()  # noqa: S311
    for _ in range(4):
        assert order(url=url, deed="add_for_ever", after=moments.uniform(0.05, 0.2)) == {"signal": SIGALRM}
        with database.reading() as session:
            organisations = session.scalar(select(func.count()).select_from(Organisation))
            assert organisations == session.scalar(select(func.count()).select_from(LogEntry))
            assert list(log.broken(session)) == []
    assert organisations
    database.close()
    databases.drop(url)


@pytest.mark.parametrize("since", ["nothing", "the revision before"])
def test_killed_at_every_point_of_a_migration(databases: Files | PostgreSQL, order: Ordered, since: str) -> None:
    """Tables and what is in them are of the old revision or of the new one."""
    prepared = databases.database() if since == "nothing" else prepare(databases)
    database = database_at(prepared)
    if since != "nothing":
        migrate(database, revisions()[-2])
    database.engine.connect().close()
    database.close()
    copy = Copy(databases, prepared)
    end = order(url=copy.restored(), deed="migrate", rehearse=True)
    new = copy.tables()
    copy.restored()
    old = copy.tables()
    assert old != new
    assert end["passed"] == end["before_commit"] + 1 > 4
    some = 1 if isinstance(databases, Files) else 4  # PostgreSQL takes long, and its first migration has many points
    for point in range(1, end["before_commit"] + 1, some):
        assert order(url=copy.still_old(), deed="migrate", at=point) == {"signal": SIGKILL}
        assert copy.tables() == old, f"killed at point {point}"
    assert order(url=copy.restored(), deed="migrate", at=end["passed"]) == {"signal": SIGKILL}
    assert copy.tables() == new
    copy.close()
    databases.drop(copy.url)
    databases.drop(prepared)


def test_killed_at_every_page_that_sqlite_writes(tmp_path: Path, order: Ordered) -> None:
    """The kernel ends the process at a byte of the write-ahead log: before a page or within it."""
    databases = Files(tmp_path)
    copy = Copy(databases, prepare(databases))
    copy.restored()
    old = copy.state()
    assert order(url=copy.restored(), deed="upload_again") == {"signal": SIGKILL}
    written = wal_of(copy.url).stat().st_size
    new = copy.state()
    assert old != new
    frames, rest = divmod(written - WAL_HEADER, FRAME_HEADER + PAGE)
    assert (frames > 10, rest) == (True, 0)
    starts = [WAL_HEADER + number * (FRAME_HEADER + PAGE) for number in range(frames)]
    within = (0, FRAME_HEADER + PAGE // 2)
    for byte in [0, WAL_HEADER // 2, *(start + more for start in starts for more in within)]:
        ended = order(url=copy.restored(), deed="upload_again", largest_file=byte)
        assert ended == {"signal": SIGXFSZ}
        assert copy.state() == old, f"killed at byte {byte} of {written}"
    copy.close()


def test_killed_while_sqlite_moves_its_log_into_the_database(tmp_path: Path, order: Ordered) -> None:
    """What is in the log by then is kept, at whichever page the move ends."""
    databases = Files(tmp_path)
    prepared = prepare(databases)
    copy = Copy(databases, prepared)
    assert order(url=copy.restored(), deed="upload_again") == {"signal": SIGKILL}
    saved = tmp_path / "saved"
    shutil.copyfile(wal_of(copy.url), saved)
    new = copy.state()
    copy.close()
    ends = []
    for byte in range(0, file_of(copy.url).stat().st_size + 2 * PAGE, 3 * PAGE // 2):
        shutil.copyfile(saved, wal_of(copy.restored()))
        ends.append(order(url=copy.url, deed="close", largest_file=byte)["signal"])
        assert copy.state() == new, f"killed at byte {byte}"
    assert set(ends) == {SIGXFSZ, SIGKILL}
    copy.close()


def revisions() -> list[str]:
    """Every revision, the oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]


def file_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


def wal_of(url: str) -> Path:
    """Its write-ahead log."""
    return Path(f"{file_of(url)}-wal")
