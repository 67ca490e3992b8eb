"""The search box: finding by any name or code as one types, by keyboard, on a phone, in the dark, and aloud."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from callbacks.search_index import PATH, Entry, entries
from data.glossary import load_glossary
from data.store import Snapshot
from layouts import ids
from tests.browser.visits import Visit, as_it_was, in_each_look, visiting

LIBRARY = "accessible-autocomplete"
SOUTH_EAST = 19
"""Authorities in the South East."""
MOST = 20
"""Answers that the list shows."""
BEST = {
    "852": "Southampton",
    "e06000044": "Portsmouth",
    "E10000021": "Northamptonshire",  # abolished
    "BCP": "Bournemouth, Christchurch and Poole",
    "hants": "Hampshire",
    "st helens": "St. Helens",
    "kingston upon hull": "Kingston upon Hull, City of",
    "Tower & Hamlets": "Tower Hamlets",
    "southamton": "Southampton",  # a letter is missing
    "portsmuoth": "Portsmouth",  # two are exchanged
    "dentla checks": "Percentage of CLA having Dental Checks",
    "LACHealth%": "Percentage of CLA having Health Checks",
    "la_cla_swcount": "Social Worker instability (3 or more social workers during the year)",
    "looked after rate 10000": "Children looked after rate per 10,000",
    "in care": "Children looked after",
    "EHCP 20 weeks": "New EHC plans issued within 20 weeks - excluding exceptions",
    "youth offending": "Youth offending",
    "about the data": "About the data",
    "benjamini-hochberg": "False discovery rate",
}
FIND_ALL = """async (texts) => {
    const titles = [];
    for (const text of texts) {
        titles.push((await window.alongside.find(text)).map((entry) => entry.title));
    }
    return titles;
}"""


@pytest.fixture
def found(page: Page) -> Page:
    """The Compare page with the box drawn."""
    return with_its_box(page)


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: str) -> Iterator[Page]:
    with visiting(browser, portal) as (page, _):
        yield with_its_box(page)


@pytest.fixture
def looked_at(opened: Page) -> Iterator[Page]:
    """The same, opened once for all tests that lead nowhere: each leaves the box empty and the page as it was."""
    yield from as_it_was(opened)
    box(opened).fill("")


def with_its_box(page: Page) -> Page:
    page.goto("/compare")
    expect(box(page)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find an indicator or an authority")


def answers(page: Page) -> Locator:
    return page.locator(f"#{ids.SEARCH}").get_by_role("option")


def selection(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def titles(page: Page, *texts: str) -> list[list[str]]:
    """What each text finds, the best first."""
    shown: list[list[str]] = page.evaluate(FIND_ALL, list(texts))
    return shown


def test_the_best_answer_comes_first(looked_at: Page) -> None:
    shown = titles(looked_at, *BEST)
    assert {typed: answers[0] for typed, answers in zip(BEST, shown, strict=True)} == BEST


def test_everything_is_found_by_every_name_and_code(looked_at: Page, snapshot: Snapshot) -> None:
    """A code's owner is among the first, with any whose code or name is the same but for case and punctuation."""
    asked = [(name, str(entry["title"]), MOST) for entry in entries(snapshot, load_glossary()) for name in named(entry)]
    asked += [(code, str(entry["title"]), 3) for entry in entries(snapshot, load_glossary()) for code in coded(entry)]
    for (text, title, most), shown in zip(asked, titles(looked_at, *[text for text, _, _ in asked]), strict=True):
        assert title in shown[:most], f"'{text}' does not find {title}"


def named(entry: Entry) -> list[str]:
    names = entry.get("names", [])
    assert isinstance(names, list)
    return [str(entry["title"]), *names]


def coded(entry: Entry) -> list[str]:
    codes = entry.get("codes", [])
    assert isinstance(codes, list)
    return codes


def test_a_slip_is_forgiven_only_where_nothing_else_is_found(looked_at: Page) -> None:
    right, slip, number = titles(looked_at, "kent", "kemt", "E06000999")
    assert right[0] == "Kent"
    assert "Kent" in slip
    assert number == [], "a code with another digit is another code"


