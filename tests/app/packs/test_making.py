"""One pack is made: its file is there whole or not at all, and whatever goes wrong is one sentence."""

import errno
import os
import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.packs import making
from app.packs.files import FORMS, FileForm, form_of
from app.packs.making import Maker, NotWanted, Teller, file_name, make
from app.packs.shelf import NO_ROOM, Shelf
from app.settings import Settings
from callbacks.sight import SeenVersion
from data.errors import PortalError
from data.local import packs
from data.local.database import Database
from data.local.packs import Job, PackState
from data.local.people import add_organisation, add_person, set_active
from layouts.pack.content import Pack
from models.access import ANYONE, Role, Viewer
from tests.app.packs.standing_in import TEXT, as_text, at_once, pack_of

Asked = Callable[..., Job]
Now = Callable[[Job], Job]


def files(shelf: Shelf) -> list[str]:
    return sorted(file.name for file in shelf.folder.iterdir()) if shelf.folder.is_dir() else []


@pytest.fixture
def shelf(pack_settings: Settings) -> Shelf:
    """The folder, whatever the database is."""
    return Shelf(pack_settings.packs_dir)


def test_a_pack_is_made_and_kept_for_its_owner_alone(database: Database, shelf: Shelf, taken: Asked, now: Now) -> None:
    job = taken()
    assert make(job, database, shelf, at_once, TEXT)
    made = now(job)
    assert (made.state, made.title, made.rights) == (PackState.DONE, "Southampton: the board", {})
    assert made.file_name == "alongside-southampton-the-board-2026-11-22-7eb9ae39.pdf"
    with (shelf.folder / f"{job.word}.pdf").open("rb") as file:
        assert file.read() == b"Dental checks\nPlacement stability"
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700
    assert made.size == len(b"Dental checks\nPlacement stability")
    assert files(shelf) == [f"{job.word}.pdf"]


def test_it_tells_how_far_it_is(
    database: Database, shelf: Shelf, taken: Asked, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "TOLD_EVERY_SECONDS", 0)
    job = taken()
    told = []

    def telling(pack: Pack, tell: Callable[[str], None]) -> bytes:
        def step(heading: str) -> None:
            tell(heading)
            told.append((now(job).step, now(job).steps, now(job).said))

        return as_text(pack, step)

    monkeypatch.setattr("tests.app.packs.standing_in.as_text", telling)
    assert make(job, database, shelf, at_once, TEXT)
    assert told == [(1, 2, "Dental checks"), (2, 2, "Placement stability")]


@pytest.mark.parametrize("refusing", ["maker", "opened"])
def test_a_refusal_is_kept_as_its_sentence(
    database: Database, shelf: Shelf, taken: Asked, now: Now, refusing: str
) -> None:
    job = taken()

    def refuse(*_: object) -> Pack:
        raise PortalError("No authority is called Atlantis.")

    def opened(viewer: Viewer) -> tuple[Maker, Sequence[SeenVersion]]:
        if refusing == "opened":
            refuse()
        return refuse, ()

    assert not make(job, database, shelf, opened, TEXT)
    assert (now(job).state, now(job).said) == (PackState.FAILED, "No authority is called Atlantis.")
    assert files(shelf) == []


def test_it_is_made_with_the_rights_that_its_owner_has_by_then(
    database: Database, shelf: Shelf, taken: Asked, now: Now
) -> None:
    with database.writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", "852")
        person = add_person(session, "a@southampton.example", "Ada", organisation, [Role.VIEWER])
        session.flush()
        number = person.id
        job = packs.create(session, packs.owner_of_person(number), number, "/pack", "pdf", "Pack")
        packs.claim(session)
        person.roles = [Role.APPROVER]
    seen: list[Viewer] = []

    def opened(viewer: Viewer) -> tuple[Maker, Sequence[SeenVersion]]:
        seen.append(viewer)
        return at_once(viewer)

    assert make(job, database, shelf, opened, TEXT)
    assert seen == [Viewer(number, "southampton", frozenset({Role.APPROVER}))]
    assert now(job).rights == {"organisation": "southampton", "roles": ["approver"], "seen": []}
    assert make(taken(), database, shelf, lambda viewer: seen.append(viewer) or at_once(viewer), TEXT)  # type: ignore[func-returns-value]
    assert seen[1] == ANYONE


