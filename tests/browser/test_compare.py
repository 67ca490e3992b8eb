"""The Compare page as a reader goes through it: with mouse, keyboard, Back, a bookmark, a phone, and on paper."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from layouts import ids
from layouts.selection import Selection
from tests.browser.visits import as_it_was, visiting, wait_for_the_whole

RATE = "Children looked after rate per 10,000"
FIRST_VISIT = 30_000
"""Milliseconds: a new browser fetches every script first, and the machine may be busy."""
AUTHORITY = f"select[id='{ids.control_text('authority')}']"
ADD = f"select[id='{ids.control_text('add')}']"
TOPIC = f"select[id='{ids.control_text('topic')}']"
FOUR = ["Southampton", "Hampshire", "Portsmouth", "Isle of Wight"]


@pytest.fixture
def compare(page: Page) -> Page:
    page.goto("/compare")
    expect(row(page, RATE)).to_be_visible(timeout=FIRST_VISIT)
    return page


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: str) -> Iterator[Page]:
    with visiting(browser, portal) as (page, _):
        page.goto("/compare")
        expect(row(page, RATE)).to_be_visible(timeout=FIRST_VISIT)
        yield page


@pytest.fixture
def looked_at(opened: Page) -> Iterator[Page]:
    """The page, opened once for all tests that only look at it: each leaves it as it was."""
    yield from as_it_was(opened)


def row(page: Page, title: str) -> Locator:
    return page.locator(".matrix tbody tr").filter(has=page.get_by_role("link", name=title, exact=True))


def heads(page: Page) -> list[str]:
    return page.locator(".matrix thead th.authority").all_inner_texts()


def asked(page: Page, name: str) -> list[str]:
    """A part of the address that the browser shows."""
    wait_for_the_whole(page)
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True).get(name, [])


def has_focus(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement === document.querySelector(selector)", selector))


def test_a_first_visit_shows_southampton_beside_its_partners(looked_at: Page) -> None:
    assert heads(looked_at) == FOUR
    cells = row(looked_at, RATE).locator("td")
    assert cells.locator(".value").all_inner_texts() == ["90", "60", "93", "110", "72.8", "55", "67"]
    expect(looked_at).to_have_title("Compare: Southampton, children looked after, 78 indicators - Alongside")
    expect(looked_at.locator(f"#{ids.ANNOUNCEMENT}")).to_have_text(
        "Compare: Southampton, children looked after, 78 indicators"
    )
    expect(looked_at.get_by_role("heading", level=1)).to_have_text("How do we compare on children looked after?")
    expect(looked_at.get_by_role("navigation", name="Questions").locator("[aria-current=page]")).to_have_text("Compare")
    assert urlsplit(looked_at.url).query == "", "looking changes no address"


def test_an_authority_is_removed_and_added(compare: Page) -> None:
    compare.get_by_role("link", name="Remove Portsmouth").click()
    expect(compare.locator(".matrix thead th.authority")).to_have_count(3)
    assert heads(compare) == ["Southampton", "Hampshire", "Isle of Wight"]
    assert asked(compare, "beside") == ["hampshire,isle-of-wight"]
    assert has_focus(compare, f"#{ids.BESIDE}"), "who removes one stays at the list that it was in"
    compare.locator(ADD).select_option(label="Reading")
    expect(compare.locator(".matrix thead th.authority")).to_have_count(4)
    assert heads(compare) == ["Southampton", "Hampshire", "Isle of Wight", "Reading"]
    expect(compare.locator(ADD)).to_have_value("-")
    wait_for_the_whole(compare)
    chosen = Selection(beside=("hampshire", "isle-of-wight", "reading"))
    assert f"?{urlsplit(compare.url).query}" == chosen.query(), "browser and server write one address for one selection"


def test_the_keyboard_changes_the_authority_and_keeps_its_place(compare: Page) -> None:
    compare.evaluate("window.scrollTo(0, 40)")
    compare.locator(AUTHORITY).focus()
    compare.keyboard.type("Portsm")
    expect(compare.locator(".matrix thead th.authority").first).to_have_text("Portsmouth")
    assert asked(compare, "authority") == ["portsmouth"]
    assert has_focus(compare, AUTHORITY)
    assert compare.evaluate("window.scrollY") == 40
    assert heads(compare) == ["Portsmouth", "Hampshire", "Isle of Wight"], "nobody stands beside itself"


def test_a_name_is_typed_at_leisure(compare: Page) -> None:
    """Its first letter alone is another authority's, whose page would take the place of the list and its letters."""
    compare.locator(AUTHORITY).focus()
    compare.keyboard.type("Portsm", delay=200)
    expect(compare.locator(".matrix thead th.authority").first).to_have_text("Portsmouth")
    assert asked(compare, "authority") == ["portsmouth"]
    assert has_focus(compare, AUTHORITY)


