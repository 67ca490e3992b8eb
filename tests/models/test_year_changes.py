"""Changes since the period before: by test, held over all, and by quarter of England."""

import numpy as np
import pytest

from data.store import Snapshot
from models.assessment import Assessment, assess
from models.bands import NO_LETTER
from models.benchmark import published_group, standing
from models.change_test import Counts, change_test
from models.discovery import FALSE_DISCOVERIES
from models.year_changes import certain_changes, quarters_moved, year_changes
from tests.models.naive_standing import Z95, limits


@pytest.fixture(scope="module")
def found(snapshot: Snapshot) -> Assessment:
    area = snapshot.authorities.find("Southampton")
    return assess(snapshot, area, published_group(snapshot.edition("2025"), area))


def test_the_words_follow_from_newcombes_limits(found: Assessment) -> None:
    changes = year_changes(found)
    snapshot, chosen = found.standing.snapshot, found.standing.slice
    told = 0
    for at, index in enumerate(chosen.which.tolist()):
        indicator, column = snapshot.indicators.all[index], int(chosen.previous_columns[at])
        block = snapshot.block(indicator)
        if not changes.compared[at] or changes.word[at] == "not tested" or block.numerators is None:
            continue
        area = snapshot.area_position[found.standing.area.code]
        assert block.denominators is not None
        before = (float(block.numerators[area, column]), float(block.denominators[area, column]))
        now = (float(found.standing.numerator[at]), float(found.standing.denominator[at]))
        first, second = before[0] / before[1], now[0] / now[1]
        (low_1, high_1), (low_2, high_2) = (limits(indicator, *counts, Z95) for counts in (before, now))
        low = second - first - np.hypot(second - low_2, high_1 - first)
        high = second - first + np.hypot(high_2 - second, first - low_1)
        rose = 1 if low > 0 else -1 if high < 0 else 0
        assert changes.word[at] == {1: "better", -1: "worse", 0: "no clear change"}[rose * indicator.sign]
        told += 1
    assert told > 40


def test_the_bands_before_are_those_of_the_year_before(found: Assessment) -> None:
    changes = year_changes(found)
    standing_, snapshot = found.standing, found.standing.snapshot
    years = [
        snapshot.periods[i][c].year
        for i, c in zip(standing_.slice.which, standing_.slice.columns, strict=True)
        if c >= 0
    ]
    for year in set(years):
        then = standing(snapshot, standing_.area, standing_.group, year - 1)
        for at in np.flatnonzero(changes.compared):
            column = int(standing_.slice.columns[at])
            if snapshot.periods[int(standing_.slice.which[at])][column].year == year:
                assert changes.band_before[at] == then.band[at]


def test_neutral_and_stale_figures_are_not_compared(found: Assessment) -> None:
    changes = year_changes(found)
    names = [indicator.id for indicator in found.standing.snapshot.indicators]
    assert not changes.compared[names.index("children-looked-after-rate-per-10-000")]
    assert not changes.compared[names.index("care-leavers-aged-19-to-21-in-training-or-employment")]
    assert changes.compared.sum() > 300
    assert not (changes.certain & ~np.isin(changes.word, ("better", "worse"))).any()


@pytest.mark.parametrize(
    ("before", "now", "moved"), [("C", "A", 2), ("A", "B", -1), ("D", "D", 0), ("", "A", 0), ("B", "", 0)]
)
def test_quarters_are_counted_upwards(before: str, now: str, moved: int) -> None:
    codes = [np.array(["ABCD".find(letter) if letter else NO_LETTER], dtype=np.int8) for letter in (before, now)]
    assert quarters_moved(*codes).tolist() == [moved]


def test_the_false_discovery_rate_is_held_over_the_list() -> None:
    # 50% to 60% of n children: only many children tell it. Twenty figures without any change surround them.
    sizes = np.array([200.0, 600.0, 2000.0])
    before = np.concatenate([sizes * 0.5, np.full(20, 50.0)])
    now = np.concatenate([sizes * 0.6, np.full(20, 50.0)])
    whole = np.concatenate([sizes, np.full(20, 100.0)])
    kind, per = np.full(len(whole), "proportion"), np.full(len(whole), 100.0)
    counts = Counts(now, whole), Counts(before, whole)
    word = change_test(kind, *counts, np.ones(len(whole)), per).word
    held = certain_changes(kind, *counts, per, word)
    alone = certain_changes(kind, *counts, per, np.where(np.arange(len(whole)) < 3, word, "not tested"))
    assert FALSE_DISCOVERIES == 0.05
    assert held[:3].tolist() == [False, True, True], "of 200, p is .045: too much among 23"
    assert alone[:3].tolist() == [True, True, True]
    assert not held[3:].any()


def test_the_most_notable_change_comes_first(found: Assessment) -> None:
    changes = year_changes(found)
    order = changes.in_order(changes.compared)
    is_certain = [bool(changes.certain[at]) for at in order]
    assert is_certain == sorted(is_certain, reverse=True)
    assert len(order) == changes.compared.sum()
