"""The snapshot that is served and its modelled lens, opened where the settings say."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from app.settings import BUNDLED_SNAPSHOTS, Settings
from data.errors import PortalError
from data.past import open_with_past
from data.snapshot import SIMILARITY, current_id, history, read_file, snapshot_ids
from data.store import Snapshot, open_snapshot
from models.lenses import Similarity

log = logging.getLogger("alongside")


@dataclass(frozen=True)
class Served:
    """What is served. `notice` says in sentences what is not as it should be; empty where all is well."""

    snapshot: Snapshot
    similarity: Similarity
    notice: str = ""


def open_published(settings: Settings) -> Snapshot:
    """Open the live snapshot; its figures are unpacked below the cache directory the first time."""
    return open_snapshot(settings.snapshot_dir, settings.cache_dir / "snapshots")


def open_served(settings: Settings) -> Snapshot:
    """The same with the snapshots that were live before it, for pages that say what has changed."""
    return open_with_past(settings.snapshot_dir, settings.cache_dir / "snapshots")


def open_what_there_is(settings: Settings) -> Served:
    """What can be served now: the live snapshot, or the newest before it that can be read, and says so.

    A damaged snapshot must not take the figures away that everybody could see before it came. Raises PortalError, the
    live one's, where there is none at all.
    """
    similarity, notice = _similarity_there_is(settings)
    try:
        return Served(open_served(settings), similarity, notice)
    except PortalError as error:
        log.error("The live snapshot cannot be served: %s", error)
        for folder, identity in _before(settings):
            try:
                older = open_snapshot(folder, settings.cache_dir / "snapshots", identity)
            except PortalError:
                continue
            live = current_id(settings.snapshot_dir) or "none"
            older_figures = (
                "The newest figures cannot be read just now, so these are older ones "
                f"(snapshot {identity}, not {live}). Please tell whoever runs the portal."
            )
            return Served(older, similarity, " ".join(filter(None, (older_figures, notice))))
        raise


def _before(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Snapshots to serve instead of the live one, the one that was live last first, and at the end the shipped one."""
    folder = settings.snapshot_dir
    live, on_disk = current_id(folder), snapshot_ids(folder)
    seen = dict.fromkeys(entry.id for entry in reversed(history(folder)))
    yield from ((folder, identity) for identity in seen if identity != live and identity in on_disk)
    if (shipped := current_id(BUNDLED_SNAPSHOTS)) and folder != BUNDLED_SNAPSHOTS:
        yield BUNDLED_SNAPSHOTS, shipped


def _similarity_there_is(settings: Settings) -> tuple[Similarity, str]:
    """The fitted models, or those that the project ships, with what to say of it."""
    try:
        return open_similarity(settings), ""
    except PortalError as error:
        log.error("The modelled neighbours cannot be served: %s", error)
        said = "These figures have no modelled neighbours yet, so those that the portal was delivered with are shown."
        return open_similarity(settings, BUNDLED_SNAPSHOTS), said


def open_similarity(settings: Settings, folder: Path | None = None) -> Similarity:
    """Load what `portal fit` wrote beside the snapshots. Raises PortalError when it never ran or is damaged."""
    folder = folder or settings.snapshot_dir
    if not (folder / SIMILARITY).is_file():
        raise PortalError("The modelled neighbours have not been fitted yet; `portal fit` does it.")
    try:
        return Similarity.from_dict(orjson.loads(read_file(folder, SIMILARITY)))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise PortalError(f"{SIMILARITY} is damaged; `portal fit` makes it again.") from None
