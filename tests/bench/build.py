"""`portal build` of all of the publishers' files, beside pandas reading the same files and doing nothing with them.

The files are looked for in PORTAL_SOURCES or ../shared/data.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.findings import Measured, Verdict, in_turn, spelled, table
from tests.live import ROOT

SOURCES = Path(os.environ.get("PORTAL_SOURCES", ROOT.parent / "shared" / "data"))
RUNS = 5
MOST = 2.0
PORTAL = str(Path(sys.executable).with_name("portal"))
READ_BARE = """
import sys, pathlib
import pandas
folder = pathlib.Path(sys.argv[1])
for path in sorted((folder / "ees").glob("*.csv")):
    pandas.read_csv(path)
pandas.read_parquet(folder / "lait" / "bds_long_0.parquet")
for path in sorted((folder / "lait").glob("sn_*.xlsx")):
    pandas.read_excel(path)
for path in sorted((folder / "context").glob("*.csv")):
    pandas.read_csv(path)
"""


def timed(*command: str) -> float:
    """Seconds that a command takes in a process of its own, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def built() -> float:
    """Seconds that a build takes which has everything to write."""
    with tempfile.TemporaryDirectory() as output:
        return timed(PORTAL, "build", "--sources", str(SOURCES), "--output", output)


def report() -> Measured:
    """Medians of fresh processes, taken in turn."""
    if not SOURCES.is_dir():
        return Measured(["There are no source files on this machine, so the build was not measured."])
    ours, bare = in_turn(RUNS, built, lambda: timed(sys.executable, "-c", READ_BARE, str(SOURCES)))
    build, floor = statistics.median(ours), statistics.median(bare)
    rows = [("`portal build`", spelled(build)), ("pandas reading the same files", spelled(floor))]
    lines = [f"Medians of {RUNS} fresh processes each, in turn.", "", *table(("what", "s"), rows)]
    target = f"{MOST:g} times pandas' bare reading"
    return Measured(lines, [Verdict("`portal build` of all files", target, build / floor, MOST)])
