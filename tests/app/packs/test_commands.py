"""`portal pack` and `portal packs`: a file is written whole or not at all, and what has expired goes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cli import main
from app.local_database import open_local
from app.packs.asking import address_of, titles
from app.packs.shelf import Shelf
from app.settings import Settings
from data.errors import PortalError
from data.local import packs
from data.local.database import Database
from data.local.packs import Job
from data.local.tables import PackJob
from data.store import Snapshot
from tests.app.packs.standing_in import pack_of


@pytest.fixture(autouse=True)
def _installation(monkeypatch: pytest.MonkeyPatch, shared_cache: str, pack_settings: Settings) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    monkeypatch.setenv("PORTAL_DATA_DIR", str((pack_settings.packs_dir or Path()).parent))
    monkeypatch.setenv("DATABASE_URL", pack_settings.database_url)


def write(*arguments: str) -> int:
    return main(["pack", *arguments])


def test_a_pack_is_written_with_a_progress_bar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "board.html"
    file.write_text("an older one")
    assert write("E06000045", "--format", "html", "--output", str(file)) == 0
    told = capsys.readouterr()
    assert "Southampton" in file.read_text()
    assert told.err.splitlines() == ["Reading the figures", "  0% Writing the page", "100% done"]
    here = "http://127.0.0.1:8050/pack?"
    assert told.out.startswith(f"Southampton: exceptions for the board is in {file}; it is made again from {here}")
    assert len(told.out.splitlines()) == 1
    assert [found.name for found in tmp_path.iterdir() if "part" in found.name] == []


@pytest.mark.parametrize(
    ("authority", "more", "sentence"),
    [
        ("Atlantis", (), "Atlantis"),
        ("England", (), "England is a"),
        ("Southampton", ("--partnership", "Atlantis"), "Atlantis"),
    ],
)
def test_a_refusal_is_one_sentence_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], authority: str, more: tuple[str, ...], sentence: str
) -> None:
    file = tmp_path / "board.pdf"
    assert write(authority, "--format", "pdf", "--output", str(file), *more) == 1
    told = capsys.readouterr()
    assert sentence in told.err
    assert (len(told.err.splitlines()), told.out, file.exists()) == (1, "", False)


@pytest.mark.parametrize(
    ("output", "sentence"), [("no/such/board.pdf", "there is no folder"), (".", "is a folder; name a file.")]
)
def test_a_place_that_takes_no_file_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str, sentence: str
) -> None:
    assert write("Southampton", "--format", "pdf", "--output", str(tmp_path / output)) == 1
    assert sentence in capsys.readouterr().err


def test_a_disk_that_is_full_leaves_the_older_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "board.html"
    file.write_text("an older one")
    monkeypatch.setattr(
        "app.packs.contents.opener", lambda *_: lambda viewer: ((lambda address, viewer: pack_of(address)), ())
    )

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert write("Southampton", "--format", "html", "--output", str(file)) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith("cannot be written (no space left on device).")
    assert file.read_text() == "an older one"


@pytest.mark.parametrize("arguments", [["Southampton"], ["Southampton", "--output", "x", "--format", "odt"], []])
def test_what_is_no_use_of_the_command_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        write(*arguments)
    assert ended.value.code == 2
    assert "usage: portal pack" in capsys.readouterr().err


def test_what_has_expired_goes_by_command(
    database: Database,
    shelf: Shelf,
    taken: Callable[..., Job],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.nice", lambda by: by)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    job = taken()
    shelf.keep(job.word, "pdf", b"content")
    with database.writing() as session:
        packs.finish(session, job.word, "Pack", "pack.pdf", 7)
        session.get_one(PackJob, job.word).expires -= packs.KEPT_FOR + timedelta(seconds=1)
    assert main(["packs"]) == 0
    assert capsys.readouterr().out == "0 packs taken from those that waited.\n"
    with database.reading() as session:
        assert session.scalars(select(PackJob)).all() == []
    assert shelf.read(job.word, "pdf", 7) is None
    assert shelf.sweep(frozenset) == 0


def test_one_job_that_nobody_wants_any_longer_is_nothing_to_do(
    pack_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signal.alarm", lambda seconds: 0)
    open_local(pack_settings).close()
    assert main(["packs", "--job", "0" * 32]) == 0


def test_an_address_is_made_from_names(snapshot: Snapshot) -> None:
    assert address_of(snapshot, "852").startswith("/pack?authority=southampton&beside=&")
    assert "&beside=hampshire,isle-of-wight&" in address_of(snapshot, "Southampton", "Hampshire, E06000046")
    assert titles(snapshot)(address_of(snapshot, "852")) == "Pack of Southampton"
    with pytest.raises(PortalError, match="not the address of a pack"):
        titles(snapshot)("/board?authority=southampton")
