"""A snapshot on disk: one immutable, content-addressed build of all published figures.

    FOLDER/current                   the id of the snapshot that is live
    FOLDER/history                   which snapshot became live when, a line each, the newest last
    FOLDER/ID/observations.parquet   every figure: one row an indicator, authority and period
    FOLDER/ID/catalogue.json         definitions, periods, areas, source files, faults, neighbours
    FOLDER/ID/context.csv            the context profile of each authority
    FOLDER/ID/reconciliation.csv     how the two sources of one measure agree
    FOLDER/ID/arithmetic.csv         how percentages and rates agree with their counts
    FOLDER/similarity.json           the modelled neighbours and clusters, fitted by a command of their own

It is written beside the live one and comes into use by one rename, so a crash at any point leaves the old one serving.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.blocks import Origin
from data.errors import PortalError

FORMAT = 1
OBSERVATIONS, CATALOGUE, CURRENT = "observations.parquet", "catalogue.json", "current"
HISTORY = "history"
SIMILARITY = "similarity.json"
CONTEXT, RECONCILIATION, ARITHMETIC = "context.csv", "reconciliation.csv", "arithmetic.csv"
_SAID = ((Origin.LAIT, "LAIT"), (Origin.TIDY, "EES"), (Origin.FINGERTIPS, "Fingertips"), (Origin.JOINT, "joint return"))
ORIGIN_WORDS = {
    number: ", ".join(word for flag, word in _SAID if flag in Origin(number))
    for number in range(2 * max(flag.value for flag, _ in _SAID))
}


@dataclass(frozen=True)
class Entry:
    """A line of the history: a snapshot, and when it became the live one."""

    id: str
    since: datetime


def make_current(output: Path, identity: str) -> None:
    """Let a snapshot that is on disk be the live one, in one rename, and note in the history that it is.

    A live one that the history does not end with (a crash came between, or there was no history) is noted before, as
    of when it was made live.
    """
    before, entries = current_id(output), history(output)
    if before is not None and (not entries or entries[-1].id != before):
        _note(output, before, datetime.fromtimestamp((output / CURRENT).stat().st_mtime, UTC))
    pointer = output / f".{CURRENT}.{os.getpid()}"
    pointer.write_text(identity + "\n", "utf-8")
    pointer.replace(output / CURRENT)
    if before != identity:
        _note(output, identity, datetime.now(UTC))


def _note(folder: Path, identity: str, since: datetime) -> None:
    with (folder / HISTORY).open("a", encoding="utf-8") as file:
        file.write(f"{identity} {since.isoformat(timespec='seconds')}\n")


def history(folder: Path) -> tuple[Entry, ...]:
    """Which snapshot became live when, the newest last; a line that was cut short is left out."""
    path = folder / HISTORY
    lines = path.read_text("utf-8").split("\n")[:-1] if path.is_file() else []
    found = [line.split() for line in lines]
    return tuple(Entry(parts[0], datetime.fromisoformat(parts[1])) for parts in found if len(parts) == 2)


def previous_entry(folder: Path) -> Entry | None:
    """The snapshot that was live before the one that is, and still is on disk; None where there is none.

    A snapshot that was noted after the live one has never been live for long: it is not what came before.
    """
    current, entries = current_id(folder), history(folder)
    last = max((place for place, entry in enumerate(entries) if entry.id == current), default=len(entries))
    on_disk = set(snapshot_ids(folder))
    earlier = [entry for entry in entries[:last] if entry.id != current and entry.id in on_disk]
    return earlier[-1] if earlier else None


def snapshot_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the snapshots below a folder, in their own order and not that of time."""
    names = (path.parent.name for path in folder.glob(f"*/{CATALOGUE}"))
    return tuple(sorted(name for name in names if not name.startswith(".")))


def write_similarity(folder: Path, body: bytes) -> None:
    """Put the artefact of the modelled neighbours and clusters beside the snapshots, in one rename."""
    beside = folder / f".{SIMILARITY}.{os.getpid()}"
    beside.write_bytes(body)
    beside.replace(folder / SIMILARITY)


def current_id(folder: Path) -> str | None:
    """The id of the live snapshot below a folder, or None when there is none."""
    pointer = folder / CURRENT
    return pointer.read_text("utf-8").strip() if pointer.is_file() else None


def read_file(folder: Path, name: str) -> bytes:
    """One file of a snapshot's folder; a damaged snapshot is a sentence."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise PortalError(f"The snapshot {folder.name} is damaged: {name} cannot be read. Build it again.") from None
