"""The database: transactions that are whole or nothing, migrations both ways, tables that only grow."""

import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from data.errors import PortalError
from data.local import log
from data.local.database import Database, migrate, open_database
from data.local.people import add_organisation, add_person, organisation_of, people_of, person_by_email
from data.local.tables import Base, LogEntry, Organisation


def test_what_raises_is_not_kept(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:  # noqa: PT012
        add_organisation(session, "kent", "Kent", "886")
        raise RuntimeError
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 2
        assert [entry.about for entry in log.search(session, log.LogQuery(what="organisation added"))] == [
            "Portsmouth",
            "Southampton",
        ]


def test_tables_are_what_the_code_says(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrations_go_down_and_up_again(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'portal.db'}")
    migrate(database, "base")
    with database.engine.connect() as connection:
        tables = connection.scalars(text("select name from sqlite_master where type = 'table'")).all()
        assert tables == ["alembic_version"]
    migrate(database)
    with database.writing() as session:
        add_organisation(session, "kent", "Kent", "886")


def test_a_database_of_a_newer_portal_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(PortalError, match=r"made by a newer portal \(its revision is 9999\)"):
        migrate(database)


def test_a_database_that_does_not_answer_is_a_sentence() -> None:
    with pytest.raises(PortalError, match="does not answer; published figures are not affected") as caught:
        open_database("postgresql+psycopg://someone:secret@127.0.0.1:9/portal")
    assert "secret" not in str(caught.value)


def test_times_come_back_with_their_zone(database: Database) -> None:
    with database.reading() as session:
        created = organisation_of(session, "southampton").created
    assert created.tzinfo is UTC
    assert abs((datetime.now(UTC) - created).total_seconds()) < 60


@pytest.mark.parametrize("deed", [update(LogEntry).values(about="nothing"), delete(LogEntry)])
def test_the_log_is_never_changed(database: Database, deed: object) -> None:
    with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
        session.execute(deed)  # type: ignore[call-overload]


def test_a_line_taken_out_of_the_log_is_noticed(database: Database) -> None:
    with database.writing() as session:
        assert list(log.broken(session)) == []
        entries = log.search(session, log.LogQuery())
        session.execute(text("drop trigger log_entry_refuses_delete"))
        session.execute(delete(LogEntry).where(LogEntry.id == entries[1].id))
    with database.reading() as session:
        assert list(log.broken(session)) == [entries[0].id]


def test_people_are_known_by_one_spelling_of_their_address(database: Database) -> None:
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        with pytest.raises(PortalError, match="known by someone@southampton"):
            add_person(session, " Someone@Southampton.example ", "Again", southampton)
        with pytest.raises(PortalError, match="'nobody' is not an e-mail address"):
            add_person(session, "nobody", "Nobody", southampton)
        found = person_by_email(session, "SOMEONE@southampton.example")
        assert found is not None
        assert [person.id for person in people_of(session, southampton)] == [found.id]


def test_one_authority_has_one_owner(database: Database) -> None:
    with (
        pytest.raises(PortalError, match="The returns of authority 852 belong to Southampton already"),
        database.writing() as session,
    ):
        add_organisation(session, "other", "Another", "852")


def _write_for_ever(url: str, started: "multiprocessing.synchronize.Event") -> None:
    database = open_database(url)
    started.set()
    for number in range(100_000):
        with database.writing() as session:
            add_organisation(session, f"o{number}", f"Organisation {number}")


def test_a_writer_that_is_killed_leaves_pairs_whole(tmp_path: Path) -> None:
    """Each transaction writes an organisation and its line in the log: whenever it dies, there are as many of each."""
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    open_database(url).close()
    context = multiprocessing.get_context("spawn")
    for wait in (0.2,):
        started = context.Event()
        writer = context.Process(target=_write_for_ever, args=(url, started))
        writer.start()
        assert started.wait(30)
        time.sleep(wait)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        database = open_database(url)
        with database.reading() as session:
            organisations = session.scalar(select(func.count()).select_from(Organisation))
            lines = session.scalar(select(func.count()).select_from(LogEntry))
            assert organisations == lines
            assert list(log.broken(session)) == []
        with database.writing() as session:
            session.execute(delete(Organisation).where(Organisation.slug == "no such"))
        database.close()
