"""From a backup to an installation: all of it or nothing, and what has come out is compared with what went in."""

import hashlib
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection

from data.backup import rows
from data.backup.archive import (
    DATABASE,
    Manifest,
    Part,
    Told,
    opened,
    pieces,
    read_manifest,
    table_part,
)
from data.errors import PortalError
from data.local.database import Database
from data.local.failures import said_plainly
from data.local.migrating import migrate_on
from data.snapshot import CURRENT


def restore(
    path: Path, database: Database, folders: Mapping[str, Path], told: Told, *, replace: bool = False
) -> Manifest:
    """Bring an installation into the state that a backup holds.

    The database is filled in one transaction, whose rows are read again and compared with the backup before it is
    kept, and then brought up to the newest revision; one of an older portal is so upgraded. Files are put in place one
    by one and compared too, a snapshot comes into use last. Raises PortalError for a damaged backup, for a database
    that is not empty (unless it is to be replaced), and where something does not fit; the database is as it was then.
    """
    manifest = read_manifest(path)
    with opened(path) as archive:
        told("files")
        unpacked = {label: _unpacked(archive, path, manifest, label, folder) for label, folder in folders.items()}
        with said_plainly(), database.engine.begin() as connection:
            _require_empty(connection, replace)
            migrate_on(connection, "base")
            migrate_on(connection, manifest.revision)
            _filled(connection, archive, path, manifest, told)
            migrate_on(connection, "head")
    for label, files in unpacked.items():
        told(label)
        _put_in_place(files, folders[label])
        for name, part in manifest.parts.items():
            if name.startswith(f"{label}/") and not _is_same(folders[label] / name.removeprefix(f"{label}/"), part):
                raise PortalError(f"All was restored but for {name}, which is not as it was kept; restore it again.")
    return manifest


def _require_empty(connection: Connection, replace: bool) -> None:
    held = [table.name for table in rows.tables_of(connection) if rows.count(connection, table)]
    if held and not replace:
        raise PortalError(
            f"The database is not empty ({', '.join(held[:3])}): nothing was restored. "
            "`--replace` puts the backup in the place of all that it holds."
        )


def _filled(connection: Connection, archive: zipfile.ZipFile, path: Path, manifest: Manifest, told: Told) -> None:
    tables = rows.tables_of(connection)
    known = {table_part(table.name) for table in tables}
    kept = {name for name in manifest.parts if name.startswith(f"{DATABASE}/")}
    if kept != known:
        odd = ", ".join(sorted(known ^ kept))
        raise PortalError(f"The backup does not fit its own revision ({manifest.revision}): {odd}.")
    for table in tables:
        name = table_part(table.name)
        told(f"table {table.name}")
        rows.fill(connection, table, _lines(archive, name, path))
        if _digest(connection, table.name) != manifest.parts[name].sha256:
            raise PortalError(f"The table {table.name} did not come out as it went in, so nothing was restored.")


def _digest(connection: Connection, name: str) -> str:
    table = next(table for table in rows.tables_of(connection) if table.name == name)
    digest = hashlib.sha256()
    for line in rows.lines(connection, table):
        digest.update(line)
    return digest.hexdigest()


def _lines(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    rest = b""
    for piece in pieces(archive, name, path):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        raise PortalError(f"The backup {path.name} is damaged: {name} is cut short.")


def _unpacked(archive: zipfile.ZipFile, path: Path, manifest: Manifest, label: str, folder: Path) -> dict[str, Path]:
    """The files of one folder, written beside their places: the name of each below the folder, and where it lies."""
    found = {}
    try:
        for name, part in manifest.parts.items():
            if not name.startswith(f"{label}/"):
                continue
            rest = name.removeprefix(f"{label}/")
            place = folder / rest
            if _is_same(place, part):
                continue
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = place.with_name(f".{place.name}.{os.getpid()}")
            with beside.open("wb") as stream:
                for piece in pieces(archive, name, path):
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            found[rest] = beside
    except OSError as error:
        for beside in found.values():
            beside.unlink(missing_ok=True)
        why = (error.strerror or "it is refused").lower()
        raise PortalError(f"The files of the backup cannot be written to {folder}: {why}.") from error
    return found


def _put_in_place(files: Mapping[str, Path], folder: Path) -> None:
    """Every file at its name, that which says what is live last."""
    for rest in sorted(files, key=lambda rest: rest == CURRENT):
        files[rest].replace(folder / rest)


def _is_same(file: Path, part: Part) -> bool:
    if not file.is_file() or file.stat().st_size != part.size:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == part.sha256
