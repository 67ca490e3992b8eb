"""The portal as it runs when scaled: PostgreSQL and Redis for all processes, and pages while either is away."""

import http.client
from urllib.parse import urlsplit

import pytest

from data.local.database import database_at
from tests.asking import VIEWS, ask
from tests.data.local.states import everything
from tests.live import serving
from tests.services.servers import PostgreSQL, Redis
from tests.waiting import until

pytestmark = pytest.mark.services


def test_pages_are_shown_whatever_is_away(postgresql: PostgreSQL, redis_server: Redis, shared_cache: str) -> None:
    """The same processes go on, and use what came back."""
    url = postgresql.database()
    database = database_at(url)
    chosen = {"DATABASE_URL": url.replace("postgresql+psycopg", "postgresql"), "REDIS_URL": redis_server.url}
    redis_server.tell("flushall")
    with serving(PORTAL_CACHE="redis", PORTAL_CACHE_DIR=shared_cache, PORTAL_WORKERS="2", **chosen) as address:
        host = urlsplit(address).netloc

        def shown() -> bytes:
            """A page of published figures, to somebody whose browser keeps a token, so that the database is asked."""
            connection = http.client.HTTPConnection(host, timeout=30)
            try:
                connection.request("GET", "/_dash-layout", headers={"Cookie": "alongside=a-token-of-before"})
                frame = connection.getresponse()
                assert (frame.status, b"Alongside" in frame.read()) == (200, True)
                return ask(connection, f"{VIEWS}/compare")
            finally:
                connection.close()

        page = shown()
        # What is kept is the page, and how things stand with who may come in; the turn has been given back.
        until(lambda: redis_server.tell("dbsize") == 2)
        with redis_server.away():
            assert [shown() for _ in range(4)] == [page] * 4
        assert "version" in everything(database), "the tables were made by the first who asked"
        database.close()
        with postgresql.away():
            assert [shown() for _ in range(4)] == [page] * 4
            with redis_server.away():
                assert shown() == page
        assert shown() == page
    postgresql.drop(url)
