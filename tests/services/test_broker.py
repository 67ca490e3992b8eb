"""What goes through Redis to workers: that somebody should look, and nothing else; and who asks never waits for it."""

import json
import socket

import pytest

from app.packs.jobs import NotToldYet
from app.settings import Settings, load_settings
from app.work.broker import NOT_TOLD, PACKS, CeleryRunner
from tests.services.servers import LOOPBACK, Redis

pytestmark = pytest.mark.services

QUEUE = f"alongside-work-{PACKS}"


def installation(url: str, cache: str) -> Settings:
    return load_settings(
        {
            "REDIS_URL": url,
            "PORTAL_WORK": "celery",
            "PORTAL_CACHE_DIR": cache,
            "PORTAL_SECRET_KEY": "0123456789abcdef" * 2,
            "DATABASE_URL": "postgresql://portal:needed@db.example/portal",
        }
    )


def test_a_message_holds_nothing(redis_server: Redis, shared_cache: str) -> None:
    redis_server.tell("flushall")
    CeleryRunner(installation(redis_server.url, shared_cache)).start()
    (message,) = redis_server.tell("lrange", QUEUE, "0", "-1")  # type: ignore[misc]
    told = json.loads(message)
    assert (told["content-type"], told["headers"]["task"]) == ("application/json", PACKS)
    assert (told["headers"]["argsrepr"], told["headers"]["kwargsrepr"]) == ("()", "{}")
    assert told["headers"]["expires"] is not None
    for secret in ("0123456789abcdef", "needed", "db.example"):
        assert secret not in str(told)


def test_while_redis_is_away_nobody_is_told_and_afterwards_they_are(redis_server: Redis, shared_cache: str) -> None:
    """By the same process, whose connection of before is gone."""
    runner = CeleryRunner(installation(redis_server.url, shared_cache))
    runner.start()
    with redis_server.away(), pytest.raises(NotToldYet) as refusal:
        runner.start()
    assert str(refusal.value) == NOT_TOLD
    runner.start()
    assert redis_server.tell("llen", QUEUE) == 1
    with redis_server.away():
        pass
    runner.start()
    assert redis_server.tell("llen", QUEUE) == 1


def test_a_redis_that_says_nothing_is_not_waited_for(shared_cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.work.broker.REDIS_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind((LOOPBACK, 0))
        silent.listen()
        runner = CeleryRunner(installation(f"redis://{LOOPBACK}:{silent.getsockname()[1]}/0", shared_cache))
        with pytest.raises(NotToldYet):
            runner.start()
