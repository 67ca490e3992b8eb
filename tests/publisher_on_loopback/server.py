"""A small HTTP server in the publisher's place, which can be told to misbehave.

It does as the publisher does: paging, problem details, wildcards for versions, CSV gzipped whatever was asked for, and
neither an ETag nor parts of a file unless `resumable` is set.
"""

import gzip
import hashlib
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.publisher_on_loopback.catalogue import ServedSet, Table, Version, identity, served
from tests.publisher_on_loopback.faults import Fault
from tests.publisher_on_loopback.figures import SHIPPED, shipped_csv

PREFIX = "/statistics/v1/"
PAGE_SIZES = {"publications": (20, 40), "data-sets": (10, 20), "versions": (10, 20)}
"""Usual and largest, by the last word of the path."""
RESET = struct.pack("ii", 1, 0)
RANGE = re.compile(r"bytes=(\d+)-$")
WAIT = 30.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    path: str
    question: dict[str, list[str]]
    headers: Message

    @property
    def whole(self) -> str:
        """Path and question in one, as a fault's `where` is sought in it."""
        return self.path + "?" + "&".join(f"{name}={text}" for name, texts in self.question.items() for text in texts)


@dataclass
class Reply:
    """An answer before any fault."""

    status: int
    body: bytes
    kind: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class PublisherOnLoopback:
    """The server; `with` runs it. `data_sets` and `faults` may be changed while it runs."""

    def __init__(self, folder: Path | None = None, names: Iterable[str] | None = None) -> None:
        """Serves the CSV files of a folder, or figures that the project ships; of either, those with these names."""
        bodies = {path.stem: path.read_bytes for path in sorted(folder.glob("*.csv"))} if folder else _shipped(names)
        wanted = list(bodies) if names is None else list(names)
        self.data_sets = {name: served(name, bodies[name]()) for name in wanted}
        self.faults: list[Fault] = []
        self.requests: list[Asked] = []
        self.gzipped = True
        self.resumable = False
        self.gives_withdrawn = False
        """The publisher's source gives the file of a withdrawn version, its description allows a refusal."""
        self.largest_page = 40
        self.released = threading.Event()
        """What is slow waits for this."""
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """What a client is given."""
        return f"http://127.0.0.1:{self._server.server_port}/statistics"

    def __enter__(self) -> "PublisherOnLoopback":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join(WAIT)
        self._server.server_close()

    def misbehave(self, fault: Fault) -> Fault:
        """From now on, for the requests and as many times as it says."""
        self.faults.append(fault)
        return fault

    def behave(self) -> None:
        """No more faults."""
        self.faults.clear()

    def release(
        self,
        name: str,
        change: Callable[[Table], Table] | bytes,
        *,
        major: bool = False,
        notes: str = "",
        renamed: dict[str, str] | None = None,
    ) -> Version:
        """Publish a new version of a data set: given as a file, or as a change of the one before."""
        versions = self.data_sets[name].versions
        last = versions[-1]
        first, second = (int(part) for part in last.number.split(".")[:2])
        number = f"{first + 1}.0" if major else f"{first}.{second + 1}"
        table = change(last.table).body if callable(change) else change
        published = last.published + timedelta(days=30)
        step = "Major" if major else "Minor"
        versions.append(Version(number, table, step, "Published", notes, published, renamed or {}))
        return versions[-1]

    def withdraw(self, name: str, number: str) -> None:
        """Withdraw a version: it stays in the list, and its file is given no more."""
        version = self.data_sets[name].version(number)
        assert version is not None
        version.status = "Withdrawn"

    def publication_id(self, name: str) -> str:
        """The id of the publication of a data set."""
        return identity("publication", self.data_sets[name].publication)

    def asked_for(self, part: str) -> list[Asked]:
        """The requests with this in their address, in their order."""
        return [asked for asked in self.requests if part in asked.whole]

    def reply(self, asked: Asked) -> Reply:
        """What is answered where nothing goes wrong."""
        parts = asked.path.removeprefix(PREFIX).split("/") if asked.path.startswith(PREFIX) else []
        match parts:
            case ["publications"]:
                search = asked.question.get("search", [""])[0].lower()
                found = [entry for entry in self._publications() if search in entry["title"].lower()]
                return self._page(asked, found)
            case ["publications", publication, "data-sets"]:
                entries = [entry for entry in self.data_sets.values() if self.publication_id(entry.name) == publication]
                return self._page(asked, [entry.summary() for entry in entries if entry.status != "Withdrawn"])
            case ["data-sets", wanted, *rest]:
                found_set = next((entry for entry in self.data_sets.values() if entry.id == wanted), None)
                if found_set is None:
                    return problem(404, "Not Found")
                return (
                    problem(403, "Forbidden") if found_set.status == "Withdrawn" else self._of(asked, found_set, rest)
                )
        return problem(404, "Not Found")

    def _of(self, asked: Asked, entry: ServedSet, rest: list[str]) -> Reply:
        match rest:
            case []:
                return _json(entry.summary())
            case ["versions"]:
                return self._page(asked, [entry.version_summary(version) for version in reversed(entry.versions)])
            case ["versions", number] | ["versions", number, "changes"]:
                version = entry.version(number)
                make = entry.changes if rest[-1] == "changes" else entry.version_summary
            case ["meta"] | ["csv"]:
                version = entry.version(asked.question.get("dataSetVersion", ["*"])[0])
                make = entry.meta
            case _:
                return problem(404, "Not Found")
        if version is None:
            return problem(404, "Not Found")
        if version.status == "Withdrawn" and rest[0] != "versions" and not self.gives_withdrawn:
            return problem(403, "Forbidden")
        return self._file(asked, version) if rest == ["csv"] else _json(make(version))

    def _publications(self) -> list[Json]:
        newest: dict[str, Json] = {}
        for entry in self.data_sets.values():
            latest = max(version.published for version in entry.versions)
            newest[entry.publication] = {
                "id": self.publication_id(entry.name),
                "title": entry.publication,
                "slug": re.sub(r"\W+", "-", entry.publication.lower()).strip("-"),
                "summary": "",
                "lastPublished": latest.isoformat(),
            }
        return list(newest.values())

    def _page(self, asked: Asked, entries: list[Json]) -> Reply:
        usual, largest = PAGE_SIZES[asked.path.rsplit("/", 1)[-1]]
        page = int(asked.question.get("page", ["1"])[0])
        size = int(asked.question.get("pageSize", [str(usual)])[0])
        if page < 1 or not 1 <= size <= largest:
            return problem(400, "There are validation errors with the request.", f"Must be between 1 and {largest}.")
        size = min(size, self.largest_page)
        pages = max(len(entries) - 1, 0) // size + 1
        paging = {"page": page, "pageSize": size, "totalResults": len(entries), "totalPages": pages}
        return _json({"paging": paging, "results": entries[(page - 1) * size : page * size]})

    def _file(self, asked: Asked, version: Version) -> Reply:
        body = packed(version.body) if self.gzipped else version.body
        headers = [("Content-Encoding", "gzip")] if self.gzipped else []
        if not self.resumable:
            return Reply(200, body, "text/csv", tuple(headers))
        etag = etag_of(body)
        headers += [("ETag", etag), ("Accept-Ranges", "bytes")]
        part = RANGE.match(asked.headers.get("Range", ""))
        if part is None or asked.headers.get("If-Range", etag) != etag:
            return Reply(200, body, "text/csv", tuple(headers))
        first = int(part[1])
        if first >= len(body):
            return Reply(416, b"", "text/csv", (("Content-Range", f"bytes */{len(body)}"),))
        headers.append(("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}"))
        return Reply(206, body[first:], "text/csv", tuple(headers))


