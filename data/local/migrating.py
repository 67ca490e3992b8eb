"""Bringing the tables up to date, or back. Only where there is something to do: Alembic takes long to import."""

from importlib.resources import files
from typing import Protocol

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from data.errors import PortalError
from data.local.failures import said_plainly


class Migrated(Protocol):
    """A database whose tables are brought to a revision."""

    @property
    def engine(self) -> Engine:
        """What opens its connections."""


def migrate(database: Migrated, revision: str = "head") -> None:
    """Bring the tables up (or down) to a revision, in one transaction where the database can do so."""
    with said_plainly(), database.engine.begin() as connection:
        migrate_on(connection, revision)


def migrate_on(connection: Connection, revision: str) -> None:
    """The same within a transaction that has begun. Raises PortalError for a revision that is not known here."""
    settings = configuration()
    settings.attributes["connection"] = connection
    now = MigrationContext.configure(connection).get_current_revision()
    newest_first = [step.revision for step in ScriptDirectory.from_config(settings).walk_revisions()]
    places = {name: place for place, name in enumerate([*newest_first, "base"])} | {"head": 0}
    for asked in (now or "base", revision):
        if asked not in places:
            raise PortalError(f"The database was made by a newer portal (its revision is {asked}): update this one.")
    goes_back = places[revision] > places[now or "base"]
    (command.downgrade if goes_back else command.upgrade)(settings, revision)


def configuration() -> Config:
    """Where the migrations are."""
    settings = Config()
    settings.set_main_option("script_location", str(files("data.local") / "migrations"))
    return settings
