"""What is wrong is found, said in a sentence, and changed by nobody."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text, update

from app.cli import main
from app.doctor import figures, local, machine, services
from app.doctor.findings import Finding, Level, found_by
from app.doctor.looking import LOOKS, examined
from app.local_database import open_local
from app.settings import Settings, load_settings
from data.errors import PortalError
from data.local import packs
from data.local.database import Database, open_database
from data.local.migrating import migrate
from data.local.people import add_organisation, add_person
from data.local.tables import PackJob
from data.snapshot import CATALOGUE, SIMILARITY, current_id, make_current
from models.access import Role
from tests.conftest import PUBLISHED
from tests.services.servers import PostgreSQL, Redis

NOBODY_YET = "Nobody has an account yet: `portal users` makes the first; published figures need none."


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """An installation of its own, whose snapshots are a copy of what is shipped, and whose portal has run once."""
    shutil.copytree(PUBLISHED, tmp_path / "snapshots")
    told = {
        "PORTAL_SNAPSHOT_DIR": str(tmp_path / "snapshots"),
        "PORTAL_CACHE_DIR": str(tmp_path / "cache"),
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
    }
    settings = load_settings(told)
    settings.cache_dir.mkdir(mode=0o700)
    open_local(settings).close()
    return settings


def amiss(found: list[Finding]) -> list[tuple[str, str]]:
    """How grave each thing is that is not well, and the beginning of its sentence."""
    return [(str(one.level), one.sentence) for one in found if one.level is not Level.WELL]


def only(found: list[Finding]) -> tuple[str, str]:
    """The one thing that is not well."""
    (one,) = amiss(found)
    return one


def test_an_installation_that_is_well(here: Settings) -> None:
    production = replace(here, environment="production", url="https://portal.example", trusted_proxies=1, mail_url=None)
    said = [sentence.partition(",")[0] for _, sentence in amiss(list(examined(production)))]
    assert said == ["PORTAL_SMTP_URL is not set", NOBODY_YET]
    assert {part for part, _ in LOOKS} >= {one.part for one in examined(here)} - {local.LOG, local.PEOPLE, local.WORK}


def test_the_command_prints_what_is_wrong_and_says_so_by_its_status(
    here: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = {"SNAPSHOT": here.snapshot_dir, "CACHE": here.cache_dir, "DATA": here.cache_dir.parent / "data"}
    for name, path in folders.items():
        monkeypatch.setenv(f"PORTAL_{name}_DIR", str(path))
    assert main(["doctor"]) == 0
    assert "ODD, settings: PORTAL_ENV is not production" in capsys.readouterr().out
    (here.snapshot_dir / SIMILARITY).write_bytes(b"{")
    (here.snapshot_dir / "current").write_text("0123456789abcdef\n")
    assert main(["doctor", "--format", "json"]) == 1
    found = {(one["part"], one["level"]) for one in json.loads(capsys.readouterr().out)}
    assert {("figures", "wrong"), ("modelled neighbours", "odd")} <= found


def spoil_unpacked(settings: Settings) -> None:
    """One figure is another, in the copy that processes map into memory."""
    list(figures.look(settings))
    live = current_id(settings.snapshot_dir)
    values = np.load(settings.cache_dir / "snapshots" / str(live) / "values.npy", mmap_mode="r+")
    values[tuple(np.argwhere(~np.isnan(values))[0])] += 1
    values.flush()


def spoil_snapshot(settings: Settings) -> None:
    """The catalogue says another title."""
    catalogue = settings.snapshot_dir / str(current_id(settings.snapshot_dir)) / CATALOGUE
    catalogue.write_bytes(catalogue.read_bytes().replace(b"dental", b"mental"))


def spoil_older(settings: Settings) -> None:
    """Another snapshot lies there, and is none."""
    (settings.snapshot_dir / "0123456789abcdef").mkdir()
    (settings.snapshot_dir / "0123456789abcdef" / CATALOGUE).write_bytes(b"{}{")


def come_from_the_future(settings: Settings) -> None:
    """The live snapshot was noted by a clock that is years ahead."""
    (settings.snapshot_dir / "history").write_text(f"{current_id(settings.snapshot_dir)} 2099-01-01T00:00:00+00:00\n")


@pytest.mark.parametrize(
    ("spoil", "level", "sentence"),
    [
        (spoil_unpacked, "wrong", "The unpacked figures in "),
        (spoil_snapshot, "wrong", "The live snapshot 7eb9ae3952f8be82 is not what was built"),
        (spoil_older, "odd", "The older snapshot 0123456789abcdef cannot be read"),
        (come_from_the_future, "odd", "The live snapshot became live at 2099-01-01T00:00+00:00"),
    ],
)
def test_spoiled_figures_are_found(
    here: Settings, spoil: Callable[[Settings], None], level: str, sentence: str
) -> None:
    spoil(here)
    found = only(list(figures.look(here)))
    assert found[0] == level
    assert found[1].startswith(sentence)


def test_a_snapshot_of_which_nothing_is_left_is_a_sentence_and_the_rest_is_looked_at(here: Settings) -> None:
    make_current(here.snapshot_dir, "0123456789abcdef")
    found = list(examined(here))
    assert ("wrong", "The snapshot 0123456789abcdef is damaged") in [(kind, said[:40]) for kind, said in amiss(found)]
    assert local.DATABASE in {one.part for one in found}


@pytest.mark.parametrize(("free", "level"), [(10 * 2**20, "wrong"), (2**30, "odd")])
def test_a_disk_that_is_nearly_full(here: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    monkeypatch.setattr(machine, "_free", lambda folder: free)
    found = amiss(list(machine.look_at_disk(here)))
    assert [kind for kind, _ in found] == [level] * 3
    assert found[0][1] == f"There are {free // 2**20:,} MB left where the cache are kept: make room."


def test_a_cache_that_others_may_write_to(here: Settings) -> None:
    here.cache_dir.chmod(0o777)
    assert only(list(machine.look_at_folders(here)))[1].startswith("Others may write to ")


def test_missing_libraries_and_settings_that_do_not_fit(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    assert only(list(machine.look_at_pdfs(here)))[1].startswith("pango-1.0 and pangoft2-1.0 and harfbuzz-subset cannot")
    production = replace(here, environment="production")
    assert [said.partition(" ")[0] for _, said in amiss(list(machine.look_at_settings(production)))] == [
        "PORTAL_URL",
        "PORTAL_TRUSTED_PROXIES",
        "PORTAL_SMTP_URL",
    ]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with one organisation, by either kind."""
    opened = open_database(database_url)
    with opened.writing() as session:
        add_organisation(session, "southampton", "Southampton", "852")
    yield opened
    opened.close()


