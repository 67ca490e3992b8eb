"""The database: transactions that are whole or nothing, and tables that only grow."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.people import add_organisation, add_person, organisation_of, people_of, person_by_email
from data.local.tables import LogEntry, Organisation


def test_what_raises_is_not_kept(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:  # noqa: PT012
        add_organisation(session, "kent", "Kent", "886")
        raise RuntimeError
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 2
        assert [entry.about for entry in log.search(session, log.LogQuery(what="organisation added"))] == [
            "Portsmouth",
            "Southampton",
        ]


def test_times_come_back_with_their_zone(database: Database) -> None:
    with database.reading() as session:
        created = organisation_of(session, "southampton").created
    assert created.tzinfo is UTC
    assert abs((datetime.now(UTC) - created).total_seconds()) < 60


@pytest.mark.parametrize("deed", [update(LogEntry).values(about="nothing"), delete(LogEntry)])
def test_the_log_is_never_changed(database: Database, deed: object) -> None:
    with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
        session.execute(deed)  # type: ignore[call-overload]


def test_a_line_taken_out_of_the_log_is_noticed(database: Database) -> None:
    with database.writing() as session:
        assert list(log.broken(session)) == []
        entries = log.search(session, log.LogQuery())
        where = "" if database.engine.dialect.name == "sqlite" else " on log_entry"
        session.execute(text(f"drop trigger log_entry_refuses_delete{where}"))
        session.execute(delete(LogEntry).where(LogEntry.id == entries[1].id))
    with database.reading() as session:
        assert list(log.broken(session)) == [entries[0].id]


def test_people_are_known_by_one_spelling_of_their_address(database: Database) -> None:
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        with pytest.raises(PortalError, match="known by someone@southampton"):
            add_person(session, " Someone@Southampton.example ", "Again", southampton)
        with pytest.raises(PortalError, match="'nobody' is not an e-mail address"):
            add_person(session, "nobody", "Nobody", southampton)
        found = person_by_email(session, "SOMEONE@southampton.example")
        assert found is not None
        assert [person.id for person in people_of(session, southampton)] == [found.id]


def test_one_authority_has_one_owner(database: Database) -> None:
    with (
        pytest.raises(PortalError, match="The returns of authority 852 belong to Southampton already"),
        database.writing() as session,
    ):
        add_organisation(session, "other", "Another", "852")
