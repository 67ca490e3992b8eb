"""A portal that is closed shows nothing to whoever has not signed in, and everything to whoever has."""

import pytest

from app.auth.visitor import CLOSED
from tests.app.security.conftest import Secured, page, rules

WAYS_IN = ("/sign-in", "/sign-out", "/invitation/", "/reset", "/unsubscribe/")
OPEN = (*WAYS_IN, "/healthz", "/readyz", "/assets/", "/_dash-component-suites/")
"""The way in, what it is drawn with, and the way out of messages."""
FIGURES = [
    "/",
    "/compare",
    "/indicator",
    "/sign-in/no-such-page",
    "/assets",
    "/healthz/",
    "/static/x",
    "/api/v1/authorities",
    "/api/v1/table?authority=southampton",
    "/search-index.json",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_reload-hash",
    "/download/compare/ranking.csv",
]


def is_open(address: str) -> bool:
    return address.startswith(OPEN)


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_nothing_is_shown_before_somebody_signs_in(closed_portal: Secured, accept: str) -> None:
    browser = closed_portal.browser()
    shut = [address for _, address in rules(closed_portal.server, "GET") if not is_open(address)]
    for address in [*shut, *FIGURES]:
        answer = browser.get(address, headers={"Accept": accept})
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/sign-in?next=%2F"), address
        else:
            assert (address, answer.status_code, page(answer)) == (address, 401, CLOSED)
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_nothing_is_done_before_somebody_signs_in(closed_portal: Secured) -> None:
    before = closed_portal.database()
    for _, address in rules(closed_portal.server, "POST"):
        if not is_open(address):
            answer = closed_portal.browser().post(address, json={"outputs": []})
            assert answer.status_code in (400, 401), address
            if address.startswith(("/_dash-", "/api/")):
                assert page(answer) == CLOSED
    assert closed_portal.database() == before


@pytest.mark.parametrize("token", ["", "guessed", "a" * 10_000])
def test_a_token_that_nobody_was_given_opens_nothing(closed_portal: Secured, token: str) -> None:
    answer = closed_portal.browser().get("/api/v1/authorities", headers={"Cookie": f"__Host-alongside={token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["alongside.warming", "Alongside-Warming", "X-Alongside.Warming"])
def test_what_lets_the_portal_warm_itself_cannot_be_sent(closed_portal: Secured, name: str) -> None:
    assert closed_portal.browser().get("/_dash-layout", headers={name: "1"}).status_code == 401


def test_everything_is_shown_to_whoever_signed_in(closed_portal: Secured, open_portal: Secured) -> None:
    """As in a portal that is open: no address answers otherwise."""
    for _, address in rules(closed_portal.server, "GET"):
        if address.startswith("/sign-in/provider/"):
            continue
        answers = [portal.browser(signed_in=True).get(address) for portal in (closed_portal, open_portal)]
        assert answers[0].status_code == answers[1].status_code, address
        assert answers[0].status_code != 401
    layout = closed_portal.browser(signed_in=True).get("/_dash-layout")
    assert layout.status_code == 200


def test_the_way_in_is_open(closed_portal: Secured) -> None:
    browser = closed_portal.browser()
    for address in ("/sign-in", "/reset", "/healthz", "/assets/10-theme.css", "/sign-in/provider"):
        assert browser.get(address).status_code == 200
