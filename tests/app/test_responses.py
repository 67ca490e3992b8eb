"""What every response carries: its encoding, how long it may be kept, and what the browser may do with it."""

import gzip
import json
import os
import re
from collections.abc import Iterator

import brotli
import dash
import pytest
from flask import Flask, Response, abort, redirect
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import static_files
from app.factory import configure, create_app, warm
from app.settings import load_settings
from app.static_files import FOREVER, PLOTLY, PLOTLY_ADDRESS, lasts
from data.errors import PortalError

LARGE = {"values": list(range(1000))}


class UnknownAuthority(PortalError, LookupError):
    """As a PortalError that is not found looks."""


@pytest.fixture(scope="module")
def portal() -> Flask:
    return warm(with_examples(create_app(load_settings())).server)


@pytest.fixture
def browser(portal: Flask) -> Iterator[FlaskClient]:
    with portal.test_client() as client:
        yield client


def with_examples(app: dash.Dash) -> dash.Dash:
    def refused() -> str:
        raise PortalError("The period <2024> is not known.")

    def unknown() -> str:
        raise UnknownAuthority("No authority is called Atlantis.")

    def defect() -> str:
        raise ZeroDivisionError("a figure nobody should see")

    def tagged() -> Response:
        response = Response(json.dumps(LARGE), mimetype="application/json")
        response.set_etag("a-strong-tag")
        return response

    rules = {
        "/example/large": lambda: LARGE,
        "/example/small": lambda: {"value": 1},
        "/example/bytes": lambda: Response(b"\0" * 5000, mimetype="image/png"),
        "/example/stream": lambda: Response((part for part in ["a" * 5000]), mimetype="text/csv"),
        "/example/kept": lambda: Response("mine", headers={"Cache-Control": "public, max-age=60"}),
        "/example/moved": lambda: redirect("/"),
        "/example/teapot": lambda: abort(418),
        "/example/tagged": tagged,
        "/example/refused": refused,
        "/example/unknown": unknown,
        "/example/defect": defect,
        "/api/example/refused": refused,
    }
    for rule, view in rules.items():
        app.server.add_url_rule(rule, rule, view)
    return app


def get(browser: FlaskClient, address: str, **headers: str) -> TestResponse:
    return browser.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),  # as browsers ask
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_an_answer_is_encoded_as_the_browser_asks(browser: FlaskClient, accepted: str, encoding: str | None) -> None:
    answer = get(browser, "/example/large", Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    body = answer.get_data()
    assert json.loads(decode(body)) == LARGE
    assert int(answer.headers["Content-Length"]) == len(body)


@pytest.mark.parametrize("address", ["/example/small", "/example/bytes", "/example/stream"])
def test_what_would_not_gain_is_sent_plain(browser: FlaskClient, address: str) -> None:
    assert "Content-Encoding" not in get(browser, address, Accept_Encoding="br").headers


def test_a_strong_tag_becomes_weak_when_encoded(browser: FlaskClient) -> None:
    assert get(browser, "/example/tagged").headers["ETag"] == '"a-strong-tag"'
    assert get(browser, "/example/tagged", Accept_Encoding="br").headers["ETag"] == 'W/"a-strong-tag"'


def test_the_chart_library_is_the_smaller_one(browser: FlaskClient) -> None:
    answer = get(browser, PLOTLY_ADDRESS, Accept_Encoding="br")
    assert brotli.decompress(answer.get_data()) == PLOTLY.read_bytes()
    assert len(answer.get_data()) == len((PLOTLY.parent / f"{PLOTLY.name}.br").read_bytes()), "compressed at leisure"
    assert answer.mimetype == "text/javascript"


def test_the_chart_library_is_of_the_version_that_python_draws_for() -> None:
    from plotly.offline import get_plotlyjs_version

    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}\n" in PLOTLY.read_text()[:200]


def test_an_address_without_a_fingerprint_is_asked_each_time(browser: FlaskClient) -> None:
    first = get(browser, PLOTLY_ADDRESS, Accept_Encoding="br")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = get(browser, PLOTLY_ADDRESS, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.get_data()) == (304, b"")
    changed = get(browser, PLOTLY_ADDRESS, If_None_Match='W/"another"')
    assert changed.status_code == 200


