"""The Compare page's choices as a reader makes them: who stands beside, which indicators, in which form."""

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from layouts import ids
from tests.browser.visits import WIDTHS, in_each_look, visiting, wait_for_the_whole

RATE = "Children looked after rate per 10,000"
FIRST_VISIT = 30_000
"""Milliseconds: a new browser fetches every script first, and the machine may be busy."""
HEALTH = "Percentage of CLA having Health Checks"
TOPIC = f"select[id='{ids.control_text('topic')}']"
LONGEST_ON_A_PHONE = 12_500
"""Pixels at 390 of the topic with the most indicators; it was 34,000 when every card was open."""


@pytest.fixture
def compare(page: Page) -> Page:
    page.goto("/compare")
    expect(page.locator(".matrix")).to_be_visible(timeout=FIRST_VISIT)
    return page


def choice(page: Page, group: str, name: str) -> Locator:
    return page.get_by_role("group", name=group).get_by_role("link", name=name)


def asked(page: Page, name: str) -> list[str]:
    wait_for_the_whole(page)
    found = parse_qs(urlsplit(page.url).query, keep_blank_values=True).get(name, [""])
    return [part for part in found[0].split(",") if part]


def heads(page: Page) -> Locator:
    return page.locator(".matrix thead th.authority")


def test_presets_by_keyboard_with_back_and_forward(compare: Page) -> None:
    seslip = choice(compare, "Set beside it", "SESLIP")
    seslip.focus()
    compare.keyboard.press("Enter")
    expect(heads(compare)).to_have_count(19)
    expect(seslip).to_have_attribute("aria-current", "true")
    expect(seslip).to_be_focused()
    assert len(asked(compare, "beside")) == 18
    choice(compare, "Set beside it", "Nobody").click()
    expect(heads(compare)).to_have_count(1)
    compare.go_back()
    expect(heads(compare)).to_have_count(19)
    compare.go_back()
    expect(heads(compare)).to_have_text(["Southampton", "Hampshire", "Portsmouth", "Isle of Wight"])
    expect(choice(compare, "Set beside it", "Solent")).to_have_attribute("aria-current", "true")
    compare.go_forward()
    expect(heads(compare)).to_have_count(19)


def test_many_beside_are_folded_and_one_is_removed(page: Page) -> None:
    page.goto("/compare?topic=adoption")
    choice(page, "Set beside it", "Our region").click()
    expect(heads(page)).to_have_count(19)
    assert page.get_by_role("link", name="Remove Kent").is_hidden()
    page.get_by_text("Beside it: 18").click()
    page.get_by_role("link", name="Remove Kent").click()
    expect(heads(page)).to_have_count(18)
    assert "kent" not in asked(page, "beside")


def test_a_partnership_is_one_column_with_how_many_contributed(page: Page) -> None:
    page.goto("/compare?topic=adoption")
    choice(page, "One column for the mean of", "SESLIP").click()
    mean = page.locator(".matrix td.mean").last
    expect(mean).to_have_text(re.compile(r"%\d+ of 19$"))
    expect(page.locator(".reading-aid")).to_contain_text("it is not the figure of their children together")
    page.get_by_role("link", name="Remove SESLIP, mean").click()
    expect(page.locator(".matrix td.mean")).to_have_count(0)


def test_those_beside_become_the_comparators(page: Page) -> None:
    page.goto("/compare?topic=care-leavers")
    choice(page, "Compare with", "the average of the 3 others of Solent").click()
    expect(page.locator(".matrix thead th.neighbours")).to_have_text("Own groupmean of 3")
    expect(page.locator(".answer")).to_contain_text("your own group's average")
    choice(page, "Compared with a group of your own", "back to published neighbours").click()
    expect(page.locator(".matrix thead th.neighbours")).to_have_text("Neighboursmean of 10")


def test_three_indicators_of_several_topics_are_picked_and_shown_alone(
    browser: Browser, portal: str, page: Page
) -> None:
    page.goto("/compare")
    for title in (RATE, HEALTH):
        page.get_by_role("link", name=f"Pick {title}").click()
        expect(page.get_by_role("link", name=f"Picked ✓ {title}")).to_be_focused()
    page.locator(TOPIC).select_option(label="Adoption")
    page.get_by_role("link", name="Pick Percentage of CLA adopted in year").click()
    expect(page.get_by_role("group", name="3 indicators picked")).to_be_visible()
    choice(page, "3 indicators picked", "Only the picked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How do we compare on the 3 indicators picked?")
    titles = page.locator(".matrix tbody th > a")
    expect(titles).to_have_text([RATE, HEALTH, "Percentage of CLA adopted in year"])
    expect(page.locator(TOPIC)).to_have_value("picked")
    expect(page).to_have_title("Compare: Southampton, 3 indicators picked - Alongside")
    with visiting(browser, portal) as (other, _):
        other.goto(page.url)
        expect(other.locator(".matrix tbody th > a")).to_have_text(titles.all_inner_texts())
    page.get_by_role("link", name=f"Picked ✓ {RATE}").click()
    expect(titles).to_have_count(2)
    choice(page, "2 indicators picked", "Clear").click()
    expect(page.get_by_role("group", name="indicators picked")).to_have_count(0)
    assert "indicators=" not in page.url


