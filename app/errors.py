"""What a person is told when something fails: a sentence, or a reference under which it was logged."""

import logging
import secrets
from dataclasses import dataclass

from dash.exceptions import DependencyException
from flask import Flask, Response, has_request_context, jsonify, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from app.api.problems import is_of_api, problem_of
from app.security import FETCHED
from data.errors import PortalError
from data.local.failures import DatabaseProblem

log = logging.getLogger("alongside")

PAGE = """<!DOCTYPE html>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} - Alongside</title>
        <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
        <link rel="stylesheet" href="/assets/00-fonts.css">
        <link rel="stylesheet" href="/assets/01-bootstrap.min.css">
    </head>
    <body>
        <main class="container py-5">
            <h1>{title}</h1>
            <p>{message}</p>
            <p><a href="/">Go to the first page</a></p>
        </main>
    </body>
</html>
"""


@dataclass(frozen=True)
class Failure:
    """How a failure is told: over HTTP by its status, to a person by its title and message."""

    status: int
    title: str
    message: str
    reference: str | None = None


def explain(error: Exception) -> Failure:
    """What to tell of an error; logs one that nobody foresaw, with its traceback, under a reference.

    A PortalError that is a LookupError too (something asked for by name that is not there) is not found. A database
    that cannot do its work is nobody's mistake, so the log tells what it said; it never repeats what was to be written.
    """
    if isinstance(error, DatabaseProblem):
        log.warning("%s (%s)", error, getattr(error.__cause__, "orig", error.__cause__))
        return Failure(503, "That cannot be done now", str(error))
    if isinstance(error, PortalError):
        status, title = (404, "Not found") if isinstance(error, LookupError) else (400, "That cannot be shown")
        return Failure(status, title, str(error))
    if isinstance(error, DependencyException) or getattr(error, "code", None) == 404:
        return Failure(404, "Page not found", "There is nothing at this address.")
    if isinstance(error, HTTPException) and error.code is not None:
        return Failure(error.code, error.name, error.description or f"{error.name}.")
    reference = secrets.token_hex(4)
    where = f"at {place()}" if has_request_context() else "outside any request"
    log.error("Failure %s %s", reference, where, exc_info=error)
    message = f"Something went wrong here. Please try again; if it goes on, report it with this reference: {reference}."
    return Failure(500, "Something went wrong", message, reference)


def place() -> str:
    """Where a request went, for the log: an address that holds the token of a link is not written down."""
    is_secret = request.url_rule is not None and "token" in (request.view_args or {})
    return str(request.url_rule) if is_secret else request.path


def answer(error: Exception) -> Response:
    """The failure as a page for a person, as a problem for a program that uses the API, or as JSON for another."""
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response  # type: ignore[return-value]  # a redirect, say, made as it should be sent
    failure = explain(error)
    if is_of_api(request.path):
        response = problem_of(error, failure.status, failure.message, failure.reference)
    elif request.accept_mimetypes.accept_html and not request.path.startswith(FETCHED):
        response = Response(PAGE.format(title=escape(failure.title), message=escape(failure.message)))
    else:
        response = jsonify(error=failure.message, reference=failure.reference)
    response.status_code = failure.status
    if isinstance(error, HTTPException):
        mine = [name.lower() for name in dict(response.headers)]
        response.headers.extend((name, value) for name, value in error.get_headers() if name.lower() not in mine)
    return response


def register(server: Flask) -> None:
    server.register_error_handler(Exception, answer)
