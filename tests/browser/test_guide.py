"""The user's guide as people see it: reachable from every page, on a telephone too, without barriers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.guide_text import guide
from tests.browser.visits import WIDTHS

TABLES, PICTURES = "/guide/read-a-figure", "/guide/side-by-side"


def test_the_guide_is_reached_from_every_page_and_leads_on(page: Page) -> None:
    page.goto("/compare")
    page.get_by_role("contentinfo").get_by_role("link", name="Guide to these pages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(guide()["index"].title)
    page.get_by_role("link", name=guide()["side-by-side"].title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(guide()["side-by-side"].title)
    page.get_by_role("link", name="/compare", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How do we compare")


@pytest.mark.parametrize("address", ["/guide", TABLES, PICTURES])
def test_a_page_of_the_guide_has_no_barriers_and_fits(address: str, page: Page, axe: Callable[..., list[str]]) -> None:
    page.goto(address)
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_picture_is_shown_and_can_be_enlarged(page: Page) -> None:
    page.goto(PICTURES)
    for picture in page.locator("article img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0
    # It is asked for, not opened: the page that Chromium puts around a picture has a style, which the portal forbids.
    address = page.locator("article a:has(img)").first.get_attribute("href")
    assert page.request.get(f"{address}").headers["content-type"] == "image/png"