def test_unchanged_is_hidden_and_shown_again(compare: Page) -> None:
    rows = compare.locator(".matrix tbody th")
    everything = rows.count()
    unchanged = compare.locator(".matrix td.us .moved").filter(has_text="no change").count()
    assert unchanged > 0
    choice(compare, "Leave out", "unchanged").click()
    expect(rows).to_have_count(everything - unchanged)
    expect(compare.locator("p.hidden")).to_contain_text(f"{unchanged} of the {everything} indicators are left out")
    assert asked(compare, "hide") == ["unchanged"]
    compare.get_by_role("link", name="Show them").click()
    expect(rows).to_have_count(everything)


def test_the_figures_in_other_forms(compare: Page, axe: Callable[[Page], list[str]]) -> None:
    choice(compare, "Show as", "Small multiples").click()
    expect(compare.locator(".multiples svg")).to_have_count(78)
    expect(compare.get_by_role("img", name=re.compile(f"^{RATE}: Southampton fell from 120"))).to_be_visible()
    expect(compare.locator(f"#{ids.ANNOUNCEMENT}")).to_have_text(re.compile("small multiples$"))
    choice(compare, "Show as", "Spine chart").click()
    expect(compare.locator(".multiples")).to_have_count(0)
    expect(compare.locator("[data-chart=spine]")).to_be_visible()
    choice(compare, "Show as", "Table").click()
    expect(compare.locator(".matrix")).to_be_visible()
    assert axe(compare) == []


def test_everyone_can_use_the_small_multiples(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/compare?topic=adoption&view=multiples&beside=hampshire,kent,seslip")
    expect(page.locator(".multiples svg")).to_have_count(6)
    for width in in_each_look(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == [], width


def test_everyone_can_use_the_page_with_all_that_can_be_chosen(
    page: Page, axe: Callable[[Page], list[str]], snap: Callable[[Page, str], None]
) -> None:
    seslip = "kent,surrey,slough,reading,medway,wokingham,west-sussex,east-sussex,oxfordshire,seslip,solent"
    page.goto(f"/compare?beside={seslip}&hide=untested&indicators=children-looked-after-rate-per-10-000")
    expect(page.locator(".matrix.in-brief")).to_be_visible()
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == [], width
    snap(page, "compare-many")


def test_the_matrix_is_taken_away_as_it_is_seen(page: Page) -> None:
    page.goto("/compare?topic=adoption&beside=hampshire")
    expect(page.locator(".matrix")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    path = waiting.value.path()
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    seen = page.locator(".matrix tbody td.us .value").all_inner_texts()
    assert [row["Indicator"] for row in rows] == page.locator(".matrix tbody th > a").all_inner_texts()
    figures = [(row["Southampton"], row["Unit"]) for row in rows if row["Southampton"][0].isdigit()]
    assert [value + ("%" if unit == "%" else "") for value, unit in figures] == seen
    assert waiting.value.suggested_filename.startswith("alongside-southampton-compare-matrix")


def test_copying_the_matrix_and_the_address(page: Page) -> None:
    page.goto("/compare?topic=adoption")
    expect(page.locator(".matrix")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the figures").click()
    expect(page.locator(".take-away [role=status]")).to_have_text("Copied 7 rows")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0].startswith("Indicator\tTopic\tUnit\tPeriod")
    assert len({line.count("\t") for line in copied[:7]}) == 1
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator(".copying [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#this-page").evaluate("link => link.href")


def test_a_picture_of_many_has_all_of_them_and_their_titles(page: Page) -> None:
    page.goto("/compare?topic=adoption&view=multiples")
    expect(page.locator(".multiples svg")).to_have_count(6)
    card = page.locator("[data-chart=multiples-percentage]")
    with page.expect_download() as waiting:
        card.get_by_role("button", name="SVG").click()
    drawn = waiting.value.path().read_text()
    assert drawn.count("<svg") == 5, "the sheet, what is assembled on it, and three charts"
    assert "Percent CLA Adopted - application unopposed" in drawn
    with page.expect_download() as waiting:
        card.get_by_role("button", name="PNG").click()
    assert waiting.value.path().read_bytes()[:4] == b"\x89PNG"


def test_a_phone_is_not_buried_in_cards(compare: Page) -> None:
    compare.set_viewport_size({"width": 390, "height": 844})
    height = compare.evaluate("document.documentElement.scrollHeight")
    assert height < LONGEST_ON_A_PHONE, height


def test_paper_shows_every_multiple_and_no_choices(page: Page) -> None:
    page.set_viewport_size({"width": 1032, "height": 700})
    page.goto("/compare?topic=adoption&view=multiples")
    expect(page.locator(".multiples svg")).to_have_count(6)
    page.emulate_media(media="print")
    expect(page.locator(".arrange")).to_be_hidden()
    expect(page.locator(".multiples svg").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1032


def test_too_many_are_refused_in_a_sentence(page: Page) -> None:
    page.goto("/compare?beside=" + ",".join(f"x{number}" for number in range(181)))
    expect(page.locator(".answer")).to_have_text(
        "There can be 180 authorities beside it at most; this address names 181."
    )
