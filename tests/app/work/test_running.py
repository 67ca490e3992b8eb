"""What is due is run once, and how it went is written down: well, refused, a defect, broken off, or too long."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.local_database import open_local
from app.settings import load_settings
from app.settings.refresh import LONDON
from app.work import schedule as things
from app.work.running import BROKEN_OFF, BrokenOff, Place, Scheduled, alone, command, last_line, run_due
from app.work.worker import work_once
from data.errors import PortalError
from data.local import schedule
from data.local.schedule import Run, RunState
from data.refresh.tried import trying

HOUR = timedelta(hours=1)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    settings = load_settings({"PORTAL_DATA_DIR": str(tmp_path / "data"), "PORTAL_CACHE_DIR": str(tmp_path / "cache")})
    database = open_local(settings)
    yield Place(settings, database)
    database.close()


def outcomes(place: Place) -> dict[str, Run]:
    with place.database.reading() as session:
        return {run.name: run for run in schedule.last_runs(session)}


def raising(error: Exception) -> Callable[[Place], str]:
    def run(_: Place) -> str:
        raise error

    return run


def test_each_is_run_once_and_its_outcome_is_kept(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """A failure stops nobody else's run; what is not wanted is not written down."""
    four = (
        Scheduled("well", HOUR, HOUR, lambda _: "It went well."),
        Scheduled("refused", HOUR, HOUR, raising(PortalError("The publisher is away."))),
        Scheduled("defect", HOUR, HOUR, raising(ZeroDivisionError("7 of 0 children"))),
        Scheduled("unwanted", HOUR, HOUR, raising(AssertionError("was run")), lambda _: False),
    )
    with caplog.at_level(logging.INFO, "alongside"):
        assert run_due(place, four) == ["well", "refused", "defect"]
    assert run_due(place, four) == []
    found = outcomes(place)
    assert {name: run.state for name, run in found.items()} == {"well": "done", "refused": "failed", "defect": "failed"}
    assert (found["well"].said, found["refused"].said) == ("It went well.", "The publisher is away.")
    assert "reference" in found["defect"].said
    assert "children" not in found["defect"].said
    told = [record.details for record in caplog.records if record.msg == "scheduled run ended"]  # type: ignore[attr-defined]
    assert [one["outcome"] for one in told] == ["done", "failed", "failed"]


def test_what_is_broken_off_is_given_back(place: Place) -> None:
    run_due(place, [Scheduled("long", HOUR, HOUR, raising(BrokenOff()))])
    assert outcomes(place)["long"].said == BROKEN_OFF
    assert run_due(place, [Scheduled("long", HOUR, HOUR, lambda _: "Done.")]) == ["long"]
    assert outcomes(place)["long"].state is RunState.DONE


def test_a_worker_that_is_to_end_begins_nothing(place: Place) -> None:
    ending = Place(place.settings, place.database, lambda: True)
    assert run_due(ending, [Scheduled("more", HOUR, HOUR, raising(AssertionError("was run")))]) == []


def test_a_command_is_ended_with_its_worker(place: Place) -> None:
    """And when it takes too long; it is gone before anybody is told."""
    began = time.monotonic()
    with pytest.raises(BrokenOff):
        command(Place(place.settings, place.database, lambda: True), ["worker"], HOUR)
    with pytest.raises(PortalError, match="It took longer than 0 minutes, so it was ended"):
        command(place, ["worker"], timedelta(0))
    assert time.monotonic() - began < HOUR.total_seconds()


def test_what_a_command_says_is_its_outcome(place: Place) -> None:
    assert command(place, ["digest", "--help"], HOUR)
    with pytest.raises(PortalError, match="unrecognized arguments: --nonsense"):
        command(place, ["digest", "--nonsense"], HOUR)


@pytest.mark.parametrize(
    ("text", "line"),
    [(b"", ""), (b"one\ntwo\n\n", "two"), (b"1 of 2\r2 of 2\r\n", "2 of 2"), (b"\xff", "\N{REPLACEMENT CHARACTER}")],
)
def test_the_last_line(text: bytes, line: str) -> None:
    assert last_line(text) == line


def test_everything_that_is_run_by_the_clock_is_run_at_first_and_then_in_its_time(place: Place) -> None:
    """Nobody is to be told of figures and no time is set for new ones, so these two are not."""
    for _ in range(2):
        work_once(place.settings, lambda: False)
        assert {name: run.state for name, run in outcomes(place).items()} == {"packs": "done", "sign-ins": "done"}
    names = [thing.name for thing in things.THINGS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("at", "tried", "due"),
    [
        ("no", "", False),
        ("00:00", "", True),
        ("00:00", "now", False),
        ("00:00", "2026-01-01", True),
    ],
)
def test_new_figures_are_asked_for_once_a_day(place: Place, tmp_path: Path, at: str, tried: str, due: bool) -> None:
    settings = load_settings(
        {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_CACHE_DIR": str(tmp_path), "PORTAL_REFRESH": at}
    )
    assert settings.refresh.folder is not None
    if tried:
        when = datetime.now(LONDON) if tried == "now" else datetime.fromisoformat(tried).replace(tzinfo=LONDON)
        with trying(settings.refresh.folder, when):
            pass
    assert things.is_refresh_due(Place(settings, place.database)) == due


def test_one_process_of_all_is_alone_at_something(place: Place) -> None:
    """Whatever becomes of it; others go on with other things."""
    with enter(place), alone(place.database, "more", HOUR), pytest.raises(PortalError, match="just now: letters"):
        enter(place).__enter__()
    with pytest.raises(ZeroDivisionError), enter(place):
        raise ZeroDivisionError
    with enter(place):
        assert outcomes(place)["letters"].state is RunState.RUNNING
    assert outcomes(place)["letters"].state is RunState.DONE


def test_where_a_process_was_killed_another_goes_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour after the last sign of it, and no sooner; should it wake up, it goes no further."""
    began = schedule.moment()

    def later(minutes: int) -> None:
        monkeypatch.setattr(schedule, "moment", lambda: began + timedelta(minutes=minutes))

    with enter(place) as sign_of_life:
        later(45)
        sign_of_life()
        later(104)
        with pytest.raises(PortalError, match="Another process"):
            enter(place).__enter__()
        later(106)
        with enter(place) as ours:
            with pytest.raises(PortalError, match="Another process"):
                sign_of_life()
            ours()


def enter(place: Place) -> AbstractContextManager[Callable[[], None]]:
    return alone(place.database, "letters", HOUR)
