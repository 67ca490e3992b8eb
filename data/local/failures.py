"""What is said when the database cannot do its work: one sentence, and nothing of it was kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from data.errors import PortalError

NO_ANSWER = "The database of local returns does not answer; published figures are not affected."
BUSY = "The database of local returns is busy, so nothing was kept; try again in a minute."
NO_ROOM = (
    "There is no room left where local returns are kept, so nothing was kept; tell who runs the portal. "
    "Published figures are not affected."
)
DAMAGED = (
    "The database of local returns is damaged and must be restored from a backup; tell who runs the portal. "
    "Published figures are not affected."
)

# SQLite's result codes (sqlite.org/rescode.html): BUSY, LOCKED; FULL; CORRUPT, NOTADB.
# PostgreSQL's (its manual, appendix A): lock not available, deadlock, too many connections, idle in a transaction;
# disk full; data corrupted, index corrupted.
SENTENCES: dict[int | str | None, str] = {
    5: BUSY,
    6: BUSY,
    13: NO_ROOM,
    11: DAMAGED,
    26: DAMAGED,
    "55P03": BUSY,
    "40P01": BUSY,
    "53300": BUSY,
    "25P03": BUSY,
    "53100": NO_ROOM,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
PRIMARY = 0xFF
"""SQLite's extended codes hold the primary one in their lowest byte."""


class DatabaseProblem(PortalError):
    """The database does not answer, is busy, full or damaged: nobody asked for anything wrong."""


@contextmanager
def said_plainly() -> Iterator[None]:
    """A database that cannot do its work is a sentence; the URL, which may hold a password, is not in it."""
    try:
        yield
    except NoConnectionFree as error:
        raise DatabaseProblem(BUSY) from error
    except DBAPIError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        raise DatabaseProblem(sentence) from error


def sentence_for(error: DBAPIError) -> str | None:
    """What to say of an error; None for one that is a defect of ours, such as a reference that is not held."""
    of_sqlite: int | None = getattr(error.orig, "sqlite_errorcode", None)
    code: int | str | None = getattr(error.orig, "sqlstate", None) if of_sqlite is None else of_sqlite & PRIMARY
    if code in SENTENCES:
        return SENTENCES[code]
    return NO_ANSWER if isinstance(error, OperationalError) else None
