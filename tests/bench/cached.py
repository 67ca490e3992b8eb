"""What is kept: many who ask for the same new page at once, and what a portal draws by itself after a start."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path

from tests.bench.changes import Pages, Places, places, walk
from tests.bench.counted import kept_in, made, settled
from tests.bench.crowd import rush
from tests.bench.findings import Measured, Verdict, spelled, table
from tests.live import serving
from tests.services.servers import Redis

AT_ONCE = 64
PATHS = ("/", "/board", "/partnership", "/compare", "/indicator")
"""Pages that take long to draw: one address each, which nobody asked for before."""
SEED = 88
AT_REST, WARMER_AT_REST = 1.5, 10
"""Seconds without another page, after which none is expected any more; what draws them has to start first."""


def stampedes(addresses: Sequence[str], there: Places, seed: int) -> list[tuple[str, int, float, float]]:
    """For each page: how often it was made, the milliseconds of the last of all, and of one who comes alone."""
    pages = Pages(addresses[0])
    for address in addresses:  # the first page is drawn at a start
        settled(partial(made, address), AT_REST)
    found = []
    for path in PATHS:
        crowded, alone = (pages.request(chosen.address(path)) for chosen in islice(walk(there, seed), 3, 5))
        before = sum(map(made, addresses))
        at_once = rush(addresses, AT_ONCE, [crowded] * AT_ONCE)
        computed = sum(map(made, addresses)) - before
        if len({answer.text for answer in at_once.answers}) != 1:
            raise RuntimeError(f"Those who asked for {path} at once were not answered alike.")
        found.append((path, computed, at_once.wait(1), rush(addresses, 1, [alone]).wait(1)))
    return found


def report() -> Measured:
    """One machine with its folder, two with one Redis, and the warming after a start."""
    with tempfile.TemporaryDirectory() as cache, ExitStack() as servers:
        there = places(Path(cache))
        folder = Path(servers.enter_context(tempfile.TemporaryDirectory()))
        redis = Redis(folder)
        servers.callback(redis.stop)
        with serving(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2", PORTAL_WARMING="no") as portal:
            one = stampedes([portal], there, SEED)
        shared = {"PORTAL_CACHE": "redis", "REDIS_URL": redis.url, "PORTAL_WARMING": "no"}
        with ExitStack() as portals:
            folders = [portals.enter_context(tempfile.TemporaryDirectory()) for _ in range(2)]
            addresses = [portals.enter_context(serving(PORTAL_CACHE_DIR=each, **shared)) for each in folders]
            two = stampedes(addresses, there, SEED + 1)
    with (
        tempfile.TemporaryDirectory() as cache,
        serving(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2", PORTAL_WARMING="yes") as _portal,
    ):
        warmed, seconds = settled(partial(kept_in, Path(cache)), WARMER_AT_REST)
    rows = [
        (f"`{path}`", where, str(computed), spelled(last), spelled(alone))
        for where, found in (("2 processes, a folder", one), ("2 groups, one Redis", two))
        for path, computed, last, alone in found
    ]
    target = "held to one computation"
    verdicts = [
        Verdict(
            f"{AT_ONCE} at once ask for a new page, {where}", target, max(row[1] for row in found), 1, "computations"
        )
        for where, found in (("2 processes", one), ("2 groups with one Redis", two))
    ]
    head = ("page", "where", "times computed", "ms until the last had it", "ms for one alone (another address)")
    lines = [
        f"{AT_ONCE} people ask at the same moment for one address that nobody asked for before.",
        "",
        *table(head, rows),
        "",
        f"After a start with nothing kept the portal drew {warmed:,} pages by itself within {spelled(seconds)} s, "
        "and was then still.",
    ]
    return Measured(lines, verdicts, {"warmed": warmed, "warming_seconds": seconds})
