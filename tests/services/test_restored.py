"""A backup that is restored while portals serve: nobody relies on what Redis remembers of who was signed in before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.auth.announcing import CHANGING, STANDS, connect
from app.auth.remembered import Memory
from app.auth.visitor import Visitor
from app.cli import main
from data.backup import restoring
from data.backup.archive import Manifest
from models.access import Role, Viewer
from tests.data.two_releases import write_two_releases
from tests.services.servers import Redis

pytestmark = pytest.mark.services

KEY = "0123456789abcdef" * 2
ADA = Visitor(Viewer(7, "southampton", frozenset({Role.APPROVER})), "Ada", "ada@southampton.example", "Southampton")
TOKEN = "a" * 64


@pytest.fixture
def memory(redis_server: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    """What a portal that serves remembers, of an installation whose commands the test gives."""
    redis_server.tell("flushall")
    write_two_releases(tmp_path)
    for name, text in {
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
        "PORTAL_CACHE_DIR": str(tmp_path / "cache"),
        "PORTAL_SNAPSHOT_DIR": str(tmp_path / "out"),
        "PORTAL_SESSIONS": "redis",
        "PORTAL_SECRET_KEY": KEY,
        "REDIS_URL": redis_server.url,
    }.items():
        monkeypatch.setenv(name, text)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["users", "add-organisation", "southampton", "Southampton", "--authority", "Southampton"]) == 0
    assert main(["backup", str(tmp_path / "backup.zip")]) == 0
    return Memory(connect(redis_server.url), KEY)


def remember(memory: Memory) -> None:
    word = memory.recall(TOKEN).word
    assert word is not None
    memory.remember(TOKEN, word, ADA, datetime.now(UTC) + timedelta(hours=1))
    assert memory.recall(TOKEN).visitor == ADA


def test_what_was_remembered_before_a_restore_is_forgotten(
    memory: Memory, redis_server: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is remembered while it goes on either."""
    usual = restoring.restore
    seen: list[object] = []

    def watched(*arguments: object, **named: object) -> Manifest:
        seen.append(memory.recall(TOKEN).word)
        return usual(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(restoring, "restore", watched)
    remember(memory)
    assert main(["restore", str(tmp_path / "backup.zip"), "--replace"]) == 0
    assert seen == [None]
    assert memory.recall(TOKEN).visitor is None
    remember(memory)


def test_a_restore_that_is_refused_leaves_things_settled(memory: Memory, redis_server: Redis, tmp_path: Path) -> None:
    assert main(["restore", str(tmp_path / "backup.zip")]) == 1
    stands = redis_server.tell("get", STANDS)
    assert stands is not None
    assert CHANGING not in str(stands)
    remember(memory)


def test_without_redis_it_is_restored_all_the_same(memory: Memory, redis_server: Redis, tmp_path: Path) -> None:
    with redis_server.away():
        assert main(["restore", str(tmp_path / "backup.zip"), "--replace"]) == 0
