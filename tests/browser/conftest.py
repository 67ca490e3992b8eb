"""A browser for the tests of this folder: `page` visits the live portal, `axe` and `snap` look at what it shows."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.arrivals import arrival
from app.demonstration import load_demonstration, why_of
from app.local_database import open_local
from app.settings import load_settings
from data.papers import load_papers
from data.store import Snapshot
from tests.browser.barriers import violations
from tests.browser.visits import DRAWN_ANEW, WIDTHS, Visit, visiting
from tests.live import ROOT, serving

ARTEFACTS = ROOT / "tests" / "artefacts"
ARE_KEPT = os.environ.get("PICTURES") == "all"
SHOWN = ("scorecard", "attainment-2025")
# What is waited for is there at once on an idle machine; on a busy one a page may be a while, and is none the worse.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def portal(shared_cache: str, snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live portal with two papers of Southampton as local returns, served once for the whole run."""
    folder: Path = tmp_path_factory.mktemp("returns")
    settings = load_settings({**os.environ, "PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": str(folder)})
    papers = [paper for paper in load_papers() if paper.slug in SHOWN]
    southampton = snapshot.authorities.find("southampton")
    uploads = {
        paper: arrival(paper.content(), paper.file, snapshot, southampton, why_of(paper), paper.source)
        for paper in papers
    }
    database = open_local(settings)
    with database.writing() as session:
        load_demonstration(session, uploads)
    database.close()
    with serving(PORTAL_CACHE_DIR=shared_cache, PORTAL_DATA_DIR=str(folder)) as address:
        yield address


@pytest.fixture
def page_and_visit(browser: Browser, portal: str) -> Iterator[tuple[Page, Visit]]:
    with visiting(browser, portal) as opened:
        yield opened


@pytest.fixture
def page(page_and_visit: tuple[Page, Visit]) -> Page:
    """An empty page: `page.goto("/compare")` visits the live portal."""
    return page_and_visit[0]


@pytest.fixture
def visit(page_and_visit: tuple[Page, Visit]) -> Visit:
    """What `page` asked for and complained of; `visit.allow("404")` permits an error that the test causes."""
    return page_and_visit[1]


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Violations of WCAG 2.2 A and AA on a page as it is now, a line each: `assert axe(page) == []`."""
    return violations


@pytest.fixture
def snap() -> Callable[[Page, str], None]:
    """`snap(page, "compare")` has a page at both widths, then as before; PICTURES=all keeps how it looks in each.

    The pictures are in tests/artefacts, whole pages, for somebody to look at: no test does.
    """

    def take(page: Page, name: str) -> None:
        before = page.viewport_size
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 900})
            if ARE_KEPT:
                ARTEFACTS.mkdir(parents=True, exist_ok=True)
                page.wait_for_timeout(DRAWN_ANEW)
                page.screenshot(path=ARTEFACTS / f"{name}-{width}.png", full_page=True)
        if before is not None:
            page.set_viewport_size(before)

    return take
