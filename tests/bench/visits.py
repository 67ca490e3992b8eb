"""What a visitor waits for: starting, a first visit, and answers when many ask at once.

Everything stays on this machine, and the number of requests is fixed. The floor is the same server saying it lives.
"""

import http.client
import json
import re
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from layouts import ids
from layouts.pages import PAGES
from tests.live import serving

USERS = (1, 8, 32)
REQUESTS = 800
BENCHMARK = "/api/v1/benchmark?indicator=LACHealth%25&authority=Southampton"
CALLBACK = "/_dash-update-component"
DRAWN = ((ids.PAGE, "children"), (ids.NAVIGATION, "children"), (ids.HEADING, "data"))


def drawing(path: str, search: str = "") -> bytes:
    """The request with which a browser has the page at an address drawn."""
    names = [f"{component}.{attribute}" for component, attribute in DRAWN]
    given = {"pathname": path, "search": search}
    body = {
        "output": f"..{'...'.join(names)}..",
        "outputs": [{"id": component, "property": attribute} for component, attribute in DRAWN],
        "inputs": [{"id": ids.ADDRESS, "property": name, "value": value} for name, value in given.items()],
        "changedPropIds": [f"{ids.ADDRESS}.pathname"],
    }
    return json.dumps(body).encode()


def ask(connection: http.client.HTTPConnection, address: str, body: bytes | None = None) -> bytes:
    headers = {"Accept-Encoding": "br", "Content-Type": "application/json"}
    connection.request("GET" if body is None else "POST", address, body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}.")
    return answer


def first_visit(host: str) -> tuple[int, int]:
    """Requests and bytes for the first page's document and everything it names, before its figures."""
    plain = http.client.HTTPConnection(host)
    plain.request("GET", "/")
    named = re.findall(r'(?:src|href)="(/[^"]+)"', plain.getresponse().read().decode())
    sizes = [len(ask(http.client.HTTPConnection(host), address)) for address in ["/", *named]]
    return len(sizes), sum(sizes)


def waits(host: str, address: str, body: bytes | None, users: int) -> tuple[list[float], float]:
    """Milliseconds that each of many requests took, from so many users at a time, and requests a second overall."""

    def one_user(_: int) -> list[float]:
        connection = http.client.HTTPConnection(host)
        taken = []
        for _ in range(REQUESTS // users):
            start = time.perf_counter()
            ask(connection, address, body)
            taken.append((time.perf_counter() - start) * 1000)
        connection.close()
        return taken

    start = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        taken = [wait for user in pool.map(one_user, range(users)) for wait in user]
    return taken, len(taken) / (time.perf_counter() - start)


def report() -> list[str]:
    """The measurements as lines of Markdown."""
    lines = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as cache, serving(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2") as address:
        host = urlsplit(address).netloc
        lines.append(f"- from nothing, with an empty cache, to serving: {time.perf_counter() - started:.1f} s")
        lines.append("- a first visit, before its figures: {} requests, {:,} bytes".format(*first_visit(host)))
        connection = http.client.HTTPConnection(host)
        cases: list[tuple[str, str, bytes | None]] = [("floor: /healthz", "/healthz", None), ("API", BENCHMARK, None)]
        for page in PAGES:
            start = time.perf_counter()
            size = len(ask(connection, CALLBACK, drawing(page.path)))
            taken = (time.perf_counter() - start) * 1000
            lines.append(f"- {page.path} drawn the first time: {taken:.0f} ms, {size:,} bytes")
            cases.append((page.path, CALLBACK, drawing(page.path)))
        lines += [
            "",
            "| what | users at once | median ms | 95% ms | answers a second |",
            "| --- | --- | --- | --- | --- |",
        ]
        for name, path, body in cases:
            for users in USERS:
                waited, rate = waits(host, path, body, users)
                centiles = statistics.quantiles(waited, n=20)
                lines.append(f"| {name} | {users} | {centiles[9]:.1f} | {centiles[18]:.1f} | {rate:.0f} |")
    return lines
