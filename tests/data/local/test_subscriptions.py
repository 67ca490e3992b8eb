"""Who is told of what: chosen, ended, marked as told; on both databases."""

import pytest
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.people import person_by_email, set_active
from data.local.subscriptions import (
    MOST,
    mark_told,
    people_to_tell,
    subscribe,
    subscriptions_of,
    unsubscribe,
    untold,
)
from data.local.tables import Person

ADA, BOB = "someone@southampton.example", "someone@portsmouth.example"
FIRST, SECOND = "aaaa", "bbbb"


def person(session: Session, email: str) -> Person:
    found = person_by_email(session, email)
    assert found is not None
    return found


def told(session: Session, email: str) -> dict[str, str]:
    return {one.authority: one.told for one in subscriptions_of(session, person(session, email))}


def test_a_new_one_is_told_from_the_next_snapshot_on(database: Database) -> None:
    with database.writing() as session:
        assert subscribe(session, person(session, ADA), "852", FIRST)
        assert not subscribe(session, person(session, ADA), "852", SECOND), "it is there already"
    with database.reading() as session:
        assert told(session, ADA) == {"852": FIRST}
        assert people_to_tell(session, FIRST) == {}
        assert list(people_to_tell(session, SECOND).values()) == [ADA]


def test_who_was_told_waits_for_the_next(database: Database) -> None:
    with database.writing() as session:
        for email, codes in ((ADA, ("852", "850")), (BOB, ("851",))):
            for code in codes:
                subscribe(session, person(session, email), code, FIRST)
        ids = {email: person(session, email).id for email in (ADA, BOB)}
    with database.reading() as session:
        assert people_to_tell(session, SECOND) == {ids[ADA]: ADA, ids[BOB]: BOB}, "each once"
        waiting = [one.id for one in untold(session, ids[ADA], SECOND)]
    with database.writing() as session:
        mark_told(session, waiting, SECOND)
    with database.reading() as session:
        assert people_to_tell(session, SECOND) == {ids[BOB]: BOB}
        assert untold(session, ids[ADA], SECOND) == []
        assert told(session, ADA) == {"852": SECOND, "850": SECOND}


def test_whoever_may_not_sign_in_is_told_nothing(database: Database) -> None:
    with database.writing() as session:
        subscribe(session, person(session, ADA), "852", FIRST)
        set_active(session, person(session, ADA), False, None)
    with database.reading() as session:
        assert people_to_tell(session, SECOND) == {}


def test_there_are_ten_at_most(database: Database) -> None:
    with database.writing() as session:
        for code in range(801, 801 + MOST):
            subscribe(session, person(session, ADA), str(code), FIRST)
        with pytest.raises(PortalError, match="10 authorities at most"):
            subscribe(session, person(session, ADA), "852", FIRST)
        assert not subscribe(session, person(session, ADA), "801", FIRST)
        assert subscribe(session, person(session, BOB), "852", FIRST), "each person for themselves"


def test_some_or_all_are_ended_and_only_ones_own(database: Database) -> None:
    with database.writing() as session:
        for code in ("852", "850", "851"):
            subscribe(session, person(session, ADA), code, FIRST)
        subscribe(session, person(session, BOB), "852", FIRST)
        assert unsubscribe(session, person(session, ADA), ["850", "999"]) == 1
        assert told(session, ADA) == {"852": FIRST, "851": FIRST}
        assert unsubscribe(session, person(session, ADA)) == 2
        assert unsubscribe(session, person(session, ADA)) == 0
    with database.reading() as session:
        assert told(session, ADA) == {}
        assert told(session, BOB) == {"852": FIRST}
        lines = [(one.what, one.details) for one in log.search(session, log.LogQuery(what="digest ended"))]
        assert lines == [
            ("digest ended", {"authorities": ["852", "851"]}),
            ("digest ended", {"authorities": ["850"]}),
        ]


def test_what_was_ended_meanwhile_is_not_marked(database: Database) -> None:
    with database.writing() as session:
        subscribe(session, person(session, ADA), "852", FIRST)
        ids = [one.id for one in subscriptions_of(session, person(session, ADA))]
        unsubscribe(session, person(session, ADA))
        mark_told(session, ids, SECOND)
        assert told(session, ADA) == {}
