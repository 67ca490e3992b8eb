"""A few addresses added to the portal, each answering in one way that the tests of `app` look at."""

import json
from collections.abc import Iterator

from dash import Dash, html
from flask import Response, abort, redirect
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.errors import PortalError

LARGE = {"values": list(range(1000))}


class UnknownAuthority(PortalError, LookupError):
    """As a PortalError that is not found looks."""


def with_examples(app: Dash) -> Dash:
    app.layout = html.Main("Examples")

    def refused() -> str:
        raise PortalError("The period <2024> is not known.")

    def unknown() -> str:
        raise UnknownAuthority("No authority is called Atlantis.")

    def defect() -> str:
        raise ZeroDivisionError("a figure nobody should see")

    def tagged() -> Response:
        response = Response(json.dumps(LARGE), mimetype="application/json")
        response.set_etag("a-strong-tag")
        return response

    def cut_off() -> Iterator[bytes]:
        yield b"first"
        raise ZeroDivisionError

    rules = {
        "/example/large": lambda: LARGE,
        "/example/small": lambda: {"value": 1},
        "/example/bytes": lambda: Response(b"\0" * 5000, mimetype="image/png"),
        "/example/cut-off": lambda: Response(cut_off(), mimetype="text/csv"),
        "/example/stream": lambda: Response((part for part in ["a" * 5000]), mimetype="text/csv"),
        "/example/kept": lambda: Response("mine", headers={"Cache-Control": "public, max-age=60"}),
        "/example/moved": lambda: redirect("/"),
        "/example/teapot": lambda: abort(418),
        "/example/tagged": tagged,
        "/example/refused": refused,
        "/example/unknown": unknown,
        "/example/defect": defect,
        "/api/example/refused": refused,
    }
    for rule, view in rules.items():
        app.server.add_url_rule(rule, rule, view)
    return app


def get(browser: FlaskClient, address: str, **headers: str) -> TestResponse:
    return browser.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
