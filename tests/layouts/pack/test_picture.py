"""Charts of a pack: what is drawn is what is known, in the same measure, and no label stands over another."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.pack.content import ChartKind, PackChart, PackSeries, Role
from layouts.pack.picture import picture, pictures
from layouts.pack.picture.places import spread
from layouts.pack.picture.scale import ticks
from layouts.pack.picture.sheet import Size
from layouts.theme import LIGHT
from tests.layouts.pack.drawn import drawn, outside, overlapping, texts
from tests.layouts.pack.sample import MEASURES, bar_chart, line_chart
from tests.live import ROOT

SHEET = (ROOT / "app" / "assets" / "88-pack.css").read_text("utf-8")
NAMES = ("Southampton", "Mean of 10 statistical neighbours", "South East", "England", "Target by 31 March 2027")
ROLES = tuple(Role)


def bars_of(*bars: tuple[str, float | None, Role], decimals: int = 0) -> PackChart:
    names, values, roles = zip(*bars, strict=True)
    series = PackSeries("", values, roles)
    return PackChart(ChartKind.BARS, "A finding", "What", "It shows this.", names, (series,), "%", decimals)


def lines_of(years: int, *lines: tuple[str, tuple[float | None, ...], Role]) -> PackChart:
    series = tuple(PackSeries(name, values, (role,)) for name, values, role in lines)
    categories = tuple(f"{2010 + year}/{11 + year}" for year in range(years))
    return PackChart(ChartKind.LINES, "A finding", "What", "It shows this.", categories, series, "%", 1)


def test_a_bar_is_as_long_as_its_figure_from_zero() -> None:
    svg = drawn(bars_of(("Us", 20, Role.US), ("Them", 10, Role.OTHERS), ("Below", -5, Role.ENGLAND)))
    us, them, below = svg.iter("rect")
    assert float(us.attrib["width"]) == pytest.approx(2 * float(them.attrib["width"]), abs=0.2)
    assert float(us.attrib["width"]) == pytest.approx(4 * float(below.attrib["width"]), abs=0.4)
    zero = float(us.attrib["x"])
    assert zero == float(them.attrib["x"])
    assert float(below.attrib["x"]) + float(below.attrib["width"]) == pytest.approx(zero, abs=0.2)
    assert {"20", "10", "−5"} <= {one.text for one in texts(svg)}


def test_a_bar_without_a_figure_says_so_and_is_not_drawn() -> None:
    svg = drawn(bars_of(("Us", 20, Role.US), ("Isle of Wight", None, Role.OTHERS)))
    assert len(list(svg.iter("rect"))) == 1
    assert "no figure" in {one.text for one in texts(svg)}


def test_a_target_is_a_line_and_no_bar() -> None:
    svg = drawn(bars_of(("Us", 20, Role.US), ("Target", 15, Role.TARGET)))
    assert len(list(svg.iter("rect"))) == 1
    dashed = [found for found in svg.iter("path") if "14 5" in found.attrib.get("stroke-dasharray", "")]
    assert len(dashed) == 1
    (place,) = {float(x) for x in re.findall(r"M([\d.]+) ", dashed[0].attrib["d"])}
    us = next(svg.iter("rect"))
    assert place == pytest.approx(float(us.attrib["x"]) + 15 / 20 * float(us.attrib["width"]), abs=0.2)


def test_each_role_has_a_pattern_of_its_own() -> None:
    """Without colours: solid or not, dashed or not, hatched or not."""
    seen = set()
    for role in (Role.US, Role.NEIGHBOURS, Role.REGION, Role.ENGLAND):
        svg = drawn(bars_of(("One", 20, role)))
        bar = next(svg.iter("rect"))
        hatches = [found.attrib["d"] for found in svg.iter("path") if found.attrib["d"].count("M") > 2]
        seen.add((bar.attrib["fill"] == LIGHT.paper, bar.attrib.get("stroke-dasharray"), len(hatches)))
    assert len(seen) == 4
    dashes = {
        next(
            found.attrib.get("stroke-dasharray")
            for found in drawn(lines_of(2, ("One", (1, 2), role))).iter("path")
            if float(found.attrib.get("stroke-width", 0)) >= 1.5
        )
        for role in Role
        if role is not Role.OTHERS
    }
    assert len(dashes) == 5


def test_a_missing_year_is_a_gap() -> None:
    svg = drawn(lines_of(5, ("Us", (1, 2, None, 4, 5), Role.US)))
    line = next(found.attrib["d"] for found in svg.iter("path") if found.attrib.get("stroke-width") == "3")
    assert line.count("M") == 2
    assert line.count("L") == 2


def test_a_year_alone_between_two_gaps_is_still_seen() -> None:
    svg = drawn(lines_of(5, ("England", (1, None, 3, None, 5), Role.ENGLAND)))
    marks = [found for found in svg.iter("path") if "fill-paper" in found.attrib.get("class", "")]
    assert len(marks) == 3


def test_a_name_says_of_when_its_figure_is_where_the_last_is_missing() -> None:
    words = " ".join(one.text for one in texts(drawn(lines_of(3, ("Us", (1, 2, None), Role.US)))))
    assert "Us 2.0 (2011/12)" in words
    words = " ".join(one.text for one in texts(drawn(lines_of(3, ("Us", (None,) * 3, Role.US)))))
    assert "Us: no figure" in words


@pytest.mark.parametrize(
    ("values", "said"),
    [((90, 95), "the axis starts at"), ((-95, -90), "the axis ends at"), ((1, 95), ""), ((-5, 95), "")],
)
def test_an_axis_without_zero_says_so(values: tuple[float, ...], said: str) -> None:
    unit = next(one.text for one in texts(drawn(lines_of(2, ("Us", values, Role.US)))) if "per cent" in one.text)
    assert (said in unit) if said else unit == "per cent (%)"


def test_figures_are_printed_with_their_own_decimals() -> None:
    chart = bars_of(("Us", 20, Role.US), ("Mean", 10.25, Role.NEIGHBOURS))
    chart = replace(chart, series=(replace(chart.series[0], decimals=(0, 1)),))
    assert {"20", "10.3"} <= {one.text for one in texts(drawn(chart))}


def test_the_unit_is_said_once() -> None:
    for chart in (bar_chart(1), line_chart(0)):
        said = [one.text for one in texts(drawn(chart)) if "per 10,000" in one.text or "per cent" in one.text]
        assert len(said) == 1


def test_the_alternative_is_its_description() -> None:
    chart = replace(bar_chart(1), finding="A <finding>", alternative='Fewer & "fewer".')
    svg = drawn(chart)
    title, description = (svg.find(name) for name in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("A <finding>", 'Fewer & "fewer".')
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert "A <finding>. Fewer &amp;" not in picture(chart, "test", is_printed=True)
    assert "<title>A &lt;finding&gt;. Fewer &amp; &#34;fewer&#34;.</title>" in picture(chart, "test", is_printed=True)


def test_both_sizes_of_a_picture_have_ids_of_their_own() -> None:
    identities = re.findall(r' id="([^"]+)"', pictures(line_chart(0), "one"))
    assert len(identities) == len(set(identities)) == 4


def test_every_colour_has_one_of_the_screen() -> None:
    """The attributes hold the colours of paper; for each class of them the style sheet has the scheme's own."""
    markup = "".join(pictures(chart, "x") for chart in (bar_chart(1), line_chart(0)))
    kinds = {kind for found in re.findall(r'class="((?:fill|stroke)-[^"]+)"', markup) for kind in found.split()}
    assert "fill-us" in kinds
    for kind in kinds:
        what, token = kind.split("-")
        assert f".pack-picture .{kind} {{ {what}: var(--{token}); }}" in SHEET
    assert "style=" not in markup


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("place", range(len(MEASURES)))
def test_no_label_of_the_sample_overlaps_or_is_cut(place: int, size: Size) -> None:
    for chart in (bar_chart(place), line_chart(place)):
        assert overlapping(drawn(chart, size)) == []
        assert outside(drawn(chart, size)) == []


