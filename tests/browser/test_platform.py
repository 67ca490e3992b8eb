"""What the platform owes every page, seen from a browser."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.static_files import PLOTLY, PLOTLY_ADDRESS
from tests.browser.visits import Visit, visiting, wait_for_the_whole
from tests.live import serving


@pytest.fixture(scope="module")
def chart_server() -> Iterator[str]:
    with serving("tests.browser.graph_app:server") as address:
        yield address


@pytest.fixture(scope="module")
def chart(browser: Browser, chart_server: str) -> Iterator[Page]:
    with visiting(browser, chart_server) as (page, _):
        page.goto("/")
        expect(page.locator(".js-plotly-plot .scatterlayer .trace")).to_have_count(1)
        yield page


def test_a_chart_draws_with_the_smaller_library(chart: Page) -> None:
    assert chart.locator(".js-plotly-plot .bars path").count() == 1
    script = chart.evaluate("address => fetch(address).then(answer => answer.text())", PLOTLY_ADDRESS)
    assert len(script.encode()) == PLOTLY.stat().st_size
    scripts = chart.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert len([name for name in scripts if "plotly" in name]) == 2, "once for the page, once for this test"


def test_no_button_offers_to_upload_a_chart(chart: Page) -> None:
    chart.locator(".js-plotly-plot").hover()
    titles = chart.locator(".modebar-btn").evaluate_all("buttons => buttons.map(button => button.dataset.title)")
    assert titles
    assert not [title for title in titles if re.search("cloud|share|studio", title, re.IGNORECASE)]


def test_a_view_that_fails_says_why_and_leaves_the_page_as_it_was(page: Page, visit: Visit) -> None:
    """Until one comes again."""
    visit.allow("500")
    visit.allow("net::")
    page.goto("/compare?authority=kent")
    answer, alert = page.locator(".answer").first, page.get_by_role("alert").first
    expect(answer).to_contain_text("Kent")
    said = {"error": "Something went wrong here.", "reference": "1234abcd"}
    page.route("**/view/**", lambda route: route.fulfill(status=500, json=said))
    page.get_by_label("Authority", exact=True).select_option("Leeds")
    expect(alert).to_have_text("Something went wrong here.")
    page.unroute_all()
    page.route("**/view/**", lambda route: route.abort())
    page.get_by_label("Authority", exact=True).select_option("Essex")
    expect(alert).to_contain_text("The portal cannot be reached just now.")
    expect(answer).to_contain_text("Kent")
    page.unroute_all()
    page.get_by_label("Authority", exact=True).select_option("Surrey")
    expect(answer).to_contain_text("Surrey")
    expect(alert).to_be_empty()


def test_a_new_version_is_taken_up_whole_and_once(page: Page) -> None:
    """What surrounds a page names the snapshot, so it comes anew with the first page of newer figures."""
    loaded: list[str] = []
    page.on("load", lambda _: loaded.append(page.url))

    def newer(route: Route) -> None:
        first, rest = route.fetch().text().splitlines()
        route.fulfill(body=json.dumps(json.loads(first) | {"version": "newer"}) + "\n" + rest)

    page.goto("/compare?authority=kent")
    expect(page.locator(".answer").first).to_contain_text("Kent")
    page.route("**/view/**", newer)
    page.get_by_label("Authority", exact=True).select_option("Leeds")
    expect(page.locator(".answer").first).to_contain_text("Leeds")
    page.get_by_label("Authority", exact=True).select_option("Essex")
    expect(page.locator(".answer").first).to_contain_text("Essex")
    assert len(loaded) == 2


def test_choices_in_quick_succession_end_with_the_last_one_whole(page: Page) -> None:
    """Its first section and its rest: none is ever left with another's."""
    page.goto("/indicator?authority=kent")
    for name in ("Leeds", "Essex", "Surrey", "Dorset", "York"):
        page.get_by_label("Authority", exact=True).select_option(name)
        page.wait_for_timeout(40)
    expect(page.locator(".answer").first).to_contain_text("York")
    wait_for_the_whole(page)
    mine = page.locator("#page").inner_text()
    page.reload()
    assert page.locator("#page").inner_text() == mine
    assert mine.count("York") > 10


