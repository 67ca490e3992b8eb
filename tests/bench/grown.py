"""A hundred times the data (77 million cells): what writing, opening, building and viewing them takes, beside fewer.

python -m tests.bench.grown FOLDER 100      writes such a snapshot into FOLDER, never where the shipped one is
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.bench.asking import Connection
from tests.bench.build import SOURCES
from tests.bench.changes import PATHS, Pages, places, size_of, walk
from tests.bench.findings import Measured, Verdict, spelled, table
from tests.bench.larger import write_grown, write_grown_files
from tests.live import ROOT, served

MOST = int(os.environ.get("GROWN_TIMES", "100"))
"""How many times the figures in a report. 100 takes three minutes of an idle machine and 2 GB of memory."""
FILES = (1, 10, 30)
"""How many times the rows of the tidy files."""
TURNS = 3
"""How often each size is written and built, in turn with the others; the medians are told."""
SIZES = (1, 10, 30)
CHANGES, SEED = 41, 8
LATENCY, MEMORY, LINEAR = 1.2, 1.05, 1.2
"""Targets, times what it is with fewer. Linear and no growth are measured to within a fifth and a twentieth."""
LINEARLY = "linear: no more than each of fewer"
OPEN = """
import sys, pathlib, time
from data.store import open_snapshot
start = time.process_time()
open_snapshot(*map(pathlib.Path, sys.argv[1:]))
print(time.process_time() - start)
"""
PORTAL = str(Path(sys.executable).with_name("portal"))


@dataclass(frozen=True)
class Taken:
    """What a command took in a process of its own: seconds of processor, and the most memory, in MB."""

    seconds: float
    megabytes: float


def taken(*command: str, tells: bool = False) -> Taken:
    """Run it to its end. One that `tells` says itself how many seconds its work took, without its start."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
        said.seek(0)
        seconds = float(said.read()) if tells else used.ru_utime + used.ru_stime
    return Taken(seconds, used.ru_maxrss / 1024)


