"""New figures and new code are taken up while fifty people go on asking, and none of their requests fails."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest

from app.operation import reloading
from app.settings import Settings, load_settings
from data.snapshot import CATALOGUE, SIMILARITY, make_current
from tests.asking import BENCHMARK, VIEWS, ask
from tests.conftest import PUBLISHED
from tests.data.two_releases import write_two_releases
from tests.live import served
from tests.waiting import until

USERS = 50
SECONDS_TO_CHANGE = 60
POLITE = 10
"""How far those who ask give way to the portal: with the others' processors they would only be told more often."""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with two snapshots and the shipped models, and the ids of the earlier and the later."""
    folder = tmp_path_factory.mktemp("releases")
    earlier, later = write_two_releases(folder)
    shutil.copy(PUBLISHED / SIMILARITY, folder / "out" / SIMILARITY)
    return folder / "out", earlier, later


@contextmanager
def asking(address: str, users: int = USERS) -> Iterator[list[str]]:
    """So many people ask for answers and pages without pause, each over a connection that stays open; what went wrong.

    Whoever is told that a connection is closed opens another, as every browser does; nobody asks again for what failed.
    """
    enough, failures = Event(), list[str]()
    host = urlsplit(address).netloc

    def one_user(number: int) -> int:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
        connection, asked = http.client.HTTPConnection(host, timeout=60), 0
        while not enough.is_set():
            try:
                if number % 5:
                    ask(connection, BENCHMARK)
                else:
                    ask(connection, f"{VIEWS}/about")
                asked += 1
            except (OSError, http.client.HTTPException, RuntimeError) as error:
                failures.append(f"{type(error).__name__}: {error}")
                connection.close()
        connection.close()
        return asked

    with ThreadPoolExecutor(users) as pool:
        asked = [pool.submit(one_user, number) for number in range(users)]
        try:
            yield failures
        finally:
            enough.set()
    assert sum(one.result() for one in asked) > users, "next to nothing was asked"


def readiness(address: str) -> dict[str, object]:
    """What /readyz says, over a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        return dict(json.loads(ask(connection, "/readyz")))
    finally:
        connection.close()


def test_a_new_snapshot_is_served_under_load_and_a_damaged_one_is_not(
    releases: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, earlier, later = releases
    make_current(folder, earlier)
    settings = {"PORTAL_SNAPSHOT_DIR": str(folder), "PORTAL_CACHE_DIR": str(tmp_path), "PORTAL_WORKERS": "2"}
    with served(**settings) as (address, _):
        assert readiness(address)["served_snapshot"] == earlier
        with asking(address) as failures:
            make_current(folder, later)
            until(lambda: readiness(address)["served_snapshot"] == later)
            assert readiness(address)["status"] == "ready"
            # The catalogue of a snapshot that never was: what can be read goes on being served, and says so.
            broken = folder / "0123456789abcdef"
            broken.mkdir()
            (broken / CATALOGUE).write_bytes(b'{"format": 1, "areas"')
            make_current(folder, broken.name)
            until(lambda: bool(readiness(address)["notice"]))
            said = readiness(address)
            assert (said["status"], said["served_snapshot"], said["live_snapshot"]) == ("degraded", later, broken.name)
            make_current(folder, later)
            until(lambda: not readiness(address)["notice"])
            shutil.rmtree(broken)
        assert failures == []


def test_what_has_become_live_is_prepared_before_it_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so is what becomes live meanwhile; a folder that cannot be read for a moment is nothing new."""
    live = ["first", "first", None, "second", "third", None]
    happened: list[str] = []
    taken_up, looked_again, never = Event(), Event(), Event()

    def take_up(process: int, number: int) -> None:
        assert (process, number) == (os.getpid(), signal.SIGHUP)
        happened.append("taken up")
        taken_up.set()

    def marker(_: Settings) -> reloading.Marker:
        if not live:
            looked_again.set()
            never.wait()  # it would look for as long as these tests last
        return live.pop(0), 0

    monkeypatch.setattr(os, "kill", take_up)
    monkeypatch.setattr(reloading, "live_marker", marker)
    settings = load_settings({"PORTAL_CACHE_DIR": str(tmp_path)})
    reloading.watch(settings, lambda: happened.append("prepared"), seconds=0.01)
    assert taken_up.wait(SECONDS_TO_CHANGE)
    assert looked_again.wait(SECONDS_TO_CHANGE)
    assert happened == ["prepared", "prepared", "taken up"]


def test_new_code_takes_over_under_load(tmp_path: Path, shared_cache: str) -> None:
    """SIGUSR2: a second first process, which ends the one before when it is ready."""
    pid_file = tmp_path / "portal.pid"
    settings = {"GUNICORN_CMD_ARGS": f"--pid {pid_file}", "PORTAL_CACHE_DIR": shared_cache, "PORTAL_WORKERS": "2"}
    with served(**settings) as (address, first):
        with asking(address) as failures:
            first.send_signal(signal.SIGUSR2)
            first.wait(SECONDS_TO_CHANGE)
            until(lambda: readiness(address)["status"] == "ready")
        assert failures == []
        until(pid_file.exists)  # it is given its name a moment after the first has ended
        second = int(pid_file.read_text())
        assert second != first.pid
        os.kill(second, signal.SIGTERM)
        until(lambda: not lives(second))


def lives(process: int) -> bool:
    """Whether a process that is no child of this one runs; one that has ended may wait for somebody to notice."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")
