"""Everything that one authority's board needs, over all indicators, uncached, after the snapshot is open."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.settings import load_settings
from data.authorities import Area
from data.exception_rules import load_rules
from data.store import Snapshot, open_snapshot
from models.assessment import assess
from models.benchmark import published_group, standing
from models.exceptions.published import published_lists
from tests.bench.findings import Measured, Verdict, spelled, table

AUTHORITIES = ("Southampton", "Leeds", "Kent", "Derby", "Essex", "York", "Camden", "Cornwall")
RUNS = 4
"""Of each job for each authority, in turn, so that nothing of the one before can be used again."""
LIMIT_MS = 150


def jobs(snapshot: Snapshot, area: Area) -> dict[str, Callable[[], object]]:
    """What is measured, by name; the last is the board's."""
    group = published_group(snapshot.edition("2025"), area)
    return {
        "floor: reading every figure of the latest periods": lambda: snapshot.slice(),
        "bands, ranks, intervals, comparison words, gaps": lambda: standing(snapshot, area, group),
        "the same with false discovery": lambda: assess(snapshot, area, group),
        "the board's two lists, every rule": lambda: published_lists(assess(snapshot, area, group), load_rules()),
    }


def report() -> Measured:
    """Medians in milliseconds; the first authority of all is thrown away."""
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as cache:
        snapshot = open_snapshot(load_settings().snapshot_dir, Path(cache))
        areas = [snapshot.authorities.find(name) for name in AUTHORITIES]
        for turn in range(RUNS):
            for what in jobs(snapshot, areas[0]):
                for area in areas:  # one after the other, since how the last one stands is kept
                    job = jobs(snapshot, area)[what]
                    start = time.perf_counter()
                    job()
                    if turn or area != areas[0]:
                        taken.setdefault(what, []).append((time.perf_counter() - start) * 1000)
        indicators = len(snapshot.indicators)
    medians = {what: statistics.median(each) for what, each in taken.items()}
    what, board = list(medians.items())[-1]
    lines = [
        f"All {indicators} indicators of each of {len(AUTHORITIES)} authorities in turn, {RUNS} times, nothing kept.",
        "",
        *table(("what", "median ms"), [(what, spelled(each)) for what, each in medians.items()]),
    ]
    target = f"{LIMIT_MS} ms uncached"
    return Measured(lines, [Verdict(f"all indicators of one authority: {what}", target, board, LIMIT_MS, "ms")])
