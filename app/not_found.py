"""An address that no page answers to: the status says so, and so does what is shown."""

import re

import dash
from dash import dcc, html
from flask import Response, make_response

CATCH_ALL = "/<path:path>"
MODULE = "app.not_found_404"
"""Dash shows the page whose module has this last name for every path it does not know."""


def message() -> html.Div:
    return html.Div(
        [
            html.H1("Page not found"),
            html.P("There is nothing at this address."),
            html.P(dcc.Link("Go to the first page", href="/")),
        ],
        className="container py-5",
    )


def answered(path: str) -> bool:
    """Whether a registered page's path or path template matches."""
    for module, page in dash.page_registry.items():
        if module == MODULE:
            continue
        pattern = re.sub(r"<[^>]+>", "[^/]+", page["path_template"] or re.escape(page["path"]))
        if re.fullmatch(pattern.strip("/"), path.strip("/")):
            return True
    return False


def register(app: dash.Dash) -> None:
    """Shows the message for an unknown path, with the status 404 that Dash leaves out."""
    dash.register_page(MODULE, path="/not-found", title="Page not found - Alongside", layout=message)
    index = app.server.view_functions[CATCH_ALL]

    def page(path: str) -> Response:
        response = make_response(index(path))
        if not answered(path):
            response.status_code = 404
        return response

    app.server.view_functions[CATCH_ALL] = page
