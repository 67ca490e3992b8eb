"""The API alone, over the shipped figures, asked by nobody in particular and as often as a test likes."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_caching import Cache

from app import errors, limits
from app.api import serving
from app.api.catalogue import ENDPOINTS
from callbacks.portal import Portal
from callbacks.sight import LocalHoldings
from data.local.database import open_database
from data.store import Snapshot
from models.access import ANYONE
from models.lenses import Similarity

MakeServer = Callable[..., Flask]


@pytest.fixture(scope="session")
def portal(snapshot: Snapshot, similarity: Similarity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """What the API answers from: the shipped figures, and a database without returns."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('api') / 'portal.db'}")
    local = LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators)
    yield Portal(snapshot, similarity, Cache(config={"CACHE_TYPE": "SimpleCache"}), local)
    database.close()


@pytest.fixture(scope="session")
def make_server(portal: Portal) -> MakeServer:
    """A server with the API alone; unless `limited`, one may ask as often as one likes."""

    def made(*, limited: bool = False, **options: int) -> Flask:
        server = Flask("api")
        server.config["RATELIMIT_ENABLED"] = limited
        portal.cache.init_app(server)
        errors.register(server)
        limits.register(server)
        serving.register(server, portal, ENDPOINTS, **options)
        return server

    return made


@pytest.fixture(scope="session")
def api_server(make_server: MakeServer) -> Flask:
    return make_server()


@pytest.fixture
def client(api_server: Flask) -> FlaskClient:
    return api_server.test_client()
