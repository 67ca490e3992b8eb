"""The database of local returns as an installation has it, opened when it is first needed."""

import threading
from collections.abc import Callable
from contextlib import suppress

from app.auth.announcing import announce
from app.settings import Settings
from data.errors import PortalError
from data.local.database import Database, open_database
from data.local.sign_ins import forget_old
from data.local.tokens import forget_old_tokens

NOWHERE = "PORTAL_DATA_DIR must name a folder for local returns, since there is no HOME to keep one under."


class LocalDatabase:
    """The database, opened at its first use and by each process for itself.

    Published figures need none, so a portal whose database is away still answers with them; each use tries again.
    """

    def __init__(self, url: str, prepared: Callable[[Database], Database] = lambda database: database) -> None:
        """`prepared` is what is done with it once it is open."""
        self._url, self._prepared = url, prepared
        self._opening = threading.Lock()
        self._opened: Database | None = None

    def __call__(self) -> Database:
        """The opened database. Raises PortalError where it does not answer."""
        if self._opened is None:
            with self._opening:
                self._opened = self._opened or _tidied(self._prepared(_opened(self._url)))
        return self._opened

    def close(self) -> None:
        """Give back every connection, if it was opened at all; a later use opens it again."""
        with self._opening:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


def local_database(settings: Settings) -> LocalDatabase:
    """The database of an installation, for as long as it serves."""
    return LocalDatabase(settings.database_url, lambda database: announce(database, settings))


def open_local(settings: Settings) -> Database:
    """The database, for one command. Raises PortalError where it does not answer."""
    return announce(_opened(settings.database_url), settings)


def _tidied(database: Database) -> Database:
    """The database without what ended long ago; one that takes no writing now is read all the same."""
    with suppress(PortalError), database.writing() as session:
        forget_old(session)
        forget_old_tokens(session)
    return database


def _opened(url: str) -> Database:
    if not url:
        raise PortalError(NOWHERE)
    return open_database(url)
