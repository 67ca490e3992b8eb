"""How packs are made in the background: by processes of their own, few at a time, that the web processes only start.

A worker takes the jobs that wait, one after the other, and has each made by a process that it watches: one that takes
too long, or makes what nobody wants any longer, is killed. A worker lives on when the web process that started it ends,
and ends when nothing waits. What it leaves undone when it is killed itself is found by its silence.
"""

import fcntl
import logging
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.local_database import open_local
from app.packs.shared_shelf import shelf_of
from app.packs.shelf import Keeper
from app.settings import Settings
from data.errors import PortalError
from data.local import packs
from data.local.database import Database
from data.local.packs import DIED, Job

log = logging.getLogger("alongside")

AT_A_TIME = 2
"""On one machine."""
LONGEST_SECONDS = 300
BEAT_SECONDS = 1.0
NICENESS = 5
"""Whoever waits for a page is served first."""
NUDGED_EVERY_SECONDS = 5
TOO_LONG = f"It took longer than {LONGEST_SECONDS // 60} minutes, so it was given up; choose fewer parts."
KILLED = "The machine stopped it, perhaps for want of memory; choose fewer parts, or tell who runs the portal."
DEFECT = "Something went wrong while it was made; if it goes on, report it with this reference: {reference}."
INHERITED = ("PATH", "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
"""What a worker takes over of the environment; the rest it is told by the settings. No key and no password but that of
the database, which it cannot work without."""
ONE = (sys.executable, "-m", "app", "packs", "--job")
ROOT = Path(__file__).resolve().parents[2]


class NotToldYet(PortalError):
    """Whoever makes packs could not be told that one waits; they will find it by themselves."""


class Runner(Protocol):
    """Who makes the packs that wait. The jobs themselves, and that one is cancelled, stand in the database."""

    def start(self) -> None:
        """See to it that somebody takes what waits. May be called at any time; never waits for long.

        Raises NotToldYet where what waits is found later all the same, any other PortalError where it is not.
        """


class ProcessRunner:
    """Workers on this machine, started as they are needed: the embedded default."""

    def __init__(self, settings: Settings, command: Sequence[str] = (sys.executable, "-m", "app", "packs")) -> None:
        self._environment, self._command = environment(settings), tuple(command)

    def start(self) -> None:
        """Start a worker; one that finds as many as there may be ends at once."""
        try:
            worker = subprocess.Popen(  # noqa: S603  # the same command always
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            log.error("No worker for packs could be started: %s", error)
            raise PortalError("Packs cannot be made just now; try again in some minutes.") from error
        threading.Thread(target=worker.wait, name="packs", daemon=True).start()


class Nudge:
    """Starts a worker again for a job that waits although there was one: now and then, however many look.

    Called, it says in a sentence why that could not be done the last time; empty where it could.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner, self._at, self._trouble = runner, float("-inf"), ""

    def __call__(self) -> str:
        now = time.monotonic()
        if now - self._at >= NUDGED_EVERY_SECONDS:
            self._at, self._trouble = now, ""
            try:
                self._runner.start()
            except PortalError as error:
                self._trouble = str(error)
        return self._trouble


@dataclass(frozen=True)
class Worker:
    """Takes jobs. `command` is what makes one, given its word; `turns` is a folder of this machine's own.

    `environment` is what makes them is told, all that this process was where it is None. Once `is_stopping`, what is
    being made is given back, for somebody else to make.
    """

    database: Database
    shelf: Keeper
    turns: Path
    command: Callable[[str], Sequence[str]]
    seconds: float = LONGEST_SECONDS
    beat: float = BEAT_SECONDS
    environment: Mapping[str, str] | None = None
    is_stopping: Callable[[], bool] = lambda: False

    def work(self, most: float = math.inf) -> int:
        """Have everything made that waits, or so many, as far as it is this worker's turn; how many jobs it took.

        It looks once more after its turn: who was started meanwhile may have found no turn free, and gone.
        """
        taken = 0
        while taken < most and not self.is_stopping() and self._is_any_waiting():
            with turn(self.turns) as mine:
                if mine is None:
                    return taken
                while taken < most and not self.is_stopping() and (job := self._next()) is not None:
                    self._attend(job, mine)
                    taken += 1
        return taken

    def _is_any_waiting(self) -> bool:
        tidy(self.database, self.shelf)
        with self.database.reading() as session:
            return packs.is_any_waiting(session)

    def _next(self) -> Job | None:
        with self.database.writing() as session:
            packs.fail_the_dead(session)
            return packs.claim(session)

    def _attend(self, job: Job, mine: int) -> None:
        """Have one pack made. Whatever happens, the process is gone afterwards and the job is not left running: it is
        done, has failed, or waits again where this worker is to end.

        The process holds the turn too, so that one whose worker was killed still counts.
        """
        process = subprocess.Popen(  # noqa: S603  # a word that the portal made
            self.command(job.word),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(mine,),
            env=self.environment,
        )
        why: str | None = DIED
        try:
            why = self._watched(process, job)
        except SystemExit:
            why = None
            raise
        finally:
            process.kill()
            process.wait()
            with suppress(PortalError), self.database.writing() as session:
                packs.give_back(session, job.word) if why is None else packs.fail(session, job.word, why)

    def _watched(self, process: subprocess.Popen[bytes], job: Job) -> str | None:
        """Wait until the process ends, or has to; why the job has failed if it is not done, None to give it back."""
        ends = time.monotonic() + self.seconds
        while True:
            with suppress(subprocess.TimeoutExpired):
                return said_of(process.wait(self.beat), job)
            if self.is_stopping():
                return None
            if not self._is_wanted(job):
                return DIED
            if time.monotonic() > ends:
                log.warning("A pack (%s) took too long: %s", job.form, job.address)
                return TOO_LONG

    def _is_wanted(self, job: Job) -> bool:
        """Say that the job is attended to; a database that is busy for a while is no reason to give it up."""
        try:
            with self.database.writing() as session:
                return packs.beat(session, job.word)
        except PortalError:
            return True


def work_off(settings: Settings, command: Sequence[str] = ONE) -> int:
    """Have made what waits, and remove what has expired; how many jobs were taken."""
    os.nice(NICENESS)
    signal.signal(signal.SIGTERM, _leave)
    with closing(open_local(settings)) as database:
        shelf = shelf_of(settings, lambda: database)
        return Worker(database, shelf, turns_of(settings), lambda word: (*command, word)).work()


def said_of(status: int, job: Job) -> str:
    """Why a job has failed whose process ended like this; one that ended well has told so itself."""
    if status == 0:
        return DIED
    if status == -signal.SIGKILL:
        return KILLED
    reference = job.word[:8]
    log.error("Failure %s while a pack (%s) was made, status %s: %s", reference, job.form, status, job.address)
    return DEFECT.format(reference=reference)


def tidy(database: Database, shelf: Keeper) -> None:
    """Forget what has expired, rows and files, and what was left by workers that died."""
    with database.writing() as session:
        packs.fail_the_dead(session)
        packs.forget_expired(session)

    def wanted() -> frozenset[str]:
        with database.reading() as session:
            return packs.words_with_files(session)

    shelf.sweep(wanted)


@contextmanager
def turn(folder: Path, at_a_time: int = AT_A_TIME) -> Iterator[int | None]:
    """One of this machine's turns to make packs, or None where all are taken. Whoever is killed has given it back."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(at_a_time):
        file = os.open(folder / f"turn-{number}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            continue
        try:
            yield file
        finally:
            os.close(file)
        return
    yield None


def turns_of(settings: Settings) -> Path:
    """The folder of the turns: below the cache, which each machine has for itself."""
    return settings.cache_dir / "packs"


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a worker: where the figures are, and nothing of signing in, mail, keys or caches shared."""
    told = {
        "PORTAL_CACHE": "simple",
        "PORTAL_CACHE_DIR": str(settings.cache_dir.absolute()),
        "PORTAL_SNAPSHOT_DIR": str(settings.snapshot_dir.absolute()),
        "PORTAL_DATA_DIR": str(settings.packs_dir.absolute().parent) if settings.packs_dir else "",
        "PORTAL_URL": settings.url,
        "DATABASE_URL": _absolute(settings.database_url),
    }
    return {name: os.environ[name] for name in INHERITED if name in os.environ} | told


def _absolute(url: str) -> str:
    """A database's URL as it is understood in any folder."""
    start = "sqlite:///"
    return f"{start}{Path(url.removeprefix(start)).absolute()}" if url.startswith(start) else url


def _leave(*_: object) -> None:
    """End as if nothing else were to be done, so that what was begun is put in order."""
    sys.exit(1)
