"""Every change of who may come in, and as what, is told before it is kept and after; nothing else is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from data.local import packs, sign_ins
from data.local.database import Database
from data.local.people import add_person, give_roles, organisation_of, person_by_email, set_active
from data.local.sign_ins import end_some, revoke_all, sign_in, sign_ins_of, sign_out, signed_in
from data.local.tables import Person, SignedIn
from data.local.watching import watch

EMAIL = "someone@southampton.example"
Deed = Callable[[Session, Person, str], object]


@pytest.fixture
def told(database: Database) -> list[str]:
    """What was told, in order; each commit that tells has a mark of its own."""
    heard: list[str] = []

    def before() -> str:
        heard.append("before")
        return f"mark {len(heard)}"

    watch(database, before, lambda mark: heard.append(f"after {mark}"))
    return heard


def person(session: Session) -> Person:
    found = person_by_email(session, EMAIL)
    assert found is not None
    return found


def move(session: Session, who: Person, _: str) -> None:
    who.organisation = organisation_of(session, "portsmouth")


def note(session: Session, _: Person, token: str) -> None:
    found = signed_in(session, token)
    assert found is not None
    found.last_seen -= timedelta(minutes=5)
    assert sign_ins.note(session, found)


TELLING: dict[str, Deed] = {
    "shut out": lambda session, who, _: set_active(session, who, False, None),
    "roles": lambda session, who, _: give_roles(session, who, ["approver"], None),
    "signed out": lambda session, _, token: sign_out(session, token),
    "all ended": lambda session, who, _: revoke_all(session, who, None),
    "some ended": lambda session, who, _: end_some(session, who, [one.digest for one in sign_ins_of(session, who)]),
    "moved": move,
    "removed": lambda session, *_: session.execute(delete(SignedIn)),
    "renamed": lambda session, who, _: setattr(who.organisation, "name", "Southampton City Council"),
}
SILENT: dict[str, Deed] = {
    "signed in": lambda session, who, _: sign_in(session, who, "a test"),
    "still there": note,
    "somebody new": lambda session, who, _: add_person(session, "new@example.org", "New", who.organisation),
    "a wrong try": lambda session, who, _: setattr(who, "failed_attempts", 1),
    "the same roles": lambda session, who, _: give_roles(session, who, list(who.roles), None),
    "a pack": lambda session, *_: packs.create(session, "owner", None, "/pack", "pdf", "A pack"),
}


def done(database: Database, deed: Deed) -> None:
    with database.writing() as session:
        token = sign_in(session, person(session), "a test")
    with database.writing() as session:
        deed(session, person(session), token)


@pytest.mark.parametrize("name", TELLING)
def test_who_changes_that_tells(database: Database, told: list[str], name: str) -> None:
    done(database, TELLING[name])
    assert told == ["before", "after mark 1"]


@pytest.mark.parametrize("name", SILENT)
def test_who_changes_nothing_of_it_is_silent(database: Database, told: list[str], name: str) -> None:
    done(database, SILENT[name])
    assert told == []


def test_what_is_given_up_before_it_is_to_be_kept_tells_nothing(database: Database, told: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:  # noqa: PT012
        set_active(session, person(session), False, None)
        raise ZeroDivisionError
    assert told == []


def test_a_time_that_comes_from_elsewhere_keeps_nobody_in_for_ever(database: Database) -> None:
    """One who was seen a minute ago stays; a clock that is fast makes it now, and 12 hours are the end of it."""
    with database.writing() as session:
        token = sign_in(session, person(session), "a test")
        found = signed_in(session, token)
        assert found is not None
        found.last_seen = now = datetime.now(UTC) - timedelta(hours=2)
        session.flush()
        assert signed_in(session, token) is None
        assert signed_in(session, token, now + timedelta(minutes=119)) is found
        assert signed_in(session, token, now + timedelta(days=1)) is found
        found.expires = datetime.now(UTC)
        session.flush()
        assert signed_in(session, token, now + timedelta(minutes=119)) is None
