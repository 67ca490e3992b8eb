"""Migrations: every one goes up and down with data in, and of two processes that start at once one makes the tables."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, String, inspect, text

from data.errors import PortalError
from data.local import log, work_tables
from data.local.database import Database, database_at
from data.local.migrating import configuration, migrate
from data.local.people import add_organisation, organisation_of, people_of
from data.local.returns import Upload, accept, keep, show_to
from data.local.sign_ins import Purpose, make_link, sign_in
from data.local.tables import Base, Moment
from tests.data.local.states import everything, schema

ROOT = Path(__file__).resolve().parents[3]
REVISIONS = [step.revision for step in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]
"""The oldest first."""
assert work_tables, "its tables are among those that are compared"
PROCESSES = 4
AT_ONCE = f"""
import os, sys
from data.local.database import open_database
from data.local.people import add_organisation

waiting, told = os.pipe()
children = []
for number in range({PROCESSES}):
    child = os.fork()
    if child == 0:
        failed = True
        try:
            os.close(told)
            os.read(waiting, 1)
            with open_database(sys.argv[1]).writing() as session:
                add_organisation(session, f"o{{number}}", "Another")
            failed = False
        finally:
            os._exit(failed)
    children.append(child)
os.close(told)
sys.exit(any([os.waitpid(child, 0)[1] for child in children]))
"""
"""All wait for the end of a pipe, which comes to all at once."""


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A database without tables."""
    made = database_at(database_url)
    yield made
    made.close()


MADE_UP = (
    (Moment, datetime(2026, 11, 22, tzinfo=UTC)),
    (JSON, {}),
    (Integer, 1),
    (Boolean, True),
    (String, "something"),
    (LargeBinary, b"bytes"),
)


def fill(database: Database) -> None:
    """Something in every table: what people do, and a made-up row where they do nothing here."""
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        person = people_of(session, southampton)[0]
        version = keep(
            session, southampton, "scorecard", "Scorecard", Upload({"rows": [1]}, [], "a.csv", "Why"), person
        )
        show_to(session, version, "published", [], "Agreed", person)
        accept(session, version, "f1", "The teams merged", person)
        make_link(session, person, Purpose.RESET, None)
        sign_in(session, person, "password")
        session.flush()
        for table in Base.metadata.sorted_tables:
            if session.execute(table.select()).first() is None:
                session.execute(
                    table.insert().values({name: made_up(column) for name, column in table.columns.items()})
                )


def made_up(column: Column[Any]) -> object:
    """A value that a column may hold."""
    return next(value for kind, value in MADE_UP if isinstance(column.type, kind))


def test_there_is_one_migration_a_file_and_all_are_in_one_line() -> None:
    folder = files("data.local") / "migrations" / "versions"
    numbered = sorted(path.name[:4] for path in folder.iterdir() if path.name[:4].isdigit())
    assert numbered == REVISIONS


def test_tables_are_what_the_code_says(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migration_undone_is_as_if_it_had_never_been(empty: Database, revision: str) -> None:
    """Up to the revision before, up and down again: the same tables, columns, indexes, triggers."""
    place = REVISIONS.index(revision)
    if place:
        migrate(empty, REVISIONS[place - 1])
    before = schema(empty)
    migrate(empty, revision)
    assert schema(empty) != before
    migrate(empty, REVISIONS[place - 1] if place else "base")
    ours = [thing for thing in schema(empty) if "alembic_version" not in thing]
    assert ours == [thing for thing in before if "alembic_version" not in thing]


def test_every_migration_goes_down_and_up_again_with_data_in(database: Database) -> None:
    """Down one by one to the first, and up: every row stays whose table does, with all that the first table held."""
    fill(database)
    before, built = {table: len(rows) for table, rows in everything(database).items()}, schema(database)
    assert all(before.values()), "a table is empty"
    for revision in [*REVISIONS[-2::-1], *REVISIONS[1:]]:
        migrate(database, revision)
        if revision == REVISIONS[0]:
            first = everything(database)
        after = {table: len(rows) for table, rows in everything(database).items()}
        assert after == {table: before.get(table, 0) for table in after}
        before = after
    assert schema(database) == built
    with database.reading() as session:
        assert list(log.broken(session)) == []
    migrate(database, REVISIONS[0])
    assert everything(database) == first


def test_all_the_way_down_nothing_is_left(database: Database) -> None:
    fill(database)
    migrate(database, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate(database)
    with database.writing() as session:
        add_organisation(session, "kent", "Kent", "886")


def test_a_database_of_a_newer_portal_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(PortalError, match=r"made by a newer portal \(its revision is 9999\)"):
        migrate(database)


def test_processes_that_start_at_once_make_the_tables_once(database_url: str) -> None:
    """As the workers of several machines do with a new database: each finds its tables and writes."""
    program = [sys.executable, "-c", AT_ONCE, database_url]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    database = database_at(database_url)
    assert len(everything(database)["organisation"]) == PROCESSES
    with database.reading() as session:
        assert list(log.broken(session)) == []
    database.close()
