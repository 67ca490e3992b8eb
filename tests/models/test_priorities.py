"""The two lists and the counts by topic, against a second computation in plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.authorities import Area
from data.store import Snapshot
from models.assessment import Assessment, assess
from models.benchmark import published_group
from models.priorities import BETTER, WORSE, Certainty, one_of_each, one_of_each_kind, priorities
from models.topic_counts import Counts, counts_by_topic, total
from tests.models.naive_standing import Naive, are_alike, naive_standing

AUTHORITIES = ("Southampton", "Isle of Wight")
SHOWN = 10


@pytest.fixture(scope="module", params=AUTHORITIES)
def both(request: pytest.FixtureRequest, snapshot: Snapshot) -> tuple[Assessment, list[Naive]]:
    """An authority by the models and by loops."""
    area = snapshot.authorities.find(request.param)
    group = published_group(snapshot.edition("2025"), area)
    return assess(snapshot, area, group), naive_standing(snapshot, area, group.codes)


def fresh(snapshot: Snapshot, found: list[Naive]) -> list[Naive]:
    """Indicators with a better direction whose figures are not more than three years behind."""
    newest: dict[str, int] = {}
    for indicator, column in zip(snapshot.indicators, snapshot.latest_columns.tolist(), strict=True):
        if column >= 0:
            year = snapshot.periods[snapshot.position[indicator.id]][column].year
            newest[indicator.period] = max(newest.get(indicator.period, year), year)
    return [one for one in found if one.indicator.sign and newest[one.kind] - one.year <= 3]


def certainty(one: Naive, side: str) -> int | None:
    towards = (one.value - one.mean) * one.indicator.sign
    if one.word == side:
        return 0 if one.certain else 1
    outer = {"worse": "D", "better": "A"}[side]
    is_there = towards < 0 if side == WORSE else towards > 0
    return 2 if one.word == "not tested" and one.band == outer and is_there else None


@pytest.mark.parametrize("side", [WORSE, BETTER])
def test_the_lists_are_those_of_the_loops(both: tuple[Assessment, list[Naive]], side: str) -> None:
    found, naive = both
    snapshot = found.standing.snapshot
    listed = [(level, one) for one in fresh(snapshot, naive) if (level := certainty(one, side)) is not None]
    # Python's sort keeps ties in the order of the definitions, as the models do.
    listed.sort(key=lambda pair: (pair[0], 0.0 if pair[0] == 2 else -pair[1].children, -round(pair[1].distance, 9)))
    left = [one for _, one in listed]
    expected = []
    while left and len(expected) < SHOWN:
        first, *rest = left
        like = [one for one in rest if are_alike(first, one)]
        expected.append((first.indicator.id, {one.indicator.id for one in like}))
        left = [one for one in rest if one not in like]
    lists = priorities(found)
    names = [indicator.id for indicator in snapshot.indicators]
    shown = [(names[one.at], {names[at] for at in one.alike}) for one in getattr(lists, side)[:SHOWN]]
    assert shown == expected
    assert len(shown) == SHOWN


def test_the_counts_are_those_of_the_loops(both: tuple[Assessment, list[Naive]]) -> None:
    found, naive = both
    snapshot = found.standing.snapshot
    counts = counts_by_topic(found)
    for topic in snapshot.indicators.topics:
        ours = [one for one in fresh(snapshot, naive) if one.indicator.topic == topic]
        words = [one.word for one in ours]
        told = counts[topic]
        assert (told.worse, told.similar, told.better) == tuple(
            words.count(word) for word in ("worse", "similar", "better")
        )
        assert told.certainly_worse == sum(one.certain and one.word == "worse" for one in ours)
        assert told.certainly_better == sum(one.certain and one.word == "better" for one in ours)
        bands = [one.band for one in ours if one.word == "not tested"]
        assert told.by_band == tuple(bands.count(letter) for letter in "ABCD")
        directed = [indicator for indicator in snapshot.indicators if indicator.topic == topic and indicator.sign]
        assert told.all == len(directed), "every indicator with a better direction stands in one place"
    assert total(list(counts.values())).tested > 50


def test_certainty_comes_before_children_and_children_before_distance(both: tuple[Assessment, list[Naive]]) -> None:
    for listed in (priorities(both[0]).worse, priorities(both[0]).better):
        keys = [
            (one.certainty, 0.0 if one.certainty is Certainty.NOT_TESTED else -one.children, -one.distance)
            for one in listed
        ]
        assert keys == sorted(keys)


def test_stale_figures_are_in_neither_list_and_are_named(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = assess(snapshot, area, published_group(snapshot.edition("2025"), area))
    lists = priorities(found)
    names = [indicator.id for indicator in snapshot.indicators]
    # Split in two by the publisher in 2022, so that the series ends with 2020-21.
    assert [names[at] for at in lists.stale] == [
        "care-leavers-aged-19-to-21-in-training-or-employment",
        "care-leavers-aged-17-to-18-in-training-or-employment",
    ]
    listed = {at for one in (*lists.worse, *lists.better) for at in (one.at, *one.alike)}
    assert not listed & set(lists.stale)
    assert len(listed) == sum(1 + len(one.alike) for one in (*lists.worse, *lists.better)), "each once"


def test_the_gap_of_the_better_is_counted_from_the_other_side(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = assess(snapshot, area, published_group(snapshot.edition("2025"), area))
    dental = snapshot.position["percentage-of-cla-having-dental-checks"]
    entry = next(one for one in priorities(found).better if one.at == dental)
    # 80.7% of 336 is 271.15: 304 less 33 is 271, which no longer exceeds it.
    assert entry.children == 33


def test_one_stands_for_those_that_are_like_it_and_not_for_theirs() -> None:
    pairs = np.zeros((4, 4), dtype=np.bool_)
    pairs[0, 2] = pairs[2, 0] = pairs[2, 3] = pairs[3, 2] = True
    # 3 is like 2, which stands behind 0; but it is not like 0, and so stands for itself.
    assert one_of_each([0, 1, 2, 3], pairs) == [(0, (2,)), (1, ()), (3, ())]


@given(
    st.permutations(range(9)),
    st.integers(1, 9),
    st.sets(st.tuples(*[st.integers(0, 8)] * 2)),
    st.sets(st.integers(0, 8)),
)
def test_by_numbers_the_leaders_are_the_same(
    order: list[int], count: int, alike: set[tuple[int, int]], alone: set[int]
) -> None:
    pairs = np.zeros((9, 9), dtype=np.bool_)
    for one, other in alike:
        pairs[one, other] = pairs[other, one] = one != other
    numbers = [sum(1 << int(at) for at in np.flatnonzero(row)) for row in pairs]
    pairs[[*alone]] = pairs[:, [*alone]] = False
    assert one_of_each_kind(order[:count], numbers, alone) == one_of_each(order[:count], pairs)


def test_counts_add_up() -> None:
    first = Counts(worse=1, by_band=(1, 2, 3, 4), stale=1)
    second = Counts(worse=2, better=3, by_band=(4, 3, 2, 1), no_band=1)
    added = total([first, second])
    assert added == Counts(worse=3, better=3, by_band=(5, 5, 5, 5), no_band=1, stale=1)
    assert (added.tested, added.not_tested, added.all) == (6, 21, 28)


def test_an_authority_whose_figures_are_missing_has_short_lists(snapshot: Snapshot) -> None:
    area: Area = snapshot.authorities.find("Isles of Scilly")
    edition = snapshot.edition("2025")
    codes = next(iter(edition.neighbours.values()))
    group = published_group(edition, snapshot.authorities.find("Southampton"))
    found = assess(snapshot, area, group)
    assert len(codes) == 10
    assert total(list(counts_by_topic(found).values())).no_figure > 100
    priorities(found)
