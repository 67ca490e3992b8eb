"""The Neighbours page as a reader goes through it: a first visit, another list, a comparison with it, and back."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from layouts import ids
from tests.browser.visits import WIDTHS, in_each_look, visiting, wait_for_the_whole

QUESTION = "Who is truly like us?"
LENS = f"select[id='{ids.control_text('neighbours')}']"
RATE = "Children looked after rate per 10,000"
# The names inside the map: those that leave the picture, and pairs that lie over each other.
OUTSIDE = """figure => {
    const outer = figure.getBoundingClientRect();
    return [...figure.querySelectorAll(".annotation-text")].filter(text => {
        const inner = text.getBoundingClientRect();
        const aside = inner.left < outer.left || inner.right > outer.right;
        return aside || inner.top < outer.top || inner.bottom > outer.bottom;
    }).map(text => text.textContent);
}"""
TOUCHING = """figure => {
    const texts = [...figure.querySelectorAll(".annotation-text")];
    const names = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
    const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return names.flatMap(([one, box], at) =>
        names.slice(at + 1).filter(([, other]) => touch(box, other)).map(([other]) => `${one} / ${other}`));
}"""


@pytest.fixture
def neighbours(page: Page) -> Page:
    page.goto("/neighbours")
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """The page and its map stand there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    expect(page.locator(".clusters .annotation-text").first).to_be_visible()


def rows(page: Page) -> Locator:
    return page.locator(".alike tbody tr")


def names(page: Page) -> list[str]:
    return rows(page).locator("th a").all_inner_texts()


def mean(page: Page) -> str:
    """The neighbours' mean of the rate of children looked after, on the Compare page."""
    row = page.locator(".matrix tbody tr").filter(has=page.get_by_role("link", name=RATE, exact=True))
    return row.locator("td.neighbours .value").inner_text()


def asked(page: Page, name: str) -> list[str]:
    wait_for_the_whole(page)
    return parse_qs(urlsplit(page.url).query).get(name, [])


def test_the_first_visit_sets_the_lists_side_by_side(neighbours: Page) -> None:
    expect(neighbours).to_have_title("Neighbours: Southampton, published and modelled neighbours - Alongside")
    expect(neighbours.locator(".answer")).to_contain_text("Southampton's ten published neighbours of May 2025")
    expect(neighbours.locator(".lenses .in-use h3")).to_have_text("DfE, May 2025")
    assert names(neighbours)[:3] == ["Coventry", "Derby", "Portsmouth"]
    assert urlsplit(neighbours.url).query == "", "looking changes no address"


def test_the_modelled_list_is_used_to_compare_and_back_restores(neighbours: Page) -> None:
    neighbours.get_by_role("link", name="Compare", exact=True).click()
    expect(neighbours.get_by_role("heading", level=1)).to_contain_text("How do we compare")
    published = mean(neighbours)
    neighbours.go_back()
    drawn(neighbours)
    neighbours.locator("#use-modelled").click()
    expect(neighbours.locator(".lenses .in-use h3")).to_have_text("Modelled")
    expect(neighbours.locator(LENS)).to_have_value("modelled")
    assert asked(neighbours, "neighbours") == ["modelled"]
    first = names(neighbours)[0]
    neighbours.get_by_role("link", name="Compare", exact=True).click()
    expect(neighbours.locator(".answer")).to_contain_text("ten modelled neighbours")
    assert mean(neighbours) != published
    neighbours.go_back()
    drawn(neighbours)
    assert names(neighbours)[0] == first
    neighbours.go_back()
    expect(neighbours.locator(".lenses .in-use h3")).to_have_text("DfE, May 2025")


def test_the_modelled_list_is_a_comparator_on_the_indicator_page(page: Page) -> None:
    page.goto("/indicator?neighbours=modelled")
    expect(page.locator(".answer")).to_contain_text("ten modelled neighbours' average")


def test_a_group_of_one_s_own_is_made_and_used(neighbours: Page) -> None:
    neighbours.locator("#own-portsmouth").click()
    expect(neighbours.get_by_role("link", name="Remove Portsmouth from your own group")).to_be_visible()
    assert neighbours.evaluate("document.activeElement.id") == "own-portsmouth", "the reader stays where they were"
    neighbours.locator("#own-coventry").click()
    expect(neighbours.locator(".lenses li").last).to_contain_text("Two authorities")
    neighbours.locator("#use-group").click()
    expect(neighbours.locator(".lenses .in-use h3")).to_have_text("Your own group")
    assert asked(neighbours, "group") == ["portsmouth,coventry"]
    neighbours.get_by_role("link", name="Compare", exact=True).click()
    expect(neighbours.locator(".answer")).to_contain_text("your own group's average")


def test_a_name_leads_to_that_authority(neighbours: Page) -> None:
    rows(neighbours).get_by_role("link", name="Portsmouth", exact=True).click()
    expect(neighbours.locator(".answer")).to_contain_text("Portsmouth's ten published neighbours")
    assert asked(neighbours, "authority") == ["portsmouth"]


def test_an_address_restores_the_page(browser: Browser, portal: str) -> None:
    with visiting(browser, portal) as (page, _):
        page.goto("/neighbours?authority=kent&neighbours=group&group=surrey,essex")
        drawn(page)
        assert names(page)[:2] == ["Surrey", "Essex"]
        expect(page.locator(LENS)).to_have_value("group")


def test_an_authority_without_a_modelled_list_has_a_page(page: Page) -> None:
    page.goto("/neighbours?authority=city-of-london&neighbours=modelled")
    drawn(page)
    expect(page.locator(".fault")).to_contain_text("There are no modelled neighbours for City of London")
    page.locator("#use-2025").click()
    expect(page.locator(".lenses .in-use h3")).to_have_text("DfE, May 2025")


def test_what_is_closed_opens_by_keyboard(neighbours: Page) -> None:
    pair = neighbours.locator(".why details").first
    pair.locator("summary").focus()
    neighbours.keyboard.press("Enter")
    expect(pair.get_by_role("table")).to_be_visible()
    expect(pair.get_by_role("rowheader")).to_have_count(6)


def test_the_map_shows_everyone_and_keeps_its_names_apart(neighbours: Page) -> None:
    for width in WIDTHS.values():
        neighbours.set_viewport_size({"width": width, "height": 900})
        neighbours.wait_for_timeout(400)  # the map is drawn anew a moment after a change of size
        figure = neighbours.locator(".clusters figure")
        expect(figure.locator(".scatterlayer .trace .point")).to_have_count(151 + 10)
        assert figure.evaluate(OUTSIDE) == []
        assert figure.evaluate(TOUCHING) == []


def test_the_page_is_accessible_and_no_wider_than_the_screen(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/neighbours?group=kent")
    drawn(page)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    for width in in_each_look(page):
        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_anyone_can_join_a_group_of_ones_own(page: Page) -> None:
    page.goto("/neighbours")
    join = page.get_by_label("Add anyone to your own group")
    join.select_option("kent")
    expect(page.get_by_role("row", name=re.compile("^Kent"))).to_contain_text("In it.")
    join.select_option("surrey")
    expect(page.get_by_role("row", name=re.compile("^Surrey"))).to_contain_text("In it.")
    assert asked(page, "group") == ["kent,surrey"]
    expect(join.locator("option[value=kent]")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("row", name=re.compile("^Surrey"))).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("^Kent"))).to_contain_text("In it.")
