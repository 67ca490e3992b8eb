"""The same tests against the other back end: with PORTAL_TEST_BACKEND=postgresql every database that a test opens at a
SQLite file is one of PostgreSQL's instead, and who asks, limits and answers are kept in Redis.

The file that the test named holds the name of the database that stands in for it: whoever copies the file has a copy of
the database when they open it, and a test need not know. Processes of their own are told by `everywhere`.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from data.local import database as opening
from tests.services.servers import PostgreSQL, Redis

BACKEND = "PORTAL_TEST_BACKEND"
IS_SHARED = os.environ.get(BACKEND, "sqlite") == "postgresql"
SQLITE = "sqlite:///"


class StandIn:
    """Databases of PostgreSQL by the files that stand for them."""

    def __init__(self, cluster: PostgreSQL) -> None:
        self._cluster = cluster
        self._made: dict[Path, str] = {}
        self._usual = opening._address

    def address(self, url: str) -> URL:
        """Where a database is, that a test names by a file."""
        if not url.startswith(SQLITE):
            return self._usual(url)
        file = Path(url.removeprefix(SQLITE)).absolute()
        if self._made.get(file) is None or not file.is_file():
            self._made[file] = self._new(file)
        return make_url(self._made[file])

    def drop(self, folder: Path) -> None:
        """The databases of a folder are needed no longer."""
        for file in [file for file in self._made if file.is_relative_to(folder)]:
            self._cluster.drop(self._made.pop(file))

    def _new(self, file: Path) -> str:
        like = file.read_text() if file.is_file() else ""
        url = self._cluster.database(like)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(url)
        return url


@pytest.fixture(scope="session")
def everywhere(request: pytest.FixtureRequest) -> Mapping[str, str]:
    """Settings of a portal of which there are several machines; none where the tests are run for one."""
    if not IS_SHARED:
        return {}
    redis_server: Redis = request.getfixturevalue("redis_server")
    return {"REDIS_URL": redis_server.url, "PORTAL_CACHE": "redis"}


@pytest.fixture(scope="session", autouse=True)
def _stand_in(request: pytest.FixtureRequest) -> Iterator[StandIn | None]:
    if not IS_SHARED:
        yield None
        return
    found = StandIn(request.getfixturevalue("postgresql"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_address", found.address)
        yield found


@pytest.fixture(autouse=True)
def _by_itself(_stand_in: StandIn | None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing in Redis is from the test before, whose local data may have had the same version; its databases go."""
    if _stand_in is None:
        yield
        return
    folder: Path = request.getfixturevalue("tmp_path")
    request.getfixturevalue("redis_server").tell("flushall")
    yield
    _stand_in.drop(folder)
