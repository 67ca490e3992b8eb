"""What all tests share: the figures that the project ships, opened once, and the servers that some of them need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from app.published import open_similarity
from app.settings import load_settings
from data.store import Snapshot, open_snapshot
from models.lenses import Similarity
from tests.browser.chromium import FLAGS, chromium
from tests.services.backend import _by_itself, _stand_in, everywhere
from tests.services.servers import database_url, databases, postgresql, redis_server

__all__ = ["_by_itself", "_stand_in", "database_url", "databases", "everywhere", "postgresql", "redis_server"]

SLOWEST_FIRST = (
    "tests/browser/test_looks.py",
    "tests/services/",
    "tests/app/operation/",
    "tests/browser/",
    "tests/docs/",
    "tests/app/",
)
"""Where several processes share the tests by file, a long file that begins last is waited for alone; and what waits for
servers runs beside what draws pages."""
PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "published"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin first; the others keep their order, which is random."""
    items.sort(key=lambda item: [not item.nodeid.startswith(start) for start in SLOWEST_FIRST])


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser, one for all tests of a process: there can be no second one beside it."""
    found = chromium()
    if found is None:
        pytest.fail("The browser tests need Chromium: as root, apt-get install chromium-headless-shell.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()
