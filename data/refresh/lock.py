"""One refresh at a time: a lock that the operating system gives up by itself when its holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from data.errors import PortalError
from data.snapshot import CATALOGUE

LOCK = ".refresh.lock"


class AnotherRunsError(PortalError):
    """A refresh is running already; the sentence says since when."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. Raises AnotherRunsError where another refresh holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            since = os.pread(descriptor, 100, 0).decode(errors="replace").strip() or "a moment ago"
            raise AnotherRunsError(f"Another refresh has been running since {since}; this one did nothing.") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def remove_half_built(folder: Path) -> tuple[str, ...]:
    """Remove what a process that is gone left half written beside the snapshots; the names of what was removed.

    Call it with the lock held. What a process that lives is writing (`portal build`) stays.
    """
    removed = []
    for path in sorted(folder.glob(".*.*")):
        _, _, process = path.name.rpartition(".")
        if path.is_dir() and process.isdigit() and not _lives(int(process)):
            for file in path.iterdir():
                file.unlink()
            path.rmdir()
            removed.append(path.name)
    return tuple(removed)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return process != os.getpid()


def is_whole(folder: Path, identity: str) -> bool:
    """Whether a snapshot's folder is in its place."""
    return (folder / identity / CATALOGUE).is_file()
