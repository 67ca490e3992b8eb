"""The map of clusters: every authority a point, the nearer the more alike; we and the clusters named."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
from markupsafe import Markup

from layouts.charts import frame
from layouts.charts.frame import Figure
from layouts.charts.label_places import Box, Plot, Spot, beside, places_for
from layouts.markup import element
from layouts.theme import CLUSTERS

HEIGHT = 520
MARGIN = {"l": 8, "r": 8, "t": 64, "b": 44}
# Names are laid out on the plot of a phone: a wider one has room to spare.
PLOT_HEIGHT = HEIGHT - MARGIN["t"] - MARGIN["b"]
PHONE, DESK = Plot(326, PLOT_HEIGHT), Plot(700, PLOT_HEIGHT)
ROOM = 0.06
LINE_OF_LABEL, LINE_OF_AXIS = 22, 46
SIZES = {"others": 8, "ring": 17, "us": 18}
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")
# The same shapes for tables and cards, in a box of 12 by 12.
SHAPES = (
    "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10Z",
    "M1.5 1.5h9v9h-9Z",
    "M6 0L12 6L6 12L0 6Z",
    "M6 1L12 11H0Z",
    "M4 0h4v4h4v4h-4v4h-4v-4h-4v-4h4Z",
)
GLYPHS = "●■◆▲✚"
# What the axes cover, across and upwards.
Ranges: TypeAlias = tuple[list[float], list[float]]


class Point(NamedTuple):
    """One authority on the map; `words` are what a reader is told who hovers over it."""

    code: str
    x: float
    y: float
    cluster: int
    words: str


def map_of_clusters(
    points: Sequence[Point], names: Sequence[str], axes: tuple[str, str], us: tuple[str, str], ringed: Sequence[str]
) -> Figure:
    """All authorities as one trace, which is drawn sooner than one a cluster; rings around `ringed` codes; then us.

    We are a code and a name, and may be on no map.

    `names` are those of the clusters, `axes` what grows rightwards and upwards; neither direction has a unit.
    """
    ours = [point for point in points if point.code == us[0]]
    around = {point.code: point for point in points}
    ranges = _ranges(points)
    layout = _layout(ranges, axes)
    rings = [around[code] for code in ringed if code in around]
    layout["annotations"] += _labels(points, names, [*ours, *rings], us, ranges)
    return {
        "data": [
            _others(points, us[0]),
            *([_rings(rings)] if rings else []),
            *(_us(point) for point in ours),
        ],
        "layout": layout,
    }


@cache
def mark(number: int) -> Markup:
    """A cluster's shape in its colour, beside its number and name."""
    shape = element("path", d=SHAPES[number - 1], fill=CLUSTERS[number - 1])
    return element("svg", shape, viewBox="0 0 12 12", width=12, height=12, class_="shape", aria_hidden="true")


def _others(points: Sequence[Point], us: str) -> Figure:
    """All but us, each with the shape and the colour of its cluster, the clusters one upon the other in their order."""
    others = sorted((point for point in points if point.code != us), key=lambda point: point.cluster)
    marker = {
        "symbol": [SYMBOLS[point.cluster - 1] for point in others],
        "color": [CLUSTERS[point.cluster - 1] for point in others],
        "size": SIZES["others"],
        "opacity": 1,
    }
    return {"name": "authorities", **_markers(others, marker)}


def _rings(points: Sequence[Point]) -> Figure:
    ring = {
        "symbol": "circle-open",
        "color": frame.NEIGHBOURS,
        "size": SIZES["ring"],
        "opacity": 1,
        "line": {"width": 2},
    }
    return {"name": "Comparators", **_markers(points, ring), "hoverinfo": "skip", "hovertemplate": None}


def _us(point: Point) -> Figure:
    marker = {"symbol": SYMBOLS[point.cluster - 1], "color": frame.US, "size": SIZES["us"], "opacity": 1}
    return {"name": "Us", **_markers([point], marker)}


def _markers(points: Sequence[Point], marker: Figure) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "text": [point.words for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": marker,
    }


