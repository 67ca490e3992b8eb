"""A failure reaches a person as a sentence or as a reference, with the status that programs go by."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.errors import explain
from data.local.database import open_database
from data.local.failures import NO_ANSWER, DatabaseProblem
from tests.app.examples import get


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/example/refused", 400, "The period &lt;2024&gt; is not known."),
        ("/example/unknown", 404, "No authority is called Atlantis."),
        ("/assets/no-such-file", 404, "There is nothing at this address."),
        ("/example/teapot", 418, "This server is a teapot, not a coffee machine"),
    ],
)
def test_a_person_is_told_in_a_sentence(browser: FlaskClient, path: str, status: int, message: str) -> None:
    answer = get(browser, path, Accept="text/html")
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"<p>{message}" in answer.get_data(as_text=True)


def test_a_script_is_told_in_json(browser: FlaskClient) -> None:
    answer = browser.get("/_dash-component-suites/none/none.js")
    assert (answer.status_code, answer.json) == (404, {"error": "There is nothing at this address.", "reference": None})


def test_a_program_is_told_of_a_problem(browser: FlaskClient) -> None:
    answer = browser.get("/api/example/refused")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert json.loads(answer.text) == {
        "type": "about:blank",
        "title": "The question cannot be answered",
        "status": 400,
        "detail": "The period <2024> is not known.",
    }


def test_a_defect_is_logged_under_the_reference_that_the_person_sees(
    browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = browser.get("/example/defect")
    assert answer.status_code == 500
    reference = re.search(r"reference: ([0-9a-f]{8})\.", answer.get_data(as_text=True))
    assert reference is not None
    assert "a figure nobody should see" not in answer.get_data(as_text=True)
    (record,) = caplog.records
    assert record.getMessage() == f"Failure {reference[1]} at /example/defect"
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_defect_outside_of_any_request_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    """In `portal digest`, say, which has no address."""
    failure = explain(ZeroDivisionError("a figure nobody should see"))
    assert failure.reference
    assert (failure.status, failure.reference in failure.message) == (500, True)
    (record,) = caplog.records
    assert record.getMessage() == f"Failure {failure.reference} outside any request"
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_database_that_is_away_is_nobodys_mistake(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever asked is told so, and whoever runs the portal finds in the log what the database said."""
    with pytest.raises(DatabaseProblem) as refusal:
        open_database("postgresql+psycopg://someone:secret@127.0.0.1:9/portal")
    failure = explain(refusal.value)
    assert (failure.status, failure.message) == (503, NO_ANSWER)
    assert "port 9 failed" in caplog.text
    assert "secret" not in caplog.text


def test_a_wrong_method_and_a_move_keep_their_headers(browser: FlaskClient) -> None:
    assert "GET" in browser.post("/healthz").headers["Allow"]
    assert browser.get("/example/moved").headers["Location"] == "/"


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/compare", 200), ("/no-such-page", 404)])
def test_an_unknown_address_has_its_status(portal_server: Flask, path: str, status: int) -> None:
    assert portal_server.test_client().get(path).status_code == status


def test_the_process_says_it_lives(browser: FlaskClient) -> None:
    assert browser.get("/healthz").get_data() == b"OK"
