"""The pack as a web page: its lasting address, what it may hold, and who may see what of it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def browser(portal_server: Flask) -> FlaskClient:
    return portal_server.test_client()


def test_an_address_leads_to_one_that_says_all(browser: FlaskClient) -> None:
    answer = browser.get("/pack?authority=southampton&beside=")
    parts = parse_qs(urlsplit(answer.location).query, keep_blank_values=True)
    assert answer.status_code == 303
    assert parts["sections"] == ["exceptions,strengths,actions,rules"]
    assert parts["most"] == ["20"]
    assert parts["beside"] == [""]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", parts["at"][0])
    page = browser.get(answer.location)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Southampton: exceptions for the board" in page.text
    # Made again, from the cache this time: the same but for the token of its form.
    token = re.compile(r'name="csrf_token" value="[^"]*"')
    assert token.sub("", browser.get(answer.location).text) == token.sub("", page.text)


def test_ticks_become_one_list_in_the_address(browser: FlaskClient) -> None:
    whole = urlsplit(browser.get("/pack?authority=southampton&beside=&most=3").location)
    ticked = re.sub(r"sections=[^&]*", "sections=rules&sections=exceptions", whole.query)
    answer = browser.get(f"/pack?{ticked}&only=sdq-score-received&only=long-term-placement-stability-percent")
    assert answer.status_code == 303
    parts = parse_qs(urlsplit(answer.location).query)
    assert parts["sections"] == ["rules,exceptions"]
    assert parts["only"] == ["sdq-score-received,long-term-placement-stability-percent"]
    page = browser.get(answer.location).text
    headings = re.findall(r"<h3[^>]*>([^<]*)</h3>", page)
    assert headings == [
        "The words and the rules",
        "Strengths and difficulties questionnaire: score received (%)",
        "Long Term Placement Stability (%)",
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("snapshot=0123456789abcdef&at=2026-11-22T10:00:00Z&sections=rules&most=3", "There is no snapshot"),
        ("snapshot=..%2F..%2Fetc&at=2026-11-22T10:00:00Z&sections=rules&most=3", "There is no snapshot"),
        ("at=tomorrow&snapshot=x&sections=rules&most=3", "is no moment"),
        ("authority=atlantis", "atlantis"),
    ],
)
def test_nonsense_is_one_clear_sentence(browser: FlaskClient, query: str, sentence: str) -> None:
    answer = browser.get(f"/pack?{query}", follow_redirects=True)
    assert answer.status_code in (400, 404)
    assert sentence in answer.text
    assert "Traceback" not in answer.text
