"""New figures are taken up while the portal runs: a snapshot that has become the live one is served without a restart.

Its pages are drawn first, so that whoever comes for them finds them. Then the first process opens it and forks new
processes from what it has opened; those that serve the old figures finish what they have begun, and end. Nobody waits,
no request fails, and no process mixes two snapshots. Only new code needs another start (SIGUSR2: the new code starts
beside the old, draws its pages, and takes over).
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from app.settings import Settings
from data.snapshot import SIMILARITY, current_id

log = logging.getLogger("alongside")

LOOKED_EVERY_SECONDS = 2.0
FIRST_PROCESS_BEFORE = "GUNICORN_PID"
"""In the environment of a first process that is to take over: the number of the one before it."""
Marker = tuple[str | None, int]
"""The id of the live snapshot, and when the models fitted beside it were written."""


def live_marker(settings: Settings) -> Marker:
    """What is live on disk; a folder that cannot be read just now says nothing new."""
    try:
        written = (settings.snapshot_dir / SIMILARITY).stat().st_mtime_ns
    except OSError:
        written = 0
    try:
        return current_id(settings.snapshot_dir), written
    except (OSError, ValueError):
        return None, written


def watch(settings: Settings, prepare: Callable[[], None], seconds: float = LOOKED_EVERY_SECONDS) -> None:
    """Ask this process to take up what is live, once something else is and has been prepared. Never waits."""
    known = live_marker(settings)

    def has_changed() -> bool:
        nonlocal known
        before, now = known, live_marker(settings)
        known = before if now[0] is None else now
        return known != before

    def look() -> None:
        while True:
            time.sleep(seconds)
            if has_changed():
                prepare()
                while has_changed():  # what was prepared is no longer what is live
                    prepare()
                os.kill(os.getpid(), signal.SIGHUP)

    threading.Thread(target=look, name="live snapshot", daemon=True).start()


def taking_up(make_server: Callable[[], Flask]) -> Callable[[Any], None]:
    """What gunicorn does when it is asked to load anew (SIGHUP): the next processes are forked from a new portal.

    One that cannot be made leaves the portal as it is, and the log says why.
    """

    def take_up(arbiter: Any) -> None:
        try:
            arbiter.app.callable = make_server()
        except Exception as error:  # whatever it is, what is served goes on being served
            log.error("What is live now could not be taken up; what was served before still is.", exc_info=error)
            return
        log.warning("The portal was loaded anew: the live snapshot is %s.", served_id(arbiter.app.callable))

    return take_up


def served_id(server: Flask) -> str:
    """The id of the snapshot that a server serves."""
    return str(server.extensions["alongside-served"])


def is_beside_another() -> bool:
    """Whether this first process was started beside another (SIGUSR2), which serves until this one takes over."""
    return os.environ.get(FIRST_PROCESS_BEFORE, "") == str(os.getppid())


def take_over() -> None:
    """Let the first process that this one was started beside finish and end, since this one is ready."""
    if is_beside_another():
        os.kill(os.getppid(), signal.SIGTERM)
