"""What can go wrong between the publisher and the portal, one function a fault."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.publisher_on_loopback.server import Reply


@dataclass
class Fault:
    """One way to misbehave: for addresses with `where` in them, `times` times (None: always).

    `instead` replaces the answer, `headers` come on top, `length` is what is said of the body, `stop` ends it there (a
    share of it where it is below 1), `stall` keeps the connection open after it, `reset` breaks it.
    """

    where: str = ""
    times: int | None = 1
    instead: "Reply | None" = None
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    stop: float | None = None
    stall: bool = False
    reset: bool = False
    before: Callable[[], object] | None = None
    used: int = 0

    def applies(self, address: str) -> bool:
        """Whether this request is to go wrong; it is counted then."""
        if self.where not in address or (self.times is not None and self.used >= self.times):
            return False
        self.used += 1
        return True

    def stop_after(self, size: int) -> int | None:
        """Where the body ends early."""
        if self.stop is None:
            return None
        return int(size * self.stop) if self.stop < 1 else int(self.stop)


def _reply(status: int, body: bytes, *headers: tuple[str, str], kind: str = "application/json") -> "Reply":
    from tests.publisher_on_loopback.server import Reply

    return Reply(status, body, kind, headers)


def broken(status: int = 500, where: str = "", times: int | None = 1, **more: Any) -> Fault:
    """An error in the publisher's words."""
    body = json.dumps({"title": "There was a problem processing the request.", "status": status}).encode()
    return Fault(where, times, _reply(status, body), **more)


def throttled(after: str | None = "2", where: str = "", times: int | None = 1) -> Fault:
    """Too many requests; `after` is its Retry-After: seconds, a date, or none."""
    headers = (("Retry-After", after),) if after is not None else ()
    return broken(429, where, times, headers=headers)


def gone(status: int = 410, where: str = "", times: int | None = None) -> Fault:
    """Not there any more."""
    body = json.dumps({"title": "Gone", "status": status}).encode()
    return Fault(where, times, _reply(status, body))


def reset_at(share: float, where: str = "csv", times: int | None = 1) -> Fault:
    """The connection is reset after this share of the body, or this many bytes."""
    return Fault(where, times, stop=share, reset=True)


def truncated_at(share: float, where: str = "csv", times: int | None = 1) -> Fault:
    """The body ends early and in good order, against its Content-Length."""
    return Fault(where, times, stop=share)


def stalled_at(share: float, where: str = "csv", times: int | None = 1) -> Fault:
    """Nothing more comes after this share of the body, until the server ends or is released."""
    return Fault(where, times, stop=share, stall=True)


def wrong_length(length: int, where: str = "csv", times: int | None = 1) -> Fault:
    """Another Content-Length than the body has."""
    return Fault(where, times, length=length)


def answers(body: bytes | dict[str, Any] | list[Any], where: str = "", times: int | None = None, **more: Any) -> Fault:
    """Something else than it should: bytes that are no JSON, or JSON of another shape."""
    return Fault(where, times, _reply(200, body if isinstance(body, bytes) else json.dumps(body).encode()), **more)


def elsewhere(address: str, where: str = "", times: int | None = None) -> Fault:
    """A redirection."""
    return Fault(where, times, _reply(302, b"", ("Location", address)))


def first(act: Callable[[], object], where: str = "csv", times: int | None = 1) -> Fault:
    """Something happens at the publisher before it answers: a file that changes meanwhile."""
    return Fault(where, times, before=act)
