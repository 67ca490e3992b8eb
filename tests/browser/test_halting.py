"""What somebody sees of a page whose second half is slow, or does not come."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.halting_app import FAILING, SLOW
from tests.browser.visits import visiting, wait_for_the_whole
from tests.live import serving

CUT_OFF = "The rest of this page did not come. Load it again, or try again later."
RESTS = "() => [...document.querySelectorAll('.rest')].map(({ hidden, style }) => hidden || style.opacity === '0')"


@pytest.fixture(scope="module")
def halting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving("tests.browser.halting_app:server", PORTAL_CACHE_DIR=str(tmp_path_factory.mktemp("cache"))) as address:
        yield address


@pytest.fixture
def page(browser: Browser, halting: str) -> Iterator[Page]:
    with visiting(browser, halting) as (opened, visit):
        visit.allow("net::ERR_INCOMPLETE_CHUNKED_ENCODING")
        yield opened


@pytest.mark.parametrize("path", ["/indicator", "/partnership"])
def test_what_answers_is_there_while_the_rest_is_made(page: Page, path: str) -> None:
    """And nothing of what stood below it before."""
    page.goto(f"{path}?authority=kent")
    wait_for_the_whole(page)
    page.get_by_label("Authority", exact=True).select_option(SLOW)
    expect(page.locator(".answer").first).to_contain_text(SLOW)
    expect(page.locator("#page")).to_have_attribute("aria-busy", "true")
    assert page.evaluate(RESTS) == [True]
    expect(page.locator(".rest")).to_be_hidden()
    wait_for_the_whole(page)
    expect(page.locator(".rest")).to_contain_text(SLOW)
    assert page.evaluate(RESTS) == [False]


def test_where_the_rest_does_not_come_the_page_says_so(page: Page) -> None:
    """What answers stays, nothing of another selection stands below it, and the next choice is answered whole."""
    page.goto("/indicator?authority=kent")
    wait_for_the_whole(page)
    alert = page.get_by_role("alert").first
    page.get_by_label("Authority", exact=True).select_option(FAILING)
    expect(alert).to_have_text(CUT_OFF)
    expect(page.locator(".answer").first).to_contain_text(FAILING)
    expect(page.locator("#page")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".rest")).to_be_hidden()
    page.get_by_label("Authority", exact=True).select_option("Surrey")
    wait_for_the_whole(page)
    expect(alert).to_be_empty()
    expect(page.locator(".rest")).to_contain_text("Surrey")


def test_what_was_cut_off_has_no_end_so_that_nobody_keeps_it(halting: str) -> None:
    """A proxy or a browser that keeps what it was sent whole, keeps this not."""
    there = urlsplit(halting)
    with socket.create_connection((there.hostname or "", there.port or 0), timeout=30) as connection:
        connection.sendall(b"GET /view/now/indicator?authority=essex HTTP/1.1\r\nHost: portal\r\n\r\n")
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b"HTTP/1.1 200 OK" in said
    assert b"Transfer-Encoding: chunked" in said
    assert FAILING.encode() in said
    assert not said.endswith(b"0\r\n\r\n")
