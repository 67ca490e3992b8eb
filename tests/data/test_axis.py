"""The axis of rows beside a plain walk over the periods of each indicator."""

import numpy as np
import pytest

from data.axis import Axis
from data.periods import Period, PeriodKind, year_ending
from data.store import Snapshot


def years(*ends: int, span: int = 1) -> tuple[Period, ...]:
    return tuple(year_ending(PeriodKind.ACADEMIC_YEAR, end, span) for end in ends)


SHARED = years(2023, 2024, 2025)
# The second has a gap, the fourth overlapping spans of three years, and the last two periods that end in one year.
PERIODS = (
    SHARED,
    years(2021, 2023, 2024),
    (),
    years(2023, 2024, span=3),
    SHARED,
    (year_ending(PeriodKind.MARCH_SNAPSHOT, 2024), *years(2024)),
)


def test_rows_follow_one_another_and_where_there_is_no_column_there_is_no_row() -> None:
    axis = Axis(PERIODS)
    assert axis.starts.tolist() == [0, 3, 6, 6, 8, 11]
    assert axis.widths.tolist() == [3, 3, 0, 2, 3, 2]
    assert axis.rows(np.array([0, 1, 4, 2]), np.array([2, 0, 1, -1])).tolist() == [2, 3, 9, -1]
    which = np.array([index for index, each in enumerate(PERIODS) for _ in each])
    columns = np.array([column for each in PERIODS for column in range(len(each))])
    every = [period for each in PERIODS for period in each]
    assert [axis.distinct[number] for number in axis.numbers(which, columns)] == every
    assert axis.years(which, columns).tolist() == [period.year for period in every]


def test_the_period_before_is_the_consecutive_one_or_none() -> None:
    which, columns = np.array([0, 0, 1, 1, 3, 5, 2]), np.array([2, 0, 1, 2, 1, 1, -1])
    assert Axis(PERIODS).before(which, columns).tolist() == [1, -1, -1, 1, 0, -1, -1]


def test_the_last_period_that_ends_in_a_year_stands_for_it() -> None:
    axis = Axis(PERIODS)
    assert axis.columns_in(2024).tolist() == [1, 2, -1, 1, 1, 1]
    assert axis.columns_in(2022).tolist() == [-1] * 6
    assert axis.years_of([1, 5]) == [2021, 2023, 2024]
    assert axis.years_of([2]) == []
    assert axis.years_of([]) == []


def test_an_axis_without_rows_has_none() -> None:
    axis = Axis(((), ()))
    assert axis.columns_in(2024).tolist() == [-1, -1]
    assert axis.last(np.zeros(0, dtype=bool)).tolist() == [-1, -1]


def test_the_newest_figures_are_those_of_a_walk_back_over_the_cells(snapshot: Snapshot) -> None:
    for index, indicator in enumerate(snapshot.indicators):
        known = ~np.isnan(snapshot.block(indicator).values[snapshot.are_authorities])
        counts = np.count_nonzero(known, axis=0)
        assert snapshot.authorities_with(indicator).tolist() == counts.tolist()
        assert snapshot.latest_columns[index] == max(np.flatnonzero(counts), default=-1)


def test_cells_are_counted_by_their_reasons(snapshot: Snapshot) -> None:
    reasons = np.concatenate([snapshot.block(indicator).reasons.ravel() for indicator in snapshot.indicators])
    assert snapshot.tally.tolist() == np.bincount(reasons, minlength=len(snapshot.tally)).tolist()


@pytest.mark.parametrize("year", [None, 2019, 2023])
def test_a_slice_is_what_the_blocks_hold(snapshot: Snapshot, year: int | None) -> None:
    found = snapshot.slice(year)
    for at, indicator in enumerate(snapshot.indicators):
        block, column = snapshot.block(indicator), int(found.columns[at])
        if year is not None:
            ending = [place for place, period in enumerate(block.periods) if period.year == year]
            assert column == max(ending, default=-1)
        if column < 0:
            assert np.isnan(found.values[at]).all()
            assert not found.existed[at].any()
            continue
        period, before = block.periods[column], block.previous_column(column) if column else None
        before = before if before == column - 1 else None
        np.testing.assert_array_equal(found.values[at], block.values[:, column])
        np.testing.assert_array_equal(found.reasons[at], block.reasons[:, column])
        was_open = [area.existed_during(period.start, period.end) for area in snapshot.areas]
        assert found.existed[at].tolist() == (np.array(was_open) & snapshot.are_authorities).tolist()
        assert found.previous_columns[at] == (-1 if before is None else before)
        if before is not None:
            np.testing.assert_array_equal(found.previous_values[at], block.values[:, before])
