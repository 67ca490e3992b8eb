"""One process at a time draws a page, so that many who ask for it at once cost one computation."""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from callbacks.caching import Turns

if TYPE_CHECKING:
    from redis import Redis
    from redis.lock import Lock

log = logging.getLogger("alongside")

LONGEST_SECONDS = 5
"""After which whoever draws on another machine is taken to have stopped; hardly a page takes a tenth of it."""
LOOKED_EVERY_SECONDS = 0.01
DIGITS = 2
"""Of a key, that name its file: two pages in 256 wait for each other without need, and no file is ever removed."""


def turns_on_this_machine(folder: Path) -> Turns:
    """Turns among the processes of one machine, by locks on files below `folder`; they end with their process.

    Where there can be no such file, on a full disk or in a folder that was removed, nobody waits.
    """

    @contextmanager
    def turn(key: str) -> Iterator[None]:
        with ExitStack() as held:
            with suppress(OSError):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                file = held.enter_context((folder / key[:DIGITS]).open("w"))
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    return turn


def turns_on_all_machines(redis: "Redis", is_away: Callable[[], bool]) -> Turns:
    """Turns among all processes that keep their pages in one Redis. Where it does not answer, nobody waits.

    `is_away` says whether it is known not to answer just now, so that it is not asked again.
    """
    from redis import RedisError
    from redis.lock import Lock

    @contextmanager
    def turn(key: str) -> Iterator[None]:
        lock = Lock(
            redis,
            f"alongside-turn-{key}",
            timeout=LONGEST_SECONDS,
            sleep=LOOKED_EVERY_SECONDS,
            thread_local=False,  # another thread ends it
        )
        try:
            is_ours = not is_away() and lock.acquire(blocking_timeout=LONGEST_SECONDS)
        except RedisError:
            is_ours = False
        try:
            yield
        finally:
            if is_ours:
                _give_back(lock)

    return turn


def _give_back(lock: "Lock") -> None:
    from redis import RedisError

    try:
        lock.release()
    except RedisError:
        log.debug("A turn ended by itself.")
