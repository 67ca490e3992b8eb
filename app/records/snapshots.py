"""The snapshots: which are on disk, when each was live, and what the one that is served holds."""

from typing import Annotated, TypedDict

from msgspec import Meta

from callbacks.about import counts
from data.missing import Missing
from data.snapshot import Entry
from data.store import Snapshot


class SnapshotRecord(TypedDict):
    """One time that a snapshot was live: from `since` to `until`, None where that was not written down or is not over.

    A snapshot that became the live one again is there once for each time.
    """

    snapshot: str
    served: bool
    since: str | None
    until: str | None


class MissingCountRecord(TypedDict):
    """How many places have no figure for one reason."""

    reason: str
    meaning: str
    count: int


class HoldingsRecord(TypedDict):
    """What a snapshot holds: figures of authorities and of what they are compared with, and what is missing and why."""

    snapshot: str
    indicators: Annotated[int, Meta(description="How many indicators it has.")]
    authorities: Annotated[int, Meta(description="Authorities that are open today.")]
    areas: Annotated[int, Meta(description="Authorities, open or closed, regions and England.")]
    figures: int
    figures_of_regions: int
    missing: Annotated[list[MissingCountRecord], Meta(description="How many places have no figure, by reason.")]
    first_year: int
    last_year: int
    files: Annotated[int, Meta(description="How many files it was built from.")]
    editions: list[str]
    faults: Annotated[int, Meta(description="How many faults of published files are known.")]


def snapshot_records(snapshot: Snapshot) -> list[SnapshotRecord]:
    """The snapshot that is served, then those before it that can still be compared with, the newest first."""
    noted: list[Entry] = [*snapshot.past.noted] if snapshot.past else []
    if not noted or noted[0].id != snapshot.id:
        return [_record(snapshot, snapshot.id, None, None), *_noted(snapshot, noted, None)]
    return _noted(snapshot, noted, None)


def _noted(snapshot: Snapshot, noted: list[Entry], until: str | None) -> list[SnapshotRecord]:
    found = []
    for entry in noted:
        since = entry.since.isoformat(timespec="seconds")
        found.append(_record(snapshot, entry.id, since, until))
        until = since
    return found


def _record(snapshot: Snapshot, identity: str, since: str | None, until: str | None) -> SnapshotRecord:
    return {"snapshot": identity, "served": identity == snapshot.id, "since": since, "until": until}


def holdings_record(snapshot: Snapshot) -> HoldingsRecord:
    """What a snapshot holds, counted."""
    figures, of_regions, missing = counts(snapshot)
    years = [period.year for periods in snapshot.periods for period in periods]
    return {
        "snapshot": snapshot.id,
        "indicators": len(snapshot.indicators),
        "authorities": len(snapshot.authorities.current),
        "areas": len(snapshot.areas),
        "figures": figures,
        "figures_of_regions": of_regions,
        "missing": [
            {"reason": reason.words, "meaning": reason.sentence, "count": count}
            for reason, count in missing.items()
            if reason is not Missing.PRESENT
        ],
        "first_year": min(years),
        "last_year": max(years),
        "files": len(snapshot.files),
        "editions": [*snapshot.editions],
        "faults": len(snapshot.faults),
    }
