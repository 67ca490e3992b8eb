"""A file as it was downloaded, made plain: taken out of its archive, and in UTF-8."""

import codecs
import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from data.errors import PortalError
from data.sources.reading import existing_file

PIECE = 1 << 20
LARGEST = 8 << 30
"""Bytes that a file may have once it is out of its archive."""
OTHER_ENCODING = "cp1252"
_OF_A_WORKBOOK = ("[Content_Types].xml", "xl/workbook.xml", "content.xml")
"""A spreadsheet is an archive too, and one of these is in it."""


@contextmanager
def received(path: Path) -> Iterator[tuple[Path, Path | None, tuple[str, ...]]]:
    """The plain CSV file, its companion where an archive holds one, and sentences on what was done to it.

    Both are the file itself and None where nothing had to be done. Raises PortalError for what is no CSV file.
    """
    existing_file(path)
    with tempfile.TemporaryDirectory(prefix="alongside-") as made:
        folder, notes = Path(made), []
        found, companion = _unpacked(path, folder)
        if found != path:
            notes.append(f"{found.name} was taken out of {path.name}.")
        if not _is_utf8(found):
            found = _in_utf8(found, folder)
            notes.append(f"{path.name} is not in UTF-8; it was read as Windows-1252 and is kept in UTF-8.")
        yield found, companion, tuple(notes)


def _unpacked(path: Path, folder: Path) -> tuple[Path, Path | None]:
    with path.open("rb") as stream:
        start = stream.read(4)
    try:
        if start[:2] == b"\x1f\x8b":
            target = folder / (path.name.removesuffix(".gz").removesuffix(".csv") + ".csv")
            with gzip.open(path) as stream:
                _copied(stream, target, path)
            return target, None
        if start == b"PK\x03\x04":
            return _from_zip(path, folder)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise PortalError(f"{path.name} is a damaged or locked archive: {error}.") from None
    if b"\x00" in start:
        raise PortalError(f"{path.name} is no CSV file; a CSV file, or one in an archive (.gz, .zip), was expected.")
    return path, None


def _from_zip(path: Path, folder: Path) -> tuple[Path, Path | None]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.casefold().endswith(".csv")]
        metas = [name for name in names if name.casefold().endswith(".meta.csv")]
        files = [name for name in names if name not in metas]
        if set(_OF_A_WORKBOOK) & set(archive.namelist()):
            raise PortalError(f"{path.name} is a spreadsheet; save the sheet as CSV (UTF-8) and add that.")
        if len(files) != 1:
            held = ", ".join(files[:4]) or "none"
            raise PortalError(f"{path.name} must hold one CSV file; it holds {held}. Take one out and add that.")
        taken = []
        for name in [*files, *metas[:1]]:
            target = folder / Path(name).name
            with archive.open(name) as stream:
                _copied(stream, target, path)
            taken.append(target)
    return taken[0], taken[1] if metas else None


def _copied(stream: IO[bytes] | gzip.GzipFile, target: Path, path: Path) -> None:
    size = 0
    with target.open("wb") as written:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > LARGEST:
                raise PortalError(f"{path.name} holds more than {LARGEST >> 30} GB, more than is read here.")
            written.write(piece)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while piece := stream.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _in_utf8(path: Path, folder: Path) -> Path:
    target = folder / f"utf8-{path.name}"
    try:
        with path.open(encoding=OTHER_ENCODING, newline="") as read:  # noqa: SIM117
            with target.open("w", encoding="utf-8", newline="") as written:
                shutil.copyfileobj(read, written, PIECE)
    except UnicodeDecodeError:
        raise PortalError(f"{path.name} is not a text file in UTF-8.") from None
    return target
