"""How long somebody waits for a pack, from the key to the file, and somebody else meanwhile for pages.

Beside it stands the web page of the same pack: what a pack holds is there made and shown.
"""

import re
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from app.packs.files import FORMS
from tests.bench.asking import Connection
from tests.bench.changes import Pages, places, size_of, walk
from tests.bench.findings import Measured, spelled, table
from tests.live import serving

SUBJECT = "/pack?authority=southampton&beside="
LONGEST_SECONDS = 120
ALONE, PAUSE, SEED = 12, 0.5, 9
"""Pages that another reader asks for before any pack is made, and the seconds between two of them."""


def read(browser: OpenerDirector, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
    """Where a page is that a browser comes to, and its text."""
    with browser.open(address, urlencode(form).encode() if form else None) as answer:
        return answer.geturl(), answer.read().decode(errors="replace")


def made(portal: str, form: str) -> tuple[float, float, int]:
    """Seconds for the web page and, from the key, for the file; and the bytes of the file."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    start = time.perf_counter()
    _, page = read(browser, portal + SUBJECT)
    shown = time.perf_counter() - start
    token, address = (
        unescape(re.findall(rf'name="{name}" value="([^"]+)"', page)[0]) for name in ("csrf_token", "address")
    )
    start = time.perf_counter()
    where, page = read(browser, f"{portal}/packs", {"csrf_token": token, "address": address, "form": form})
    while "/file" not in page:
        if time.perf_counter() - start > LONGEST_SECONDS:
            raise RuntimeError(f"The {form} was not there after {LONGEST_SECONDS} seconds.")
        time.sleep(0.1)
        _, page = read(browser, where)
    with browser.open(f"{where}/file") as answer:
        size = len(answer.read())
    return shown, time.perf_counter() - start, size


def reading(portal: str, requests: Iterator[bytes], until: threading.Event, waits: list[float]) -> None:
    """Another reader, who asks for one page after another that nobody asked for before; how many ms each took."""
    connection = Connection(portal)
    while not until.is_set():
        answer = connection.ask(next(requests))
        size_of(answer)
        waits.append(answer.seconds * 1000)
        time.sleep(PAUSE)
    connection.close()


def report() -> Measured:
    """All forms, one after another."""
    rows = []
    with tempfile.TemporaryDirectory() as cache, serving(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2") as portal:
        pages, places_there = Pages(portal), places(Path(cache) / "snapshots")
        requests = (pages.request(chosen.address("/indicator")) for chosen in walk(places_there, SEED))
        until, waits = threading.Event(), list[float]()
        other = threading.Thread(target=reading, args=(portal, requests, until, waits))
        other.start()
        try:
            while len(waits) < ALONE and other.is_alive():
                time.sleep(PAUSE)
            alone = len(waits)
            for name, form in FORMS.items():
                shown, taken, size = made(portal, name)
                rows.append((form.words, spelled(shown), spelled(taken), spelled(taken / shown), f"{size:,}"))
        finally:
            until.set()
            other.join()
    before, meanwhile = (spelled(statistics.median(part)) for part in (waits[:alone], waits[alone:]))
    return Measured(
        [
            "A process of its own makes each, which gives way to whoever reads.",
            "",
            *table(
                ("pack of Southampton, 20 exceptions", "its web page, s", "the file, s", "times", "bytes of the file"),
                rows,
            ),
            "",
            f"Another reader has a new page of an indicator made every {PAUSE} s or so: that took {before} ms before "
            f"(median of {alone}), and {meanwhile} ms while packs were made (median of {len(waits) - alone}).",
        ]
    )
