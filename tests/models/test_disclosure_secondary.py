"""Tables with masks: worked examples, and intruders who solve what is printed and fail to recover any hidden cell."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.disclosure import PROTECTION_RANGE, Protection, Table, Zero, protect, rolling, running, total
from models.disclosure.intruder import Knowledge, feasible
from tests.models.intruders import Printed, guess, solve

MASK = None
SLOW = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def line(*counts: float) -> Table:
    """Counts in a row, and their total."""
    return Table(np.array([counts]), (), total(len(counts)))


def printed(found: Protection, owner: str | None = None) -> Printed:
    """What a reader holds in hand, in the intruder's own form."""
    table, setting = found.setting.table, found.setting
    shown = setting.printed.reshape(table.shape)
    cells = [
        [
            (None if found.hidden[row, column] else value) if shown[row, column] else -1
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(table.cells.tolist())
    ]
    known = {
        (row, column): table.cells[row, column]
        for row, name in enumerate(setting.owners)
        for column in range(table.counts.shape[1])
        if owner is not None and name == owner
    }
    return Printed(cells, table.row_sums, table.column_sums, known, setting.zero.least)


def as_printed(found: Protection) -> list[list[float | None]]:
    return printed(found).cells


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        # 53 - 20 - 30 = 3 is found by subtraction, so 20, the next smallest, is masked too.
        ((3, 20, 30), [MASK, MASK, 30, 53]),
        # 37 - 30 = 7 is any of 1 + 6 to 6 + 1: both can be 1 to 5, and nothing more is needed.
        ((3, 4, 30), [MASK, MASK, 30, 37]),
        # 32 - 30 = 2 can only be 1 + 1.
        ((1, 1, 30), [MASK, MASK, MASK, 32]),
        # 47 - 37 = 10 leaves 1 + 9 to 9 + 1, but who knows that both are small knows that they are 5 and 5.
        ((5, 5, 7, 30), [MASK, MASK, MASK, 30, 47]),
        # 1 + 6 = 7: who knows that one is 6 or more has both, so 9 is masked in place of 6: 1 + 9 to 4 + 6.
        ((1, 6, 9, 20), [MASK, 6, MASK, 20, 36]),
        # Noughts are shown, so a total of 3 is one small count, and small itself.
        ((3, 0, 0), [MASK, 0, 0, MASK]),
        ((3, 0, 12), [MASK, 0, MASK, 15]),
        ((20, 30, 40), [20, 30, 40, 90]),
        ((0, 0, 0), [0, 0, 0, 0]),
        # Six masks in a total of 6 are six ones.
        ((1, 1, 1, 1, 1, 1), [MASK, MASK, MASK, MASK, MASK, MASK, MASK]),
        ((2, 2, 2, 2, 2, 2), [MASK, MASK, MASK, MASK, MASK, MASK, 12]),
        ((np.nan, 3, 9, 30), [0, MASK, MASK, 30, 42]),
    ],
)
def test_a_line_with_its_total(counts: Sequence[float], seen: list[float | None]) -> None:
    assert as_printed(protect(line(*counts))) == [seen]


@pytest.mark.parametrize(
    ("counts", "seen"), [((0, 20, 30), [MASK, MASK, 30, 50]), ((0, 3, 30), [MASK, MASK, MASK, 33])]
)
def test_noughts_can_be_masked_too(counts: Sequence[float], seen: list[float | None]) -> None:
    """33 - 30 = 3 would leave 0 + 3 to 3 + 0, so neither could be 4 or 5."""
    assert as_printed(protect(line(*counts), Zero.MASKED)) == [seen]


def test_rows_and_columns_with_totals() -> None:
    """3 is found in its row (40 - 12 - 25) and in its column (28 - 9 - 16): 12 and 9 are masked, then 14 for both."""
    found = protect(Table(np.array([[3.0, 12, 25], [9, 14, 30], [16, 22, 41]]), total(3), total(3)))
    assert as_printed(found) == [[MASK, MASK, 25, 40], [MASK, MASK, 30, 53], [16, 22, 41, 79], [28, 48, 96, 172]]
    assert np.argwhere(found.small).tolist() == [[0, 0]]
    assert np.argwhere(found.protecting).tolist() == [[0, 1], [1, 0], [1, 1]]
    # 40 - 25 = 15 holds 3 and 12, and 28 - 16 = 12 holds 3 and 9; a mask is no 0, so 3 could be from 1 to 11.
    assert solve(printed(found), 0, 0) == (1, 11)