def _layout(ranges: Ranges, axes: tuple[str, str]) -> Figure:
    """A plot without ticks, since neither direction has a unit; lines through the middle of all authorities."""
    across, up = ranges
    bare = {"showticklabels": False, "showgrid": False, "zeroline": True, "zerolinecolor": frame.RULE}
    return {
        "font": {"family": frame.FONT, "size": frame.SIZE, "color": frame.INK},
        "height": HEIGHT,
        "margin": MARGIN,
        "paper_bgcolor": frame.CLEAR,
        "plot_bgcolor": frame.CLEAR,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": frame.FONT, "size": frame.SIZE, "color": frame.PAPER}, "bgcolor": frame.INK},
        "xaxis": frame.axis(range=across, **bare),
        "yaxis": frame.axis(range=up, **bare),
        "annotations": [
            frame.note(_arrow("↑", axes[1]), yref="paper", x=0, y=1, xanchor="left", yanchor="bottom", align="left"),
            frame.note(_arrow("→", axes[0]), yref="paper", x=1, y=0, xanchor="right", yanchor="top", align="right"),
        ],
        "shapes": [],
    }


def _ranges(points: Sequence[Point]) -> Ranges:
    """What the axes cover: all points, with a little room around them."""
    found = []
    for values in ([point.x for point in points], [point.y for point in points]):
        room = ROOM * (max(values) - min(values))
        found.append([min(values) - room, max(values) + room])
    return found[0], found[1]


def _arrow(sign: str, words: str) -> str:
    return f"{sign} {wrapped(words, LINE_OF_AXIS)}"


def _labels(
    points: Sequence[Point], names: Sequence[str], marked: Sequence[Point], us: tuple[str, str], ranges: Ranges
) -> list[Figure]:
    """The clusters' names where they hide little and nothing that is marked, and ours beside our mark."""
    shares = dict(zip((point.code for point in points), _shares(points, ranges), strict=True))
    texts = [wrapped(f"{GLYPHS[place]} {place + 1}: {words}", LINE_OF_LABEL) for place, words in enumerate(names)]
    boxes = [Box.of_text(text, frame.SIZE) for text in texts]
    members = [[shares[point.code] for point in points if point.cluster == number + 1] for number in range(len(names))]
    kept = [shares[point.code] for point in marked]
    placed = places_for(boxes, [_middle(ones) for ones in members], list(shares.values()), kept, PHONE)
    labels = [_label(text, _data(share, ranges), frame.INK) for text, share in zip(texts, placed, strict=True)]
    if us[0] in shares:
        name, taken = wrapped(us[1], LINE_OF_LABEL), list(zip(placed, boxes, strict=True))
        around = np.array([*shares.values(), *kept])
        shift = beside(shares[us[0]], Box.of_text(name, frame.SIZE), taken, around, (PHONE, DESK))
        labels.append(_label(f"<b>{name}</b>", _data(shares[us[0]], ranges), frame.US, shift))
    return labels


def _shares(points: Sequence[Point], ranges: Ranges) -> list[Spot]:
    """Where points are, as shares of the plot's width and height."""
    across, up = ranges
    return [((point.x - across[0]) / (across[1] - across[0]), (point.y - up[0]) / (up[1] - up[0])) for point in points]


def _data(share: Spot, ranges: Ranges) -> Spot:
    """A share of the plot's width and height as a place on its axes."""
    across, up = ranges
    return across[0] + share[0] * (across[1] - across[0]), up[0] + share[1] * (up[1] - up[0])


def _middle(spots: Sequence[Spot]) -> Spot:
    return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


def _label(text: str, place: Spot, color: str, shift: Spot = (0.0, 0.0)) -> Figure:
    at = {"xref": "x", "yref": "y", "x": place[0], "y": place[1], "xshift": shift[0], "yshift": shift[1]}
    return frame.note(text, color, **at, xanchor="center", yanchor="middle", bgcolor=frame.PAPER, borderpad=1)


def wrapped(text: str, longest: int) -> str:
    """Words in lines of at most `longest` letters, as a chart breaks them."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > longest:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)
