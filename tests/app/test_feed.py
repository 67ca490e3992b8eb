"""The feed of changes: valid by the standard's own schema, with ids that stay, and nothing in it but text."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app import errors, feed
from app.cache import open_cache
from app.feed import ATOM, FeedEntry, as_atom, entries
from app.settings import load_settings
from callbacks.chosen import Chosen, choose
from callbacks.portal import Portal
from data.past import open_with_past
from data.snapshot import HISTORY
from data.store import Snapshot
from layouts.selection import Selection
from models.lenses import Similarity
from tests.data.two_releases import CROSSED, REVISED, write_two_releases

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
HERE = "https://portal.example"
FEED = "/changes.atom?authority=southampton&neighbours=2025"
DAY = datetime(2026, 1, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two snapshots, the later live since 2 January 2026."""
    folder = tmp_path_factory.mktemp("feed")
    first, second = write_two_releases(folder)
    lines = f"{first} 2026-01-01T08:00:00+00:00\n{second} 2026-01-02T08:00:00+00:00\n"
    (folder / "out" / HISTORY).write_text(lines)
    return folder


@pytest.fixture(scope="module")
def served(released: Path) -> Snapshot:
    return open_with_past(released / "out", released / "cache")


def server_of(snapshot: Snapshot, similarity: Similarity, url: str = HERE) -> FlaskClient:
    server = Flask("app")
    cache = open_cache(server, load_settings({"HOME": "/", "PORTAL_CACHE": "simple"}))
    feed.register(server, Portal(snapshot, similarity, cache, None), url)  # type: ignore[arg-type]  # no local returns
    errors.register(server)
    return server.test_client()


@pytest.fixture
def reader(served: Snapshot, similarity: Similarity) -> FlaskClient:
    return server_of(served, similarity)


@pytest.fixture
def chosen(served: Snapshot, similarity: Similarity) -> Chosen:
    return choose(served, Selection(), similarity)


def valid(body: bytes) -> etree._Element:
    found = etree.fromstring(body)
    SCHEMA.assertValid(found)
    return found


def texts(found: etree._Element, path: str) -> list[str]:
    return [str(text) for text in found.xpath(path, namespaces={"a": ATOM})]


def test_it_is_valid_and_tells_each_change_and_each_figure_that_turned(reader: FlaskClient) -> None:
    answer = reader.get(FEED)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    found = valid(answer.data)
    assert texts(found, "a:title/text()") == ["Alongside: what has changed for Southampton"]
    titles = texts(found, "a:entry/a:title/text()")
    assert titles[0] == "Southampton: new figures of 2 January 2026"
    assert len(titles) == 3
    summaries = texts(found, "a:entry/a:summary/text()")
    assert summaries[0].startswith("Southampton has 1 new figure, 1 in another quarter of England")
    assert summaries[0].endswith("The statistical neighbours are the same.")
    assert "2025-26: 1%; 2024-25: 100% (−99 percentage points). For the worse: down from B" in summaries[1]
    assert "2024-25: 120%, before 100% (+20 percentage points). For the better: up from B" in summaries[2]
    assert set(texts(found, ".//a:updated/text()")) == {"2026-01-02T08:00:00Z"}


def test_links_are_whole_and_lead_to_the_page_and_the_indicators(reader: FlaskClient, served: Snapshot) -> None:
    found = valid(reader.get(FEED).data)
    assert texts(found, "a:link[@rel='self']/@href") == [HERE + FEED]
    links = texts(found, ".//a:link/@href")
    assert all(link.startswith(f"{HERE}/") for link in links)
    assert f"since={served.past.entries[0].id}" in texts(found, "a:entry[1]/a:link/@href")[0]  # type: ignore[union-attr]
    assert [name in link for name, link in zip((CROSSED, REVISED), links[3:], strict=True)] == [True, True]


def test_ids_are_unique_and_the_same_on_every_server_and_after_every_restart(
    reader: FlaskClient, released: Path, similarity: Similarity
) -> None:
    elsewhere = server_of(open_with_past(released / "out", released / "cache"), similarity, "")
    asked = {"Host": "another.example"}
    feeds = [valid(reader.get(FEED).data), valid(elsewhere.get(FEED, headers=asked).data)]
    ids = [texts(one, ".//a:id/text()") for one in feeds]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0]) == 4
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids[0])
    assert all(link.startswith("http://another.example/") for link in texts(feeds[1], ".//a:link/@href"))
    others = texts(valid(reader.get("/changes.atom?authority=portsmouth").data), ".//a:id/text()")
    older = texts(valid(reader.get("/changes.atom?authority=southampton&neighbours=2021").data), ".//a:id/text()")
    assert not set(ids[0]) & {*others, *older}


