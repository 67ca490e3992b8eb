"""A portal that is closed shows nothing to whoever has not signed in, and everything to whoever has."""

import json

import orjson
import pytest
from werkzeug.test import TestResponse

from app.auth.visitor import CLOSED, CLOSED_API
from data.local.people import person_by_email
from data.local.tables import ApiToken
from data.local.tokens import make_token, revoke
from tests.app.security.conftest import EMAIL, Secured, page, rules

WAYS_IN = ("/sign-in", "/sign-out", "/invitation/", "/reset", "/unsubscribe/")
OPEN = (*WAYS_IN, "/healthz", "/readyz", "/metrics", "/assets/", "/_dash-component-suites/")
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


def told(answer: TestResponse) -> str:
    """The sentence of a refusal: plain, or that of a problem."""
    is_problem = answer.mimetype == "application/problem+json"
    return str(json.loads(answer.data)["detail"]) if is_problem else page(answer)


def told_at(address: str) -> str:
    return CLOSED_API if address.startswith("/api/") else CLOSED


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_nothing_is_shown_before_somebody_signs_in(closed_portal: Secured, accept: str) -> None:
    browser = closed_portal.browser()
    shut = [address for _, address in rules(closed_portal.server, "GET") if not is_open(address)]
    for address in [*shut, *FIGURES]:
        answer = browser.get(address, headers={"Accept": accept})
        if address.startswith("/api/"):
            assert (address, answer.status_code, answer.mimetype) == (address, 401, "application/problem+json")
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Alongside"'
            assert orjson.loads(answer.data)["detail"] == CLOSED_API
        elif answer.status_code == 302:
            assert answer.headers["Location"].startswith("/sign-in?next=%2F"), address
        else:
            assert (address, answer.status_code, told(answer)) == (address, 401, told_at(address))
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_nothing_is_done_before_somebody_signs_in(closed_portal: Secured) -> None:
    before = closed_portal.database()
    for _, address in rules(closed_portal.server, "POST"):
        if not is_open(address):
            answer = closed_portal.browser().post(address, json={"outputs": []})
            assert answer.status_code in (400, 401), address
            if address.startswith("/_dash-"):
                assert page(answer) == CLOSED
            elif address.startswith("/api/"):
                assert CLOSED_API in page(answer)
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


def test_a_token_lets_a_program_in_to_the_api_and_nowhere_else(closed_portal: Secured) -> None:
    with closed_portal.server.extensions["alongside-database"]().writing() as session:
        person = person_by_email(session, EMAIL)
        assert person is not None
        text, made = make_token(session, person, "A program", [], 30)
    sent, browser = {"Authorization": f"Bearer {text}"}, closed_portal.browser()
    assert browser.get("/api/v1/authorities", headers=sent).status_code == 200
    for address in ("/", "/api", "/account", "/returns", "/search-index.json", "/_dash-layout", "/log.csv"):
        assert browser.get(address, headers=sent).status_code in (302, 401), address
    with closed_portal.server.extensions["alongside-database"]().writing() as session:
        kept = session.get(ApiToken, made.id)
        assert kept is not None
        revoke(session, kept, None)
    answer = browser.get("/api/v1/authorities", headers=sent)
    assert (answer.status_code, "invalid_token" in answer.headers["WWW-Authenticate"]) == (401, True)
    with closed_portal.server.extensions["alongside-database"]().writing() as session:
        session.delete(session.get(ApiToken, made.id))  # no other test finds one here
