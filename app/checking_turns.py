"""Whose turn it is to have a return read and checked: each may take some hundred megabytes for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from werkzeug.exceptions import ServiceUnavailable

AT_A_TIME, SECONDS_TO_WAIT = 2, 20
"""In one process."""
BUSY = "Other returns are being checked; send this one again in a minute."
_turns = BoundedSemaphore(AT_A_TIME)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until few others are read at the same time. Raises ServiceUnavailable where that takes too long."""
    if not _turns.acquire(timeout=SECONDS_TO_WAIT):
        raise ServiceUnavailable(BUSY)
    try:
        yield
    finally:
        _turns.release()
