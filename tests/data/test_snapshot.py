"""Snapshots: content-addressed, swapped in one rename, and read back as they were written."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data import publish
from data.build import Content, build_content
from data.cube import ARRAYS
from data.errors import PortalError
from data.snapshot import CATALOGUE, OBSERVATIONS, current_id, make_current
from data.store import open_snapshot
from tests.data.source_tree import write_sources


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A small build."""
    return build_content(write_sources(tmp_path_factory.mktemp("sources")), lambda _: None)


def other(content: Content) -> Content:
    """Content that differs in one word."""
    return replace(content, questions={"one": ("A question.",)})


def test_what_is_read_is_what_was_written(content: Content, tmp_path: Path) -> None:
    identity = publish.write_snapshot(content, tmp_path / "out")
    snapshot = open_snapshot(tmp_path / "out", tmp_path / "cache")
    assert snapshot.id == identity
    assert snapshot.file("context.csv").startswith(b'"dfe_code","height"')
    for indicator in snapshot.indicators:
        read, written = snapshot.block(indicator), content.blocks[indicator.id]
        assert read.periods == written.periods
        assert read.statuses == written.statuses
        for name in ARRAYS:
            first, second = getattr(read, name), getattr(written, name)
            if second is not None:
                np.testing.assert_array_equal(first, second, err_msg=f"{indicator.id} {name}")
    assert list(snapshot.indicators) == list(content.indicators)


def test_the_same_content_has_the_same_id_and_other_content_another(content: Content, tmp_path: Path) -> None:
    first = publish.write_snapshot(content, tmp_path / "one")
    assert publish.write_snapshot(content, tmp_path / "two") == first
    assert publish.write_snapshot(other(content), tmp_path / "two") != first
    assert (tmp_path / "two" / first / OBSERVATIONS).exists(), "an older snapshot stays readable"


@pytest.mark.parametrize("step", ["mkdir", "write_bytes", "write_table", "rename"])
def test_a_crash_at_any_step_leaves_the_old_one_serving(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    output = tmp_path / "out"
    before = publish.write_snapshot(content, output)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    target = publish.pq.ParquetWriter if step == "write_table" else Path
    with monkeypatch.context() as patched:
        patched.setattr(target, step, crash)
        with pytest.raises(KeyboardInterrupt):
            publish.write_snapshot(other(content), output)
    assert current_id(output) == before
    assert open_snapshot(output, tmp_path / "cache").id == before


def test_a_folder_without_a_snapshot_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="`portal build --sources DIR` makes one"):
        open_snapshot(tmp_path, tmp_path / "cache")


@pytest.mark.parametrize("name", [CATALOGUE, OBSERVATIONS])
@pytest.mark.parametrize("harm", ["removed", "cut short"])
def test_a_damaged_snapshot_is_a_sentence(content: Content, tmp_path: Path, name: str, harm: str) -> None:
    identity = publish.write_snapshot(content, tmp_path / "out")
    path = tmp_path / "out" / identity / name
    body = path.read_bytes()
    path.unlink()
    if harm == "cut short":
        path.write_bytes(body[: len(body) // 2])
    with pytest.raises(PortalError, match=f"{identity} is damaged"):
        open_snapshot(tmp_path / "out", tmp_path / "cache")


@pytest.mark.parametrize("name", list(ARRAYS))
def test_a_damaged_cache_is_made_again(content: Content, tmp_path: Path, name: str) -> None:
    identity = publish.write_snapshot(content, tmp_path / "out")
    open_snapshot(tmp_path / "out", tmp_path / "cache")
    path = tmp_path / "cache" / identity / f"{name}.npy"
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2])
    snapshot = open_snapshot(tmp_path / "out", tmp_path / "cache")
    indicator = snapshot.indicators.find("LAC")
    np.testing.assert_array_equal(snapshot.block(indicator).values, content.blocks[indicator.id].values)


def test_figures_cannot_be_changed_through_the_store(content: Content, tmp_path: Path) -> None:
    publish.write_snapshot(content, tmp_path / "out")
    snapshot = open_snapshot(tmp_path / "out", tmp_path / "cache")
    with pytest.raises(ValueError, match="read-only"):
        snapshot.block(snapshot.indicators.find("LAC")).values[0, 0] = 1.0


def test_an_older_snapshot_can_be_made_live_again(content: Content, tmp_path: Path) -> None:
    output = tmp_path / "out"
    first = publish.write_snapshot(content, output)
    second = publish.write_snapshot(other(content), output)
    assert current_id(output) == second
    make_current(output, first)
    assert open_snapshot(output, tmp_path / "cache").id == first


def test_a_snapshot_that_is_live_but_gone_is_a_sentence(content: Content, tmp_path: Path) -> None:
    identity = publish.write_snapshot(content, tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / identity)
    with pytest.raises(PortalError, match="is damaged"):
        open_snapshot(tmp_path / "out", tmp_path / "cache")
