"""The outlines of the map over HTTP: compressed, kept for ever at their own address, asked for each time at another."""

import brotli
import orjson
from flask.testing import FlaskClient

from app.static_files import ASK_EACH_TIME, FOREVER
from data.boundaries import load_boundaries
from tests.app.examples import get

BOUNDARIES = load_boundaries()


def test_the_outlines_are_kept_for_ever_at_the_address_of_their_version(browser: FlaskClient) -> None:
    answer = get(browser, f"/boundaries/{BOUNDARIES.version}.json", Accept_Encoding="br")
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.mimetype == "application/json"
    body = answer.get_data()
    assert len(body) < 40_000
    outlines = orjson.loads(brotli.decompress(body))
    assert outlines["852"] == BOUNDARIES.shapes["852"].path
    assert set(outlines) == set(BOUNDARIES.shapes) | set(BOUNDARIES.regions)


def test_an_older_address_has_the_outlines_of_today(browser: FlaskClient) -> None:
    answer = get(browser, "/boundaries/0123456789abcdef.json")
    assert answer.headers["Cache-Control"] == ASK_EACH_TIME
    assert answer.get_data() == BOUNDARIES.outlines
