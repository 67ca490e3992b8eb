"""Text goes out compressed, as well as the browser can take it."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept

SMALLEST = 1000
"""Bytes: below this, a compressed body costs more than it saves."""

ENCODINGS = ("br", "gzip")
GZIP = 16 + zlib.MAX_WBITS
"""What the library is told so that it writes gzip's head and foot."""

TEXT = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)


@dataclass(frozen=True)
class Effort:
    """How hard each encoder tries."""

    brotli: int
    gzip: int


ONCE = Effort(brotli=5, gzip=9)
"""For files compressed once and sent often: brotli's 11 would save another tenth and add ten seconds to a start."""

EACH_TIME = Effort(brotli=5, gzip=5)


def compress(body: bytes, encoding: str, effort: Effort = EACH_TIME) -> bytes:
    """A body in an encoding; as it is in none."""
    if not encoding:
        return body
    if encoding == "br":
        encoded: bytes = brotli.compress(body, quality=effort.brotli)
        return encoded
    return gzip.compress(body, compresslevel=effort.gzip, mtime=0)


class Pieces:
    """One body in an encoding, piece by piece: each can be read as soon as it has come."""

    def __init__(self, encoding: str, effort: Effort = EACH_TIME) -> None:
        """Of no encoding, pieces stay as they are."""
        self._flush: Callable[[], bytes] = bytes
        self._finish: Callable[[], bytes] = bytes
        self._take: Callable[[bytes], bytes] = bytes
        if encoding == "br":
            stream = brotli.Compressor(quality=effort.brotli)
            self._take, self._flush, self._finish = stream.process, stream.flush, stream.finish
        elif encoding:
            zipped = zlib.compressobj(effort.gzip, wbits=GZIP)
            self._take, self._finish = zipped.compress, zipped.flush
            self._flush = lambda: zipped.flush(zlib.Z_SYNC_FLUSH)

    def piece(self, content: bytes) -> bytes:
        """The next piece, after which there is another."""
        return self._take(content) + self._flush()

    def last(self, content: bytes) -> bytes:
        """The last one."""
        return self._take(content) + self._finish()


def best_encoding(accepted: Accept) -> str | None:
    """The encoding to answer in, brotli when the browser likes both alike; None to send plain bytes."""
    return accepted.best_match(ENCODINGS)


def worth_compressing(response: Response) -> bool:
    return (
        response.mimetype in TEXT
        and response.status_code != 206
        and not response.is_streamed
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and len(response.get_data()) >= SMALLEST
    )


def encode(response: Response, encoder: Callable[[bytes, str], bytes] = compress) -> Response:
    """The response in the best encoding that the current request accepts.

    A strong tag names exact bytes, so an encoded answer's becomes a weak one.
    """
    if not worth_compressing(response):
        return response
    response.vary.add("Accept-Encoding")
    encoding = best_encoding(request.accept_encodings)
    if encoding is None:
        return response
    response.set_data(encoder(response.get_data(), encoding))
    response.headers["Content-Encoding"] = encoding
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)
    return response


def register(server: Flask) -> None:
    @server.after_request
    def compress_answer(response: Response) -> Response:
        return encode(response)
