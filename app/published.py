"""The snapshot that is served and its modelled lens, opened where the settings say."""

import orjson

from app.settings import Settings
from data.errors import PortalError
from data.past import open_with_past
from data.snapshot import SIMILARITY, read_file
from data.store import Snapshot, open_snapshot
from models.lenses import Similarity


def open_published(settings: Settings) -> Snapshot:
    """Open the live snapshot; its figures are unpacked below the cache directory the first time."""
    return open_snapshot(settings.snapshot_dir, settings.cache_dir / "snapshots")


def open_served(settings: Settings) -> Snapshot:
    """The same with the snapshots that were live before it, for pages that say what has changed."""
    return open_with_past(settings.snapshot_dir, settings.cache_dir / "snapshots")


def open_similarity(settings: Settings) -> Similarity:
    """Load what `portal fit` wrote beside the snapshots. Raises PortalError when it never ran or is damaged."""
    if not (settings.snapshot_dir / SIMILARITY).is_file():
        raise PortalError("The modelled neighbours have not been fitted yet; `portal fit` does it.")
    try:
        return Similarity.from_dict(orjson.loads(read_file(settings.snapshot_dir, SIMILARITY)))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise PortalError(f"{SIMILARITY} is damaged; `portal fit` makes it again.") from None
