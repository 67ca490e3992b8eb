"""A database with two organisations, fresh for each test; each test is run with SQLite and with PostgreSQL."""

from collections.abc import Iterator

import pytest

from data.local.database import Database, open_database
from data.local.people import add_organisation, add_person


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Southampton and Portsmouth, each with one person."""
    opened = open_database(database_url)
    with opened.writing() as session:
        for slug, name, authority in (("southampton", "Southampton", "852"), ("portsmouth", "Portsmouth", "851")):
            organisation = add_organisation(session, slug, name, authority)
            add_person(session, f"someone@{slug}.example", "Someone", organisation, ["contributor"])
    yield opened
    opened.close()