FIGURES = st.one_of(st.none(), st.floats(-1e5, 1e5, allow_nan=False).map(lambda value: round(value, 1)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), FIGURES, st.sampled_from(ROLES)), min_size=1, max_size=12))
def test_no_label_of_bars_overlaps(bars: list[tuple[str, float | None, Role]]) -> None:
    for size in Size:
        svg = drawn(bars_of(*bars, decimals=1), size)
        assert overlapping(svg) == []
        assert outside(svg) == []


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 14))
def test_no_label_of_lines_overlaps(data: st.DataObject, years: int) -> None:
    values = st.lists(FIGURES, min_size=years, max_size=years).map(tuple)
    lines = data.draw(st.lists(st.tuples(st.sampled_from(NAMES), values, st.sampled_from(ROLES)), max_size=9))
    for size in Size:
        svg = drawn(lines_of(years, *lines), size)
        assert overlapping(svg) == []
        assert outside(svg) == []


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(5, 40)), min_size=1, max_size=8))
def test_labels_are_spread_without_touching(labels: list[tuple[float, float]]) -> None:
    wanted, heights = zip(*labels, strict=True)
    middles = spread(wanted, heights, 0, 400)
    edges = sorted((at - height / 2, at + height / 2) for at, height in zip(middles, heights, strict=True))
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(edges))
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= 400 + 1e-6


def test_a_label_alone_stays_where_it_is_wanted() -> None:
    assert spread([50, 120], [20, 20], 0, 200) == [50, 120]
    assert spread([100, 100], [20, 20], 0, 200) == [90, 110]
    assert spread([0, 0], [20, 20], 0, 200) == [10, 30]


@given(st.lists(st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda value: round(value, 3)), max_size=6))
def test_marked_figures_hold_all_and_are_few(values: list[float]) -> None:
    marked = ticks(values)
    hair = (marked[1] - marked[0]) * 1e-8
    assert marked[0] <= min(values, default=0) + hair
    assert marked[-1] >= max(values, default=0) - hair
    assert marked[0] <= 0 <= marked[-1]
    assert 2 <= len(marked) <= 8
