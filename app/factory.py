"""Puts the portal together."""

import re

import dash
import plotly.io
from dash import html
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import callbacks
from app import compression, errors, health, not_found, security, static_files
from app.settings import Settings
from app.shell import INDEX, Portal

DESCRIPTION = "See a local authority's children's services alongside its neighbours'."
LARGEST_REQUEST = 16 * 2**20
"""Bytes: a local return is a spreadsheet of well under this."""

# Named, so that it is imported here rather than by the first of several threads to need it.
plotly.io.json.config.default_engine = "orjson"


def create_app(settings: Settings) -> dash.Dash:
    """The portal, complete but for what Dash does at its first request."""
    app = Portal(
        "app",
        title="Alongside",
        update_title=None,  # type: ignore[arg-type]  # as Dash documents it
        use_pages=True,
        pages_folder="",
        assets_folder=str(static_files.ASSETS),
        assets_path_ignore=["vendor"],
        include_pages_meta=False,
        meta_tags=[{"name": "description", "content": DESCRIPTION}],
        serve_locally=True,
        add_log_handler=False,
        index_string=INDEX,
        on_error=errors.show_problem,
    )
    app.layout = html.Main([html.Div(id=errors.PROBLEM, role="alert"), dash.page_container])
    configure(app.server, settings)
    add_pages(app)
    errors.register(app.server)
    health.register(app.server)
    not_found.register(app)
    # Flask works back from the last of these: files are encoded, then other answers, then headers are set on all.
    security.register(app)
    compression.register(app.server)
    static_files.register(app.server)
    return app


def add_pages(app: dash.Dash) -> None:
    register = getattr(callbacks, "register", None)
    if register is not None:
        register(app)


def configure(server: Flask, settings: Settings) -> None:
    server.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.environment == "production",
    )
    if settings.trusted_proxies:
        trusted = settings.trusted_proxies
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted
        )


def create_server(settings: Settings) -> Flask:
    """The portal as a WSGI application, ready for its first visitors."""
    return warm(create_app(settings).server)


def warm(server: Flask) -> Flask:
    """Does now, in one thread, all that a first request would set up.

    Dash fills its registry of scripts at the first request, and not safely when several come at once (its issue 3971).
    Fetching what the first page fetches also compresses the scripts while there is still one process to keep them.
    """
    with server.test_client() as browser:
        page = browser.get("/").get_data(as_text=True)
        for address in re.findall(r'(?:src|href)="(/[^"]+)"', page):
            for encoding in compression.ENCODINGS:
                browser.get(address, headers={"Accept-Encoding": encoding})
    return server
