"""Rows of the Compare page are put in order and left out without the server, and stand as it would have sent them."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from layouts import ids
from layouts.compare.arrangement import further
from layouts.compare.controls import SORTS
from layouts.compare.hiding import HIDES
from layouts.selection import Selection
from tests.browser.visits import Visit, in_each_look, wait_for_the_whole

TOPIC = "placements-of-children-looked-after"
"""Chromium asks for it at each change of the address."""
SEEN = """() => {
    const said = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
            return node.data;
        }
        if (node.hidden) {
            return "";
        }
        if (node.className === "rest") {
            return [...node.childNodes].map(said).join("");
        }
        const known = [...node.attributes].filter(({ name }) => !["data-arrangement", "hidden"].includes(name));
        const attributes = known.map(({ name, value }) => `${name}=${value}`).sort();
        return `\\n<${[node.tagName, ...attributes].join(" ")}>${[...node.childNodes].map(said).join("")}`;
    };
    const within = (id) => [...document.getElementById(id).childNodes].map(said).join("");
    return [document.title, ...["announcement", "navigation", "page"].map(within)].join("\\n").split("\\n");
}"""
"""Every element that is not hidden, in order, with its attributes and words, but for the box of what is drawn later."""


@pytest.fixture
def fresh(page: Page) -> Iterator[Page]:
    """A second tab, to see what the server sends."""
    other = page.context.new_page()
    yield other
    other.close()


def chosen(topic: str = TOPIC, view: str = "") -> Selection:
    """What every link of the page says of a first visit to a topic."""
    return Selection(topic=topic, view=view, indicator="")


def shown(page: Page, sort: str, hide: str) -> str:
    """The address that is shown, once it has this order and leaves this out."""
    link = page.locator("#this-page")
    parts = [f"sort={sort}"] * bool(sort) + [f"hide={hide}"] * bool(hide)
    for part in parts:
        expect(link).to_contain_text(part)
    for name in ("sort=", "hide="):
        if not any(part.startswith(name) for part in parts):
            expect(link).not_to_contain_text(name)
    return link.inner_text()


def as_sent(page: Page, fresh: Page, address: str) -> None:
    """That a page is what the server sends for its address, down to the last attribute."""
    fresh.goto(address)
    expect(fresh.locator("#this-page")).to_be_visible()
    expect(fresh.locator(f"#{ids.ANNOUNCEMENT}")).not_to_be_empty()
    expect(page).to_have_title(fresh.title())
    expect(page.locator(f"#{ids.ANNOUNCEMENT}")).to_have_text(fresh.locator(f"#{ids.ANNOUNCEMENT}").inner_text())
    mine, theirs = page.evaluate(SEEN), fresh.evaluate(SEEN)
    assert mine == theirs


def asked(visit: Visit, since: int) -> list[str]:
    """What was asked for since."""
    return visit.addresses[since:]


def choose(page: Page, sort: str, hide: str, hidden: str) -> None:
    """The links by which a reader comes to an order and to what is left out, from leaving out `hidden`."""
    page.locator(f"#sort-{sort or 'published'}").click()
    for kind in HIDES:
        if (kind in hide) != (kind in hidden):
            page.locator(f"#hide-{kind}").click()
            expect(page.locator(f"#hide-{kind}")).to_be_focused()


@pytest.mark.parametrize(("view", "every"), [("", 2), ("spine", 7)])
def test_orders_without_kinds_are_as_the_server_sends_them(
    page: Page, fresh: Page, visit: Visit, view: str, every: int
) -> None:
    """Of 24 pairs of an order and what is left out; of the table's so many that every one of either is among them."""
    page.goto(chosen(view=view).address("/compare"))
    expect(page.locator("#this-page")).to_be_visible()
    ways = list(product(further(""), SORTS))
    hidden = ""
    for hide, sort in ways[1::every]:
        before = len(visit.addresses)
        choose(page, sort, hide, hidden)
        address = shown(page, sort, hide)
        assert asked(visit, before) == []
        assert page.url.endswith(address)
        as_sent(page, fresh, address)
        hidden = hide


