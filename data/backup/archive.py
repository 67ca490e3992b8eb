"""A backup on disk: one zip file that says of each of its parts what it is and how to tell that it is whole.

    manifest.json            what it is: format, when, the revision of the database, and a digest of every other part
    database/TABLE.jsonl     every row of a table, a line each
    snapshots/...            the folder of snapshots: each as it is on disk, and which one is live
    packs/... sources/...    finished packs, and an installation's own source files and definitions

It is written beside its place, read again and compared, and only then moved there. It holds everything that people gave
the portal, names and digests of passwords among it, so that nobody but its owner may read it.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

import orjson
from alembic.runtime.migration import MigrationContext

from data.backup import rows
from data.errors import PortalError
from data.local.database import READING, Database
from data.local.failures import said_plainly
from data.snapshot import CURRENT

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE, SNAPSHOTS = "database", "snapshots"
PIECE = 2**20
Told = Callable[[str], None]
"""Called with the name of each part as it begins."""


@dataclass(frozen=True)
class Part:
    """A file of a backup: its SHA-256 digest and its size in bytes; for a table, how many rows."""

    sha256: str
    size: int
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `revision` is the migrations'; `live` is the live snapshot's id, if any."""

    format: int
    made: str
    revision: str
    live: str | None
    parts: Mapping[str, Part]


def write_backup(database: Database, folders: Mapping[str, Path], target: Path, told: Told) -> Manifest:
    """Write one state of the database, and the files of `folders` (by the name that they have in the backup).

    Raises PortalError where it cannot be written, or is not the same when it is read again; what was at the target
    before stays there then.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    for left in target.parent.glob(f".{target.name}.*"):  # by one that was killed
        left.unlink(missing_ok=True)
    try:
        with _private(beside) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _filled(archive, database, folders, told)
            archive.writestr(MANIFEST, orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        told("reading it again")
        if read_manifest(beside) != manifest:
            raise PortalError("The backup is not what was written: the disk cannot be trusted, so none was kept.")
        beside.replace(target)
        _settle(target.parent)
    except OSError as error:
        why = (error.strerror or "it is refused").lower()
        raise PortalError(f"The backup cannot be written to {target}: {why}.") from error
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself, once every part of it was read and found to be whole. Raises PortalError."""
    with opened(path) as archive:
        manifest = _manifest(archive, path)
        if {*archive.namelist()} != {*manifest.parts, MANIFEST}:
            raise PortalError(f"The backup {path.name} is damaged: it has other parts than it says.")
        for name, part in manifest.parts.items():
            digest, size = hashlib.sha256(), 0
            for piece in pieces(archive, name, path):
                digest.update(piece)
                size += len(piece)
            if (digest.hexdigest(), size) != (part.sha256, part.size):
                raise PortalError(f"The backup {path.name} is damaged: {name} is not what was kept.")
    return manifest


def opened(path: Path) -> zipfile.ZipFile:
    """A backup to read. Raises PortalError for what is none."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise PortalError(f"{path} is no backup, or was cut short.") from None
    except OSError as error:
        raise PortalError(
            f"The backup {path} cannot be read: {(error.strerror or 'it is refused').lower()}."
        ) from error


def pieces(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    """The content of one part, some of it at a time."""
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                yield piece
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise PortalError(f"The backup {path.name} is damaged: {name} cannot be read.") from error


def table_part(table: str) -> str:
    """The name of the part that holds a table's rows."""
    return f"{DATABASE}/{table}.jsonl"


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        told = orjson.loads(b"".join(pieces(archive, MANIFEST, path)))
        parts = {name: Part(**part) for name, part in told.pop("parts").items()}
        found = Manifest(parts=parts, **told)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PortalError(f"{path} is no backup of this portal.") from None
    if found.format != FORMAT:
        raise PortalError(f"The backup {path.name} has another format ({found.format}): use the portal that wrote it.")
    for name in parts:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            raise PortalError(f"The backup {path.name} names a file outside of itself ({name}), so none of it is used.")
    return found


def _filled(archive: zipfile.ZipFile, database: Database, folders: Mapping[str, Path], told: Told) -> Manifest:
    live = _live(folders)
    parts: dict[str, Part] = {}
    # Files that the rows speak of are there before the rows are, so the rows are read first.
    with said_plainly(), database.engine.execution_options(**{READING: True}).connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision() or "base"
        for table in rows.tables_of(connection):
            told(f"table {table.name}")
            name, size = table_part(table.name), rows.count(connection, table)
            parts[name] = _written(archive, name, rows.lines(connection, table), size)
        connection.rollback()
    for label, folder in folders.items():
        told(label)
        for file in files_of(folder):
            name = f"{label}/{file.relative_to(folder).as_posix()}"
            if name == f"{SNAPSHOTS}/{CURRENT}":
                content: Iterable[bytes] = [f"{live}\n".encode()]  # as it was when the others were listed
            else:
                content = _content(file)
            parts[name] = _written(archive, name, content)
    return Manifest(FORMAT, datetime.now(UTC).isoformat(timespec="seconds"), revision, live, parts)


def _live(folders: Mapping[str, Path]) -> str | None:
    current = folders[SNAPSHOTS] / CURRENT if SNAPSHOTS in folders else None
    return current.read_text("utf-8").strip() if current and current.is_file() else None


def files_of(folder: Path) -> list[Path]:
    """The files below a folder, in order; what is being written beside others begins with a point, and is left out."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def _content(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece


def _written(archive: zipfile.ZipFile, name: str, content: Iterable[bytes], count: int | None = None) -> Part:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for piece in content:
            digest.update(piece)
            size += len(piece)
            part.write(piece)
    return Part(digest.hexdigest(), size, count)


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that nobody else may read; what was written is on the disk when the block ends."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """See to it that the disk knows the new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