def test_parts_of_parts() -> None:
    """Halves 39 and 51 of a year of 90: 4 needs a second mask in its half, 15, and none outside it."""
    table = Table(np.array([[4.0, 20, 15, 9, 30, 12]]), (), ((0, 1, 2), (3, 4, 5), (0, 1, 2, 3, 4, 5)))
    assert as_printed(protect(table)) == [[MASK, 20, MASK, 9, 30, 12, 39, 51, 90]]


def test_a_small_part_of_a_whole_takes_another_part_with_it() -> None:
    """The half of 2 + 1 + 1 = 4 would be 43 - 39, so the other half is masked."""
    table = Table(np.array([[9.0, 20, 10, 2, 1, 1]]), (), ((0, 1, 2), (3, 4, 5), (0, 1, 2, 3, 4, 5)))
    seen = as_printed(protect(table))[0]
    assert seen[6:] == [MASK, MASK, 43]
    assert seen[3:6] == [MASK, MASK, MASK]


def test_a_month_is_not_found_between_two_running_totals() -> None:
    """Months 8, 3, 9, 12 and running totals 8, 11, 20, 32: 11 - 8 = 3. April is its own running total."""
    table = Table(np.array([[8.0, 3, 9, 12]]), (), running(4))
    assert as_printed(protect(table)) == [[MASK, MASK, 9, 12, MASK, 11, 20, 32]]


def test_running_totals_alone_give_no_month_away() -> None:
    alone = np.array([[False] * 4 + [True] * 4])
    found = protect(Table(np.array([[8.0, 3, 9, 12]]), (), running(4)), printed=alone)
    np.testing.assert_array_equal(found.seen_by(), [[np.nan] * 5 + [11, 20, 32]])


def test_a_month_is_not_found_between_two_rolling_years() -> None:
    """Fourteen months and rolling years of 116, 111 and 112: in the second, 3 is in the place of the first month's 8.

    111 - 116 = 3 - 8, so whoever sees the 8 has the 3.
    """
    counts = [8.0, 9, 7, 12, 14, 9, 10, 11, 12, 9, 8, 7, 3, 10]
    found = protect(Table(np.array([counts]), (), rolling(14)))
    assert sum(counts[:12]) == 116
    assert found.hidden[0, 12]
    assert solve(printed(found), 0, 12)[0] == 1
    assert solve(printed(found), 0, 12)[1] >= 5


def test_what_was_shown_before_cannot_be_taken_back() -> None:
    """April's 8 and the running totals 8 and 11 were shown, so May's 3 is known to whoever kept the papers."""
    released = np.zeros((1, 8), dtype=bool)
    released[0, [0, 4, 5]] = True
    found = protect(Table(np.array([[8.0, 3, 9, 12]]), (), running(4)), released=released)
    assert np.argwhere(found.found).tolist() == [[0, 1]]
    assert not found.hidden[0, [0, 4, 5]].any()


def test_what_was_shown_before_is_known_where_it_is_no_longer_printed() -> None:
    """As before, but this month's paper prints the running totals of June and July alone."""
    released, shown = np.zeros((1, 8), dtype=bool), np.zeros((1, 8), dtype=bool)
    released[0, [0, 4, 5]] = True
    shown[0, [6, 7]] = True
    table = Table(np.array([[8.0, 3, 9, 12]]), (), running(4))
    assert np.argwhere(protect(table, released=released, printed=shown).found).tolist() == [[0, 1]]
    assert not protect(table, printed=shown).found.any()


def test_an_owner_sees_the_owned_row_and_finds_no_other() -> None:
    """Children missing in three authorities: who knows that theirs are 4 must not find the 3 from the total of 27."""
    counts = np.array([[3.0], [4.0], [20.0], [30.0]])
    apart = protect(Table(counts, total(4)), owners=("a", "b", "c", "d"))
    assert as_printed(protect(Table(counts, total(4)))) == [[MASK], [MASK], [20], [30], [57]]
    assert as_printed(apart) == [[MASK], [MASK], [MASK], [30], [57]]
    np.testing.assert_array_equal(apart.seen_by("b")[:, 0], [np.nan, 4, np.nan, 30, 57])
    np.testing.assert_array_equal(apart.seen_by()[:, 0], [np.nan, np.nan, np.nan, 30, 57])
    assert solve(printed(apart, "b"), 0, 0) == (1, 22)  # 57 - 4 - 30 = 23 in two


