"""Which indicators tell one story: by the children they count, and by how they go together."""

import numpy as np

from data.store import Snapshot
from models.arrays import Floats
from models.likeness import STRONG, Figures, alike

AUTHORITIES = 40
NOTHING = np.full(AUTHORITIES, np.nan)


def figures(values: list[Floats], counts: list[tuple[Floats, Floats]] | None = None, signs: object = 1) -> Figures:
    size = len(values)
    numerators = np.array([numerator for numerator, _ in counts] if counts else [NOTHING] * size)
    denominators = np.array([denominator for _, denominator in counts] if counts else [NOTHING] * size)
    return Figures(np.array(values), numerators, denominators, np.broadcast_to(np.array(signs, dtype=np.int8), size))


def shuffled(seed: int) -> Floats:
    return np.random.default_rng(seed).permutation(np.arange(float(AUTHORITIES)))


def test_a_share_and_what_is_left_of_it_are_alike() -> None:
    whole = np.full(AUTHORITIES, 100.0)
    suitable = 40.0 + shuffled(1)
    unsuitable = shuffled(2) / 2
    found = alike(figures([NOTHING, NOTHING], [(suitable, whole), (unsuitable, whole)]))
    assert found.tolist() == [[False, True], [True, False]]


def test_one_authority_with_more_than_all_children_in_the_two_parts_them() -> None:
    whole = np.full(AUTHORITIES, 100.0)
    health, dental = np.full(AUTHORITIES, 45.0), np.full(AUTHORITIES, 45.0)
    dental[7] = 56.0  # 45 + 56 is more than 100: some children had both
    assert not alike(figures([NOTHING, NOTHING], [(health, whole), (dental, whole)])).any()


def test_another_denominator_in_one_authority_parts_them() -> None:
    whole, other = np.full(AUTHORITIES, 100.0), np.full(AUTHORITIES, 100.0)
    other[3] = 99.0
    part = np.full(AUTHORITIES, 10.0)
    assert not alike(figures([NOTHING, NOTHING], [(part, whole), (part, other)])).any()


def test_figures_that_go_together_are_alike_when_their_better_sides_do() -> None:
    first = shuffled(3)
    values = [first, first**3, -first, shuffled(4)]
    assert alike(figures(values)).tolist()[0] == [False, True, False, False]
    # With the third lower-is-better, its better side goes with the first's.
    assert alike(figures(values, signs=[1, 1, -1, 1])).tolist()[0] == [False, True, True, False]


def test_one_authority_far_out_makes_nothing_alike() -> None:
    first, second = shuffled(5), shuffled(6)
    first[0] = second[0] = 1e6
    assert abs(np.corrcoef(first, second)[0, 1]) > STRONG
    assert not alike(figures([first, second])).any()


def test_too_few_authorities_with_both_figures_make_nothing_alike() -> None:
    first, second = shuffled(7), shuffled(7)
    second[0] = np.nan
    assert not alike(figures([first, second])).any()


def test_in_the_published_figures_it_finds_what_a_reader_would(snapshot: Snapshot) -> None:
    names = [
        "three-or-more-placements-in-the-previous-2-years",
        "placement-1-percent-cla-with-three-or-more-placements",
        "percentage-of-cla-having-health-checks",
        "percentage-of-cla-having-dental-checks",
        "care-leavers-suitable-accommodation-percent",
        "care-leavers-aged-19-to-21-in-unsuitable-accommodation",
    ]
    which = np.array([snapshot.position[name] for name in names])
    found = snapshot.slice_of(which, snapshot.latest_columns[which])
    counting = found.existed & ~np.isnan(found.values)
    values, *counts = (
        np.where(counting, array, np.nan)
        for array in (found.values, *snapshot.counts_of_all(which, snapshot.latest_columns[which]))
    )
    signs = np.array([snapshot.indicators.find(name).sign for name in names], dtype=np.int8)
    pairs = alike(Figures(values, counts[0], counts[1], signs))
    assert [tuple(pair) for pair in np.argwhere(np.triu(pairs)).tolist()] == [(0, 1), (4, 5)]
