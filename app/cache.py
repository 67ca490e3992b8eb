"""Where answers are kept between requests: one choice for each way of running."""

import logging
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_caching import Cache
from redis import ConnectionError as NotConnected
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from app.operation.metrics import count_answer
from app.settings import Settings

log = logging.getLogger("alongside")

A_MONTH = 30 * 24 * 3600
MOST_ANSWERS = 3000
"""On disk; the largest answer takes about 200 kB."""
MOST_ANSWERS_IN_MEMORY = 1000
"""In each process."""
REDIS_SECONDS = 1
"""How long Redis may take to connect or to answer; it takes a thousandth of that."""
LEFT_ALONE_SECONDS = 5
"""How long a cache that did not answer is not asked again, so that nobody else waits for it."""
TOLD_EVERY_SECONDS = 60


class ForgivingCache(Cache):
    """A cache that does not answer is as if empty: pages are made anew, and the log tells of it now and then."""

    _asked_again_at = 0.0
    _told_again_at = 0.0

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """What is kept under a key; None for nothing."""
        found = self._forgiven(super().get, None, args, kwargs)
        if found is not None:
            count_answer("kept")
        return found

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Keep a value under a key, which was made anew; whether it was kept."""
        count_answer("made")
        return self._forgiven(super().set, False, args, kwargs)

    def _forgiven(
        self, ask: Callable[..., Any], otherwise: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        now = time.monotonic()
        if now < self._asked_again_at:
            return otherwise
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            self._asked_again_at = now + LEFT_ALONE_SECONDS
            if now >= self._told_again_at:
                self._told_again_at = now + TOLD_EVERY_SECONDS
                log.warning("Redis does not answer, so every page is made anew: %s", error)
            return otherwise


class AsItIs:
    """Answers are bytes, and are kept in Redis as they are."""

    def dumps(self, value: bytes) -> bytes:
        """What is sent to Redis."""
        return value

    def loads(self, value: bytes | None) -> bytes | None:
        """What came from it; None for nothing."""
        return value


def open_cache(server: Flask, settings: Settings) -> Cache:
    """The cache that the settings ask for. Its folder is for this user alone: what is kept there is unpickled.

    What is kept in Redis is not, since a Redis may have other users: whoever writes there can make a page say something
    else, but not make this process do anything.
    """
    if settings.cache == "filesystem":
        folder = settings.cache_dir / "answers"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    cache = ForgivingCache(server, config=cache_config(settings))
    if settings.cache == "redis":
        with server.app_context():
            cache.cache.serializer = AsItIs()  # type: ignore[assignment]  # Redis's takes any such
    return cache


def cache_config(settings: Settings) -> dict[str, Any]:
    common = {"CACHE_DEFAULT_TIMEOUT": A_MONTH, "CACHE_KEY_PREFIX": "alongside-"}
    match settings.cache:
        case "filesystem":
            return common | {
                "CACHE_TYPE": "FileSystemCache",
                "CACHE_DIR": str(settings.cache_dir / "answers"),
                "CACHE_THRESHOLD": MOST_ANSWERS,
            }
        case "redis":
            return common | {
                "CACHE_TYPE": "RedisCache",
                "CACHE_REDIS_URL": settings.redis_url,
                "CACHE_OPTIONS": {
                    "socket_connect_timeout": REDIS_SECONDS,
                    "socket_timeout": REDIS_SECONDS,
                    # A connection that Redis closed since it was last used is opened again, once and at once.
                    "retry": Retry(NoBackoff(), 1, supported_errors=(NotConnected,)),
                },
            }
        case "simple":
            return common | {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": MOST_ANSWERS_IN_MEMORY}
