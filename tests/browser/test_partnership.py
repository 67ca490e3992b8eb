"""What several authorities share, as a reader goes through it: by keyboard, on a phone, and to a board's own list."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

QUESTION = "What do Southampton, Hampshire, Portsmouth and the Isle of Wight share?"


@pytest.fixture
def partnership(page: Page) -> Page:
    page.goto("/partnership")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    return page


def test_the_answer_comes_first_and_whom_to_ring_opens_by_keyboard(
    partnership: Page, axe: Callable[[Page], list[str]]
) -> None:
    answer = partnership.locator(".partnership-page .answer")
    expect(answer).to_have_text(
        re.compile(r"share \d+ problems, \d+ of them on the lists of all four\. The first is “")
    )
    box = answer.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900, "the answer is on the first screen"
    expect(partnership.locator(".shared tbody tr")).to_have_count(12)
    ring = partnership.locator(".shared details.ring").first
    name = ring.locator("summary").inner_text()
    expect(ring.locator("p").first).to_be_hidden()
    ring.locator("summary").focus()
    assert partnership.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    partnership.keyboard.press("Enter")
    expect(ring.locator("p").first).to_contain_text(name.partition(",")[0])
    expect(ring.locator("p").first).to_contain_text("against Southampton's")
    assert axe(partnership) == []


def test_a_name_leads_to_that_authority_s_own_list_and_back(partnership: Page) -> None:
    name = partnership.locator(".shared thead").get_by_role("link", name="Hampshire")
    name.focus()
    partnership.keyboard.press("Enter")
    expect(partnership.get_by_role("heading", level=1)).to_contain_text("Hampshire")
    assert urlsplit(partnership.url).path == "/board"
    asked = parse_qs(urlsplit(partnership.url).query)
    assert asked["authority"] == ["hampshire"]
    assert asked["beside"] == ["southampton,portsmouth,isle-of-wight"]
    partnership.go_back()
    expect(partnership.get_by_role("heading", level=1)).to_have_text(QUESTION)


def test_on_a_phone_rows_are_cards_and_nothing_is_wider_than_the_screen(
    page: Page, axe: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/partnership")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    cells = page.locator(".shared tbody tr").first.locator("td")
    tops = [box["y"] for cell in cells.all() if (box := cell.bounding_box())]
    assert len(tops) == 4
    assert tops == sorted(set(tops)), "one authority under the other"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []


def test_the_figures_can_be_taken_away(partnership: Page) -> None:
    for name, heading in (("shared", "Southampton, on its list"), ("composite", "Taken as one")):
        with partnership.expect_download() as waiting:
            partnership.locator(f"[data-chart='{name}'] .take-away a", has_text="CSV").click()
        assert heading in waiting.value.path().read_text("utf-8-sig")
    with partnership.expect_download() as waiting:
        partnership.locator("[data-chart='composite'] .take-away button", has_text="SVG").click()
    assert "would be" in waiting.value.path().read_text("utf-8")


def test_on_paper_a_long_list_begins_below_the_answer(partnership: Page) -> None:
    """And not on a sheet of its own; a picture stays whole, and nobody is asked to sign in."""
    partnership.emulate_media(media="print")
    expect(partnership.locator(".chart", has=partnership.locator(".shared"))).to_have_css("break-inside", "auto")
    expect(partnership.locator(".chart", has=partnership.locator(".as-one"))).to_have_css("break-inside", "avoid")
    expect(partnership.locator(".account")).to_be_hidden()
