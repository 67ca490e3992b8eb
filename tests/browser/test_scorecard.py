"""The Scorecard as a reader goes through it: to one chart, by keyboard, on a phone, from its address."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from layouts import ids
from layouts.theme import DARK, LIGHT, Palette
from tests.browser.visits import WIDTHS, in_each_look, wait_for_the_whole

RE_REFERRALS = "Percentage of re-referrals within 12 months"


def control(name: str) -> str:
    return f"[id='{ids.control_text(name)}']"


def parts_of(page: Page) -> dict[str, list[str]]:
    wait_for_the_whole(page)
    return parse_qs(urlsplit(page.url).query)


def test_the_answer_is_seen_first_and_leads_to_the_chart_behind_it(page: Page) -> None:
    page.goto("/scorecard")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What is happening this month in Southampton: October 2022?"
    )
    expect(page.locator(".answer")).to_contain_text("met 4 of the 16 targets that a month can be held to")
    expect(page).to_have_title("This month: Southampton, Performance scorecard, October 2022 - Alongside")
    page.locator(".signals").get_by_role("link", name="Number of care leavers").click()
    expect(page.locator("#measure h2")).to_contain_text("Number of care leavers was 253 in October 2022: higher")
    expect(page.locator("#measure")).to_be_focused()
    assert parts_of(page)["measure"] == ["care-leavers"]
    expect(page.locator("#measure .main-svg").first).to_be_visible()
    page.go_back()
    expect(page.locator("#measure h2")).to_contain_text(RE_REFERRALS)


def test_a_month_is_chosen_and_an_address_restores_it(page: Page) -> None:
    page.goto("/scorecard?measure=contacts")
    page.locator(control("month")).select_option("2022-08")
    expect(page.get_by_role("heading", level=1)).to_contain_text("August 2022")
    assert (parts_of(page)["month"], parts_of(page)["measure"]) == (["2022-08"], ["contacts"])
    page.get_by_role("link", name="Month after: September 2022").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("September 2022")
    page.reload()
    expect(page.locator("#measure h2")).to_have_text("Number of contacts was 1,784 in September 2022: no signal")
    expect(page.locator(control("month"))).to_have_value("2022-09")


def test_a_first_visit_leaves_the_address_as_it_is(page: Page) -> None:
    page.goto("/scorecard")
    expect(page.locator("#measure .main-svg").first).to_be_visible()
    assert urlsplit(page.url).query == ""


def test_another_return_is_chosen_and_has_years_and_no_chart(page: Page) -> None:
    page.goto("/scorecard")
    page.locator(control("local")).select_option("attainment-2025")
    expect(page.locator(".answer")).to_contain_text("This return has no months: it holds 7 measures, 2018 to 2025")
    expect(page.get_by_role("table").first).to_contain_text("KS2: RWM")
    expect(page.locator("#measure")).to_have_count(0)
    page.locator(control("local")).select_option("-")
    expect(page.get_by_role("heading", level=1)).to_contain_text("October 2022")


def test_as_it_stood_before_there_was_any_return(page: Page) -> None:
    page.goto("/scorecard")
    day = page.locator(control("on"))
    day.fill("2022-11-24")
    day.press("Enter")
    expect(page.locator(".answer")).to_have_text(
        "There is no local return of Southampton as it stood on 2022-11-24 that you can see here."
    )
    page.get_by_role("link", name="Show what there is today").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("October 2022")


def test_an_authority_without_a_return_leads_to_one_that_has(page: Page) -> None:
    page.goto("/scorecard?authority=kent")
    expect(page.locator(".answer")).to_have_text("There is no local return of Kent that you can see here.")
    expect(page.get_by_role("link", name="template for Kent")).to_have_attribute(
        "href", "/returns/template?authority=kent&format=xlsx"
    )
    page.locator(".answers").get_by_role("link", name="Southampton").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Southampton: October 2022")


def test_the_page_is_gone_through_by_keyboard(page: Page) -> None:
    page.goto("/scorecard")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Robust Corporate Parenting").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3, name="Robust Corporate Parenting")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Number of CLA at the end of the month", exact=True).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#measure h2")).to_contain_text("Number of CLA at the end of the month was 554")
    summary = page.locator(".first-words summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".first-words")).to_contain_text("1477 Contacts received in October 2022")


def test_a_narrow_screen_has_rows_as_cards_and_nothing_beside_the_page(page: Page) -> None:
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    page.goto("/scorecard")
    table = page.get_by_role("table", name="Purposeful Direct Contact, October 2022")
    expect(table.get_by_role("row")).to_have_count(5)
    expect(table.get_by_role("rowheader").first).to_be_visible()
    cells = table.get_by_role("row").nth(1).get_by_role("cell")
    expect(cells.first).to_contain_text("86%")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"]


def test_no_barrier_where_there_is_no_return(page: Page, axe: Callable[..., list[str]]) -> None:
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    page.emulate_media(color_scheme="dark")
    page.goto("/scorecard?authority=kent")
    expect(page.locator(".answer")).to_be_visible()
    assert axe(page) == []


def test_no_barrier_where_a_return_has_no_months(page: Page, axe: Callable[..., list[str]]) -> None:
    page.goto("/scorecard?local=attainment-2025")
    expect(page.locator(".answer")).to_be_visible()
    for width in in_each_look(page):
        assert axe(page) == [], width


def test_a_signal_has_the_colour_of_the_scheme_beside_its_shape_and_word(page: Page) -> None:
    page.goto("/scorecard?measure=re-referrals")
    word = page.locator("#measure .annotation-text", has_text="concern")
    expect(word).to_be_visible()
    palettes: dict[Literal["light", "dark"], Palette] = {"light": LIGHT, "dark": DARK}
    for scheme, palette in palettes.items():
        page.emulate_media(color_scheme=scheme)
        found = word.evaluate("text => getComputedStyle(text).fill")
        assert "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", found)[:3]) == palette.worse


def test_a_chart_is_taken_away_with_what_is_chosen(page: Page) -> None:
    page.goto("/scorecard?measure=contacts&month=2022-09")
    with page.expect_download() as waiting:
        page.locator("#measure").get_by_role("link", name="CSV").click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[-1].startswith("September 2022,1784,")
    assert "month=2022-09" in lines[-1]