def test_the_counts_are_left_as_they_were() -> None:
    counts = np.array([[3.0, 20, 30]])
    protect(Table(counts, (), total(3)))
    assert counts.tolist() == [[3, 20, 30]]


# The intruder. Small counts are frequent, so that there is something to find.
COUNT = st.one_of(st.integers(0, 7), st.integers(1, 40)).map(float)


def tables(rows: int, columns: int) -> st.SearchStrategy[np.ndarray]:
    shape = st.tuples(st.integers(1, rows), st.integers(2, columns))
    return shape.flatmap(
        lambda size: st.lists(
            st.lists(COUNT, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        ).map(np.array)
    )


def least_of_all(found: Protection, row: int, column: int) -> int:
    """The least that a cell could be if all were masked: a sum of three masks is 3 or more where a 0 would be shown."""
    paper = printed(found)
    kept = (0, -1) if paper.least else (-1,)
    cells = [[cell if cell in kept else None for cell in line] for line in paper.cells]
    nothing = Printed(cells, paper.down, paper.across, {}, paper.least)
    return max(solve(nothing, row, column)[0], paper.least)


def is_recovered(found: Protection, row: int, column: int, owner: str | None = None) -> bool:
    """Whether the intruder who solves the printed table gets too near to a hidden cell."""
    value = float(found.setting.table.cells[row, column])
    low, high = solve(printed(found, owner), row, column)
    assert low <= value <= high
    if found.setting.zero.least <= value <= 5:
        least = least_of_all(found, row, column)
        return low > least or high < max(5, least)
    return high - low < PROTECTION_RANGE


def hidden_cells(found: Protection) -> list[tuple[int, int]]:
    """Masked cells, and small counts that are not printed but stand behind sums that are."""
    table = found.setting.table
    unprinted = ~found.setting.printed.reshape(table.shape)
    few = (table.cells >= found.setting.zero.least) & (table.cells <= 5)
    return [(int(row), int(column)) for row, column in np.argwhere(found.hidden | (unprinted & few))]


@SLOW
@given(tables(3, 4), st.sampled_from(list(Zero)))
def test_an_intruder_recovers_no_cell_of_a_table_with_totals(counts: np.ndarray, zero: Zero) -> None:
    found = protect(Table(counts, total(counts.shape[0]), total(counts.shape[1])), zero)
    few = (found.setting.table.cells >= zero.least) & (found.setting.table.cells <= 5)
    assert (found.hidden & few == few).all()
    assert not found.found.any()
    assert [cell for cell in hidden_cells(found) if is_recovered(found, *cell)] == []


@SLOW
@given(tables(1, 6), st.sampled_from([2, 3]))
def test_an_intruder_recovers_no_cell_of_a_hierarchy(counts: np.ndarray, halves: int) -> None:
    length = counts.shape[1]
    assume(length > halves)
    sums = (tuple(range(halves)), tuple(range(halves, length)), tuple(range(length)))
    found = protect(Table(counts, (), sums))
    assert [cell for cell in hidden_cells(found) if is_recovered(found, *cell)] == []


@SLOW
@given(tables(2, 6), st.integers(1, 4), st.booleans(), st.booleans())
def test_an_intruder_recovers_no_month_across_periods(
    counts: np.ndarray, april: int, months_printed: bool, with_total: bool
) -> None:
    """Running totals that begin in two places, rolling sums of three months, and the total of the authorities."""
    length = counts.shape[1]
    starts = (0, april) if april < length else (0,)
    down = total(counts.shape[0]) if with_total else ()
    table = Table(counts, down, running(length, starts) + rolling(length, 3))
    shown = np.ones(table.shape, dtype=bool)
    shown[:, :length] = months_printed
    found = protect(table, printed=shown)
    assert [cell for cell in hidden_cells(found) if is_recovered(found, *cell)] == []


@SLOW
@given(tables(4, 3))
def test_no_owner_recovers_anothers_count(counts: np.ndarray) -> None:
    owners = "abcd"[: counts.shape[0]]
    found = protect(Table(counts, total(counts.shape[0]), total(counts.shape[1])), owners=owners)
    for at, owner in enumerate(owners):
        others = [
            (row, column)
            for row, column in hidden_cells(found)
            if row not in (at, counts.shape[0]) and column < counts.shape[1]
        ]
        assert [cell for cell in others if is_recovered(found, *cell, owner)] == []


@SLOW
@given(tables(2, 4), st.data())
def test_what_can_be_found_is_said_when_cells_were_shown_before(counts: np.ndarray, data: st.DataObject) -> None:
    table = Table(counts, total(counts.shape[0]), total(counts.shape[1]))
    flags = data.draw(st.lists(st.booleans(), min_size=table.cells.size, max_size=table.cells.size))
    released = np.array(flags).reshape(table.shape)
    found = protect(table, released=released)
    assert not (found.hidden & released).any()
    for cell in hidden_cells(found):
        assert found.found[cell] == is_recovered(found, *cell)


def is_told_all(found: Protection, row: int, column: int) -> bool:
    """Whether an intruder who is told which masked cells are small, and which are not, finds a cell exactly."""
    cells = found.setting.table.cells
    told = {
        (int(r), int(c)): (found.setting.zero.least, 5) if cells[r, c] <= 5 else (6, np.inf)
        for r, c in np.argwhere(found.hidden)
    }
    low, high = solve(printed(found), row, column, told)
    return low == high


@SLOW
@given(tables(3, 3))
def test_not_even_who_is_told_which_masks_are_small_finds_a_cell_while_more_could_be_masked(
    counts: np.ndarray,
) -> None:
    found = protect(Table(counts, total(counts.shape[0]), total(counts.shape[1])))
    exact = [cell for cell in hidden_cells(found) if is_told_all(found, *cell)]
    assert not exact or bool((found.hidden | (found.setting.table.cells == 0)).all())


@SLOW
@given(tables(3, 3))
def test_no_mask_is_without_need(counts: np.ndarray) -> None:
    """Take off any one mask that protects others, and an intruder recovers something."""
    table = Table(counts, total(counts.shape[0]), total(counts.shape[1]))
    found = protect(table)
    for row, column in np.argwhere(found.protecting):
        fewer = found.protecting.copy()
        fewer[row, column] = False
        less = Protection(found.setting, found.small, fewer, found.found)
        assert any(is_recovered(less, *cell) or is_told_all(less, *cell) for cell in hidden_cells(less))


@SLOW
@given(
    st.lists(st.integers(0, 4).map(float), min_size=4, max_size=4).map(lambda four: np.array(four).reshape(2, 2)),
    st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1),
)
def test_the_equations_say_no_more_and_no_less_than_trying_every_table(
    counts: np.ndarray, masked: set[tuple[int, int]]
) -> None:
    """Both intruders, and the limits that protection itself reckons with, beside all tables that could be."""
    table = Table(counts, total(2), total(2))
    seen = [
        [None if (row, column) in masked and value > 0 else value for column, value in enumerate(line)]
        for row, line in enumerate(table.cells.tolist())
    ]
    most = 17  # more than any sum here: a cell that reaches it has no limit
    paper = Printed(seen, total(2), total(2), {})
    possible = guess(Printed(seen, total(2), total(2), {}), most)
    limits = np.array([[paper.limits(row, column) for column in range(3)] for row in range(3)])
    lower, upper = limits[:, :, 0].ravel(), limits[:, :, 1].ravel()
    inside = limits[:2, :2].reshape(-1, 2)
    low, high = feasible(Knowledge(table.matrix, lower, upper, inside[:, 0], inside[:, 1]), table.matrix)
    for row in range(3):
        for column in range(3):
            values = [grid[row][column] for grid in possible]
            assert low.reshape(3, 3)[row, column] == min(values) == solve(paper, row, column)[0]
            if max(values) < most:
                assert high.reshape(3, 3)[row, column] == max(values) == solve(paper, row, column)[1]
            else:
                assert np.isinf(high.reshape(3, 3)[row, column])


def test_a_print_that_cannot_be_is_refused() -> None:
    one = np.array([[1.0]])
    with pytest.raises(ValueError, match="No whole numbers"):
        feasible(Knowledge(one, np.array([4.0]), np.array([4.0]), np.array([5.0]), np.array([9.0])), one)
