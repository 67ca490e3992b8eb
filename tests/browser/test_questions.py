"""The questions of a board, asked by somebody who sees the portal for the first time: two clicks or one search each.

What happens this month, what is done about it and the pack for the meeting are pages that the portal does not have yet.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import WIDTHS, visiting, wait_for_the_whole

RATE = "Children looked after rate per 10,000"


@pytest.fixture
def home(page: Page) -> Page:
    page.goto("/")
    expect(page.locator("#page h1")).to_have_text("Where does Southampton stand?")
    return page


def source(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"^Source: DfE, Local Authority Interactive Tool")).first


def go(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Questions").get_by_role("link", name=name).click()


def look_for(page: Page, words: str, result: str) -> None:
    """One search: the words are typed, the first result is taken."""
    box = page.get_by_role("combobox", name="Find an indicator or an authority")
    box.fill(words)
    expect(page.get_by_role("option").first).to_contain_text(result)
    box.press("Enter")


def test_where_do_we_stand(home: Page) -> None:
    expect(home.locator(".answer")).to_contain_text(
        re.compile(r"worse than .* on \d+, similar on \d+ and better on \d+")
    )
    expect(source(home)).to_be_visible()


def test_what_has_changed(home: Page) -> None:
    expect(home.get_by_role("heading", name=re.compile("^Since the year before"))).to_be_visible()
    expect(home.get_by_role("heading", name=re.compile("earlier snapshot"))).to_be_visible()


def test_who_is_truly_like_us(home: Page) -> None:
    go(home, "Neighbours")
    expect(home.locator(".answer")).to_contain_text("published neighbours of May 2025 are also among our modelled ones")
    expect(home.get_by_text("Published lists: Department for Education")).to_be_visible()


def test_how_do_we_compare_side_by_side(home: Page) -> None:
    go(home, "Compare")
    row = home.get_by_role("row", name=re.compile(RATE))
    for figure in ("90", "60", "93", "110", "72.8", "55", "67"):
        expect(row).to_contain_text(figure)
    expect(source(home)).to_be_visible()


def test_is_the_gap_real_and_how_many_children_is_it(home: Page) -> None:
    look_for(home, "health checks", "Percentage of CLA having Health Checks")
    answers = home.locator(".answers")
    expect(answers).to_contain_text("worse than the average, by more than chance alone would make")
    expect(answers).to_contain_text("16 more children who had their annual health assessment would bring Southampton")
    expect(source(home)).to_be_visible()


def test_another_authority_is_one_search_away(home: Page) -> None:
    look_for(home, "E06000044", "Portsmouth")
    expect(home.locator("#page h1")).to_have_text("Where does Portsmouth stand?")


def test_can_i_take_it_to_the_meeting(home: Page) -> None:
    go(home, "Authority")
    expect(home.get_by_role("button", name="Print this page")).to_be_visible()
    expect(home.get_by_role("link", name="Excel").first).to_be_visible()


def test_two_tabs_do_not_disturb_each_other(browser: Browser, portal: str) -> None:
    with visiting(browser, portal) as (first, _):
        first.goto("/indicator")
        second = first.context.new_page()
        second.goto("/indicator?authority=kent&indicator=LACDental%25")
        expect(first.locator(".answer")).to_contain_text("Southampton")
        expect(second.locator(".answer")).to_contain_text("Kent")
        first.get_by_label("Neighbours", exact=True).select_option("2021")
        expect(first.locator(".answer")).to_contain_text("94.8")
        expect(second.locator(".answer")).to_contain_text("Kent")
        second.reload()
        expect(second.locator(".answer")).to_contain_text("Kent")
        first.go_back()
        expect(first.locator(".answer")).to_contain_text("72.8")


def test_an_address_restores_what_was_seen(browser: Browser, portal: str) -> None:
    with visiting(browser, portal) as (page, _):
        page.goto("/indicator")
        page.get_by_label("Neighbours", exact=True).select_option("modelled")
        page.get_by_label("Period", exact=True).select_option("2023")
        expect(page.locator(".answer")).to_contain_text("On 31 March 2023")
        wait_for_the_whole(page)
        address, said = page.url, page.locator(".answers").inner_text()
    with visiting(browser, portal) as (page, _):
        page.goto(address)
        expect(page.locator(".answers")).to_have_text(said, use_inner_text=True)


def test_on_a_phone_the_answer_comes_before_the_controls(browser: Browser, portal: str) -> None:
    with visiting(browser, portal, WIDTHS["phone"]) as (page, _):
        page.goto("/")
        answer = page.locator(".answer").bounding_box()
        assert answer is not None
        assert answer["y"] < 450
        change = page.get_by_role("button", name="Change")
        expect(page.get_by_label("Authority", exact=True)).to_be_hidden()
        change.focus()
        page.keyboard.press("Enter")
        expect(change).to_have_attribute("aria-expanded", "true")
        page.get_by_label("Authority", exact=True).select_option("kent")
        expect(page.locator("#page h1")).to_have_text("Where does Kent stand?")
        expect(page.get_by_label("Authority", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Change")).to_have_attribute("aria-expanded", "true")
