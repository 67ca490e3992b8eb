"""A figure over time: no holes in the axis, the average of each period, and where a line has led."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.blocks import empty_block
from data.periods import PeriodKind, year_ending
from models.series import BEFORE_SHOWN, MOST_DRAWN, Course, average_over_periods, course, unbroken, window

NAN = float("nan")


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((), ()),
        ((2025,), (2025,)),
        ((2016, 2017), (2016, 2017)),
        ((2019, 2022), (2019, 2020, 2021, 2022)),
        ((2022, 2019, 2024), (2019, 2020, 2021, 2022, 2023, 2024)),
    ],
)
@pytest.mark.parametrize("kind", [PeriodKind.ACADEMIC_YEAR, PeriodKind.MARCH_SNAPSHOT, PeriodKind.CALENDAR_YEAR])
def test_an_axis_has_no_holes(years: tuple[int, ...], expected: tuple[int, ...], kind: PeriodKind) -> None:
    periods = unbroken([year_ending(kind, year) for year in years])
    assert periods == tuple(year_ending(kind, year) for year in expected)


def test_an_axis_of_spans_steps_by_a_year() -> None:
    spans = [year_ending(PeriodKind.CALENDAR_YEAR, year, years=3) for year in (2020, 2022)]
    assert [period.label for period in unbroken(spans)] == ["2018 to 2020", "2019 to 2021", "2020 to 2022"]


@pytest.mark.parametrize(
    ("periods", "shown", "expected"),
    [
        (0, None, (0, -1)),
        (13, 2, (0, 12)),
        (MOST_DRAWN, 0, (0, MOST_DRAWN - 1)),
        (800, 799, (800 - MOST_DRAWN, 799)),
        (800, None, (800 - MOST_DRAWN, 799)),
        (800, 400, (401 - MOST_DRAWN, 400)),
        (800, 3, (0, MOST_DRAWN - 1)),
    ],
)
def test_of_a_long_series_the_newest_are_drawn_or_those_up_to_the_one_shown(
    periods: int, shown: int | None, expected: tuple[int, int]
) -> None:
    assert window(periods, shown) == expected


@given(st.integers(1, 2000), st.data())
def test_the_period_shown_is_drawn_with_those_before_it(periods: int, data: st.DataObject) -> None:
    shown = data.draw(st.integers(0, periods - 1))
    first, last = window(periods, shown)
    assert last - first + 1 == min(periods, MOST_DRAWN)
    assert max(0, shown - BEFORE_SHOWN + 1) >= first >= 0
    assert shown <= last < periods


@given(st.lists(st.lists(st.floats(0, 100) | st.just(NAN), min_size=4, max_size=4), min_size=1, max_size=8))
def test_the_average_is_that_of_the_members_with_a_figure_in_each_period(rows: list[list[float]]) -> None:
    block = empty_block(len(rows) + 2, [year_ending(PeriodKind.ACADEMIC_YEAR, year) for year in range(2021, 2025)])
    block.values[1:-1] = rows
    found = average_over_periods(block, range(1, len(rows) + 1))
    for column in range(4):
        known = [row[column] for row in rows if not np.isnan(row[column])]
        assert found.contributing[column] == len(known)
        assert found.of == len(rows)
        assert found.mean[column] == pytest.approx(sum(known) / len(known) if known else NAN, nan_ok=True)


@pytest.mark.parametrize(
    ("values", "other", "expected"),
    [
        ([1, 2, 3], [2, 2, 2], Course(first=0, last=2, above=1, below=1, compared=3)),
        ([NAN, 2, 3, NAN], [2, NAN, 2, 2], Course(first=1, last=2, above=1, below=0, compared=1)),
        ([NAN, 2], [NAN, NAN], Course(first=1, last=1, above=0, below=0, compared=0)),
        ([NAN, NAN], [1, 2], None),
    ],
)
def test_where_a_line_has_led(values: list[float], other: list[float], expected: Course | None) -> None:
    assert course(np.array(values, dtype=float), np.array(other, dtype=float)) == expected
