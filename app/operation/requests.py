"""Every request has an id, which its answer and all lines of the log about it carry, and is counted and timed.

An answer that is sent while it is made is told of when all of it has been.
"""

import logging
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Flask, Response, g, request

from app.auth.visitor import WARMING
from app.errors import place
from app.operation.metrics import Metrics, metrics_of

log = logging.getLogger("alongside.requests")

HEADER = "X-Request-ID"
FAILED = 500
A_PROXYS_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = ("/healthz", "/readyz", "/metrics")
"""Asked by machines all day long: counted, and not written down each time."""


def register(server: Flask, *, behind_proxy: bool) -> None:
    """Register it before anything else that looks at requests, so that its clock runs around all of it.

    The id that a proxy gave is kept where proxies are trusted; anybody else's could be made to look like another's.
    """

    def begin() -> None:
        given = request.headers.get(HEADER, "") if behind_proxy else ""
        g.request_id = given if A_PROXYS_ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        response.headers[HEADER] = g.get("request_id", "")
        if request.environ.get(WARMING):
            return response
        seen = Seen(
            metrics_of(server),
            g.get("began", time.perf_counter()),
            g.get("request_id", ""),
            request.method if request.method in METHODS else "other",
            place(),
            view(),
            response.status_code,
            is_quiet=request.path in QUIET,
        )
        if response.is_streamed and not response.direct_passthrough:
            sent = Sent(seen, response.iter_encoded())
            response.response = sent
            response.call_on_close(sent.tell)
        else:
            tell(seen, response.calculate_content_length())
        return response

    server.before_request(begin)
    server.after_request(end)


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True)
class Seen:
    """What is told of a request: who counts it, when it began, and what was asked for and answered, in safe words."""

    metrics: Metrics
    began: float
    request_id: str
    method: str
    path: str
    view: str
    status: int
    is_quiet: bool


def tell(seen: Seen, size: int | None) -> None:
    """Count one answer of so many bytes, all of which has been made, and how long it took; and write it down."""
    seconds = time.perf_counter() - seen.began
    seen.metrics.requests.labels(view=seen.view, status=str(seen.status)).inc()
    seen.metrics.seconds.labels(view=seen.view).observe(seconds)
    if not seen.is_quiet:
        details = {
            "method": seen.method,
            "path": seen.path,
            "view": seen.view,
            "status": seen.status,
            "milliseconds": round(seconds * 1000, 1),
            "bytes": size,
        }
        log.info("request", extra={"details": details, "request": seen.request_id})


class Sent:
    """The pieces of an answer as they are sent, of which is told at the end; one that was cut off was a failure."""

    def __init__(self, seen: Seen, pieces: Iterator[bytes]) -> None:
        self._seen, self._pieces, self._size = seen, pieces, 0

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._pieces:
                self._size += len(piece)
                yield piece
        except Exception:
            self._seen = replace(self._seen, status=FAILED)
            log.error("An answer was cut off at %s.", self._seen.path, extra={"request": self._seen.request_id})
            raise  # to the server, which writes down where it came from, and ends the connection

    def tell(self) -> None:
        """All of it was sent, or as much as could be."""
        tell(self._seen, self._size)


def view() -> str:
    """What was asked for, as one of few words: the page that was drawn, or the rule of the address."""
    if "view" in g:
        return str(g.view)
    return str(request.url_rule) if request.url_rule is not None else "none"
