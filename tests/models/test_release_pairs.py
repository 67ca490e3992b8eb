"""Two snapshots side by side: which periods both have, where anything has moved, and what only the later has."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.store import Snapshot, open_with_earlier
from models.release_pairs import MOST_KEPT, Cells, release_pair
from tests.data.two_releases import CROSSED, REVISED, SOUTHAMPTON, SUPPRESSED, YEAR, write_two_releases


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    """The earlier snapshot and the later one."""
    folder: Path = tmp_path_factory.mktemp("releases")
    write_two_releases(folder)
    later = open_with_earlier(folder / "out", folder / "cache")
    assert later.earlier is not None
    return later.earlier.snapshot, later


def named(snapshot: Snapshot, cells: Cells) -> list[tuple[str, int]]:
    """Ids of indicators and the years in which periods end."""
    ids = [snapshot.indicators.all[which].id for which in cells.which.tolist()]
    return [(name, period.year) for name, period in zip(ids, cells.periods(snapshot), strict=True) if period]


def test_what_moved_is_where_any_area_has_another_figure_or_reason(releases: tuple[Snapshot, Snapshot]) -> None:
    pair = release_pair(*releases)
    moved = [(REVISED, YEAR), (SUPPRESSED, YEAR)]
    for snapshot, cells in zip(releases, pair.moved, strict=True):
        assert sorted(named(snapshot, cells)) == sorted(moved)


def test_what_changed_for_one_area_is_among_what_moved(releases: tuple[Snapshot, Snapshot]) -> None:
    pair = release_pair(*releases)
    known = {area.code for area in releases[1].areas}
    changed = {code: named(releases[1], pair.changed(code)[1]) for code in known}
    assert sorted(changed[SOUTHAMPTON]) == sorted([(REVISED, YEAR), (SUPPRESSED, YEAR)])
    assert {code for code, cells in changed.items() if cells} == {SOUTHAMPTON}


def test_a_new_period_stands_beside_the_newest_before(releases: tuple[Snapshot, Snapshot]) -> None:
    before, added = release_pair(*releases).added
    assert named(releases[1], added) == [(CROSSED, YEAR + 1)]
    assert named(releases[0], before) == [(CROSSED, YEAR)]


def test_the_newest_of_both_leaves_out_what_has_a_newer_one(releases: tuple[Snapshot, Snapshot]) -> None:
    old, new = release_pair(*releases).newest
    assert named(releases[0], old) == named(releases[1], new)
    names = {name for name, _ in named(releases[1], new)}
    assert REVISED in names
    assert CROSSED not in names


def test_nothing_has_moved_in_a_snapshot_beside_itself(releases: tuple[Snapshot, Snapshot]) -> None:
    pair = release_pair(releases[1], releases[1])
    assert [len(cells.which) for cells in (*pair.moved, *pair.added)] == [0, 0, 0, 0]


def test_a_pair_is_kept_with_the_later_one_and_no_more_than_a_few(releases: tuple[Snapshot, Snapshot]) -> None:
    older, newer = releases
    first = release_pair(older, newer)
    assert release_pair(older, newer) is first
    values = np.array(older.arrays["values"])
    values[:] = 1.0
    others = [replace(older, arrays={**older.arrays, "values": values}) for _ in range(MOST_KEPT)]
    for other in others:
        assert len(release_pair(other, newer).moved[0].which) > len(first.moved[0].which)
    assert release_pair(older, newer) is not first
