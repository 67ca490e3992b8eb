"""Where we stand, as a reader goes through it: first visit, links, keyboard, Back, a bookmark, a phone, on paper."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from layouts import ids
from tests.browser.visits import as_it_was, in_each_look, visiting, wait_for_the_whole

AUTHORITY = f"select[id='{ids.control_text('authority')}']"
QUESTION = "Where does Southampton stand?"


@pytest.fixture
def home(page: Page) -> Page:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    return page


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: str) -> Iterator[Page]:
    with visiting(browser, portal) as (page, _):
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
        yield page


@pytest.fixture
def looked_at(opened: Page) -> Iterator[Page]:
    """The page, opened once for all tests that only look at it: each leaves it as it was."""
    yield from as_it_was(opened)


def asked(page: Page) -> dict[str, str]:
    wait_for_the_whole(page)
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_first_visit_answers_before_anything_else(looked_at: Page) -> None:
    answer = looked_at.locator(".home-page .answer")
    expect(answer).to_have_text(
        re.compile(
            r"^Of \d+ indicators that can be tested, Southampton is worse than its ten statistical neighbours' average "
            r"on \d+, similar on \d+ and better on \d+; the widest certain gap is “.+”, .+ against .+: \d+ fewer .+\.$"
        )
    )
    box = answer.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900, "the answer is on the first screen"
    expect(looked_at).to_have_title("Where we stand: Southampton, every topic against its neighbours - Alongside")
    expect(looked_at.get_by_role("navigation", name="Questions").locator("[aria-current=page]")).to_have_text(
        "Where we stand"
    )
    expect(looked_at.locator(".priorities.worse > li")).to_have_count(10)
    expect(looked_at.locator(".priorities.better > li")).to_have_count(10)
    assert urlsplit(looked_at.url).query == "", "looking changes no address"


def test_an_indicator_of_a_list_leads_to_its_page_and_back_returns(home: Page) -> None:
    first = home.locator(".priorities.worse > li .title").first
    title = first.inner_text()
    first.click()
    expect(home.get_by_role("heading", level=1)).to_contain_text(title)
    assert urlsplit(home.url).path == "/indicator"
    assert asked(home)["authority"] == "southampton"
    home.go_back()
    expect(home.get_by_role("heading", level=1)).to_have_text(QUESTION)


def test_a_topic_of_the_picture_leads_to_its_comparison(home: Page) -> None:
    home.get_by_role("link", name=re.compile("^Care leavers: ")).first.click()
    expect(home.get_by_role("heading", level=1)).to_have_text(re.compile("care leavers"))
    assert urlsplit(home.url).path == "/compare"
    assert asked(home)["topic"] == "care-leavers"


def test_what_is_alike_is_named_when_asked_for(home: Page) -> None:
    more = home.locator(".priorities.worse details").first
    expect(more.locator("li").first).to_be_hidden()
    summary = more.locator("summary")
    count = int(re.sub(r"\D", "", summary.inner_text()))
    summary.click()
    expect(more.locator("li")).to_have_count(count)
    expect(more.locator("li").first).to_be_visible()


def test_by_keyboard_alone_a_topic_is_opened_and_another_authority_chosen(home: Page) -> None:
    topic = home.locator(".tartan-topic summary").nth(1)
    expect(home.locator(".tartan-topic .stripes").nth(1)).to_be_hidden()
    topic.focus()
    home.keyboard.press("Enter")
    expect(home.locator(".tartan-topic .stripes").nth(1)).to_be_visible()
    home.locator(".topic-bars a").first.focus()
    assert home.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_have_text(re.compile("children looked after"))
    home.go_back()
    control = home.locator(AUTHORITY)
    control.focus()
    control.select_option(label="Portsmouth")
    expect(home.get_by_role("heading", level=1)).to_have_text("Where does Portsmouth stand?")
    assert asked(home)["authority"] == "portsmouth"


def test_an_address_restores_the_page_in_a_new_browser(home: Page, browser: Browser, portal: str) -> None:
    home.locator(AUTHORITY).select_option(label="Isle of Wight")
    expect(home.get_by_role("heading", level=1)).to_have_text("Where does Isle of Wight stand?")
    wait_for_the_whole(home)
    answer = home.locator(".home-page .answer").inner_text()
    with visiting(browser, portal) as (other, _):
        other.goto(home.url)
        expect(other.locator(".home-page .answer")).to_have_text(answer)


def test_the_figures_can_be_taken_away(looked_at: Page) -> None:
    for name, heading in (("topics", "Topic,Worse"), ("look", "Indicator,Unit"), ("tartan", "Indicator,Topic")):
        with looked_at.expect_download() as waiting:
            looked_at.locator(f"[data-chart='{name}'] .take-away a", has_text="CSV").click()
        body = waiting.value.path().read_text("utf-8-sig")
        assert heading in body
    with looked_at.expect_download() as waiting:
        looked_at.locator("[data-chart='topics'] .take-away button", has_text="SVG").click()
    picture = waiting.value.path().read_text("utf-8")
    assert "Care leavers" in picture
    assert "8 worse" in picture


def test_the_number_in_the_sentence_is_the_number_in_the_table(home: Page) -> None:
    wait_for_the_whole(home)
    answer = home.locator(".home-page .answer").inner_text()
    found = re.search(r"on (\d+), similar on (\d+) and better on (\d+)", answer)
    assert found is not None
    card = home.locator("[data-chart='topics']")
    card.locator("summary").click()
    cells = card.locator("tbody tr").last.locator("td").all_inner_texts()
    assert [cells[0], cells[2], cells[3]] == list(found.groups())


def test_no_violation_and_no_sideways_scrolling(home: Page, axe: Callable[[Page], list[str]]) -> None:
    for place in (0, 1):
        home.locator(".priorities details").nth(place).locator("summary").click()
    for width in in_each_look(home):
        assert axe(home) == [], width
        assert home.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_a_list_is_cards_and_every_year_of_the_tartan_fits(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    lists = page.locator(".two-lists .chart")
    expect(lists).to_have_count(2)
    first, second = (lists.nth(place).bounding_box() for place in (0, 1))
    assert first is not None
    assert second is not None
    assert second["y"] > first["y"] + first["height"] - 1, "one below the other"
    last = page.locator(".stripes tbody tr").first.locator("td").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= 390


def test_on_paper_there_is_no_navigation(looked_at: Page) -> None:
    looked_at.emulate_media(media="print")
    expect(looked_at.get_by_role("navigation", name="Questions")).to_be_hidden()
    expect(looked_at.locator(".take-away").first).to_be_hidden()
    expect(looked_at.locator(".priorities.worse > li")).to_have_count(10)
    expect(looked_at.locator(".topic-bars").first).to_be_visible()
