"""What every endpoint takes and refuses: pages, columns, formats, filters, conditions, and what nobody should send."""

import csv
import io
import json
import os
import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.api.catalogue import ENDPOINTS
from app.api.endpoints import Endpoint, Keeping
from app.api.examples import address_of
from data.store import Snapshot

INDICATORS = "/api/v1/indicators"
PUBLIC = [each for each in ENDPOINTS if each.keeping is Keeping.PUBLIC and each.method == "GET"]
HOSTILE = {
    "NUL": "a%00b",
    "a surrogate": "%ED%A0%80",
    "no text": "%FF%FE",
    "very long": "x" * 20_000,
    "huge": "9" * 5_000,
    "negative": "-1",
    "fraction": "1.5",
    "exponent": "1e9",
    "unicode digits": quote("١٢"),
    "superscript": quote("²"),
    "array": "[1,2]",
    "deep": quote("[" * 5_000),
    "a record": quote('{"a": 1}'),
    "lines": "a%0D%0ASet-Cookie:%20x=y",
    "markup": quote("<script>"),
    "quotes": quote("'\";--"),
    "percent": "%",
    "spaces": "%20%20",
    "commas": "%2C%2C%2C",
}
ACCEPTS = [
    "",
    "*",
    "*/*;q=0",
    "text",
    "text/",
    "/",
    ";",
    "a/b;q=x",
    "application/json;q=2",
    "\xff",
    "," * 2_000,
    "text/csv",
]


def problem(answer: TestResponse, status: int) -> dict[str, object]:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["Cache-Control"] == "private, no-store"
    told: dict[str, object] = json.loads(answer.data)
    assert told["status"] == status
    assert {*told} <= {"type", "title", "status", "detail", "parameter", "reference"}
    assert len(str(told["detail"]).splitlines()) == 1
    return told


def test_pages_of_a_list_are_the_list(client: FlaskClient) -> None:
    whole = client.get(INDICATORS)
    assert "Link" not in whole.headers
    address, found = f"{INDICATORS}?page_size=100", []
    for _ in range(6):
        answer = client.get(address)
        found += answer.get_json()
        assert answer.headers["X-Total-Count"] == whole.headers["X-Total-Count"] == "598"
        links = {name: way for way, name in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])}
        address = links.get("next", "")
    assert (address, found) == ("", whole.get_json())
    assert {*links} == {"first", "prev", "last"}
    assert client.get(links["last"]).get_json() == found[500:]
    assert client.get(f"{INDICATORS}?page_size=100&page=7").get_json() == []


def test_a_page_goes_on_with_what_was_asked(client: FlaskClient) -> None:
    answer = client.get(f"{INDICATORS}?text=eet%20%25&page_size=1&fields=unit,indicator&format=csv")
    following = re.findall(r'<([^>]+)>; rel="next"', answer.headers["Link"])
    assert following == [f"{INDICATORS}?text=eet+%25&page_size=1&fields=unit%2Cindicator&format=csv&page=2"]


def test_columns_are_those_asked_for_in_their_order(client: FlaskClient) -> None:
    address = "/api/v1/table?authority=852&fields=value,title"
    (first, *_) = client.get(address).get_json()
    assert [*first] == ["value", "title"]
    rows = [*csv.reader(io.StringIO(client.get(f"{address}&format=csv").text))]
    assert rows[0] == ["value", "title"]
    assert rows[1] == [f"{first['value']:g}", first["title"]]


def test_indicators_by_topic_polarity_and_text(client: FlaskClient, snapshot: Snapshot) -> None:
    found = client.get(f"{INDICATORS}?topic=care%20leavers&polarity=higher%20is%20better&text=EET").get_json()
    by_hand = [
        indicator.id
        for indicator in snapshot.indicators
        if (indicator.topic, str(indicator.polarity)) == ("Care leavers", "higher is better")
        and "eet" in f"{indicator.id} {indicator.title} {indicator.cohort} {indicator.source_codes}".casefold()
    ]
    assert [record["indicator"] for record in found] == by_hand
    assert by_hand


def test_authorities_by_region_kind_and_whether_they_are_open(client: FlaskClient, snapshot: Snapshot) -> None:
    found = client.get("/api/v1/authorities?region=South%20East&kind=authority&open=true").get_json()
    south_east = snapshot.authorities.find("South East").code
    today = datetime.now(UTC).date()
    by_hand = [area.code for area in snapshot.authorities.open_on(today) if area.region == south_east]
    assert [record["code"] for record in found] == by_hand
    assert len(by_hand) == 19
    london = client.get("/api/v1/authorities?region=London&kind=authority").get_json()
    assert len(london) == 33, "Inner and Outer London lie in London"
    closed = client.get("/api/v1/authorities?open=false").get_json()
    assert all(record["closed"] for record in closed)
    assert "Cumbria" in [record["name"] for record in closed]


