"""How often somebody may ask is counted by one thread at a time: the library's counts fail where two begin together."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from limits.storage import MemoryStorage

from app.limits import Counts, register


class Timer:
    """Stands for the timer of the library: notes how many threads look at it at once, and is never started."""

    def __init__(self) -> None:
        self.looking = self.most = 0

    def is_alive(self) -> bool:
        self.looking += 1
        self.most = max(self.most, self.looking)
        time.sleep(0.05)
        self.looking -= 1
        return True


@pytest.mark.parametrize(("kind", "at_once"), [(Counts, 1), (MemoryStorage, 4)])
def test_one_thread_counts_at_a_time(kind: type[MemoryStorage], at_once: int) -> None:
    """The library's own shows that the test can fail."""
    counts, timer = kind(), Timer()
    counts.timer.cancel()
    counts.timer = timer  # type: ignore[assignment]
    with ThreadPoolExecutor(4) as people:
        counted = list(people.map(lambda _: counts.incr("kent", 60), range(4)))
    assert sorted(counted)[-1] == 4
    assert timer.most == at_once


def test_where_redis_is_away_one_thread_counts_at_a_time_too() -> None:
    """Nothing listens at that address."""
    server = Flask("portal")
    limiter = register(server, "redis://127.0.0.1:9/0")

    @server.get("/")
    @limiter.limit("2 per hour")
    def page() -> str:
        return type(limiter.limiter.storage).__name__

    asked = [server.test_client().get("/") for _ in range(3)]
    assert [answer.status_code for answer in asked] == [200, 200, 429]
    assert [answer.text for answer in asked[:2]] == [Counts.__name__] * 2
