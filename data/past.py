"""The snapshots that were live before the one that is served: which are on disk, opened only when one is asked for."""

import hashlib
import threading
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from data.errors import PortalError
from data.snapshot import Entry, history, snapshot_ids
from data.store import Earlier, Snapshot, open_snapshot, open_with_earlier


class NotThereError(PortalError, LookupError):
    """A snapshot that is not among those from before; the sentence says which there are."""


@dataclass(frozen=True)
class Past:
    """The lines of the history that are on disk, the newest first, down from when the served snapshot became live.

    They are as they were when it was opened, since what an answer says of them is kept with the answer. A snapshot that
    was opened stays open: its figures are memory-mapped and cost what is read of them.
    """

    folder: Path
    cache: Path
    live: str
    noted: tuple[Entry, ...]
    _opened: dict[str, Snapshot] = field(default_factory=dict, repr=False, compare=False)
    _opening: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @cached_property
    def since(self) -> Entry | None:
        """When the served snapshot became live; None where nobody wrote it down."""
        return next((entry for entry in self.noted[:1] if entry.id == self.live), None)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The other snapshots, each once, as of when it was live last; the newest first."""
        found: dict[str, Entry] = {}
        for entry in self.noted:
            if entry.id != self.live:
                found.setdefault(entry.id, entry)
        return tuple(found.values())

    @cached_property
    def digest(self) -> str:
        """What tells one past from another; empty where there is none."""
        told = "\n".join(f"{entry.id} {entry.since.isoformat()}" for entry in self.noted)
        return hashlib.blake2b(told.encode(), digest_size=4).hexdigest() if told else ""

    def earlier(self, identity: str) -> Earlier:
        """One of the other snapshots by its id. Raises PortalError for any other id, and for one that is damaged."""
        entry = next((entry for entry in self.entries if entry.id == identity), None)
        if entry is None:
            known = ", ".join(entry.id for entry in self.entries) or "none"
            raise NotThereError(
                f"There is no snapshot '{identity[:40]}' here from before the one that is shown; there are: {known}."
            )
        with self._opening:
            if identity not in self._opened:
                self._opened[identity] = open_snapshot(self.folder, self.cache, identity)
            return Earlier(self._opened[identity], entry.since)


def open_with_past(folder: Path, cache: Path) -> Snapshot:
    """The live snapshot, the one before it, and the way to all that were live before."""
    snapshot, noted = open_with_earlier(folder, cache), history(folder)
    last = max((place for place, entry in enumerate(noted) if entry.id == snapshot.id), default=len(noted) - 1)
    on_disk = frozenset(snapshot_ids(folder))
    known = tuple(entry for entry in reversed(noted[: last + 1]) if entry.id in on_disk)
    return replace(snapshot, past=Past(folder, cache, snapshot.id, known))
