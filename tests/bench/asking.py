"""One visitor's connection, kept open as a browser keeps it, with as little of Python as possible between the bytes."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import brotli

END_OF_HEAD, END_OF_LINE = b"\r\n\r\n", b"\r\n"
CHUNKED = b"\r\ntransfer-encoding: chunked"
PATIENCE = 60
ENCODED, PLAIN = "br", "identity"
"""What a browser takes, and what makes the server leave compression out."""


class Refused(RuntimeError):
    """An answer that is none: any status but 200, or a page that says that it cannot be shown."""


@dataclass(frozen=True)
class Answer:
    """One answer: its head, its body as it came, and how many seconds passed from the first byte out to the last in."""

    head: bytes
    body: bytes
    seconds: float

    @property
    def status(self) -> int:
        """200 and its like."""
        return int(self.head[9:12])

    @property
    def text(self) -> bytes:
        """The body without compression."""
        if b"content-encoding: br" not in self.head.lower():
            return self.body
        plain: bytes = brotli.decompress(self.body)
        return plain


def get(address: str, host: str = "127.0.0.1", encoding: str = ENCODED, cookie: str = "") -> bytes:
    """The bytes of a request for an address."""
    signed = f"Cookie: {cookie}\r\n" if cookie else ""
    head = f"GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nAccept-Encoding: {encoding}\r\n{signed}\r\n"
    return head.encode()


def post(address: str, body: object, host: str = "127.0.0.1", encoding: str = ENCODED) -> bytes:
    """The bytes of a request that sends JSON, as Dash's callbacks do."""
    sent = json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"POST {address} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nAccept-Encoding: {encoding}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
    )
    return head.encode() + sent


def whole(received: bytes | bytearray) -> int | None:
    """How many bytes an answer has whose beginning was received; None where its head is not yet whole."""
    end = received.find(END_OF_HEAD)
    if end < 0:
        return None
    head, start = bytes(received[:end]).lower(), end + len(END_OF_HEAD)
    at = head.find(b"\r\ncontent-length:")
    if at >= 0:
        return start + int(head[at + 17 :].split(b"\r\n", 1)[0])
    if CHUNKED not in head:
        raise Refused(f"An answer does not say how long it is: {head[:300]!r}")
    *_, last = pieces(received, start)
    return last[1] if last and last[0] == last[1] - len(END_OF_LINE) else None


def pieces(received: bytes | bytearray, at: int) -> Iterator[tuple[int, int] | None]:
    """Where the pieces of a chunked body that begins at a place stand, each up to the end of its line, the last one
    empty; None in the place of what has not come yet.
    """
    while True:
        line = received.find(END_OF_LINE, at)
        start = line + len(END_OF_LINE)
        end = start + int(received[at:line], 16) + len(END_OF_LINE) if line >= 0 else 0
        if line < 0 or end > len(received):
            yield None
            return
        yield start, end
        if end - start == len(END_OF_LINE):
            return
        at = end


def answer_of(received: bytes | bytearray, seconds: float) -> Answer:
    """The answer that was received whole."""
    start = received.find(END_OF_HEAD) + len(END_OF_HEAD)
    head, body = bytes(received[:start]), bytes(received[start:])
    if CHUNKED in head.lower():
        body = b"".join(
            [received[found[0] : found[1] - len(END_OF_LINE)] for found in pieces(received, start) if found]
        )
    return Answer(head, body, seconds)


def connect(address: str) -> socket.socket:
    """A connection to where something is served (`http://127.0.0.1:8050`)."""
    parts = urlsplit(address)
    connected = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 80), PATIENCE)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connected


class Connection:
    """A connection to one server, on which one request follows another."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._socket = connect(address)

    def ask(self, request: bytes) -> Answer:
        """The answer, timed. A connection that the server has closed meanwhile is opened anew, as a browser does."""
        try:
            return self._once(request)
        except (ConnectionError, EOFError):
            self.close()
            self._socket = connect(self._address)
            return self._once(request)

    def _once(self, request: bytes) -> Answer:
        received = bytearray()
        start = time.perf_counter()
        self._socket.sendall(request)
        length = None
        while length is None or len(received) < length:
            part = self._socket.recv(262_144)
            if not part:
                if received:
                    raise Refused("The connection was closed in the middle of an answer.")
                raise EOFError
            received += part
            length = length or whole(received)
        seconds = time.perf_counter() - start
        answer = answer_of(received, seconds)
        if answer.status != 200:
            raise Refused(f"{request[:120]!r} was answered with {answer.status}: {answer.text[:200]!r}")
        return answer

    def close(self) -> None:
        """Leave."""
        self._socket.close()