def look_at(database_url: str) -> list[tuple[str, str]]:
    settings = load_settings({"HOME": "/nowhere"})
    return amiss(list(local.look(replace(settings, database_url=database_url))))


def test_the_database_is_looked_at_and_left_alone(database: Database, database_url: str) -> None:
    assert look_at(database_url) == [("odd", NOBODY_YET)]
    with database.writing() as session:
        organisation = add_organisation(session, "portsmouth", "Portsmouth", "851")
        someone = add_person(session, "someone@portsmouth.example", "Someone", organisation, [])
    assert look_at(database_url) == [
        ("odd", "1 can sign in, but nobody runs the portal: `portal users` gives the role.")
    ]
    with database.writing() as session:
        session.merge(someone).roles = [str(Role.PORTAL_ADMINISTRATOR)]
    assert look_at(database_url) == []
    migrate(database, "0004")
    (found,) = look_at(database_url)
    assert found[1].startswith("The database is at revision 0004")


def test_a_log_that_was_changed_and_a_queue_that_nobody_works_off(database: Database, database_url: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with database.writing() as session:
        packs.create(session, "an owner", None, "/pack", "pdf", "Pack")
        session.execute(update(PackJob).values(created=long_ago))
        if database.engine.dialect.name == "sqlite":
            session.execute(text("drop trigger log_entry_refuses_update"))
        else:
            session.execute(text("alter table log_entry disable trigger all"))
        session.execute(text("update log_entry set about = 'Portsmouth'"))
    said = [sentence for _, sentence in look_at(database_url)]
    assert said[0].startswith("The log of who did what was changed at line 1")
    assert said[-1] == "1 packs wait, the first for 60 minutes: see that a worker runs (`portal worker`)."


def test_a_database_without_tables_or_that_is_none(here: Settings, tmp_path: Path) -> None:
    empty = f"sqlite:///{tmp_path / 'new.db'}"
    assert look_at(empty) == [("odd", "SQLite answers, and has no tables yet: they are made at the first use.")]
    (tmp_path / "none.db").write_bytes(b"this is no database, whatever its name says of it" * 100)
    damaged = replace(here, database_url=f"sqlite:///{tmp_path / 'none.db'}")
    assert only(list(found_by(damaged, [(local.DATABASE, local.look)])))[0] == "wrong"
    with pytest.raises(PortalError, match="PORTAL_DATA_DIR must name a folder"):
        look_at("")


def test_servers_that_do_not_answer(here: Settings) -> None:
    away = replace(here, redis_url="redis://127.0.0.1:9/0", mail_url="smtp://127.0.0.1:9")
    assert only(list(services.look_at_redis(away)))[1].startswith("Redis does not answer (ConnectionError)")
    assert only(list(services.look_at_mail(away)))[1].startswith("The mail server 127.0.0.1:9 takes no connection")


@pytest.mark.services
def test_redis_that_answers(here: Settings, redis_server: Redis) -> None:
    asked = replace(here, redis_url=redis_server.url)
    assert only(list(services.look_at_redis(asked)))[1].startswith("Redis has no limit to its memory")
    redis_server.tell("config", "set", "maxmemory", "64mb")
    try:
        assert amiss(list(services.look_at_redis(asked))) == []
        redis_server.tell("config", "set", "maxmemory-policy", "allkeys-lru")
        celery = replace(asked, work="celery")
        assert only(list(services.look_at_redis(celery)))[1].startswith("Redis may drop messages")
    finally:
        redis_server.tell("config", "set", "maxmemory", "0")
        redis_server.tell("config", "set", "maxmemory-policy", "noeviction")


@pytest.mark.services
def test_a_postgresql_that_is_away(here: Settings, postgresql: PostgreSQL) -> None:
    url = postgresql.database()
    with postgresql.away():
        found = list(found_by(replace(here, database_url=url), [(local.DATABASE, local.look)]))
    assert only(found)[0] == "wrong"
    postgresql.drop(url)
