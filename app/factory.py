"""Puts the portal together."""

import re

import plotly.io
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import callbacks
from app import (
    boundaries,
    bundles,
    compression,
    document,
    downloads,
    errors,
    feed,
    forms,
    limits,
    not_found,
    search,
    security,
    static_files,
    views,
)
from app.api import documentation
from app.api import serving as api
from app.api.catalogue import ENDPOINTS
from app.auth import remembered, visitor
from app.cache import open_cache, turns_of
from app.document import INDEX, PortalDash
from app.local_database import local_database
from app.operation import health, metrics, requests
from app.operation.health import Health
from app.packs.asking import titles
from app.packs.shared_shelf import shelf_of
from app.pages import (
    account,
    board,
    digest,
    guide,
    log,
    organisations,
    pack_page,
    packs,
    people,
    returns,
    sign_in,
    tokens,
)
from app.published import open_what_there_is
from app.settings import Settings
from app.work import runner_of
from callbacks.portal import Portal
from callbacks.routing import route_of
from callbacks.sight import LocalHoldings
from layouts.shell import NAME, shell

DESCRIPTION = "See a local authority's children's services alongside its neighbours'."
LARGEST_REQUEST = 16 * 2**20
"""Bytes: a local return is a spreadsheet of well under this."""

DRAW_FIRST = "alongside-draw-first"
"""What a server can do before others are forked from it."""

# Named, so that it is imported here rather than by the first of several threads to need it.
plotly.io.json.config.default_engine = "orjson"


def create_app(settings: Settings) -> PortalDash:
    """The portal, complete but for what Dash does at its first request. Raises PortalError when it has no figures."""
    app = create_platform(settings)
    served, database = open_what_there_is(settings), local_database(settings)
    snapshot = served.snapshot
    local = LocalHoldings(database, visitor.viewer, snapshot.indicators)
    cache = open_cache(app.server, settings)
    portal = Portal(snapshot, served.similarity, cache, local, turns_of(cache, settings))
    # The visitor is whoever asks.
    app.layout = lambda: shell(portal.holdings, visitor.visitor().name, served.notice)
    app.server.extensions["alongside-served"] = snapshot.id
    well = Health(settings, snapshot, served.notice, database, portal.cache)
    health.register(app.server, well, metrics.metrics_of(app.server), settings.metrics_token)
    visitor.register(app.server, database, closed=settings.closed, secure=is_secure(settings))
    remembered.register(app.server, database, settings)
    callbacks.register(app)
    views.register(app.server, portal, callbacks.ROUTES)
    app.server.extensions[DRAW_FIRST] = lambda: views.draw_first(app.server, portal, callbacks.ROUTES)
    app.views = views.address_of_views(portal)
    limits.register(app.server, settings.redis_url)
    api.register(app.server, portal, ENDPOINTS, settings.api_rate)
    documentation.register(app.server, portal, ENDPOINTS, settings.api_rate, settings.url)
    returns.register(app.server, portal.snapshot, local)
    board.register(app.server, portal.snapshot, local, portal.board)
    pack_page.register(app.server, portal, settings.url)
    packs.register(app.server, local, lambda: shelf_of(settings, database), runner_of(settings), titles(snapshot))
    sign_in.register(app.server, database, settings)
    if settings.provider is not None:
        from app.pages import provider  # Authlib, which takes long to import

        provider.register(app.server, settings)
    account.register(app.server, database)
    tokens.register(app.server, database, settings)
    digest.register(app.server, database, settings, snapshot.authorities, snapshot.id)
    organisations.register(app.server, database, snapshot.authorities)
    people.register(app.server, database, settings)
    log.register(app.server, database)
    guide.register(app.server)
    downloads.register(app.server, portal, callbacks.ROUTES, settings.url)
    feed.register(app.server, portal, settings.url)
    search.register(app.server, portal.search)
    not_found.register(app.server, lambda path: route_of(callbacks.ROUTES, path) is not None)
    return app


def create_platform(settings: Settings) -> PortalDash:
    """What every page stands on, without the pages: how requests come in, and how answers and failures go out."""
    app = PortalDash(
        "app",
        title=NAME,
        update_title=None,  # type: ignore[arg-type]  # as Dash documents it
        assets_folder=str(bundles.ASSETS),
        assets_ignore=".",  # app/bundles.py serves them as two files
        meta_tags=[{"name": "description", "content": DESCRIPTION}],
        serve_locally=True,
        add_log_handler=False,
        index_string=INDEX,
    )
    configure(app.server, settings)
    metrics.register(app.server)
    requests.register(app.server, behind_proxy=settings.trusted_proxies > 0)
    forms.register(app.server)
    health.register_life(app.server)
    boundaries.register(app.server)
    errors.register(app.server)
    # Flask works back from the last of these: files are encoded, then other answers, then headers are set on all.
    security.register(app)
    compression.register(app.server)
    static_files.register(app.server)
    document.register(app.server)
    return app


def configure(server: Flask, settings: Settings) -> None:
    server.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-session" if is_secure(settings) else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure(settings),
    )
    if settings.trusted_proxies:
        trusted = settings.trusted_proxies
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted
        )


def is_secure(settings: Settings) -> bool:
    """Whether browsers reach the portal over HTTPS alone, so that its cookies are for HTTPS alone."""
    return settings.environment == "production"


def create_server(settings: Settings) -> Flask:
    """The portal as a WSGI application, ready for its first visitors."""
    return warm(create_app(settings).server)


def create_shared(settings: Settings) -> Flask:
    """The same with what the portal keeps of a snapshot, for the processes that are forked from this one."""
    server = create_server(settings)
    server.extensions[DRAW_FIRST]()
    return server


def warm(server: Flask) -> Flask:
    """Does now, in one thread, all that a first request would set up.

    Dash fills its registry of scripts at the first request, and not safely when several come at once (its issue 3971).
    Fetching what the first page fetches also reads the scripts while there is still one process to keep them.
    """
    with server.test_client() as browser:
        # A closed portal shows its first page to this visitor too: without it the scripts would not be known yet.
        page = browser.get("/", environ_overrides={visitor.WARMING: True}).get_data(as_text=True)
        for address in re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"', page):
            browser.get(address, headers={"Accept-Encoding": "br"}, environ_overrides={visitor.WARMING: True})
    return server
