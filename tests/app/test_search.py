"""The search index over HTTP: small, kept for ever under its own address, and asked for again under any other."""

import brotli
import orjson
from flask import Flask

from app.bundles import ASSETS, digest
from app.static_files import ASK_EACH_TIME, COMPRESSED, FOREVER
from callbacks.search_index import PATH, search_index
from data.store import Snapshot

LIBRARY = "accessible-autocomplete-3.0.1.js"
LARGEST = 40_000


def test_the_index_is_compressed_and_may_be_kept(portal_server: Flask, snapshot: Snapshot) -> None:
    index = search_index(snapshot)
    answer = portal_server.test_client().get(index.address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.mimetype == "application/json"
    assert len(answer.get_data()) < LARGEST
    assert brotli.decompress(answer.get_data()) == index.body


def test_the_index_of_another_version_is_asked_for_each_time(portal_server: Flask) -> None:
    browser = portal_server.test_client()
    first = browser.get(f"{PATH}?v=older")
    assert first.headers["Cache-Control"] == ASK_EACH_TIME
    assert orjson.loads(first.get_data())["entries"]
    again = browser.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_the_library_is_shipped_under_its_version_and_kept(portal_server: Flask) -> None:
    """The script names it, so that it is fetched when the page is there and not before."""
    assert f'"/assets/vendor/{LIBRARY}"' in (ASSETS / "25-search.js").read_text("utf-8")
    browser = portal_server.test_client()
    answer = browser.get(f"/assets/vendor/{LIBRARY}", headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.get_data() == (COMPRESSED / f"{digest((ASSETS / 'vendor' / LIBRARY).read_bytes())}.br").read_bytes()
    assert LIBRARY not in browser.get("/").get_data(as_text=True)
