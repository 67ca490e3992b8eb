"""Where finished packs lie when several machines share the database: in it, so that whichever is asked has them.

With SQLite there is one machine, and they lie in a folder (`app.packs.shelf`).
"""

from collections.abc import Callable
from contextlib import suppress

from app.packs.shelf import Keeper, Shelf
from app.settings import Settings
from data.errors import PortalError
from data.local import pack_files
from data.local.database import Database


class SharedShelf:
    """The files of packs in the database."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def keep(self, word: str, form: str, content: bytes) -> None:
        """Keep a file, whole; nothing is kept for a job that nobody wants any longer. Raises PortalError."""
        with self._database().writing() as session:
            pack_files.keep(session, word, content)

    def read(self, word: str, form: str, size: int) -> bytes | None:
        """A file that was kept, of so many bytes; None where it is gone, or is not as it was kept."""
        with self._database().reading() as session:
            content = pack_files.read(session, word)
        return content if content is not None and len(content) == size else None

    def remove(self, word: str, form: str) -> None:
        """Keep a file no longer; one that cannot be removed now is swept later."""
        with suppress(PortalError), self._database().writing() as session:
            pack_files.remove(session, word)

    def sweep(self, wanted: Callable[[], frozenset[str]]) -> int:
        """Remove the files of all packs that failed or were cancelled; how many there were."""
        with self._database().reading() as session:
            old = pack_files.unwanted(session)
        if old:
            with self._database().writing() as session:
                for word in old:
                    pack_files.remove(session, word)
        return len(old)


def shelf_of(settings: Settings, database: Callable[[], Database]) -> Keeper:
    """Where an installation's packs lie. Raises PortalError where it has no place for them."""
    return Shelf(settings.packs_dir) if settings.database_url.startswith("sqlite") else SharedShelf(database)