def middle(each: list[Taken]) -> Taken:
    """The one that took the median of the seconds."""
    return sorted(each, key=lambda one: one.seconds)[len(each) // 2]


def growth(found: dict[int, Taken]) -> float:
    """What each more took in the largest of some sizes (times), as a multiple of what it took in those before."""
    first, *_, before, last = sorted(found)

    def each(few: int, many: int) -> float:
        return (found[many].seconds - found[few].seconds) / (many - few)

    return each(before, last) / each(first, before)


def sized(what: str, found: dict[int, Taken]) -> list[str]:
    """What each size took, as a table."""
    rows = [(f"{times}", spelled(one.seconds), f"{one.megabytes:,.0f}") for times, one in found.items()]
    return table((what, "seconds of processor", "memory at most, MB"), rows)


def writings(folder: Path, sizes: list[int]) -> dict[int, Taken]:
    """Write a snapshot of each size anew in each turn; the last of the smallest and of the largest stay."""
    each: dict[int, list[Taken]] = {times: [] for times in sizes}
    for times in sizes * TURNS:
        place = folder / str(times)
        shutil.rmtree(place, ignore_errors=True)
        command = (sys.executable, "-m", "tests.bench.grown", str(place), str(times))
        each[times].append(taken(*command, tells=True))
        if times not in (sizes[0], sizes[-1]):
            shutil.rmtree(place)
    return {times: middle(them) for times, them in each.items()}


def builds(folder: Path) -> Measured:
    """`portal build` of tidy files with ever more rows."""
    if not SOURCES.is_dir():
        return Measured(["", "There are no source files on this machine, so no build of more of them was measured."])
    files = {times: folder / f"files-{times}" for times in FILES}
    rows = [write_grown_files(SOURCES, place, times) for times, place in files.items()]
    each: dict[int, list[Taken]] = {times: [] for times in FILES}
    for times in FILES * TURNS:
        each[times].append(taken(PORTAL, "build", "--sources", str(files[times]), "--output", str(folder / "built")))
    found = {times: middle(them) for times, them in each.items()}
    for place in files.values():
        shutil.rmtree(place)
    lines = [
        "",
        f"`portal build` of tidy files with more rows ({rows[-1]:,} in the largest), medians of {TURNS} in turn:",
        "",
    ]
    verdict = Verdict("`portal build`, each row of more files", LINEARLY, growth(found), LINEAR)
    return Measured([*lines, *sized("times the rows", found)], [verdict])


def portal_of(folder: Path, stack: ExitStack) -> tuple[str, int]:
    """Serve the snapshot below a folder, which is unpacked already; the address, and the web process."""
    data = {"PORTAL_SNAPSHOT_DIR": str(folder), "PORTAL_CACHE_DIR": str(folder / "cache")}
    address, first = stack.enter_context(served(**data))
    children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
    return address, int(children[0]) if children else first.pid


def memory_of(process: int) -> tuple[float, float]:
    """Megabytes of a process that are no file's: those that it shares with no other, and all.

    Pages of a mapped file that was written lately count as dirty, and as its own where no other process has read them.
    """
    own = whole = 0
    of_file = False
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        what, *rest = line.split()
        if not what.endswith(":"):  # where a mapping begins: addresses, permissions, offset, device, inode, path
            of_file = rest[0].endswith("s")
        elif what == "Private_Dirty:" and not of_file:
            own += int(rest[0])
        elif what == "Anonymous:":
            whole += int(rest[0])
    return own / 1024, whole / 1024


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
        memory = [memory_of(process) for _, process in portals]
    medians = {path: [statistics.median(each) for each in pair] for path, pair in waits.items()}
    rows = [
        (f"`{path}`", spelled(before), spelled(after), spelled(after / before))
        for path, (before, after) in medians.items()
    ]
    whole = statistics.median(after / before for before, after in medians.values())
    worst = max(medians, key=lambda path: medians[path][1] / medians[path][0])
    lines = ["", f"Views, medians of {CHANGES} that were not cached, in turn:", ""]
    lines += table(("page", "ms", f"ms with {times} times the figures", "times"), rows)
    (own, whole_memory), (own_later, whole_later) = memory
    lines += [
        "",
        "A web process then has, in MB, what no other process shares / all, without the figures, which are files that "
        f"are mapped for all: {own:.0f} / {whole_memory:.0f}, and {own_later:.0f} / {whole_later:.0f} with {times} "
        "times the figures.",
    ]
    target = f"{LATENCY} times, with {times} times the figures"
    return Measured(
        lines,
        [
            Verdict("view latency, median of pages", target, whole, LATENCY),
            Verdict(f"view latency, slowest page (`{worst}`)", target, medians[worst][1] / medians[worst][0], LATENCY),
            Verdict("memory of a web process", f"no growth with {times} times", whole_later / whole_memory, MEMORY),
            Verdict("memory of its own", f"no growth with {times} times", own_later / own, MEMORY),
        ],
    )


def report(most: int = MOST) -> Measured:
    """Writing, opening, building and viewing ever more figures."""
    with tempfile.TemporaryDirectory() as name:
        folder, sizes = Path(name), [times for times in SIZES if times < most] + [most]
        written = writings(folder, sizes)
        first, again = (
            {
                times: taken(
                    sys.executable, "-c", OPEN, f"{folder}/{times}", f"{folder}/{times}/cache/snapshots", tells=True
                )
                for times in (1, most)
            }
            for _ in range(2)
        )
        built, seen = builds(folder), views(folder / "1", folder / str(most), most)
    lines = [
        f"The shipped figures {most} times (`GROWN_TIMES` says how many): each indicator has as many times the "
        "periods, which nobody published. Writing such a snapshot, "
        f"medians of {TURNS} in turn:",
        "",
        *sized("times the figures", written),
        "",
        "Opening it for the first time, when it is unpacked:",
        "",
        *sized("times the figures", first),
        "",
        "Opening it later, as each command and each start does:",
        "",
        *sized("times the figures", again),
    ]
    verdict = Verdict("writing a snapshot, each figure of more", LINEARLY, growth(written), LINEAR)
    return Measured([*lines, *built.lines, *seen.lines], [verdict, *built.verdicts, *seen.verdicts])


if __name__ == "__main__":
    sys.stdout.write(f"{write_grown(Path(sys.argv[1]), int(sys.argv[2]))}\n")
