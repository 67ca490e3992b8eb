"""The snapshots from before the one that is served: in which order, from when on, and no others."""

import shutil
from pathlib import Path

import pytest

from data.errors import PortalError
from data.past import Past, open_with_past
from data.snapshot import HISTORY, make_current
from data.store import Snapshot
from tests.data.two_releases import write_two_releases


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with two snapshots, and their ids, the earlier first."""
    folder = tmp_path_factory.mktemp("past")
    return (folder, *write_two_releases(folder))


@pytest.fixture
def released(written: tuple[Path, str, str], tmp_path: Path) -> tuple[Path, str, str]:
    """The same in a folder of the test's own, whose history it may write anew."""
    folder, first, second = written
    shutil.copytree(folder / "out", tmp_path / "out")
    return tmp_path, first, second


def opened(folder: Path) -> tuple[Snapshot, Past]:
    snapshot = open_with_past(folder / "out", folder / "cache")
    assert snapshot.past is not None
    return snapshot, snapshot.past


def test_what_was_live_before_is_opened_by_its_id_alone(released: tuple[Path, str, str]) -> None:
    folder, first, second = released
    snapshot, past = opened(folder)
    assert (snapshot.id, [entry.id for entry in past.entries]) == (second, [first])
    assert past.since is not None
    assert past.since.id == second
    assert past.earlier(first).snapshot.id == first
    assert past.earlier(first).snapshot is past.earlier(first).snapshot, "opened once"
    assert snapshot.release.startswith(f"{second}-after-{first}-")
    for other in ("", second, "current", "..", f"../out/{first}", f"{first}/", first.upper(), "\0", "a" * 5000):
        with pytest.raises(PortalError, match=rf"There is no snapshot .*; there are: {first}\.") as refusal:
            past.earlier(other)
        assert len(str(refusal.value)) < 200


def test_each_is_listed_once_as_of_when_it_was_live_last(released: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, first, second = released
    lines = [f"{name} 2026-01-0{day}T08:00:00+00:00\n" for day, name in enumerate((first, second, first, second), 1)]
    (folder / "out" / HISTORY).write_text("".join(["gone 2025-12-31T08:00:00+00:00\n", *lines]))
    _, past = opened(folder)
    assert [(entry.id, entry.since.day) for entry in past.noted] == [(second, 4), (first, 3), (second, 2), (first, 1)]
    assert [(entry.id, entry.since.day) for entry in past.entries] == [(first, 3)]


def test_another_past_is_another_release(released: tuple[Path, str, str]) -> None:
    folder, first, second = released
    releases = []
    for day in (1, 2):
        (folder / "out" / HISTORY).write_text(
            f"{first} 2026-01-0{day}T08:00:00+00:00\n{second} 2026-01-09T08:00:00+00:00\n"
        )
        releases.append(opened(folder)[0].release)
    assert len(set(releases)) == 2


def test_what_was_noted_after_the_live_one_is_not_from_before(released: tuple[Path, str, str]) -> None:
    """As when a worker of the earlier snapshot still serves."""
    folder, first, second = released
    (folder / "out" / HISTORY).unlink()
    make_current(folder / "out", first)
    snapshot, past = opened(folder)
    assert (snapshot.id, [entry.id for entry in past.entries]) == (first, [second])
    (folder / "out" / HISTORY).write_text(f"{first} 2026-01-01T08:00:00+00:00\n{second} 2026-01-09T08:00:00+00:00\n")
    snapshot, past = opened(folder)
    assert (snapshot.id, past.entries) == (first, ())
