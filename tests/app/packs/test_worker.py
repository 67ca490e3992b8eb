"""Workers: they take what waits, watch who makes it, and leave nothing running, however they or others end."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.packs.jobs import (
    AT_A_TIME,
    KILLED,
    NICENESS,
    TOO_LONG,
    Nudge,
    ProcessRunner,
    Worker,
    environment,
    turn,
    turns_of,
)
from app.packs.making import READING
from app.packs.shelf import Shelf
from app.settings import Settings, load_settings
from data.errors import PortalError
from data.local import packs
from data.local.database import Database
from data.local.packs import DIED, Job, PackState
from tests.app.packs.standing_in import BEGUN, GO_ON, WAITING
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parents[3]
Asked = Callable[..., Job]
Now = Callable[[Job], Job]
SHORT = 0.05
SLEEPS = "import os, pathlib, signal, sys; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); signal.pause()"


def lives(number: int) -> bool:
    """Whether a process is there, and is more than what is left of one."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def worker(database: Database, shelf: Shelf, settings: Settings, *program: str, seconds: float = PATIENCE) -> Worker:
    """A worker that starts a program in place of what makes packs."""
    return Worker(database, shelf, turns_of(settings), lambda _: [sys.executable, "-c", *program], seconds, SHORT)


@pytest.fixture
def sleeper(
    database: Database, shelf: Shelf, pack_settings: Settings, tmp_path: Path
) -> Iterator[Callable[[], tuple[int, threading.Thread]]]:
    """`sleeper()` starts a worker on something that never ends: the number of that process, and the worker."""
    threads: list[threading.Thread] = []

    def start() -> tuple[int, threading.Thread]:
        file = tmp_path / "number"
        thread = threading.Thread(target=worker(database, shelf, pack_settings, SLEEPS, str(file)).work)
        thread.start()
        threads.append(thread)
        until(lambda: file.exists() and file.read_text())
        return int(file.read_text()), thread

    yield start
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize("deed", ["cancel", "remove"])
def test_who_makes_what_was_cancelled_is_killed(
    database: Database,
    asked: Asked,
    sleeper: Callable[[], tuple[int, threading.Thread]],
    deed: str,
) -> None:
    job = asked()
    number, thread = sleeper()
    assert lives(number)
    with database.writing() as session:
        assert getattr(packs, deed)(session, job.owner, job.word)
    thread.join(PATIENCE)
    assert not lives(number)
    with database.reading() as session:
        left = packs.job_of(session, job.owner, job.word)
    assert left is None if deed == "remove" else left is not None and left.state is PackState.CANCELLED


