"""The histogram and the funnel plot: valid figures, bands and limits where they belong, the chosen told by shape."""

import json
import re

import plotly.graph_objects as go
import pytest

from layouts.charts import distribution, frame, funnel
from layouts.charts.distribution import Column, Place, Us, distribution_chart
from layouts.charts.frame import Figure
from layouts.charts.funnel import Curve, Point, funnel_chart
from layouts.charts.trend import Role
from tests.layouts.test_charts import swapped, texts

COLUMNS = [Column(float(start), count, f"{count} of them") for start, count in ((10, 2), (20, 7), (30, 0), (40, 1))]
PLACES = [
    Place(12.0, "Portsmouth", False),
    Place(13.0, "Derby", True),
    Place(13.0, "Leeds", True),
    Place(45.0, "Hull", True),
]
BANDS = [("D", 10.0, 21.0), ("C", 21.0, 23.0), ("B", 23.0, 24.0), ("A", 24.0, 50.0)]
HISTOGRAM = distribution_chart("%", COLUMNS, 10.0, PLACES, Us(44.0, "Southampton 44%"), BANDS)
BARE = distribution_chart("score", COLUMNS[:1], 10.0, [], None, [])

SIZES = (100.0, 1000.0, 10000.0)
CURVES = [
    Curve(0.998, SIZES, (10.0, 40.0, 47.0), (90.0, 60.0, 53.0)),
    Curve(0.95, SIZES, (25.0, 44.0, 48.0), (75.0, 56.0, 52.0)),
]
POINTS = [
    Point(500.0, 50.0, "Leeds"),
    Point(200.0, 70.0, "Derby", neighbour=True, name="Derby"),
    Point(300.0, 45.0, "Hull", neighbour=True),
    Point(900.0, 66.0, "Portsmouth", Role.BESIDE, name="Portsmouth"),
    Point(800.0, 65.0, "Southampton", Role.US, name="Southampton"),
]
FUNNEL = funnel_chart("%", "Care leavers aged 19 to 21", POINTS, CURVES, 50.0)
ALL = [HISTOGRAM, BARE, FUNNEL]


@pytest.mark.parametrize("figure", ALL)
def test_a_figure_is_one_that_plotly_accepts(figure: Figure) -> None:
    assert go.Figure(figure).to_dict()["layout"]["height"] in (frame.HEIGHT, distribution.HEIGHT)


@pytest.mark.parametrize("figure", ALL)
def test_a_chart_has_only_colours_that_follow_the_scheme(figure: Figure) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(figure)))
    known = {
        "#" + "".join(f"{int(part):02x}" for part in found) for what in ("fill", "stroke") for found in swapped(what)
    }
    assert used <= known


def test_columns_stand_on_zero_and_each_is_as_tall_as_it_holds_authorities() -> None:
    drawn = HISTOGRAM["data"][0]
    assert (drawn["x"], drawn["y"]) == ([15, 25, 35, 45], [2, 7, 0, 1])
    assert HISTOGRAM["layout"]["yaxis"]["tickvals"][0] == 0
    assert all(value == int(value) for value in HISTOGRAM["layout"]["yaxis"]["tickvals"])


def test_bands_are_hatched_the_more_densely_the_worse_and_lettered_where_there_is_room() -> None:
    strips = {trace["name"]: trace for trace in HISTOGRAM["data"] if trace.get("name", "").startswith("band")}
    assert [(strip["x"][0], strip["width"]) for strip in strips.values()] == [(15.5, 11), (22, 2), (23.5, 1), (37, 26)]
    density = [strips[f"band {letter}"]["marker"]["pattern"]["solidity"] for letter in "ABCD"]
    assert density == sorted(density)
    assert len(set(density)) == 4
    # 300 pixels for 40 percentage points: 11 are 82 pixels, 2 are 15, 1 is 7.5.
    assert [text for text in texts(HISTOGRAM) if re.match(r"[ABCD]\b", text)] == ["D worst", "C", "B", "A best"]
    assert [shape["x0"] for shape in HISTOGRAM["layout"]["shapes"] if shape["line"].get("dash")] == [21, 23, 24]


def test_neighbours_are_triangles_others_squares_and_none_hides_another() -> None:
    squares, triangles = (trace for trace in HISTOGRAM["data"] if trace.get("mode") == "markers")
    assert (squares["marker"]["symbol"], squares["x"]) == ("square-open", [12])
    assert (triangles["marker"]["symbol"], triangles["x"]) == ("triangle-up", [13, 13, 45])
    near = [*squares["y"], *triangles["y"][:2]]
    assert len(set(near)) == 3, "three within two points of each other stand in three rows"
    assert max(near) < 0


def test_our_figure_is_a_line_with_our_name() -> None:
    (line,) = [shape for shape in HISTOGRAM["layout"]["shapes"] if shape["line"]["color"] == frame.US]
    assert line["x0"] == line["x1"] == 44
    assert "<b>Southampton 44%</b>" in texts(HISTOGRAM)
    assert not [shape for shape in BARE["layout"]["shapes"] if shape["line"]["color"] == frame.US]


def test_the_limits_of_each_confidence_are_two_lines_with_their_name_at_the_end() -> None:
    lines = [trace for trace in FUNNEL["data"] if trace["mode"] == "lines"]
    assert [(line["name"], line["line"]["dash"]) for line in lines] == [("99.8%", "solid"), ("95%", "dash")]
    for line, (low, high) in zip(lines, [(47, 53), (48, 52)], strict=True):
        gap = line["y"].index(None)
        assert line["x"][gap] is None
        assert (line["y"][gap - 1], line["y"][-1]) == (low, high)
    assert sorted(text for text in texts(FUNNEL) if text.endswith("%") and len(text) > 1) == ["95%"] * 2 + ["99.8%"] * 2
    assert "average" in texts(FUNNEL)


def test_the_axis_of_sizes_is_logarithmic_and_says_so() -> None:
    axis = FUNNEL["layout"]["xaxis"]
    assert axis["type"] == "log"
    assert axis["range"] == pytest.approx([2, 4])
    assert axis["ticktext"] == ["100", "300", "1,000", "3,000", "10,000"]
    assert "Care leavers aged 19 to 21, logarithmic" in texts(FUNNEL)


def test_we_lie_on_top_and_names_stand_at_the_chosen() -> None:
    assert [trace["name"] for trace in FUNNEL["data"]][2:] == ["others", "neighbours", "beside", "us"]
    names = {note["text"]: note for note in FUNNEL["layout"]["annotations"] if note.get("xref") == "x"}
    assert set(names) == {"<b>Southampton</b>", "Portsmouth", "Derby"}
    assert names["Derby"]["x"] == pytest.approx(2.30103), "an annotation on a logarithmic axis stands at the logarithm"
    assert names["Derby"]["y"] == 70


def test_the_scale_holds_figures_and_the_limits_of_all_but_the_smallest() -> None:
    scale = funnel.funnel_scale(POINTS, CURVES, 50.0)
    assert scale.high < 90, "the limit at the smallest size may leave the plot"
    assert scale.high >= 70
    assert scale.from_zero