CHOSEN = """select => {
    const asked = [], fetched = window.fetch;
    window.fetch = (address, ...given) => { asked.push(address); return fetched(address, ...given); };
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(select, "leeds");
    select.dispatchEvent(new Event("change", { bubbles: true }));
    window.fetch = fetched;
    return asked;
}"""


def test_a_choice_is_asked_for_at_once_and_once(page: Page) -> None:
    """Not only when Dash has made an address of it; and then not again."""
    page.goto("/compare?authority=kent")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    early = page.get_by_label("Authority", exact=True).evaluate(CHOSEN)

    expect(page.locator(".answer").first).to_contain_text("Leeds")
    wait_for_the_whole(page)
    [address] = early
    assert [url.partition("?")[2] for url in asked if "/view/" in url] == [address.partition("?")[2]]
    assert page.url.partition("?")[2] == address.partition("?")[2]


def test_what_was_chosen_just_before_is_not_lost(page: Page) -> None:
    """Another list is changed while the page of the first change is still on its way."""
    page.goto("/compare?authority=kent")
    page.route(re.compile("/view/.*authority=leeds.*topic=children-looked-after"), lambda _: None)
    page.get_by_label("Authority", exact=True).select_option("Leeds")
    page.get_by_label("Topic", exact=True).select_option("Adoption")
    expect(page).to_have_url(re.compile("authority=leeds.*topic=adoption"))
    expect(page.locator(".answer").first).to_contain_text("Leeds")


def test_a_choice_that_is_taken_back_at_once_is_not_made(page: Page) -> None:
    held: list[Route] = []
    page.goto("/compare?authority=kent")
    page.route("**/view/**authority=leeds**", lambda route: held.append(route))
    authority = page.get_by_label("Authority", exact=True)
    authority.select_option("Leeds")
    expect(page).to_have_url(re.compile("authority=leeds"))
    authority.select_option("Kent")
    expect(page).to_have_url(re.compile("authority=kent"))
    wait_for_the_whole(page)
    assert held
    for route in held:
        route.abort()
    expect(page.locator(".answer").first).to_contain_text("Kent")
    expect(authority).to_have_value("kent")


DRAWN = """() => {
    const waiting = new Set();
    window.drawn = [];
    new MutationObserver(() => {
        for (const graph of document.querySelectorAll("[id^=graph-]")) {
            if (graph.style.opacity === "0") {
                waiting.add(graph.id);
            } else if (waiting.delete(graph.id)) {
                const { top, bottom } = graph.getBoundingClientRect();
                window.drawn.push({ id: graph.id, seen: top < window.innerHeight && bottom > 0 });
            }
        }
    }).observe(document.querySelector("#page"), { childList: true, subtree: true, attributes: true });
}"""


def test_charts_below_are_drawn_by_themselves_what_is_looked_at_first(page: Page) -> None:
    """And the rest of them before anybody comes there, since a page is printed and taken away as a whole."""
    page.goto("/indicator?authority=kent")
    later = page.locator("[id^=graph-] .js-plotly-plot")
    expect(later.last).to_be_attached()
    last = later.count()
    assert last > 1
    page.locator("[id^=graph-]").last.scroll_into_view_if_needed()
    page.evaluate(DRAWN)
    page.locator("#navigation").evaluate(
        "() => window.alongside.visit(new URL('/indicator?authority=leeds', window.location.href))"
    )
    expect(page.locator(".answer").first).to_contain_text("Leeds")
    wait_for_the_whole(page)
    expect(later).to_have_count(last)
    drawn = page.evaluate("() => window.drawn")
    assert len(drawn) == last
    assert [graph["seen"] for graph in drawn] == sorted((graph["seen"] for graph in drawn), reverse=True)
    assert drawn[0]["seen"], "whoever has scrolled down stays there"


