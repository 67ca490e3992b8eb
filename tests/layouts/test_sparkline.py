"""A small line shows what there is and draws nothing across a gap."""

import re

from layouts.charts.small_multiple import path
from layouts.compare.sparkline import HEIGHT, MARGIN, WIDTH, Trend, sparkline

LEFT, RIGHT, TOP, BOTTOM = MARGIN, WIDTH - MARGIN, MARGIN, HEIGHT - MARGIN


def paths(trend: Trend) -> dict[str, str]:
    found = re.findall(r'<path class="line (\w+)" d="([^"]*)"', sparkline(trend, "told"))
    return dict(found)


def test_both_lines_share_one_scale() -> None:
    drawn = paths(Trend((2023, 2024, 2025), (10.0, 20.0, 30.0), (20.0, 20.0, 20.0)))
    middle_across, middle_up = (LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2
    assert drawn["us"] == (f"M{LEFT:.1f} {BOTTOM:.1f}h0L{middle_across:.1f} {middle_up:.1f}L{RIGHT:.1f} {TOP:.1f}"), (
        "the lowest of all figures at the foot, the highest at the top"
    )
    assert drawn["neighbours"].count(f" {middle_up:.1f}") == 3


def test_a_missing_year_is_a_gap() -> None:
    assert path([(1, 1), None, (3, 3), (4, 4)]) == "M1.0 1.0h0M3.0 3.0h0L4.0 4.0"
    assert path([None, None]) == ""


def test_a_line_without_height_is_drawn_in_the_middle() -> None:
    drawn = paths(Trend((2024, 2025), (5.0, 5.0), (None, None)))
    assert drawn["us"].count(f"{HEIGHT / 2:.1f}") == 2
    assert drawn["neighbours"] == ""


def test_the_end_is_marked_only_where_there_is_a_figure() -> None:
    assert "<circle" in sparkline(Trend((2024, 2025), (1.0, 2.0), (1.0, 1.0)), "told")
    assert "<circle" not in sparkline(Trend((2024, 2025), (1.0, None), (1.0, 1.0)), "told")


def test_it_is_told_to_who_cannot_see_it() -> None:
    assert 'role="img" aria-label="from 97 in 2024 to 90 in 2025"' in sparkline(
        Trend((2024, 2025), (97.0, 90.0), (None, None)), "from 97 in 2024 to 90 in 2025"
    )
