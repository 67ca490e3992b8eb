"""Accounts of the portal's own."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from app.auth import second_factor
from app.auth.accounts import (
    LOCKED_FOR,
    MOST_FAILURES,
    ask_for_reset,
    change_password,
    invite,
    set_password,
    sign_in_with_password,
)
from app.auth.passwords import require_good
from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.people import add_person, organisation_of, person_by_email, set_active
from data.local.sign_ins import Purpose, sign_ins_of, signed_in
from data.local.tables import Person
from tests.app.auth.conftest import EMAIL, PASSWORD

NEW = "seven umbrellas under glass"


def someone(session: Session) -> Person:
    found = person_by_email(session, EMAIL)
    assert found is not None
    return found


def refusals(session: Session) -> list[str]:
    return [entry.details["why"] for entry in reversed(log.search(session, log.LogQuery(what="sign-in refused")))]


def test_the_right_password_signs_in_however_the_address_is_spelt(database: Database) -> None:
    with database.writing() as session:
        token = sign_in_with_password(session, f" {EMAIL.upper()} ", PASSWORD)
        assert token is not None
        found = signed_in(session, token)
        assert found is not None
        assert found.person.email == EMAIL


@pytest.mark.parametrize(
    ("email", "password", "why"),
    [
        (EMAIL, "wrong", "wrong password"),
        ("nobody@southampton.example", PASSWORD, "unknown address"),
        (EMAIL, "", "wrong password"),
    ],
)
def test_what_is_not_right_is_refused_and_only_the_log_says_why(
    database: Database, email: str, password: str, why: str
) -> None:
    with database.writing() as session:
        assert sign_in_with_password(session, email, password) is None
        assert refusals(session) == [why]


def test_an_account_is_locked_after_several_tries_and_opens_again(database: Database) -> None:
    with database.writing() as session:
        for _ in range(MOST_FAILURES):
            assert sign_in_with_password(session, EMAIL, "wrong") is None
        assert sign_in_with_password(session, EMAIL, PASSWORD) is None
        assert refusals(session) == ["wrong password"] * MOST_FAILURES + ["locked"]
        someone(session).locked_until = datetime.now(UTC) - LOCKED_FOR
        assert sign_in_with_password(session, EMAIL, PASSWORD) is not None


def test_whoever_is_shut_out_cannot_sign_in(database: Database) -> None:
    with database.writing() as session:
        set_active(session, someone(session), active=False, by=None)
        assert sign_in_with_password(session, EMAIL, PASSWORD) is None
        assert refusals(session) == ["shut out"]
        assert ask_for_reset(session, EMAIL) is None


def test_a_code_is_asked_for_where_there_is_a_second_factor_and_works_once(database: Database) -> None:
    with database.writing() as session:
        person = someone(session)
        person.totp_secret = second_factor.new_secret()
        code = pyotp.TOTP(person.totp_secret).now()
        assert sign_in_with_password(session, EMAIL, PASSWORD) is None
        assert sign_in_with_password(session, EMAIL, PASSWORD, f"{code[:3]} {code[3:]}") is not None
        assert sign_in_with_password(session, EMAIL, PASSWORD, code) is None
        assert refusals(session) == ["wrong code", "wrong code"]


@pytest.mark.parametrize(("seconds", "is_right"), [(0, True), (-29, True), (29, True), (-95, False), (95, False)])
def test_a_clock_may_be_one_step_off(seconds: int, is_right: bool) -> None:
    person = Person(email=EMAIL, totp_secret=pyotp.random_base32())
    now = 1_800_000_015
    code = pyotp.TOTP(person.totp_secret or "").at(now + seconds)
    assert second_factor.accepts(person, code, now) is is_right


def test_an_invitation_sets_the_first_password(database: Database) -> None:
    with database.writing() as session:
        person = add_person(session, "new@southampton.example", "New", organisation_of(session, "southampton"))
        assert sign_in_with_password(session, person.email, "") is None
        token = invite(session, person, None)
        with pytest.raises(PortalError, match="12 characters or more"):
            set_password(session, token, Purpose.INVITATION, "short")
        set_password(session, token, Purpose.INVITATION, NEW)
        assert sign_in_with_password(session, person.email, NEW) is not None
        with pytest.raises(PortalError, match="used already"):
            set_password(session, token, Purpose.INVITATION, NEW)


def test_a_reset_ends_every_sign_in_and_the_lock(database: Database) -> None:
    with database.writing() as session:
        assert ask_for_reset(session, "nobody@southampton.example") is None
        token = sign_in_with_password(session, EMAIL, PASSWORD)
        assert token is not None
        someone(session).locked_until = datetime.now(UTC) + timedelta(minutes=5)
        asked = ask_for_reset(session, EMAIL)
        assert asked is not None
        set_password(session, asked[1], Purpose.RESET, NEW)
        assert signed_in(session, token) is None
        assert sign_in_with_password(session, EMAIL, PASSWORD) is None
        assert sign_in_with_password(session, EMAIL, NEW) is not None


def test_a_changed_password_needs_the_old_one(database: Database) -> None:
    with database.writing() as session:
        assert sign_in_with_password(session, EMAIL, PASSWORD) is not None
        with pytest.raises(PortalError, match="old password is not right"):
            change_password(session, someone(session), "wrong", NEW)
        change_password(session, someone(session), PASSWORD, NEW)
        assert sign_ins_of(session, someone(session)) == []
        assert sign_in_with_password(session, EMAIL, NEW) is not None


@pytest.mark.parametrize(
    "password", ["short", "password1234", "aaaaaaaaaaaaaa", "Southampton12", "someone12345", "x" * 201]
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(PortalError):
        require_good(password, EMAIL, "Southampton")


@pytest.mark.parametrize("password", [PASSWORD, NEW, "naïve café über straße", "     twelve spaces and more "])
def test_long_and_unrelated_words_are_good(password: str) -> None:
    require_good(password, EMAIL, "Some One")


def test_the_log_holds_no_password(database: Database) -> None:
    with database.writing() as session:
        sign_in_with_password(session, EMAIL, "wrong-wrong-wrong")
        sign_in_with_password(session, EMAIL, PASSWORD)
        told = str([(entry.about, entry.details) for entry in log.search(session, log.LogQuery())])
    assert "wrong-wrong-wrong" not in told
    assert PASSWORD not in told