@lru_cache(maxsize=32)
def packed(body: bytes) -> bytes:
    """As the publisher keeps it: the same bytes for the same file."""
    return gzip.compress(body, mtime=0)


def etag_of(body: bytes) -> str:
    """A strong one."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def problem(status: int, title: str, *messages: str) -> Reply:
    """Problem details in the publisher's shape."""
    found: Json = {"title": title, "type": HTTPStatus(status).phrase, "status": status}
    if messages:
        found["errors"] = [{"message": message, "code": "InvalidValue", "path": "pageSize"} for message in messages]
    return Reply(status, json.dumps(found).encode(), "application/problem+json; charset=utf-8")


def _json(found: Json) -> Reply:
    return Reply(200, json.dumps(found).encode())


def _shipped(names: Iterable[str] | None) -> dict[str, Callable[[], bytes]]:
    return {name: lambda name=name: shipped_csv(name) for name in (SHIPPED if names is None else names)}  # type: ignore[misc]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, publisher: PublisherOnLoopback) -> None:
        self.publisher = publisher
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Every address."""
        publisher = self.server.publisher
        parts = urlsplit(self.path)
        asked = Asked(parts.path, parse_qs(parts.query), self.headers)
        publisher.requests.append(asked)
        fault = next((fault for fault in publisher.faults if fault.applies(asked.whole)), None)
        if fault is not None and fault.before is not None:
            fault.before()
        reply = fault.instead if fault is not None and fault.instead is not None else publisher.reply(asked)
        self.send_response(reply.status)
        for name, value in (("Content-Type", reply.kind), *reply.headers, *(fault.headers if fault else ())):
            self.send_header(name, value)
        stop = None if fault is None else fault.stop_after(len(reply.body))
        length = len(reply.body) if fault is None or fault.length is None else fault.length
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(reply.body[:stop])
        self.wfile.flush()
        if fault is not None and fault.stall:
            publisher.released.wait(WAIT)
        if stop is not None or length != len(reply.body):
            self.close_connection = True
        if fault is not None and fault.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written."""
