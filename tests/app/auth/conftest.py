"""A database with one person who has a password."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.auth import passwords
from data.local.database import Database, open_database
from data.local.people import add_organisation, add_person

EMAIL, PASSWORD = "someone@southampton.example", "correct horse battery staple"


@pytest.fixture(scope="session")
def kept_password() -> str:
    """Hashed once: it is meant to be slow."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def database(tmp_path: Path, kept_password: str) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'portal.db'}")
    with opened.writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", "852")
        add_person(session, EMAIL, "Some One", organisation, ["contributor"]).password = kept_password
    yield opened
    opened.close()
