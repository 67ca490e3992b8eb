"""PostgreSQL that goes away in the middle: a sentence, nothing half kept, and work goes on when it is back."""

import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from data.local import database as databases
from data.local import log
from data.local.database import Database, open_database
from data.local.failures import BUSY, NO_ANSWER, DatabaseProblem
from data.local.people import add_organisation
from data.local.tables import Organisation
from tests.data.local.states import everything
from tests.services.servers import PostgreSQL

pytestmark = pytest.mark.services

STOPPED = pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])


@pytest.fixture
def database(postgresql: PostgreSQL) -> Iterator[Database]:
    """With one organisation and a few connections open."""
    url = postgresql.database()
    opened = open_database(url)
    with opened.writing() as session:
        add_organisation(session, "southampton", "Southampton", "852")
    with opened.reading() as one, opened.reading() as another:
        assert one.scalar(select(Organisation.name)) == another.scalar(select(Organisation.name))
    yield opened
    opened.close()
    postgresql.drop(url)


def names(database: Database) -> list[str]:
    with database.reading() as session:
        assert list(log.broken(session)) == []
        return list(session.scalars(select(Organisation.slug).order_by(Organisation.id)))


@STOPPED
def test_away_between_two_deeds(postgresql: PostgreSQL, database: Database, how: signal.Signals) -> None:
    """A sentence for whoever reads or writes meanwhile; afterwards the same opened database works again at once."""
    before = everything(database)
    with postgresql.away(how):
        for _ in range(2):
            with pytest.raises(DatabaseProblem) as refusal:
                names(database)
            assert str(refusal.value) == NO_ANSWER
            with pytest.raises(DatabaseProblem) as refusal, database.writing() as session:
                add_organisation(session, "kent", "Kent")
            assert str(refusal.value) == NO_ANSWER
    assert everything(database) == before
    with database.writing() as session:
        add_organisation(session, "kent", "Kent")
    assert names(database) == ["southampton", "kent"]


@STOPPED
def test_away_in_the_middle_of_a_deed(postgresql: PostgreSQL, database: Database, how: signal.Signals) -> None:
    before = everything(database)
    with pytest.raises(DatabaseProblem) as refusal, database.writing() as session:  # noqa: PT012
        add_organisation(session, "kent", "Kent")
        session.flush()
        postgresql.stop(how)
        postgresql.start()
        session.scalar(select(func.count()).select_from(Organisation))
    assert str(refusal.value) == NO_ANSWER
    assert everything(database) == before
    with database.writing() as session:
        add_organisation(session, "kent", "Kent")
    assert names(database) == ["southampton", "kent"]


@STOPPED
def test_away_when_a_deed_is_to_be_kept(postgresql: PostgreSQL, database: Database, how: signal.Signals) -> None:
    before = everything(database)
    with pytest.raises(DatabaseProblem) as refusal, database.writing() as session:  # noqa: PT012
        add_organisation(session, "kent", "Kent")
        session.flush()
        postgresql.stop(how)
    assert str(refusal.value) == NO_ANSWER
    postgresql.start()
    assert everything(database) == before


def test_what_was_kept_survives_a_crash(postgresql: PostgreSQL, database: Database) -> None:
    for number in range(2):
        with database.writing() as session:
            add_organisation(session, f"o{number}", "Another")
        postgresql.stop(signal.SIGQUIT)
        postgresql.start()
        assert names(database) == ["southampton", *(f"o{kept}" for kept in range(number + 1))]


def test_an_administrator_who_ends_conversations_is_not_noticed(postgresql: PostgreSQL, database: Database) -> None:
    """Nor a proxy that closes connections which nobody used for a while."""
    url = database.engine.url.render_as_string(hide_password=False)
    for number in range(3):
        postgresql.end_conversations(url)
        with database.writing() as session:
            add_organisation(session, f"o{number}", "Another")
    assert len(names(database)) == 4


def test_a_writer_who_fell_silent_holds_nobody_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its machine was switched off in mid-deed, say: the others go on, and it is told that it was too late."""
    monkeypatch.setattr(databases, "FORGOTTEN_MILLISECONDS", 1000)  # longer than the other ever takes
    with pytest.raises(DatabaseProblem) as refusal, database.writing() as silent:  # noqa: PT012
        add_organisation(silent, "kent", "Kent")
        silent.flush()
        with database.writing() as another:
            add_organisation(another, "surrey", "Surrey")
        silent.scalar(select(func.count()).select_from(Organisation))
    assert str(refusal.value) in (BUSY, NO_ANSWER)
    assert names(database) == ["southampton", "surrey"]


def test_a_server_that_is_away_at_the_start(postgresql: PostgreSQL) -> None:
    """The same address is asked again at the next use."""
    url = postgresql.database()
    with postgresql.away():
        with pytest.raises(DatabaseProblem) as refusal:
            open_database(url)
        assert str(refusal.value) == NO_ANSWER
    open_database(url).close()
    postgresql.drop(url)


def test_a_wrong_password_is_not_told(postgresql: PostgreSQL) -> None:
    url = postgresql.database()
    with pytest.raises(DatabaseProblem) as refusal:
        open_database(url.replace("portal:", "portal:wrong"))
    assert str(refusal.value) == NO_ANSWER
    postgresql.drop(url)
