"""The process that warms pages (`portal warm`), as the first process of a server starts and ends it."""

import logging
import os
import subprocess
import sys

from app.operation.metrics import FOLDER

log = logging.getLogger("alongside")


class Warmer:
    """The process that warms the pages of what is served; a new one takes the place of one that is still at work."""

    def __init__(self, is_wanted: bool) -> None:
        """Where it is not wanted, nothing is ever started."""
        self._is_wanted = is_wanted
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait for nothing."""
        self.stop()
        if not self._is_wanted:
            return
        command = [sys.executable, "-m", "app", "warm"]
        # What it asks for is nobody's request, so it counts nothing.
        environment = {name: value for name, value in os.environ.items() if name != FOLDER}
        try:
            self._running = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
        except OSError as error:
            log.warning("Pages are not drawn before they are asked for: %s", error)

    def stop(self) -> None:
        """End it, if it is still at work."""
        if self._running is not None:
            self._running.terminate()
            self._running = None