def test_who_has_it_already_is_told_so(reader: FlaskClient) -> None:
    answer = reader.get(FEED)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = reader.get(FEED, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = reader.get("/changes.atom?authority=portsmouth", headers={"If-None-Match": answer.headers["ETag"]})
    assert other.status_code == 200
    assert reader.get(FEED).data == answer.data


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("authority=atlantis", "atlantis"),
        ("authority=england", "not an authority"),
        ("authority=southampton&neighbours=1999", "no edition"),
        ("authority=southampton&neighbours=group", "no authorities in it"),
    ],
)
def test_what_there_is_not_is_refused_in_a_sentence(reader: FlaskClient, query: str, why: str) -> None:
    answer = reader.get(f"/changes.atom?{query}")
    assert answer.status_code in (400, 404)
    assert why in answer.text


def test_other_parts_of_an_address_make_no_other_feed(reader: FlaskClient) -> None:
    plain = reader.get(FEED)
    more = reader.get(f"{FEED}&text=secret&local=x&beside=hampshire&since=y")
    assert more.data == plain.data
    assert more.headers["ETag"] == plain.headers["ETag"]
    assert reader.get("/changes.atom").data == plain.data, "a first visit"


def test_while_there_is_nothing_to_compare_it_says_so_and_is_valid(snapshot: Snapshot, similarity: Similarity) -> None:
    found = valid(server_of(snapshot, similarity).get(FEED).data)
    assert texts(found, "a:entry/a:title/text()") == [f"Southampton: the figures of snapshot {snapshot.id} are in use"]
    newest = max(one.updated for one in snapshot.indicators)
    assert texts(found, "a:updated/text()") == [f"{newest}T00:00:00Z"]


def test_a_damaged_older_snapshot_costs_its_own_entries_alone(
    served: Snapshot, similarity: Similarity, chosen: Chosen
) -> None:
    assert served.past is not None
    gone = replace(served.past, folder=served.past.folder / "nowhere", _opened={})
    damaged = choose(replace(served, past=gone), Selection(), similarity)
    assert len(entries(damaged, HERE)) == 1
    assert len(entries(chosen, HERE)) == 3


HOSTILE = [
    "</title><entry>",
    "<script>alert(1)</script>",
    "]]>",
    "&amp;&#x0;",
    "\0\x08\ufffe\ud800",
    '"\' onload="x',
    "é – ▼ 𝔸",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_are_text(chosen: Chosen, text: str) -> None:
    entry = FeedEntry("urn:uuid:1", text, DAY, f"{HERE}/?a=<&\"'", text)
    found = valid(as_atom(chosen, HERE, [entry]))
    expected = re.sub("[\0\x08\ufffe\ud800]", "\ufffd", text)
    assert texts(found, "a:entry/a:title/text()") == [expected]
    assert len(found.findall(f"{{{ATOM}}}entry")) == 1
    assert {etree.QName(one).localname for one in found.iter()} == {
        "feed", "id", "title", "subtitle", "updated", "author", "name", "rights", "link", "entry", "summary",
    }  # fmt: skip


@given(text=st.text(max_size=60))
def test_no_text_at_all_makes_it_malformed(text: str) -> None:
    from app.feed import _clean

    element = etree.fromstring(f"<a>{_escaped(_clean(text))}</a>".encode())
    # XML reads every line break as one sign.
    assert (element.text or "") == _clean(text).replace("\r\n", "\n").replace("\r", "\n")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_schema_refuses_what_the_standard_does(reader: FlaskClient) -> None:
    """So that the tests above can fail."""
    body = reader.get(FEED).text
    for broken in (
        body.replace("<id>", "<ident>").replace("</id>", "</ident>"),
        body.replace("2026-01-02T08:00:00Z", "2 January 2026"),
        re.sub(r"<author>.*?</author>", "", body, flags=re.DOTALL),
        body.replace("<summary>", "<summary><b>x</b>", 1),
        re.sub(r"<updated>.*?</updated>", "", body, count=1),
    ):
        assert not SCHEMA.validate(etree.fromstring(broken.encode()))