def test_the_last_of_quick_changes_is_shown(compare: Page) -> None:
    for label in ("Adoption", "Care leavers", "Youth offending"):
        compare.locator(TOPIC).select_option(label=label)
    expect(compare).to_have_title("Compare: Southampton, youth offending, 4 indicators - Alongside")
    compare.wait_for_timeout(500)
    expect(compare.locator(".matrix tbody th")).to_have_count(4)
    assert asked(compare, "topic") == ["youth-offending"]
    expect(compare.locator(TOPIC)).to_have_value("youth-offending")


def test_back_and_forward_restore_page_controls_and_title(compare: Page) -> None:
    compare.locator(TOPIC).select_option(label="Adoption")
    expect(compare).to_have_title("Compare: Southampton, adoption, 6 indicators - Alongside")
    compare.get_by_role("link", name="Remove Hampshire").click()
    expect(compare.locator(".matrix thead th.authority")).to_have_count(3)
    compare.go_back()
    expect(compare.locator(".matrix thead th.authority")).to_have_count(4)
    compare.go_back()
    expect(row(compare, RATE)).to_be_visible()
    expect(compare.locator(TOPIC)).to_have_value("children-looked-after")
    expect(compare).to_have_title("Compare: Southampton, children looked after, 78 indicators - Alongside")
    assert urlsplit(compare.url).query == ""
    compare.go_forward()
    expect(compare.locator(TOPIC)).to_have_value("adoption")
    assert asked(compare, "topic") == ["adoption"]


def test_an_address_restores_in_another_browser(browser: Browser, portal: str, compare: Page) -> None:
    compare.get_by_role("link", name="Remove Portsmouth").click()
    compare.get_by_role("link", name="surest worse first").click()
    expect(compare.get_by_role("group", name="Sort").locator("[aria-current]")).to_have_text("surest worse first")
    answer = compare.locator(".answer").inner_text()
    titles = compare.locator(".matrix tbody th").all_inner_texts()
    with visiting(browser, portal) as (other, _):
        other.goto(compare.url)
        expect(other.locator(".answer")).to_have_text(answer)
        assert other.locator(".matrix tbody th").all_inner_texts() == titles
        assert other.url == compare.url


def test_codes_in_an_address_are_understood_and_stay(page: Page) -> None:
    page.goto("/compare?authority=E06000044&beside=&topic=adoption")
    expect(page.locator(".matrix thead th.authority")).to_have_text(["Portsmouth"])
    expect(page.locator(AUTHORITY)).to_have_value("portsmouth")
    page.wait_for_timeout(500)
    assert asked(page, "authority") == ["E06000044"], "an address is not rewritten behind the reader's back"


def test_a_title_leads_to_the_indicator_with_the_same_selection(compare: Page) -> None:
    compare.get_by_role("link", name="Remove Portsmouth").click()
    expect(compare.locator(".matrix thead th.authority")).to_have_count(3)
    title = "Percentage of CLA having Dental Checks"
    row(compare, title).get_by_role("link", name=title, exact=True).click()
    expect(compare).to_have_title(f"Indicator: Southampton, {title} - Alongside")
    assert asked(compare, "beside") == ["hampshire,isle-of-wight"]
    assert compare.evaluate("window.scrollY") == 0
    assert has_focus(compare, f"#{ids.PAGE} h1")
    compare.get_by_role("link", name="Compare", exact=True).click()
    expect(row(compare, RATE)).to_be_visible()
    assert len(heads(compare)) == 3


