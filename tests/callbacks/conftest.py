"""A database of local returns, empty, as pages read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callbacks.sight import LocalHoldings
from data.local.database import open_database
from data.store import Snapshot
from models.access import ANYONE


@pytest.fixture(scope="session")
def no_returns(tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot) -> Iterator[LocalHoldings]:
    """No return at all, looked at by nobody in particular."""
    folder: Path = tmp_path_factory.mktemp("local")
    database = open_database(f"sqlite:///{folder / 'portal.db'}")
    yield LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators)
    database.close()
