"""Which snapshot was live when, and the one before the one that is."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data import publish
from data.build import Content, build_content
from data.errors import PortalError
from data.snapshot import CATALOGUE, CURRENT, HISTORY, history, make_current, previous_entry, snapshot_ids
from data.store import open_snapshot, open_with_earlier
from tests.data.source_tree import write_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three snapshots' folders, as far as the history looks into them."""
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / CATALOGUE).write_text("{}")
    return tmp_path


def ids(folder: Path) -> list[str]:
    return [entry.id for entry in history(folder)]


def previous(folder: Path) -> str | None:
    entry = previous_entry(folder)
    return entry.id if entry else None


def test_the_one_before_is_what_was_live_before(folder: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    make_current(folder, "a")
    assert previous(folder) is None
    make_current(folder, "b")
    assert (ids(folder), previous(folder)) == (["a", "b"], "a")
    make_current(folder, "b")
    assert ids(folder) == ["a", "b"], "nothing has become live"
    make_current(folder, "a")
    assert (ids(folder), previous(folder)) == (["a", "b", "a"], "b")
    assert all(before <= entry.since <= datetime.now(UTC) for entry in history(folder))


def test_a_live_one_without_a_history_is_noted_when_it_is_replaced(folder: Path) -> None:
    (folder / CURRENT).write_text("a\n")
    os.utime(folder / CURRENT, (1_700_000_000, 1_700_000_000))
    assert previous(folder) is None
    make_current(folder, "b")
    assert previous_entry(folder) == history(folder)[0]
    assert history(folder)[0].since == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_crash_between_the_rename_and_the_note_loses_nothing(folder: Path) -> None:
    make_current(folder, "a")
    (folder / CURRENT).write_text("b\n")
    assert previous(folder) == "a"
    make_current(folder, "c")
    assert (ids(folder), previous(folder)) == (["a", "b", "c"], "b")


def test_a_line_that_was_cut_short_and_a_folder_that_is_gone_are_passed_over(folder: Path) -> None:
    make_current(folder, "a")
    make_current(folder, "b")
    make_current(folder, "c")
    with (folder / HISTORY).open("a") as file:
        file.write("d 2026-01")
    assert ids(folder) == ["a", "b", "c"]
    (folder / "b" / CATALOGUE).unlink()
    assert previous(folder) == "a"
    assert snapshot_ids(folder) == ("a", "c")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return build_content(write_sources(tmp_path_factory.mktemp("sources")), lambda _: None)


def test_an_older_snapshot_is_opened_by_its_id_and_with_the_live_one(content: Content, tmp_path: Path) -> None:
    first = publish.write_snapshot(content, tmp_path / "out")
    questions = {"one": ("A question.",)}
    second = publish.write_snapshot(Content(**{**vars(content), "questions": questions}), tmp_path / "out")
    assert open_snapshot(tmp_path / "out", tmp_path / "cache").id == second
    assert open_snapshot(tmp_path / "out", tmp_path / "cache", first).id == first
    served = open_with_earlier(tmp_path / "out", tmp_path / "cache")
    assert served.earlier is not None
    assert (served.id, served.earlier.snapshot.id) == (second, first)
    assert served.release == f"{second}-after-{first}"
    with pytest.raises(PortalError, match=f"There is no snapshot 0123 in .*; there are: .*{first}"):
        open_snapshot(tmp_path / "out", tmp_path / "cache", "0123")


def test_a_damaged_older_one_does_not_keep_the_live_one_from_being_served(content: Content, tmp_path: Path) -> None:
    first = publish.write_snapshot(content, tmp_path / "out")
    publish.write_snapshot(Content(**{**vars(content), "questions": {"one": ("A question.",)}}), tmp_path / "out")
    (tmp_path / "out" / first / CATALOGUE).write_text("{")
    served = open_with_earlier(tmp_path / "out", tmp_path / "cache")
    assert served.earlier is None
    assert served.release == served.id