@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("authority=852&colour=red", "colour", "no parameter 'colour'"),
        ("authority=852&authority=851", "authority", "given 2 times"),
        ("authority=852&page=0", "page", "whole number from 1"),
        ("authority=852&page_size=10001", "page_size", "whole number from 1 to 10000"),
        ("authority=852&fields=title,colour", "fields", "no 'colour'"),
        ("authority=852&group=Atlantis", "group", "No authority is called 'Atlantis'"),
        ("authority=Atlantis", "authority", "No authority is called 'Atlantis'"),
        ("authority=South%20East", "authority", "not an authority"),
        ("authority=852&format=xml", "format", "no format 'xml'"),
        ("", "authority", "is missing"),
    ],
)
def test_what_may_not_be_asked_is_named(client: FlaskClient, query: str, parameter: str, words: str) -> None:
    told = problem(client.get(f"/api/v1/table?{query}"), 400)
    assert told["parameter"] == parameter
    assert words in str(told["detail"])


@pytest.mark.parametrize("endpoint", PUBLIC, ids=lambda endpoint: endpoint.name)
def test_what_is_public_is_kept_by_whoever_asks_whether_it_still_holds(client: FlaskClient, endpoint: Endpoint) -> None:
    address = address_of(endpoint, endpoint.examples[0])
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["X-Snapshot"] in answer.headers["ETag"]
    assert "Accept" in answer.vary
    head = client.head(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    options = client.options(endpoint.address.replace("{", "").replace("}", ""))
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_a_tag_is_of_one_form(client: FlaskClient) -> None:
    tags = {client.get(INDICATORS, headers={"Accept": form}).headers["ETag"] for form in ("text/csv", "*/*")}
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/json; charset=utf-8", "application/json"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv"),
        ("text/*", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;q=0, */*", "text/csv"),
        ("TEXT/CSV", "text/csv"),
    ],
)
def test_accept_decides_the_form(client: FlaskClient, accept: str, given: str) -> None:
    assert client.get(INDICATORS, headers={"Accept": accept}).mimetype == given


def test_an_accept_that_nothing_meets_is_refused(client: FlaskClient) -> None:
    assert "text/csv" in str(problem(client.get(INDICATORS, headers={"Accept": "image/png"}), 406)["detail"])
    address = "/api/v1/authorities/E06000045"
    assert problem(client.get(address, headers={"Accept": "text/csv"}), 406)
    assert client.get(f"{INDICATORS}?format=csv", headers={"Accept": "image/png"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/table", f"{INDICATORS}/", "/api/v1/returns/1/"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_is_at_other_addresses(client: FlaskClient, path: str, method: str) -> None:
    problem(client.open(path, method=method), 404)


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/api/v1/claim", "GET", "OPTIONS, POST"),
        (INDICATORS, "POST", "GET, HEAD, OPTIONS"),
        (INDICATORS, "TRACE", "GET, HEAD, OPTIONS"),
        (INDICATORS, "PATCH", "GET, HEAD, OPTIONS"),
        (INDICATORS, "NONSENSE", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_told_which_there_are(client: FlaskClient, path: str, method: str, allowed: str) -> None:
    answer = client.open(path, method=method)
    problem(answer, 405)
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize("endpoint", [each for each in ENDPOINTS if each.method == "GET"], ids=lambda each: each.name)
def test_nothing_that_is_sent_makes_it_fail(client: FlaskClient, endpoint: Endpoint) -> None:
    path = endpoint.address
    for parameter in endpoint.path_parameters:
        path = path.replace(f"{{{parameter.name}}}", quote(parameter.example or "x"))
    names = [*(each.name for each in endpoint.parameters), "page", "page_size", "fields", "format", "zz%00"]
    required = "&".join(f"{each.name}={quote(each.example)}" for each in endpoint.parameters if each.required)
    for at, name in enumerate(names):
        # Some of them to each, all of them to each endpoint; FUZZ=all sends everything everywhere.
        step = 1 if os.environ.get("FUZZ") else min(len(names), 5)
        for what, text in [*HOSTILE.items()][at % step :: step]:
            others = "&".join(part for part in required.split("&") if not part.startswith(f"{name}="))
            answer = client.get(f"{path}?{others}&{name}={text}")
            assert answer.status_code in (200, 400, 404), f"{what} in {name}: {answer.status_code}"
            if answer.status_code != 200:
                problem(answer, answer.status_code)
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("what", HOSTILE)
def test_no_path_makes_it_fail(client: FlaskClient, what: str) -> None:
    for path in (
        f"/api/v1/returns/{HOSTILE[what]}/1",
        f"/api/v1/returns/1/{HOSTILE[what]}",
        f"/api/v1/{HOSTILE[what]}",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("accept", ACCEPTS)
def test_no_accept_makes_it_fail(client: FlaskClient, accept: str) -> None:
    assert client.get(INDICATORS, headers={"Accept": accept}).status_code in (200, 406)
