"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable

PATIENCE = 180
"""Seconds after which it will not come about."""


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "It did not come to that."
        time.sleep(0.02)
