"""Commands and the start, each as a ratio to a floor measured in the same run.

Every time is the median of several runs in fresh processes, one after another. Sources for the build are looked for in
PORTAL_SOURCES or ../shared/data.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(os.environ.get("PORTAL_SOURCES", ROOT.parent / "shared" / "data"))
RUNS = 7
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


@dataclass(frozen=True)
class Line:
    """One line of the report: seconds for what is measured and for its floor."""

    what: str
    seconds: float
    floor: str
    floor_seconds: float
    target: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.seconds / self.floor_seconds


def timed(command: list[str]) -> float:
    """Seconds that a command takes in a process of its own, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def medians(first: Callable[[], float], second: Callable[[], float], runs: int = RUNS) -> tuple[float, float]:
    """Medians of two measurements taken in turn, so that other work falls on both; the first of each is thrown away."""
    pairs = [(first(), second()) for _ in range(runs + 1)][1:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def python(code: str, *arguments: str) -> Callable[[], float]:
    """A measurement of some Python in a fresh process."""
    return lambda: timed([sys.executable, "-c", code, *arguments])


def portal(*arguments: str) -> Callable[[], float]:
    """A measurement of one command."""
    return lambda: timed([PORTAL, *arguments])


def first_answer() -> float:
    """Seconds from starting `portal serve` to the first answered request for a page."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    start = time.perf_counter()
    process = subprocess.Popen(
        [PORTAL, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    try:
        while time.perf_counter() - start < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                    answer.read()
                    return time.perf_counter() - start
            except OSError:
                time.sleep(0.01)
        raise SystemExit("The portal did not answer within 60 seconds.")
    finally:
        process.terminate()
        process.wait()


def measure() -> list[Line]:
    """Every line of the report."""
    pandas_import = python("import pandas")
    table, floor = medians(portal("table", "Southampton"), pandas_import)
    lines = [Line("`portal table Southampton`", table, "`import pandas`", floor, 3)]
    answer, floor = medians(first_answer, python("import dash, pandas, numpy"))
    lines.append(
        Line("start of `portal serve` to the first answered page", answer, "`import dash, pandas, numpy`", floor, 3)
    )
    if SOURCES.is_dir():
        with tempfile.TemporaryDirectory() as output:
            build = portal("build", "--sources", str(SOURCES), "--output", output)
            made, floor = medians(build, python(READ_BARE, str(SOURCES)), 5)
        lines.append(Line("`portal build`", made, "pandas reading the same files", floor, 4))
    else:
        sys.stderr.write(f"There are no source files in {SOURCES}: the build is not measured.\n")
    return lines


def report(lines: list[Line]) -> str:
    """The measurements as a Markdown table."""
    rows = [
        f"| {line.what} | {line.seconds:.2f} s | {line.floor} | {line.floor_seconds:.2f} s | "
        f"{line.ratio:.2f} | under {line.target:g} |"
        for line in lines
    ]
    head = ["| what | median | floor | median | times the floor | target |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *rows])
