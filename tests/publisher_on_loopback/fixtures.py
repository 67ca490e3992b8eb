"""The publisher on this machine for tests: import what you need into a conftest."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from data.publisher.client import Publisher
from data.publisher.patience import Patience
from tests.publisher_on_loopback.server import PublisherOnLoopback


@dataclass
class Waits:
    """What a patience slept, and the time that it believes it is: nobody waits."""

    slept: list[float] = field(default_factory=list)
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        """A pause that takes no time."""
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        """Seconds since the beginning."""
        return self.now

    def patience(self, **changed: float) -> Patience:
        """One that tries as often as the portal does, and gives a silent server a quarter of a second."""
        usual = {"between": 0.0, "to_read": 0.25, "to_connect": 2.0} | changed
        return Patience(sleep=self.sleep, clock=self.clock, chance=lambda: 0.0, **usual)  # type: ignore[arg-type]


@pytest.fixture
def waits() -> Waits:
    """What was waited for, without waiting."""
    return Waits()


@pytest.fixture
def publisher_on_loopback() -> Iterator[PublisherOnLoopback]:
    """Serves some of the shipped figures, afresh for each test."""
    with PublisherOnLoopback() as server:
        yield server


@pytest.fixture
def publisher(publisher_on_loopback: PublisherOnLoopback, waits: Waits) -> Publisher:
    """A client of it that does not wait."""
    return Publisher(publisher_on_loopback.base_url, patience=waits.patience())
