"""What goes wrong below /api/, told as RFC 9457 has it: problem details with a status and one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TypedDict

import orjson
from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from data.errors import PortalError
from data.local.failures import DatabaseProblem
from data.returns.limits import MEGABYTE, MOST_BYTES

API = "/api/"
MEDIA_TYPE = "application/problem+json"
MOST_CLAIM_BYTES = 200_000
"""Every character of the longest text written as an escape, and what stands around it."""
SECONDS_TO_RETRY = 60
NOT_ANSWERED = "The question cannot be answered"
NOTHING_HERE = "There is nothing at this address; /api says what there is."
TOO_OFTEN = "That was asked too often from this address; ask again in a minute."
SENTENCES = {
    404: NOTHING_HERE,
    413: f"That is too large: a file may have {MOST_BYTES // MEGABYTE} MB, a statement {MOST_CLAIM_BYTES:,} bytes.",
    429: TOO_OFTEN,
}


class _Known(TypedDict):
    type: str
    title: str
    status: int
    detail: str


class Problem(_Known, total=False):
    """Why a question was not answered (RFC 9457)."""

    parameter: str
    reference: str


class Refused(PortalError):
    """A question that is refused for one of its parameters."""

    def __init__(self, sentence: str, parameter: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


@contextmanager
def about(parameter: str) -> Iterator[None]:
    """What is refused in here is refused for a parameter."""
    try:
        yield
    except (DatabaseProblem, Refused):
        raise
    except PortalError as error:
        if isinstance(error, LookupError):
            raise
        raise Refused(str(error), parameter) from error


def is_of_api(path: str) -> bool:
    """Whether what goes wrong at a path is told to a program. The page about the API is for people."""
    return path.startswith(API)


def problem(status: int, title: str, detail: str, **more: str | None) -> Response:
    """A problem. `more` are members of its own: the parameter to blame, the reference in the log."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body |= {name: value for name, value in more.items() if value}
    response = Response(orjson.dumps(body), status=status, mimetype=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    if status in (429, 503):
        response.headers["Retry-After"] = str(SECONDS_TO_RETRY)
    return response


def problem_of(error: Exception, status: int, message: str, reference: str | None = None) -> Response:
    """The problem that an error is, whose status and sentence are known."""
    if isinstance(error, HTTPException):
        message = SENTENCES.get(status, message)
    if isinstance(error, MethodNotAllowed):
        message = (
            f"Nothing here is answered by {request.method}; it is by {', '.join(sorted(error.valid_methods or ()))}."
        )
    refused = status == 400 and isinstance(error, PortalError)
    title = NOT_ANSWERED if refused else _phrase(status)
    return problem(status, title, _sentence(message), parameter=getattr(error, "parameter", None), reference=reference)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.capitalize()
    except ValueError:
        return "Refused"


def _sentence(text: str) -> str:
    """One line that ends as a sentence does."""
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."