def test_back_and_forward_need_no_server_and_a_reload_shows_the_same(page: Page, fresh: Page, visit: Visit) -> None:
    page.goto(f"/compare?topic={TOPIC}")
    expect(page.locator("#this-page")).to_be_visible()
    first = page.evaluate(SEEN)
    before = len(visit.addresses)
    page.locator("#sort-gap").click()
    shown(page, "gap", "")
    page.locator("#hide-similar").click()
    shown(page, "gap", "similar")
    page.go_back()
    as_sent(page, fresh, shown(page, "gap", ""))
    page.go_back()
    shown(page, "", "")
    assert page.url.endswith(f"/compare?topic={TOPIC}"), "as it was visited"
    assert page.evaluate(SEEN) == first
    page.go_forward()
    page.go_forward()
    address = shown(page, "gap", "similar")
    assert asked(visit, before) == []
    as_sent(page, fresh, address)
    page.reload()
    shown(page, "gap", "similar")
    as_sent(page, fresh, address)


def test_what_was_never_sent_is_fetched(page: Page, fresh: Page, visit: Visit) -> None:
    """A view ships no more figures than it draws: rows that an address leaves out are not on its page."""
    page.goto(chosen().but(hide="similar").address("/compare"))
    expect(page.locator("#this-page")).to_be_visible()
    rows, before = page.locator(".matrix tbody th").count(), len(visit.addresses)
    page.locator("#show-hidden").click()
    address = shown(page, "", "")
    assert page.locator(".matrix tbody th").count() > rows
    (view,) = asked(visit, before)
    assert view.endswith(address)
    page.locator("#sort-certainty").click()
    as_sent(page, fresh, shown(page, "certainty", ""))
    assert len(asked(visit, before)) == 1


def test_nothing_left_is_said_and_shown_again(page: Page, fresh: Page, visit: Visit) -> None:
    page.goto(chosen("adoption").address("/compare"))
    expect(page.locator("#this-page")).to_be_visible()
    before = len(visit.addresses)
    choose(page, "", ",".join(HIDES), "")
    as_sent(page, fresh, shown(page, "", ",".join(HIDES)))
    expect(page.get_by_text("Every indicator is left out")).to_be_visible()
    expect(page.locator(".matrix")).to_be_hidden()
    page.get_by_role("link", name="Show them").press("Enter")
    as_sent(page, fresh, shown(page, "", ""))
    expect(page.locator("#hide-unchanged")).to_be_focused()
    assert asked(visit, before) == []


def test_what_is_chosen_afterwards_keeps_the_order_and_what_is_left_out(page: Page) -> None:
    page.goto(chosen("adoption").address("/compare"))
    page.locator("#sort-gap").click()
    page.locator("#hide-unchanged").click()
    shown(page, "gap", "unchanged")
    page.locator(f"select[id='{ids.control_text('authority')}']").select_option(label="Kent")
    expect(page.locator(".matrix thead th.us")).to_have_text("Kent")
    shown(page, "gap", "unchanged")
    wait_for_the_whole(page)
    page.go_back()
    expect(page.locator(".matrix thead th.us")).to_have_text("Southampton")
    shown(page, "gap", "unchanged")


def test_a_row_keeps_the_focus_and_its_card_stays_open(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(chosen("adoption").address("/compare"))
    page.locator("#sort-gap").click()
    shown(page, "gap", "")
    opener = page.locator(".matrix .opener").first
    opener.click()
    expect(opener).to_be_focused()
    card = page.locator(".matrix tr.open th")
    title = card.get_attribute("aria-label")
    page.go_back()
    shown(page, "", "")
    expect(card).to_have_attribute("aria-label", str(title))
    expect(card.locator(".opener")).to_be_focused()
    page.locator("#hide-unchanged").click()
    shown(page, "", "unchanged")
    for width in in_each_look(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == [], width
