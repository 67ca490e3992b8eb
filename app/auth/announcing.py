"""Whoever changes who may come in, and as what, announces it in Redis, on whichever machine and by whatever command.

One key there holds the word of how things stand. Just before a change is kept it becomes `changing:`, and nobody relies
on what was remembered or remembers anything; once it is kept it is a new word, and all that was remembered under the
old one is forgotten. A process that is killed in between leaves `changing:`, which ends by itself with all that was
remembered before. A reader who looked before the change and remembers after it does so under a word that is no more.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.settings import Settings
from data.local.database import Database
from data.local.watching import watch

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger("alongside")

STANDS = "alongside-who-may"
CHANGING = "changing:"
LIFE_SECONDS = 60
"""How long anything is remembered at most: the last guard, where who changes something cannot reach Redis."""
REDIS_SECONDS = 1
WORD_BYTES = 16
SETTLE = f"""
local now = redis.call('get', KEYS[1])
if not now or now == ARGV[1] or string.sub(now, 1, {len(CHANGING)}) ~= '{CHANGING}' then
    redis.call('set', KEYS[1], ARGV[2])
end
"""
"""A new word, unless another change is being kept: that one gives it."""


def announce(database: Database, settings: Settings) -> Database:
    """Have every change of this database announced, where sign-ins are remembered in Redis; the same database."""
    if settings.sessions == "redis" and settings.redis_url is not None:
        announcer = Announcer(connect(settings.redis_url))
        watch(database, announcer.begin, announcer.end)
    return database


@contextmanager
def announced(settings: Settings) -> Iterator[None]:
    """A block that changes who may come in otherwise than through `Database.writing`, as a restore does."""
    if settings.sessions != "redis" or settings.redis_url is None:
        yield
        return
    announcer = Announcer(connect(settings.redis_url))
    mark = announcer.begin()
    try:
        yield
    finally:
        announcer.end(mark)


def connect(url: str) -> "Redis":
    """Redis, which is waited for a moment and asked once; a connection that it closed meanwhile is opened again."""
    # Only a portal that has a Redis imports its client, which takes an eighth of a second.
    from redis import ConnectionError as NotConnected
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        url,
        socket_connect_timeout=REDIS_SECONDS,
        socket_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 1, supported_errors=(NotConnected,)),
    )


def new_word() -> str:
    """A word that was never used before."""
    return secrets.token_hex(WORD_BYTES)


class Announcer:
    """Announces changes. They are kept one after the other, since the database has one writer at a time."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    def begin(self) -> str:
        """A change is about to be kept; its mark."""
        from redis import RedisError

        mark = CHANGING + new_word()
        try:
            self._redis.set(STANDS, mark, ex=LIFE_SECONDS)
        except RedisError as error:
            log.warning(
                "Redis does not answer, so a change of who may come in counts after up to %s seconds where it does: %s",
                LIFE_SECONDS,
                type(error).__name__,
            )
        return mark

    def end(self, mark: str) -> None:
        """It was kept, or given up."""
        from redis import RedisError

        with suppress(RedisError):
            self._redis.eval(SETTLE, 1, STANDS, mark, new_word())
