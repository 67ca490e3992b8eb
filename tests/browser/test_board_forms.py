"""What a board does, in a browser: by keyboard alone and without scripts, at any width, in light and dark."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.local.database import open_database
from data.store import Snapshot
from tests.app.local_world import NOBODY, settled
from tests.app.pages.board.conftest import APPROVER, CONTRIBUTOR, HERE, ON, OTHER, stock_board
from tests.browser.barriers import CONTRAST, EVERYTHING
from tests.browser.visits import WIDTHS, visiting
from tests.live import serving

MOST_TABS = 80
PLACES = {
    NOBODY: (f"{HERE}/actions", ON, f"{HERE}/actions/3"),
    APPROVER: (ON, f"{HERE}/actions", f"{HERE}/actions/1", f"{HERE}/rules", f"{HERE}/history", f"{HERE}/actions/new"),
}


@pytest.fixture(scope="module")
def kept(
    shared_cache: str, snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """A portal with Southampton's board, and a token for everybody."""
    folder: Path = tmp_path_factory.mktemp("board")
    database = open_database(f"sqlite:///{folder / 'alongside.db'}")
    tokens = settled(database, snapshot)
    with database.writing() as session:
        stock_board(session)
    database.close()
    with serving(PORTAL_CACHE_DIR=shared_cache, PORTAL_DATA_DIR=str(folder)) as address:
        yield address, tokens


def known(page: Page, who: str, kept: tuple[str, dict[str, str]]) -> Page:
    """The page in a browser that somebody is signed in with."""
    address, tokens = kept
    if who != NOBODY:
        page.context.add_cookies([{"name": "alongside", "value": tokens[who], "url": address}])
    return page


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what a selector finds has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{wanted}:focus").count():
            return
    pytest.fail(f"The keyboard does not reach {wanted}.")


def test_a_commentary_is_written_with_the_keyboard_and_without_scripts(
    browser: Browser, kept: tuple[str, dict[str, str]]
) -> None:
    address, tokens = kept
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.add_cookies([{"name": "alongside", "value": tokens[CONTRIBUTOR], "url": address}])
    page = context.new_page()
    page.goto(f"{HERE}/on?subject={OTHER}")
    tab_to(page, "summary:has-text('Write it')")
    page.keyboard.press("Enter")
    tab_to(page, "#write-data-text")
    page.keyboard.type("Fewer than a year before.")
    tab_to(page, "button:has-text('Keep this version')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is kept as a new version")
    expect(page.locator("blockquote")).to_have_text("Fewer than a year before.")
    context.close()


def test_what_was_typed_stands_there_still_when_it_is_refused(
    browser: Browser, kept: tuple[str, dict[str, str]]
) -> None:
    with visiting(browser, kept[0]) as (page, visit):
        visit.allow("400")
        known(page, APPROVER, kept).goto(f"{HERE}/on?subject={OTHER}")
        page.get_by_text("Set a target").click()
        page.get_by_label("Figure to be reached").fill("many")
        page.get_by_label("By", exact=True).fill("2090-03-31")
        page.get_by_label("Why this target").fill("Agreed")
        page.get_by_role("button", name="Keep this target").click()
        expect(page.get_by_role("alert")).to_contain_text("as a number, such as 84.5")
        expect(page.get_by_label("Figure to be reached")).to_have_value("many")
        expect(page.get_by_label("Figure to be reached")).to_be_visible()


@pytest.mark.parametrize("who", PLACES)
def test_every_page_is_for_everybody(
    browser: Browser, kept: tuple[str, dict[str, str]], axe: Callable[..., list[str]], who: str
) -> None:
    """With every form of a page open: no barrier, and nothing wider than the screen."""
    with visiting(browser, kept[0]) as (page, _):
        known(page, who, kept)
        for place in PLACES[who]:
            page.goto(place)
            for closed in page.locator("details:not([open]) > summary").all()[::-1]:
                closed.click()
            for width in WIDTHS.values():
                page.set_viewport_size({"width": width, "height": 900})
                for scheme, rules in (("light", EVERYTHING), ("dark", CONTRAST)):
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    assert axe(page, rules=rules) == [], f"{who} at {place}, {width} wide, {scheme}"
                assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place}, {width} wide"
