"""The process that warms pages (`portal warm`), as the first process of a server starts and ends it."""

import logging
import os
import subprocess
import sys
from contextlib import suppress

from app.operation.metrics import FOLDER

log = logging.getLogger("alongside")


PATIENCE = 240
"""How many seconds new figures wait for their pages to be drawn: three times what two idle cores take."""

SECONDS_TO_END = 5
"""It ends at once when it is told to."""


class Warmer:
    """The process that warms the pages of what is live; a new one takes the place of one that is still at work."""

    def __init__(self, is_wanted: bool) -> None:
        """Where it is not wanted, nothing is ever started."""
        self._is_wanted = is_wanted
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> "subprocess.Popen[bytes] | None":
        """Start it, and wait for nothing; None where there is none."""
        self.stop()
        if not self._is_wanted:
            return None
        command = [sys.executable, "-m", "app", "warm"]
        # What it asks for is nobody's request, so it counts nothing.
        environment = {name: value for name, value in os.environ.items() if name != FOLDER}
        try:
            self._running = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
        except OSError as error:
            log.warning("Pages are not drawn before they are asked for: %s", error)
        return self._running

    def finish(self, seconds: float = PATIENCE) -> None:
        """Start it, and wait until its pages are drawn or so many seconds have passed; it goes on if they have."""
        if started := self.start():
            with suppress(subprocess.TimeoutExpired):
                started.wait(seconds)

    def stop(self) -> None:
        """End it, if it is still at work."""
        if self._running is not None:
            self._running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(SECONDS_TO_END)
            self._running = None