STANDS = """page => {
    const values = [...page.querySelectorAll("select")].map(({ value }) => value), copy = page.cloneNode(true);
    copy.querySelectorAll("option").forEach((option) => option.removeAttribute("selected"));
    copy.querySelectorAll(".js-plotly-plot").forEach((graph) => {
        const drawn = [...graph.querySelectorAll("path, text")].filter((part) => part.closest(".main-svg"));
        const says = (part) => ["d", "x", "y", "transform"].map((name) => part.getAttribute(name)) + part.textContent;
        graph.className = "";  // for a moment it says that it is being drawn
        graph.replaceChildren(drawn.map(says).join("\\n"));
    });
    copy.querySelectorAll("[id]").forEach((part) => { part.id = part.id.replace(/^(rest|graph|plot)-\\d+$/, "$1"); });
    return [values.join(), ...copy.innerHTML.replace(/ style=""/g, "").split(/(?=<)|\\n/)];
}"""


@pytest.mark.parametrize("path", ["/", "/compare", "/indicator", "/neighbours"])
def test_another_selection_stands_there_as_if_it_had_been_loaded(page: Page, path: str) -> None:
    """It is drawn where the last one stood, and nothing of that is left."""
    page.goto(f"{path}?authority=kent")
    wait_for_the_whole(page)
    for control, name in (("Authority", "Leeds"), ("Topic", "Adoption")):
        page.get_by_label(control, exact=True).select_option(name)
        expect(page.locator("#beside a").first).to_have_attribute("href", re.compile(f"={name.lower()}"))
        wait_for_the_whole(page)
    mine = page.locator("#page").evaluate(STANDS)

    page.reload()
    wait_for_the_whole(page)

    assert mine == page.locator("#page").evaluate(STANDS)


def test_a_table_that_is_open_shows_what_is_chosen(page: Page) -> None:
    """It is put into the page when it is opened; afterwards it is never another authority's."""
    page.goto("/map?authority=kent")
    page.get_by_text("Table of these figures").first.click()
    ours = page.locator("main table.figures tr.us").first
    expect(ours).to_contain_text("Kent")
    page.get_by_label("Authority", exact=True).select_option("Leeds")
    expect(page.locator(".answer").first).to_contain_text("Leeds")
    wait_for_the_whole(page)
    page.get_by_text("Table of these figures").first.click()
    if not ours.is_visible():
        page.get_by_text("Table of these figures").first.click()
    expect(ours).to_contain_text("Leeds")


def test_going_back_asks_for_nothing(page: Page, visit: Visit) -> None:
    """A page that was seen is in the browser, since its address names its version."""
    page.goto("/compare?authority=kent")
    expect(page.locator(".answer").first).to_contain_text("Kent")
    page.get_by_label("Authority", exact=True).select_option("Leeds")
    expect(page.locator(".answer").first).to_contain_text("Leeds")
    page.context.set_offline(True)
    page.go_back()
    expect(page.locator(".answer").first).to_contain_text("Kent")
    page.context.set_offline(False)


def test_the_font_is_our_own(chart: Page) -> None:
    font = chart.evaluate('document.fonts.load("16px Atkinson Hyperlegible Next").then(faces => faces[0].status)')
    assert font == "loaded"


def test_an_unknown_address_says_so(
    page: Page, visit: Visit, axe: Callable[[Page], list[str]], snap: Callable[[Page, str], None]
) -> None:
    visit.allow("404")
    answer = page.goto("/no-such-page")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    assert axe(page) == []
    snap(page, "not-found")


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('boom')", "boom"),
        ("fetch('http://elsewhere.invalid/').catch(() => 0)", r"elsewhere\.invalid"),
    ],
)
def test_a_page_that_errs_or_looks_outside_is_caught(
    browser: Browser, portal: str, script: str, complaint: str
) -> None:
    def open_and_run() -> None:
        with visiting(browser, portal) as (page, visit):
            visit.allow("net::")
            page.goto("/healthz")
            page.evaluate(script)

    with pytest.raises(AssertionError, match=complaint):
        open_and_run()
