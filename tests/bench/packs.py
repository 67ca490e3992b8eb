"""How long somebody waits for a pack, from the key to the file, while somebody else goes on reading.

The floor is the web page of the same pack, drawn the first time: what a pack holds is there made and shown.
"""

import re
import statistics
import tempfile
import threading
import time
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from app.packs.files import FORMS
from tests.bench.asking import Connection
from tests.bench.changes import Pages
from tests.bench.findings import Measured, spelled, table
from tests.live import serving

SUBJECT = "/pack?authority=southampton&beside="
LONGEST_SECONDS = 120


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


def reading(portal: str, until: threading.Event, waits: list[float]) -> None:
    """Another reader, who has one page after another drawn."""
    connection, request = Connection(portal), Pages(portal).request("/indicator")
    while not until.is_set():
        waits.append(connection.ask(request).seconds * 1000)
        time.sleep(0.05)
    connection.close()


def report() -> Measured:
    """All forms, one after another."""
    rows = []
    with tempfile.TemporaryDirectory() as cache, serving(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2") as portal:
        until, waits = threading.Event(), list[float]()
        other = threading.Thread(target=reading, args=(portal, until, waits))
        other.start()
        try:
            for name, form in FORMS.items():
                shown, taken, size = made(portal, name)
                rows.append((form.words, spelled(shown), spelled(taken), f"{size:,}"))
        finally:
            until.set()
            other.join()
    return Measured(
        [
            "A process of its own makes each, from the key to the file, while another reader goes on.",
            "",
            *table(("pack of Southampton, 20 exceptions", "web page s", "file s", "bytes"), rows),
            "",
            f"Meanwhile another reader's pages took {statistics.median(waits):.0f} ms (median of {len(waits)}).",
        ]
    )
