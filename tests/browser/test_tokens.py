"""Tokens in a browser: made on the page, used by a program against every process, revoked, and refused from then on."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from app.auth import passwords
from data.local.tokens import TOKEN
from tests.app.pages.site import PASSWORD, TARGET, stock
from tests.browser.test_people import without_barriers
from tests.browser.visits import visiting
from tests.live import serving

TIMES = 12
"""Requests, each on a connection of its own, so that every process is met."""


@pytest.fixture(scope="module")
def token_portal(shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("tokens")
    stock(f"sqlite:///{folder / 'alongside.db'}", passwords.hashed(PASSWORD))
    with serving(PORTAL_CACHE_DIR=shared_cache, PORTAL_DATA_DIR=str(folder), PORTAL_WORKERS="2") as address:
        yield address


def statuses(portal: str, token: str) -> set[int]:
    """What a program is told that asks for the local returns."""
    header = {"Authorization": f"Bearer {token}", "Connection": "close"}
    return {requests.get(f"{portal}/api/v1/returns", headers=header, timeout=20).status_code for _ in range(TIMES)}


def test_a_token_is_made_used_revoked_and_refused(
    browser: Browser, token_portal: str, axe: Callable[..., list[str]]
) -> None:
    with visiting(browser, token_portal) as (page, _):
        page.goto("/sign-in?next=/account")
        page.get_by_label("E-mail address").fill(TARGET)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Make and revoke tokens").click()
        expect(page.locator(".answer")).to_contain_text("You have no token")
        page.get_by_label("Name").fill("Power BI")
        page.get_by_label("Read local returns").check()
        page.get_by_label("Your password").fill(PASSWORD)
        without_barriers(page, axe, "tokens")
        page.get_by_role("button", name="Make the token").click()
        token = page.get_by_label("Token", exact=True).input_value()
        assert TOKEN.fullmatch(token)
        line = page.get_by_label("With curl").input_value()
        assert line == f'curl -H "Authorization: Bearer {token}" {token_portal}/api/v1/returns'
        without_barriers(page, axe, "made")
        assert statuses(token_portal, token) == {200}
        page.get_by_role("link", name="Go on to your tokens").click()
        expect(page.locator(".tokens li")).to_contain_text("last used")
        assert token not in page.content()
        without_barriers(page, axe, "listed")
        page.get_by_role("link", name=re.compile("Revoke it")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Revoke the token Power BI?")
        without_barriers(page, axe, "revoke")
        assert statuses(token_portal, token) == {200}, "looking ends nothing"
        page.get_by_role("button", name="Revoke it").click()
        expect(page.get_by_role("status")).to_contain_text("nothing is answered to it any more")
        expect(page.locator(".tokens li")).to_contain_text("Revoked")
        assert statuses(token_portal, token) == {401}
