"""The pictures of the user's guide: each that is named is there, none lies unused, and each can be taken anew."""

import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from app.guide_text import FOLDER, PICTURES
from tests.docs.pictures import HEIGHT, LIST, WIDTH, Picture, load_demonstration, seen
from tests.live import serving

LARGEST, LARGEST_OF_ALL = 80_000, 1_500_000
"""Bytes."""
SHORTEST_TEXT = 60
NAMED = re.compile(r"!\[([^\]]*)\]\(pictures/([a-z-]+)\.png\)")
TEXTS = {name: text for page in sorted(FOLDER.glob("*.md")) for text, name in NAMED.findall(page.read_text("utf-8"))}


def test_pictures_that_are_named_that_there_are_and_that_can_be_taken_are_the_same() -> None:
    assert set(TEXTS) == {path.stem for path in PICTURES.iterdir()} == {picture.name for picture in LIST}


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert [name for name, size in sizes.items() if size > LARGEST] == []
    assert sum(sizes.values()) < LARGEST_OF_ALL


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_picture_has_a_text_that_says_what_it_shows(name: str) -> None:
    assert len(TEXTS[name]) >= SHORTEST_TEXT
    assert not TEXTS[name].lower().startswith(("picture", "screenshot", "image"))


@pytest.mark.parametrize("picture", LIST, ids=lambda picture: picture.name)
def test_a_picture_is_of_the_size_that_it_is_taken_at(picture: Picture) -> None:
    with Image.open(picture.file) as opened:
        assert opened.format == "PNG"
        assert picture.width * 0.8 <= opened.width <= picture.width


@pytest.fixture(scope="module", name="pictured")
def _pictured(browser: Browser, shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a portal with the demonstration, as `make pictures` has it."""
    folder = str(tmp_path_factory.mktemp("pictures"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PORTAL_CACHE_DIR", shared_cache)
        load_demonstration(folder)
    with serving(PORTAL_CACHE_DIR=shared_cache, PORTAL_DATA_DIR=folder) as address:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=address)
        yield page
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize("picture", LIST, ids=lambda picture: picture.name)
def test_what_a_picture_shows_is_on_its_page_with_the_figures_of_its_text(picture: Picture, pictured: Page) -> None:
    first, last = seen(pictured, picture)
    assert first.is_visible()
    assert last.is_visible()
    shown = pictured.locator("body").inner_text().replace("\n", " ")
    figures = re.findall(r"[+−]?\d[\d,.]*\d%?|\d+%", TEXTS[picture.name])
    assert [figure for figure in figures if figure not in shown] == []
