"""POST /api/v1/claim and /check: what the commands print, sentences for what cannot be answered, and a limit."""

import io
import json
import logging
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.api import checks as api_checks
from app.cli import main
from data.returns.limits import MOST_BYTES
from layouts.claims import answers
from tests.app.api.conftest import MakeServer

EET = "45% of care leavers aged 19 to 21 in EET, up 7 points, below statistical neighbours"
TABLE = b"Indicator,Oct-22,Nov-22,Target\nPercentage of CLA with an up to date review,94% (287/300),96% (288/300),95%\n"


def sent(client: FlaskClient, content: bytes, name: str = "return.csv", **form: str) -> TestResponse:
    return client.post("/api/v1/check", data={"file": (io.BytesIO(content), name), **form})


def detail(answer: TestResponse, status: int) -> str:
    """The sentence of a refusal, which is a problem in the form of RFC 9457 and is kept by nobody."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["Cache-Control"] == "private, no-store"
    problem = json.loads(answer.text)
    assert problem["status"] == status
    said: str = problem["detail"]
    assert said.endswith(".")
    assert len(said.splitlines()) == 1
    return said


def test_a_claim_is_answered_as_the_command_prints_it(
    client: FlaskClient, shared_cache: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    monkeypatch.setenv("PORTAL_DATA_DIR", shared_cache)
    assert main(["claim", EET, "--authority", "852", "--edition", "2021", "--format", "json"]) == 0
    answer = client.post("/api/v1/claim", json={"text": EET, "authority": "852", "edition": "2021"})
    assert answer.json == json.loads(capsys.readouterr().out)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_text_may_name_its_own_authority(client: FlaskClient) -> None:
    text = "Hampshire had 60 per 10,000 children looked after in 2025"
    assert client.post("/api/v1/claim", json={"text": text}).get_json()["understood"]["authority"] == "Hampshire"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"text": "\\ud800"}', "no JSON"),
        (b"[]", "one record with text, authority, edition"),
        (b'{"text": "45%", "colour": "red"}', "nothing else"),
        (b'{"text": 45}', "is a text"),
        (b'{"authority": "852"}', "no text"),
        (b'{"text": "   "}', "no text"),
        (json.dumps({"text": EET}).encode(), "as authority"),
        (json.dumps({"text": EET, "authority": "Atlantis"}).encode(), "No authority is called 'Atlantis'"),
        (json.dumps({"text": EET, "authority": "852", "edition": "1999"}).encode(), "no such edition"),
        (json.dumps({"text": "The bins were late", "authority": "852"}).encode(), "Nothing could be compared"),
        (json.dumps({"text": "x" * 20_001, "authority": "852"}).encode(), "may have 20,000"),
        (json.dumps({"text": "EET\t45%\n" * 2_000, "authority": "852"}).encode(), "Give it in parts"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(client: FlaskClient, body: bytes, words: str) -> None:
    answer = client.post("/api/v1/claim", data=body, content_type="application/json")
    assert words in detail(answer, 400)


def test_a_claim_comes_as_json(client: FlaskClient) -> None:
    assert "application/json" in detail(client.post("/api/v1/claim", data={"text": EET}), 415)


def test_the_command_and_the_api_take_texts_of_one_length() -> None:
    assert api_checks.LONGEST == answers.LONGEST_ANYWHERE


def test_a_return_is_checked_as_the_command_does(
    client: FlaskClient,
    shared_cache: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    monkeypatch.setenv("PORTAL_DATA_DIR", shared_cache)
    file = tmp_path / "return.csv"
    file.write_bytes(TABLE)
    assert main(["check", str(file), "--authority", "852", "--format", "json"]) == 1
    answer = sent(client, TABLE, authority="852")
    assert answer.json == json.loads(capsys.readouterr().out)
    assert any("95.7%" in finding["message"] or "287" in finding["message"] for finding in answer.get_json())
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_return_without_faults_has_no_findings(client: FlaskClient) -> None:
    answer = sent(client, b"Indicator,Oct-22,Nov-22\nNumber of contacts,1477,1490\n")
    assert (answer.status_code, answer.json) == (200, [])


@pytest.mark.parametrize(
    ("content", "authority", "words"),
    [
        (b"", "", "is empty"),
        (b"%PDF-1.7", "", "is a PDF"),
        (b"PK\x03\x04 not an archive", "", "is damaged or is no Excel workbook"),
        (TABLE, "Atlantis", "No authority is called 'Atlantis'"),
        (TABLE, "England", "not an authority"),
    ],
)
def test_what_cannot_be_checked_is_a_sentence(client: FlaskClient, content: bytes, authority: str, words: str) -> None:
    assert words in detail(sent(client, content, authority=authority), 400)


def test_a_form_without_a_file_is_told_so(client: FlaskClient) -> None:
    assert "as the part 'file'" in detail(client.post("/api/v1/check", data={"authority": "852"}), 400)
    assert "as the part 'file'" in detail(client.post("/api/v1/check", json={"file": "x"}), 400)


@pytest.mark.parametrize("beyond", [1, api_checks.MOST_AROUND + 1])
def test_a_file_that_is_too_large_is_refused(client: FlaskClient, beyond: int) -> None:
    """Once by the file's own size, once before it is read at all."""
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="return.csv"\r\n\r\n'
    body = head + b"x" * (MOST_BYTES + beyond) + b"\r\n--edge--\r\n"
    answer = client.post("/api/v1/check", data=body, content_type="multipart/form-data; boundary=edge")
    assert "too large" in detail(answer, 413)


