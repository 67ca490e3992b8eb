"""The search index holds everything that can be found, under every name and code that it has."""

import csv
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import brotli
import orjson
import pytest
from flask import Flask
from flask_caching import Cache

from callbacks import ROUTES
from callbacks.chosen import choose
from callbacks.portal import Portal
from callbacks.routing import route_of
from callbacks.search_index import Entry, entries, search_index
from callbacks.sight import LocalHoldings
from data.glossary import load_glossary
from data.store import Snapshot
from layouts.selection import Selection
from layouts.shell import shell
from models.lenses import Similarity

DEFINITIONS = Path(__file__).resolve().parents[2] / "data" / "definitions"
LARGEST = 40_000
"""Bytes on the wire."""


@pytest.fixture(scope="module")
def found(snapshot: Snapshot) -> list[Entry]:
    return entries(snapshot, load_glossary())


def of_kind(found: list[Entry], kind: str) -> list[Entry]:
    return [entry for entry in found if str(entry["kind"]).startswith(kind)]


def codes(entry: Entry) -> set[str]:
    listed = entry["codes"]
    assert isinstance(listed, list)
    return set(listed)


def test_every_authority_is_there_under_every_code_that_it_ever_had(found: list[Entry], snapshot: Snapshot) -> None:
    """Read from the definition file, not from the registry that the index is made of."""
    with (DEFINITIONS / "authority_codes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_name = {entry["title"]: codes(entry) for entry in of_kind(found, "Authority")}
    assert len(by_name) == len(snapshot.authorities.authorities) > 150
    for area in snapshot.authorities.authorities:
        assert by_name[area.name] == {row["value"] for row in rows if row["area"] == area.code}


def test_every_indicator_is_there_under_every_code_that_it_has(found: list[Entry]) -> None:
    by_title: dict[str, list[set[str]]] = {}
    for entry in of_kind(found, "Indicator"):
        by_title.setdefault(str(entry["title"]), []).append(codes(entry))
    defined = [
        one
        for file in sorted((DEFINITIONS / "indicators").glob("*.toml"))
        for one in tomllib.loads(file.read_text("utf-8"))["indicator"]
    ]
    assert len(of_kind(found, "Indicator")) == len(defined) == 598
    for one in defined:
        expected = {one["id"]} | {one[part] for part in ("lait", "source_code") if one.get(part)}
        assert expected in by_title[one["title"]]


def test_topics_pages_and_terms_are_there(found: list[Entry], snapshot: Snapshot) -> None:
    assert [entry["title"] for entry in of_kind(found, "Topic")] == list(snapshot.indicators.topics)
    assert [entry["path"] for entry in of_kind(found, "Page")] == [route.page.path for route in ROUTES]
    assert [entry["title"] for entry in of_kind(found, "Glossary")] == [term.name for term in load_glossary()]


def test_a_closed_authority_says_since_when_and_comes_after_the_open_ones(found: list[Entry]) -> None:
    kinds = [str(entry["kind"]) for entry in of_kind(found, "Authority")]
    closed = [kind for kind in kinds if "closed" in kind]
    assert kinds[-len(closed) :] == closed
    northamptonshire = next(entry for entry in found if entry["title"] == "Northamptonshire")
    assert northamptonshire["kind"] == f"Authority, East Midlands, closed {date(2021, 3, 31).year}"


def test_what_is_found_leads_to_a_page_that_there_is(
    found: list[Entry], snapshot: Snapshot, similarity: Similarity
) -> None:
    """Every address that choosing makes is understood, and shows what was chosen."""
    for entry in found:
        parts = entry.get("set", {})
        assert isinstance(parts, dict)
        chosen = choose(snapshot, Selection.read(parts), similarity)
        assert route_of(ROUTES, str(entry.get("path", "/compare"))) is not None
        if "indicator" in parts:
            assert (chosen.indicator.id, chosen.indicator.title) == (parts["indicator"], entry["title"])
        if "authority" in parts:
            assert chosen.area.name == entry["title"]
        if entry["kind"] == "Topic":
            assert chosen.topic == entry["title"]


def test_the_index_is_small_and_its_address_changes_with_it(snapshot: Snapshot) -> None:
    index = search_index(snapshot)
    assert len(brotli.compress(index.body, quality=5)) < LARGEST
    assert index.address == search_index(snapshot).address
    content = orjson.loads(index.body)
    places = {place for entry in content["entries"] for place in entry.get("synonyms", [])}
    assert places <= set(range(len(content["synonyms"])))


def test_the_shell_knows_where_the_index_is(
    snapshot: Snapshot, similarity: Similarity, no_returns: LocalHoldings
) -> None:
    portal = Portal(snapshot, similarity, Cache(Flask("test"), config={"CACHE_TYPE": "SimpleCache"}), no_returns)
    drawn = orjson.dumps(shell(portal.holdings), default=lambda component: component.to_plotly_json()).decode()
    assert f'"data-index":"{portal.search.address}"' in drawn
    assert urlencode({"v": portal.search.version}) in portal.search.address
