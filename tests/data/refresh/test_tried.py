"""What the schedule knows of its tries: one that came to an end is enough for a day, one that was broken off is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.refresh.tried import MOST_A_DAY, TRIED, Tried, is_to_be_tried, last_tried, trying

TEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def break_off(folder: Path, now: datetime) -> None:
    """A try that is ended by what is no error."""
    with pytest.raises(SystemExit), trying(folder, now):
        raise SystemExit


def test_one_that_ends_is_enough_for_a_day(tmp_path: Path) -> None:
    assert is_to_be_tried(tmp_path, TEN)
    with trying(tmp_path, TEN):
        assert last_tried(tmp_path) == Tried("2026-11-22", 1, "2026-11-22T10:00:00+00:00", is_over=False)
    assert last_tried(tmp_path) == Tried("2026-11-22", 1, "2026-11-22T10:00:00+00:00", is_over=True)
    assert not is_to_be_tried(tmp_path, TEN + 13 * HOUR)
    assert is_to_be_tried(tmp_path, TEN + DAY)


def test_one_that_fails_is_enough_too(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), trying(tmp_path, TEN):
        raise ZeroDivisionError
    assert not is_to_be_tried(tmp_path, TEN + 13 * HOUR)


def test_one_that_is_broken_off_is_tried_again_an_hour_later_and_three_times_a_day(tmp_path: Path) -> None:
    for times in range(1, MOST_A_DAY + 1):
        now = TEN + times * HOUR
        assert is_to_be_tried(tmp_path, now)
        break_off(tmp_path, now)
        assert not is_to_be_tried(tmp_path, now + HOUR - MINUTE)
        assert is_to_be_tried(tmp_path, now + HOUR) == (times < MOST_A_DAY)
    assert not is_to_be_tried(tmp_path, TEN + 13 * HOUR)
    break_off(tmp_path, TEN + DAY)
    found = last_tried(tmp_path)
    assert found is not None
    assert (found.day, found.times) == ("2026-11-23", 1)


@pytest.mark.parametrize("text", ["", "2026-11-22", "{", "{}", "[]", '{"day": 1}'])
def test_what_cannot_be_read_is_as_if_it_was_never_tried(tmp_path: Path, text: str) -> None:
    (tmp_path / TRIED).write_text(text)
    assert is_to_be_tried(tmp_path, TEN)
    break_off(tmp_path, TEN)
    assert not is_to_be_tried(tmp_path, TEN)


def test_one_that_cannot_be_written_down_does_not_begin(tmp_path: Path) -> None:
    """Else it would be tried again each minute."""
    (tmp_path / "refresh").write_text("a file where a folder is to be")
    with pytest.raises(OSError, match="refresh"), trying(tmp_path / "refresh", TEN):
        raise AssertionError("it began")
