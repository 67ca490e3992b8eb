"""Opening the database: SQLite by default, PostgreSQL when scaled; its tables are made by migrations alone."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from data.errors import PortalError
from data.local.commits import CommitsOfFile, Mark
from data.local.failures import PRIMARY, DatabaseProblem, said_plainly

NEWEST_REVISION = "0006"
"""Of the tables: what this portal's code is written for."""
# How long a writer waits for another one before it gives up.
BUSY_MILLISECONDS = 10_000
READING = "alongside_reading"
# One number for all processes: whoever writes to PostgreSQL holds it until the transaction ends.
WRITER_LOCK = 7_223_001
# How long a writer may do nothing, as one whose machine was switched off, before the others go on without it.
FORGOTTEN_MILLISECONDS = 60_000
CONNECT_SECONDS = 5
# A server that stops in the middle of a conversation, its machine switched off say, is given up after so long.
SILENT_MILLISECONDS = 15_000
# As many connections as a process has threads by default, and as many again; each is tried before it is used.
POOL = {"pool_size": 8, "max_overflow": 8, "pool_timeout": 10, "pool_pre_ping": True, "pool_recycle": 1800}


class Database:
    """An opened database. `writing()` and `reading()` give a session that ends with its block."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        file = engine.url.database if engine.dialect.name == "sqlite" else None
        self._commits = CommitsOfFile(file) if file else None
        _databases.add(self)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is kept when the block ends, none of it when the block raises."""
        with said_plainly(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that keeps nothing."""
        with said_plainly(), self._sessions(bind=self.engine.execution_options(**{READING: True})) as session:
            yield session
            session.rollback()

    def mark(self) -> Mark | None:
        """What stays the same until anything is committed; None where it cannot be told, as by PostgreSQL.

        What is kept under it has to be read after it: then it is of that state or a later one.
        """
        return None if self._commits is None else self._commits.mark()

    def listen(self, moment: str, told: Callable[..., None]) -> None:
        """Have something told of each session's moments (SQLAlchemy's SessionEvents)."""
        event.listen(self._sessions, moment, told)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
        if self._commits is not None:
            self._commits.close()

    def forget_inherited(self) -> None:
        """A process that is forked opens connections of its own: two that talk through one would hear each other.

        What it inherited stays open and unused, since closing it would end the conversation of the other process too.
        """
        _inherited.append(self.engine.pool)
        self.engine.dispose(close=False)
        if self._commits is not None:
            _inherited.append(self._commits.leave())


def open_database(url: str) -> Database:
    """Open a database by its URL and bring its tables up to date. Raises PortalError where it does not answer."""
    database = database_at(url)
    try:
        if revision_of(database) != NEWEST_REVISION:
            # Alembic takes a fifth of a second to import and 12 MB in each process, and has mostly nothing to do.
            from data.local.migrating import migrate

            migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def database_at(url: str) -> Database:
    """The database at a URL, as it is; nobody talks to it yet. What it is sent, figures say, is in no error's text."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, hide_parameters=True)
        _make_folder(address.database)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        patience = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": SILENT_MILLISECONDS}
        engine = create_engine(address, hide_parameters=True, connect_args=patience, **POOL)
        event.listen(engine, "begin", _begin_postgresql)
    return Database(engine)


def revision_of(database: Database) -> str | None:
    """The revision of the tables as they are; None where there are none. Nothing is changed by looking."""
    with said_plainly(), database.engine.execution_options(**{READING: True}).connect() as connection:
        has_tables = inspect(connection).has_table("alembic_version")
        found = connection.scalar(text("select version_num from alembic_version")) if has_tables else None
        connection.rollback()
        return found


def _address(url: str) -> URL:
    """What a URL says; the refusal does not repeat it, since it may hold a password."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise PortalError(
            "DATABASE_URL cannot be read: it is postgresql://name:password@host:5432/database, "
            "and a sign such as @ or / in the password is written as %40 or %2F."
        ) from None


def _make_folder(file: str | None) -> None:
    """The folder of a SQLite database, for this user alone."""
    if not file:
        return
    folder = Path(file).parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or "it is refused").lower()
        raise DatabaseProblem(
            f"The folder for local returns cannot be made ({why}); look at PORTAL_DATA_DIR."
        ) from error


def _begin_sqlite(connection: Connection) -> None:
    """SQLite's driver begins too late for a migration to be undone, and so does not see two writers coming."""
    is_reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    """One writer at a time, as SQLite has it: none decides on what another is changing, and none waits in a circle.

    So a code of a second factor works once, a wrong password counts once each, the log stays one chain, and of two
    processes that start with an empty database one makes its tables. A reader waits for nobody and sees one state from
    beginning to end.
    """
    if connection.get_execution_options().get(READING, False):
        connection.exec_driver_sql("set transaction isolation level repeatable read, read only")
    else:
        connection.exec_driver_sql(
            f"set local lock_timeout = {BUSY_MILLISECONDS}; "
            f"set local idle_in_transaction_session_timeout = {FORGOTTEN_MILLISECONDS}; "
            f"select pg_advisory_xact_lock({WRITER_LOCK})"
        )


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Readers do not wait for a writer, what is committed survives a crash, and references are held."""
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says so
    cursor = connection.cursor()
    for setting in (f"busy_timeout={BUSY_MILLISECONDS}", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {setting}")
    _use_write_ahead_log(cursor)
    cursor.close()


def _use_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Several processes may open a new database at once, and SQLite does not let one wait for another here."""
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _forget_inherited() -> None:
    for database in tuple(_databases):
        database.forget_inherited()


_databases: WeakSet[Database] = WeakSet()
_inherited: list[object] = []
os.register_at_fork(after_in_child=_forget_inherited)
