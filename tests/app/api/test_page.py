"""`/api`: the same document for people, drawn by the server."""

import re

import pytest
from flask import Flask

from app.api.catalogue import ENDPOINTS
from app.api.page import kind_of, marked

EVERY = 7


@pytest.fixture(scope="module")
def page(portal_server: Flask) -> str:
    answer = portal_server.test_client().get("/api")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.get_data(as_text=True)


def test_it_has_every_endpoint_and_its_parameters(page: str) -> None:
    for endpoint in ENDPOINTS:
        assert f'<h2 id="{endpoint.name}">' in page
        section = page.split(f'<h2 id="{endpoint.name}">')[1].split("</section>")[0]
        for parameter in (*endpoint.parameters, *endpoint.path_parameters):
            assert f"<code>{parameter.name}</code>" in section
        if endpoint.is_table:
            for column in endpoint.columns:
                assert f"<code>{column}</code>" in section


def test_ways_to_try_it_answer(page: str, portal_server: Flask) -> None:
    """Some of them: all examples are asked where they are held against the document."""
    browser = portal_server.test_client()
    ways = [way.replace("&amp;", "&") for way in re.findall(r'href="(/api/v1/[^"]+)"', page)]
    assert len(ways) > len(ENDPOINTS)
    for way in ways[::EVERY]:
        assert browser.get(way).status_code == 200, way


def test_every_way_within_it_leads_somewhere(page: str) -> None:
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len({*ids})
    assert set(re.findall(r'href="#([^"]+)"', page)) <= {*ids}


def test_it_has_no_script_or_style_of_its_own(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("as `Accept: text/csv` or `x`.", "as <code>Accept: text/csv</code> or <code>x</code>."),
        ("one ` alone <b>", "one ` alone &lt;b&gt;"),
        ("`<`", "<code>&lt;</code>"),
    ],
)
def test_what_stands_between_backticks_is_code(text: str, shown: str) -> None:
    assert marked(text) == shown


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 10_000}, "whole number, 1 to 10,000"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number or null"),
        ({"type": "array", "items": {"type": "string"}}, "list of text"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Part"}}, "list of records"),
        ({"enum": ["A", "B", None]}, "A, B"),
        ({"type": ["string", "null"]}, "text or null"),
        ({"type": "string", "format": "date"}, "date"),
        ({"const": True}, "record"),
    ],
)
def test_what_a_value_may_be_is_said_in_words(schema: dict[str, object], words: str) -> None:
    assert kind_of(schema) == words
