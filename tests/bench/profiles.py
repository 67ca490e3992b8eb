"""Where the time goes: one profile a page, kept in docs/profiles beside the report."""

import cProfile
import io
import pstats
import re
import tempfile
from itertools import islice
from pathlib import Path

from flask.testing import FlaskClient

from app.factory import create_server
from app.settings import load_settings
from tests.bench.changes import CANNOT, PATHS, VIEWS, places, walk
from tests.bench.findings import Measured
from tests.live import ROOT

FOLDER = ROOT / "docs" / "profiles"
SELECTIONS, SHOWN = 9, 25
SEED = 888
AT = re.compile(r" at 0x[0-9a-f]+")


def profile(browser: FlaskClient, addresses: list[str]) -> str:
    """The functions that took most by themselves while pages were made that nothing was kept of."""
    first, *rest = addresses
    browser.get(first)
    profiler = cProfile.Profile()
    for address in rest:
        profiler.enable()
        answer = browser.get(address, headers={"Accept-Encoding": "br"})
        profiler.disable()
        if answer.status_code != 200 or CANNOT in answer.data:
            raise RuntimeError(f"{address} was not answered.")
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(SHOWN)
    return AT.sub("", "\n".join(line.rstrip() for line in text.getvalue().strip().splitlines())) + "\n"


def report() -> Measured:
    """Write the files, and say which there are."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORTAL_CACHE_DIR": folder, "PORTAL_DATA_DIR": folder, "PORTAL_WARMING": "no"}
        browser = create_server(load_settings(settings)).test_client()
        found = VIEWS.search(browser.get("/").data)
        if found is None:
            raise RuntimeError("The document does not say where its views are.")
        there = places(Path(folder))
        for path in PATHS:
            addresses = [found[1].decode() + each.address(path) for each in islice(walk(there, SEED), SELECTIONS)]
            head = f"{path}, {SELECTIONS - 1} selections that were not kept, request to compressed answer\n\n"
            (FOLDER / f"{path.strip('/') or 'home'}.txt").write_text(head + profile(browser, addresses), "utf-8")
    names = ", ".join(f"[{path}](profiles/{path.strip('/') or 'home'}.txt)" for path in PATHS)
    return Measured([f"The {SHOWN} functions of each page that took most by themselves, not cached: {names}."])