def test_a_region_finds_its_authorities(looked_at: Page, snapshot: Snapshot) -> None:
    south_east = snapshot.authorities.find("South East")
    names = {area.name for area in snapshot.authorities.current if area.region == south_east.code}
    assert len(names) == SOUTH_EAST
    assert set(titles(looked_at, "South East")[0][:SOUTH_EAST]) == names


def test_an_authority_is_chosen_on_the_page_that_one_is_on(found: Page, visit: Visit) -> None:
    found.goto("/indicator?indicator=LACHealth%25&beside=kent")
    expect(box(found)).to_be_visible()
    before = len(visit.addresses)
    box(found).press_sequentially("portsm")
    expect(answers(found).first).to_contain_text("Authority, South East")
    box(found).press("Enter")
    expect(found.locator(".answer").first).to_contain_text("Portsmouth's figure")
    assert urlsplit(found.url).path == "/indicator"
    expected = {"authority": ["portsmouth"], "beside": ["kent"], "indicator": ["LACHealth%"]}
    assert selection(found) == expected
    expect(box(found)).to_have_value("")
    asked = [urlsplit(address).path for address in visit.addresses[before:]]
    assert asked.count(PATH) == 1, "the list, once"
    assert sum(path.endswith("/indicator") for path in asked) == 1, "the page, once"


def test_what_draws_the_answers_comes_when_somebody_comes_near(found: Page, visit: Visit) -> None:
    def is_there() -> bool:
        return any(LIBRARY in address for address in visit.addresses)

    assert not is_there()
    with found.expect_response(f"**/*{LIBRARY}*"):
        found.keyboard.press("Tab")
    found.reload()
    with found.expect_response(f"**/*{LIBRARY}*"):
        box(found).hover()


def test_what_is_typed_before_the_answers_can_be_drawn_is_kept(found: Page) -> None:
    """The library is held back until a word is half typed."""
    held: list[Route] = []
    found.route(f"**/*{LIBRARY}*", lambda route: held.append(route))
    box(found).focus()
    found.keyboard.type("dentx")
    found.keyboard.press("Backspace")
    found.keyboard.press("Home")
    expect(box(found)).to_have_value("dent")
    expect(box(found)).to_have_attribute("aria-expanded", "false")
    held[0].continue_()
    expect(answers(found).first).to_be_visible()
    expect(box(found)).to_be_focused()
    assert box(found).evaluate("box => [box.selectionStart, box.selectionEnd]") == [0, 0], "the cursor stays there"
    found.keyboard.press("End")
    found.keyboard.type("al checks")
    expect(box(found)).to_have_value("dental checks")
    expect(answers(found)).to_have_count(1)


def test_an_indicator_leads_to_its_page_and_back(found: Page) -> None:
    box(found).press_sequentially("dental")
    expect(answers(found)).to_have_count(1)
    box(found).press("Enter")
    heading = found.get_by_role("heading", level=1)
    expect(heading).to_have_text("How do we compare on: Percentage of CLA having Dental Checks?")
    expect(heading).to_be_focused()
    assert selection(found)["topic"] == ["children-looked-after"]
    found.go_back()
    expect(heading).to_have_text("How do we compare on children looked after?")


def test_a_topic_leads_to_its_comparison(found: Page) -> None:
    box(found).press_sequentially("youth off")
    expect(answers(found).first).to_contain_text("Topic, 4 indicators")
    answers(found).first.click()
    expect(found.get_by_role("heading", level=1)).to_have_text("How do we compare on youth offending?")


def test_a_term_leads_to_its_meaning(found: Page) -> None:
    box(found).press_sequentially("funnel")
    expect(answers(found).first).to_contain_text("Glossary")
    box(found).press("Enter")
    expect(found.locator("#term-funnel-plot")).to_be_focused()
    expect(found.locator("#term-funnel-plot")).to_be_in_viewport()
    box(found).press_sequentially("wilson")
    expect(answers(found).first).to_contain_text("Wilson's method")
    box(found).press("Enter")
    expect(found.locator("#term-wilsons-method")).to_be_in_viewport()


