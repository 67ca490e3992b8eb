"""Everything that one authority's board needs, over all indicators, uncached, after the snapshot is open."""

import statistics
import tempfile
import time
from pathlib import Path

from app.settings import load_settings
from data.exception_rules import load_rules
from data.store import open_snapshot
from models.assessment import assess
from models.benchmark import published_group, standing
from models.exceptions.published import published_lists

RUNS = 15


def report() -> list[str]:
    """Medians in milliseconds, with the reading of the bare figures as the floor."""
    with tempfile.TemporaryDirectory() as cache:
        snapshot = open_snapshot(load_settings().snapshot_dir, Path(cache))
        area = snapshot.authorities.find("Southampton")
        group = published_group(snapshot.edition("2025"), area)
        jobs = {
            "floor: reading every figure of the latest periods": lambda: snapshot.slice(),
            "bands, ranks, intervals, comparison words, gaps": lambda: standing(snapshot, area, group),
            "the same with false discovery": lambda: assess(snapshot, area, group),
            "the board's two lists, every rule": lambda: published_lists(assess(snapshot, area, group), load_rules()),
        }
        lines = ["| all 598 indicators of Southampton | median ms |", "| --- | --- |"]
        for name, job in jobs.items():
            job()
            taken = []
            for _ in range(RUNS):
                start = time.perf_counter()
                job()
                taken.append((time.perf_counter() - start) * 1000)
            lines.append(f"| {name} | {statistics.median(taken):.0f} |")
        return lines
