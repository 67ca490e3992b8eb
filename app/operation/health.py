"""Addresses that a machine asks: whether the portal lives, whether it can serve, and what it has counted."""

import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import orjson
from flask import Flask, Response, request
from flask_caching import Cache

from app.operation.metrics import Metrics, Reading
from app.operation.reloading import live_marker
from app.settings import Settings
from data.errors import PortalError
from data.local.database import Database
from data.local.packs import queue_lengths
from data.store import Snapshot

State = Literal["ok", "away", "older than the live one"]
ASKED_EVERY_SECONDS = 3.0
"""How long an answer of the database or the cache counts: asking about health must not be what brings them down."""
A_KEY = "alongside-is-the-cache-there"
STALE: State = "older than the live one"
PART = "alongside_part_is_well"
NOTICE = "X-Notice"


@dataclass
class _Kept:
    """The last answer of a part of the portal, and when it was given."""

    ask: Callable[[], bool]
    at: float = float("-inf")
    well: bool = False

    def __call__(self) -> State:
        if time.monotonic() - self.at >= ASKED_EVERY_SECONDS:
            self.well, self.at = self.ask(), time.monotonic()
        return "ok" if self.well else "away"


class Health:
    """How the parts of the portal are. Published figures need the snapshot alone."""

    def __init__(
        self, settings: Settings, snapshot: Snapshot, notice: str, database: Callable[[], Database], cache: Cache
    ) -> None:
        self._settings, self._snapshot, self.notice = settings, snapshot, notice
        self._open, self._keeps = database, cache
        self.database, self.cache = _Kept(self._database_answers), _Kept(self._cache_answers)

    @property
    def live(self) -> str | None:
        """The id of the snapshot that is live on disk."""
        return live_marker(self._settings)[0]

    @property
    def snapshot(self) -> State:
        """Whether the snapshot that is served is the live one."""
        return "ok" if self.live in (None, self._snapshot.id) else STALE

    @property
    def serves(self) -> bool:
        """Whether published figures can be read, which is all that most pages need."""
        try:
            return bool(self._snapshot.arrays["values"][:1].size)
        except (OSError, ValueError):
            return False

    def record(self) -> dict[str, object]:
        """What /readyz says."""
        parts: dict[str, State] = {"snapshot": self.snapshot, "database": self.database(), "cache": self.cache()}
        return {
            "status": ("ready" if {*parts.values()} == {"ok"} else "degraded") if self.serves else "not ready",
            "parts": parts,
            "served_snapshot": self._snapshot.id,
            "live_snapshot": self.live,
            "notice": self.notice or None,
        }

    def readings(self) -> Iterable[Reading]:
        """The same for Prometheus, with how old the figures are and how many packs wait."""
        parts = (("snapshot", self.snapshot), ("database", self.database()), ("cache", self.cache()))
        for part, found in parts:
            yield PART, "Whether a part of the portal is well (1) or not (0).", found == "ok", {"part": part}
        yield "alongside_snapshot", "The snapshot that is served, as a label.", 1, {"id": self._snapshot.id}
        yield "alongside_snapshot_age_seconds", "How long the served snapshot has been the live one.", self.age(), {}
        for state, jobs in self._queue():
            yield "alongside_packs", "Packs by their state; those that wait are the queue.", jobs, {"state": state}

    def age(self) -> float:
        """Seconds since the served snapshot became live, as its history has it, else since its folder was written."""
        since = self._snapshot.past.since if self._snapshot.past else None
        began = since.since.timestamp() if since else self._snapshot.folder.stat().st_mtime
        return max(0.0, datetime.now(UTC).timestamp() - began)

    def _queue(self) -> Iterable[tuple[str, int]]:
        if self.database() != "ok":
            return ()
        try:
            with self._open().reading() as session:
                return queue_lengths(session)
        except PortalError:
            return ()

    def _database_answers(self) -> bool:
        try:
            with self._open().reading() as session:
                queue_lengths(session)
        except PortalError:
            return False
        return True

    def _cache_answers(self) -> bool:
        return bool(self._keeps.set(A_KEY, b"yes")) and self._keeps.get(A_KEY) == b"yes"


def register(server: Flask, health: Health, metrics: Metrics, token: str | None = None) -> None:
    """Add the addresses. `token` is what has to be sent for the metrics (`Authorization: Bearer`), None for nothing."""
    metrics.also(health.readings)

    def tell_programs(response: Response) -> Response:
        """What people read above every page."""
        if health.notice and request.path.startswith("/api/"):
            response.headers[NOTICE] = health.notice
        return response

    def readiness() -> Response:
        record = health.record()
        status = 503 if record["status"] == "not ready" else 200
        return Response(orjson.dumps(record), status=status, mimetype="application/json")

    def counted() -> Response:
        sent = request.headers.get("Authorization", "")
        if token is not None and not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
            refused = Response("The metrics are for whoever runs the portal.", status=401, mimetype="text/plain")
            refused.headers["WWW-Authenticate"] = 'Bearer realm="Alongside"'
            return refused
        return Response(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")

    server.after_request(tell_programs)
    server.add_url_rule("/readyz", "readyz", readiness, methods=["GET"])
    server.add_url_rule("/metrics", "metrics", counted, methods=["GET"])


def register_life(server: Flask) -> None:
    """Whether the process lives: it does if it answers."""
    server.add_url_rule("/healthz", "healthz", lambda: Response("OK", mimetype="text/plain"), methods=["GET"])
