"""Many people at once, each of whom asks for the next thing as soon as the last has come.

One thread and raw sockets, so that little of the machine is taken by those who measure; how much is said.
"""

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.asking import PATIENCE, Answer, Refused, answer_of, connect, whole
from tests.bench.findings import centile
from tests.bench.machine import processor_seconds


@dataclass
class Rush:
    """What so many people found: every answer, the seconds in all, and the seconds of processor on both sides.

    `anew` counts connections that the server had closed between two requests, and that were opened again.
    """

    users: int
    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0
    ours: float = 0
    servers: float = 0
    anew: int = 0

    def __add__(self, other: "Rush") -> "Rush":
        return Rush(
            self.users,
            self.answers + other.answers,
            self.seconds + other.seconds,
            self.ours + other.ours,
            self.servers + other.servers,
            self.anew + other.anew,
        )

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    def wait(self, share: float) -> float:
        """The milliseconds within which this share (0 to 1) of the answers came."""
        return centile([answer.seconds for answer in self.answers], share) * 1000

    @property
    def processor(self) -> float:
        """Milliseconds of processor that the server took for an answer."""
        return self.servers / len(self.answers) * 1000


class User:
    """One of them: a connection and what is under way on it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.socket = self._connected()
        self.request = b""
        self.received = bytearray()
        self.length: int | None = None
        self.began = 0.0

    def _connected(self) -> socket.socket:
        connected = connect(self.address)
        connected.setblocking(False)
        return connected

    def begin(self, request: bytes) -> None:
        """Send a request; it is small enough to go at once."""
        self.request, self.length = request, None
        self.received.clear()
        self.began = time.perf_counter()
        if self.socket.send(request) != len(request):
            raise RuntimeError("A request did not go out whole.")

    def take(self) -> Answer | None:
        """The answer, once it is whole. Raises EOFError where the server had closed before it began one."""
        try:
            part = self.socket.recv(262_144)
        except ConnectionResetError:
            part = b""
        if not part:
            if self.received:
                raise Refused("A connection was closed in the middle of an answer.")
            raise EOFError
        self.received += part
        self.length = self.length or whole(self.received)
        if self.length is None or len(self.received) < self.length:
            return None
        answer = answer_of(self.received, time.perf_counter() - self.began)
        if answer.status != 200:
            raise Refused(f"{self.request[:120]!r} was answered with {answer.status}: {answer.text[:200]!r}")
        return answer


def rush(addresses: Sequence[str], users: int, requests: Sequence[bytes], server: Sequence[int] = ()) -> Rush:
    """Have so many people ask for all of this, whoever is free taking the next. Any error ends it.

    `addresses` are servers, which people go to in turn; `server` are the first processes of what answers.
    """
    found = Rush(users)
    waiting = list(reversed(requests))
    before = sum(map(processor_seconds, server))
    with selectors.DefaultSelector() as selector:
        there = [User(addresses[place % len(addresses)]) for place in range(users)]
        own, start = time.process_time(), time.perf_counter()
        for user in there[: len(waiting)]:
            selector.register(user.socket, selectors.EVENT_READ, user)
            _begin(user, waiting.pop(), selector, found)
        while len(found.answers) < len(requests):
            ready = selector.select(PATIENCE)
            if not ready:
                raise Refused(f"Nothing came for {PATIENCE} seconds.")
            for key, _ in ready:
                _go_on(key.data, waiting, selector, found)
        found.seconds, found.ours = time.perf_counter() - start, time.process_time() - own
        for user in there:
            user.socket.close()
    found.servers = sum(map(processor_seconds, server)) - before
    return found


def _go_on(user: User, waiting: list[bytes], selector: selectors.BaseSelector, found: Rush) -> None:
    try:
        answer = user.take()
    except EOFError:
        _begin_anew(user, user.request, selector, found)
        return
    if answer is not None:
        found.answers.append(answer)
        if waiting:
            _begin(user, waiting.pop(), selector, found)
        else:
            selector.unregister(user.socket)


def _begin(user: User, request: bytes, selector: selectors.BaseSelector, found: Rush) -> None:
    try:
        user.begin(request)
    except (BrokenPipeError, ConnectionResetError):
        _begin_anew(user, request, selector, found)


def _begin_anew(user: User, request: bytes, selector: selectors.BaseSelector, found: Rush) -> None:
    """Ask on a new connection, as a browser does when a kept one turns out to be closed; its wait goes on."""
    found.anew += 1
    if found.anew > found.users + len(found.answers):
        raise Refused("The server closes every connection.")
    began = user.began
    selector.unregister(user.socket)
    user.socket.close()
    user.socket = connect(user.address)
    user.socket.setblocking(False)
    selector.register(user.socket, selectors.EVENT_READ, user)
    user.begin(request)
    user.began = began or user.began
