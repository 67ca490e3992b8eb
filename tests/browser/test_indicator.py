"""The Indicator page as a reader goes through it: by keyboard, on a phone, in the dark, and with a screen reader."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from layouts import ids
from layouts.charts import frame
from layouts.theme import DARK, LIGHT, Palette
from tests.browser.visits import WIDTHS

RATE = "Children looked after rate per 10,000"
INDICATOR = f"select[id='{ids.control_text('indicator')}']"
TOPIC = f"select[id='{ids.control_text('topic')}']"
# The labels that leave the chart that they belong to.
OUTSIDE = """figures => figures.flatMap(figure => {
    const outer = figure.getBoundingClientRect();
    return [...figure.querySelectorAll(".annotation-text")].filter(text => {
        const inner = text.getBoundingClientRect();
        return inner.left < outer.left - 1 || inner.right > outer.right + 1;
    }).map(text => text.textContent);
})"""
LINE = ".scatterlayer .trace:nth-child({}) .js-line"


@pytest.fixture
def indicator(page: Page) -> Page:
    page.goto("/indicator")
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Both charts stand there with their labels."""
    expect(page.locator(".chart .js-plotly-plot .annotation-text").first).to_be_visible()
    expect(page.locator(".chart .js-plotly-plot .main-svg").nth(3)).to_be_attached()


def question(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def colour(page: Page, selector: str, style: str) -> str:
    """A computed colour as a token is written."""
    found = page.locator(selector).first.evaluate("(element, style) => getComputedStyle(element)[style]", style)
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", found)[:3])


def test_a_first_visit_answers_for_southampton(indicator: Page) -> None:
    expect(question(indicator)).to_have_text(f"How do we compare on: {RATE}?")
    expect(indicator.locator(".answer")).to_contain_text("On 31 March 2025 Southampton's rate was 90 per 10,000")
    expect(indicator).to_have_title(f"Indicator: Southampton, {RATE} - Alongside")
    for finding in ("Southampton fell from 120", "Southampton is 36th highest of 151"):
        expect(indicator.get_by_role("img", name=re.compile(finding))).to_be_visible()
    expect(indicator.locator(".bars .point")).to_have_count(151)


def test_the_journey_can_be_made_by_keyboard(indicator: Page) -> None:
    indicator.locator(INDICATOR).focus()
    indicator.keyboard.press("ArrowDown")
    expect(question(indicator)).to_have_text("How do we compare on: Number of Children looked after?")
    expect(indicator.locator(INDICATOR)).to_be_focused()
    assert parse_qs(urlsplit(indicator.url).query)["indicator"] == ["number-of-children-looked-after"]
    indicator.keyboard.press("Tab")
    expect(indicator.locator("summary").first).to_be_focused()
    indicator.keyboard.press("Enter")
    table = indicator.get_by_role("region", name=re.compile("over time"))
    expect(table.get_by_role("rowheader").first).to_have_text("31 March 2025")
    indicator.keyboard.press("Tab")
    expect(table).to_be_focused()
    indicator.keyboard.press("Tab")
    expect(indicator.locator("summary").nth(1)).to_be_focused()
    indicator.go_back()
    expect(question(indicator)).to_have_text(f"How do we compare on: {RATE}?")


def test_another_topic_shows_its_first_indicator(indicator: Page) -> None:
    indicator.locator(TOPIC).select_option("youth-offending")
    expect(question(indicator)).not_to_contain_text("Children looked after")
    first = indicator.locator(f"{INDICATOR} option:not([value=''])").first
    expect(question(indicator)).to_have_text(f"How do we compare on: {first.text_content()}?")
    assert indicator.locator(INDICATOR).input_value() == first.get_attribute("value")


def test_the_way_on_keeps_the_selection(page: Page) -> None:
    page.goto("/indicator?authority=portsmouth&indicator=FirstYJS")
    drawn(page)
    page.get_by_role("navigation", name="From here").get_by_role(
        "link", name="How do we compare, side by side?"
    ).click()
    expect(question(page)).to_have_text("How do we compare on youth offending?")
    expect(page.get_by_label("Authority", exact=True)).to_have_value("portsmouth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values())
def test_nothing_stands_in_the_way_of_anybody(
    indicator: Page, axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    indicator.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    indicator.set_viewport_size({"width": width, "height": 900})
    for summary in indicator.locator("summary").all():
        summary.click()
    assert axe(indicator) == []


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_charts_wear_the_colours_of_the_scheme(indicator: Page, scheme: str, palette: Palette) -> None:
    indicator.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    strokes = [colour(indicator, LINE.format(place), "stroke") for place in range(1, 8)]
    assert strokes == [*[palette.muted] * 3, palette.region, palette.ink, palette.neighbours, palette.us]
    bars = indicator.locator(".bars .point path")
    used = set(bars.evaluate_all("bars => bars.map(bar => getComputedStyle(bar).fill)"))
    assert len(used) == 3, "us, those beside us, and all others"
    assert colour(indicator, ".xtick text", "fill") == palette.muted
    assert colour(indicator, ".annotation-text", "fill") in {palette.muted, palette.us}


@pytest.mark.parametrize("width", WIDTHS.values())
@pytest.mark.parametrize("code", ["LAC", "LACHealth%", "total-children-looked-after-finance-gross", "FirstYJS"])
def test_names_stay_inside_their_chart_and_the_page_inside_the_screen(page: Page, width: int, code: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/indicator?indicator={code.replace('%', '%25')}")
    drawn(page)
    expect(page.locator(".chart figure").last.locator(".annotation-text").last).to_be_visible()
    heights = page.locator(".chart figure").evaluate_all("figures => figures.map(figure => figure.offsetHeight)")
    assert heights == [frame.HEIGHT] * 2, "nothing moves when the figures change"
    assert page.locator(".chart figure").evaluate_all(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_chart_offers_no_buttons_and_says_what_it_shows_where_one_points(indicator: Page) -> None:
    assert indicator.locator(".modebar-btn").count() == 0
    figure = indicator.locator(".chart figure").first
    figure.scroll_into_view_if_needed()
    point = figure.locator(".scatterlayer .trace").nth(6).locator(".point").nth(4).bounding_box()
    assert point is not None
    indicator.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(figure.locator(".hoverlayer")).to_contain_text("31 March 2020: 98 per 10,000")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("indicator", "/indicator"),
        ("indicator-tested", "/indicator?indicator=LACHealth%25"),
        (
            "indicator-suppressed",
            "/indicator?indicator=care-leavers-aged-17-to-18-not-eet-because-of-illness-or-disability",
        ),
        ("indicator-no-figures", "/indicator?indicator=entered-for-the-ebacc-cla"),
        ("indicator-one-period", "/indicator?indicator=SEN_AN_REVIEW_EXPECTED"),
    ],
)
def test_every_kind_of_page_draws_and_is_kept_as_a_picture(
    page: Page, snap: Callable[[Page, str], None], axe: Callable[[Page], list[str]], name: str, address: str
) -> None:
    page.goto(address)
    expect(question(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    snap(page, name)
