"""The page of one authority as a reader goes through it: by keyboard, on a phone, in the dark, and on paper."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from layouts.theme import DARK, LIGHT, Palette
from tests.browser.barriers import ALL_BUT_CONTRAST
from tests.browser.visits import WIDTHS, as_it_was, in_each_look, visiting

RATE = "Children looked after rate per 10,000"
# All topics are a page of 1.5 megabytes, which a machine that is busy draws slowly.
PATIENCE = 30_000
# An A4 sheet, upright, inside the margins that the style sheet sets (192 by 281 millimetres), in CSS pixels.
MILLIMETRE = 96 / 25.4
PAPER_WIDTH, PAPER_HEIGHT = round(192 * MILLIMETRE), 281 * MILLIMETRE


@pytest.fixture
def profile(page: Page) -> Page:
    page.goto("/authority")
    expect(page.locator("h1")).to_have_text("Southampton, topic by topic")
    return page


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: str) -> Iterator[Page]:
    with visiting(browser, portal) as (page, _):
        page.goto("/authority")
        expect(page.locator("h1")).to_have_text("Southampton, topic by topic")
        yield page


@pytest.fixture
def looked_at(opened: Page) -> Iterator[Page]:
    """The page, opened once for all tests that only look at it: each leaves it as it was."""
    yield from as_it_was(opened)


def row(page: Page, title: str) -> Locator:
    """A row of a spine chart."""
    return page.locator(".spines tbody tr").filter(has=page.get_by_role("link", name=title, exact=True))


def colour(place: Locator, style: str) -> str:
    """A computed colour as a token is written."""
    found = place.evaluate("(element, style) => getComputedStyle(element)[style]", style)
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", found)[:3])


def test_a_first_visit_answers_for_southampton(looked_at: Page) -> None:
    expect(looked_at).to_have_title("Authority: Southampton, topic by topic - Alongside")
    expect(looked_at.locator(".summary .answer")).to_contain_text("Of the 63 indicators that can be tested")
    expect(looked_at.locator(".topic-lines tbody tr")).to_have_count(25)
    expect(looked_at.get_by_role("heading", level=2)).to_have_text(
        [
            "Furthest from its neighbours on care leavers: worse on 8, better on 4",
            "Children looked after: worse than neighbours on 7, similar on 10 and better on 2 of 19 tested",
        ]
    )
    cells = row(looked_at, RATE).get_by_role("cell")
    expect(cells).to_have_text([re.compile(said) for said in (r"^90 ◆ higher", "72.8", "67", "27", "^$", "184")])
    expect(row(looked_at, RATE).get_by_role("img", name=re.compile("Middle half; middle half of 151"))).to_be_visible()


def test_a_topic_of_the_summary_leads_to_its_chart_by_keyboard(profile: Page) -> None:
    profile.get_by_role("link", name="Care leavers", exact=True).focus()
    profile.keyboard.press("Enter")
    chart = profile.locator("#spine-care-leavers")
    expect(chart.get_by_role("heading")).to_contain_text("Care leavers: worse than neighbours on 8")
    expect(chart).to_be_focused()
    expect(chart).to_be_in_viewport()
    expect(profile.get_by_label("Topic", exact=True)).to_have_value("care-leavers")
    profile.keyboard.press("Tab")
    expect(chart.locator(".spines a").first).to_be_focused()
    profile.go_back()
    expect(profile.locator("#spine-children-looked-after")).to_be_visible()


def test_all_topics_and_england_are_addresses(profile: Page) -> None:
    profile.get_by_role("link", name="All topics").click()
    expect(profile.locator(".spines")).to_have_count(25, timeout=PATIENCE)
    profile.get_by_role("link", name="Adoption", exact=True).click()
    expect(profile.locator("#spine-adoption")).to_be_in_viewport()
    profile.goto(profile.url.split("#")[0])
    expect(profile.locator(".spines")).to_have_count(25, timeout=PATIENCE)
    profile.get_by_role("link", name="Children looked after only").click()
    expect(profile.locator(".spines")).to_have_count(1, timeout=PATIENCE)
    profile.locator("#show-england").click()
    expect(profile.get_by_role("heading", level=2).last).to_contain_text("than England")
    expect(profile.locator("#show-england")).to_be_focused()
    expect(profile.locator("#show-england")).to_have_attribute("aria-current", "true")


def test_a_row_leads_to_its_indicator(profile: Page) -> None:
    row(profile, RATE).get_by_role("link").click()
    expect(profile.locator("h1")).to_contain_text(RATE)


def test_nothing_stands_in_the_way_of_anybody(profile: Page, axe: Callable[[Page], list[str]]) -> None:
    for summary in profile.locator("summary").all():
        summary.click()
    for width in in_each_look(profile):
        assert axe(profile) == [], width
        assert profile.evaluate("document.documentElement.scrollWidth") <= width


def test_marks_wear_the_colours_of_the_scheme(looked_at: Page) -> None:
    wears(looked_at, LIGHT)
    looked_at.emulate_media(color_scheme="dark")
    wears(looked_at, DARK)


def wears(profile: Page, palette: Palette) -> None:
    chart = profile.locator(".spines")
    for kind, style, token in [
        (".mark.better", "fill", palette.better),
        (".mark.worse", "fill", palette.worse),
        ("path.neighbours", "stroke", palette.neighbours),
        ("path.england", "stroke", palette.ink),
        ("path.region", "stroke", palette.region),
    ]:
        assert colour(chart.locator(kind).first, style) == token, kind


def test_on_a_phone_each_row_is_a_card_with_its_labels(looked_at: Page) -> None:
    looked_at.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    card = row(looked_at, RATE)
    labels = card.get_by_role("cell").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
    )
    assert labels == ['"Southampton"', '"Neighbours"', '"England"', '"Lowest"', "none", '"Highest"']
    picture, frame = card.locator("svg").bounding_box(), card.bounding_box()
    assert picture is not None
    assert frame is not None
    assert frame["x"] <= picture["x"]
    assert picture["x"] + picture["width"] <= frame["x"] + frame["width"]
    assert looked_at.get_by_role("rowheader").count() > 60, "cards are still a table"


@pytest.mark.parametrize("authority", ["southampton", "shropshire", "richmond-upon-thames"])
def test_the_summary_prints_on_one_sheet(page: Page, authority: str) -> None:
    page.goto(f"/authority?authority={authority}")
    expect(page.locator(".topic-lines tbody tr")).to_have_count(25)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_WIDTH, "height": 900})
    summary = page.locator(".summary").bounding_box()
    assert summary is not None
    assert summary["height"] < PAPER_HEIGHT
    for hidden in (".selection", ".site-header", ".print-key", ".take-away"):
        expect(page.locator(hidden).first).to_be_hidden()
    for said in ("Source: DfE", "Snapshot", "Address of this page"):
        expect(page.locator(".summary")).to_contain_text(said)
    sizes = sheets(page.pdf(prefer_css_page_size=True))
    assert sizes[0] == "portrait"
    assert set(sizes[1:]) == {"landscape"}


def sheets(document: bytes) -> list[str]:
    """Which way up each sheet of a PDF is, from the boxes of its pages, in their order."""
    boxes = re.findall(rb"/Type /Page\b(?!s).*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", document, re.DOTALL)
    return ["portrait" if float(height) > float(width) else "landscape" for width, height in boxes]


def test_the_print_button_prints(profile: Page) -> None:
    profile.evaluate("window.print = () => { document.title = 'printed'; }")
    profile.get_by_role("button", name="Print this page").press("Enter")
    expect(profile).to_have_title("printed")


def test_what_is_taken_away_is_what_is_shown_and_what_the_api_says(looked_at: Page) -> None:
    chart = looked_at.locator("[data-chart='spine-children-looked-after']")
    address = chart.get_by_role("link", name="CSV").get_attribute("href")
    assert address is not None
    taken = looked_at.request.get(address)
    assert "spine-children-looked-after" in taken.headers["content-disposition"]
    rows = {one["Indicator"]: one for one in csv.DictReader(io.StringIO(taken.body().decode("utf-8-sig")))}
    answer: list[dict[str, Any]] = json.loads(looked_at.request.get("/api/v1/table?authority=southampton").text())
    api = {record["title"]: record for record in answer}
    titles = chart.locator(".spines tbody th a").all_text_contents()
    assert list(rows) == titles
    shown = chart.locator(".spines td.us").all_text_contents()
    for title, words in zip(titles, shown, strict=True):
        value = api[title]["value"]
        if value is None:
            assert not re.match(r"[\d.]+$", rows[title]["Southampton"])
        else:
            assert float(rows[title]["Southampton"]) == value
            said = re.match(r"[−£]*[\d,.]+", words)
            assert said is not None, words
            assert float(re.sub("[£,]", "", said[0]).replace("−", "-")) == value


def test_a_picture_of_the_whole_chart_can_be_taken(profile: Page) -> None:
    profile.locator("#to-adoption").click()
    chart = profile.locator("[data-chart='spine-adoption']")
    with profile.expect_download() as download:
        chart.get_by_role("button", name="SVG").click()
    picture = download.value.path().read_text()
    assert picture.count("<path") > 10
    for title in chart.locator(".spines tbody th a").all_text_contents():
        assert title.split(" ")[0] in picture


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("profile-england", "/authority?topic=key-stage-4&view=england"),
        ("profile-year", "/authority?authority=isle-of-wight&topic=care-leavers&year=2020"),
    ],
)
def test_every_kind_of_page_draws_without_a_barrier(
    page: Page, snap: Callable[[Page, str], None], axe: Callable[..., list[str]], name: str, address: str
) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert axe(page, rules=ALL_BUT_CONTRAST) == []
    snap(page, name)