def test_an_authority_chosen_where_none_is_shown_leads_to_where_it_stands(found: Page) -> None:
    found.goto("/about")
    expect(box(found)).to_be_visible()
    box(found).press_sequentially("medway")
    expect(answers(found).first).to_contain_text("Medway")
    box(found).press("Enter")
    expect(found.get_by_label("Authority", exact=True)).to_have_value("medway")
    assert urlsplit(found.url).path == "/"


def test_the_list_is_gone_through_by_keyboard(found: Page) -> None:
    found.locator(".site-header .name").focus()
    found.keyboard.press("Tab")
    expect(box(found)).to_be_focused()
    found.keyboard.type("south")
    expect(answers(found).first).to_be_visible()
    expect(box(found)).to_have_attribute("aria-expanded", "true")
    found.keyboard.press("ArrowDown")
    found.keyboard.press("ArrowDown")
    expect(answers(found).nth(2)).to_be_focused()
    expect(answers(found).nth(2)).to_have_attribute("aria-selected", "true")
    found.keyboard.press("ArrowUp")
    expect(answers(found).nth(1)).to_be_focused()
    found.keyboard.press("Escape")
    expect(answers(found)).to_have_count(0)
    expect(box(found)).to_have_attribute("aria-expanded", "false")
    assert urlsplit(found.url).query == "", "nothing was chosen"


def test_what_is_found_is_announced(found: Page) -> None:
    box(found).press_sequentially("south east")
    status = found.locator(f"#{ids.SEARCH} [role=status]").filter(has_text="results are available")
    expect(status).to_have_count(1)
    expect(status).to_contain_text("is highlighted")


def test_nothing_found_says_what_to_try(found: Page) -> None:
    box(found).press_sequentially("xyzzy")
    expect(answers(found)).to_contain_text(["Nothing is called that. Try one word of it"])
    box(found).press("Enter")
    assert urlsplit(found.url).query == ""


def test_a_list_that_does_not_come_is_said_and_tried_again(page: Page, visit: Visit) -> None:
    visit.allow("ERR_FAILED")
    page.route(f"**{PATH}*", lambda route: route.abort())
    page.goto("/compare")
    box(page).press_sequentially("kent")
    expect(answers(page)).to_contain_text(["could not be fetched"])
    page.unroute(f"**{PATH}*")
    box(page).press_sequentially(" ")
    expect(answers(page).first).to_contain_text("Kent")


def test_markup_in_the_box_is_text(looked_at: Page) -> None:
    box(looked_at).fill("<img src=x onerror=alert(1)>")
    expect(answers(looked_at)).to_have_count(1)
    assert looked_at.locator(f"#{ids.SEARCH} img").count() == 0


def test_it_stands_in_nobodys_way(looked_at: Page, axe: Callable[..., list[str]]) -> None:
    """Closed, open, and with nothing found."""
    for width in in_each_look(looked_at):
        for typed, many in (("", 0), ("south", None), ("xyzzy", 1)):
            box(looked_at).fill(typed)
            if many is None:
                expect(answers(looked_at).nth(2)).to_be_visible()
            else:
                expect(answers(looked_at)).to_have_count(many)
            assert axe(looked_at, within=".search") == [], (width, typed)
            assert looked_at.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_it_has_a_row_of_its_own_and_room_for_a_finger(looked_at: Page) -> None:
    looked_at.set_viewport_size({"width": 390, "height": 900})
    size = box(looked_at).bounding_box()
    assert size is not None
    assert size["width"] > 350
    assert size["height"] >= 44
    box(looked_at).fill("south")
    expect(answers(looked_at).nth(3)).to_be_visible()
    heights = answers(looked_at).evaluate_all("options => options.map(option => option.offsetHeight)")
    assert min(heights) >= 44


def test_nothing_of_it_is_printed(looked_at: Page) -> None:
    looked_at.emulate_media(media="print")
    expect(box(looked_at)).to_be_hidden()


def test_it_is_kept_as_a_picture(looked_at: Page, snap: Callable[[Page, str], None]) -> None:
    box(looked_at).fill("south")
    expect(answers(looked_at).first).to_be_visible()
    snap(looked_at, "search")