def test_all_that_the_first_page_asks_for_is_compressed_and_may_be_kept(browser: FlaskClient) -> None:
    addresses = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css|woff2)[^"]*)"', browser.get("/").get_data(as_text=True))
    assert len(addresses) > 10
    total = 0
    for address in addresses:
        answer = get(browser, address, Accept_Encoding="br")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == (FOREVER if address != PLOTLY_ADDRESS else "public, no-cache"), address
        total += len(answer.get_data())
    assert total < 800_000, "bytes for a first visit"


@pytest.mark.parametrize(
    ("path", "stamp", "modified", "expected"),
    [
        ("/assets/theme.css", "17.5", 17.5, FOREVER),
        ("/assets/theme.css", "17.5", 18.5, "public, no-cache"),  # another machine's stamp
        ("/assets/theme.css", None, 17.5, "public, no-cache"),
        ("/assets/vendor/font-5.3.0.woff2", None, None, FOREVER),
        ("/assets/vendor/font.woff2", None, None, "public, no-cache"),
    ],
)
def test_how_long_an_asset_may_be_kept(path: str, stamp: str | None, modified: float | None, expected: str) -> None:
    assert lasts(path, stamp, modified) == expected


def test_an_asset_changed_while_serving_is_sent_anew(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = static_files.ASSETS / "00-fonts.css"
    before = get(browser, "/assets/00-fonts.css")
    page = browser.get("/").get_data(as_text=True)
    assert f"/assets/00-fonts.css?m={os.path.getmtime(sheet)}" in page
    assert before.headers["ETag"] == f'W/"{static_files.digest(sheet.read_bytes())}"'


@pytest.mark.parametrize("path", ["/", "/example/small", "/assets/00-fonts.css", "/example/defect", "/no-such-page"])
def test_every_response_is_guarded(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
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
        ("/", "private, no-cache"),
        ("/example/small", "private, no-store"),
        ("/_dash-layout", "private, no-store"),
        ("/example/kept", "public, max-age=60"),
    ],
)
def test_nothing_shaped_by_the_viewer_is_kept_between(browser: FlaskClient, path: str, expected: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == expected


def test_https_is_remembered_only_over_https(browser: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in browser.get("/").headers
    assert "Strict-Transport-Security" in browser.get("/", base_url="https://portal.example").headers


def test_a_proxy_is_believed_only_when_it_is_trusted() -> None:
    def scheme(**given: str) -> str:
        server = Flask("example")
        configure(server, load_settings({"HOME": "/"} | given))
        server.add_url_rule("/", view_func=lambda: __import__("flask").request.scheme)
        return server.test_client().get("/", headers={"X-Forwarded-Proto": "https"}).get_data(as_text=True)

    assert scheme() == "http"
    assert scheme(PORTAL_TRUSTED_PROXIES="1") == "https"


def test_the_page_tells_nobody_what_it_runs_on(browser: FlaskClient) -> None:
    page = browser.get("/").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert "<noscript>" in page
    assert 'name="viewport"' in page
    for word in ("python", "dash_version", "plotly_version"):
        assert word not in page.lower()


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/example/refused", 400, "The period &lt;2024&gt; is not known."),
        ("/example/unknown", 404, "No authority is called Atlantis."),
        ("/assets/no-such-file", 404, "There is nothing at this address."),
        ("/example/teapot", 418, "This server is a teapot, not a coffee machine"),
    ],
)
def test_a_person_is_told_in_a_sentence(browser: FlaskClient, path: str, status: int, message: str) -> None:
    answer = get(browser, path, Accept="text/html")
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"<p>{message}" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/api/example/refused", 400, "The period <2024> is not known."),
        ("/_dash-component-suites/none/none.js", 404, "There is nothing at this address."),
    ],
)
def test_a_program_is_told_in_json(browser: FlaskClient, path: str, status: int, message: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.json) == (status, {"error": message, "reference": None})


def test_a_defect_is_logged_under_the_reference_that_the_person_sees(
    browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = browser.get("/example/defect")
    assert answer.status_code == 500
    reference = re.search(r"reference: ([0-9a-f]{8})\.", answer.get_data(as_text=True))
    assert reference is not None
    assert "a figure nobody should see" not in answer.get_data(as_text=True)
    (record,) = caplog.records
    assert record.getMessage() == f"Failure {reference[1]} at /example/defect"
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_wrong_method_and_a_move_keep_their_headers(browser: FlaskClient) -> None:
    assert "GET" in browser.post("/healthz").headers["Allow"]
    assert browser.get("/example/moved").headers["Location"] == "/"


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/no-such-page", 404), ("/not-found", 404)])
def test_an_unknown_address_has_its_status(browser: FlaskClient, path: str, status: int) -> None:
    dash.register_page("tests.first", path="/", layout="")
    assert browser.get(path).status_code == status


def test_the_process_says_it_lives(browser: FlaskClient) -> None:
    assert browser.get("/healthz").get_data() == b"OK"
