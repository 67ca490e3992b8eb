"""The published figures: whether the live snapshot is whole, on disk and as it is memory-mapped."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.doctor.findings import Finding, odd, well, wrong
from app.published import open_published, open_similarity
from app.settings import Settings
from data.errors import PortalError
from data.snapshot import current_id, history, snapshot_ids
from data.store import Snapshot, open_snapshot
from data.verify import is_whole

PART, MODELS = "figures", "modelled neighbours"
CLOCKS_DIFFER = timedelta(minutes=5)


def look(settings: Settings) -> Iterator[Finding]:
    """The live snapshot, its copy in the cache, those before it, and when it became live."""
    live = current_id(settings.snapshot_dir)
    snapshot = open_published(settings)
    if not is_whole(snapshot):
        yield _spoiled(settings, snapshot)
    else:
        yield well(PART, f"The live snapshot {live} is whole: every figure is what it was when it was built.")
    for identity in snapshot_ids(settings.snapshot_dir):
        if identity != live and not _opens(settings.snapshot_dir, identity):
            yield odd(PART, f"The older snapshot {identity} cannot be read; remove its folder, or restore a backup.")
    entries = history(settings.snapshot_dir)
    if entries and entries[-1].since > datetime.now(UTC) + CLOCKS_DIFFER:
        when = entries[-1].since.isoformat(timespec="minutes")
        yield odd(PART, f"The live snapshot became live at {when}, which is still to come: a clock was or is wrong.")


def look_at_models(settings: Settings) -> Iterator[Finding]:
    """What `portal fit` wrote."""
    try:
        open_similarity(settings)
    except PortalError as error:
        yield odd(MODELS, f"{error} Until then those are shown that the portal was delivered with.")
    else:
        yield well(MODELS, "The modelled neighbours and clusters can be read.")


def _spoiled(settings: Settings, snapshot: Snapshot) -> Finding:
    """Which of the two is spoiled: the snapshot, or only what was unpacked from it."""
    with tempfile.TemporaryDirectory() as place:
        try:
            unpacked_anew = is_whole(open_snapshot(settings.snapshot_dir, Path(place), snapshot.id))
        except PortalError:
            unpacked_anew = False
    if unpacked_anew:
        cache = settings.cache_dir / "snapshots" / snapshot.id
        return wrong(PART, f"The unpacked figures in {cache} are spoiled: stop the portal and remove that folder.")
    return wrong(
        PART,
        f"The live snapshot {snapshot.id} is not what was built: restore a backup, or write the id of an older one "
        f"into {settings.snapshot_dir / 'current'}.",
    )


def _opens(folder: Path, identity: str) -> bool:
    with tempfile.TemporaryDirectory() as place:
        try:
            return is_whole(open_snapshot(folder, Path(place), identity))
        except PortalError:
            return False
