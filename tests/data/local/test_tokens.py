"""Tokens of the API: made, found, noted, refused, revoked; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log, tokens
from data.local.database import Database
from data.local.people import organisation_of, person_by_email, set_active
from data.local.tables import ApiToken, Person
from data.local.tokens import (
    DAYS,
    MOST,
    PREFIX,
    SHOWN,
    TOKEN,
    find_token,
    forget_old_tokens,
    make_token,
    note_refusal,
    note_use,
    revoke,
    revoke_tokens,
    token_numbered,
    tokens_of,
    why_not,
)
from tests.data.local.states import everything

ADA, BOB = "someone@southampton.example", "someone@portsmouth.example"


def person(session: Session, email: str = ADA) -> Person:
    found = person_by_email(session, email)
    assert found is not None
    return found


def made(database: Database, email: str = ADA, days: int = 30) -> str:
    with database.writing() as session:
        return make_token(session, person(session, email), "Power BI", ["returns:read"], days)[0]


def state(database: Database, text: str) -> str:
    with database.reading() as session:
        found = find_token(session, text)
        assert found is not None
        return why_not(found)


def lines(database: Database) -> list[tuple[str, str, dict[str, object]]]:
    """What the log says of tokens, the oldest first."""
    with database.reading() as session:
        found = reversed(log.search(session, log.LogQuery(), most=1000))
        return [(one.what, one.about, one.details) for one in found if "token" in one.what]


def test_a_token_is_long_random_and_known_by_its_prefix(database: Database) -> None:
    text, other = made(database), made(database)
    assert TOKEN.fullmatch(text)
    assert len(text) == len(PREFIX) + 64
    assert text != other
    with database.reading() as session:
        found = find_token(session, text)
        assert found is not None
        assert (found.person.email, found.scopes, found.name) == (ADA, ["returns:read"], "Power BI")
        assert found.start == text[:SHOWN]
        assert found.expires - found.created == timedelta(days=30)


def test_its_text_is_kept_nowhere(database: Database) -> None:
    text = made(database)
    with database.writing() as session:
        note_refusal(session, text[:-1] + "g")
        found = find_token(session, text)
        assert found is not None
        revoke(session, found, None)
        note_refusal(session, text)
    kept = str(everything(database))
    assert text[SHOWN:] not in kept
    assert text[SHOWN : SHOWN + 8] not in kept
    assert text[:SHOWN] in kept


@pytest.mark.parametrize("text", ["", "alongside_", "alongside_" + "0" * 64, "alongside_" + "0" * 10_000, "a\0b", "é"])
def test_what_was_never_made_is_nobodys(database: Database, text: str) -> None:
    made(database)
    with database.reading() as session:
        assert find_token(session, text) is None


@pytest.mark.parametrize("days", [0, -1, 31, 36_500])
def test_no_token_lasts_for_ever(database: Database, days: int) -> None:
    with pytest.raises(PortalError, match="30, 90 or 365 days"):
        made(database, days=days)
    with database.reading() as session:
        assert not tokens_of(session, person(session))


@pytest.mark.parametrize("days", DAYS)
def test_it_ends_when_its_time_has_come(database: Database, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text, begun = made(database, days=days), datetime.now(UTC)

    class Clock(datetime):
        at = begun

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return cls.at

    monkeypatch.setattr(tokens, "datetime", Clock)
    Clock.at = begun + timedelta(days=days, seconds=-60)
    assert state(database, text) == ""
    Clock.at = begun + timedelta(days=days, seconds=60)
    assert state(database, text) == "expired"


def test_what_its_owner_loses_it_loses_at_once(database: Database) -> None:
    text = made(database)
    with database.writing() as session:
        person(session).organisation = organisation_of(session, "portsmouth")
    assert state(database, text) == "organisation changed"
    with database.writing() as session:
        person(session).organisation = organisation_of(session, "southampton")
    assert state(database, text) == ""
    with database.writing() as session:
        session.execute(update(Person).where(Person.email == ADA).values(active=False))
    assert state(database, text) == "shut out"


def test_who_is_shut_out_and_let_in_again_makes_another(database: Database) -> None:
    text, theirs = made(database), made(database, BOB)
    with database.writing() as session:
        set_active(session, person(session), active=False, by=None)
        set_active(session, person(session), active=True, by=None)
    assert state(database, text) == "revoked"
    assert state(database, theirs) == "", "another's is not ended"


def test_revoked_is_revoked_and_says_by_whom(database: Database) -> None:
    text = made(database)
    with database.writing() as session:
        bob = person(session, BOB)
        found = find_token(session, text)
        assert found is not None
        assert revoke(session, found, bob.id)
        assert not revoke(session, found, None), "there is nothing to end any more"
        assert found.revoked_by == bob.id
        assert tokens.revoke_tokens(session, person(session), None) == 0
    assert state(database, text) == "revoked"


def test_all_of_it_is_in_the_log(database: Database) -> None:
    text = made(database)
    with database.writing() as session:
        note_refusal(session, text)
        note_refusal(session, "alongside_nothing")
        assert revoke_tokens(session, person(session), None) == 1
        note_refusal(session, text)
    told = {"number": 1, "name": "Power BI"}
    assert lines(database) == [
        ("token made", ADA, told | {"scopes": ["returns:read"], "days": 30}),
        ("token refused", "an unknown token", {"why": "unknown"}),
        ("token revoked", ADA, told),
        ("token refused", ADA, {"number": 1, "why": "revoked"}),
    ], "and one that is good is not refused"


def test_it_is_noted_now_and_then_that_it_is_used(database: Database) -> None:
    text = made(database)
    with database.writing() as session:
        found = find_token(session, text)
        assert found is not None
        assert tokens.is_due(found)
        note_use(session, found.id)
    with database.writing() as session:
        found = find_token(session, text)
        assert found is not None
        assert found.last_used is not None
        assert not tokens.is_due(found)
        found.last_used -= tokens.NOTED_EVERY
        assert tokens.is_due(found)


def test_nobody_has_more_than_they_can_look_after(database: Database) -> None:
    for _ in range(MOST):
        made(database)
    with pytest.raises(PortalError, match="20 tokens in use"):
        made(database)
    with database.writing() as session:
        revoke(session, tokens_of(session, person(session))[0], None)
    assert made(database)


def test_a_number_is_of_its_owner_alone(database: Database) -> None:
    made(database)
    with database.reading() as session:
        assert token_numbered(session, person(session), 1) is not None
        assert token_numbered(session, person(session, BOB), 1) is None
        assert token_numbered(session, person(session), 2) is None
        assert token_numbered(session, person(session), 10**30) is None


def test_what_ended_long_ago_is_removed(database: Database) -> None:
    texts = [made(database), made(database)]
    with database.writing() as session:
        before = datetime.now(UTC) - tokens.KEPT_FOR - timedelta(days=1)
        session.execute(update(ApiToken).where(ApiToken.id == 1).values(expires=before))
        forget_old_tokens(session)
        assert find_token(session, texts[0]) is None
        assert find_token(session, texts[1]) is not None
