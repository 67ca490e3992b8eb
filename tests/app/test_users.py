"""`portal users`: organisations, people and their roles; links that work; nothing secret in the log."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.auth.accounts import set_password, sign_in_with_password
from app.cli import main
from app.local_database import open_local
from app.settings import load_settings
from data.local import log
from data.local.database import Database
from data.local.people import person_by_email
from data.local.sign_ins import Purpose, signed_in
from data.local.tokens import make_token

PASSWORD = "a long enough pass phrase"
EMAIL = "someone@city.example"


@pytest.fixture(name="database")
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_CACHE_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "PORTAL_URL"):
        monkeypatch.delenv(name, raising=False)
    opened = open_local(load_settings())
    yield opened
    opened.close()


@pytest.fixture(name="city")
def _city(database: Database, capsys: pytest.CaptureFixture[str]) -> Database:
    """Southampton, with nobody in it yet."""
    assert (
        main(["users", "add-organisation", "southampton", "Southampton City Council", "--authority", "E06000045"]) == 0
    )
    assert capsys.readouterr().out == (
        "Added Southampton City Council (southampton), which keeps the returns of Southampton.\n"
    )
    return database


def invited(capsys: pytest.CaptureFixture[str]) -> str:
    """The token of somebody's invitation."""
    arguments = ["--organisation", "southampton", "--role", "contributor", "approver"]
    assert main(["users", "invite", EMAIL, "Some One", *arguments]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("/invitation/")
    return link.removeprefix("/invitation/")


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    assert main(["users", *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_roles_that_are_given_one_by_one_all_count(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--organisation", "southampton", "--role", "contributor", "--role", "approver"]
    assert main(["users", "invite", EMAIL, "Some One", *arguments]) == 0
    assert main(["users", "invite", "other@example.org", "No One", "--organisation", "southampton"]) == 0
    capsys.readouterr()
    assert [row["roles"] for row in listed(capsys, "list")] == ["viewer", "approver; contributor"]


def test_an_invitation_lets_somebody_in(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    token = invited(capsys)
    assert listed(capsys, "list") == [
        {
            "email": EMAIL,
            "name": "Some One",
            "organisation": "southampton",
            "roles": "approver; contributor",
            "state": "has not signed in yet",
            "second_factor": "no",
        }
    ]
    with city.writing() as session:
        set_password(session, token, Purpose.INVITATION, PASSWORD)
    assert listed(capsys, "list", "--organisation", "southampton")[0]["state"] == "may sign in"
    with city.writing() as session:
        assert sign_in_with_password(session, EMAIL, PASSWORD)


def test_a_second_invitation_takes_the_place_of_the_first(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = invited(capsys), invited(capsys)
    with city.writing() as session, pytest.raises(Exception, match="used already"):
        set_password(session, first, Purpose.INVITATION, PASSWORD)
    with city.writing() as session:
        set_password(session, second, Purpose.INVITATION, PASSWORD)
    assert main(["users", "invite", EMAIL, "Some One", "--organisation", "southampton"]) == 1
    assert "has a password already" in capsys.readouterr().err


def test_links_begin_with_the_portals_own_address(
    city: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invited(capsys)
    with city.writing() as session:
        set_password(session, token, Purpose.INVITATION, PASSWORD)
    monkeypatch.setenv("PORTAL_URL", "https://portal.example.gov.uk/")
    assert main(["users", "reset", EMAIL]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("https://portal.example.gov.uk/reset/")
    with city.writing() as session:
        set_password(session, link.rpartition("/")[2], Purpose.RESET, PASSWORD + " again")


def test_shut_out_and_let_in(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    token = invited(capsys)
    with city.writing() as session:
        set_password(session, token, Purpose.INVITATION, PASSWORD)
        browser = sign_in_with_password(session, EMAIL, PASSWORD)
    assert browser is not None
    assert main(["users", "shut-out", EMAIL]) == 0
    assert capsys.readouterr().out == f"{EMAIL} is shut out; 1 sign-in ended.\n"
    assert listed(capsys, "list")[0]["state"] == "shut out"
    assert main(["users", "let-in", EMAIL.upper()]) == 0
    with city.writing() as session:
        # Who is let in again signs in again: what was ended stays so.
        assert signed_in(session, browser) is None
        assert sign_in_with_password(session, EMAIL, PASSWORD)


def test_let_in_after_too_many_tries(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    token = invited(capsys)
    with city.writing() as session:
        person = set_password(session, token, Purpose.INVITATION, PASSWORD)
        person.locked_until = datetime.now(UTC) + timedelta(minutes=15)
    assert main(["users", "let-in", EMAIL]) == 0
    with city.writing() as session:
        assert sign_in_with_password(session, EMAIL, PASSWORD)


def test_roles_are_given_and_no_others_stay(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    invited(capsys)
    assert main(["users", "roles", EMAIL, "viewer", "portal-administrator"]) == 0
    assert capsys.readouterr().out == (
        f"{EMAIL} is now administrator of the portal and viewer of Southampton City Council.\n"
    )
    with city.reading() as session:
        person = person_by_email(session, EMAIL)
        assert person is not None
        assert person.roles == ["administrator of the portal", "viewer"]


def test_organisations(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    invited(capsys)
    assert main(["users", "add-organisation", "seslip", "SESLIP"]) == 0
    assert main(["users", "add", "two@seslip.example", "Two", "--organisation", "seslip"]) == 0
    assert capsys.readouterr().out.endswith("Added two@seslip.example to SESLIP as viewer.\n")
    assert listed(capsys, "organisations") == [
        {"slug": "seslip", "name": "SESLIP", "authority": "", "people": "1"},
        {"slug": "southampton", "name": "Southampton City Council", "authority": "852", "people": "1"},
    ]
    with city.reading() as session:
        assert [entry.what for entry in log.search(session, log.LogQuery(organisation="seslip"))] == [
            "person added",
            "organisation added",
        ]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add-organisation", "southampton", "Another"), "There is an organisation 'southampton' already."),
        (
            ("add-organisation", "another", "Another", "--authority", "852"),
            "belong to Southampton City Council",
        ),
        (("add-organisation", "Big City", "Big City"), "such as big-city"),
        (("add-organisation", "england", "England", "--authority", "England"), "not an authority"),
        (("add-organisation", "nameless", " "), "a name"),
        (("invite", "no address", "Some One", "--organisation", "southampton"), "is not an e-mail address"),
        (("invite", EMAIL, "Some One", "--organisation", "nobody"), "There is no organisation 'nobody'"),
        (("add", EMAIL, " ", "--organisation", "southampton"), "a name"),
        (("reset", EMAIL), f"Nobody is known by {EMAIL}."),
        (("roles", EMAIL, "viewer"), f"Nobody is known by {EMAIL}."),
        (("shut-out", EMAIL), f"Nobody is known by {EMAIL}."),
        (("let-in", EMAIL), f"Nobody is known by {EMAIL}."),
        (("list", "--organisation", "nobody"), "There is no organisation 'nobody'"),
    ],
)
def test_refusals(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    assert main(["users", *arguments]) == 1
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert said in output.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("invite", EMAIL),
        ("invite", EMAIL, "Some One"),
        ("invite", EMAIL, "Some One", "--organisation", "southampton", "--role", "king"),
        ("roles", EMAIL),
        ("roles", EMAIL, "king"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["users", *arguments])
    assert stopped.value.code == 2


@pytest.mark.parametrize("command", ["reset", "shut-out"])
def test_what_is_so_already_is_said(city: Database, capsys: pytest.CaptureFixture[str], command: str) -> None:
    invited(capsys)
    said = {"reset": "has no password yet", "shut-out": "is shut out already"}[command]
    if command == "shut-out":
        assert main(["users", "shut-out", EMAIL]) == 0
        assert main(["users", "reset", EMAIL]) == 1
    else:
        assert main(["users", "let-in", EMAIL]) == 1
    assert main(["users", command, EMAIL]) == 1
    assert said in capsys.readouterr().err
    with city.reading() as session:
        assert person_by_email(session, EMAIL)


def test_nothing_secret_is_in_the_log(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    token = invited(capsys)
    with city.writing() as session:
        set_password(session, token, Purpose.INVITATION, PASSWORD)
    assert main(["users", "reset", EMAIL]) == 0
    reset = capsys.readouterr().out.strip().rpartition("/")[2]
    with city.reading() as session:
        entries = log.search(session, log.LogQuery())
        told = " ".join(f"{entry.what} {entry.about} {entry.details}" for entry in entries)
        assert not list(log.broken(session))
    assert "invitation sent" in told
    assert all(secret not in told for secret in (token, reset, PASSWORD))


def test_tokens_are_listed_and_ended(city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    invited(capsys)
    with city.writing() as session:
        person = person_by_email(session, EMAIL)
        assert person is not None
        text, _ = make_token(session, person, "Power BI", ["returns:read"], 30)
    (found,) = listed(capsys, "tokens", EMAIL)
    shown = {name: found[name] for name in ("number", "name", "begins", "scopes", "last_used", "state")}
    assert shown == {
        "number": "1",
        "name": "Power BI",
        "begins": text[:14],
        "scopes": "returns:read",
        "last_used": "",
        "state": "works",
    }
    assert main(["users", "revoke-token", "1"]) == 0
    assert capsys.readouterr().out == f"Token 1 of {EMAIL}, Power BI, is revoked.\n"
    assert listed(capsys, "tokens", EMAIL)[0]["state"] == "revoked"
    for number, said in (("1", "is revoked already"), ("2", "There is no token 2."), ("99999999999", "no token")):
        assert main(["users", "revoke-token", number]) == 1
        assert said in capsys.readouterr().err