def test_what_takes_too_long_is_given_up(
    database: Database, shelf: Shelf, pack_settings: Settings, asked: Asked, now: Now, tmp_path: Path
) -> None:
    job = asked()
    assert worker(database, shelf, pack_settings, SLEEPS, str(tmp_path / "number"), seconds=0).work() == 1
    assert (now(job).state, now(job).said) == (PackState.FAILED, TOO_LONG)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", KILLED),
        ("pass", DIED),
        ("import sys; sys.exit(3)", "report it with this reference: "),
    ],
)
def test_whoever_ends_without_a_pack_has_failed(
    database: Database,
    shelf: Shelf,
    pack_settings: Settings,
    asked: Asked,
    now: Now,
    program: str,
    sentence: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = asked(), asked()
    with caplog.at_level(logging.ERROR, "alongside"):
        assert worker(database, shelf, pack_settings, program).work() == 2
    for job in (first, second):
        assert now(job).state is PackState.FAILED
        assert sentence in now(job).said
    assert ("Failure" in caplog.text) == ("reference" in sentence)


def test_a_machine_has_two_turns(
    database: Database, shelf: Shelf, pack_settings: Settings, asked: Asked, now: Now
) -> None:
    job, folder = asked(), turns_of(pack_settings)
    with turn(folder) as one, turn(folder) as another:
        assert None not in (one, another)
        assert AT_A_TIME == 2
        with turn(folder) as third:
            assert third is None
        assert worker(database, shelf, pack_settings, "pass").work() == 0
        assert now(job).state is PackState.WAITING
    assert worker(database, shelf, pack_settings, "pass").work() == 1


def test_what_comes_as_a_worker_ends_is_not_left_waiting(
    database: Database, shelf: Shelf, pack_settings: Settings, asked: Asked, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another is asked for when this worker has found nothing more, and has not given its turn back yet."""
    first, later = asked(), []
    working, take = worker(database, shelf, pack_settings, "pass"), Worker._next

    def after(self: Worker) -> Job | None:
        found = take(self)
        if found is None and not later:
            later.append(asked())
        return found

    monkeypatch.setattr(Worker, "_next", after)
    assert working.work() == 2
    assert {now(first).state, now(later[0]).state} == {PackState.FAILED}


def test_a_turn_of_a_process_that_was_killed_is_free(pack_settings: Settings) -> None:
    folder = turns_of(pack_settings)
    program = (
        "import sys, pathlib; from app.packs.jobs import turn\n"
        "with turn(pathlib.Path(sys.argv[1]), 1) as mine: print(mine, flush=True); sys.stdin.read()"
    )
    # It holds its turn until it is killed, or whoever started it is.
    command = [sys.executable, "-c", program, folder]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip().isdigit()
        with turn(folder, 1) as mine:
            assert mine is None
    finally:
        holder.kill()
        holder.communicate()
    with turn(folder, 1) as mine:
        assert mine is not None


def standing_in(settings: Settings, folder: Path) -> dict[str, str]:
    return {**environment(settings), WAITING: str(folder)}


WORKS = (
    "import sys; from app.packs.jobs import work_off; from app.settings import load_settings\n"
    "work_off(load_settings(), (sys.executable, '-m', 'tests.app.packs.standing_in'))"
)


def test_a_pack_is_made_although_the_web_process_is_gone(
    shelf: Shelf, pack_settings: Settings, asked: Asked, now: Now, tmp_path: Path
) -> None:
    job = asked()
    starts = (
        "import os, sys; from app.packs.jobs import ProcessRunner; from app.settings import load_settings\n"
        f"ProcessRunner(load_settings(), (sys.executable, '-c', {WORKS!r})).start(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", starts], cwd=ROOT, env=standing_in(pack_settings, tmp_path), check=True)
    until((tmp_path / BEGUN).exists)
    assert now(job).said == READING
    (tmp_path / GO_ON).touch()
    until(lambda: not now(job).is_under_way)
    assert (now(job).state, now(job).title) == (PackState.DONE, "Southampton: the board")
    assert shelf.read(job.word, "pdf", now(job).size) == b"Dental checks\nPlacement stability"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_that_is_killed_leaves_nothing_running(
    database: Database, pack_settings: Settings, asked: Asked, now: Now, tmp_path: Path, how: signal.Signals
) -> None:
    job = asked()
    working = subprocess.Popen([sys.executable, "-c", WORKS], cwd=ROOT, env=standing_in(pack_settings, tmp_path))
    until((tmp_path / BEGUN).exists)
    number = int((tmp_path / BEGUN).read_text())
    assert lives(number)
    assert os.getpriority(os.PRIO_PROCESS, number) >= NICENESS
    working.send_signal(how)
    working.wait(PATIENCE)
    if how is signal.SIGTERM:
        assert (now(job).state, now(job).said) == (PackState.WAITING, ""), "it was given back"
    else:
        assert now(job).state is PackState.RUNNING
        # It goes on until it would tell of its next step.
        (tmp_path / GO_ON).touch()
    until(lambda: not lives(number))
    assert not now(job).is_done
    assert not Shelf(pack_settings.packs_dir).sweep(frozenset)


def test_a_worker_is_told_nothing_that_it_does_not_need(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = {
        "PORTAL_SECRET_KEY": "0123456789abcdef" * 2,
        "PORTAL_SMTP_URL": "smtp://name:word@mail.example",
        "PORTAL_URL": "https://portal.example",
        "PORTAL_OIDC_ISSUER": "https://login.example",
        "PORTAL_OIDC_CLIENT_ID": "alongside",
        "PORTAL_OIDC_CLIENT_SECRET": "a secret",
        "REDIS_URL": "redis://:word@cache.example",
        "PORTAL_CACHE": "redis",
        "PORTAL_ENV": "production",
        "PORTAL_CACHE_DIR": str(tmp_path / "cache"),
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "postgresql://name:needed@db.example/portal",
        "SOMETHING_ELSE": "unknown",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    told = environment(settings)
    assert {name for name in told if name in secrets} == {
        "PORTAL_URL",
        "PORTAL_CACHE",
        "PORTAL_CACHE_DIR",
        "PORTAL_DATA_DIR",
        "DATABASE_URL",
    }
    there = load_settings(told)
    for name in ("packs_dir", "cache_dir", "snapshot_dir", "database_url", "url"):
        assert getattr(there, name) == getattr(settings, name)
    assert there.secret_key != settings.secret_key


def test_a_worker_that_cannot_be_started_is_one_sentence(pack_settings: Settings) -> None:
    with pytest.raises(PortalError, match="Packs cannot be made just now"):
        ProcessRunner(pack_settings, ("no-such-program",)).start()


def test_somebody_is_looked_for_now_and_then_however_many_ask() -> None:
    class Counted:
        started = 0

        def start(self) -> None:
            self.started += 1
            raise PortalError("Packs cannot be made just now.")

    counted = Counted()
    nudge = Nudge(counted)
    for _ in range(3):
        nudge()
    assert counted.started == 1
