"""Changing authority, indicator or comparator on every page, over HTTP: ours beside the floor, one after the other.

Each address is new to the portal when it is first asked for (not cached), and is then asked for again on other
connections, which other processes may serve (cached).
"""

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from callbacks import ROUTES
from tests.bench import floor
from tests.bench.asking import ENCODED, PLAIN, Connection, get, post
from tests.bench.changes import PATHS, Pages, places, size_of, walk
from tests.bench.counted import answers
from tests.bench.findings import Measured, Verdict, centile, spelled, table, times
from tests.bench.released import RELEASED, released
from tests.live import serving

CHANGES = 24
"""For each page: eight of the authority, eight of the indicator and eight of the comparator."""
CONNECTIONS = 4
CACHED, NOT_CACHED = 1.3, 4.0
CALLBACK = "/_dash-update-component"
BENCHMARK = "/api/v1/benchmark?indicator=LACHealth%25&authority=Southampton"
NEVER_KEPT = frozenset(route.page.path for route in ROUTES if not route.kept)
SEED = 8


@dataclass
class Waits:
    """Milliseconds for one page and for floors of the same size; `sizes` are bytes of JSON and bytes as sent."""

    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    kept_before: int = 0

    def __add__(self, other: "Waits") -> "Waits":
        kept = self.kept_before + other.kept_before
        lists = ("new", "again", "floor", "plain", "sizes")
        return Waits(*(getattr(self, name) + getattr(other, name) for name in lists), kept_before=kept)


class Crowd:
    """Some connections to one server, used in turn, so that all of its processes are asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connections = [Connection(address) for _ in range(CONNECTIONS)]
        self._turn = count()

    def ask(self, request: bytes) -> tuple[float, int, bytes]:
        """Milliseconds, bytes as sent, and the answer's text."""
        answer = self._connections[next(self._turn) % CONNECTIONS].ask(request)
        size_of(answer)
        return answer.seconds * 1000, len(answer.body), answer.text


def measured_page(path: str, portal: Crowd, bare: Crowd, pages: Pages, addresses: Iterator[str]) -> Waits:
    """Every change on one page. An address that was kept before anybody asked is counted, and not called new."""
    waits = Waits()
    first = len(portal.ask(pages.request(next(addresses)))[2])
    points = floor.points_for(first)
    requests = [post(CALLBACK, floor.callback(points), encoding=encoding) for encoding in (ENCODED, PLAIN)]
    for request in requests * CONNECTIONS:
        size = len(bare.ask(request)[2])
    if not 0.9 < size / first < 1.1:
        raise RuntimeError(f"The floor's answer has {size:,} bytes where {path} has {first:,}.")
    for address in islice(addresses, CHANGES):
        request = pages.request(address)
        _, made = answers(portal.address)
        taken, sent, text = portal.ask(request)
        waits.sizes.append((len(text), sent))
        if path in NEVER_KEPT or answers(portal.address)[1] > made:
            waits.new.append(taken)
        else:
            waits.kept_before += 1
        once_more = waits.new if path in NEVER_KEPT else waits.again
        for _ in range(2):
            waits.floor.append(bare.ask(requests[0])[0])
            once_more.append(portal.ask(request)[0])
            waits.plain.append(bare.ask(requests[1])[0])
    return waits


def measured() -> tuple[dict[str, Waits], Waits]:
    """By page; and the API's one figure beside the smallest of floors."""
    with (
        tempfile.TemporaryDirectory() as cache,
        released() as figures,
        serving(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2", PORTAL_WARMING="no", **figures.environment) as portal,
        serving("tests.bench.floor:server", PORTAL_WORKERS="2") as bare,
    ):
        ours, floors, pages, there = Crowd(portal), Crowd(bare), Pages(portal), places(Path(cache))
        found = {}
        for path in PATHS:
            addresses = (chosen.address(path) for chosen in walk(there, SEED))
            found[path] = measured_page(path, ours, floors, pages, addresses)
        api = Waits()
        smallest = post(CALLBACK, floor.callback(floor.FEWEST))
        for _ in range(CHANGES * 2):
            api.again.append(ours.ask(get(BENCHMARK))[0])
            api.floor.append(floors.ask(smallest)[0])
    return found, api


def row(name: str, waits: Waits) -> Sequence[str]:
    """One page's line."""
    bare, plain = statistics.median(waits.floor), statistics.median(waits.plain)
    sizes = [statistics.median(each) for each in zip(*waits.sizes, strict=True)]
    cells = [name, f"{sizes[0]:,.0f} / {sizes[1]:,.0f}", f"{spelled(bare)} / {spelled(plain)}"]
    for each in (waits.again, waits.new):
        if each:
            middle = statistics.median(each)
            cells.append(f"{spelled(middle)} ({spelled(centile(each, 0.95))})")
            cells.append(f"**{spelled(middle / bare)}** / {spelled(middle / plain)}")
        else:
            cells += ["kept nowhere", ""]
    return cells


def verdicts(found: dict[str, Waits]) -> list[Verdict]:
    """All pages together, and the page that is furthest from the target."""
    whole, each = sum(found.values(), Waits()), []
    for words, kind, limit in (("cached", "again", CACHED), ("not cached", "new", NOT_CACHED)):
        what, target = f"a change, {words}", f"{limit} times the floor's callback"
        each.append(Verdict(f"{what}, over all pages", target, times(getattr(whole, kind), whole.floor), limit))
        ratios = {path: times(taken, waits.floor) for path, waits in found.items() if (taken := getattr(waits, kind))}
        path, ratio = max(ratios.items(), key=lambda item: item[1])
        each.append(Verdict(f"{what}, slowest page (`{path}`)", target, ratio, limit))
    return each


def report() -> Measured:
    """Every page, all of them together, and the verdicts."""
    found, api = measured()
    whole = sum(found.values(), Waits())
    head = (
        "page", "bytes of JSON / as sent", "floor ms: compressed / plain", "cached ms (95%)",
        "times the floor: compressed / plain", "not cached ms (95%)", "times the floor: compressed / plain",
    )  # fmt: skip
    rows = [*(row(f"`{path}`", waits) for path, waits in found.items()), row("all", whole)]
    lines = [
        f"Medians of {CHANGES} changes on each page, a third each of authority, indicator and comparator; after each "
        "of them, in turn, the floor's callback with an answer of the same size, compressed as ours is and, harder, "
        f"as it is. {CONNECTIONS} connections are kept open to each server, from one process on the same machine. "
        f"{RELEASED}",
        "",
        *table(head, rows),
        "",
        f"Of {whole.kept_before + len(whole.new)} changes {whole.kept_before} were kept before anybody asked for "
        f"them; they are left out of what is not cached. {', '.join(f'`{path}`' for path in sorted(NEVER_KEPT))} is "
        "kept nowhere, since it repeats what somebody typed.",
        "",
        f"One figure by the API took {spelled(statistics.median(api.again))} ms, "
        f"{spelled(times(api.again, api.floor))} times the smallest callback of the floor.",
    ]
    return Measured(lines, verdicts(found))
