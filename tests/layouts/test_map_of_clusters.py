"""The map of clusters: a valid figure, a mark and a name for each cluster, and no name over another or over us."""

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.authorities import load_authorities
from layouts.charts import frame
from layouts.charts.label_places import Box, Plot, beside, places_for
from layouts.charts.map_of_clusters import (
    HEIGHT,
    PHONE,
    SHAPES,
    SYMBOLS,
    Point,
    _ranges,
    map_of_clusters,
    mark,
    wrapped,
)
from layouts.neighbours.features import NOT_PUBLISHED, feature, in_own_unit
from layouts.neighbours.words import name_of
from layouts.theme import CLUSTERS, DARK, LIGHT
from models.lenses import Similarity
from tests.layouts.test_theme import contrast

LEAST_SEEN = 3.0
"""WCAG 2.2, 1.4.11: the least contrast of a mark with what it stands on."""


def points(similarity: Similarity) -> list[Point]:
    places = similarity.clusters.places
    return [Point(code, place.x, place.y, place.cluster, code) for code, place in places.items()]


def drawn(similarity: Similarity, code: str = "852", ringed: tuple[str, ...] = ("851", "331")) -> frame.Figure:
    model = similarity.clusters
    names = [name_of(cluster) for cluster in model.clusters]
    us = (code, load_authorities().by_code(code).name)
    return map_of_clusters(points(similarity), names, model.axes, us, ringed)


def boxes(figure: frame.Figure, similarity: Similarity) -> list[tuple[float, float, Box]]:
    """The names inside a phone's plot: where the middle of each is in pixels, and its size."""
    across, up = _ranges(points(similarity))
    found = []
    for label in figure["layout"]["annotations"]:
        if label["xref"] == "x":
            x = (label["x"] - across[0]) / (across[1] - across[0]) * PHONE.width + label["xshift"]
            y = (label["y"] - up[0]) / (up[1] - up[0]) * PHONE.height + label["yshift"]
            found.append((x, y, Box.of_text(label["text"].replace("<b>", "").replace("</b>", ""), frame.SIZE)))
    return found


def test_the_figure_is_valid_and_still(similarity: Similarity) -> None:
    figure = go.Figure(drawn(similarity))
    assert figure.layout.height == HEIGHT
    assert figure.layout.dragmode is False
    assert (figure.layout.xaxis.fixedrange, figure.layout.yaxis.fixedrange) == (True, True)
    assert figure.layout.showlegend is False


def test_a_cluster_is_told_by_shape_colour_and_name(similarity: Similarity) -> None:
    figure, clusters = drawn(similarity), similarity.clusters.clusters
    marker = figure["data"][0]["marker"]
    looks = set(zip(marker["symbol"], marker["color"], strict=True))
    assert len(looks) == len({*marker["symbol"]}) == len({*marker["color"]}) == len(clusters)
    texts = " ".join(label["text"] for label in figure["layout"]["annotations"]).replace("<br>", " ")
    assert all(f"{cluster.number}: {name_of(cluster)}" in texts for cluster in clusters)
    assert len(CLUSTERS) == len(SYMBOLS) == len(SHAPES) >= len(clusters)
    assert len({mark(cluster.number) for cluster in clusters}) == len(clusters)


@pytest.mark.parametrize("colour", CLUSTERS)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_are_seen_on_both_papers(colour: str, palette: object) -> None:
    assert contrast(colour, palette.paper) >= LEAST_SEEN  # type: ignore[attr-defined]


def test_we_and_our_comparators_are_marked(similarity: Similarity) -> None:
    *_, rings, us = drawn(similarity)["data"]
    assert (us["marker"]["color"], len(us["x"])) == (frame.US, 1)
    assert (rings["marker"]["symbol"], len(rings["x"])) == ("circle-open", 2)
    assert us["marker"]["size"] > 2 * drawn(similarity)["data"][0]["marker"]["size"]


def test_who_is_on_no_map_is_not_marked(similarity: Similarity) -> None:
    figure = drawn(similarity, "201", ())
    assert [trace["name"] for trace in figure["data"]] == ["authorities"]
    assert len(boxes(figure, similarity)) == 5


def test_axes_are_named_in_words_and_have_no_figures(similarity: Similarity) -> None:
    layout = drawn(similarity)["layout"]
    texts = [label["text"].replace("<br>", " ") for label in layout["annotations"][:2]]
    across, up = similarity.clusters.axes
    assert texts == [f"↑ {up}", f"→ {across}"]
    assert layout["xaxis"]["showticklabels"] is layout["yaxis"]["showticklabels"] is False


