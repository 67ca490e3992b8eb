"""A database that is away, busy, full, damaged or not to be written is a sentence, and nothing is half written."""

import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from data.errors import PortalError
from data.local import database as databases
from data.local.database import Database, open_database
from data.local.failures import BUSY, DAMAGED, NO_ANSWER, NO_ROOM, DatabaseProblem
from data.local.people import add_organisation, organisation_of
from data.local.returns import Upload, keep
from data.local.tables import Organisation
from tests.data.local.states import everything

LARGE = Upload({"rows": [{"indicator": f"i{number}", "value": number} for number in range(2000)]}, [], "a.csv", "Why")


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with one organisation."""
    opened = open_database(f"sqlite:///{tmp_path / 'portal.db'}")
    with opened.writing() as session:
        add_organisation(session, "southampton", "Southampton", "852")
    yield opened
    opened.close()


def upload(database: Database) -> None:
    with database.writing() as session:
        keep(session, organisation_of(session, "southampton"), "scorecard", "Scorecard", LARGE)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses to write beyond a byte, as a disk does that is full or breaks."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)


@pytest.mark.parametrize("pages_left", range(0, 12, 3))
def test_a_full_disk_keeps_nothing_of_an_upload(on_disk: Database, pages_left: int) -> None:
    """SQLite may have so many pages more: whichever page finds no room, none is kept; with room it is done."""
    old = everything(on_disk)
    with on_disk.engine.connect() as connection:
        pages = connection.scalar(text("pragma page_count"))
        connection.execute(text(f"pragma max_page_count = {pages + pages_left}"))
    with pytest.raises(DatabaseProblem) as refusal:
        upload(on_disk)
    assert str(refusal.value) == NO_ROOM
    assert everything(on_disk) == old
    with on_disk.engine.connect() as connection:
        connection.execute(text("pragma max_page_count = 1000000"))
    upload(on_disk)


@pytest.mark.parametrize("size", [0, 20_000, 60_000])
def test_a_disk_that_takes_no_more_keeps_nothing_of_an_upload(on_disk: Database, size: int) -> None:
    old = everything(on_disk)
    with no_file_larger_than(size), pytest.raises(DatabaseProblem) as refusal:
        upload(on_disk)
    assert str(refusal.value) == NO_ANSWER
    assert everything(on_disk) == old
    upload(on_disk)


@pytest.mark.parametrize(
    "damage", [b"no database at all, but a letter that somebody wrote. " * 200, b"SQLite format 3\0" * 500]
)
def test_a_damaged_file_is_a_sentence(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "portal.db").write_bytes(damage)
    with pytest.raises(DatabaseProblem) as refusal:
        open_database(f"sqlite:///{tmp_path / 'portal.db'}")
    assert str(refusal.value) == DAMAGED
    assert (tmp_path / "portal.db").read_bytes() == damage


def test_a_page_that_is_damaged_is_a_sentence(on_disk: Database) -> None:
    upload(on_disk)
    on_disk.close()
    file = Path(str(on_disk.engine.url.database))
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    with pytest.raises(DatabaseProblem) as refusal, on_disk.reading() as session:
        organisation_of(session, "southampton")
    assert str(refusal.value) == DAMAGED


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DatabaseProblem, match=r"cannot be made \(file exists\); look at PORTAL_DATA_DIR"):
        open_database(f"sqlite:///{tmp_path / 'taken' / 'portal.db'}")


def test_a_database_that_does_not_answer_is_a_sentence() -> None:
    with pytest.raises(DatabaseProblem) as refusal:
        open_database("postgresql+psycopg://someone:secret@127.0.0.1:9/portal")
    assert str(refusal.value) == NO_ANSWER


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "CONNECT_SECONDS", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(DatabaseProblem) as refusal:
            open_database(f"postgresql+psycopg://someone@127.0.0.1:{silent.getsockname()[1]}/portal")
    assert str(refusal.value) == NO_ANSWER


@pytest.mark.parametrize("url", ["postgresql+psycopg://me:se/c@ret@host:port/portal", "se cret"])
def test_an_address_that_cannot_be_read_is_not_repeated(url: str) -> None:
    with pytest.raises(PortalError, match="DATABASE_URL cannot be read") as refusal:
        open_database(url)
    assert url not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_writer_who_waits_too_long_is_told(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "BUSY_MILLISECONDS", 50)
    database = open_database(database_url)
    with database.writing() as first:
        add_organisation(first, "kent", "Kent")
        with pytest.raises(DatabaseProblem) as refusal, database.writing() as second:
            add_organisation(second, "surrey", "Surrey")
        assert str(refusal.value) == BUSY
    with database.reading() as session:
        assert [organisation_of(session, "kent").name] == [found.name for found in session.query(Organisation)]
    database.close()


def test_readers_wait_for_no_writer_and_see_one_state(database: Database) -> None:
    with database.reading() as reader:
        before = reader.query(Organisation).count()
        with database.writing() as writer:
            add_organisation(writer, "kent", "Kent")
            writer.flush()
            with database.reading() as another:
                assert another.query(Organisation).count() == before
        assert reader.query(Organisation).count() == before
    with database.reading() as session:
        assert session.query(Organisation).count() == before + 1


def test_a_defect_of_ours_is_no_sentence_and_repeats_no_figure(database: Database) -> None:
    """It goes to the one handler that logs it."""
    secret = {"digest": "a digest of 297 children", "person_id": 999, "now": datetime.now(UTC)}
    with pytest.raises(IntegrityError) as defect, database.writing() as session:
        session.execute(text("insert into signed_in values (:digest, :person_id, :now, :now, :now, null)"), secret)
    assert "297" not in str(defect.value)
