"""Signing in with a council's account in a real browser, which holds to the policies that pages are sent with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.pages.provider import BACK
from data.local.database import open_database
from data.local.people import add_organisation
from tests.app.provider_on_loopback import CLIENT_ID, CLIENT_SECRET, Provider, provider_on_loopback
from tests.browser.visits import Visit, visiting
from tests.live import serving

NAME = "Southampton's account"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provider_on_loopback() as provider:
        yield provider


@pytest.fixture(scope="module")
def portal_with_provider(
    shared_cache: str, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("local")
    database = open_database(f"sqlite:///{folder / 'alongside.db'}")
    with database.writing() as session:
        add_organisation(session, "southampton", "Southampton", "852")
    database.close()
    with serving(
        PORTAL_CACHE_DIR=shared_cache,
        PORTAL_DATA_DIR=str(folder),
        PORTAL_OIDC_ISSUER=provider.issuer,
        PORTAL_OIDC_CLIENT_ID=CLIENT_ID,
        PORTAL_OIDC_CLIENT_SECRET=CLIENT_SECRET,
        PORTAL_OIDC_NAME=NAME,
        PORTAL_OIDC_GROUPS="g-draft=southampton:contributor",
    ) as address:
        provider.back = address + BACK
        yield address


@pytest.fixture
def opened(browser: Browser, portal_with_provider: str, provider: Provider) -> Iterator[tuple[Page, Visit]]:
    provider.start_again()
    provider.somebody = {
        "sub": "248289761001",
        "name": "Ada Lovelace",
        "email": "ada@southampton.example",
        "email_verified": True,
        "groups": ["g-draft"],
    }
    with visiting(browser, portal_with_provider) as opened:
        yield opened
        visit = opened[1]
        visited = [address for address in visit.outside if address.startswith(f"{provider.issuer}/authorize?")]
        assert len(visited) == 1
        visit.addresses.remove(visited[0])


def test_somebody_signs_in_and_comes_back_to_where_they_were(
    opened: tuple[Page, Visit], axe: Callable[..., list[str]]
) -> None:
    page, _ = opened
    page.goto("/sign-in?next=/account")
    page.get_by_role("button", name=f"Sign in with {NAME}").press("Enter")
    expect(page.get_by_text("You are Ada Lovelace (ada@southampton.example) of Southampton.")).to_be_visible()
    assert page.url.endswith("/account")
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("link", name=f"Sign out of {NAME} too")).to_be_visible()
    assert axe(page) == []


def test_what_goes_wrong_is_said_on_a_page_with_a_way_on(
    opened: tuple[Page, Visit], provider: Provider, axe: Callable[..., list[str]], snap: Callable[[Page, str], None]
) -> None:
    page, visit = opened
    visit.allow("403")
    provider.somebody["groups"] = []
    page.goto("/sign-in/provider")
    assert axe(page) == []
    snap(page, "provider")
    page.get_by_role("button", name=f"Go to {NAME}").click()
    expect(page.get_by_role("alert")).to_contain_text("You are in none of the groups that may use this portal")
    page.wait_for_load_state()  # with its style sheet
    assert axe(page) == []
    snap(page, "not-signed-in")
    page.get_by_role("link", name="Go to the sign-in page").click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
