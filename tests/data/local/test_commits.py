"""The mark of a database: another one once anything was committed, and the same until then."""

import os
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from data.local.commits import CommitsOfFile
from data.local.database import Database, database_at, open_database
from data.local.people import add_organisation
from data.local.tables import Organisation

NUMBERS = count()


@pytest.fixture
def opened(tmp_path: Path) -> Database:
    """A database of one organisation, in a file."""
    database = open_database(address_in(tmp_path))
    with database.writing() as session:
        add_organisation(session, "southampton", "Southampton", "852")
    return database


def address_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'portal.db'}"


def write(database: Database) -> None:
    with database.writing() as session:
        rename(session)


def rename(session: Session) -> None:
    session.execute(update(Organisation).values(name=f"No. {next(NUMBERS)}"))


def test_it_stays_while_people_read(opened: Database) -> None:
    before = opened.mark()
    assert before is not None
    with opened.reading() as session:
        session.query(Organisation).all()
    assert opened.mark() == before
    opened.close()


def test_it_differs_after_every_commit_by_whatever_connection(opened: Database, tmp_path: Path) -> None:
    marks = [opened.mark()]
    write(opened)
    marks.append(opened.mark())
    other = database_at(address_in(tmp_path))
    write(other)
    marks.append(opened.mark())
    assert len(set(marks)) == 3
    assert opened.mark() == marks[-1]
    opened.close()
    other.close()


def test_it_differs_after_a_commit_of_another_process(opened: Database) -> None:
    before = opened.mark()
    child = os.fork()
    if child == 0:
        is_its_own = opened.mark() != before  # the connection that it inherited is not used
        write(opened)
        os._exit(0 if is_its_own else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert opened.mark() != before
    opened.close()


def test_what_is_not_kept_changes_nothing(opened: Database) -> None:
    before = opened.mark()
    with opened.reading() as session:  # which is rolled back
        rename(session)
    assert opened.mark() == before
    opened.close()


def test_marks_of_two_connections_are_never_the_same(opened: Database) -> None:
    before = opened.mark()
    opened.close()
    assert opened.mark() != before, "its count may be that of the one before, whatever was committed between"
    opened.close()


def test_where_it_cannot_be_told_there_is_none(tmp_path: Path) -> None:
    assert CommitsOfFile(str(tmp_path / "no folder" / "portal.db")).mark() is None
    no_sqlite = tmp_path / "portal.db"
    no_sqlite.write_bytes(b"nothing that SQLite knows" * 100)
    assert CommitsOfFile(str(no_sqlite)).mark() is None


def test_postgresql_tells_none(database: Database) -> None:
    assert (database.mark() is None) == (database.engine.dialect.name == "postgresql")
