"""`portal refresh`, its settings, and the schedule."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import orjson
import pytest

from app.cli import main
from app.refreshing import refresh_if_due
from app.settings import BUNDLED_SNAPSHOTS, Settings, load_settings
from data.errors import PortalError
from data.snapshot import current_id
from tests.publisher_on_loopback import faults
from tests.publisher_on_loopback.catalogue import Table
from tests.publisher_on_loopback.server import PublisherOnLoopback

STABILITY = "la_cla_placement_stability"
ONLY = ("--only", STABILITY)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def served() -> Iterator[PublisherOnLoopback]:
    """A publisher with one data set, whose file is not the one that the shipped snapshot was made from."""
    with PublisherOnLoopback(names=[STABILITY]) as server:
        server.data_sets[STABILITY].title = "CLA - placement stability - by local authority"
        yield server


@pytest.fixture
def environment(
    served: PublisherOnLoopback, shared_cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """An installation of its own, that asks the publisher on this machine."""
    (tmp_path / "snapshots").mkdir()
    found = {
        "PORTAL_REFRESH_URL": served.base_url,
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
        "PORTAL_CACHE_DIR": shared_cache,
        "PORTAL_SNAPSHOT_DIR": str(tmp_path / "snapshots"),
    }
    for name, text in found.items():
        monkeypatch.setenv(name, text)
    return found


def without_2021(table: Table) -> Table:
    return Table(table.header, [row for row in table.rows if row[0] != "2021"])


def test_a_dry_run_shows_the_report(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # What was shipped without joint returns and unused columns has the very same figures.
    assert main(["refresh", *ONLY, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert f"{STABILITY}: version 1.0 of 'CLA - placement stability - by local authority'" in out
    assert "0 of " in out
    assert "13 of 13 pass." in out
    assert out.strip().splitlines()[-1].startswith("Snapshot ")
    assert list((tmp_path / "snapshots").iterdir()) == []
    assert main(["refresh", *ONLY, "--dry-run", "--format", "json"]) == 0
    record = orjson.loads(capsys.readouterr().out)
    assert (record["outcome"], record["live"]) == ("would be published", current_id(BUNDLED_SNAPSHOTS))


def test_what_is_held_back_exits_1_with_a_sentence_and_is_accepted_by_name(
    environment: dict[str, str], served: PublisherOnLoopback, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    served.release(STABILITY, without_2021)
    assert main(["refresh", *ONLY]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("Not published: 1 data set newer, but these checks do not pass: rows, periods-withdrawn.")
    report = Path(said.rpartition("The report: ")[2])
    assert "Periods that are no longer there" in report.read_text("utf-8")
    assert current_id(tmp_path / "snapshots") is None
    accepted = ["--accept", "rows: four years are kept", "--accept", "periods-withdrawn: the same"]
    assert main(["refresh", *ONLY, *accepted]) == 0
    made = current_id(tmp_path / "snapshots")
    assert made
    assert f"Snapshot {made} is live: 1 data set newer than in" in capsys.readouterr().out
    assert main(["refresh", *ONLY]) == 0
    assert f"Nothing is new: {made} has the newest versions of the 1 data set asked for." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--accept", "rows"], "'rows' accepts nothing: give the check and the reason"),
        (["--accept", "nothing: why"], "There is no check 'nothing' to accept"),
        (["--only", "nothing"], "There is no data set 'nothing'"),
        (["--data-set", "nothing"], "'nothing' names no data set: give it as --data-set NAME=ID."),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    arguments: list[str], sentence: str, environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["refresh", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_the_shipped_snapshots_are_not_written_to(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PORTAL_SNAPSHOT_DIR")
    assert main(["refresh"]) == 1
    assert "The snapshots that the project ships are not written to." in capsys.readouterr().err


def settings_at(environment: dict[str, str], **more: str) -> Settings:
    return load_settings({**environment, **more})


def test_the_schedule_tries_once_a_day_from_its_time_on(
    environment: dict[str, str], served: PublisherOnLoopback
) -> None:
    assert refresh_if_due(settings_at(environment), NOON) is None
    settings = settings_at(environment, PORTAL_REFRESH="10:00")
    served.misbehave(faults.broken(404, times=None))
    assert refresh_if_due(settings, NOON.replace(hour=9, minute=59)) is None
    assert served.requests == []
    said = refresh_if_due(settings, NOON.replace(hour=10))
    assert said is not None
    many = len(served.requests)
    assert many > 0
    # It is not tried again and again all day, though it came to nothing.
    assert refresh_if_due(settings, NOON.replace(hour=23)) is None
    assert len(served.requests) == many
    assert refresh_if_due(settings, NOON.replace(day=23)) is not None


def test_a_refresh_that_was_broken_off_is_tried_again_an_hour_later(
    environment: dict[str, str], served: PublisherOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_at(environment, PORTAL_REFRESH="10:00")
    served.misbehave(faults.broken(404, times=None))

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("app.refreshing.refresh", killed)
        with pytest.raises(SystemExit):
            refresh_if_due(settings, NOON)
    assert refresh_if_due(settings, NOON.replace(minute=59)) is None
    assert served.requests == []
    assert refresh_if_due(settings, NOON.replace(hour=13)) is not None
    assert served.requests != []
    # That one came to an end, so the day is done.
    assert refresh_if_due(settings, NOON.replace(hour=23)) is None


def test_the_schedule_goes_by_londons_clock(environment: dict[str, str], served: PublisherOnLoopback) -> None:
    settings = settings_at(environment, PORTAL_REFRESH="10:00")
    served.misbehave(faults.broken(404, times=None))
    # In June ten o'clock in London is nine o'clock by UTC.
    assert refresh_if_due(settings, datetime(2026, 6, 1, 8, 59, tzinfo=UTC)) is None
    assert refresh_if_due(settings, datetime(2026, 6, 1, 9, 0, tzinfo=UTC)) is not None


def test_the_schedule_never_fails_for_a_refusal(environment: dict[str, str], tmp_path: Path) -> None:
    settings = settings_at(environment, PORTAL_REFRESH="10:00")
    (tmp_path / "data" / "refresh").mkdir(parents=True)
    (tmp_path / "data" / "refresh" / "state.json").write_text("{")
    said = refresh_if_due(settings, NOON)
    assert said is not None
    assert "state.json is damaged" in said


def test_the_schedule_says_once_a_day_that_the_shipped_snapshots_are_not_written_to(
    environment: dict[str, str],
) -> None:
    given = {name: text for name, text in environment.items() if name != "PORTAL_SNAPSHOT_DIR"}
    settings = load_settings({**given, "PORTAL_REFRESH": "10:00"})
    said = refresh_if_due(settings, NOON)
    assert said is not None
    assert "the project ships are not written to" in said
    assert refresh_if_due(settings, NOON) is None


def test_the_settings() -> None:
    given = {"PORTAL_DATA_DIR": "data", "PORTAL_CACHE_DIR": "cache"}
    usual = load_settings(given).refresh
    assert (usual.at, usual.url) == (None, "https://api.education.gov.uk/statistics")
    assert usual.folder == Path("data") / "refresh"
    assert load_settings({**given, "PORTAL_REFRESH": "6:05"}).refresh.at == time(6, 5)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORTAL_REFRESH", "25:00"),
        ("PORTAL_REFRESH", "yes"),
        ("PORTAL_REFRESH_URL", "http://api.example.org"),
        ("PORTAL_REFRESH_URL", "ftp://localhost"),
    ],
)
def test_a_setting_that_is_wrong_is_named(name: str, text: str) -> None:
    with pytest.raises(PortalError, match=name):
        load_settings({"PORTAL_DATA_DIR": "data", "PORTAL_CACHE_DIR": "cache", name: text})