def test_what_cannot_be_shown_says_so_and_leads_on(page: Page) -> None:
    page.goto("/compare?authority=atlantis")
    expect(page.locator(".answer")).to_contain_text("No authority is called 'atlantis'.")
    page.get_by_role("link", name="The same page as on a first visit").click()
    expect(row(page, RATE)).to_be_visible()


def test_nothing_is_wider_than_the_screen(looked_at: Page) -> None:
    for width in (1280, 1100, 768, 390, 320):
        looked_at.set_viewport_size({"width": width, "height": 900})
        assert looked_at.evaluate("document.documentElement.scrollWidth") <= width, width


def test_heads_stay_in_sight(looked_at: Page) -> None:
    looked_at.evaluate("window.scrollTo(0, 2500)")
    box = looked_at.locator(".matrix thead th.us").bounding_box()
    assert box is not None
    assert box["y"] == pytest.approx(0, abs=1)


def test_many_authorities_scroll_in_a_frame_of_their_own(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/compare?beside=hampshire,portsmouth,isle-of-wight,reading,slough,kent,surrey&topic=adoption")
    frame = page.get_by_role("region", name="Adoption")
    expect(frame).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    frame.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    moved = 0
    for _ in range(50):  # scrolling takes a moment; the page's policy forbids what Playwright's own waiting evaluates
        moved = frame.evaluate("frame => frame.scrollLeft")
        if moved:
            break
        page.wait_for_timeout(100)
    assert moved > 0
    assert axe(page) == []


def test_a_phone_shows_cards_that_are_still_a_table(looked_at: Page) -> None:
    looked_at.set_viewport_size({"width": 390, "height": 844})
    first = row(looked_at, RATE)
    label = "getComputedStyle(document.querySelector('.matrix td.us'), '::before').content"
    expect(first.get_by_role("cell")).to_have_count(1)
    expect(first.get_by_role("cell")).to_have_text(re.compile("90.*higher than neighbours"))
    first.get_by_role("button", name=f"More of {RATE}").click()
    assert looked_at.evaluate(label) == '"Southampton"'
    expect(first.get_by_role("cell")).to_have_count(8)
    assert first.get_by_role("rowheader").count() == 1
    assert looked_at.get_by_role("columnheader").count() == 9
    looked_at.keyboard.press("Enter")
    expect(first.get_by_role("cell")).to_have_count(1)
    expect(first.get_by_role("button")).to_have_attribute("aria-expanded", "false")


def test_paper_has_the_figures_and_the_address_but_no_controls(looked_at: Page) -> None:
    looked_at.set_viewport_size({"width": 1032, "height": 700})  # A4 on its side, within margins of 12 mm
    looked_at.emulate_media(media="print")
    expect(looked_at.locator(".matrix")).to_have_css("display", "table")
    assert looked_at.evaluate("document.documentElement.scrollWidth") <= 1032
    expect(looked_at.locator(".selection")).to_be_hidden()
    expect(looked_at.get_by_role("navigation", name="Questions")).to_be_hidden()
    expect(row(looked_at, RATE)).to_be_visible()
    origin = looked_at.evaluate("getComputedStyle(document.querySelector('.this-page'), '::before').content")
    assert origin == f'"{looked_at.evaluate("window.location.origin")}"'


def test_the_skip_link_leads_to_the_page(compare: Page) -> None:
    compare.keyboard.press("Tab")
    expect(compare.get_by_role("link", name="Skip to the page")).to_be_focused()
    compare.keyboard.press("Enter")
    expect(compare.locator(f"#{ids.MAIN}")).to_be_focused()
