"""Files that are there as a whole or not at all, and what is noted beside them."""

import fcntl
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from data.errors import PortalError
from data.publisher.failures import PassingError

LARGEST_FILE = 2 * 10**9
PIECE = 2**20
LONGEST_HEADER = 2**16
GZIP = b"\x1f\x8b"
OF_EVERY_FILE = ("time_period", "geographic_level")
"""Columns that every tidy file of the publisher has."""
TURN = 0.5
"""Seconds between two looks at whether another download of the same file has ended."""


@dataclass(frozen=True)
class Downloaded:
    """A file that is whole. `rows` are those below the header; `etag` is empty where the server gave none."""

    path: Path
    sha256: str
    size: int
    rows: int
    etag: str


class Rows:
    """Counts the rows of a CSV file as it goes by: line ends outside quotation marks."""

    def __init__(self) -> None:
        """Before the first byte."""
        self._quoted, self._ends, self._open = False, 0, False

    def feed(self, piece: bytes) -> None:
        """The next bytes, never none."""
        for at, part in enumerate(piece.split(b'"')):
            self._quoted ^= at > 0
            self._ends += 0 if self._quoted else part.count(b"\n")
        self._open = not piece.endswith(b"\n")

    @property
    def below_the_header(self) -> int:
        """Rows so far, the header and an end without a line end counted as they should be."""
        return max(self._ends + self._open - 1, 0)


def beside(path: Path, ending: str) -> Path:
    """The name of what is kept beside a file."""
    return path.with_name(path.name + ending)


def kept(address: str, into: Path) -> Downloaded | None:
    """The file as it was noted, if it came from this address and still is what it was."""
    try:
        noted = json.loads(beside(into, ".fetched.json").read_bytes())
        found = Downloaded(into, noted["sha256"], noted["size"], noted["rows"], noted["etag"])
        if noted["address"] != address or into.stat().st_size != found.size:
            return None
        with into.open("rb") as file:
            return found if hashlib.file_digest(file, "sha256").hexdigest() == found.sha256 else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def held(part: Path, sleep: Callable[[float], None], until: Callable[[], bool]) -> Iterator[BinaryIO]:
    """The unfinished file, opened by nobody else: of two downloads of one file the second waits for the first.

    It goes away at the end unless it holds something to go on from. PortalError where the waiting outlasts `until`.
    """
    while True:
        file = _opened(part)
        if file is not None:
            break
        if until():
            raise PortalError(f"{part.name} is being fetched by another process that does not end: try again later.")
        sleep(TURN)
    with file:
        try:
            yield file
        finally:
            if os.fstat(file.fileno()).st_size == 0:
                part.unlink(missing_ok=True)


def _opened(part: Path) -> BinaryIO | None:
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o666)
    file = os.fdopen(descriptor, "r+b")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever held it before may have taken the name away: then this is a file that nobody else would find.
        if os.path.samestat(os.fstat(descriptor), part.stat()):
            return file
    except (BlockingIOError, FileNotFoundError):
        pass
    file.close()
    return None


def finish(part: BinaryIO, address: str, etag: str, into: Path) -> Downloaded:
    """The fetched bytes as the file `into`, unpacked, checked, on disk, and in place by one rename.

    PassingError where the bytes are damaged; PortalError where they are not a tidy file, or too many.
    """
    new = beside(into, ".new")
    digest, rows = hashlib.sha256(), Rows()
    try:
        with new.open("wb") as file:
            for piece in _unpacked(part, into.name):
                if not file.tell():
                    _check_header(piece, address)
                digest.update(piece)
                rows.feed(piece)
                file.write(piece)
            size = file.tell()
            _to_disk(file)
        if not size:
            raise PortalError(f"{address} gave a file without a row: it was not taken.")
        new.replace(into)
    finally:
        new.unlink(missing_ok=True)
    found = Downloaded(into, digest.hexdigest(), size, rows.below_the_header, etag)
    write_whole(beside(into, ".fetched.json"), {"address": address, **asdict(found), "path": into.name})
    return found


def write_whole(path: Path, noted: dict[str, object]) -> None:
    """A note, by one rename; the folder is brought to disk with it."""
    new = beside(path, ".new")
    with new.open("wb") as file:
        file.write(json.dumps(noted, indent=1).encode())
        _to_disk(file)
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _unpacked(part: BinaryIO, name: str) -> Iterator[bytes]:
    """The file's bytes, ungzipped where they are gzipped (the publisher keeps them so, whatever it is asked for)."""
    part.seek(0)
    packed = part.read(len(GZIP)) == GZIP
    part.seek(0)
    source = gzip.GzipFile(fileobj=part, mode="rb") if packed else part
    total = 0
    try:
        while piece := source.read(PIECE):
            total += len(piece)
            if total > LARGEST_FILE:
                raise PortalError(f"{name} is larger than {LARGEST_FILE // 10**9} GB: it was not taken.")
            yield piece
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise PassingError("the file arrived damaged") from error


def _check_header(piece: bytes, address: str) -> None:
    header = piece[:LONGEST_HEADER].split(b"\n", 1)[0].decode("utf-8", "replace")
    columns = {column.strip(' \r"\ufeff') for column in header.split(",")}
    missing = [column for column in OF_EVERY_FILE if column not in columns]
    if missing:
        raise PortalError(
            f"{address} gave something that is not a tidy file: it has no column '{missing[0]}'. It was not taken."
        )
