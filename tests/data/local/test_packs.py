"""Packs that are being made: whose turn it is, how far each is, who may do what with it, and when it is gone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from data.errors import PortalError
from data.local import packs
from data.local.database import Database
from data.local.packs import Job, PackState
from data.local.people import organisation_of, people_of
from data.local.tables import PackJob
from tests.data.local.test_writers import WRITERS, at_once

OWNER, OTHER = packs.owner_of_browser("a word"), packs.owner_of_person(2)
ADDRESS = "/pack?authority=southampton"


def asked(database: Database, owner: str = OWNER, form: str = "pdf") -> Job:
    with database.writing() as session:
        return packs.create(session, owner, None, ADDRESS, form, "Pack of Southampton")


def taken(database: Database) -> Job:
    """A job that is being made."""
    asked(database)
    with database.writing() as session:
        found = packs.claim(session)
    assert found is not None
    return found


def now(database: Database, job: Job) -> Job | None:
    with database.reading() as session:
        return packs.job_of(session, job.owner, job.word)


def state(database: Database, job: Job) -> tuple[str, str]:
    found = now(database, job)
    assert found is not None
    return found.state, found.said


def moved(database: Database, **times: timedelta) -> None:
    """Every job as if so much time had passed."""
    with database.writing() as session:
        for kept in session.scalars(select(PackJob)):
            for name, by in times.items():
                setattr(kept, name, getattr(kept, name) - by)


def done(database: Database, job: Job, size: int = 5000) -> bool:
    with database.writing() as session:
        return packs.finish(session, job.word, "The board, Southampton", "southampton.pdf", size)


def test_a_pack_waits_is_made_and_is_there(database: Database) -> None:
    first, second = asked(database), asked(database, form="xlsx")
    with database.writing() as session:
        assert packs.waiting_before(session, second) == 1
        assert packs.is_any_waiting(session)
        found = packs.claim(session)
    assert found is not None
    assert (found.word, found.state, found.form) == (first.word, PackState.RUNNING, "pdf")
    with database.writing() as session:
        assert packs.progress(session, first.word, 12, 24, "Placement stability")
        assert packs.running_job(session, first.word) is not None
    told = now(database, first)
    assert told is not None
    assert (told.step, told.steps, told.said, told.is_under_way) == (12, 24, "Placement stability", True)
    assert done(database, first)
    made = now(database, first)
    assert made is not None
    assert (made.title, made.file_name, made.size, made.is_done) == (
        "The board, Southampton",
        "southampton.pdf",
        5000,
        True,
    )
    with database.reading() as session:
        assert packs.running_job(session, first.word) is None
        assert [job.word for job in packs.jobs_of(session, OWNER)] == [second.word, first.word]
        assert packs.words_with_files(session) == {first.word}


def test_of_several_who_take_jobs_at_once_each_job_has_one(database: Database) -> None:
    words = {asked(database).word, asked(database).word}

    def take(_: int) -> str | None:
        with database.writing() as session:
            found = packs.claim(session)
        return found.word if found else None

    found = at_once(take)
    assert sorted(word for word in found if word) == sorted(words)
    assert found.count(None) == WRITERS - len(words)


@pytest.mark.parametrize("ended", ["cancelled", "failed", "removed"])
def test_what_is_over_is_not_gone_on_with(database: Database, ended: str) -> None:
    job = taken(database)
    with database.writing() as session:
        match ended:
            case "cancelled":
                assert packs.cancel(session, OWNER, job.word)
            case "failed":
                assert packs.fail(session, job.word, "No authority is called Atlantis.")
            case _:
                assert packs.remove(session, OWNER, job.word)
    before = now(database, job)
    with database.writing() as session:
        assert not packs.beat(session, job.word)
        assert not packs.progress(session, job.word, 1, 2, "Further")
        assert not packs.fail(session, job.word, "Another reason.")
        assert not packs.cancel(session, OWNER, job.word)
    assert not done(database, job)
    assert now(database, job) == before
    assert before is None or before.state == ended


def test_what_waits_can_be_cancelled_and_is_not_taken(database: Database) -> None:
    job = asked(database)
    with database.writing() as session:
        assert packs.cancel(session, OWNER, job.word)
        assert packs.claim(session) is None
        assert not packs.is_any_waiting(session)


def test_nothing_of_it_is_anybody_elses(database: Database) -> None:
    job = taken(database)
    with database.writing() as session:
        assert packs.job_of(session, OTHER, job.word) is None
        assert packs.jobs_of(session, OTHER) == []
        assert not packs.cancel(session, OTHER, job.word)
        assert not packs.remove(session, OTHER, job.word)
    assert state(database, job) == ("running", "")


def test_whoever_says_nothing_any_longer_is_dead(database: Database) -> None:
    job = taken(database)
    with database.writing() as session:
        assert packs.fail_the_dead(session) == 0
    moved(database, seen_alive=packs.DEAD_AFTER - timedelta(seconds=5))
    with database.writing() as session:
        assert packs.fail_the_dead(session) == 0
        assert packs.beat(session, job.word)
    moved(database, seen_alive=packs.DEAD_AFTER + timedelta(seconds=1))
    found = now(database, job)
    assert found is not None
    assert packs.is_dead(found)
    with database.writing() as session:
        assert packs.fail_the_dead(session) == 1
    assert state(database, job) == ("failed", packs.DIED)


def test_one_owner_has_two_waiting_and_others_go_on(database: Database) -> None:
    asked(database)
    asked(database)
    with pytest.raises(PortalError, match="Two of your packs wait"):
        asked(database)
    asked(database, OTHER)
    taken_one = None
    with database.writing() as session:
        taken_one = packs.claim(session)
    assert taken_one is not None
    assert taken_one.owner == OWNER
    asked(database)


def test_there_is_an_end_to_what_waits_and_to_what_is_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "MOST_WAITING_IN_ALL", 2)
    monkeypatch.setattr(packs, "MOST_KEPT", 1)
    monkeypatch.setattr(packs, "MOST_BYTES_IN_ALL", 9000)
    job = taken(database)
    assert done(database, job, size=5000)
    with pytest.raises(PortalError, match="delete one first"):
        asked(database)
    asked(database, OTHER)
    asked(database, packs.owner_of_person(3))
    with pytest.raises(PortalError, match="So many packs wait"):
        asked(database, packs.owner_of_person(4))
    with database.writing() as session:
        found = packs.claim(session)
    assert found is not None
    assert done(database, found, size=4000)
    with pytest.raises(PortalError, match="no room for another pack"):
        asked(database, packs.owner_of_person(4))


def test_what_has_expired_is_nobodys_and_goes(database: Database) -> None:
    job = taken(database)
    assert done(database, job)
    waits = asked(database)
    moved(database, expires=packs.KEPT_FOR + timedelta(seconds=1))
    assert now(database, job) is None
    with database.writing() as session:
        assert packs.jobs_of(session, OWNER) == []
        assert packs.claim(session) is None
        assert packs.forget_expired(session) == 2
        assert session.scalars(select(PackJob)).all() == []
    assert now(database, waits) is None


def test_a_pack_is_kept_from_when_it_was_made(database: Database) -> None:
    job = taken(database)
    moved(database, expires=timedelta(days=6))
    assert done(database, job)
    found = now(database, job)
    assert found is not None
    assert found.expires > datetime.now(UTC) + packs.KEPT_FOR - timedelta(minutes=1)


def test_packs_go_with_their_person(database: Database) -> None:
    with database.writing() as session:
        person = people_of(session, organisation_of(session, "southampton"))[0]
        job = packs.create(session, packs.owner_of_person(person.id), person.id, ADDRESS, "pdf", "Pack")
        session.execute(update(PackJob).values(title="Still there"))
        session.delete(person)
    assert now(database, job) is None


def test_a_word_is_plain_in_an_address_a_command_and_a_file_name(database: Database) -> None:
    """One that began with a hyphen would be taken for an option."""
    words = {taken(database).word for _ in range(5)}
    assert len(words) == 5
    assert all(re.fullmatch(r"[0-9a-f]{32}", word) for word in words)


def test_the_database_does_not_hold_what_a_browser_holds() -> None:
    assert "a word" not in OWNER
    assert len(OWNER) == 64
    assert packs.owner_of_browser("another") != OWNER
