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
from data.store import Snapshot, open_snapshot
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


def test_the_catalogue_is_kept_in_short_and_what_is_kept_says_the_same(content: Content, tmp_path: Path) -> None:
    identity = publish.write_snapshot(content, tmp_path / "out")
    first = open_snapshot(tmp_path / "out", tmp_path / "cache")
    kept = tmp_path / "cache" / identity / CATALOGUE
    body = kept.read_bytes()
    for known in (body, body[:40], b"", None):
        kept.unlink()
        if known is not None:
            kept.write_bytes(known)
        again = open_snapshot(tmp_path / "out", tmp_path / "cache")
        for name in ("areas", "periods", "statuses", "counted", "limited", "editions", "faults", "files", "questions"):
            assert getattr(again, name) == getattr(first, name), name
        assert list(again.indicators) == list(first.indicators)
        assert kept.read_bytes() == body


def test_each_period_and_each_list_of_them_is_there_once(snapshot: Snapshot) -> None:
    one = {period: period for periods in snapshot.periods for period in periods}
    assert all(one[period] is period for periods in snapshot.periods for period in periods)
    for lists in (snapshot.periods, snapshot.statuses):
        assert len({id(each) for each in lists}) == len({*lists})


def test_a_catalogue_that_was_damaged_later_is_no_longer_served(content: Content, tmp_path: Path) -> None:
    identity = publish.write_snapshot(content, tmp_path / "out")
    open_snapshot(tmp_path / "out", tmp_path / "cache")
    (tmp_path / "out" / identity / CATALOGUE).write_bytes(b"{")
    with pytest.raises(PortalError, match=f"{identity} is damaged"):
        open_snapshot(tmp_path / "out", tmp_path / "cache")


def test_some_periods_of_a_block(snapshot: Snapshot) -> None:
    whole = snapshot.block(snapshot.indicators.find("LACHealth%"))
    part = whole.between(2, 4)
    assert (part.periods, part.statuses) == (whole.periods[2:5], whole.statuses[2:5])
    np.testing.assert_array_equal(part.values, whole.values[:, 2:5])
    np.testing.assert_array_equal(part.denominators, whole.denominators[:, 2:5])
    assert [part.column(period) for period in whole.periods[1:6]] == [None, 0, 1, 2, None]
    assert part.low is None


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
