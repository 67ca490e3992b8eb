"""Where finished packs lie until they expire: a folder of the portal's own, in which a file is whole or not there."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from data.errors import PortalError

PART = "part"
OURS = re.compile(r"[0-9a-f]{32}\.\w+")
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = "There is no room left where packs are kept, so this one was not kept; tell who runs the portal."
NOT_KEPT = "Packs cannot be kept where this portal keeps them ({why}); tell who runs it to look at PORTAL_DATA_DIR."
NOWHERE = "PORTAL_DATA_DIR must name a folder for packs, since there is no HOME to keep one under."


class Keeper(Protocol):
    """Who keeps the files of finished packs (`Shelf` and `SharedShelf` say what each does)."""

    def keep(self, word: str, form: str, content: bytes) -> None:
        """Keep a file, whole. Raises PortalError where it cannot be."""

    def read(self, word: str, form: str, size: int) -> bytes | None:
        """A file that was kept; None where it is gone."""

    def remove(self, word: str, form: str) -> None:
        """Keep a file no longer."""

    def sweep(self, wanted: Callable[[], frozenset[str]]) -> int:
        """Remove the files of all packs but those `wanted`; how many there were."""


class Shelf:
    """The folder. Nobody but the portal's own account may look into it."""

    def __init__(self, folder: Path | None) -> None:
        """Raises PortalError where the settings name none."""
        if folder is None:
            raise PortalError(NOWHERE)
        self.folder = folder

    def keep(self, word: str, form: str, content: bytes) -> None:
        """Keep a file: it is written beside its place and gets there whole. Raises PortalError where it cannot be."""
        part = self._file(word, PART)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._file(word, form))
        except OSError as error:
            self.remove(word, PART)
            raise PortalError(refusal(error)) from error

    def read(self, word: str, form: str, size: int) -> bytes | None:
        """A file that was kept, of so many bytes; None where it is gone, or is not as it was kept."""
        try:
            with os.fdopen(os.open(self._file(word, form), os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                content = file.read(size + 1)
        except OSError:
            return None
        return content if len(content) == size else None

    def remove(self, word: str, form: str) -> None:
        """Keep a file no longer; one that cannot be removed now is swept later."""
        try:
            self._file(word, form).unlink(missing_ok=True)
        except OSError:
            return

    def sweep(self, wanted: Callable[[], frozenset[str]]) -> int:
        """Remove the files of all packs but those `wanted`; how many there were.

        What there is is listed first: a pack that is begun meanwhile is not among it.
        """
        try:
            there = [file for file in self.folder.iterdir() if OURS.fullmatch(file.name)]
        except OSError:
            return 0
        kept = wanted()
        old = [file for file in there if file.stem not in kept]
        for file in old:
            self.remove(file.stem, file.suffix.removeprefix("."))
        return len(old)

    def _file(self, word: str, form: str) -> Path:
        return self.folder / f"{word}.{form}"


def refusal(error: OSError) -> str:
    """What to say of a file that could not be written."""
    return NO_ROOM if error.errno in FULL else NOT_KEPT.format(why=(error.strerror or "it is refused").lower())
