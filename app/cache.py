"""Where answers are kept between requests: one choice for each way of running."""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from flask_caching import Cache

from app.settings import Settings
from app.turns import turns_on_all_machines, turns_on_this_machine
from callbacks.caching import Turns

log = logging.getLogger("alongside")

A_MONTH = 30 * 24 * 3600
MOST_ANSWERS = 12_000
"""On disk; compressed, the largest takes about 60 kB."""
TRIMMED_EVERY = 500
"""How many answers a process keeps before it looks whether there are too many. To count at each took longer than most
answers do, and to leave out the oldest at each, once there were too many, a fifth of a second."""
MOST_ANSWERS_IN_MEMORY = 1000
"""In each process."""
REDIS_SECONDS = 1
"""How long Redis may take to connect or to answer; it takes a thousandth of that."""
LEFT_ALONE_SECONDS = 5
"""How long a cache that did not answer is not asked again, so that nobody else waits for it."""
TOLD_EVERY_SECONDS = 60


class ForgivingCache(Cache):
    """A cache that does not answer is as if empty: pages are made anew, and the log tells of it now and then."""

    failures: tuple[type[Exception], ...] = ()
    """What is raised where it does not answer."""
    folder: Path | None = None
    """Where its answers lie, if they are files."""
    _asked_again_at = 0.0
    _told_again_at = 0.0
    _set = 0

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """What is kept under a key; None for nothing."""
        return self._forgiven(super().get, None, args, kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Keep a value under a key; whether it was kept."""
        self._set += 1
        if self.folder and self._set % TRIMMED_EVERY == 0:
            threading.Thread(target=trim, args=(self.folder, MOST_ANSWERS), daemon=True).start()
        return self._forgiven(super().set, False, args, kwargs)

    def is_away(self) -> bool:
        """Whether it did not answer a moment ago."""
        return time.monotonic() < self._asked_again_at

    def _forgiven(
        self, ask: Callable[..., Any], otherwise: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if self.is_away():
            return otherwise
        try:
            return ask(*args, **kwargs)
        except self.failures as error:
            now = time.monotonic()
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


def open_cache(server: Flask, settings: Settings) -> ForgivingCache:
    """The cache that the settings ask for. Its folder is for this user alone: what is kept there is unpickled.

    What is kept in Redis is not, since a Redis may have other users: whoever writes there can make a page say something
    else, but not make this process do anything.
    """
    folder = settings.cache_dir / "answers" if settings.cache == "filesystem" else None
    if folder:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    cache = ForgivingCache(server, config=cache_config(settings))
    cache.folder = folder
    if settings.cache == "redis":
        from redis import RedisError

        cache.failures = (RedisError,)
        with server.app_context():
            cache.cache.serializer = AsItIs()  # type: ignore[assignment]  # Redis's takes any such
    return cache


def trim(folder: Path, most: int) -> None:
    """Remove the oldest answers of a folder where there are more than `most`, and a quarter more than need be."""
    files = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # one that was being written has its own name by now
                files.append((entry.stat().st_mtime_ns, entry.path))
    if len(files) > most:
        for _, path in sorted(files)[: len(files) - most * 3 // 4]:
            Path(path).unlink(missing_ok=True)


def turns_of(cache: ForgivingCache, settings: Settings) -> Turns:
    """Whom a process waits for before it draws a page: all that keep their pages in the same place."""
    if settings.cache == "redis" and settings.redis_url:
        from redis import Redis

        waits = {"socket_connect_timeout": REDIS_SECONDS, "socket_timeout": REDIS_SECONDS}
        return turns_on_all_machines(Redis.from_url(settings.redis_url, **waits), cache.is_away)
    return turns_on_this_machine(settings.cache_dir / "turns")


def cache_config(settings: Settings) -> dict[str, Any]:
    common = {"CACHE_DEFAULT_TIMEOUT": A_MONTH, "CACHE_KEY_PREFIX": "alongside-"}
    match settings.cache:
        case "filesystem":
            return common | {
                "CACHE_TYPE": "FileSystemCache",
                "CACHE_DIR": str(settings.cache_dir / "answers"),
                "CACHE_THRESHOLD": 0,  # trimmed here
            }
        case "redis":
            # Only a portal that has a Redis imports its client, which takes an eighth of a second.
            from redis import ConnectionError as NotConnected
            from redis.backoff import NoBackoff
            from redis.retry import Retry

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