def test_for_somebody_who_was_shut_out_nothing_is_made(database: Database, shelf: Shelf, now: Now) -> None:
    with database.writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", "852")
        person = add_person(session, "a@southampton.example", "Ada", organisation, [Role.VIEWER])
        session.flush()
        job = packs.create(session, packs.owner_of_person(person.id), person.id, "/pack", "pdf", "Pack")
        packs.claim(session)
        set_active(session, person, active=False, by=None)
    assert not make(job, database, shelf, at_once, TEXT)
    assert now(job).said == "Its owner can no longer sign in, so it was not made."


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, NO_ROOM),
        (errno.EDQUOT, NO_ROOM),
        (errno.EACCES, "Packs cannot be kept where this portal keeps them (permission denied)"),
        (errno.EROFS, "Packs cannot be kept where this portal keeps them (read-only file system)"),
    ],
)
@pytest.mark.parametrize("deed", ["fsync", "open"])
def test_a_disk_that_takes_no_file_is_one_sentence_and_leaves_nothing(
    database: Database,
    shelf: Shelf,
    taken: Asked,
    now: Now,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    sentence: str,
    deed: str,
) -> None:
    job = taken()

    def fails(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(f"app.packs.shelf.os.{deed}", fails)
    assert not make(job, database, shelf, at_once, TEXT)
    monkeypatch.undo()
    assert now(job).state is PackState.FAILED
    assert now(job).said.startswith(sentence)
    assert files(shelf) == []


def test_what_was_cancelled_meanwhile_is_not_gone_on_with(
    database: Database, shelf: Shelf, taken: Asked, now: Now
) -> None:
    job = taken()

    def opened(viewer: Viewer) -> tuple[Maker, Sequence[SeenVersion]]:
        with database.writing() as session:
            packs.cancel(session, job.owner, job.word)
        return at_once(viewer)

    assert not make(job, database, shelf, opened, TEXT)
    assert now(job).state is PackState.CANCELLED
    assert files(shelf) == []


def test_what_was_cancelled_as_its_file_was_kept_is_not_there(
    database: Database, shelf: Shelf, taken: Asked, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = taken()
    keep = Shelf.keep

    def kept(self: Shelf, word: str, form: str, content: bytes) -> None:
        keep(self, word, form, content)
        with database.writing() as session:
            packs.cancel(session, job.owner, job.word)

    monkeypatch.setattr(Shelf, "keep", kept)
    assert not make(job, database, shelf, at_once, TEXT)
    assert now(job).state is PackState.CANCELLED
    assert files(shelf) == []


def test_whoever_lost_their_worker_stops(database: Database, taken: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    teller = Teller(database, taken().word)
    teller("Dental checks")
    monkeypatch.setattr(os, "getppid", lambda: 1)
    with pytest.raises(NotWanted):
        teller("Placement stability")


def test_a_database_that_is_away_for_a_step_is_no_reason_to_stop(
    database: Database, taken: Asked, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = taken()
    teller = Teller(database, job.word)

    def away(*_: object) -> bool:
        raise PortalError("The database of local returns is busy.")

    monkeypatch.setattr(packs, "progress", away)
    teller("Dental checks")
    monkeypatch.undo()
    teller.say("Placement stability", at_once=True)
    assert now(job).said == "Placement stability"


def test_a_file_is_swept_once_nobody_wants_it_and_nothing_else_is(shelf: Shelf) -> None:
    gone, kept, begun = "a" * 32, "b" * 32, "c" * 32
    for word, form in ((gone, "pdf"), (gone, "part"), (kept, "xlsx")):
        shelf.keep(word, form, b"content") if form != "part" else (shelf.folder / f"{word}.part").write_bytes(b"half")
    (shelf.folder / "read-me.txt").write_text("not ours")

    def wanted() -> frozenset[str]:
        # Begun after the sweep has looked at what there is, and before it knows what is wanted.
        shelf.keep(begun, "pdf", b"new")
        return frozenset({kept})

    assert shelf.sweep(wanted) == 2
    assert files(shelf) == sorted([f"{kept}.xlsx", f"{begun}.pdf", "read-me.txt"])


def test_a_file_is_never_written_through_a_link(shelf: Shelf, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    shelf.keep("a" * 32, "pdf", b"first")
    (shelf.folder / f"{'b' * 32}.part").symlink_to(elsewhere)
    (shelf.folder / f"{'c' * 32}.pdf").symlink_to(elsewhere)
    shelf.keep("b" * 32, "pdf", b"second")
    assert elsewhere.read_text() == "mine"
    assert shelf.read("c" * 32, "pdf", 4) is None
    assert shelf.read("d" * 32, "pdf", 4) is None


def test_an_installation_without_a_folder_says_so(pack_settings: Settings) -> None:
    with pytest.raises(PortalError, match="PORTAL_DATA_DIR must name a folder for packs"):
        Shelf(replace(pack_settings, packs_dir=None).packs_dir)


def test_a_form_is_known_by_its_word() -> None:
    assert list(FORMS) == ["pdf", "pptx", "docx", "xlsx"]
    assert form_of("html").words == "web page"
    with pytest.raises(PortalError, match="pdf, pptx, docx, xlsx or html, not as 'odt'"):
        form_of("odt")
    nothing = replace(pack_of("/pack"), sections=())
    assert FileForm("x", "X", "x/x", "x", "x").steps(nothing) == 1
    assert TEXT.steps(pack_of("/pack")) == 2


def test_a_file_name_is_plain_whatever_the_pack_is_called() -> None:
    strange = replace(pack_of("/pack"), title="../Stoke-on-Trent: “É” \n" + "x" * 300)
    found = file_name(strange, "pdf")
    assert found.startswith("alongside-stoke-on-trent-e-")
    assert found.endswith("-2026-11-22-7eb9ae39.pdf")
    assert re.fullmatch(r"[a-z0-9-]{1,150}\.pdf", found)
