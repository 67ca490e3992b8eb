"""A backup is one state of everything, whatever is written meanwhile, and is restored whole or not at all."""

import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select

from data.backup.archive import MANIFEST, read_manifest, table_part, write_backup
from data.backup.restoring import restore
from data.errors import PortalError
from data.local import log
from data.local.database import Database, database_at, open_database
from data.local.migrating import migrate
from data.local.people import add_organisation, add_person
from data.local.tables import LogEntry, Person
from data.snapshot import current_id
from tests.data.local.states import everything, schema
from tests.data.local.test_migrations import fill
from tests.services.servers import Files, PostgreSQL


def silent(_: str) -> None:
    """Nobody watches."""


def with_people(database: Database) -> None:
    """Two organisations with somebody each, and something in every table."""
    with database.writing() as session:
        for slug, authority in (("southampton", "852"), ("portsmouth", "851")):
            organisation = add_organisation(session, slug, slug.title(), authority)
            add_person(session, f"someone@{slug}.example", "Someone", organisation, ["contributor"])
    fill(database)


def elsewhere(folders: dict[str, Path], place: Path) -> dict[str, Path]:
    """The same folders below another place, where nothing is yet."""
    return {label: place / label for label in folders}


def test_what_is_restored_elsewhere_is_equal(
    database: Database, empty: Database, folders: dict[str, Path], tmp_path: Path
) -> None:
    with_people(database)
    file = tmp_path / "backup.zip"
    manifest = write_backup(database, folders, file, silent)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = elsewhere(folders, tmp_path / "other")
    assert restore(file, empty, other, silent) == manifest == read_manifest(file)
    assert everything(empty) == everything(database)
    assert schema(empty) == schema(database)
    assert current_id(other["snapshots"]) == "b" * 16 == manifest.live
    assert (other["sources"] / "definitions" / "datasets.toml").read_text() == "[one]\n"
    assert not list(other["snapshots"].rglob("*half*")), "what was being written is no part of a backup"
    with empty.writing() as session:  # rows are numbered on from where the others end
        log.write(session, "restored", "the portal", None)


@pytest.mark.services
def test_either_database_takes_what_the_other_held(postgresql: PostgreSQL, tmp_path: Path) -> None:
    files, first = Files(tmp_path), tmp_path / "first.zip"
    small, large = open_database(files.database()), database_at(postgresql.database())
    with_people(small)
    one = write_backup(small, {}, first, silent)
    restore(first, large, {}, silent)
    back = database_at(files.database())
    second = tmp_path / "second.zip"
    two = write_backup(large, {}, second, silent)
    restore(second, back, {}, silent)
    assert {name: part.sha256 for name, part in one.parts.items()} == {
        name: part.sha256 for name, part in two.parts.items()
    }
    assert everything(back) == everything(small)
    for opened in (small, large, back):
        opened.close()


def test_a_backup_under_writes_is_one_state(
    database: Database, empty: Database, folders: dict[str, Path], tmp_path: Path
) -> None:
    """Each transaction adds a person and a line of the log: whoever has one has the other."""
    with database.writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", None)
    enough, started, made = threading.Event(), threading.Event(), []

    def write() -> None:
        while not enough.is_set():
            with database.writing() as session:
                add_person(session, f"{len(made)}@southampton.example", "Someone", session.merge(organisation), [])
                log.write(session, "written beside", f"{len(made)}", None)
            made.append(1)
            started.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert started.wait(30)
        before = len(made)
        write_backup(database, folders, tmp_path / "backup.zip", silent)
    finally:
        enough.set()
        writer.join()
    restore(tmp_path / "backup.zip", empty, {}, silent)
    with empty.reading() as session:
        people = session.scalar(select(func.count()).select_from(Person))
        lines = session.scalar(select(func.count()).select_from(LogEntry).where(LogEntry.what == "written beside"))
        assert people == lines
        assert before <= (people or 0) <= len(made) + 1
        assert list(log.broken(session)) == []


