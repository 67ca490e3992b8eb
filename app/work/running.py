"""Running what is due: taken in the database, run, and its outcome written down. A command has a process of its own."""

import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.settings import Settings
from data.errors import PortalError
from data.local import schedule
from data.local.database import Database
from data.local.schedule import Run, RunState

log = logging.getLogger("alongside.work")

ROOT = Path(__file__).resolve().parents[2]
BEAT_SECONDS = 0.5
GRACE_SECONDS = 20
"""How long a command has to end by itself when it is asked to."""
LONGEST_LINE = 400
BROKEN_OFF = "It was broken off, since this machine's worker was to end; it is run when it is due again."
DEFECT = "Something went wrong; the log says more under this reference: {reference}."
DONE_ELSEWHERE = "Another process is at it just now: {name}. Try again when it has ended."
TOO_LONG = "It took longer than {minutes} minutes, so it was ended; it is run when it is due again."


class BrokenOff(Exception):
    """What was run had to end before it was done, since its worker is to end."""


@dataclass(frozen=True)
class Place:
    """Where things are run: this installation, and whether its worker is to end."""

    settings: Settings
    database: Database
    is_stopping: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Scheduled:
    """Something that is run by the clock.

    `run` says the outcome in a sentence; PortalError says why it failed. `is_wanted` is asked first, and cheap: what is
    not wanted is not run, and not written down. A run that has taken `longest` is ended, or taken for dead.
    """

    name: str
    every: timedelta
    longest: timedelta
    run: Callable[[Place], str]
    is_wanted: Callable[[Place], bool] = lambda _: True


def run_due(place: Place, things: Iterable[Scheduled]) -> list[str]:
    """Run everything that is due and is not being run elsewhere, one after the other; the names of what was run."""
    done = []
    for thing in things:
        if place.is_stopping():
            break
        try:
            if thing.is_wanted(place) and (run := _claimed(place, thing)) is not None:
                _run(place, thing, run)
                done.append(thing.name)
        except PortalError as error:
            log.warning("The schedule cannot be kept: %s", error, extra={"details": {"scheduled": thing.name}})
    return done


def _claimed(place: Place, thing: Scheduled) -> Run | None:
    with place.database.reading() as session:
        last = next((run for run in schedule.last_runs(session) if run.name == thing.name), None)
    if not schedule.is_due(last, thing.every, schedule.moment()):
        return None
    lease = thing.longest + timedelta(seconds=2 * GRACE_SECONDS)
    with place.database.writing() as session:
        return schedule.claim(session, thing.name, thing.every, lease, machine())


def _run(place: Place, thing: Scheduled, run: Run) -> None:
    """Run one thing that is ours, and write down how it went."""
    began = time.monotonic()
    log.info("scheduled run begins", extra={"details": {"scheduled": thing.name}})
    try:
        state, said = RunState.DONE, thing.run(place)
    except BrokenOff:
        with place.database.writing() as session:
            schedule.give_back(session, run, BROKEN_OFF)
        log.warning("scheduled run broken off", extra={"details": {"scheduled": thing.name}})
        return
    except PortalError as error:
        state, said = RunState.FAILED, str(error)
    except Exception:  # a defect: the others are run all the same
        reference = secrets.token_hex(4)
        log.exception("Failure %s in what is run by the clock", reference)
        state, said = RunState.FAILED, DEFECT.format(reference=reference)
    with place.database.writing() as session:
        schedule.end(session, run, state, said)
    told = {"scheduled": thing.name, "outcome": state, "seconds": round(time.monotonic() - began, 1), "said": said}
    (log.info if state is RunState.DONE else log.error)("scheduled run ended", extra={"details": told})


@contextmanager
def alone(database: Database, name: str, longest: timedelta) -> Iterator[Callable[[], None]]:
    """Do what only one process of all machines may do at a time.

    It is ours for `longest`, and for as long again each time that what this yields is called; a process that was killed
    leaves it to others then. Raises PortalError, and so does what it yields, where it is somebody else's.
    """
    with database.writing() as session:
        run = schedule.claim(session, name, timedelta(0), longest, machine())
    if run is None:
        raise PortalError(DONE_ELSEWHERE.format(name=name))
    mine = run

    def go_on() -> None:
        with database.writing() as session:
            if not schedule.go_on(session, mine, longest):
                raise PortalError(DONE_ELSEWHERE.format(name=name))

    try:
        yield go_on
    finally:
        with suppress(PortalError), database.writing() as session:
            schedule.end(session, mine, RunState.DONE, "")


def command(place: Place, arguments: Sequence[str], longest: timedelta) -> str:
    """Run a command of the portal's own, with its own settings, at low priority; the last line that it said.

    Raises PortalError with the last line of its errors where it did not end well, or took too long, and BrokenOff where
    this worker is to end meanwhile.
    """
    # In files and not through pipes, which one that says much would fill.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603  # a command of the portal
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            preexec_fn=_be_patient,
        )
        try:
            status = _ended(process, place, longest)
        finally:
            _end(process)
        output.seek(0)
        errors.seek(0)
        said, wrong = last_line(output.read()), last_line(errors.read())
    if status:
        raise PortalError(wrong or f"`portal {arguments[0]}` ended with status {status}.")
    return said or "It went well."


def _ended(process: subprocess.Popen[bytes], place: Place, longest: timedelta) -> int:
    ends = time.monotonic() + longest.total_seconds()
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(BEAT_SECONDS)
        if place.is_stopping():
            raise BrokenOff
        if time.monotonic() > ends:
            raise PortalError(TOO_LONG.format(minutes=round(longest.total_seconds() / 60)))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Have it end, and end it where it does not; nothing happens to one that has ended."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
    process.kill()
    process.wait()


def _be_patient() -> None:
    """Whoever waits for a page is served first."""
    os.nice(5)


def last_line(text: bytes) -> str:
    """The last line that a command wrote; a progress bar writes over its own line."""
    lines = [line.strip() for line in text.decode(errors="replace").replace("\r", "\n").splitlines()]
    return next((line[:LONGEST_LINE] for line in reversed(lines) if line), "")


def machine() -> str:
    """This machine and process, as the outcome of a run names it."""
    return f"{socket.gethostname()}:{os.getpid()}"
