"""Finding lines of the log, sign-ins, links and people again, with either database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from data.local import log
from data.local.database import Database
from data.local.log import LogQuery
from data.local.people import add_person, organisation_of, others_with, person_by_email, set_active
from data.local.sign_ins import IDLE, Purpose, digest_of, end_some, last_made, make_link, sign_in, sign_ins_of
from data.local.tables import Person

ADMINISTRATOR = "administrator of the portal"


def of(session: Session, slug: str) -> Person:
    found = person_by_email(session, f"someone@{slug}.example")
    assert found is not None
    return found


def test_somebody_is_found_by_what_they_did_and_what_was_done_about_them(database: Database) -> None:
    with database.writing() as session:
        southampton, portsmouth = of(session, "southampton"), of(session, "portsmouth")
        log.write(session, "did", "something", southampton.id, "southampton")
        log.write(session, "done about", southampton.email, portsmouth.id, "southampton")
        log.write(session, "done by a command", "something", None, None)
    with database.reading() as session:
        about = LogQuery(person_id=southampton.id)
        assert [line.what for line in log.search(session, about)] == ["done about", "did", "person added"]
        assert log.count(session, about) == 3
        assert log.count(session, LogQuery(person_id=southampton.id, organisation="portsmouth")) == 0
        newest = log.newest(session)
        assert newest is not None
        assert newest.what == "done by a command"
        older = log.search(session, LogQuery(before=newest.id), most=1)
        assert [line.what for line in older] == ["done about"]
        assert list(log.broken(session, older[0].id, older[0].digest)) == []
        assert list(log.broken(session, older[0].id, log.START)) == [newest.id]


def test_one_ends_one_s_own_sign_ins_alone(database: Database) -> None:
    with database.writing() as session:
        mine, yours = of(session, "southampton"), of(session, "portsmouth")
        first, second = sign_in(session, mine, "password"), sign_in(session, mine, "password")
        third = sign_in(session, yours, "password")
        assert end_some(session, mine, [digest_of(first), digest_of(third), "none"]) == 1
        assert [one.digest for one in sign_ins_of(session, mine)] == [digest_of(second)]
        assert [one.digest for one in sign_ins_of(session, yours)] == [digest_of(third)]
        assert end_some(session, mine, [digest_of(first)]) == 0
        told = [line.details for line in log.search(session, LogQuery(what="sign-ins ended"))]
        assert told == [{"ended": 1}]


def test_a_sign_in_that_was_idle_for_too_long_is_not_shown(database: Database) -> None:
    with database.writing() as session:
        sign_in(session, of(session, "southampton"), "password")
        [one] = sign_ins_of(session, of(session, "southampton"))
        one.last_seen -= IDLE + timedelta(seconds=1)
        session.flush()
        assert sign_ins_of(session, of(session, "southampton")) == []


def test_when_the_last_link_was_made(database: Database) -> None:
    with database.writing() as session:
        person = of(session, "southampton")
        assert last_made(session, person, Purpose.RESET) is None
        before = datetime.now(UTC)
        make_link(session, person, Purpose.INVITATION, None)
        assert last_made(session, person, Purpose.RESET) is None
        made = last_made(session, person, Purpose.INVITATION)
        assert made is not None
        assert before <= made <= datetime.now(UTC)


def test_who_else_has_a_role_and_can_sign_in(database: Database) -> None:
    with database.writing() as session:
        organisation = organisation_of(session, "southampton")
        me, with_password, at_council, invited, out = (
            add_person(session, f"{name}@a.example", name, organisation, [ADMINISTRATOR])
            for name in ("me", "password", "council", "invited", "out")
        )
        with_password.password = out.password = "kept"
        at_council.issuer, at_council.subject = "https://login.example", "1"
        set_active(session, out, active=False, by=None)
        session.flush()
        found = others_with(session, ADMINISTRATOR, me)
        assert {person.id for person in found} == {with_password.id, at_council.id}
        assert invited.id not in {person.id for person in found}
        assert others_with(session, "viewer", me) == []
