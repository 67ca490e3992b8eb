"""What has changed, in a browser: on the shipped snapshot, and on one that has taken the place of another."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.snapshot import SIMILARITY
from tests.browser.barriers import EVERYTHING
from tests.browser.visits import WIDTHS, visiting
from tests.conftest import PUBLISHED
from tests.data.two_releases import write_two_releases
from tests.live import serving


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a portal on the later of two snapshots, and the id of the earlier."""
    folder: Path = tmp_path_factory.mktemp("replaced")
    first, _ = write_two_releases(folder)
    shutil.copy(PUBLISHED / SIMILARITY, folder / "out" / SIMILARITY)
    with serving(PORTAL_SNAPSHOT_DIR=str(folder / "out"), PORTAL_CACHE_DIR=str(folder / "cache")) as address:
        yield address, first


def test_the_first_page_leads_here_and_here_nothing_is_empty(page: Page) -> None:
    page.goto("/")
    way = page.get_by_role("link", name="What has changed since the last figures?")
    way.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page h1")).to_have_text("What has changed for Southampton since the last figures?")
    expect(page.locator(".answer")).to_contain_text("with a figure for the period before")
    expect(page.locator(".aid").first).to_contain_text("There is no earlier snapshot on this server")
    expect(page.locator("section.chart")).to_have_count(2)


def test_the_feed_is_no_page_of_ours_and_opens_as_the_browser_likes(page: Page, portal: str) -> None:
    page.goto("/changes")
    link = page.get_by_role("link", name="Feed of changes for Southampton (Atom)")
    address = link.get_attribute("href")
    assert address == "/changes.atom?authority=southampton&neighbours=2025"
    answer = page.request.get(portal + address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    with page.expect_navigation(url=f"**{address}"):
        link.click()


def test_a_snapshot_that_replaced_another_is_told_without_a_barrier(
    browser: Browser, replaced: tuple[str, str], axe: Callable[..., list[str]]
) -> None:
    address, _ = replaced
    with visiting(browser, address) as (page, _):
        page.goto("/changes")
        expect(page.locator(".answer")).to_contain_text("Southampton has 1 new figure, 1 in another quarter of England")
        new = page.locator("[data-chart=new]")
        expect(new).to_contain_text("▼ for the worse: down from B, second quarter, to D, worst quarter of England")
        new.locator("summary").click()
        expect(new.get_by_role("cell", name="−99", exact=True)).to_be_visible()
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 900})
            expect(new.get_by_role("cell", name="−99", exact=True)).to_be_visible()
            assert axe(page, rules=EVERYTHING) == [], width
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_an_older_snapshot_is_chosen_by_the_address_and_others_are_refused(
    browser: Browser, replaced: tuple[str, str]
) -> None:
    address, first = replaced
    with visiting(browser, address) as (page, _):
        page.goto(f"/changes?since={first}")
        expect(page.locator(".answer")).to_contain_text("1 new figure")
        page.goto("/changes?since=../out")
        expect(page.locator("#page h1")).to_have_text("That cannot be shown")
        expect(page.locator("#page .answer")).to_contain_text(f"there are: {first}.")
