"""The shipped figures made many times as many (100 times: 77 million cells), to see what then takes no longer.

    python -m tests.bench.grown FOLDER 100      writes such a snapshot into FOLDER, never where the shipped one is

Every indicator gets as many times the periods, reaching back from its first one a period at a time, so that the newest
periods, and with them what most pages show, stay as they are. The added figures are those of the real periods in turn,
each time a little less, down to half. Nobody can take them for real ones: they speak of years from 720 on. They are the
same each time that they are made. Areas stay as they are, since a page over all authorities shows as many as there are.

The publishers' tidy files are made larger too, each row again and again with another value of a filter: the same
figures are then to be found among many more rows. LAIT's table, which its publisher has closed, stays, as do workbooks.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from app.settings import load_settings
from data.authorities import Area
from data.blocks import Block
from data.build import Content
from data.datasets import load_datasets
from data.existence import existed
from data.indicators import load_indicators
from data.missing import Missing
from data.periods import Period
from data.publish import write_snapshot
from data.refresh.building import content_of
from data.snapshot import SIMILARITY
from data.sources.tidy import FOLDER, header_of
from data.store import Snapshot, open_snapshot
from tests.bench.asking import Connection
from tests.bench.build import SOURCES
from tests.bench.changes import PATHS, Pages, places, size_of, walk
from tests.bench.findings import Measured, Verdict, spelled, table
from tests.live import ROOT, served

MOST = int(os.environ.get("GROWN_TIMES", "100"))
"""How many times the figures in a report. 100 takes three minutes of an idle machine and 2 GB of memory."""
FILES = (1, 10, 30)
"""How many times the rows of the tidy files."""
FIGURES = frozenset({"values", "numerators", "denominators", "low", "high"})
OLDEST_SHARE = 0.5
"""What the oldest added figures are of the real ones that they repeat; those between lie between."""
SIZES = (1, 3, 10, 30)
CHANGES, SEED = 15, 8
LATENCY, MEMORY, LINEAR = 1.2, 1.05, 1.2
"""Targets, times what it is with fewer. Linear and no growth are measured to within a fifth and a twentieth."""
LINEARLY = "linear: no more than each of fewer"
OPEN = """
import sys, pathlib
from data.store import open_snapshot
open_snapshot(*map(pathlib.Path, sys.argv[1:]))
"""
PORTAL = str(Path(sys.executable).with_name("portal"))


def grown_content(snapshot: Snapshot, times: int) -> Content:
    """What a snapshot holds, with `times` as many periods of every indicator."""
    content = content_of(snapshot, {}, load_indicators(), lambda _: None)
    blocks = {
        one.id: grown_block(content.blocks[one.id], times, content.areas, one.decimals) for one in content.indicators
    }
    return replace(content, blocks=blocks)


def grown_block(block: Block, times: int, areas: tuple[Area, ...], decimals: int) -> Block:
    """One indicator with its own periods last, and before them `times - 1` times as many that resemble them."""
    real = len(block.periods)
    if not real or times == 1:
        return block
    columns = np.tile(np.arange(real), times - 1)
    share = np.repeat(np.linspace(OLDEST_SHARE, 1, times - 1, endpoint=False), real)
    periods = earlier_periods(block.periods[0], len(columns))
    absent = ~existed(areas, periods)
    before = {name: array[:, columns] for name, array in _cells(block).items()}
    for name in FIGURES & before.keys():
        before[name] = np.round(before[name] * share, decimals)
        before[name][absent] = np.nan
    before["reasons"][absent] = Missing.NOT_APPLICABLE
    return Block(
        periods=periods + block.periods,
        statuses=block.statuses * times,
        **{name: np.hstack([before[name], array]) for name, array in _cells(block).items()},
    )


def _cells(block: Block) -> dict[str, np.ndarray]:
    arrays = {field.name: getattr(block, field.name) for field in fields(block)}
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


@cache
def earlier_periods(first: Period, count: int) -> tuple[Period, ...]:
    """The `count` periods just before the first one, the oldest first."""
    found = [first]
    for _ in range(count):
        found.append(found[-1].previous())
    return tuple(reversed(found[1:]))


def write_grown(folder: Path, times: int) -> str:
    """Write the shipped snapshot's figures `times` over below `folder`, and return the id of what was written."""
    shipped = load_settings().snapshot_dir
    with tempfile.TemporaryDirectory() as kept:
        identity = write_snapshot(grown_content(open_snapshot(shipped, Path(kept)), times), folder)
    (folder / SIMILARITY).write_bytes((shipped / SIMILARITY).read_bytes())
    return identity


def write_grown_files(sources: Path, folder: Path, times: int) -> int:
    """The source files below `folder`, the tidy ones with `times` as many rows; how many rows those have in all.

    A file without a filter has nothing to tell its rows apart by: it stays as it is.
    """
    rows = 0
    for path in (path for path in sources.rglob("*") if path.is_file()):
        target = folder / path.relative_to(sources)
        target.parent.mkdir(parents=True, exist_ok=True)
        dataset = load_datasets().get(path.stem) if path.parent.name == FOLDER else None
        if dataset and dataset.filters:
            rows += _repeated(path, target, dataset.filters[0], times)
        else:
            target.symlink_to(path.resolve())
    return rows


def _repeated(path: Path, target: Path, by: str, times: int) -> int:
    """Write the file's rows `times` over, each time with other words in column `by`; how many rows those are."""
    texts = pa.csv.ConvertOptions(column_types=dict.fromkeys(header_of(path), pa.string()), strings_can_be_null=False)
    rows = pa.csv.read_csv(path, convert_options=texts)
    column = rows.column_names.index(by)
    with pa.csv.CSVWriter(target, rows.schema) as writer:
        for copy in range(times):
            words = [f"{word}, copy {copy}" if copy else word for word in rows[by].to_pylist()]
            writer.write_table(rows.set_column(column, by, pa.array(words, pa.string())))
    return int(rows.num_rows) * times


