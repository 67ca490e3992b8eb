"""Small multiples: one scale for all, gaps that stay gaps, labels that can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.charts.frame import Scale
from layouts.charts.small_multiple import (
    BOTTOM,
    HEIGHT,
    LEFT,
    LINE,
    MARKS,
    PLOT_HEIGHT,
    PLOT_WIDTH,
    RIGHT,
    TOP,
    WIDTH,
    Axes,
    Line,
    Role,
    alone,
    apart,
    key_sample,
    shared_axes,
    small_multiple,
    ticks,
)

AXES = Axes(2020, 2024, Scale(0.0, 100.0))
YEARS = (2020, 2021, 2022, 2023, 2024)
US = Line(Role.US, (0.0, None, 50.0, 50.0, 100.0))
NEIGHBOURS = Line(Role.NEIGHBOURS, (10.0, 10.0, 10.0, 10.0, 10.0))
LABELS = ("0%", "100%", "10.0%")


def drawn(*lines: Line) -> str:
    return str(small_multiple(AXES, YEARS, lines, LABELS, "told"))


def line_of(markup: str, kind: str) -> str:
    return re.findall(rf'<path class="line {kind}" d="([^"]*)"', markup)[0]


def test_a_line_is_drawn_on_the_shared_scale_and_a_gap_stays_a_gap() -> None:
    """Four steps of years over the plot; 0 at its foot, 100 at its top, 50 half way."""
    step, foot, half = PLOT_WIDTH / 4, TOP + PLOT_HEIGHT, TOP + PLOT_HEIGHT / 2
    assert line_of(drawn(US, NEIGHBOURS), "us") == (
        f"M{LEFT:.1f} {foot:.1f}h0"
        f"M{LEFT + 2 * step:.1f} {half:.1f}h0L{LEFT + 3 * step:.1f} {half:.1f}L{LEFT + 4 * step:.1f} {TOP:.1f}"
    )


def test_axes_hold_every_chart_and_start_at_zero() -> None:
    axes = shared_axes([2019, 2021, 2016], [0.5, 90.0], "%")
    assert (axes.first, axes.last) == (2016, 2021)
    assert axes.scale.low == 0
    assert axes.scale.high >= 90


def test_no_share_is_above_all_of_it() -> None:
    assert shared_axes([2020], [20.0, 99.0], "%").scale.high == 100
    assert shared_axes([2020], [20.0, 99.0], "rate per 10,000").scale.high > 100
    assert shared_axes([2020], [20.0, 120.0], "%").scale.high > 120


def test_values_far_from_zero_have_a_scale_that_does_not_hold_it() -> None:
    assert not shared_axes([2020], [200.0, 210.0], "score").scale.from_zero


def test_labels_are_our_first_and_last_and_the_averages_last() -> None:
    markup = drawn(US, NEIGHBOURS)
    assert re.findall(r'class="(label[^"]*)"[^>]*>([^<]+)<', markup) == [
        ("label us", "100%"),
        ("label neighbours", "10.0%"),
        ("label us first", "0%"),
    ]


def test_one_figure_is_labelled_once() -> None:
    only = Line(Role.US, (None, None, None, None, 100.0))
    assert ">0%<" not in drawn(only, NEIGHBOURS)


def test_without_a_figure_of_ours_the_others_are_drawn() -> None:
    markup = drawn(Line(Role.US, (None,) * 5), NEIGHBOURS)
    assert "line us" not in markup
    assert "line neighbours" in markup
    assert ">100%<" not in markup


def test_those_beside_have_marks_of_their_own_until_there_are_too_many() -> None:
    many = [Line(Role.BESIDE, (float(place),) * 5) for place in range(len(MARKS) + 2)]
    markup = drawn(US, NEIGHBOURS, *many)
    assert [markup.count(f'{mark}"') for mark in MARKS] == [1] * len(MARKS)
    assert markup.count("beside crowd") == 2


def test_we_are_drawn_on_top() -> None:
    kinds = re.findall(r'class="line (\w+)', drawn(US, NEIGHBOURS, Line(Role.ENGLAND, (1.0,) * 5)))
    assert kinds == ["england", "neighbours", "us"]


def test_it_is_told_to_who_cannot_see_it() -> None:
    assert 'role="img" aria-label="told"' in drawn(US, NEIGHBOURS)
    assert 'aria-hidden="true"' in key_sample(Role.US)


@pytest.mark.parametrize("scale", [Scale(0, 100), Scale(0, 3.2), Scale(180, 230), Scale(0, 81_000)])
def test_few_ticks_are_named_and_lie_on_the_scale(scale: Scale) -> None:
    found = ticks(scale)
    assert 2 <= len(found) <= 4
    assert all(scale.low <= value <= scale.high for value, _ in found)


heights = st.floats(TOP, HEIGHT - BOTTOM)


@given(heights, heights)
def test_two_labels_never_touch_and_keep_their_order(one: float, other: float) -> None:
    first, second = apart([one, other])
    assert abs(first - second) >= LINE - 1e-6
    assert (first > second) == (one > other) or one == other
    assert all(TOP / 2 <= height <= HEIGHT - BOTTOM for height in (first, second))


def test_a_figure_between_gaps_is_a_dot_that_can_be_seen() -> None:
    one, other = (1.0, 1.0), (2.0, 2.0)
    assert alone([one, None, one, other, None, other]) == [one, other]
    assert alone([None, None]) == []
    lone = Line(Role.US, (10.0, None, 50.0, None, 90.0))
    assert re.findall(r' r="([^"]+)"', drawn(lone, NEIGHBOURS)) == ["2.5", "2.5", "2.5", "3.5"]


def test_labels_have_room_at_the_right() -> None:
    assert WIDTH - RIGHT + 8 + 6 * 7 <= WIDTH, "six digits of seven pixels"
