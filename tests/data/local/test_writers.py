"""Several who write at once, threads and processes: each deed is whole, none is lost, and the log stays one chain."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pyotp
import pytest
from sqlalchemy import func, select

from app.auth import passwords
from app.auth.accounts import MOST_FAILURES, sign_in_with_password
from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.people import add_organisation, organisation_of, people_of
from data.local.returns import Upload, keep
from data.local.sign_ins import Purpose, make_link, use_link
from data.local.tables import LogEntry, Organisation, Person, Version
from tests.data.local.dying import EMAIL, PASSWORD, kept_password

ROOT = Path(__file__).resolve().parents[3]
WRITERS, DEEDS = 4, 8

PROCESSES = """
import os, sys
from data.local.database import open_database
from data.local.people import add_organisation

database = open_database(sys.argv[1])

def write(who):
    for number in range(8):
        with database.writing() as session:
            add_organisation(session, f"{who}{number}", f"Organisation {number} of {who}")

write("before")
children = []
for who in ("one", "another"):
    child = os.fork()
    if child == 0:
        failed = True
        try:
            write(who)
            failed = False
        finally:
            os._exit(failed)
    children.append(child)
write("parent")
sys.exit(any([os.waitpid(child, 0)[1] for child in children]))
"""
"""As a server that has used the database before it makes its workers."""


def at_once(deed: Callable[[int], object]) -> list[object]:
    """What each of several threads says, all of them starting together."""
    ready = Barrier(WRITERS)

    def started(number: int) -> object:
        ready.wait(30)
        return deed(number)

    with ThreadPoolExecutor(WRITERS) as threads:
        return list(threads.map(started, range(WRITERS)))


def test_threads_that_write_keep_one_chain(database: Database) -> None:
    def add_some(writer: int) -> None:
        for number in range(DEEDS):
            with database.writing() as session:
                add_organisation(session, f"o{writer}-{number}", "Another")

    at_once(add_some)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 2 + WRITERS * DEEDS
        assert session.scalar(select(func.count()).select_from(LogEntry)) == 4 + WRITERS * DEEDS
        assert list(log.broken(session)) == []


def test_processes_that_were_forked_keep_one_chain(database: Database) -> None:
    """Each talks through connections of its own, though they were open before."""
    url = database.engine.url.render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", PROCESSES, url], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 2 + 4 * 8
        assert list(log.broken(session)) == []


def test_versions_that_come_at_once_are_numbered_one_after_the_other(database: Database) -> None:
    def upload(writer: int) -> None:
        with database.writing() as session:
            southampton = organisation_of(session, "southampton")
            keep(session, southampton, "scorecard", "Scorecard", Upload({"by": writer}, [], "a.csv", "Why"))

    at_once(upload)
    with database.reading() as session:
        assert sorted(session.scalars(select(Version.number))) == [1, 2, 3, 4]


def test_of_several_who_use_a_link_at_once_one_may(database: Database) -> None:
    with database.writing() as session:
        token = make_link(session, people_of(session, organisation_of(session, "southampton"))[0], Purpose.RESET, None)

    def use(_: int) -> bool:
        try:
            with database.writing() as session:
                use_link(session, token, Purpose.RESET)
        except PortalError:
            return False
        return True

    assert sorted(at_once(use)) == [False, False, False, True]


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that take no time to check: that they are slow is not what these tests are about."""
    monkeypatch.setattr(passwords, "hashed", kept_password)
    monkeypatch.setattr(passwords, "matches", lambda password, kept: kept == kept_password(password))
    monkeypatch.setattr(passwords, "is_outdated", lambda _: False)


@pytest.mark.usefixtures("quick_passwords")
def test_a_code_that_is_sent_several_times_at_once_works_once(database: Database) -> None:
    secret = pyotp.random_base32()
    with database.writing() as session:
        person = people_of(session, organisation_of(session, "southampton"))[0]
        person.password, person.totp_secret = passwords.hashed(PASSWORD), secret
    code = pyotp.TOTP(secret).now()

    def send(_: int) -> bool:
        with database.writing() as session:
            return sign_in_with_password(session, EMAIL, PASSWORD, code) is not None

    assert sorted(at_once(send)) == [False, False, False, True]


@pytest.mark.usefixtures("quick_passwords")
def test_wrong_passwords_that_come_at_once_all_count(database: Database) -> None:
    assert WRITERS < MOST_FAILURES

    def guess(_: int) -> None:
        with database.writing() as session:
            assert sign_in_with_password(session, EMAIL, "wrong") is None

    at_once(guess)
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == EMAIL)).one()
        assert person.failed_attempts == WRITERS
