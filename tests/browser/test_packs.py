"""A pack that is made in the background, as its owner meets it: by keyboard alone, on a phone, without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from app.packs.shelf import Shelf
from data.local import packs
from data.local.database import Database, open_database
from data.local.tables import PackJob
from tests.browser.barriers import ALL_BUT_CONTRAST, CONTRAST, EVERYTHING
from tests.browser.test_people import press, tab_to
from tests.browser.visits import WIDTHS, visiting
from tests.live import serving

PACK = "/pack?authority=southampton&sections=exceptions&most=1"
CONTENT = b"%PDF-1.7 as it was made"
WIDE, NARROW = WIDTHS["desktop"], WIDTHS["phone"]


@pytest.fixture(scope="module")
def pack_portal(shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Database, Shelf]]:
    """A portal for which this test makes the packs: its address, its database, and where it keeps files."""
    folder: Path = tmp_path_factory.mktemp("packs")
    variables = {"PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": str(folder)}
    with serving("tests.browser.pack_app:server", **variables) as address:
        database = open_database(f"sqlite:///{folder / 'alongside.db'}")
        yield address, database, Shelf(folder / "packs")
        database.close()


class Maker:
    """Makes the pack that was asked for last, as slowly as a test wants."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database, self._shelf = database, shelf

    def asked(self) -> str:
        with self._database.reading() as session:
            return session.scalars(select(PackJob.word).order_by(PackJob.created.desc())).first() or ""

    def tell(self, step: int, steps: int, said: str) -> None:
        with self._database.writing() as session:
            word = self.asked()
            session.execute(update(PackJob).where(PackJob.word == word).values(state="running"))
            packs.progress(session, word, step, steps, said)

    def finish(self) -> None:
        word = self.asked()
        self._shelf.keep(word, "pdf", CONTENT)
        with self._database.writing() as session:
            session.execute(update(PackJob).where(PackJob.word == word).values(state="running"))
            packs.finish(session, word, "Southampton: exceptions for the board", "board.pdf", len(CONTENT))

    def fail(self, why: str) -> None:
        with self._database.writing() as session:
            session.execute(update(PackJob).where(PackJob.word == self.asked()).values(state="running"))
            packs.fail(session, self.asked(), why)


@pytest.fixture
def maker(pack_portal: tuple[str, Database, Shelf]) -> Maker:
    return Maker(*pack_portal[1:])


@pytest.fixture(params=[NARROW])
def phone(browser: Browser, pack_portal: tuple[str, Database, Shelf], request: pytest.FixtureRequest) -> Iterator[Page]:
    with visiting(browser, pack_portal[0], request.param) as (page, _):
        yield page


def without_barriers(page: Page, axe: Callable[..., list[str]], where: str) -> None:
    """None at both widths, in light and dark; nothing is wider than the page, and what is pressed is large."""
    for width, rules in ((NARROW, EVERYTHING), (WIDE, ALL_BUT_CONTRAST)):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page, rules=rules) == [], (where, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
        heights = page.locator("main .key").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert [height for height in heights if height < 44] == [], (where, width)
    page.emulate_media(color_scheme="dark")
    assert axe(page, rules=CONTRAST) == [], (where, "dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROW, "height": 900})


def test_a_pack_is_asked_for_watched_and_had_by_keyboard_on_a_phone(
    phone: Page, maker: Maker, axe: Callable[..., list[str]], snap: Callable[[Page, str], None]
) -> None:
    phone.goto(PACK)
    press(phone, phone.get_by_role("button", name="PDF", exact=True))
    expect(phone.locator("#pack-said")).to_contain_text("It is next.")
    without_barriers(phone, axe, "waiting")
    snap(phone, "pack-waiting")
    bar, told = phone.get_by_role("progressbar"), phone.locator("#pack-told")
    expect(phone.get_by_role("link", name="Look again")).to_be_hidden()
    cancel = phone.get_by_role("button", name="Cancel")
    tab_to(phone, cancel)
    maker.tell(2, 24, "Dental checks")
    expect(phone.locator("#pack-said")).to_have_text("2 of 24: Dental checks")
    expect(told).to_be_empty()
    maker.tell(12, 24, "Placement stability")
    expect(phone.locator("#pack-said")).to_have_text("12 of 24: Placement stability")
    expect(told).to_have_text("12 of 24: Placement stability")
    assert bar.evaluate("bar => [bar.value, bar.max]") == [12, 24]
    expect(bar).to_have_accessible_name("12 of 24: Placement stability")
    expect(cancel).to_be_focused()
    without_barriers(phone, axe, "being made")
    snap(phone, "pack-being-made")
    maker.finish()
    expect(phone.locator("#pack-said")).to_contain_text("Ready: 1 kB")
    expect(told).to_contain_text("Ready")
    expect(phone).to_have_title("Ready: Southampton: exceptions for the board, PDF - Alongside")
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text("Southampton: exceptions for the board, PDF")
    expect(heading).to_be_focused()
    without_barriers(phone, axe, "ready")
    snap(phone, "pack-ready")
    tab_to(phone, phone.get_by_role("link", name="Download"))
    with phone.expect_download() as download:
        phone.keyboard.press("Enter")
    assert download.value.suggested_filename == "board.pdf"
    assert Path(download.value.path()).read_bytes() == CONTENT
    press(phone, phone.get_by_role("link", name="Your packs"))
    expect(phone.locator(".answer")).to_have_text("Of your packs 1 is ready.")
    without_barriers(phone, axe, "list")
    snap(phone, "packs")
    press(phone, phone.get_by_role("button", name="Delete"))
    expect(phone.get_by_role("status")).to_contain_text("is deleted.")
    expect(phone.locator(".answer")).to_contain_text("You have no packs")


def test_one_that_cannot_be_made_says_why(phone: Page, maker: Maker) -> None:
    phone.goto(PACK)
    phone.get_by_role("button", name="Word", exact=True).click()
    maker.fail("There is no room left where packs are kept, so this one was not kept; tell who runs the portal.")
    expect(phone.locator("#pack-said")).to_contain_text("It was not made. There is no room left")
    expect(phone.get_by_role("progressbar")).to_have_count(0)
    expect(phone.locator("#pack-told")).to_contain_text("It was not made.")


def test_without_scripts_one_looks_again_and_cancels(
    browser: Browser, pack_portal: tuple[str, Database, Shelf], maker: Maker
) -> None:
    context = browser.new_context(
        base_url=pack_portal[0], java_script_enabled=False, viewport={"width": NARROW, "height": 900}
    )
    page = context.new_page()
    page.goto(PACK)
    page.get_by_role("button", name="PDF", exact=True).click()
    maker.tell(3, 24, "Dental checks")
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#pack-said")).to_have_text("3 of 24: Dental checks")
    assert page.get_by_role("progressbar").evaluate("bar => bar.value") == 3
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_contain_text("is cancelled.")
    expect(page.locator(".pack")).to_contain_text("It was cancelled.")
    context.close()
