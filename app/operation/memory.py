"""What each process keeps for itself: web processes are forked from one, and share the memory that none writes to."""

import ctypes
from contextlib import suppress

# glibc's mallopt(3): how many stores there are for threads, and from which size on memory goes back when it is freed.
_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
STORES = 1
GIVEN_BACK = 4 * 2**20
"""Bytes: smaller arrays are made for every page, and their memory is best kept for the next."""


def give_back() -> None:
    """Have freed memory given back rather than kept for each thread, where the C library is glibc."""
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for option, value in ((_ARENA_MAX, STORES), (_MMAP_THRESHOLD, GIVEN_BACK), (_TRIM_THRESHOLD, GIVEN_BACK)):
            mallopt(option, value)
