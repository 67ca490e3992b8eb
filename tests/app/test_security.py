"""What a browser is told it may not do with our pages, and what strangers are not told at all."""

import re

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app.document import FOR_A_MOMENT
from app.factory import configure
from app.settings import load_settings


@pytest.mark.parametrize("path", ["/", "/example/small", "/assets/00-fonts.css", "/example/defect", "/no-such-page"])
def test_every_response_is_guarded(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Cache-Control" in headers


def test_only_our_own_scripts_run(browser: FlaskClient) -> None:
    rules = dict(rule.split(" ", 1) for rule in browser.get("/").headers["Content-Security-Policy"].split("; "))
    assert re.fullmatch(r"'self'( 'sha256-[\w+/=]+')+", rules["script-src"])
    assert rules["frame-ancestors"] == "'none'"
    assert rules["default-src"] == "'self'"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", FOR_A_MOMENT),
        ("/example/small", "private, no-store"),
        ("/_dash-layout", FOR_A_MOMENT),
        ("/example/kept", "public, max-age=60"),
    ],
)
def test_nothing_shaped_by_the_viewer_is_kept_between(browser: FlaskClient, path: str, expected: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == expected


def test_https_is_remembered_only_over_https(browser: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in browser.get("/").headers
    assert "Strict-Transport-Security" in browser.get("/", base_url="https://portal.example").headers


@pytest.mark.parametrize(
    ("header", "sent", "asked", "believed"),
    [
        ("X-Forwarded-Proto", "https", "http", "https"),
        ("X-Forwarded-Host", "portal.example", "localhost", "portal.example"),
        ("X-Forwarded-For", "192.0.2.7", "127.0.0.1", "192.0.2.7"),
        # Whoever asks may write what they like before what the proxy adds.
        ("X-Forwarded-For", "203.0.113.9, 192.0.2.7", "127.0.0.1", "192.0.2.7"),
        ("X-Forwarded-Host", "elsewhere.example, portal.example", "localhost", "portal.example"),
        ("X-Forwarded-Prefix", "/elsewhere", "", ""),
        ("Forwarded", "for=192.0.2.7;host=elsewhere.example;proto=https", "localhost", "localhost"),
        ("X-Forwarded-Port", "8443", "localhost", "localhost"),
        ("X-Real-IP", "192.0.2.7", "127.0.0.1", "127.0.0.1"),
        ("X-Original-URL", "/secret", "/", "/"),
    ],
)
def test_a_proxy_is_believed_only_when_it_is_trusted(header: str, sent: str, asked: str, believed: str) -> None:
    names = {
        "X-Forwarded-Proto": "scheme",
        "X-Forwarded-Host": "host",
        "Forwarded": "host",
        "X-Forwarded-Port": "host",
        "X-Forwarded-For": "remote_addr",
        "X-Real-IP": "remote_addr",
        "X-Forwarded-Prefix": "root_path",
        "X-Original-URL": "path",
    }

    def seen(**given: str) -> str:
        server = Flask("example")
        configure(server, load_settings({"HOME": "/"} | given))
        server.add_url_rule("/", view_func=lambda: str(getattr(request, names[header])))
        return server.test_client().get("/", headers={header: sent}).get_data(as_text=True)

    assert seen() == asked
    assert seen(PORTAL_TRUSTED_PROXIES="1") == believed


def test_the_page_tells_nobody_what_it_runs_on(browser: FlaskClient) -> None:
    page = browser.get("/").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert "<noscript>" in page
    assert 'name="viewport"' in page
    for word in ("python", "dash_version", "plotly_version"):
        assert word not in page.lower()
