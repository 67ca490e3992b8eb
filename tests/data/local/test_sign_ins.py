"""Signing in and out, and links that work once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local.database import Database
from data.local.people import organisation_of, people_of, set_active
from data.local.sign_ins import (
    ANSWERS_KEPT,
    IDLE,
    LONGEST,
    Purpose,
    end_links,
    is_first_use,
    link_of,
    make_link,
    note,
    revoke_all,
    sign_in,
    sign_ins_of,
    sign_out,
    signed_in,
    use_link,
)
from data.local.tables import OneTimeLink, Person, SignedIn, UsedAnswer


def someone(session: Session) -> Person:
    return people_of(session, organisation_of(session, "southampton"))[0]


def moved(session: Session, **times: timedelta) -> None:
    """Every sign-in as if so much time had passed."""
    for found in session.scalars(select(SignedIn)):
        for name, by in times.items():
            setattr(found, name, getattr(found, name) - by)
    session.flush()


def test_a_token_is_somebodys_until_they_sign_out(database: Database) -> None:
    with database.writing() as session:
        token = sign_in(session, someone(session), "password")
        found = signed_in(session, token)
        assert found is not None
        assert found.person.email == "someone@southampton.example"
        assert signed_in(session, token + "x") is None
        sign_out(session, token)
        assert signed_in(session, token) is None


def test_the_database_holds_no_token(database: Database) -> None:
    with database.writing() as session:
        token = sign_in(session, someone(session), "password")
        link = make_link(session, someone(session), Purpose.RESET, None)
    raw = database.engine.url.database
    assert raw is not None
    with database.engine.connect() as connection:
        kept = [str(row) for table in (SignedIn, OneTimeLink) for row in connection.execute(select(table.__table__))]
    assert token not in "".join(kept)
    assert link not in "".join(kept)


@pytest.mark.parametrize(
    ("passed", "is_in"),
    [
        ({"last_seen": IDLE - timedelta(minutes=1)}, True),
        ({"last_seen": IDLE + timedelta(minutes=1)}, False),
        ({"expires": LONGEST - timedelta(minutes=1)}, True),
        ({"expires": LONGEST + timedelta(minutes=1)}, False),
    ],
)
def test_a_sign_in_ends_by_itself(database: Database, passed: dict[str, timedelta], is_in: bool) -> None:
    with database.writing() as session:
        token = sign_in(session, someone(session), "password")
        session.flush()
        moved(session, **passed)
        assert (signed_in(session, token) is not None) is is_in


def test_whoever_is_shut_out_is_out_at_once(database: Database) -> None:
    with database.writing() as session:
        token = sign_in(session, someone(session), "password")
        set_active(session, someone(session), active=False, by=None)
        assert signed_in(session, token) is None


def test_all_sign_ins_end_together(database: Database) -> None:
    with database.writing() as session:
        tokens = [sign_in(session, someone(session), "password") for _ in range(3)]
        assert len(sign_ins_of(session, someone(session))) == 3
        assert revoke_all(session, someone(session), None) == 3
        assert [signed_in(session, token) for token in tokens] == [None] * 3
        assert sign_ins_of(session, someone(session)) == []


def test_that_somebody_is_there_is_noted_now_and_then(database: Database) -> None:
    with database.writing() as session:
        token = sign_in(session, someone(session), "password")
        session.flush()
        found = signed_in(session, token)
        assert found is not None
        assert not note(session, found)
        moved(session, last_seen=timedelta(minutes=5))
        assert note(session, found)


def test_a_link_works_once_and_for_its_purpose(database: Database) -> None:
    with database.writing() as session:
        token = make_link(session, someone(session), Purpose.INVITATION, None)
        with pytest.raises(PortalError, match="used already or is too old"):
            link_of(session, token, Purpose.RESET)
        assert link_of(session, token, Purpose.INVITATION).id == use_link(session, token, Purpose.INVITATION).id
        with pytest.raises(PortalError, match="used already or is too old"):
            use_link(session, token, Purpose.INVITATION)


def test_a_new_link_ends_the_one_before_and_time_ends_it_too(database: Database) -> None:
    with database.writing() as session:
        first = make_link(session, someone(session), Purpose.RESET, None)
        second = make_link(session, someone(session), Purpose.RESET, None)
        with pytest.raises(PortalError):
            use_link(session, first, Purpose.RESET)
        session.execute(update(OneTimeLink).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
        with pytest.raises(PortalError):
            use_link(session, second, Purpose.RESET)


def test_every_link_of_somebody_ends_together(database: Database) -> None:
    with database.writing() as session:
        links = [(purpose, make_link(session, someone(session), purpose, None)) for purpose in Purpose]
        end_links(session, someone(session))
        for purpose, token in links:
            with pytest.raises(PortalError, match="used already"):
                link_of(session, token, purpose)


def test_an_answer_of_a_provider_is_used_once_and_remembered_for_as_long_as_it_could_be_played_again(
    database: Database,
) -> None:
    with database.writing() as session:
        assert is_first_use(session, "a state")
        assert is_first_use(session, "another state")
    with database.writing() as session:
        assert not is_first_use(session, "a state")
        session.execute(update(UsedAnswer).values(at=datetime.now(UTC) - ANSWERS_KEPT - timedelta(seconds=1)))
        assert is_first_use(session, "a third")
        assert len(session.scalars(select(UsedAnswer)).all()) == 1
