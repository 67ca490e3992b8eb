"""Pages over HTTP: who may keep one for how long, and that nobody gets another's."""

import gzip
import threading

import brotli
import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.settings import load_settings
from app.static_files import ASK_EACH_TIME, FOREVER, PLOTLY_ADDRESS
from app.views import PREFIX
from callbacks import ROUTES
from data.errors import PortalError
from layouts.halves import Halves, Rest, halves
from tests.app.examples import get

LASTING = [route.page.path for route in ROUTES if route.seen is None and route.kept]


@pytest.fixture(scope="module")
def views(portal_app: Flask) -> str:
    return str(portal_app.extensions["test-views"])


@pytest.fixture(scope="module")
def portal_app(shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = str(tmp_path_factory.mktemp("local"))
    app = create_app(
        load_settings({"PORTAL_CACHE_DIR": shared_cache, "PORTAL_CACHE": "simple", "PORTAL_DATA_DIR": folder})
    )
    app.server.extensions["test-views"] = app.views
    return app.server


@pytest.fixture
def visitor(portal_app: Flask) -> FlaskClient:
    return portal_app.test_client()


@pytest.mark.parametrize("path", LASTING)
def test_what_depends_on_its_address_alone_is_kept_for_ever(visitor: FlaskClient, views: str, path: str) -> None:
    answer = get(visitor, f"{views}{path}?authority=kent", Accept_Encoding="br")
    assert answer.headers["Cache-Control"] == FOREVER
    assert "Cookie" not in answer.headers["Vary"]
    assert answer.mimetype == "text/plain"
    line, rest = brotli.decompress(answer.data).split(b"\n", 1)
    shown = orjson.loads(line)
    assert "Kent" in shown["heading"]["title"]
    assert shown["version"] == views.removeprefix(f"{PREFIX}/")
    assert shown["page"]["props"]["data-page"] == path
    assert shown["navigation"]["props"]["tag"] == "ul"
    assert rest.startswith(b"<") or orjson.loads(rest)


@pytest.mark.parametrize("path", ["/board", "/scorecard"])
def test_what_shows_local_returns_is_asked_for_each_time(visitor: FlaskClient, views: str, path: str) -> None:
    answer = visitor.get(f"{views}{path}")
    assert answer.headers["Cache-Control"] == ASK_EACH_TIME
    assert "Cookie" in answer.headers["Vary"]
    again = get(visitor, f"{views}{path}", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == ASK_EACH_TIME


def test_a_browser_that_has_it_is_told_so_without_drawing(
    visitor: FlaskClient, views: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{views}/compare?authority=leeds"
    first = visitor.get(address)
    monkeypatch.setattr("app.views.answer", lambda *_: pytest.fail("drawn twice"))
    again = get(visitor, address, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.headers["Cache-Control"]) == (304, FOREVER)


def test_what_answers_is_sent_before_the_rest_is_drawn(
    visitor: FlaskClient, views: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a rest that cannot be drawn is no answer, and kept nowhere."""
    drawing, drawn = threading.Event(), halves

    def slowly(page: object) -> Halves:
        first, rest, is_later = drawn(page)

        def draw() -> Rest:
            assert drawing.wait(10)
            return rest()

        return Halves(first, draw, is_later)

    def wrongly(page: object) -> Halves:
        return drawn(page)._replace(draw_rest=lambda: pytest.fail("a defect"))

    address = f"{views}/indicator?authority=surrey"
    monkeypatch.setattr("app.views.halves", wrongly)
    with pytest.raises(pytest.fail.Exception):
        visitor.get(address, buffered=True)
    monkeypatch.setattr("app.views.halves", slowly)
    pieces = visitor.get(address).iter_encoded()
    line = next(pieces)
    assert "Surrey" in orjson.loads(line)["heading"]["title"]
    drawing.set()
    monkeypatch.setattr("app.views.halves", lambda _: pytest.fail("drawn again"))
    assert line + b"".join(pieces) == visitor.get(address).data


def test_every_encoding_says_the_same(visitor: FlaskClient, views: str) -> None:
    address = f"{views}/map?authority=leeds"
    plain, squeezed, zipped = (get(visitor, address, Accept_Encoding=how) for how in ("identity", "br", "gzip"))
    assert plain.data == brotli.decompress(squeezed.data) == gzip.decompress(zipped.data)
    assert {answer.headers["ETag"] for answer in (plain, squeezed, zipped)} == {plain.headers["ETag"]}
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, squeezed, zipped))


def test_another_version_gets_what_there_is_now_and_keeps_nothing(visitor: FlaskClient, views: str) -> None:
    answer = visitor.get(f"{PREFIX}/an-older-one/compare?authority=kent")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.data == visitor.get(f"{views}/compare?authority=kent").data
    assert b"Kent" in answer.data


@pytest.mark.parametrize("path", ["/nowhere", "/compare?authority=atlantis", "/claims?text=Southampton+has+none"])
def test_what_is_refused_or_typed_is_kept_nowhere(visitor: FlaskClient, views: str, path: str) -> None:
    for _ in range(2):
        answer = visitor.get(f"{views}{path}")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers


def test_what_cannot_be_drawn_is_said_and_not_kept(visitor: FlaskClient, views: str) -> None:
    answer = visitor.get(f"{views}/compare?authority=cumberland&neighbours=2021")
    assert "lists no neighbours for Cumberland" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_document_says_what_it_will_ask_for(visitor: FlaskClient, views: str) -> None:
    """With its selection, and nothing that an address could smuggle in."""
    said = visitor.get('/compare?authority=kent&beside="><script>alert(1)</script>').text
    assert f'<meta name="views" content="{views}">' in said
    assert f'href="{views}/compare?authority=kent&amp;beside=' in said
    assert "<script>alert" not in said
    for path, is_asked in (("/compare", False), ("/indicator", True)):
        assert (f'as="script" href="{PLOTLY_ADDRESS}"' in visitor.get(path).text) is is_asked


@pytest.mark.parametrize("path", ["/", "/compare?authority=kent", "/_dash-layout", "/_dash-dependencies"])
def test_what_surrounds_a_page_may_be_kept_by_a_proxy_for_a_moment(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"
    assert "Cookie" in answer.headers["Vary"]
    again = get(visitor, path, If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_the_answer_of_somebody_signed_in_is_theirs(visitor: FlaskClient, views: str) -> None:
    """Where it is shaped by who they are; a page of published figures is everybody's."""
    visitor.set_cookie("alongside", "of somebody")
    for path in ("/", "/_dash-layout", f"{views}/board", f"{views}/scorecard", f"{views}/claims?text=Kent"):
        assert visitor.get(path).headers["Cache-Control"] == "private, no-store", path
    assert visitor.get(f"{views}/compare").headers["Cache-Control"] == FOREVER


def test_a_failure_is_a_sentence_in_json(
    visitor: FlaskClient, views: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("app.views.look", fail)
    answer = get(visitor, f"{views}/compare", Accept="*/*")
    assert (answer.status_code, answer.mimetype) == (500, "application/json")
    assert answer.json["reference"] in answer.json["error"]
    assert "a defect" not in answer.text
    assert "a defect" in caplog.text


def test_a_refusal_while_looking_is_a_sentence(
    visitor: FlaskClient, views: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PortalError("There are no figures.")

    monkeypatch.setattr("app.views.look", refuse)
    assert visitor.get(f"{views}/compare").json["error"] == "There are no figures."
