"""The worker of a machine: with Celery where the settings say so, else a small loop with the same schedule.

It ends when it is asked to (SIGTERM): what is being made or run is given back within a second or two, and is taken
again by whoever comes first.
"""

import logging
import mmap
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType

from celery import Celery
from celery.signals import worker_process_init, worker_shutting_down

from app.local_database import open_local
from app.packs.jobs import ONE, ProcessRunner, Worker, environment, turns_of
from app.packs.shared_shelf import shelf_of
from app.settings import Settings
from app.work.broker import LONGEST, LOOKED_EVERY, MESSAGE_LASTS_SECONDS, PACK_LIMIT, PACKS, SCHEDULE, make_celery
from app.work.running import Place, run_due
from app.work.schedule import THINGS
from data.errors import PortalError
from data.local import packs

log = logging.getLogger("alongside.work")

LEVEL = "WARNING"
NICENESS = 5


class Stopping:
    """Whether the worker is to end, known to all processes that are forked from it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)

    def __call__(self) -> bool:
        return self._shared[0] != 0

    def begin(self) -> None:
        """From now on it is to end."""
        self._shared[0] = 1


def work(settings: Settings, *, once: bool = False) -> None:
    """Do what there is to do until told to end, or `once` what is there now. Raises PortalError."""
    os.nice(NICENESS)
    if once:
        work_once(settings, lambda: False)
    elif settings.work == "celery":
        with_celery(settings)
    else:
        by_itself(settings)


def work_once(settings: Settings, is_stopping: Callable[[], bool]) -> None:
    """Run what is due, and see to it that somebody makes the packs that wait."""
    with closing(open_local(settings)) as database:
        run_due(Place(settings, database, is_stopping), THINGS)
        with database.reading() as session:
            is_any = packs.is_any_waiting(session)
    if is_any:
        ProcessRunner(settings).start()


def by_itself(settings: Settings) -> None:
    """Look each minute; a database that is away is found when it is back."""
    ending = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ending.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, end)
    log.info("The worker looks each minute for what there is to do.")
    while not ending.is_set():
        with forgiving():
            work_once(settings, ending.is_set)
        ending.wait(LOOKED_EVERY.total_seconds())
    log.info("The worker has ended.")


def with_celery(settings: Settings) -> None:
    """Celery's worker, and its beat beside it. Never returns: Celery ends the process."""
    celery, stopping = make_celery(settings), Stopping()
    add_tasks(celery, settings, stopping)
    worker_shutting_down.connect(lambda **_: stopping.begin(), weak=False)
    worker_process_init.connect(lambda **_: logging.getLogger("celery").setLevel(LEVEL), weak=False)
    log.info("The worker listens for packs and looks each minute for what there is to do.")
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    celery.worker_main(["--quiet", "worker", "--beat", "--schedule", os.devnull, "--loglevel", LEVEL, *quiet])


def add_tasks(celery: Celery, settings: Settings, is_stopping: Callable[[], bool]) -> None:
    """What messages have done. A message has no contents, so whoever could send one can have nothing else done."""

    @celery.task(name=PACKS, time_limit=PACK_LIMIT)  # type: ignore[untyped-decorator]
    def make_a_pack() -> None:
        """Make the pack that has waited longest, if one waits."""
        with forgiving(), closing(open_local(settings)) as database:
            Worker(
                database,
                shelf_of(settings, lambda: database),
                turns_of(settings),
                lambda word: (*ONE, word),
                environment=environment(settings),
                is_stopping=is_stopping,
            ).work(most=1)

    @celery.task(name=SCHEDULE, time_limit=LONGEST.total_seconds())  # type: ignore[untyped-decorator]
    def look() -> None:
        """Tell whoever is free of the packs that nobody was told of, and run what is due."""
        with forgiving(), closing(open_local(settings)) as database:
            with database.reading() as session:
                waiting = packs.how_many_wait(session)
            for _ in range(waiting):
                celery.send_task(PACKS, queue=PACKS, retry=False, expires=MESSAGE_LASTS_SECONDS)
            run_due(Place(settings, database, is_stopping), THINGS)


@contextmanager
def forgiving() -> Iterator[None]:
    """A database that is away is no reason for a task to fail: the next minute finds what there is to do."""
    try:
        yield
    except PortalError as error:
        log.warning("The worker cannot work just now: %s", error)
