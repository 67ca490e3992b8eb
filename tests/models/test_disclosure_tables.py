"""Tables with their sums: small examples, and sums by plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.disclosure import Table, rolling, running, total

NAN = float("nan")


def test_totals_of_rows_and_columns() -> None:
    table = Table(np.array([[3.0, 12], [9, 14]]), total(2), total(2))
    np.testing.assert_array_equal(table.cells, [[3, 12, 15], [9, 14, 23], [12, 26, 38]])


def test_what_was_not_collected_adds_nothing() -> None:
    table = Table(np.array([[NAN, 3.0], [NAN, 4]]), total(2), total(2))
    np.testing.assert_array_equal(table.cells, [[0, 3, 3], [0, 4, 4], [0, 7, 7]])
    assert table.missing.reshape(3, 3).tolist() == [[True, False, False], [True, False, False], [True, False, False]]


def test_running_totals_begin_anew_in_april() -> None:
    """From February: months 5, 6, then a new year's 7, 8 and 9."""
    assert running(5, (0, 2)) == ((0,), (0, 1), (2,), (2, 3), (2, 3, 4))
    table = Table(np.array([[5.0, 6, 7, 8, 9]]), (), running(5, (0, 2)))
    assert table.cells[0, 5:].tolist() == [5, 5 + 6, 7, 7 + 8, 7 + 8 + 9]


def test_running_totals_may_begin_late() -> None:
    assert running(4, (2,)) == ((2,), (2, 3))


def test_rolling_sums_need_a_whole_window() -> None:
    assert rolling(4, 3) == ((0, 1, 2), (1, 2, 3))
    assert len(rolling(14)) == 3
    assert rolling(11) == ()


def test_a_sum_is_also_given_as_the_sums_inside_it() -> None:
    """Months 0 to 3, two halves (4 and 5) and the year (6): the year is its months, and its halves."""
    lines = Table(np.array([[1.0, 2, 3, 4]]), (), ((0, 1), (2, 3), (0, 1, 2, 3))).equations
    assert [line.tolist() for line in lines] == [[4, 0, 1], [5, 2, 3], [6, 0, 1, 2, 3], [6, 4, 5]]


def test_a_running_total_is_the_one_before_and_the_month() -> None:
    lines = Table(np.array([[1.0, 2, 3]]), (), running(3)).equations
    assert [5, 4, 2] in [line.tolist() for line in lines]


@pytest.mark.parametrize("counts", [[[-1.0]], [[1.5]]])
def test_counts_are_whole_numbers(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        Table(np.array(counts))


@pytest.mark.parametrize("sums", [((0, 2),), ((-1,),), ((),)])
def test_a_sum_is_of_what_is_in_the_table(sums: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="places from 0 to 1"):
        Table(np.array([[1.0, 2]]), (), sums)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 3), min_size=1), max_size=4),
)
def test_cells_and_equations_as_plain_python_says(rows: list[list[int]], sums: list[set[int]]) -> None:
    across = tuple(tuple(sorted(parts)) for parts in sums)
    table = Table(np.array(rows, dtype=float), total(len(rows)), across)
    wide = [row + [sum(row[place] for place in parts) for parts in across] for row in rows]
    wide.append([sum(column) for column in zip(*wide, strict=True)])
    assert table.cells.tolist() == wide
    flat = table.cells.ravel()
    for line in table.equations:
        assert flat[line[0]] == flat[line[1:]].sum()
