"""What every address of the portal says to a browser, signed in or not: headers, policy, cookies."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.pages import links, provider
from app.settings import load_settings
from data.local.sign_ins import Purpose
from tests.app.security.conftest import EMAIL, HERE, PASSWORD, Secured, csrf_token, from_here, page, rules

HASHES = r"'self'( 'sha256-[\w+/=]+')+"
ADDRESSES = {
    "200": "/example/small",
    "302": "/example/moved",
    "400": "/example/refused",
    "404": "/example/unknown",
    "418": "/example/teapot",
    "500": "/example/defect",
}


def require_guarded(answer: TestResponse, what: str) -> None:
    """The set of headers that no answer goes without."""
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff", what
    assert headers["X-Frame-Options"] == "DENY", what
    assert headers["Referrer-Policy"] in ("same-origin", "strict-origin"), what
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", what
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", what
    assert "camera=()" in headers["Permissions-Policy"], what
    assert "Cache-Control" in headers, what
    rules = policy(answer)
    assert rules["frame-ancestors"] == "'none'", what
    assert rules["default-src"] == rules["form-action"] == "'self'", what
    assert rules["object-src"] == rules["base-uri"] == "'none'", what
    assert not re.search(r"unsafe|\*|http|data:", rules["script-src"]), what


def policy(answer: TestResponse) -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_address_is_guarded_and_none_fails(open_portal: Secured, signed_in: bool) -> None:
    browser = open_portal.browser(signed_in=signed_in)
    for rule, address in rules(open_portal.server, "GET"):
        answer = browser.get(address)
        assert answer.status_code < 500 or rule.startswith("/sign-in/provider/"), rule
        require_guarded(answer, rule)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(("status", "path"), ADDRESSES.items())
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_kind_of_answer_is_guarded(browser: FlaskClient, status: str, path: str, accept: str) -> None:
    answer = browser.get(path, headers={"Accept": accept})
    assert answer.status_code == int(status)
    require_guarded(answer, path)


class Inline(HTMLParser):
    """Finds what a policy without `unsafe-inline` would not let a browser do."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        self.found += [value for value in names.values() if value and value.lower().startswith("javascript:")]


@pytest.mark.parametrize("signed_in", [False, True])
def test_pages_of_forms_have_no_script_of_their_own_and_are_kept_by_nobody(
    open_portal: Secured, signed_in: bool
) -> None:
    browser, seen = open_portal.browser(signed_in=signed_in), 0
    for rule, address in rules(open_portal.server, "GET"):
        answer = browser.get(address, headers={"Accept": "text/html"})
        if answer.mimetype != "text/html" or rule in ("/", "/<path:path>"):
            continue
        seen += 1
        assert policy(answer)["script-src"] == "'self'", rule
        assert policy(answer)["style-src"] == "'self'", rule
        inline = Inline()
        inline.feed(page(answer))
        assert inline.found == [], rule
        assert answer.headers["Cache-Control"] == "private, no-store", rule
    assert seen >= 10


def test_pages_that_are_drawn_in_the_browser_run_our_scripts_alone(open_portal: Secured) -> None:
    for address in ("/", "/compare", "/no-such-page"):
        answer = open_portal.browser().get(address)
        assert re.fullmatch(HASHES, policy(answer)["script-src"])
        inline = Inline()
        inline.feed(page(answer))
        assert "script" in inline.found
        assert [found for found in inline.found if found.startswith("on")] == []


def test_nothing_is_kept_of_what_somebody_sees_who_is_signed_in(open_portal: Secured) -> None:
    browser = open_portal.browser(signed_in=True)
    for rule, address in rules(open_portal.server, "GET"):
        if not address.startswith(("/assets/", "/_dash-component-suites/")):
            answer = browser.get(address)
            assert answer.headers["Cache-Control"] == "private, no-store", rule
            assert "Cookie" in answer.headers["Vary"], rule
    shared = browser.get("/assets/10-theme.css")
    assert "public" in shared.headers["Cache-Control"]


def test_cookies_are_for_this_host_over_https_and_out_of_reach_of_scripts(open_portal: Secured) -> None:
    browser = open_portal.browser()
    answers = [browser.get("/sign-in")]
    sent = {"csrf_token": csrf_token(browser), "email": EMAIL, "password": PASSWORD}
    answers.append(browser.post("/sign-in", data=sent, headers=from_here()))
    answers.append(browser.post("/sign-out", data={"csrf_token": csrf_token(browser, "/account")}, headers=from_here()))
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-session", "__Host-alongside"}
    for cookie in cookies:
        words = {word.strip() for word in cookie.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= words, cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND", "NONSENSE"])
def test_other_methods_are_refused_everywhere(open_portal: Secured, method: str) -> None:
    browser = open_portal.browser(signed_in=True)
    for rule, address in rules(open_portal.server, "GET"):
        answer = browser.open(address, method=method, headers={"X-Mine": "not to be echoed"} | from_here())
        assert answer.status_code in (400, 404, 405), rule
        assert "not to be echoed" not in page(answer)
        require_guarded(answer, rule)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cookie", "__Host-alongside=" + "a" * 100_000),
        ("Cookie", "__Host-session=" + "." * 100_000),
        ("Cookie", "__Host-alongside=\xff\xfe; __Host-session=\x80"),
        ("Cookie", ";" * 10_000),
        ("Accept", "text/html;q=" + "9" * 50_000),
        ("Accept-Encoding", "br;q=x, " * 5_000),
        ("Accept-Language", "en, " * 20_000),
        ("If-None-Match", '"' * 50_000),
        ("If-Modified-Since", "not a time"),
        ("Range", "bytes=9-1,," + "0-" * 5_000),
        ("Referer", "https://[" + "a" * 50_000),
        ("X-Forwarded-For", "1.1.1.1, " * 5_000),
        ("Content-Length", "999999999999"),
        ("Content-Type", "multipart/form-data; boundary=" + "b" * 10_000),
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/authorities", "/account", "/assets/10-theme.css"])
def test_a_header_of_any_length_and_kind_fails_nothing(open_portal: Secured, name: str, value: str, path: str) -> None:
    assert open_portal.browser().get(path, headers={name: value}).status_code < 500
    assert open_portal.browser().post(path, headers={name: value}).status_code < 500


def test_what_is_asked_for_under_another_name_is_not_named_in_a_page(open_portal: Secured) -> None:
    """Links that leave the portal are made from PORTAL_URL, whatever a browser says it asked."""
    for signed_in in (False, True):
        browser = open_portal.browser(signed_in=signed_in)
        for rule, address in rules(open_portal.server, "GET"):
            if rule.startswith(("/download/", "/sign-in/provider/")):
                continue
            answer = browser.get(address, headers={"Host": "elsewhere.example", "X-Forwarded-Host": "proxy.example"})
            told = answer.get_data() + str(answer.headers).encode()
            assert b"elsewhere.example" not in told, rule
            assert b"proxy.example" not in told, rule


def test_the_portal_is_at_the_address_of_the_settings_in_what_it_sends_elsewhere(open_portal: Secured) -> None:
    settings = load_settings({"HOME": "/", "PORTAL_URL": HERE})
    with open_portal.server.test_request_context("/", headers={"Host": "elsewhere.example"}):
        assert links.address(settings, Purpose.RESET, "token") == f"{HERE}/reset/token"
        assert provider._address(HERE, "/sign-in/provider/back") == f"{HERE}/sign-in/provider/back"
