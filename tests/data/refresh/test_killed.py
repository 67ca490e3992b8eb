"""Killed in the middle: the live snapshot stays, and the next run goes on with what is there."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.refresh.lock import is_whole
from data.refresh.refreshing import Plan
from data.refresh.report import Outcome
from data.refresh.state import load_state
from data.snapshot import current_id, snapshot_ids
from data.store import Snapshot, open_snapshot
from tests.data.refresh.conftest import STABILITY
from tests.data.refresh.test_refreshing import REVISED, Run
from tests.publisher_on_loopback import faults
from tests.publisher_on_loopback.server import PublisherOnLoopback

CHILD = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from data.datasets import load_datasets
from data.indicators import load_indicators
from data.publisher.client import Publisher
from data.refresh import refreshing
from data.refresh.refreshing import Plan, refresh

url, identity, name, output, first, work, cache, live, point = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

class Told:
    def step(self, said):
        if said.startswith(point):
            die()
    def say(self, said):
        self.step(said)

if point == "between":
    from data.snapshot import make_current
    refreshing.make_current = lambda folder, made: make_current(folder, made) if made == live else die()
elif point == "half":
    import data.publish
    data.publish.pq.ParquetWriter.write_table = die
plan = Plan(
    output=Path(output), first=Path(first), work=Path(work), cache=Path(cache), definitions=load_indicators(),
    datasets={name: replace(load_datasets()[name], id=identity)},
)
refresh(plan, Publisher(url), Told())
"""
POINTS = {
    "in the middle of a download": f"{STABILITY}: 0.",
    "before anything is compared": "the figures that are live",
    "with a snapshot half written": "half",
    "between the snapshot and its becoming live": "between",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_refresh_that_is_killed(
    point: str, run: Run, plan: Plan, served: PublisherOnLoopback, live: Snapshot, first: Path
) -> None:
    served.release(STABILITY, REVISED)
    served.resumable = True
    if "download" in point:
        served.misbehave(faults.stalled_at(0.9, where="csv"))
    places = [str(path) for path in (plan.output, first, plan.work, plan.cache, live.id)]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, served.base_url, plan.datasets[STABILITY].id, STABILITY, *places, POINTS[point]],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert current_id(plan.output) in (None, live.id)
    assert all(is_whole(plan.output, identity) for identity in snapshot_ids(plan.output))
    if current_id(plan.output):
        assert open_snapshot(plan.output, plan.cache).id == live.id
    load_state(plan.work)  # whole, or not there
    served.behave()
    result = run(only=(STABILITY,))
    assert result.report.outcome is Outcome.PUBLISHED
    assert current_id(plan.output) == result.report.made
    assert [path.name for path in plan.output.iterdir() if path.is_dir() and path.name.startswith(".")] == []
    asked = [one for one in served.asked_for("csv") if "1.1" in one.whole]
    if "download" in point:
        assert asked[-1].headers["Range"]  # from where it was, not from the beginning
    else:
        assert len(asked) == 1  # the whole file was there already
