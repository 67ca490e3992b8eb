"""How often somebody may ask: one limiter for the whole portal, counting in Redis where there is one."""

import threading
import time

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

from app.auth.visitor import viewer

EXTENSION = "alongside-limiter"
API = "/api/"
WAITING = (429, 503)
"""Statuses after which it helps to ask again."""


class Counts(MemoryStorage):
    """Counts in memory. The library's own starts a timer now and then, and fails where two threads start the same."""

    STORAGE_SCHEME = ["alongside-memory"]  # noqa: RUF012  # as the library declares its own

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **more: str) -> None:
        self._one_at_a_time = threading.Lock()
        super().__init__(uri, wrap_exceptions, **more)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count some more for a key, for so many seconds; how many there are."""
        with self._one_at_a_time:
            return super().incr(key, expiry, amount)


class Limits(Limiter):
    """The library's limiter; where Redis is away it counts in memory as a portal without Redis does."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        if self._fallback_limiter:
            self._fallback_limiter.storage = Counts()


def register(server: Flask, redis_url: str | None = None) -> Limiter:
    """The limiter of a server, made once. Where Redis is away, each process counts for itself until it is back."""
    if EXTENSION not in server.extensions:
        # Flask works back from the last: the limiter sets its headers first. What it decorates holds it only weakly.
        server.after_request(say_limit)
        server.extensions[EXTENSION] = Limits(
            get_remote_address,
            app=server,
            storage_uri=redis_url or f"{Counts.STORAGE_SCHEME[0]}://",
            in_memory_fallback_enabled=redis_url is not None,
            headers_enabled=True,
            key_prefix="alongside",
        )
    limiter: Limiter = server.extensions[EXTENSION]
    return limiter


def who_counts() -> str:
    """For whom a request to the API is counted: the token that it holds, else the address that it comes from."""
    token = viewer().token
    return get_remote_address() if token is None else f"token {token}"


def say_limit(response: Response) -> Response:
    """How often the API may be asked, and how much of it is left (draft-ietf-httpapi-ratelimit-headers-10)."""
    if response.status_code not in WAITING:
        response.headers.pop("Retry-After", None)
    limiter: Limiter = current_app.extensions[EXTENSION]
    limit = limiter.current_limit
    if limit is None or not request.path.startswith(API):
        return response
    seconds = limit.limit.get_expiry()
    response.headers["RateLimit-Policy"] = f'"api";q={limit.limit.amount};w={seconds}'
    left = max(0, limit.reset_at - int(time.time()))
    response.headers["RateLimit"] = f'"api";r={limit.remaining};t={min(left, seconds)}'
    return response