def test_one_of_an_older_portal_is_brought_up_to_date(
    database: Database, empty: Database, folders: dict[str, Path], tmp_path: Path
) -> None:
    with_people(database)
    migrate(database, "0004")
    kept = everything(database)
    write_backup(database, folders, tmp_path / "backup.zip", silent)
    restore(tmp_path / "backup.zip", empty, {}, silent)
    now = everything(empty)
    assert {name: now[name] for name in kept if name != "alembic_version"} == {
        name: rows for name, rows in kept.items() if name != "alembic_version"
    }
    migrate(database)
    assert schema(empty) == schema(database)


def test_a_database_that_holds_something_is_not_touched_unless_it_is_to_be(
    database: Database, empty: Database, folders: dict[str, Path], tmp_path: Path
) -> None:
    with_people(database)
    file = tmp_path / "backup.zip"
    write_backup(database, folders, file, silent)
    with database.writing() as session:
        add_organisation(session, "hampshire", "Hampshire", None)
    held = everything(database)
    with pytest.raises(PortalError, match="The database is not empty"):
        restore(file, database, {}, silent)
    assert everything(database) == held
    restore(file, database, {}, silent, replace=True)
    restore(file, empty, {}, silent)
    assert everything(database) == everything(empty)


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None], *, vouched: bool = False) -> None:
    """The same backup with its parts changed, None leaving one out; `vouched` says so in its manifest too."""
    import hashlib

    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = orjson.loads(parts.pop(MANIFEST))
    changed = {name: new for name, old in parts.items() if (new := change(name, old)) is not None}
    if vouched:
        for name, content in changed.items():
            manifest["parts"][name] |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    told = change(MANIFEST, orjson.dumps(manifest))
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**changed, MANIFEST: told or b""}.items():
            archive.writestr(name, content)


PEOPLE = table_part("person")


@pytest.mark.parametrize(
    ("change", "vouched", "sentence"),
    [
        (
            lambda name, old: old.replace(b"Someone", b"Anybody") if name == PEOPLE else old,
            False,
            "is not what was kept",
        ),
        (lambda name, old: None if name == PEOPLE else old, False, "has other parts than it says"),
        (lambda name, old: old.replace(b'"name"', b'"nome"') if name == PEOPLE else old, True, "other parts than the"),
        (lambda name, old: old[:-1] if name == PEOPLE else old, True, "is cut short"),
        (lambda name, old: old.replace(b'"format":1', b'"format":9') if name == MANIFEST else old, False, "format"),
        (lambda name, old: b"[]" if name == MANIFEST else old, False, "is no backup of this portal"),
        (
            lambda name, old: old.replace(b"database/person", b"../database/person") if name == MANIFEST else old,
            False,
            "names a file outside of itself",
        ),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    small: Database,
    folders: dict[str, Path],
    tmp_path: Path,
    change: Callable[[str, bytes], bytes | None],
    vouched: bool,
    sentence: str,
) -> None:
    with_people(small)
    file = tmp_path / "backup.zip"
    write_backup(small, folders, file, silent)
    rewritten(file, change, vouched=vouched)
    held, other = everything(small), elsewhere(folders, tmp_path / "other")
    with pytest.raises(PortalError, match=sentence):
        restore(file, small, other, silent, replace=True)
    assert everything(small) == held
    assert not list(tmp_path.glob("other/**/current"))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a backup at all"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "backup.zip").write_bytes(content)
    with pytest.raises(PortalError, match="is no backup, or was cut short"):
        read_manifest(tmp_path / "backup.zip")
    with pytest.raises(PortalError, match="cannot be read: no such file"):
        read_manifest(tmp_path / "none.zip")


def test_what_cannot_be_written_leaves_the_backup_before_it(
    database: Database, folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup.zip"
    write_backup(database, folders, file, silent)
    kept = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PortalError, match=r"cannot be written to .*: no space left on device"):
        write_backup(database, folders, file, silent)
    assert file.read_bytes() == kept
    assert [path.name for path in tmp_path.glob(".backup*")] == []
