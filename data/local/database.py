"""Opening the database: SQLite by default, PostgreSQL when scaled; its tables are made by migrations alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from data.errors import PortalError

# How long a writer waits for another one before it gives up.
BUSY_MILLISECONDS = 10_000
READING = "alongside_reading"
NO_ANSWER = "The database of local returns does not answer; published figures are not affected."
POOL = {"pool_size": 4, "max_overflow": 4, "pool_pre_ping": True, "pool_recycle": 1800}


class Database:
    """An opened database. `writing()` and `reading()` give a session that ends with its block."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is kept when the block ends, none of it when the block raises."""
        with _said_plainly(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that keeps nothing."""
        with _said_plainly(), self._sessions(bind=self.engine.execution_options(**{READING: True})) as session:
            yield session
            session.rollback()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open a database by its URL and bring its tables up to date. Raises PortalError where it does not answer."""
    address = make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite and address.database:
        Path(address.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(address, **({} if is_sqlite else POOL))
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    database = Database(engine)
    migrate(database)
    return database


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the tables up (or down) to a revision, in one transaction where the database can do so."""
    with _said_plainly(), database.engine.begin() as connection:
        settings = configuration()
        settings.attributes["connection"] = connection
        now = MigrationContext.configure(connection).get_current_revision()
        newest_first = [step.revision for step in ScriptDirectory.from_config(settings).walk_revisions()]
        if now is not None and now not in newest_first:
            raise PortalError(f"The database was made by a newer portal (its revision is {now}): update this one.")
        places = {name: place for place, name in enumerate([*newest_first, "base"])} | {"head": 0}
        goes_back = places[revision] > places[now or "base"]
        (command.downgrade if goes_back else command.upgrade)(settings, revision)


def configuration() -> Config:
    """Where the migrations are."""
    settings = Config()
    settings.set_main_option("script_location", str(files("data.local") / "migrations"))
    return settings


def _begin(connection: Connection) -> None:
    """SQLite's driver begins too late for a migration to be undone, and so does not see two writers coming."""
    is_reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Readers do not wait for a writer, what is committed survives a crash, and references are held."""
    connection.isolation_level = None  # transactions begin where `_begin` says so
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A database that does not answer is a sentence; the URL, which may hold a password, is not in it."""
    try:
        yield
    except OperationalError as error:
        raise PortalError(NO_ANSWER) from error
