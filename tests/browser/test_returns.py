"""Local returns in a browser: uploaded, read and published with the keyboard alone; any screen, light or dark."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from data.local.database import open_database
from data.papers import FOLDER
from data.store import Snapshot
from tests.app.local_world import NOBODY, settled
from tests.browser.barriers import CONTRAST, EVERYTHING
from tests.browser.visits import WIDTHS, visiting
from tests.live import serving

Visitor = Callable[..., Page]
APPROVER, CONTRIBUTOR = "southampton approver", "southampton contributor"
MOST_TABS = 80
PAPER = FOLDER / "scorecard_2022_11.csv"


@pytest.fixture(scope="module")
def held(
    shared_cache: str, snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """A portal with returns of Southampton's, and a token for everybody."""
    folder: Path = tmp_path_factory.mktemp("returns")
    database = open_database(f"sqlite:///{folder / 'alongside.db'}")
    tokens = settled(database, snapshot)
    database.close()
    with serving(PORTAL_CACHE_DIR=shared_cache, PORTAL_DATA_DIR=str(folder)) as address:
        yield address, tokens


@pytest.fixture
def visitor(browser: Browser, held: tuple[str, dict[str, str]]) -> Iterator[Visitor]:
    """`visitor(who)` is a page in a browser of theirs; `allow` holds words of an error that the test causes."""
    address, tokens = held
    opened = []

    def visit(who: str = NOBODY, allow: str = "") -> Page:
        visiting_now = visiting(browser, address)
        page, seen = visiting_now.__enter__()
        if allow:
            seen.allow(allow)
        opened.append(visiting_now)
        if who != NOBODY:
            page.context.add_cookies([{"name": "alongside", "value": tokens[who], "url": address}])
        return page

    yield visit
    for each in reversed(opened):
        each.__exit__(None, None, None)


def tab_to(page: Page, label: str) -> None:
    """Press Tab until what is labelled so has the focus."""
    wanted = page.get_by_label(label, exact=True).or_(page.get_by_role("button", name=label, exact=True))
    wanted = wanted.or_(page.get_by_role("link", name=label, exact=True))
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"The keyboard does not reach '{label}'.")


def test_a_return_is_uploaded_read_and_published_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor(CONTRIBUTOR)
    page.on("filechooser", lambda _: None)  # the browser is told to hand it over before it is asked for
    page.goto("/returns?authority=southampton")
    tab_to(page, "Upload a return")
    page.keyboard.press("Enter")
    tab_to(page, "Title of a new return (optional)")
    page.keyboard.type("Scorecard of the panel")
    tab_to(page, "The file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(PAPER)
    tab_to(page, "Why it is uploaded")
    page.keyboard.type("For the panel of 24 November")
    tab_to(page, "Check and keep as a draft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is kept as a draft")
    expect(page.locator(".answer")).to_contain_text("92 of 162 percentages with counts were cut off")
    address = page.url
    approver = visitor(APPROVER)
    approver.goto(f"{address}?severity=error")
    findings = approver.get_by_role("table", name="Findings")
    expect(findings.get_by_role("cell", name="25% (52/218)")).to_be_visible()
    expect(findings).to_contain_text("from its own counts")
    tab_to(approver, "Publish it although the check found 5 errors that nobody has accepted")
    approver.keyboard.press("Space")
    tab_to(approver, "Why it is published")
    approver.keyboard.type("The panel has it already")
    tab_to(approver, "Publish this version")
    approver.keyboard.press("Enter")
    expect(approver.get_by_role("status")).to_contain_text("is published: everybody sees it")
    anybody = visitor()
    anybody.goto(address)
    expect(anybody.get_by_role("heading", level=1)).to_have_text("Scorecard of the panel, version 1: is it right?")


def test_all_that_are_shown_are_ticked_and_accepted_with_one_reason(visitor: Visitor) -> None:
    page = visitor(CONTRIBUTOR)
    page.goto("/returns/upload")
    page.get_by_label("Title of a new return").fill("Scorecard to accept")
    page.get_by_label("The file").set_input_files(PAPER)
    page.get_by_label("Why it is uploaded").fill("To be accepted")
    page.get_by_role("button", name="Check and keep as a draft").click()
    approver = visitor(APPROVER)
    approver.goto(f"{page.url}?kind=truncated")
    approver.get_by_role("link", name="Tick all that are shown").click()
    expect(approver.get_by_role("checkbox", name="accept").first).to_be_checked()
    approver.get_by_label("Why they stay as they are").fill("The panel's papers cut percentages off")
    approver.get_by_role("button", name="Accept the ticked findings").click()
    expect(approver.get_by_role("status")).to_contain_text("are accepted, with your reason")
    expect(approver.get_by_role("table", name="Findings").get_by_role("checkbox")).to_have_count(0)
    expect(approver.get_by_text("The panel's papers cut percentages off").first).to_be_visible()


def test_a_refused_upload_says_why_and_keeps_what_was_typed(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "of-hampshire.csv"
    file.write_text("Indicator,Oct-26,Target,Hampshire 24/25,England\nNumber of contacts,1433,N/A,900,N/A\n")
    page = visitor(CONTRIBUTOR, allow="400")
    page.goto("/returns/upload")
    page.get_by_label("Title of a new return").fill("Scorecard of others")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_label("Why it is uploaded").fill("By mistake")
    with page.expect_response("**/returns") as sent:
        page.get_by_role("button", name="Check and keep as a draft").click()
    assert sent.value.status == 400
    expect(page.get_by_role("alert")).to_contain_text("is a return of Hampshire, not of Southampton")
    expect(page.get_by_label("Title of a new return")).to_have_value("Scorecard of others")
    expect(page.get_by_label("Why it is uploaded")).to_have_value("By mistake")


SCHEMES: dict[Literal["light", "dark"], dict[str, object]] = {"light": EVERYTHING, "dark": CONTRAST}
PLACES = {
    CONTRIBUTOR: ("/returns", "/returns/upload"),
    APPROVER: ("/returns?authority=southampton", "/returns/1", "/returns/1/1"),
}


def without_barriers(page: Page, axe: Callable[..., list[str]], where: str) -> None:
    """No barrier at either width, in light and dark; what the scheme can make is contrast alone."""
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            assert axe(page, rules=rules) == [], f"{where}, {width} wide, {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{where}, {width} wide"


def test_every_page_is_for_everybody(visitor: Visitor, axe: Callable[..., list[str]]) -> None:
    for who, places in PLACES.items():
        page = visitor(who)
        for place in places:
            page.goto(place)
            without_barriers(page, axe, f"{who} at {place}")
    page.goto("/returns/check")
    page.get_by_label("The file").set_input_files(PAPER)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("table", name="Findings")).to_be_visible()
    without_barriers(page, axe, "a file's findings")
