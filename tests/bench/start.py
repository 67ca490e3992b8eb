"""The start of `portal serve`, beside importing what it imports, and what each of its processes keeps to itself."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.request import urlopen

from tests.bench.asking import Connection, get
from tests.bench.changes import PATHS, places, walk
from tests.bench.findings import Measured, Verdict, in_turn, spelled, table
from tests.live import ROOT, free_port, served

RUNS = 7
PATIENCE = 60
REQUESTS = 200
SEED = 7
FIRST, LARGEST_START = "/view/now/", 1.5
OWN_MEGABYTES = 60
PROCESSES = 2
WEB = ("gunicorn.arbiter", "gunicorn.sock", "gunicorn.workers.gthread")
"""What gunicorn imports by name when it serves."""
LOADED = f"""
import importlib, json, sys
from app.server import load
from app.settings import load_settings
before = set(sys.modules)
server = load(load_settings())
browser = server.test_client()
assert all(browser.get(address).status_code == 200 for address in ("/", "{FIRST}"))
for name in {WEB}:
    importlib.import_module(name)
ours = {{"app", "callbacks", "layouts", "models", "data", "__main__"}}
names = [name for name, module in sys.modules.items() if getattr(module, "__spec__", None) is not None]
print(json.dumps([name for name in names if name.split(".")[0] not in ours | sys.stdlib_module_names]))
"""
IMPORTED = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
for name in json.load(sys.stdin):
    importlib.import_module(name)
"""
IMPORTED_WITH_OURS = "import app.factory, gunicorn.arbiter, gunicorn.workers.gthread"
COMMANDS = (
    ("`portal --help`", ("--help",)),
    ("`portal table Southampton`", ("table", "Southampton")),
    ("`portal benchmark LACHealth% Southampton`", ("benchmark", "LACHealth%", "Southampton")),
)


def report() -> Measured:
    """Both targets, with what they are made of."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PORTAL_CACHE_DIR": f"{folder}/cache", "PORTAL_DATA_DIR": f"{folder}/data"}
        started, memory = starts(environment), memories(Path(folder) / "cache")
    return Measured([*started.lines, "", *memory.lines], [*started.verdicts, *memory.verdicts])


def starts(environment: dict[str, str]) -> Measured:
    """From nothing to the first page, and how long its imports take by themselves, in turn and in fresh processes."""
    # As installed packages are: an editable installation is not, unless somebody does it.
    subprocess.run([sys.executable, "-m", "compileall", "-q", *OURS], check=True, cwd=ROOT)
    told = subprocess.run([sys.executable, "-c", LOADED], check=True, cwd=ROOT, env=environment, capture_output=True)
    names = told.stdout
    jobs: list[Callable[[], float]] = [
        lambda: first_answers(environment),
        lambda: seconds([sys.executable, "-c", IMPORTED], environment, names),
        lambda: seconds([sys.executable, "-c", IMPORTED_WITH_OURS], environment),
    ]
    portal = str(Path(sys.executable).with_name("portal"))
    jobs += [lambda given=given: seconds([portal, *given], environment) for _, given in COMMANDS]  # type: ignore[misc]
    ours, floor, with_ours, *commands = map(statistics.median, in_turn(RUNS, *jobs))
    rows = [
        (f"start of `portal serve` to the first answers (/ and {FIRST})", ours),
        (f"importing the {len(json.loads(names))} modules of others that it has then", floor),
        ("importing all that it has then, our own modules too", with_ours),
        *((what, taken) for (what, _), taken in zip(COMMANDS, commands, strict=True)),
    ]
    return Measured(
        table(("what", "seconds"), [(what, f"{taken:.2f}") for what, taken in rows]),
        [Verdict("start to the first answers", "1.5 times importing what it imports", ours / floor, LARGEST_START)],
    )


OURS = ("app", "callbacks", "data", "layouts", "models")


def seconds(command: list[str], environment: dict[str, str], given: bytes = b"") -> float:
    """How long a process takes from its start to its end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, env=environment, input=given, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def first_answers(environment: dict[str, str]) -> float:
    """How long `portal serve` takes from its start until it has answered with the document and with the first page."""
    portal, port = str(Path(sys.executable).with_name("portal")), free_port()
    start = time.perf_counter()
    command = [portal, "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - start < PATIENCE:
            try:
                for address in ("/", FIRST):
                    with urlopen(f"http://127.0.0.1:{port}{address}", timeout=PATIENCE) as answer:
                        answer.read()
                return time.perf_counter() - start
            except OSError:
                time.sleep(0.005)
        raise RuntimeError(f"The portal did not answer within {PATIENCE} seconds.")
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def memories(cache: Path) -> Measured:
    """What each process has for itself alone after many different requests, and what it shares."""
    environment = {"PORTAL_WORKERS": str(PROCESSES), "PORTAL_CACHE_DIR": str(cache)}
    with served(**environment) as (address, first):
        asked = ask_much(address, cache)
        children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
        found = [("the first process", kept_by(first.pid))]
        found += [(f"web process {number}", kept_by(int(child))) for number, child in enumerate(children, 1)]
    rows = [(what, *(f"{part:.0f}" for part in parts)) for what, parts in found]
    own = max(parts[0] for what, parts in found if what.startswith("web"))
    return Measured(
        [
            f"After {asked} different requests to {PROCESSES} processes forked from one, in MB:",
            "",
            *table(("process", "its own", "its share of all", "mapped in all"), rows),
            "",
            f"The most that a web process has of its own is {spelled(own)} MB.",
        ],
        [Verdict("memory of each further web process", "under 60 MB of its own", own, OWN_MEGABYTES, "MB")],
    )


def ask_much(address: str, cache: Path) -> int:
    """Ask for every page with ever another choice, on connections that different processes answer; how many times."""
    asked = 0
    for request in islice(requests(cache), REQUESTS):
        connection = Connection(address)  # a new one each time, so that any process may take it
        connection.ask(request)
        connection.close()
        asked += 1
    return asked


def requests(cache: Path) -> Iterator[bytes]:
    """Views of all pages, and of the API now and then, no two alike."""
    for number, (chosen, path) in enumerate(zip(walk(places(cache / "snapshots"), SEED), cycle(PATHS))):
        yield get(f"/view/now{chosen.address(path)}")
        if number % len(PATHS) == 0:
            yield get(f"/api/v1/benchmark?indicator=LACHealth%25&authority={chosen.authority}")


def kept_by(process: int) -> tuple[float, float, float]:
    """Megabytes that a process has for itself alone, those with its share of what others have too, and all."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return sizes["Private_Clean"] + sizes["Private_Dirty"], sizes["Pss"], sizes["Rss"]


if __name__ == "__main__":
    found = report()
    sys.stdout.write("\n".join([*found.lines, *map(str, found.verdicts)]) + "\n")
