"""The log of the process: one line an event, and nothing in it that a person typed, saw or keeps secret."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from app.operation import logs
from app.operation.logs import AsJson, AsText, RequestOfRecord, configure
from app.operation.requests import HEADER
from app.settings import Settings, load_settings
from data.errors import PortalError
from tests.app.examples import get

SECRET = "7 children of 23"


def record(error: Exception | None = None, said: str = "It happened", **more: object) -> logging.LogRecord:
    """A record of an event, with the error that it came of."""
    raised = None
    if error is not None:
        try:
            raise error
        except type(error) as caught:
            raised = (type(caught), caught, caught.__traceback__)
    made = logging.LogRecord("alongside", logging.WARNING, __file__, 1, said, (), raised)
    vars(made).update(more)
    return made


def test_a_line_of_json_says_what_happened_when_and_in_which_request() -> None:
    said = json.loads(AsJson().format(record(request="abc", details={"view": "/board", "status": 200})))
    assert said.pop("time").endswith("+00:00")
    expected = {"level": "warning", "logger": "alongside", "event": "It happened", "request": "abc"}
    assert said == expected | {"view": "/board", "status": 200}


@pytest.mark.parametrize("form", [AsJson(), AsText()])
def test_nobody_writes_lines_of_their_own(form: logging.Formatter) -> None:
    """A name with a line's end in it stays in the line that it is told in."""
    line = form.format(record(said="Nobody is called 'x\n2026-01-01 ERROR all is lost\r\u2028'"))
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("form", [AsJson(), AsText()])
@pytest.mark.parametrize(
    ("error", "is_told"),
    [
        (ValueError(f"could not read {SECRET}"), False),
        (KeyError(SECRET), False),
        (AssertionError(SECRET), False),
        (PortalError(f"No room for {SECRET}"), True),
        (OSError(28, f"No space left for {SECRET}"), True),
    ],
)
def test_the_text_of_an_error_is_told_only_where_it_is_about_code(
    form: logging.Formatter, error: Exception, is_told: bool
) -> None:
    line = form.format(record(error))
    assert (SECRET in line) is is_told
    assert type(error).__name__ in line
    assert "test_logs.py" in line, "where it came from is told all the same"


def test_what_an_error_came_of_is_told_by_the_same_rule() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as error:
        line = AsText().format(record(error))
    assert line.count(logs.LEFT_OUT) == 2
    assert SECRET not in line


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the process writes, as JSON; everything is as it was afterwards."""
    names = ("alongside", None)
    kept = [(log := logging.getLogger(name), log.handlers[:], log.level, log.propagate) for name in names]
    stream = io.StringIO()
    yield stream
    for log, handlers, level, propagate in kept:
        log.handlers[:], log.propagate = handlers, propagate
        log.setLevel(level)


def test_a_request_is_one_line_and_its_id_stands_on_the_answer(
    examples: Flask, settings: Settings, lines: io.StringIO
) -> None:
    configure(load_settings({"PORTAL_LOG": "json", "HOME": "/nowhere"}), lines)
    with examples.test_client() as browser:
        answer = get(browser, "/example/defect?typed=7+children", **{HEADER: "an-id-that-anybody-sent"})
        browser.get("/healthz")
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert {one["request"] for one in told} == {answer.headers[HEADER]}
    assert answer.headers[HEADER] != "an-id-that-anybody-sent", "no proxy is trusted to give one"
    failure, request = told
    assert failure["event"].startswith("Failure ")
    assert failure["error"].endswith(f"ZeroDivisionError: {logs.LEFT_OUT}")
    assert (request["event"], request["path"], request["status"]) == ("request", "/example/defect", 500)
    assert "typed" not in lines.getvalue()


def test_what_is_sent_while_it_is_made_is_told_of_at_its_end(examples: Flask, lines: io.StringIO) -> None:
    configure(load_settings({"PORTAL_LOG": "json", "HOME": "/nowhere"}), lines)
    with examples.test_client() as browser:
        answer = browser.get("/example/stream")
        assert not lines.getvalue()
        size = len(answer.get_data())
        answer.close()
    told = json.loads(lines.getvalue())
    assert (told["path"], told["bytes"], told["request"]) == ("/example/stream", size, answer.headers[HEADER])
    assert size == 5000


def test_an_answer_that_is_cut_off_is_told_of_as_a_failure(examples: Flask, lines: io.StringIO) -> None:
    configure(load_settings({"PORTAL_LOG": "json", "HOME": "/nowhere"}), lines)
    with examples.test_client() as browser:
        answer = browser.get("/example/cut-off")
        with pytest.raises(ZeroDivisionError):
            answer.get_data()
        answer.close()
    failure, request = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (failure["level"], failure["event"]) == ("error", "An answer was cut off at /example/cut-off.")
    assert (request["status"], request["bytes"]) == (500, 5)
    assert failure["request"] == request["request"] == answer.headers[HEADER]


def test_production_writes_json_and_development_text() -> None:
    production = {"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": "k" * 32, "HOME": "/nowhere"}
    assert (load_settings(production).log, load_settings({"HOME": "/nowhere"}).log) == ("json", "text")


def test_a_filter_is_no_sieve() -> None:
    assert RequestOfRecord().filter(record())
