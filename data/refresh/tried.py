"""When the schedule last asked for newer figures, in a file of its own: a refresh by hand may run meanwhile.

It says when a refresh began and, in another writing, that it is over. So one that was broken off, by a machine that was
switched off say, is known as such: it is tried again the same day, while one that came to an end is not.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from data.refresh.state import write_whole

TRIED = "tried"
AGAIN_AFTER = timedelta(hours=1)
"""A refresh that is not over so long after it began is taken for broken off; the lock keeps two from running."""
MOST_A_DAY = 3


@dataclass(frozen=True)
class Tried:
    """The tries of a day: how many, when the last one began, and whether it came to an end, well or not."""

    day: str
    times: int
    began: str
    is_over: bool


def is_to_be_tried(folder: Path, now: datetime) -> bool:
    """Whether it was not tried on the day of `now`, or was broken off an hour ago, and not for the third time."""
    tried = last_tried(folder)
    if tried is None or tried.day != _day(now):
        return True
    if tried.is_over or tried.times >= MOST_A_DAY:
        return False
    return now >= datetime.fromisoformat(tried.began) + AGAIN_AFTER


@contextmanager
def trying(folder: Path, now: datetime) -> Iterator[None]:
    """One try, that is over when the block ends or raises an error; what breaks it off leaves it begun.

    Raises OSError where it cannot be written down that it begins: one that fails is not to be tried again all day.
    """
    last = last_tried(folder)
    times = last.times + 1 if last is not None and last.day == _day(now) else 1
    write_tried(folder, Tried(_day(now), times, now.isoformat(), is_over=False))
    try:
        yield
    except Exception:
        _end(folder)
        raise
    _end(folder)


def last_tried(folder: Path) -> Tried | None:
    """What was written down last; None where that is nothing, or nothing that can be read."""
    try:
        found = Tried(**orjson.loads((folder / TRIED).read_bytes()))
        datetime.fromisoformat(found.began)
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None
    return found


def write_tried(folder: Path, tried: Tried) -> None:
    """Write it down, in one rename."""
    write_whole(folder / TRIED, orjson.dumps(asdict(tried)))


def _end(folder: Path) -> None:
    tried = last_tried(folder)
    # On a disk that is full it stays begun, and is tried again as one that was broken off.
    with suppress(OSError):
        if tried is not None:
            write_tried(folder, Tried(tried.day, tried.times, tried.began, is_over=True))


def _day(now: datetime) -> str:
    return now.date().isoformat()
