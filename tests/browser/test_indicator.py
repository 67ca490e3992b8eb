"""The Indicator page as a reader goes through it: by keyboard, on a phone, in the dark, and with a screen reader."""

import csv
import io
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from layouts import ids
from layouts.charts import distribution, frame
from layouts.theme import DARK, LIGHT, Palette
from tests.browser.barriers import ALL_BUT_CONTRAST
from tests.browser.visits import as_it_was, in_each_look, visiting

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


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: str) -> Iterator[Page]:
    with visiting(browser, portal) as (page, _):
        page.goto("/indicator")
        drawn(page)
        yield page


@pytest.fixture
def looked_at(opened: Page) -> Iterator[Page]:
    """The page, opened once for all tests that only look at it: each leaves it as it was."""
    yield from as_it_was(opened)


def drawn(page: Page) -> None:
    """Every chart stands there with its labels."""
    figures = page.locator(".chart figure")
    expect(figures.first).to_be_visible()
    for figure in figures.all():
        expect(figure.locator(".annotation-text").first).to_be_visible()


def question(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def colour(page: Page, selector: str, style: str) -> str:
    """A computed colour as a token is written."""
    found = page.locator(selector).first.evaluate("(element, style) => getComputedStyle(element)[style]", style)
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", found)[:3])


def test_a_first_visit_answers_for_southampton(looked_at: Page) -> None:
    expect(question(looked_at)).to_have_text(f"How do we compare on: {RATE}?")
    expect(looked_at.locator(".answer")).to_contain_text("On 31 March 2025 Southampton's rate was 90 per 10,000")
    expect(looked_at).to_have_title(f"Indicator: Southampton, {RATE} - Alongside")
    for finding in (
        "Southampton fell from 120",
        "Southampton is 36th highest of 151 authorities; at 95% it could be 24th to 48th",
        "Southampton lies above the middle figure of 151 authorities",
        "Southampton lies within the limits, once they allow for how much authorities differ",
    ):
        expect(looked_at.get_by_role("img", name=re.compile(finding))).to_be_visible()
    expect(looked_at.locator("[data-chart=ranked] .bars .point")).to_have_count(151)


def test_the_page_reads_in_the_order_of_a_board_s_questions(looked_at: Page) -> None:
    known = looked_at.locator("[data-chart]").evaluate_all("cards => cards.map(card => card.dataset.chart)")
    pictures, lists = ["trend", "ranked", "distribution", "map", "funnel"], ["sensitivity", "neighbours", "comparators"]
    assert known == [*pictures, *lists]
    levels = looked_at.locator(".indicator-page :is(h1, h2, h3)").evaluate_all("all => all.map(one => one.tagName)")
    assert levels == ["H1", *["H2"] * 9]


def test_a_chart_of_chance_says_in_words_what_it_draws(indicator: Page) -> None:
    indicator.goto("/indicator?indicator=LACHealth%25")
    drawn(indicator)
    trend = indicator.locator("[data-chart=trend]")
    expect(trend).to_contain_text("the band around the line is the 95% interval")
    expect(trend).to_contain_text("Recent trend: no significant change")
    expect(trend).to_contain_text("Next update due November 2026.")
    expect(trend.locator(".scatterlayer .js-fill").first).to_be_attached()
    expect(trend.locator(".shapelayer path[d*='L']").first).to_be_attached()
    expect(indicator.locator("[data-chart=ranked] figure")).to_contain_text("93rd to 132nd")
    expect(indicator.locator("[data-chart=distribution] figure")).to_contain_text("D worst")
    limits = indicator.locator("[data-chart=funnel] .annotation-text").all_text_contents()
    assert limits.count("99.8%") == 2
    assert limits.count("95%") == 2


def test_lists_stand_open_and_the_one_in_use_is_marked(looked_at: Page) -> None:
    verdicts = looked_at.locator("[data-chart=sensitivity]")
    expect(verdicts.get_by_role("table")).to_be_visible()
    expect(verdicts.locator("tr.us")).to_contain_text("DfE statistical neighbours, May 2025")
    around = looked_at.locator("[data-chart=neighbours]")
    expect(around.get_by_role("columnheader")).to_contain_text(
        ["Authority", "Closeness", "Figure (rate per 10,000)", "From the average", "Average without it"]
    )
    expect(around.get_by_role("row", name=re.compile("Hillingdon"))).to_contain_text("76.3")


def test_the_next_indicator_of_the_topic_is_one_key_away(indicator: Page) -> None:
    indicator.get_by_role("link", name="Next: Number of Children looked after").click()
    expect(question(indicator)).to_have_text("How do we compare on: Number of Children looked after?")
    expect(indicator.get_by_text("there is no funnel plot to tell chance from size")).to_be_visible()
    indicator.get_by_role("link", name=f"Previous: {RATE}").click()
    expect(question(indicator)).to_have_text(f"How do we compare on: {RATE}?")


def test_the_file_of_each_chart_has_its_table_s_rows(indicator: Page) -> None:
    indicator.evaluate("window.alongside.unfold(document)")  # a table is in the page once it was opened
    for card in indicator.locator("[data-chart]").all():
        address = card.get_by_role("link", name="CSV").get_attribute("href")
        assert address is not None
        text = indicator.request.get(address).text().removeprefix("\ufeff")
        found = [row[0] for row in csv.reader(io.StringIO(text))]
        rows = card.locator("tr > :first-child").all_text_contents()
        assert found == [row.replace(",", "") if row.replace(",", "").isdigit() else row for row in rows]


def test_a_table_is_there_before_it_is_opened(indicator: Page) -> None:
    table = indicator.locator("[data-chart=trend] details")
    expect(table.locator("tr")).to_have_count(0)
    opened = "details => { details.querySelector('summary').click(); return details.querySelectorAll('tr').length; }"
    assert table.evaluate(opened) > 1


def test_the_journey_can_be_made_by_keyboard(indicator: Page) -> None:
    indicator.locator(INDICATOR).focus()
    indicator.keyboard.press("ArrowDown")
    expect(question(indicator)).to_have_text("How do we compare on: Number of Children looked after?")
    expect(indicator.locator(INDICATOR)).to_be_focused()
    expect(indicator).to_have_url(re.compile("indicator=number-of-children-looked-after&"))
    for link in ("Previous: ", "Next: "):
        indicator.keyboard.press("Tab")
        expect(indicator.get_by_role("link", name=re.compile(f"^{link}"))).to_be_focused()
    indicator.keyboard.press("Tab")
    expect(indicator.locator("summary").first).to_be_focused()
    indicator.keyboard.press("Enter")
    table = indicator.get_by_role("region", name=re.compile("over time"))
    expect(table.get_by_role("rowheader").first).to_have_text("31 March 2025")
    indicator.keyboard.press("Tab")
    expect(table).to_be_focused()
    for words in ("CSV", "Excel", "PNG", "SVG", "Copy the figures"):
        indicator.keyboard.press("Tab")
        expect(indicator.locator("[data-chart=trend] .take-away").get_by_text(words)).to_be_focused()
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


def test_nothing_stands_in_the_way_of_anybody(indicator: Page, axe: Callable[[Page], list[str]]) -> None:
    for summary in indicator.locator("summary").all():
        summary.click()
    for width in in_each_look(indicator):
        assert axe(indicator) == [], width


def test_charts_wear_the_colours_of_the_scheme(indicator: Page) -> None:
    wears(indicator, LIGHT)
    indicator.emulate_media(color_scheme="dark")
    wears(indicator, DARK)


def wears(indicator: Page, palette: Palette) -> None:
    assert colour(indicator, ".scatterlayer .js-fill", "fill") == palette.us, "the band under the lines is the first"
    strokes = [colour(indicator, LINE.format(place), "stroke") for place in range(2, 7)]
    assert strokes == [palette.muted, palette.region, palette.ink, palette.neighbours, palette.us]
    bars = indicator.locator("[data-chart=ranked] .bars .point path")
    used = set(bars.evaluate_all("bars => bars.map(bar => getComputedStyle(bar).fill)"))
    assert len(used) == 3, "us, those beside us, and all others"
    assert colour(indicator, ".xtick text", "fill") == palette.muted
    assert colour(indicator, ".annotation-text", "fill") in {palette.muted, palette.us}


@pytest.mark.parametrize("code", ["LAC", "LACHealth%", "total-children-looked-after-finance-gross", "FirstYJS"])
def test_names_stay_inside_their_chart_and_the_page_inside_the_screen(page: Page, code: str) -> None:
    page.goto(f"/indicator?indicator={code.replace('%', '%25')}")
    drawn(page)
    for width in in_each_look(page):
        expect(page.locator(".chart figure").last.locator(".annotation-text").last).to_be_visible()
        heights = page.locator(".chart figure").evaluate_all("figures => figures.map(figure => figure.offsetHeight)")
        counted = code in ("LAC", "LACHealth%")
        assert heights == [frame.HEIGHT] * 2 + [distribution.HEIGHT] + [frame.HEIGHT] * counted, "nothing moves"
        assert page.locator(".chart figure").evaluate_all(OUTSIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_chart_offers_no_buttons_and_says_what_it_shows_where_one_points(indicator: Page) -> None:
    assert indicator.locator(".modebar-btn").count() == 0
    figure = indicator.locator(".chart figure").first
    figure.scroll_into_view_if_needed()
    point = figure.locator(".scatterlayer .trace").last.locator(".point").nth(4).bounding_box()
    assert point is not None
    indicator.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(figure.locator(".hoverlayer")).to_contain_text("31 March 2020: 98 per 10,000")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        (
            "indicator-suppressed",
            "/indicator?indicator=care-leavers-aged-17-to-18-not-eet-because-of-illness-or-disability",
        ),
        ("indicator-no-figures", "/indicator?indicator=entered-for-the-ebacc-cla"),
        ("indicator-one-period", "/indicator?indicator=SEN_AN_REVIEW_EXPECTED"),
    ],
)
def test_every_kind_of_page_draws_without_a_barrier(
    page: Page, snap: Callable[[Page, str], None], axe: Callable[..., list[str]], name: str, address: str
) -> None:
    page.goto(address)
    expect(question(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert axe(page, rules=ALL_BUT_CONTRAST) == []
    snap(page, name)
