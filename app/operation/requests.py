"""Every request has an id, which its answer and all lines of the log about it carry, and is counted and timed."""

import logging
import re
import secrets
import time

from flask import Flask, Response, g, request

from app.auth.visitor import WARMING
from app.errors import place
from app.operation.metrics import Metrics, metrics_of

log = logging.getLogger("alongside.requests")

HEADER = "X-Request-ID"
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
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        response.headers[HEADER] = g.get("request_id", "")
        if request.environ.get(WARMING):
            return response
        count(metrics_of(server), view(), response.status_code, seconds)
        if request.path not in QUIET:
            details = {
                "method": request.method if request.method in METHODS else "other",
                "path": place(),
                "view": view(),
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
                "bytes": response.calculate_content_length(),
            }
            log.info("request", extra={"details": details})
        return response

    server.before_request(begin)
    server.after_request(end)


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count(metrics: Metrics, shown: str, status: int, seconds: float) -> None:
    """Count one answer under its view and its status, and how long it took."""
    metrics.requests.labels(view=shown, status=str(status)).inc()
    metrics.seconds.labels(view=shown).observe(seconds)


def view() -> str:
    """What was asked for, as one of few words: the page that was drawn, or the rule of the address."""
    if "view" in g:
        return str(g.view)
    return str(request.url_rule) if request.url_rule is not None else "none"
