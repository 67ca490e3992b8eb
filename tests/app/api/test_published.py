"""The API: the command line's answers over HTTP."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from app.cli import main
from tests.app.test_cli import CONTRACT


def test_the_table_is_what_the_command_prints(
    client: FlaskClient, shared_cache: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    assert main(["table", "Portsmouth"]) == 0
    answer = client.get("/api/v1/table?authority=Portsmouth&format=csv")
    assert answer.text == capsys.readouterr().out
    assert list(csv.DictReader(io.StringIO(answer.text)).fieldnames or ()) == CONTRACT


def test_the_benchmark_is_what_the_command_prints(
    client: FlaskClient, shared_cache: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    assert main(["benchmark", "LACDental%", "852", "--edition", "2021", "--period", "2023"]) == 0
    query = {"indicator": "LACDental%", "authority": "852", "edition": "2021", "period": "2023"}
    assert client.get("/api/v1/benchmark", query_string=query).json == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("path", "count"), [("authorities", 170), ("indicators", 598)])
def test_lists(client: FlaskClient, path: str, count: int) -> None:
    assert len(client.get(f"/api/v1/{path}").get_json()) == count
    answer = client.get(f"/api/v1/{path}", headers={"Accept": "text/csv"})
    assert answer.mimetype == "text/csv"
    assert len(answer.text.splitlines()) == count + 1


def test_neighbours(client: FlaskClient) -> None:
    assert len(client.get("/api/v1/neighbours?authority=852").get_json()) == 10


def test_modelled_neighbours_are_what_the_command_prints(
    client: FlaskClient, shared_cache: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    assert main(["neighbours", "Portsmouth", "--lens", "modelled"]) == 0
    answer = client.get("/api/v1/neighbours?authority=851&lens=modelled&format=csv")
    assert answer.text == capsys.readouterr().out
    assert len(answer.text.splitlines()) == 11


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/api/v1/table", "The parameter 'authority' is missing."),
        ("/api/v1/table?authority=Nowhere", "No authority is called 'Nowhere'."),
        ("/api/v1/benchmark?authority=852&indicator=x%00y", "No indicator is called"),
        ("/api/v1/table?authority=852&format=pdf", "There is no format 'pdf'"),
        ("/api/v1/table?authority=852&edition=1999", "There is no edition '1999'"),
        ("/api/v1/indicators/number-fte-of-childrens-social-workers?format=csv", "given as JSON only"),
        ("/api/v1/neighbours?authority=852&lens=rose", "There is no lens 'rose'"),
        ("/api/v1/neighbours?authority=201&lens=modelled", "no modelled neighbours for City of London: too little is"),
        ("/api/v1/neighbours?authority=909&lens=modelled", "no modelled neighbours for Cumbria: it is closed"),
    ],
)
def test_a_refusal_is_a_problem_with_its_sentence(client: FlaskClient, address: str, detail: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert detail in json.loads(answer.text)["detail"]


def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/table?authority=852")
    again = client.get("/api/v1/table?authority=852", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("indicator", ["LACHealth%", "number-fte-of-childrens-social-workers"])
def test_a_benchmark_as_csv_is_one_row_with_every_part_of_it(client: FlaskClient, indicator: str) -> None:
    query = {"indicator": indicator, "authority": "852"}
    record = client.get("/api/v1/benchmark", query_string=query).get_json()
    answer = client.get("/api/v1/benchmark", query_string=query, headers={"Accept": "text/csv"})
    assert answer.mimetype == "text/csv"
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert float(row["value"]) == record["value"]
    assert float(row["neighbours_mean"]) == record["neighbours"]["mean"]
    assert row["neighbours_edition"] == record["neighbours"]["edition"]
    low = record["interval"]["low"] if record["interval"] else None
    assert (float(row["interval_low"]) if row["interval_low"] else None) == low
    assert row["release"] == record["release"]
    assert client.get("/api/v1/benchmark", query_string={**query, "format": "csv"}).text == answer.text
