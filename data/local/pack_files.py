"""The files of finished packs in the database, where every machine that shares it finds them: in pieces, whole or not.

They are kept where the figures that they hold are kept, and go with their jobs. A file is written while its job is
being made, in one transaction, so that nobody ever has a part of one.
"""

from collections.abc import Iterator

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local.packs import PackState, running_job
from data.local.tables import PackJob
from data.local.work_tables import PackFile

PIECE = 2**20
"""Bytes: a statement of this size is no burden for anybody."""
LARGEST = 50 * 2**20
TOO_LARGE = f"It came to more than {LARGEST // 2**20} MB, which is more than is kept; choose fewer parts."


def keep(session: Session, word: str, content: bytes) -> bool:
    """Keep the file of a job that is being made; False where nobody wants it any longer. Raises PortalError."""
    if len(content) > LARGEST:
        raise PortalError(TOO_LARGE)
    if running_job(session, word) is None:
        return False
    remove(session, word)
    for place, piece in enumerate(pieces(content)):
        session.execute(insert(PackFile).values(word=word, piece=place, content=piece))
    return True


def read(session: Session, word: str) -> bytes | None:
    """A file that was kept; None for none."""
    found = session.scalars(select(PackFile.content).where(PackFile.word == word).order_by(PackFile.piece)).all()
    return b"".join(found) if found else None


def remove(session: Session, word: str) -> None:
    """Keep a file no longer."""
    session.execute(delete(PackFile).where(PackFile.word == word))


def unwanted(session: Session) -> frozenset[str]:
    """The jobs that have a file although they failed or were cancelled."""
    wanted = select(PackJob.word).where(PackJob.state.in_((PackState.RUNNING, PackState.DONE)))
    return frozenset(session.scalars(select(PackFile.word).where(PackFile.word.not_in(wanted)).distinct()))


def size(session: Session) -> int:
    """Bytes of all files."""
    return session.scalar(select(func.sum(func.length(PackFile.content)))) or 0


def pieces(content: bytes) -> Iterator[bytes]:
    """A file in pieces, one at least."""
    for start in range(0, max(len(content), 1), PIECE):
        yield content[start : start + PIECE]
