"""What all tests share: the figures that the project ships, opened once."""

from pathlib import Path

import pytest

from app.published import open_similarity
from app.settings import load_settings
from data.store import Snapshot, open_snapshot
from models.lenses import Similarity

PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "published"


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache directory for the whole run, as PORTAL_CACHE_DIR would name it."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def snapshot(shared_cache: str) -> Snapshot:
    """The shipped snapshot."""
    return open_snapshot(PUBLISHED, Path(shared_cache) / "snapshots")


@pytest.fixture(scope="session")
def similarity(shared_cache: str) -> Similarity:
    """The models fitted to it."""
    return open_similarity(load_settings({"PORTAL_CACHE_DIR": shared_cache}))
