"""The Map page as a reader goes through it: by keyboard, on a phone, in the dark, from its address, and taken away."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from layouts import ids
from layouts.theme import DARK, LIGHT
from tests.browser.visits import Visit, in_each_look

HEALTH = "/map?indicator=LACHealth%25"
INDICATOR = f"select[id='{ids.control_text('indicator')}']"
DRAWN = re.compile(r"^m\d+ \d+l")
HAMPSHIRE = "Hampshire: 69%, band D, worst quarter"
SOUTHAMPTON = "Southampton: 88%, band D, worst quarter"


def drawn(page: Page, address: str) -> None:
    """The map stands there with all its outlines."""
    page.goto(address)
    outlines = page.locator(".map path[data-outline]")
    expect(outlines.first).to_have_attribute("d", DRAWN)
    expect(outlines.last).to_have_attribute("d", DRAWN)


def authority(page: Page, label: str) -> Locator:
    return page.get_by_role("link", name=label, exact=True)


def colour(locator: Locator, style: str) -> str:
    """A computed colour as a token is written."""
    found = locator.evaluate("(element, style) => getComputedStyle(element)[style]", style)
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", found)[:3])


def test_a_first_visit_answers_before_it_shows(page: Page) -> None:
    drawn(page, HEALTH)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Where in England is it better or worse: Percentage of CLA having Health Checks?"
    )
    expect(page.locator(".answer")).to_contain_text("Southampton's figure was 88%: band D, the worst quarter")
    expect(page).to_have_title("Map: Southampton, Percentage of CLA having Health Checks - Alongside")
    expect(page.get_by_role("group", name=re.compile("^Band A, the best quarter, is most common in"))).to_be_visible()
    expect(page.locator(".map .frame")).to_have_count(3)
    assert (
        page.locator(".map path[data-outline]").evaluate_all(
            "paths => paths.filter(path => !path.getAttribute('d')).map(path => path.dataset.outline)"
        )
        == []
    )


@pytest.mark.parametrize("view", ["", "&view=tiles"])
def test_the_map_is_reached_and_passed_by_keyboard(page: Page, view: str) -> None:
    drawn(page, HEALTH) if not view else page.goto(HEALTH + view)
    skip = page.get_by_role("link", name="Skip the map")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    first = page.locator(".map a:focus")
    expect(first).to_have_attribute("aria-label", re.compile("^Bracknell Forest: "))
    expect(page.locator(".map-readout")).to_have_text(first.get_attribute("aria-label") or "")
    shape = page.locator(".map a:focus > :first-child")
    assert colour(shape, "fill") == LIGHT.ink, "the focus is seen whatever is drawn beside it"
    authority(page, SOUTHAMPTON).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(authority(page, SOUTHAMPTON)).to_be_focused()
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("summary", has_text="Table of these figures")).to_be_focused()


def test_an_authority_leads_to_its_own_page_without_a_reload(page: Page, visit: Visit) -> None:
    drawn(page, HEALTH)
    authority(page, HAMPSHIRE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Percentage of CLA having Health Checks")
    expect(page.get_by_label("Authority", exact=True)).to_have_value("hampshire")
    assert urlsplit(page.url).path == "/indicator"
    assert [urlsplit(address).path for address in visit.addresses].count("/map") == 1
    assert "/indicator" not in [urlsplit(address).path for address in visit.addresses], "the document was kept"
    page.go_back()
    expect(page.locator(".england path[data-outline='850']").first).to_have_attribute("d", DRAWN)


def test_the_outlines_are_fetched_once_however_often_the_map_is_drawn(page: Page, visit: Visit) -> None:
    drawn(page, "/map")
    page.locator(INDICATOR).select_option("number-of-children-looked-after")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Number of Children looked after")
    expect(page.locator(".england path[data-outline='850']").first).to_have_attribute("d", DRAWN)
    page.reload()
    expect(page.locator(".england path[data-outline='850']").first).to_have_attribute("d", DRAWN)
    asked = [address for address in visit.addresses if "/boundaries/" in address]
    assert len(asked) <= 2, "once, and once from the browser's own cache after the reload"


def test_outlines_are_fetched_for_a_map_that_is_near(page: Page, visit: Visit) -> None:
    page.goto("/indicator")
    paths = page.locator(".map path[data-outline]")
    expect(paths.first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert not [address for address in visit.addresses if "/boundaries/" in address]
    page.locator(".map").first.scroll_into_view_if_needed()
    expect(paths.first).to_have_attribute("d", DRAWN)
    expect(paths.last).to_have_attribute("d", DRAWN)


def test_paper_has_the_map_that_nobody_came_near(page: Page) -> None:
    page.goto("/indicator")
    paths = page.locator(".map path[data-outline]")
    expect(paths.first).to_be_attached()
    page.pdf()
    assert paths.evaluate_all("paths => paths.filter(path => !path.getAttribute('d')).length") == 0


def test_the_two_forms_are_one_click_apart_and_in_the_address(page: Page) -> None:
    drawn(page, HEALTH)
    page.get_by_role("link", name="Every authority the same size").click()
    expect(page.locator(".map.tiles")).to_be_visible()
    expect(page.locator(".map.tiles a")).to_have_count(153)
    assert parse_qs(urlsplit(page.url).query)["view"] == ["tiles"]
    expect(page.locator("#view-tiles")).to_have_attribute("aria-current", "true")
    expect(page.locator("#view-tiles")).to_be_focused()
    page.reload()
    expect(page.locator(".map.tiles")).to_be_visible()
    page.go_back()
    expect(page.locator(".map.real")).to_be_visible()


def test_an_address_restores_what_it_showed(page: Page) -> None:
    drawn(page, "/map?authority=camden&indicator=LACHealth%25&year=2023")
    expect(page.locator(".answer")).to_contain_text("In the year ending 31 March 2023 Camden's figure was")
    expect(page.locator(".map .frame")).to_have_count(2)
    expect(page.locator(".map .our-name")).to_contain_text("Camden")


def test_pointing_at_an_authority_says_what_it_is(page: Page) -> None:
    drawn(page, HEALTH)
    page.locator(".england a[href*='authority=cornwall&'] path").hover()
    expect(page.locator(".map-readout")).to_have_text(re.compile(r"^Cornwall: \d+%, band [A-D], "))


@pytest.mark.parametrize("view", ["", "&view=tiles"])
def test_nothing_stands_in_the_way_of_anybody(page: Page, axe: Callable[[Page], list[str]], view: str) -> None:
    page.goto(HEALTH + view)
    expect(page.locator(".map")).to_be_visible()
    page.locator("summary", has_text="Table of these figures").click()
    for width, palette in zip(in_each_look(page), (DARK, LIGHT), strict=True):
        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert colour(page.locator(".map .us").last, "stroke") == palette.us


@pytest.mark.parametrize("view", ["", "&view=tiles"])
def test_every_word_of_the_picture_is_on_a_phone_s_screen(page: Page, view: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(HEALTH + view)
    expect(page.locator(".map .key")).to_be_visible()
    outside = page.locator(".map text").evaluate_all(
        """texts => texts.filter(text => {
            const box = text.getBoundingClientRect();
            return box.width && (box.left < 0 || box.right > 390);
        }).map(text => text.textContent)"""
    )
    assert outside == []


def test_on_a_phone_the_region_stands_above_england_and_on_a_screen_beside_it(page: Page) -> None:
    def tops() -> list[float]:
        boxes = [page.locator(f".map .{name} .region-line").last.bounding_box() for name in ("region", "england")]
        return [box["y"] if box else 0 for box in boxes]

    page.set_viewport_size({"width": 390, "height": 900})
    drawn(page, HEALTH)
    region, england = tops()
    assert region + 300 < england
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".map.real")).to_have_attribute("viewBox", re.compile(r"^0 0 1010 "))
    region, england = tops()
    assert region < england + 300


def test_a_map_is_taken_away_with_its_outlines(page: Page) -> None:
    drawn(page, HEALTH)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG").click()
    saved = Path(waiting.value.path()).read_text()
    assert saved.count(' d="m') > 200
    assert 'url("#england-d")' in saved or "url(&quot;#england-d&quot;)" in saved
    assert "Crown copyright" in saved
    assert saved.count("South East, enlarged") == 1, "each part once"
    assert "Point at an authority" not in saved


def test_outlines_that_cannot_be_had_are_said(page: Page, visit: Visit) -> None:
    visit.allow("Failed to load resource")
    page.route("**/boundaries/*.json", lambda route: route.fulfill(status=503))
    page.goto(HEALTH)
    expect(page.locator(".map-readout")).to_have_text(
        "The outlines could not be fetched; the table below has every figure."
    )


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("map-neutral", "/map"),
        ("map-camden", "/map?authority=camden&indicator=LACHealth%25"),
        ("map-no-figures", "/map?indicator=entered-for-the-ebacc-cla"),
    ],
)
def test_every_kind_of_map_draws(page: Page, snap: Callable[[Page, str], None], name: str, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    snap(page, name)