def test_a_statement_that_is_too_large_is_refused_unread(client: FlaskClient) -> None:
    body = b" " * (api_checks.MOST_CLAIM_BYTES + 1)
    assert "too large" in detail(client.post("/api/v1/claim", data=body, content_type="application/json"), 413)


def test_a_form_of_many_parts_is_refused(client: FlaskClient) -> None:
    parts = {f"part{number}": "x" for number in range(100)}
    answer = client.post("/api/v1/check", data=parts, content_type="multipart/form-data")
    assert "too large" in detail(answer, 413)


@pytest.mark.parametrize(
    ("path", "most"), [("claim", api_checks.CLAIMS_A_MINUTE), ("check", api_checks.CHECKS_A_MINUTE)]
)
def test_whoever_asks_too_often_waits_and_nobody_else_does(make_server: MakeServer, path: str, most: int) -> None:
    client = make_server(limited=True).test_client()
    address = f"/api/v1/{path}"
    statuses = [client.post(address).status_code for _ in range(most)]
    assert 429 not in statuses
    answer = client.post(address)
    assert "too often" in detail(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0
    assert client.post(address, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code != 429


def test_when_every_turn_is_taken_a_check_is_asked_for_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_checks, "TURNS", BoundedSemaphore(1))
    monkeypatch.setattr(api_checks, "SECONDS_TO_WAIT", 0)
    with api_checks.TURNS:
        answer = sent(client, TABLE)
    assert "again in a minute" in detail(answer, 503)
    assert answer.headers["Retry-After"] == "60"


def test_nothing_of_what_was_sent_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/api/v1/claim", json={"text": "45% of secretword", "authority": "852"})
    sent(client, TABLE.replace(b"review", b"secretword"), "secretword.csv")
    assert "secretword" not in caplog.text


def test_the_portal_takes_them_from_programs_and_not_from_other_sites(portal_server: Flask) -> None:
    """A program says no origin; a page of another site says its own."""
    client = portal_server.test_client()
    sent_by_program = client.post("/api/v1/claim", json={"text": EET, "authority": "852"})
    assert sent_by_program.status_code == 200
    headers = {"Origin": "https://elsewhere.example"}
    assert client.post("/api/v1/claim", json={"text": EET, "authority": "852"}, headers=headers).status_code == 403
