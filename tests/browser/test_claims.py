"""The Claims page as a reader goes through it: by keyboard, on a phone, in the dark, back and forward, taken away."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from layouts.claims.answers import EXAMPLES, LONGEST
from tests.browser.visits import Visit

HEALTH = "In 2024/25, 87.8% of children in our care had their annual health assessment, up from 87% in 23/24."
MIXED = (
    f"{HEALTH} 96% of pathway plans were on time against a target of 98%. 35% of care leavers are in higher education."
)
MARKUP = (
    "<script>harmed = true</script><b>90</b> per 10,000 looked after in 2025 <img src=x onerror='window.harmed = true'>"
)


def address(text: str) -> str:
    return f"/claims?{urlencode({'text': text})}"


def statement(page: Page) -> Locator:
    return page.get_by_role("textbox", name="The statement")


def check(page: Page, text: str) -> None:
    statement(page).fill(text)
    page.get_by_role("button", name="Check", exact=True).click()


def test_a_statement_is_checked_by_keyboard_and_answered_first(page: Page, visit: Visit) -> None:
    page.goto("/claims")
    expect(page.locator(".answer")).to_contain_text("Paste or type a sentence of a paper")
    statement(page).focus()
    page.keyboard.type("There was a reduction of 34 children coming into care in 2024-25")
    page.keyboard.press("Enter")
    page.keyboard.type("compared with 2023-24.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    expect(answer).to_have_text("The statement is wrong: the published figures say +13, not 34 lower.")
    expect(answer).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(statement(page)).to_have_value(re.compile("in 2024-25\ncompared"))
    expect(page).to_have_title(re.compile("^Check a statement: Southampton, “There was a reduction of 34 children"))
    assert parse_qs(urlsplit(page.url).query)["text"][0].endswith("\ncompared with 2023-24.")
    assert [urlsplit(asked).path for asked in visit.addresses].count("/claims") == 1, "the document was kept"


def test_back_and_forward_restore_statement_and_answer(page: Page) -> None:
    page.goto("/claims")
    page.get_by_role("link", name=EXAMPLES[0][0]).click()
    expect(page.locator(".answer")).to_have_text("Both parts are right.")
    check(page, HEALTH)
    expect(page.locator(".answer")).to_contain_text("the value in 2023-24 is wrong")
    page.go_back()
    expect(page.locator(".answer")).to_have_text("Both parts are right.")
    expect(statement(page)).to_have_value(EXAMPLES[0][1])
    page.go_forward()
    expect(page.locator(".answer")).to_contain_text("the value in 2023-24 is wrong")
    expect(statement(page)).to_have_value(HEALTH)
    page.reload()
    expect(statement(page)).to_have_value(HEALTH)


def test_the_form_works_as_a_plain_form(page: Page) -> None:
    page.goto("/claims?authority=portsmouth")
    statement(page).fill(HEALTH)
    page.evaluate("document.querySelector('form.statement').submit()")  # asks no script, as a browser alone would
    expect(page.locator(".answer")).to_contain_text("All 3 parts are wrong: the value (87.8%; published 84%)")
    expect(page.get_by_label("Authority", exact=True)).to_have_value("portsmouth")
    expect(statement(page)).to_have_value(HEALTH)


def test_what_was_typed_outlasts_another_authority(page: Page) -> None:
    page.goto("/claims")
    statement(page).fill(HEALTH)
    page.get_by_label("Authority", exact=True).select_option("portsmouth")
    expect(page).to_have_url(re.compile("authority=portsmouth"))
    expect(statement(page)).to_have_value(HEALTH)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".understood").first).to_contain_text("Portsmouth, 2024-25")


def test_nothing_typed_is_no_error(page: Page) -> None:
    page.goto("/claims")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("Paste or type a sentence of a paper")
    expect(page.get_by_role("alert")).to_have_text(["", ""])


def test_a_statement_that_is_too_long_is_told_so_and_stays(page: Page) -> None:
    page.goto("/claims")
    check(page, "x" * (LONGEST + 1))
    said = page.locator("#statement-problem")
    expect(said).to_contain_text("A statement may have 2,000 characters here; this one has 2,001.")
    expect(said).to_contain_text("portal claim -")
    expect(statement(page)).to_be_focused()
    expect(statement(page)).to_have_attribute("aria-invalid", "true")
    check(page, "☃" * LONGEST)
    expect(said).to_contain_text("does not fit into an address")
    assert urlsplit(page.url).query == ""


def test_what_is_typed_never_runs(page: Page) -> None:
    page.goto(address(MARKUP))
    expect(page.locator("main")).to_contain_text("<b>90</b> per 10,000 looked after in 2025")
    expect(statement(page)).to_have_value(MARKUP)
    assert page.evaluate("window.harmed") is None
    assert page.locator("#page img, #page script").count() == 0


def test_the_way_to_other_pages_leaves_the_statement_behind(page: Page) -> None:
    page.goto(address(HEALTH))
    page.get_by_role("link", name="Percentage of CLA having Health Checks").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Health Checks")
    assert urlsplit(page.url).path == "/indicator"
    assert "text" not in parse_qs(urlsplit(page.url).query)
    assert parse_qs(urlsplit(page.url).query)["year"] == ["2025"]


def test_the_parts_are_taken_away(page: Page) -> None:
    page.goto(address(HEALTH))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    saved = Path(waiting.value.path()).read_text("utf-8-sig")
    assert saved.splitlines()[0].startswith("Part,Stated,Published,Verdict")
    assert "Value in 2023-24,87%,86%,wrong" in saved


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("", ((390, "light"),)),
        (MIXED, ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))),
        (EXAMPLES[2][1], ((390, "dark"),)),
    ],
    ids=["nothing", "mixed", "example"],
)
def test_nothing_stands_in_the_way_of_anybody(
    page: Page, axe: Callable[[Page], list[str]], text: str, states: tuple[tuple[int, Literal["light", "dark"]], ...]
) -> None:
    page.goto(address(text))
    expect(statement(page)).to_be_visible()
    if text:
        page.locator("summary", has_text="Table of these figures").click()
    for width, scheme in states:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_verdict_has_a_word_and_what_was_not_understood_is_seen(page: Page) -> None:
    page.goto(address(MIXED))
    for word in ("Right", "Wrong", "Not found"):
        expect(page.locator(".verdict", has_text=word).first).to_be_visible()
    expect(page.get_by_role("heading", name="Not understood")).to_be_in_viewport()
    expect(page.locator(".unread")).to_contain_text("no figures are published of pathway plans")