@dataclass(frozen=True)
class Taken:
    """What a command took in a process of its own: seconds of processor, and the most memory, in MB."""

    seconds: float
    megabytes: float


def taken(*command: str) -> Taken:
    """Run it to its end."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def growth(found: dict[int, Taken]) -> float:
    """What each more took in the largest of some sizes (times), as a multiple of what it took in those before."""
    first, (*_, middle, last) = min(found), sorted(found)

    def each(few: int, many: int) -> float:
        return (found[many].seconds - found[few].seconds) / (many - few)

    return each(middle, last) / each(first, middle)


def sized(what: str, found: dict[int, Taken]) -> list[str]:
    """What each size took, as a table."""
    rows = [(f"{times}", spelled(one.seconds), f"{one.megabytes:,.0f}") for times, one in found.items()]
    return table((what, "seconds of processor", "memory at most, MB"), rows)


def builds(folder: Path) -> Measured:
    """`portal build` of tidy files with ever more rows."""
    if not SOURCES.is_dir():
        return Measured(["There are no source files on this machine, so no build of more of them was measured."])
    found, rows = {}, 0
    for times in FILES:
        files = folder / f"files-{times}"
        rows = write_grown_files(SOURCES, files, times)
        found[times] = taken(PORTAL, "build", "--sources", str(files), "--output", str(folder / "built"))
        shutil.rmtree(files)
    lines = ["", f"`portal build` of tidy files with more rows ({rows:,} in the largest):", ""]
    verdict = Verdict("`portal build`, each row of more files", LINEARLY, growth(found), LINEAR)
    return Measured([*lines, *sized("times the rows", found)], [verdict])


def portal_of(folder: Path, stack: ExitStack) -> tuple[str, int]:
    """Serve the snapshot below a folder, which is unpacked already; the address, and the web process."""
    data = {"PORTAL_SNAPSHOT_DIR": str(folder), "PORTAL_CACHE_DIR": str(folder / "cache")}
    address, first = stack.enter_context(served(**data))
    children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
    return address, int(children[0]) if children else first.pid


def own_memory(process: int) -> float:
    """Megabytes that a process has that are no file's: what a further one takes too."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Anonymous:"))


def views(few: Path, many: Path, times: int) -> Measured:
    """Every page of both snapshots in turn, each address asked for once and so not cached; and memory afterwards."""
    with ExitStack() as stack:
        portals = [portal_of(folder, stack) for folder in (few, many)]
        visitors = [(Connection(address), Pages(address)) for address, _ in portals]
        addresses, waits = walk(places(few / "cache" / "snapshots"), SEED), {}
        for path in PATHS:
            asked = [chosen.address(path) for chosen in islice(addresses, CHANGES + 1)]
            both = [[connection.ask(pages.request(one)) for connection, pages in visitors] for one in asked][1:]
            for answer in (answer for pair in both for answer in pair):
                size_of(answer)
            waits[path] = [[answer.seconds * 1000 for answer in answers] for answers in zip(*both, strict=True)]
        memory = [own_memory(process) for _, process in portals]
    medians = {path: [statistics.median(each) for each in pair] for path, pair in waits.items()}
    rows = [
        (f"`{path}`", spelled(before), spelled(after), spelled(after / before))
        for path, (before, after) in medians.items()
    ]
    whole = statistics.median(after / before for before, after in medians.values())
    worst = max(medians, key=lambda path: medians[path][1] / medians[path][0])
    lines = ["", f"Views, medians of {CHANGES} that were not cached, in turn:", ""]
    lines += table(("page", "ms", f"ms with {times} times the figures", "times"), rows)
    lines += ["", f"A web process has {memory[0]:.0f} MB of its own then, and {memory[1]:.0f} MB with more figures."]
    target = f"{LATENCY} times, with {times} times the figures"
    return Measured(
        lines,
        [
            Verdict("view latency, median of pages", target, whole, LATENCY),
            Verdict(f"view latency, slowest page (`{worst}`)", target, medians[worst][1] / medians[worst][0], LATENCY),
            Verdict("memory of a web process", f"no growth with {times} times", memory[1] / memory[0], MEMORY),
        ],
    )


def report(most: int = MOST) -> Measured:
    """Writing, opening, building and viewing ever more figures."""
    with tempfile.TemporaryDirectory() as name:
        folder, sizes = Path(name), [times for times in SIZES if times < most] + [most]
        written = {}
        for times in sizes:
            written[times] = taken(sys.executable, "-m", "tests.bench.grown", f"{folder}/{times}", str(times))
            if times not in (1, most):
                shutil.rmtree(folder / str(times))
        opened = {
            times: taken(sys.executable, "-c", OPEN, f"{folder}/{times}", f"{folder}/{times}/cache/snapshots")
            for times in (1, most)
        }
        built, seen = builds(folder), views(folder / "1", folder / str(most), most)
    lines = [
        f"The shipped figures {most} times (`GROWN_TIMES` says how many): each indicator has as many times the "
        "periods, which nobody published. Writing such a snapshot, with reading the shipped one and all imports:",
        "",
        *sized("times the figures", written),
        "",
        "Opening it for the first time, when it is unpacked:",
        "",
        *sized("times the figures", opened),
    ]
    verdict = Verdict("writing a snapshot, each figure of more", LINEARLY, growth(written), LINEAR)
    return Measured([*lines, *built.lines, *seen.lines], [verdict, *built.verdicts, *seen.verdicts])


if __name__ == "__main__":
    sys.stdout.write(write_grown(Path(sys.argv[1]), int(sys.argv[2])) + "\n")
