"""`portal digest`: one message a person to a real mail server, none twice, none left out, whoever else fails."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from app import digest as digest_module
from app.cli import main
from app.local_database import open_local
from app.settings import load_settings
from data.authorities import AreaKind
from data.local.database import Database
from data.local.people import add_organisation, add_person, person_by_email, set_active
from data.local.subscriptions import subscribe, subscriptions_of
from data.past import open_with_past
from data.snapshot import HISTORY
from tests.app.test_mail import Letterbox, serving
from tests.data.two_releases import write_two_releases

ADA, BOB, REFUSED = "ada@city.example", "bob@city.example", "refused@city.example"
SOUTHAMPTON, PORTSMOUTH = "852", "851"
KEY = "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder of two snapshots, and their ids, the earlier first."""
    folder = tmp_path_factory.mktemp("digest")
    first, second = write_two_releases(folder)
    lines = f"{first} 2026-01-01T08:00:00+00:00\n{second} 2026-01-02T08:00:00+00:00\n"
    (folder / "out" / HISTORY).write_text(lines)
    return folder, first, second


@pytest.fixture(name="letterbox")
def _letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture(name="database")
def _database(
    released: tuple[Path, str, str], letterbox: Letterbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """An installation with a mail server, on the later of two snapshots."""
    folder = released[0]
    with serving(letterbox) as port:
        for name, value in {
            "PORTAL_DATA_DIR": str(tmp_path),
            "PORTAL_CACHE_DIR": str(folder / "cache"),
            "PORTAL_SNAPSHOT_DIR": str(folder / "out"),
            "PORTAL_SECRET_KEY": KEY,
            "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "PORTAL_URL": "https://portal.example",
            "PORTAL_MAIL_FROM": "portal@portal.example",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        opened = open_local(load_settings())
        with opened.writing() as session:
            city = add_organisation(session, "city", "City")
            for email in (REFUSED, ADA, BOB):
                add_person(session, email, f"{email[:3].capitalize()} Name", city)
        yield opened
        opened.close()


def choose(database: Database, email: str, told: str, *authorities: str) -> None:
    with database.writing() as session:
        person = person_by_email(session, email)
        assert person is not None
        for code in authorities:
            subscribe(session, person, code, told)


def told(database: Database, email: str) -> set[str]:
    with database.reading() as session:
        person = person_by_email(session, email)
        assert person is not None
        return {one.told for one in subscriptions_of(session, person)}


def letters(letterbox: Letterbox) -> dict[str, EmailMessage]:
    found = {str(letter["To"]): letter for letter, _ in letterbox.letters}
    assert len(found) == len(letterbox.letters), "one a person"
    return found


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_one_message_tells_all_with_each_figure_before_and_now(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    _, first, second = released
    choose(database, ADA, first, SOUTHAMPTON, PORTSMOUTH)
    assert main(["digest"]) == 0
    [letter] = letters(letterbox).values()
    assert letter["Subject"] == "New figures for Southampton and Portsmouth"
    assert (letter["From"], letter["Auto-Submitted"]) == ("portal@portal.example", "auto-generated")
    assert letter["Date"]
    assert str(letter["Message-ID"]).endswith("@portal.example>")
    text = body(letter, "plain")
    assert text.startswith(
        "Ada Name,\n\nSOUTHAMPTON\n\nSince the figures that were in use from 1 January 2026, Southam"
    )
    assert ". 2025-26: 1%; 2024-25: 100% (−99 percentage points)\n  ▼ for the worse: down from B, second qu" in text
    assert ". 2024-25: 120%, before 100% (+20 percentage points)\n  ▲ for the better: up from B" in text
    assert ". 2024-25: 100%, now suppressed" in text
    assert f"https://portal.example/changes?authority=southampton&neighbours=2025&since={first}" in text
    assert f"Snapshot {second}." in text
    html = body(letter, "html")
    assert html.startswith('<!DOCTYPE html><html lang="en-GB">')
    assert "2025-26: 1%; 2024-25: 100%" in html
    assert "<h2>Portsmouth</h2>" in html
    assert "src=" not in html
    assert "style" not in html
    assert told(database, ADA) == {second}


def test_mail_programs_are_told_how_to_end_it(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    choose(database, ADA, released[1], SOUTHAMPTON)
    main(["digest"])
    [letter] = letters(letterbox).values()
    link = str(letter["List-Unsubscribe"])
    assert link.startswith("<https://portal.example/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"To be told no longer: {link.strip('<>')}" in body(letter, "plain")
    assert f'href="{link.strip("<>")}"' in body(letter, "html")


def test_nobody_is_told_twice_and_a_new_subscription_waits(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, first, second = released
    choose(database, ADA, first, SOUTHAMPTON)
    choose(database, BOB, second, SOUTHAMPTON)
    assert main(["digest"]) == 0
    assert capsys.readouterr().out == f"{ADA}: told\nSnapshot {second}: 1 person told.\n"
    assert main(["digest"]) == 0
    assert capsys.readouterr().out == f"Snapshot {second}: 0 people told.\n"
    assert list(letters(letterbox)) == [ADA]


def test_one_refusal_stops_nobody_else_and_is_tried_again(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, first, second = released
    for email in (REFUSED, ADA, BOB):
        choose(database, email, first, SOUTHAMPTON)
    assert main(["digest"]) == 1
    said = capsys.readouterr()
    assert (
        f"{REFUSED}: The message could not be sent, because the mail server does not take messages for that" in said.err
    )
    assert "it is tried again at the next run" in said.err
    assert said.err.endswith("1 of the messages could not be sent.\n")
    assert said.out.endswith(f"Snapshot {second}: 2 people told.\n")
    assert sorted(letters(letterbox)) == [ADA, BOB]
    assert (told(database, REFUSED), told(database, ADA), told(database, BOB)) == ({first}, {second}, {second})
    assert main(["digest"]) == 1
    assert len(letterbox.letters) == 2


def test_a_defect_for_one_stops_nobody_else(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    choose(database, ADA, released[1], "no such code")
    choose(database, BOB, released[1], SOUTHAMPTON)
    assert main(["digest"]) == 1
    assert list(letters(letterbox)) == [BOB]
    assert f"{ADA}: No area has the DfE code 'no such code'." in capsys.readouterr().err


def test_a_crash_after_sending_sends_a_second_time_and_leaves_none_out(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first, second = released
    choose(database, ADA, first, SOUTHAMPTON)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(digest_module, "mark_told", stopped)
        assert main(["digest"]) == 130
    assert (len(letterbox.letters), told(database, ADA)) == (1, {first})
    assert main(["digest"]) == 0
    assert (len(letterbox.letters), told(database, ADA)) == (2, {second})


def test_a_crash_before_sending_leaves_none_out(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(database, ADA, released[1], SOUTHAMPTON)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(digest_module.mail, "deliver", stopped)
        assert main(["digest"]) == 130
    assert letterbox.letters == []
    assert main(["digest"]) == 0
    assert list(letters(letterbox)) == [ADA]


def test_a_dry_run_sends_and_keeps_nothing(
    database: Database,
    letterbox: Letterbox,
    released: tuple[Path, str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, first, second = released
    choose(database, ADA, first, SOUTHAMPTON)
    for name in ("PORTAL_SMTP_URL", "PORTAL_SECRET_KEY"):
        monkeypatch.delenv(name)
    assert main(["digest", "--dry-run"]) == 0
    assert capsys.readouterr().out == f"{ADA}: would be told\nSnapshot {second}: 1 person would be told.\n"
    assert (letterbox.letters, told(database, ADA)) == ([], {first})


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", ["PORTAL_SMTP_URL", "PORTAL_SECRET_KEY"])
def test_without_a_mail_server_or_a_key_it_refuses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.delenv(name)
    assert main(["digest"]) == 1
    assert name in capsys.readouterr().err


def test_who_was_shut_out_is_told_nothing(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    choose(database, ADA, released[1], SOUTHAMPTON)
    with database.writing() as session:
        person = person_by_email(session, ADA)
        assert person is not None
        set_active(session, person, False, None)
    assert main(["digest"]) == 0
    assert letterbox.letters == []


def test_figures_that_are_not_kept_any_more_are_said(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    choose(database, ADA, "0000", SOUTHAMPTON)
    assert main(["digest"]) == 0
    [letter] = letters(letterbox).values()
    text = body(letter, "plain")
    assert "it cannot be said what has changed since" in text
    assert "https://portal.example/changes?authority=southampton&neighbours=2025\n" in text


def test_where_nothing_has_changed_there_is_no_message(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, first, second = released
    choose(database, ADA, first, SOUTHAMPTON)
    settings = load_settings()
    snapshot = open_with_past(settings.snapshot_dir, settings.cache_dir / "snapshots")
    run = digest_module.Digest(database, snapshot, settings, {(SOUTHAMPTON, first): None})
    outcome = run.run(run.waiting(), lambda _: None)
    assert (outcome.told, outcome.nothing_changed, outcome.failed) == ([], [ADA], {})
    assert letterbox.letters == []
    assert told(database, ADA) == {second}
    assert main(["digest"]) == 0
    assert capsys.readouterr().out == f"Snapshot {second}: 0 people told.\n"


def test_another_run_meanwhile_is_seen(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    """Two runs that both saw somebody waiting: the second looks again before it writes to them."""
    choose(database, ADA, released[1], SOUTHAMPTON)
    settings = load_settings()
    snapshot = open_with_past(settings.snapshot_dir, settings.cache_dir / "snapshots")
    runs = [digest_module.Digest(database, snapshot, settings) for _ in range(2)]
    waiting = [run.waiting() for run in runs]
    for run, people in zip(runs, waiting, strict=True):
        run.run(people, lambda _: None)
    assert list(letters(letterbox)) == [ADA]


def test_of_two_runs_at_once_one_tells(
    database: Database,
    letterbox: Letterbox,
    released: tuple[Path, str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The second begins while the first is sending: it says so, and sends nothing, not even to others."""
    for email in (ADA, BOB):
        choose(database, email, released[1], SOUTHAMPTON)
    deliver, ended = digest_module.mail.deliver, []

    def meanwhile(*given: Any) -> None:
        if not ended:
            ended.append(main(["digest"]))
        deliver(*given)

    monkeypatch.setattr(digest_module.mail, "deliver", meanwhile)
    assert main(["digest"]) == 0
    assert ended == [1]
    assert "Another process is at it just now: letters of new figures." in capsys.readouterr().err
    assert sorted(letters(letterbox)) == [ADA, BOB]
    assert len(letterbox.letters) == 2


def test_an_authority_without_published_neighbours_is_told_of_too(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    settings = load_settings()
    snapshot = open_with_past(settings.snapshot_dir, settings.cache_dir / "snapshots")
    listed = {code for edition in snapshot.editions.values() for code in edition.neighbours}
    alone = next(area for area in snapshot.areas if area.kind is AreaKind.AUTHORITY and area.code not in listed)
    choose(database, ADA, released[1], alone.code)
    assert main(["digest"]) == 0
    [letter] = letters(letterbox).values()
    assert letter["Subject"] == f"New figures for {alone.name}"
    assert "Compared with no published neighbours." in body(letter, "plain")
    assert "neighbours=modelled" in body(letter, "plain")


def test_a_name_cannot_become_markup_or_a_header(
    database: Database, letterbox: Letterbox, released: tuple[Path, str, str]
) -> None:
    with database.writing() as session:
        person = person_by_email(session, ADA)
        assert person is not None
        person.name = "<script>alert(1)</script>\nBcc: x@y.example"
    choose(database, ADA, released[1], SOUTHAMPTON)
    assert main(["digest"]) == 0
    [letter] = letters(letterbox).values()
    assert "<script" not in body(letter, "html")
    assert "&lt;script&gt;" in body(letter, "html")
    assert letter["Bcc"] is None
