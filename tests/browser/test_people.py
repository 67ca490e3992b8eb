"""Accounts in a browser: by keyboard alone, without scripts, on a phone, in the dark."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.auth import passwords
from data.local.database import open_database
from data.local.people import person_by_email
from data.local.sign_ins import Purpose, make_link
from data.local.tables import Person
from models.access import Role
from tests.app.pages.site import NEW, PASSWORD, PORTAL, SOUTHAMPTON, TARGET, stock
from tests.browser.barriers import ALL_BUT_CONTRAST, CONTRAST, EVERYTHING
from tests.browser.visits import WIDTHS, Visit, visiting
from tests.live import serving

REFUSED = "the server responded with a status of 400"
MOST_STEPS = 60
STEP = 30


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database with people in it."""
    folder = tmp_path_factory.mktemp("people")
    stock(url(folder), passwords.hashed(PASSWORD))
    return folder


@pytest.fixture(scope="module")
def people_portal(data: Path, shared_cache: str) -> Iterator[str]:
    with serving(PORTAL_CACHE_DIR=shared_cache, PORTAL_DATA_DIR=str(data)) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, people_portal: str) -> Iterator[tuple[Page, Visit]]:
    with visiting(browser, people_portal) as found:
        yield found


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'alongside.db'}"


def kept(data: Path, email: str) -> tuple[int, str]:
    """Somebody's number, and the address of an invitation of theirs."""
    database = open_database(url(data))
    with database.writing() as session:
        person = person_by_email(session, email)
        assert isinstance(person, Person)
        found = person.id, f"/invitation/{make_link(session, person, Purpose.INVITATION, None)}"
    database.close()
    return found


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with the Tab key alone."""
    for _ in range(MOST_STEPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The Tab key does not lead there.")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def type_into(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=False).first)
    page.keyboard.type(text)


def sign_in(page: Page, email: str, password: str, code: str = "") -> None:
    type_into(page, "E-mail address", email)
    type_into(page, "Password", password)
    if code:
        type_into(page, "Code from your app", code)
    page.keyboard.press("Enter")


def test_a_second_factor_is_set_up_and_used_by_keyboard_alone(opened: tuple[Page, Visit], data: Path) -> None:
    page, visit = opened
    visit.allow(REFUSED)
    page.goto(kept(data, TARGET)[1])
    type_into(page, "New password", NEW)
    type_into(page, "The same again", NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Your password is set: sign in with it.")
    page.goto("/sign-in?next=/account")
    sign_in(page, TARGET, "not it")
    expect(page.locator("#problem")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(TARGET)
    type_into(page, "Password", NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    press(page, page.get_by_role("link", name="Set up a second factor"))
    secret = page.locator(".secret").inner_text().replace(" ", "")
    type_into(page, "Code that the app shows now", "12345")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_focused()
    assert page.locator(".secret").inner_text().replace(" ", "") == secret
    now = int(time.time())
    type_into(page, "Code that the app shows now", pyotp.TOTP(secret).at(now))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("the next sign-in asks for a code")
    press(page, page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    sign_in(page, TARGET, NEW)
    expect(page.locator("#problem")).to_be_focused()
    # The code that set it up is used up; the next one may be a little early.
    sign_in_again = pyotp.TOTP(secret).at(now + STEP)
    type_into(page, "Password", NEW)
    type_into(page, "Code from your app", sign_in_again)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Tara Get")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("link", name="Take the second factor away")).to_be_visible()


def test_somebody_is_invited_without_scripts_on_a_phone(browser: Browser, people_portal: str) -> None:
    context = browser.new_context(
        base_url=people_portal, java_script_enabled=False, viewport={"width": WIDTHS["phone"], "height": 900}
    )
    page = context.new_page()
    page.goto(f"/people/{SOUTHAMPTON}")
    page.get_by_label("E-mail address").fill(f"administrator@{SOUTHAMPTON}.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{people_portal}/people/{SOUTHAMPTON}")
    page.get_by_label("Name").fill("New One")
    page.get_by_label("E-mail address").fill("new@southampton.example")
    page.get_by_label("Contributor").check()
    page.get_by_role("button", name="Invite them").click()
    link = page.get_by_label("Link").input_value()
    assert link.startswith(f"{people_portal}/invitation/")
    page.get_by_role("link", name="Go on").click()
    expect(page.locator(".answer")).to_contain_text("viewer, contributor; invited, has not signed in yet")
    page.get_by_role("link", name="Log").click()
    expect(page.get_by_role("cell", name="invitation sent").first).to_be_visible()
    context.close()
    newcomer = browser.new_context(java_script_enabled=False).new_page()
    newcomer.goto(link)
    newcomer.get_by_label("New password").fill(NEW)
    newcomer.get_by_label("The same again").fill(NEW)
    newcomer.get_by_role("button", name="Set your password").click()
    expect(newcomer.get_by_role("status")).to_have_text("Your password is set: sign in with it.")
    newcomer.context.close()


def without_barriers(page: Page, axe: Callable[..., list[str]], where: str) -> None:
    """No barrier in light and dark, on a desk and on a phone; nothing is wider than the page, and targets are large."""
    for width, rules in zip(WIDTHS.values(), (EVERYTHING, ALL_BUT_CONTRAST), strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page, rules=rules) == [], (where, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
        targets = page.locator("main").locator("button, input:not([type=hidden], [type=checkbox]), select, .box")
        heights = targets.evaluate_all("found => found.map(element => element.getBoundingClientRect().height)")
        assert [height for height in heights if height < 44] == [], (where, width)
    page.emulate_media(color_scheme="dark")
    assert axe(page, rules=CONTRAST) == [], (where, "dark")
    page.emulate_media(color_scheme="light")


def test_no_page_has_a_barrier(opened: tuple[Page, Visit], data: Path, axe: Callable[..., list[str]]) -> None:
    page, visit = opened
    visit.allow(REFUSED)
    number, invitation = kept(data, f"{Role.VIEWER}@{SOUTHAMPTON}.example")
    for address in ("/sign-in", "/reset", invitation, "/invitation/none"):
        page.goto(address)
        without_barriers(page, axe, address)
    page.goto("/sign-in?next=/account")
    page.get_by_label("E-mail address").fill(PORTAL)
    page.get_by_label("Password").fill("not it")
    page.get_by_role("button", name="Sign in").click()
    without_barriers(page, axe, "refused")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    person = f"/people/{SOUTHAMPTON}/{number}"
    addresses = (
        "/account",
        "/account/password",
        "/account/second-factor",
        "/people",
        f"/people/{SOUTHAMPTON}",
        "/log",
        person,
    )
    for address in addresses:
        page.goto(address)
        without_barriers(page, axe, address)
    page.get_by_role("button", name="Make a link for a new password").click()
    expect(page.get_by_label("Link")).to_be_visible()
    without_barriers(page, axe, "link")


def test_a_page_with_a_secret_in_its_address_tells_it_to_nobody_and_its_form_works(
    opened: tuple[Page, Visit], data: Path
) -> None:
    """`no-referrer` would have the browser send `Origin: null` from this form, which over HTTPS is refused."""
    page, _ = opened
    told: list[str | None] = []
    page.goto(kept(data, f"{Role.CONTRIBUTOR}@{SOUTHAMPTON}.example")[1])
    page.on("request", lambda request: told.append(request.header_value("referer")))
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same again").fill(NEW)
    page.get_by_role("button", name="Set your password").click()
    expect(page.get_by_role("status")).to_have_text("Your password is set: sign in with it.")
    assert told
    assert not [address for address in told if address and "invitation" in address]
