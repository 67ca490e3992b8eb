"""Downloading a file so that a broken connection, a full disk or a killed process costs as little as may be.

The bytes are kept as they come, gzipped or not, in NAME.part, with NAME.part.json saying of which file they are. Where
the server gives a strong ETag, the next attempt (of this process or a later one) asks for the rest alone; where it
gives none, as the publisher's does not at present, it begins anew.
"""

import errno
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

import requests

from data.errors import PortalError
from data.publisher.asking import PIECE, Asking
from data.publisher.failures import PassingError, PublisherAway
from data.publisher.whole_files import LARGEST_FILE, Downloaded, beside, finish, held, kept, write_whole

Progress = Callable[[int, int | None], None]
"""Told the bytes so far, as they come over the network, and of how many (None where the server does not say)."""

WITH_THE_REST = frozenset({int(HTTPStatus.PARTIAL_CONTENT), int(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)})
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
ENCODINGS = ("", "identity", "gzip")


def silent(_so_far: int, _of: int | None) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Begun:
    """Of which file the bytes in NAME.part are."""

    address: str
    etag: str = ""
    whole: int | None = None

    @property
    def resumable(self) -> bool:
        """A weak ETag promises the same meaning, not the same bytes."""
        return bool(self.etag) and not self.etag.startswith("W/")


def fetch(asking: Asking, address: str, into: Path, progress: Progress) -> Downloaded:
    """The file of an address as `into`. The earlier file stays as it was until the new one is whole."""
    part = beside(into, ".part")
    until = asking.patience.clock() + asking.patience.for_a_file
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        if (found := kept(address, into)) is None:
            with held(part, asking.patience.sleep, lambda: asking.patience.clock() > until) as file:
                # Another download may have ended while this one waited for it.
                found = kept(address, into) or _Download(asking, address, into, file, progress, until).run()
                _forget(file, part)
    except OSError as error:
        raise PortalError(_words(error, into)) from error
    progress(found.size, found.size)
    return found


class _Download:
    """One download of one file, over as many attempts as it takes."""

    def __init__(
        self, asking: Asking, address: str, into: Path, file: BinaryIO, progress: Progress, until: float
    ) -> None:
        self._asking, self._address, self._into = asking, address, into
        self._file, self._progress, self._until = file, progress, until
        self._note = beside(into, ".part.json")
        self._begun = _begun(self._note, address)
        if not self._begun.resumable:
            self._empty()

    def run(self) -> Downloaded:
        """The whole file, in its place."""
        try:
            return self._asking.persevere(self._address, self._attempt)
        except OSError as error:
            if error.errno in NO_ROOM:
                self._empty()  # others need the room, too
            raise
        finally:
            if not self._begun.resumable:
                self._empty()  # nothing can go on from these bytes

    def _attempt(self) -> Downloaded:
        if not self._begun.resumable:
            self._empty()
        size = self._size()
        if not size or size != self._begun.whole:
            try:
                self._go_on(size)
            except PassingError as error:
                error.gained = self._begun.resumable and self._size() > size
                raise
        try:
            return finish(self._file, self._address, self._begun.etag, self._into)
        except (PassingError, PortalError):
            self._empty()  # what is wrong with these bytes would be wrong with them at the next attempt
            raise

    def _go_on(self, size: int) -> None:
        headers = {"Accept": "text/csv", "Accept-Encoding": "gzip"}
        if size:
            headers |= {"Range": f"bytes={size}-", "If-Range": self._begun.etag}
        with self._asking.answer(self._address, headers, WITH_THE_REST if size else frozenset()) as response:
            if response.status_code == HTTPStatus.OK:
                self._begin(response)
            elif not self._continues(response, size):
                self._empty()
                raise PassingError("the part of the file that was asked for did not fit")
            self._receive(response)

    def _begin(self, response: requests.Response) -> None:
        """A new file, or the same from its beginning."""
        if response.headers.get("Content-Encoding", "").lower() not in ENCODINGS:
            raise PortalError(f"{self._address} is packed in a way that the portal does not know: it was not taken.")
        length = response.headers.get("Content-Length", "")
        self._empty()
        whole = int(length) if length.isascii() and length.isdigit() else None
        self._begun = Begun(self._address, response.headers.get("ETag", ""), whole)
        if self._begun.resumable:
            write_whole(self._note, asdict(self._begun))

    def _continues(self, response: requests.Response, size: int) -> bool:
        """Whether the answer is the rest of the same file, from where it broke off."""
        place = RANGE.match(response.headers.get("Content-Range", ""))
        same = response.headers.get("ETag") == self._begun.etag
        if response.status_code != HTTPStatus.PARTIAL_CONTENT or not place or not same:
            return False
        first, last, whole = (int(number) for number in place.groups())
        self._begun = replace(self._begun, whole=whole)
        return first == size and last == whole - 1

    def _receive(self, response: requests.Response) -> None:
        size, whole = self._size(), self._begun.whole
        if (whole or 0) > LARGEST_FILE:
            raise PortalError(self._too_large())
        while piece := response.raw.read1(PIECE, decode_content=False):
            self._file.write(piece)
            self._file.flush()  # so that a process which is killed leaves what it had
            size += len(piece)
            if size > LARGEST_FILE:
                raise PortalError(self._too_large())
            if self._asking.patience.clock() > self._until:
                raise PublisherAway(f"{self._address} came too slowly: it was given up. Try again later.")
            self._progress(size, whole)
        if whole is not None and size != whole:
            raise PassingError(f"the file broke off after {size} of {whole} bytes")

    def _too_large(self) -> str:
        return f"{self._address} is larger than {LARGEST_FILE // 10**9} GB: it was not taken."

    def _empty(self) -> None:
        self._begun = Begun(self._address)
        self._note.unlink(missing_ok=True)
        self._file.seek(0)
        self._file.truncate()

    def _size(self) -> int:
        return self._file.seek(0, 2)


def _begun(note: Path, address: str) -> Begun:
    """What is noted of the bytes that are there, if they are of this address."""
    try:
        noted = json.loads(note.read_bytes())
        found = Begun(str(noted["address"]), str(noted["etag"]), noted["whole"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Begun(address)
    return found if found.address == address else Begun(address)


def _forget(file: BinaryIO, part: Path) -> None:
    """Nothing is left to go on from: the name goes first, so that whoever waits for it begins a file of its own."""
    beside(part, ".json").unlink(missing_ok=True)
    part.unlink(missing_ok=True)
    file.truncate(0)


def _words(error: OSError, into: Path) -> str:
    if error.errno in NO_ROOM:
        return f"The disk is full: {into} could not be written, and stays as it was. Make room and try again."
    return f"{into} could not be written ({error.strerror or type(error).__name__}), and stays as it was."
