"""What is left out, and what an address makes of it."""

from collections import Counter

import pytest

from data.store import Snapshot
from layouts.compare.cells import NO_CHANGE, moved
from layouts.compare.hiding import counted, is_left_out, kinds, kinds_of, toggled
from models.benchmark import Benchmark, published_group, standing


@pytest.fixture(scope="module")
def row(snapshot: Snapshot) -> Benchmark:
    """Southampton's health checks, in whole per cent."""
    area = snapshot.authorities.find("Southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    return found.row(snapshot.position["percentage-of-cla-having-health-checks"])


@pytest.mark.parametrize(
    ("change", "unchanged"),
    [(0.0, True), (0.4, True), (-0.4, True), (0.5, False), (-1.0, False), (None, False)],
)
def test_unchanged_is_what_the_cell_calls_no_change(row: Benchmark, change: float | None, unchanged: bool) -> None:
    """The publisher prints whole per cents: less than half of one is not seen."""
    assert row.indicator.decimals == 0
    changed = row._replace(change=change)
    assert is_left_out(kinds_of(changed), "unchanged") == unchanged
    assert (moved(changed) == NO_CHANGE) == unchanged


def test_several_kinds_are_left_out_together(row: Benchmark) -> None:
    similar, untested = (kinds_of(row._replace(comparison=word)) for word in ("similar", "not tested"))
    for hide in ("similar,untested", "untested,similar"):
        assert is_left_out(similar, hide)
        assert is_left_out(untested, hide)
    assert not is_left_out(similar, "untested")
    assert not is_left_out(kinds_of(row._replace(comparison="worse")), "similar,untested")


def test_each_kind_is_counted(row: Benchmark) -> None:
    rows = [row._replace(comparison=word, change=1.0) for word in ("similar", "similar", "worse", "not tested")]
    rows.append(row._replace(comparison="similar", change=0.0))
    assert counted(Counter(map(kinds_of, rows))) == {"unchanged": 1, "similar": 3, "untested": 1}


@pytest.mark.parametrize(
    ("hide", "kind", "then"),
    [
        ("", "unchanged", "unchanged"),
        ("unchanged", "unchanged", ""),
        ("untested", "unchanged", "unchanged,untested"),
        ("untested,unchanged", "untested", "unchanged"),
        ("nonsense", "similar", "similar"),
    ],
)
def test_a_kind_is_left_out_and_shown_again(hide: str, kind: str, then: str) -> None:
    assert toggled(hide, kind) == then


def test_words_that_are_no_kind_leave_nothing_out() -> None:
    assert kinds("all,everything") == ()
    assert kinds("untested,x,unchanged") == ("unchanged", "untested")
