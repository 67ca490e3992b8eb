"""The snapshot that is served, opened where the settings say."""

from app.settings import Settings
from data.store import Snapshot, open_snapshot


def open_published(settings: Settings) -> Snapshot:
    """Open the live snapshot; its figures are unpacked below the cache directory the first time."""
    return open_snapshot(settings.snapshot_dir, settings.cache_dir / "snapshots")