def test_names_touch_neither_each_other_nor_the_edge(similarity: Similarity) -> None:
    """On a phone, for every authority."""
    for code in similarity.clusters.places:
        found = boxes(drawn(similarity, code, ()), similarity)
        for at, (x, y, box) in enumerate(found):
            assert box.width / 2 - 1 <= x <= PHONE.width - box.width / 2 + 1, code
            assert box.height / 2 - 1 <= y <= PHONE.height - box.height / 2 + 1, code
            for left, top, other in found[:at]:
                beside_it = abs(x - left) >= (box.width + other.width) / 2 - 0.1
                assert beside_it or abs(y - top) >= (box.height + other.height) / 2 - 0.1, code


def test_no_cluster_s_name_hides_us_or_a_comparator(similarity: Similarity) -> None:
    places, (across, up) = similarity.clusters.places, _ranges(points(similarity))
    for code, entry in similarity.neighbours.lists.items():
        marked = [code, *(one.authority for one in entry.neighbours)]
        names = boxes(drawn(similarity, code, tuple(marked[1:])), similarity)[:5]
        for one in marked:
            x = (places[one].x - across[0]) / (across[1] - across[0]) * PHONE.width
            y = (places[one].y - up[0]) / (up[1] - up[0]) * PHONE.height
            assert not [1 for a, b, box in names if abs(a - x) < box.width / 2 and abs(b - y) < box.height / 2], code


share = st.floats(0, 1)


@given(
    st.lists(st.tuples(share, share), min_size=1, max_size=30),
    st.lists(st.tuples(share, share), min_size=1, max_size=4),
)
def test_names_stay_on_the_plot_and_apart(spots: list[tuple[float, float]], middles: list[tuple[float, float]]) -> None:
    plot, box = Plot(400, 400), Box(100, 40)
    placed = [plot.pixels(one) for one in places_for([box] * len(middles), middles, spots, [], plot)]
    for at, (x, y) in enumerate(placed):
        assert 50 <= x <= 350
        assert 20 <= y <= 380
        assert all(abs(x - a) >= 100 or abs(y - b) >= 40 for a, b in placed[:at])


def test_a_name_goes_above_its_mark_unless_something_is_there() -> None:
    plot, box = Plot(400, 400), Box(60, 16)
    assert beside((0.5, 0.5), box, [], [], [plot]) == (0, 22)
    assert beside((0.5, 0.5), box, [], [(0.5, 0.55)], [plot]) == (0, -22)
    assert beside((0.5, 0.99), box, [], [], [plot]) == (0, -22), "above is off the plot"
    assert beside((0.05, 0.5), box, [], [], [plot]) == (10, 22), "moved 10 pixels to keep its 60 on the plot"


@pytest.mark.parametrize(
    ("text", "longest", "lines"),
    [("larger land area", 22, 1), ("more disabled residents", 22, 2), ("Bournemouth,", 5, 1), ("a b c", 1, 3)],
)
def test_words_are_wrapped_whole(text: str, longest: int, lines: int) -> None:
    assert wrapped(text, longest).count("<br>") == lines - 1
    assert wrapped(text, longest).replace("<br>", " ") == text


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([14.12, 26.8], "%", ["14.1%", "26.8%"]),
        ([5.04, 4.96], "%", ["5.0%", "5.0%"]),
        ([0.351, 0.123], "%", ["0.35%", "0.12%"]),
        ([559380.6, 331337.2], "£", ["£559,381", "£331,337"]),
        ([-0.3053, 0.079], "score", ["−0.305", "0.079"]),
        ([1.10, -1.81], "score", ["1.10", "−1.81"]),
        ([7.07, None], "mean score, 0 to 10", ["7.07", NOT_PUBLISHED]),
        ([-0.0001, 0.5], "score", ["0.000", "0.500"]),
    ],
)
def test_two_figures_of_a_feature_have_the_same_decimals(
    values: list[float | None], unit: str, expected: list[str]
) -> None:
    assert in_own_unit(values, unit) == expected


def test_a_unit_is_said_once() -> None:
    assert feature("Share of flats", "%") == "share of flats"
    assert feature("Land area", "km²") == "land area (km²)"
