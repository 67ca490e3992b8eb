"""How long the portal tries, and how much it asks of the publisher."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds and counts. `sleep`, `clock` and `chance` (0 to 1) are there for tests, which wait for nothing."""

    attempts: int = 6
    """Of one request that failed in passing, or of a download without one more byte."""
    first: float = 1.0
    """The pause after the first failure; each further one is twice as long, and up to half is taken off by chance."""
    longest: float = 60.0
    longest_asked: float = 600.0
    """What the publisher asks for (Retry-After) is waited for up to here; beyond it, the portal gives up."""
    between: float = 0.5
    """From the beginning of one request to that of the next: no more than two a second."""
    to_connect: float = 10.0
    to_read: float = 60.0
    for_json: float = 120.0
    for_a_file: float = 3600.0
    """In all, for one answer: one that trickles in would otherwise be waited for without end."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random

    def pause(self, failures: int, asked: float | None) -> float:
        """Seconds to wait after so many failures; `asked` is what the publisher named."""
        backoff = min(self.first * 2.0 ** (failures - 1), self.longest)
        return max(asked or 0.0, backoff * (1 - self.chance() / 2))
