"""What a page of another site makes a browser send is refused by every route, and changes nothing."""

import pytest
from flask.testing import FlaskClient

from app.forms import STALE
from tests.app.security.conftest import EMAIL, HERE, PASSWORD, Secured, csrf_token, from_here, page, rules

PROGRAMS = ("/_dash-", "/api/")
"""Asked where they come from, but not for a form's token."""


def forms(portal: Secured) -> list[str]:
    found = [address for _, address in rules(portal.server, "POST") if not address.startswith(PROGRAMS)]
    assert len(found) >= 20
    return found


def test_there_is_no_way_to_change_anything_but_by_post(open_portal: Secured) -> None:
    methods = set().union(*(rule.methods or () for rule in open_portal.server.url_map.iter_rules()))
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_form_without_its_token_does_nothing(open_portal: Secured, signed_in: bool) -> None:
    before = open_portal.database()
    browser = open_portal.browser(signed_in=signed_in)
    for address in forms(open_portal):
        answer = browser.post(address, data={"email": EMAIL, "password": PASSWORD}, headers=from_here())
        assert (address, answer.status_code) == (address, 400)
        assert STALE in page(answer)
    assert open_portal.database() == before


def test_a_form_with_the_token_of_another_session_does_nothing(open_portal: Secured) -> None:
    before = open_portal.database()
    token = csrf_token(open_portal.browser())
    for signed_in in (False, True):
        browser = open_portal.browser(signed_in=signed_in)
        browser.get("/account")
        for address in forms(open_portal):
            answer = browser.post(address, data={"csrf_token": token}, headers=from_here())
            assert (address, answer.status_code) == (address, 400)
    assert open_portal.database() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin, cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "https://["},
        {"Origin": HERE + ".elsewhere.example"},
        {"Origin": HERE + ":8443"},
        {"Origin": HERE.replace("https", "http")},
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused_by_every_route_though_the_token_is_right(
    open_portal: Secured, headers: dict[str, str]
) -> None:
    before = open_portal.database()
    browser = open_portal.browser(signed_in=True)
    token = csrf_token(browser, "/account")
    for rule, address in rules(open_portal.server, "POST"):
        answer = browser.post(address, data={"csrf_token": token}, headers={"Referer": HERE + "/"} | headers)
        assert (rule, answer.status_code) == (rule, 403)
    assert open_portal.database() == before


def test_with_its_token_and_from_here_a_form_is_taken(open_portal: Secured) -> None:
    """So that the tests above can fail: nothing but what they leave out is missing there."""
    browser = open_portal.browser(signed_in=True)
    token = csrf_token(browser, "/account")
    for address in forms(open_portal):
        if not address.startswith(("/sign-out", "/sign-in", "/people/southampton/1/")):
            answer = browser.post(address, data={"csrf_token": token}, headers=from_here())
            assert STALE not in page(answer)
            assert answer.status_code != 403


def sign_in(browser: FlaskClient) -> None:
    sent = {"csrf_token": csrf_token(browser), "email": EMAIL, "password": PASSWORD}
    assert browser.post("/sign-in", data=sent, headers=from_here()).status_code == 303


def test_what_was_planted_before_signing_in_is_worth_nothing_after(open_portal: Secured) -> None:
    browser = open_portal.browser()
    browser.set_cookie("__Host-alongside", "planted", domain="portal.example", secure=True)
    before = csrf_token(browser)
    session = browser.get_cookie("__Host-session", domain="portal.example")
    assert session is not None
    sign_in(browser)
    given = browser.get_cookie("__Host-alongside", domain="portal.example")
    assert given is not None
    assert given.value != "planted"
    after = browser.get_cookie("__Host-session", domain="portal.example")
    assert after is None or after.value != session.value
    assert browser.post("/sign-out", data={"csrf_token": before}, headers=from_here()).status_code == 400
    planted = open_portal.browser()
    planted.set_cookie("__Host-alongside", "planted", domain="portal.example", secure=True)
    assert planted.get("/account").status_code == 303


def test_a_token_of_a_sign_in_ends_with_it(open_portal: Secured) -> None:
    browser, thief = open_portal.browser(), open_portal.browser()
    sign_in(browser)
    kept = browser.get_cookie("__Host-alongside", domain="portal.example")
    assert kept is not None
    thief.set_cookie("__Host-alongside", kept.value, domain="portal.example", secure=True)
    assert thief.get("/account").status_code == 200
    browser.post("/sign-out", data={"csrf_token": csrf_token(browser, "/account")}, headers=from_here())
    assert thief.get("/account").status_code == 303
