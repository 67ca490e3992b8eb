"""Means over groups with hidden figures: worked examples, and an intruder who tries every pair of counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.disclosure import HiddenFigures, Zero, all_but_one_visible, means_shown
from models.disclosure.averages import ALL_BUT_ONE, WORKED_OUT

NAN = float("nan")


def figures(*parts: tuple[float, float, bool]) -> HiddenFigures:
    """Numerator, denominator and whether it is hidden, of each authority."""
    numerators, denominators, hidden = (np.array(column) for column in zip(*parts, strict=True))
    return HiddenFigures(numerators.astype(float), denominators.astype(float), hidden.astype(bool))


def everyone(found: HiddenFigures) -> np.ndarray:
    return np.ones((1, len(found.hidden)), dtype=bool)


def test_all_but_one_visible() -> None:
    contributing = np.array([[True, True, True], [True, True, False], [True, True, True], [False, False, False]])
    hidden = np.array([[True, False, False], [True, True, True], [False, False, False], [True, True, True]])
    assert all_but_one_visible(contributing, hidden).tolist() == [True, False, False, False]


@given(st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=3, max_size=3), min_size=1, max_size=6))
def test_all_but_one_visible_as_plain_python_says(rows: list[list[tuple[bool, bool]]]) -> None:
    contributing, hidden = (np.array([[pair[at] for pair in row] for row in rows]) for at in (0, 1))
    expected = [sum(there and masked for there, masked in row) == 1 for row in rows]
    assert all_but_one_visible(contributing, hidden).tolist() == expected


def test_the_mean_of_nine_visible_figures_and_a_hidden_one_is_refused() -> None:
    """Mean (2 + 8 + 10 + 14) / 4 = 8.5 with 2% hidden: 4 x 8.5 - 32 = 2%, and 2% of 200 are 4 children."""
    found = figures((4, 200, True), (8, 100, False), (10, 100, False), (14, 100, False))
    assert means_shown(found, everyone(found), 1) == (ALL_BUT_ONE,)


def test_a_mean_without_hidden_figures_is_shown() -> None:
    found = figures((4, 200, True), (8, 100, False), (10, 100, False))
    assert means_shown(found, np.array([[False, True, True]]), 1) == ("",)


def test_two_hidden_figures_can_be_worked_out_from_a_precise_mean() -> None:
    """3 of 40 are 7.5% and 4 of 57 are 7.018%: the mean 7.3 says that both add up to 14.5 to 14.7 points.

    Of the 25 pairs of counts from 1 to 5 only 3 and 4 do (14.52): 5 and 1 make 14.25, 2 and 5 make 13.77, 4 and 3
    make 15.26. A mean rounded to 7 allows 13 to 15 points, and so all of these but the last.
    """
    found = figures((3, 40, True), (4, 57, True))
    both = [(a, b) for a in range(1, 6) for b in range(1, 6) if 14.5 <= 100 * a / 40 + 100 * b / 57 <= 14.7]
    assert both == [(3, 4)]
    assert means_shown(found, everyone(found), 1, owners=False) == (WORKED_OUT,)
    assert means_shown(found, everyone(found), 0, owners=False) == ("",)


def test_of_two_hidden_figures_each_owner_finds_the_other() -> None:
    found = figures((3, 40, True), (4, 57, True))
    assert means_shown(found, everyone(found), 0, owners=True) == (WORKED_OUT,)


def test_many_hidden_figures_of_many_children_are_safe() -> None:
    found = figures((3, 340, True), (4, 357, True), (5, 320, True), (200, 310, False))
    assert means_shown(found, everyone(found), 1) == ("",)


def test_two_means_that_differ_by_one_hidden_figure_are_not_both_shown() -> None:
    """Six hidden figures together, then five of them: the difference is the sixth, 4 of 80."""
    parts = [(3, 340, True), (4, 357, True), (5, 320, True), (2, 310, True), (1, 290, True), (4, 80, True)]
    found = figures(*parts)
    groups = np.array([[True] * 6, [True] * 5 + [False]])
    assert means_shown(found, groups[:1], 1) == ("",)
    assert means_shown(found, groups[1:], 1) == ("",)
    assert means_shown(found, groups, 1) == ("", WORKED_OUT)


def test_what_is_missing_takes_no_part() -> None:
    found = figures((3, 40, True), (NAN, NAN, False), (8, 100, False))
    assert means_shown(found, everyone(found), 1) == (ALL_BUT_ONE,)


@pytest.mark.parametrize("denominator", [NAN, 0.0])
def test_a_hidden_figure_needs_its_denominator(denominator: float) -> None:
    found = figures((3, denominator, True), (4, 57, True))
    with np.errstate(divide="ignore"), pytest.raises(ValueError, match="denominator"):
        means_shown(found, everyone(found), 1)


def test_means_of_counts_have_no_upper_limit() -> None:
    """Counts 3 and 9 with a mean of 6: 1 + 11 to 11 + 1, and who is told has 3 + 9 to 5 + 7 and more."""
    counts = HiddenFigures(
        np.array([3.0, 9.0]), np.ones(2), np.array([True, True]), per=1.0, part_of_whole=False, zero=Zero.SHOWN
    )
    assert means_shown(counts, everyone(counts), 0, owners=False) == ("",)


# The intruder: every combination of hidden counts, beside every mean that is shown.


def possible_counts(found: HiddenFigures, groups: np.ndarray, decimals: int, ranges: list[range]) -> np.ndarray:
    """All hidden counts (p, h) within `ranges` that give the printed means of `groups`."""
    hidden = np.flatnonzero(found.hidden)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(*ranges, indexing="ij")], axis=1).astype(float)
    agrees = np.ones(len(grid), dtype=bool)
    values = np.repeat(found.numerators[None, :], len(grid), axis=0)
    values[:, hidden] = grid
    shares = 100 * values / found.denominators
    for group in groups:
        printed = round(float(np.mean(100 * found.numerators[group] / found.denominators[group])), decimals)
        agrees &= np.abs(shares[:, group].mean(axis=1) - printed) <= 0.5 * 10.0**-decimals + 1e-9
    return grid[agrees]


PART = st.integers(12, 60).flatmap(lambda most: st.tuples(st.integers(1, 5), st.just(most), st.just(True)))
SEEN = st.integers(20, 90).flatmap(lambda most: st.tuples(st.integers(6, most - 6), st.just(most), st.just(False)))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(PART, min_size=1, max_size=3),
    st.lists(SEEN, min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 6), min_size=2), min_size=1, max_size=3),
    st.sampled_from([0, 1]),
    st.booleans(),
)
def test_an_intruder_recovers_no_hidden_figure_from_the_means_that_are_shown(
    masked: list[tuple[int, int, bool]],
    visible: list[tuple[int, int, bool]],
    places: list[set[int]],
    decimals: int,
    owners: bool,
) -> None:
    found = figures(*masked, *visible)
    groups = np.array([[at in group for at in range(len(found.hidden))] for group in places])
    groups = groups[groups.any(axis=1)]
    why = means_shown(found, groups, decimals, owners=owners)
    shown = groups[[not reason for reason in why]]
    assert not all_but_one_visible(shown, np.tile(found.hidden, (len(shown), 1))).any()
    for known in (None, *range(len(masked))) if owners else (None,):
        told = [range(n, n + 1) if at == known else range(1, 6) for at, (n, _, _) in enumerate(masked)]
        free = [range(n, n + 1) if at == known else range(1, d) for at, (n, d, _) in enumerate(masked)]
        exactly = possible_counts(found, shown, decimals, told)
        widely = possible_counts(found, shown, decimals, free)
        for at in range(len(masked)):
            if at != known:
                assert len(set(exactly[:, at].tolist())) > 1
                assert widely[:, at].min() == 1
                assert widely[:, at].max() >= 5
