"""What is run by the clock is run once for all machines, and again where a run was killed or given back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from data.local import schedule
from data.local.database import Database
from data.local.schedule import AFTER_FAILURE, CLOCKS_DIFFER, Run, RunState, is_due

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY, LONGEST = HOUR, timedelta(minutes=10)


def run(state: RunState, began: datetime) -> Run:
    return Run("packs", state, began, began + LONGEST, None, "", "", None)


@pytest.mark.parametrize(
    ("last", "every", "due"),
    [
        (None, HOUR, True),
        (run(RunState.DONE, NOW - HOUR), HOUR, True),
        (run(RunState.DONE, NOW - HOUR + timedelta(seconds=1)), HOUR, False),
        (run(RunState.RUNNING, NOW - LONGEST), DAY, True),
        (run(RunState.RUNNING, NOW - LONGEST + timedelta(seconds=1)), timedelta(0), False),
        (run(RunState.FAILED, NOW - AFTER_FAILURE), DAY, True),
        (run(RunState.FAILED, NOW - AFTER_FAILURE + timedelta(seconds=1)), DAY, False),
        (run(RunState.FAILED, NOW - timedelta(minutes=10)), timedelta(minutes=10), True),
        (run(RunState.DONE, NOW + CLOCKS_DIFFER), HOUR, False),
        (run(RunState.RUNNING, NOW + DAY), HOUR, True),
    ],
)
def test_when_something_is_due(last: Run | None, every: timedelta, due: bool) -> None:
    """The last rows: written down by a clock that is a little fast, and by one that is wrong."""
    assert is_due(last, every, NOW) == due


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """`clock(HOUR)`: it is an hour later than `NOW`."""

    def set_to(later: timedelta) -> None:
        monkeypatch.setattr(schedule, "moment", lambda: NOW + later)

    set_to(timedelta(0))
    return set_to


def claimed(database: Database, machine: str = "one") -> Run | None:
    with database.writing() as session:
        return schedule.claim(session, "packs", EVERY, LONGEST, machine)


def ended(database: Database, mine: Run | None, state: RunState = RunState.DONE, said: str = "It went well.") -> bool:
    assert mine is not None
    with database.writing() as session:
        return schedule.end(session, mine, state, said)


def last(database: Database) -> Run:
    with database.reading() as session:
        (found,) = schedule.last_runs(session)
    return found


def test_of_two_machines_one_has_it(database: Database, clock: Callable[[timedelta], None]) -> None:
    mine = claimed(database)
    assert claimed(database, "other") is None
    assert ended(database, mine)
    assert (last(database).state, last(database).said, last(database).machine) == ("done", "It went well.", "one")
    assert last(database).went_well is not None
    assert claimed(database, "other") is None
    clock(EVERY)
    again = claimed(database, "other")
    assert again is not None
    assert ended(database, again, RunState.FAILED, "The publisher is away.")
    assert (last(database).state, last(database).went_well is None) == ("failed", False)


def test_a_run_that_was_killed_is_taken_again_and_is_told_so(
    database: Database, clock: Callable[[timedelta], None]
) -> None:
    dead = claimed(database)
    clock(LONGEST)
    mine = claimed(database, "other")
    assert mine is not None
    assert not ended(database, dead)
    assert last(database).state is RunState.RUNNING
    assert ended(database, mine)


def test_a_run_that_is_given_back_is_due_at_once(database: Database, clock: Callable[[timedelta], None]) -> None:
    clock(timedelta(0))
    mine = claimed(database)
    assert mine is not None
    with database.writing() as session:
        assert schedule.give_back(session, mine, "It was broken off.")
    assert last(database).said == "It was broken off."
    assert claimed(database, "other") is not None
