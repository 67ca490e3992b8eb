"""A database with two councils in it, and a shelf, fresh for each test; and jobs that wait or are being made."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.local_database import open_local
from app.packs.shared_shelf import shelf_of
from app.packs.shelf import Keeper
from app.settings import Settings, load_settings
from data.local import packs
from data.local.database import Database
from data.local.packs import Job
from tests.services.backend import IS_SHARED
from tests.services.servers import PostgreSQL

OWNER = packs.owner_of_browser("a word")
ADDRESS = "/pack?authority=southampton"


@pytest.fixture
def pack_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """An installation of the test's own, its turns too."""
    own = {"PORTAL_DATA_DIR": str(tmp_path / "data"), "PORTAL_CACHE_DIR": str(tmp_path / "cache")}
    if not IS_SHARED:
        yield load_settings(own)
        return
    cluster: PostgreSQL = request.getfixturevalue("postgresql")
    url = cluster.database()
    yield load_settings({**own, "DATABASE_URL": url})
    cluster.drop(url)


@pytest.fixture
def database(pack_settings: Settings) -> Iterator[Database]:
    opened = open_local(pack_settings)
    yield opened
    opened.close()


@pytest.fixture
def shelf(pack_settings: Settings, database: Database) -> Keeper:
    return shelf_of(pack_settings, lambda: database)


@pytest.fixture
def asked(database: Database) -> Callable[..., Job]:
    """`asked()` lets a pack wait."""

    def ask(owner: str = OWNER, person_id: int | None = None) -> Job:
        with database.writing() as session:
            return packs.create(session, owner, person_id, ADDRESS, "pdf", "Pack of Southampton")

    return ask


@pytest.fixture
def taken(database: Database, asked: Callable[..., Job]) -> Callable[..., Job]:
    """`taken()` is one that is being made."""

    def take(owner: str = OWNER, person_id: int | None = None) -> Job:
        asked(owner, person_id)
        with database.writing() as session:
            found = packs.claim(session)
        assert found is not None
        return found

    return take


@pytest.fixture
def now(database: Database) -> Callable[[Job], Job]:
    """`now(job)` is what is kept of a job."""

    def find(job: Job) -> Job:
        with database.reading() as session:
            found = packs.job_of(session, job.owner, job.word)
        assert found is not None
        return found

    return find
