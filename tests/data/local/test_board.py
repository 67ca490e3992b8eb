"""What boards do is recorded with its line in the log, never changed, and can be told as of every moment."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.board import KeptEvent, board_version, events_of, record
from data.local.database import Database
from data.local.people import organisation_of, people_of
from data.local.tables import BoardEvent

KEY = "absence-rate"


def pinned(
    session: Session, why: str = "Asked", slug: str = "southampton", authority: str = "852", subject: str = KEY
) -> KeptEvent:
    organisation = organisation_of(session, slug)
    person = people_of(session, organisation)[0]
    return record(session, organisation, authority, subject, "pinned", {"why": why}, "board", person)


def test_events_come_back_as_plain_values_in_their_order(database: Database) -> None:
    with database.writing() as session:
        first = pinned(session)
        southampton = organisation_of(session, "southampton")
        body = {"title": "Item", "wording": "Do it", "status": "Complete"}
        second = record(session, southampton, "852", "", "action added", body, "everybody", None, 3)
        pinned(session, slug="portsmouth", authority="851")
    with database.reading() as session:
        assert events_of(session, "852") == (first, second)
        assert (first.person, first.organisation, first.body) == ("Someone", "southampton", {"why": "Asked"})
        assert (second.person, second.item, second.audience, second.subject) == ("", 3, "everybody", "")
        assert events_of(session, "850") == ()


def test_the_board_of_a_moment(database: Database) -> None:
    with database.writing() as session:
        first = pinned(session)
    with database.writing() as session:
        second = pinned(session, "Again")
    with database.reading() as session:
        assert events_of(session, "852", first.at - timedelta(seconds=1)) == ()
        assert events_of(session, "852", first.at) == (first,)
        assert events_of(session, "852", second.at) == (first, second)


def test_what_happened_before_it_came_here_has_its_own_moment_and_the_log_says_when_it_came(database: Database) -> None:
    then, before = datetime(2022, 11, 24, tzinfo=UTC), datetime.now(UTC)
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        event = record(session, southampton, "852", KEY, "pinned", {"why": ""}, "everybody", None, at=then)
        line = log.newest(session)
        assert event.at == then
        assert line is not None
        assert line.at >= before


def test_an_event_is_never_changed_or_removed(database: Database) -> None:
    with database.writing() as session:
        pinned(session)
    for statement in (update(BoardEvent).values(audience="everybody"), delete(BoardEvent)):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(statement)


def test_the_log_says_what_was_done_and_holds_no_text_and_no_figure(database: Database) -> None:
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        for kind, body, item in (
            ("commentary", {"section": "Analysis", "text": "A child of 7 in Town Road"}, 0),
            ("target", {"value": 84.5, "by": "2027-03-31", "baseline": 81.25, "why": "Because of Ann"}, 0),
            ("status changed", {"status": "Rejected", "why": "Because of Ann"}, 4),
            ("own rule added", {"subject": KEY, "side": "above", "level": 97.5, "why": "Ann"}, 0),
        ):
            record(session, southampton, "852", KEY, kind, body, "board", None, item)
        found = [(one.what, one.about, one.details) for one in reversed(log.search(session, log.LogQuery(), 4))]
        assert list(log.broken(session)) == []
    assert found[0] == ("board: commentary", f"southampton/{KEY}", {"audience": "board", "section": "Analysis"})
    assert found[2][2] == {"audience": "board", "status": "Rejected", "item": 4}
    assert not any(word in str(found) for word in ("Town Road", "Ann", "84.5", "81.25", "97.5"))


@pytest.mark.parametrize(
    ("subject", "authority", "said"), [("x" * 201, "852", "200 characters"), ("x", "851", "does not stand for")]
)
def test_what_is_refused_leaves_nothing(database: Database, subject: str, authority: str, said: str) -> None:
    with pytest.raises(PortalError, match=said), database.writing() as session:
        pinned(session, subject=subject, authority=authority)
    with database.reading() as session:
        assert board_version(session) == "0-0"


def test_every_event_changes_the_key_of_kept_answers(database: Database) -> None:
    seen = []
    for _ in range(3):
        with database.writing() as session:
            seen.append(board_version(session))
            pinned(session)
    assert len(set(seen)) == 3
