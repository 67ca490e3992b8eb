"""An installation with local data and a folder of snapshots, and an empty one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.local.database import Database, database_at, open_database
from tests.services.servers import Files, PostgreSQL


@pytest.fixture
def empty(databases: Files | PostgreSQL) -> Iterator[Database]:
    """A database that nobody has opened before, of the same kind as the other."""
    url = databases.database()
    opened = database_at(url)
    yield opened
    opened.close()
    databases.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with all its tables, and nothing in them."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    """The same in SQLite alone, for what does not depend on where the rows are."""
    opened = open_database(Files(tmp_path).database())
    yield opened
    opened.close()


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Two snapshots, of which one is live, and an installation's own definition."""
    snapshots, sources = tmp_path / "snapshots", tmp_path / "sources"
    for identity in ("a" * 16, "b" * 16):
        (snapshots / identity).mkdir(parents=True)
        (snapshots / identity / "catalogue.json").write_text(f'{{"id": "{identity}"}}')
    (snapshots / "current").write_text("b" * 16 + "\n")
    (snapshots / ".cccc.123").mkdir()
    (snapshots / ".cccc.123" / "half").write_text("written")
    (sources / "definitions").mkdir(parents=True)
    (sources / "definitions" / "datasets.toml").write_text("[one]\n")
    return {"snapshots": snapshots, "sources": sources}
