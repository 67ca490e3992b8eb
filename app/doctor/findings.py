"""What was found: whether a part of an installation is as it should be, and what to do where it is not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.settings import Settings
from data.errors import PortalError


class Level(StrEnum):
    """How a part is: well, working but not as it should be, or not working."""

    WELL = "well"
    ODD = "odd"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, how it is, and in a sentence what was found and what to do about it."""

    part: str
    level: Level
    sentence: str

    @property
    def record(self) -> dict[str, str]:
        """The same as plain values."""
        return {"part": self.part, "level": str(self.level), "sentence": self.sentence}


Look = Callable[[Settings], Iterable[Finding]]
"""Looks at one part of an installation."""


def well(part: str, sentence: str) -> Finding:
    """A part that is as it should be."""
    return Finding(part, Level.WELL, sentence)


def odd(part: str, sentence: str) -> Finding:
    """A part that works, and should be seen to."""
    return Finding(part, Level.ODD, sentence)


def wrong(part: str, sentence: str) -> Finding:
    """A part that does not work."""
    return Finding(part, Level.WRONG, sentence)


def found_by(settings: Settings, looks: Iterable[tuple[str, Look]]) -> Iterator[Finding]:
    """What each look finds; one that cannot be done is itself a finding, and the others are done all the same."""
    for part, look in looks:
        try:
            yield from look(settings)
        except PortalError as error:
            yield wrong(part, str(error))
        except OSError as error:
            yield wrong(part, f"It cannot be looked at: {(error.strerror or str(error)).lower()}.")
