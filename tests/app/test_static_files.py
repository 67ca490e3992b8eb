"""Static files are compressed once, and kept by browsers for ever or asked for each time, never in between."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import dash
import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont
from plotly.offline import get_plotlyjs_version

from app.assets_build import USUAL
from app.assets_compressed import BEST, fetched
from app.bundles import ASSETS, COMPONENTS, bundles, digest
from app.document import CHARTED
from app.static_files import COMPRESSED, FOREVER, PLOTLY, PLOTLY_ADDRESS, CompressedFiles, lasts
from tests.app.examples import get
from tests.live import ROOT


def test_the_chart_library_is_the_smaller_one(browser: FlaskClient) -> None:
    answer = get(browser, PLOTLY_ADDRESS, Accept_Encoding="br")
    assert brotli.decompress(answer.get_data()) == PLOTLY.read_bytes()
    assert answer.mimetype == "text/javascript"


def test_the_chart_library_is_of_the_version_that_python_draws_for() -> None:
    assert f"plotly.js (lines and bars) v{get_plotlyjs_version()}." in PLOTLY.read_text()[:200]


def test_the_charts_need_no_more_of_the_library_than_it_has(portal_server: Flask) -> None:
    """Whoever draws with more of it names that in app/front_end/charts.js (`make assets`)."""
    views = [portal_server.test_client().get(f"/view/now{path}").data for path in CHARTED]
    figures = [figure for view in views for figure in graphs(parts_of(view))]
    assert len(figures) > 4
    assert {trace["type"] for figure in figures for trace in figure["data"]} <= {"scatter", "bar"}
    unknown = {"legend", "coloraxis", "images", "updatemenus", "sliders", "selections", "grid", "polar", "geo", "scene"}
    for figure in figures:
        assert not unknown.intersection(figure["layout"])
        assert not figure["layout"].get("showlegend")
        assert not {"rangeslider", "rangeselector"}.intersection(figure["layout"]["xaxis"])
        # Nothing looks how far words and shapes reach beyond an axis (`ranges.js`).
        assert all(len(figure["layout"][axis]["range"]) == 2 for axis in ("xaxis", "yaxis"))


def parts_of(view: bytes) -> list[Any]:
    """The components of a page; a rest that is markup holds no graph."""
    line, _, rest = view.partition(b"\n")
    return [orjson.loads(line)["page"], *([] if rest[:1] in b"<" else orjson.loads(rest))]


def graphs(part: Any) -> Iterator[dict[str, Any]]:
    """The figures of all graphs in a part of a page."""
    if isinstance(part, list):
        for child in part:
            yield from graphs(child)
    elif isinstance(part, dict) and "props" in part:
        if part["type"] == "Graph":
            yield part["props"]["figure"]
        yield from graphs(part["props"].get("children"))


def test_every_component_in_use_is_among_our_scripts() -> None:
    """Whoever uses another of Dash's or Bootstrap's names it in app/front_end/components.js (`make assets`)."""
    code = "".join(path.read_text("utf-8") for folder in ("layouts", "app") for path in ROOT.glob(f"{folder}/**/*.py"))
    used = set(re.findall(r"\b(?:dcc|dbc)\.([A-Z]\w+)", code))
    entry = (ROOT / "app" / "front_end" / "components.js").read_text("utf-8")
    assert used == set(re.findall(r"^import (\w+) from", entry, re.MULTILINE))
    script = COMPONENTS.read_text("utf-8")
    assert f"Components of dash {dash.__version__} " in script[:100]
    assert all(f"{name}:" in script or f"{name} " in script for name in used)


def test_the_font_of_nearly_every_page_has_the_letters_that_it_is_fetched_for() -> None:
    faces = (ASSETS / "00-fonts.css").read_text("utf-8").split("@font-face")[1:]
    ranges = [letters(face) for face in faces]
    files = [ASSETS / "vendor" / path for face in faces for path in re.findall(r'url\("vendor/([^"]+)"', face)]
    usual, whole = (set(TTFont(file).getBestCmap()) for file in files)
    assert ranges[0] == usual == set(map(ord, USUAL))
    assert not ranges[0] & ranges[1]
    assert {code for code in whole if code < 0x300 or code > 0x36F} <= ranges[0] | ranges[1] | {0}


def letters(face: str) -> set[int]:
    """The code points of a face's range."""
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
    return {code for first, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)}


def test_an_address_without_a_fingerprint_is_asked_each_time(browser: FlaskClient) -> None:
    first = get(browser, PLOTLY_ADDRESS, Accept_Encoding="br")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = get(browser, PLOTLY_ADDRESS, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.get_data()) == (304, b"")
    changed = get(browser, PLOTLY_ADDRESS, If_None_Match='W/"another"')
    assert changed.status_code == 200


def test_all_that_the_first_page_asks_for_is_compressed_and_may_be_kept(browser: FlaskClient) -> None:
    addresses = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css|woff2)[^"]*)"', browser.get("/").get_data(as_text=True))
    assert len(addresses) > 8
    total = 0
    for address in addresses:
        answer = get(browser, address, Accept_Encoding="br")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == (FOREVER if address != PLOTLY_ADDRESS else "public, no-cache"), (
            address
        )
        total += len(answer.get_data())
    assert total < 400_000, "bytes for a first visit"


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


def test_the_portals_own_files_are_one_of_each_kind_named_by_content(browser: FlaskClient) -> None:
    document = browser.get("/").get_data(as_text=True)
    for bundle in bundles():
        assert document.count(f'"{bundle.address}"') == 1
        answer = browser.get(bundle.address)
        assert answer.headers["Cache-Control"] == FOREVER
        assert digest(answer.get_data()) in bundle.address
    assert browser.get("/assets/portal-another.css").status_code == 404
    written = "".join(path.read_text() for path in sorted(ASSETS.glob("*.css")))
    assert len(bundles()[0].body.decode()) >= len(written)


def test_a_single_asset_is_tagged_by_its_content(browser: FlaskClient) -> None:
    sheet = ASSETS / "00-fonts.css"
    assert browser.get(f"/assets/{sheet.name}").headers["ETag"] == f'W/"{digest(sheet.read_bytes())}"'


def test_everything_that_is_fetched_was_compressed_at_leisure(browser: FlaskClient) -> None:
    """Of a changed script or style sheet there is none yet: `make compressed` makes it."""
    wanted = fetched(browser.application)
    assert {file.stem for file in COMPRESSED.iterdir()} == set(wanted), "make compressed"
    for name, body in wanted.items():
        assert brotli.decompress((COMPRESSED / f"{name}.br").read_bytes()) == body
    small = min(wanted.values(), key=len)
    assert (COMPRESSED / f"{digest(small)}.br").read_bytes() == brotli.compress(small, quality=BEST)


def test_what_was_compressed_at_leisure_is_used_only_for_the_same_content(tmp_path: Path) -> None:
    known, new = b"as it was" * 1000, b"as it is now" * 1000
    ready = brotli.compress(known, quality=BEST)
    (tmp_path / f"{digest(known)}.br").write_bytes(ready)
    files = CompressedFiles(tmp_path)
    for body in (known, new):
        sent = files.get(digest(body), body, "br")
        assert brotli.decompress(sent) == body
        assert (sent == ready) is (body == known)
