"""A funnel plot: figures by the size of what they are a share of, and the limits that chance leaves at each size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from math import log10

import numpy as np

from layouts.charts import frame
from layouts.charts.frame import Figure, Label, Scale
from layouts.charts.label_places import Box, Plot, Spot, beside
from layouts.charts.map_of_clusters import wrapped
from layouts.charts.trend import SYMBOLS, Role

RIGHT, BOTTOM = 76, 62
# The plots of a phone and of a wide screen, in pixels: names keep clear of each other on both.
PLOTS = (Plot(228, frame.HEIGHT - frame.TOP - BOTTOM), Plot(1050, frame.HEIGHT - frame.TOP - BOTTOM))
LONGEST_NAME = 15
LONGEST_UNIT = 44
DASHES = {0.95: "dash", 0.998: "solid"}
NAMES = {0.95: "95%", 0.998: "99.8%"}


@dataclass(frozen=True)
class Point:
    """One authority: how many it has of what is counted, its figure, and its words. One with a `name` is labelled."""

    size: float
    value: float
    words: str
    role: Role | None = None
    neighbour: bool = False
    name: str = ""


@dataclass(frozen=True)
class Curve:
    """The low and the high limit at each of the `sizes`, at a confidence."""

    confidence: float
    sizes: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def funnel_chart(unit: str, counted: str, points: Sequence[Point], curves: Sequence[Curve], average: float) -> Figure:
    """The points over a logarithmic axis of sizes, which `counted` names; limits are curves, the average a line."""
    scale = funnel_scale(points, curves, average)
    layout = frame.layout(unit, scale)
    layout["margin"] |= {"r": RIGHT, "b": BOTTOM}
    sizes = curves[0].sizes
    layout["xaxis"] = _sizes_axis(sizes)
    labels = [Label("average", frame.INK, average), *_limit_labels(curves, scale)]
    names, leaders = frame.margin_labels(labels, scale)
    layout["annotations"] += [*names, _counted(counted), *_point_names(points, sizes, scale)]
    layout["shapes"] += [*leaders, frame.line_across(average, frame.INK, "dot"), *frame.broken(scale)]
    return {"data": [*map(_curve, curves), *_marks(points)], "layout": layout}


def funnel_scale(points: Sequence[Point], curves: Sequence[Curve], average: float) -> Scale:
    """The scale that holds every figure, the average, and the limits from the middle size on; before it they widen."""
    middle = len(curves[0].sizes) // 2
    limits = [limit for curve in curves for limit in (*curve.low[middle:], *curve.high[middle:])]
    return frame.scale_of([*(point.value for point in points), *limits, average])


def _curve(curve: Curve) -> Figure:
    """Both limits as one trace, a gap between the two."""
    sizes = [float(f"{size:.4g}") for size in curve.sizes]
    low, high = ([float(f"{limit:.5g}") for limit in limits] for limits in (curve.low, curve.high))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": NAMES[curve.confidence],
        "x": [*sizes, None, *sizes],
        "y": [*low, None, *high],
        "hoverinfo": "skip",
        "line": {"color": frame.INK, "dash": DASHES[curve.confidence], "width": 1.25, "shape": "spline"},
    }


def _limit_labels(curves: Sequence[Curve], scale: Scale) -> list[Label]:
    """The name of each limit at its right end, where that is on the plot."""
    ends = [(NAMES[curve.confidence], limit) for curve in curves for limit in (curve.low[-1], curve.high[-1])]
    return [Label(name, frame.INK, limit) for name, limit in ends if scale.low <= limit <= scale.high]


def _marks(points: Sequence[Point]) -> list[Figure]:
    """Others as grey dots, neighbours as triangles, those beside us each with a shape of its own, us large and last."""
    others = [point for point in points if point.role is None and not point.neighbour]
    neighbours = [point for point in points if point.role is None and point.neighbour]
    beside, us = ([point for point in points if point.role is role] for role in (Role.BESIDE, Role.US))
    symbols = [symbol for symbol, _ in zip(cycle(SYMBOLS), beside, strict=False)]
    found = [
        _trace("others", others, frame.OTHERS, "circle", 7),
        _trace("neighbours", neighbours, frame.NEIGHBOURS, "triangle-up", 9),
        _trace("beside", beside, frame.MUTED, symbols, 9),
        _trace("us", us, frame.US, "circle", 13),
    ]
    return [trace for trace in found if trace["x"]]


def _trace(name: str, points: Sequence[Point], color: str, symbol: str | list[str], size: int) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [point.size for point in points],
        "y": [round(point.value, 4) for point in points],
        "text": [point.words for point in points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {"color": color, "symbol": symbol, "size": size, "opacity": 1},
    }


def _sizes_axis(sizes: Sequence[float]) -> Figure:
    """1, 2 and 5 of each power of ten, or the powers alone where those would be too many."""
    low, high = sizes[0], sizes[-1]
    powers = range(int(log10(low)) - 1, int(log10(high)) + 2)
    steps = (1, 2, 5) if log10(high / low) < 1.7 else (1, 3) if log10(high / low) < 2.7 else (1,)
    values = [step * 10**power for power in powers for step in steps if low <= step * 10**power <= high]
    return frame.axis(
        type="log",
        showgrid=False,
        range=[log10(low), log10(high)],
        tickmode="array",
        tickvals=values,
        ticktext=[frame.brief(value, 0) for value in values],
        ticks="outside",
        tickcolor=frame.RULE,
    )


def _counted(counted: str) -> Figure:
    """What the sizes are, below the axis."""
    text = wrapped(f"{counted}, logarithmic", LONGEST_UNIT)
    return frame.note(text, x=0, y=0, yref="paper", xanchor="left", yanchor="top", yshift=-24, align="left")


def _point_names(points: Sequence[Point], sizes: Sequence[float], scale: Scale) -> list[Figure]:
    """The names of those that have one, ours first, each near its mark and clear of those before it."""
    spots = {point: _share(point, sizes, scale) for point in points if point.name}
    everywhere = np.array([_share(point, sizes, scale) for point in points])
    ordered = sorted(spots, key=lambda point: point.role is not Role.US)
    boxes = {point: Box.of_text(frame.short(point.name, LONGEST_NAME), frame.SIZE) for point in ordered}
    found: list[Figure] = []
    taken: list[tuple[Spot, Box]] = []
    for point in ordered:
        shift = beside(spots[point], boxes[point], taken, everywhere, PLOTS)
        narrow = PLOTS[0]
        taken.append(
            ((spots[point][0] + shift[0] / narrow.width, spots[point][1] + shift[1] / narrow.height), boxes[point])
        )
        found.append(_point_name(point, shift))
    return found


def _share(point: Point, sizes: Sequence[float], scale: Scale) -> Spot:
    """Where a point is on the plot, as shares of its width and height."""
    across = log10(point.size / sizes[0]) / log10(sizes[-1] / sizes[0])
    return across, (point.value - scale.low) / (scale.high - scale.low)


def _point_name(point: Point, shift: Spot) -> Figure:
    text, ours = frame.short(point.name, LONGEST_NAME), point.role is Role.US
    color = frame.US if ours else frame.MUTED if point.role is Role.BESIDE else frame.NEIGHBOURS
    place = {"xref": "x", "x": log10(point.size), "y": point.value, "xanchor": "center", "yanchor": "middle"}
    return frame.note(
        f"<b>{text}</b>" if ours else text,
        color,
        **place,
        xshift=round(shift[0]),
        yshift=round(shift[1]),
        bgcolor=frame.PAPER,
    )
