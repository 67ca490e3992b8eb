"""The page about the data as a doubter goes through it: from the contents, by a link to a term, on paper."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import Visit, as_it_was, in_each_look, visiting

PARTS = [
    "What is measured",
    "Sources and releases",
    "How two sources agree",
    "Counts and percentages",
    "Known faults",
    "Why a figure is missing",
    "Methods",
    "Glossary",
    "Accessibility statement",
    "Privacy",
    "Licences",
]


@pytest.fixture
def about(page: Page) -> Page:
    page.goto("/about?authority=portsmouth&beside=")
    expect(question(page)).to_have_text("Where do these figures come from?")
    return page


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: str) -> Iterator[Page]:
    with visiting(browser, portal) as (page, _):
        page.goto("/about?authority=portsmouth&beside=")
        expect(question(page)).to_have_text("Where do these figures come from?")
        yield page


@pytest.fixture
def looked_at(opened: Page) -> Iterator[Page]:
    """The page, opened once for all tests that only look at it: each leaves it as it was."""
    yield from as_it_was(opened)


def question(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_the_answer_is_the_first_thing(looked_at: Page) -> None:
    expect(looked_at.locator(".answer")).to_contain_text(re.compile(r"^[\d,]+ figures on 598 indicators"))
    expect(looked_at).to_have_title("About the data: Portsmouth, sources, methods and glossary - Alongside")


def test_the_contents_lead_to_every_part(about: Page, visit: Visit) -> None:
    before = len([address for address in visit.addresses if "_dash" in address])
    for part in PARTS:
        about.get_by_role("navigation", name="On this page").get_by_role("link", name=part, exact=True).click()
        heading = about.get_by_role("heading", level=2, name=part, exact=True)
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
        assert about.url.endswith(f"#{heading.get_attribute('id')}")
    assert len([address for address in visit.addresses if "_dash" in address]) == before, "without the server"


def test_an_address_with_a_term_shows_it(page: Page) -> None:
    page.goto("/about#term-progress-8")
    expect(page.locator("#term-progress-8")).to_be_focused()
    expect(page.locator("#term-progress-8")).to_be_in_viewport()


def test_a_word_on_another_page_leads_to_its_meaning_and_back(page: Page) -> None:
    page.goto("/indicator?indicator=LACHealth%25&authority=portsmouth")
    word = page.locator("dt a.term", has_text="Which way is better")
    expect(word).to_have_attribute("title", re.compile("^Whether a higher or a lower figure is better"))
    word.click()
    expect(page.locator("#term-polarity")).to_be_focused()
    expect(page.get_by_label("Authority", exact=True)).to_have_value("portsmouth")
    page.get_by_role("navigation", name="Questions").get_by_role("link", name="Compare").click()
    expect(question(page)).to_be_focused()
    assert "#" not in page.url
    page.go_back()
    expect(page.locator("#term-polarity")).to_be_in_viewport()


def test_the_catalogue_leads_to_an_indicator_with_the_same_selection(about: Page) -> None:
    about.get_by_text("Youth offending (4)", exact=True).click()
    table = about.get_by_role("region", name=re.compile("^Youth offending: indicators"))
    row = table.get_by_role("row", name=re.compile("First Time entrants"))
    expect(row).to_contain_text("lower is better")
    row.get_by_role("link").click()
    expect(question(about)).to_have_text("How do we compare on: First Time entrants to the Youth Justice System?")
    expect(about.get_by_label("Authority", exact=True)).to_have_value("portsmouth")


def test_the_page_can_be_gone_through_by_keyboard(about: Page) -> None:
    summary = about.locator("summary").first
    summary.focus()
    about.keyboard.press("Enter")
    table = about.get_by_role("region", name=re.compile("^Children looked after: indicators"))
    expect(table).to_be_visible()
    about.keyboard.press("Tab")
    expect(table).to_be_focused()
    about.keyboard.press("Tab")
    expect(table.get_by_role("link").first).to_be_focused()


def test_the_catalogue_can_be_taken_away(looked_at: Page) -> None:
    group = looked_at.get_by_role("group", name="Take away: 598 indicators in 25 topics")
    for name, form in (("CSV", "csv"), ("Excel", "xlsx")):
        with looked_at.expect_download() as download:
            group.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f".{form}")


def test_nothing_stands_in_the_way_of_anybody(about: Page, axe: Callable[[Page], list[str]]) -> None:
    for summary in about.locator("summary").all()[-3:]:
        summary.click()
    for width in in_each_look(about):
        assert axe(about) == [], width
        assert about.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_has_no_navigation(looked_at: Page) -> None:
    looked_at.emulate_media(media="print")
    expect(looked_at.get_by_role("navigation", name="On this page")).to_be_hidden()
    expect(looked_at.locator(".take-away").first).to_be_hidden()
    expect(looked_at.get_by_text("Methods", exact=True).last).to_be_visible()
