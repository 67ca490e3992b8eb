"""A chart the size of a card, one of many beside each other: lines over years, on a scale that they may share."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from layouts.charts import frame
from layouts.charts.frame import Scale
from layouts.markup import Attribute, element, joined

WIDTH, HEIGHT = 320, 168
LEFT, RIGHT, TOP, BOTTOM = 40, 52, 18, 22
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
LINE, SHARE_TOP = 13, 100.0
MOST_TICKS = 4
# What marks the last figure of each of those beside us, drawn around a point; more than these are not told apart.
MARKS = (
    "m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0Z",
    "m-3-3h6v6h-6Z",
    "m0-4l4 4l-4 4l-4-4Z",
    "m0-4l3.8 6.8h-7.6Z",
    "m0 4l3.8-6.8h-7.6Z",
    "m-3-3l6 6m-6 0l6-6",
)
KEY_WIDTH, KEY_HEIGHT = 44, 12

Spot = tuple[float, float]


class Role(StrEnum):
    """What a line stands for, by the word of the style sheet; what matters more comes later and is drawn on top."""

    BESIDE = "beside"
    REGION = "region"
    ENGLAND = "england"
    MEAN = "mean"
    NEIGHBOURS = "neighbours"
    US = "us"


@dataclass(frozen=True)
class Line:
    """One line: a value for each year of the chart, None where there is none."""

    role: Role
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Axes:
    """What every chart of a set is drawn on: the years from first to last, and the range of values."""

    first: int
    last: int
    scale: Scale

    def spot(self, year: int, value: float) -> Spot:
        """Where a value of a year is drawn."""
        across = (year - self.first) / max(self.last - self.first, 1)
        up = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return LEFT + across * PLOT_WIDTH, TOP + (1 - up) * PLOT_HEIGHT


def shared_axes(years: Sequence[int], values: Sequence[float], unit: str) -> Axes:
    """Axes that hold all years and values: from zero unless all values lie far from it, and no share above 100%."""
    scale = frame.scale_of(values)
    if unit == "%" and max(values, default=0.0) <= SHARE_TOP < scale.high:
        scale = Scale(scale.low, SHARE_TOP)
    return Axes(min(years), max(years), scale)


def small_multiple(axes: Axes, years: Sequence[int], lines: Sequence[Line], labels: Sequence[str], told: str) -> Markup:
    """One chart; a missing period breaks a line. `labels` name our first and last figures and the average's last."""
    layers = list(Role)
    ordered = sorted(lines, key=lambda line: layers.index(line.role))
    marks = iter(MARKS)
    drawn = [_line(axes, years, line, next(marks, "") if line.role is Role.BESIDE else "") for line in ordered]
    return element(
        "svg",
        _frame(axes),
        *drawn,
        _labels(axes, years, lines, labels),
        role="img",
        aria_label=told,
        class_="small-multiple",
        **_size(WIDTH, HEIGHT),
    )


def ticks(scale: Scale) -> list[tuple[float, str]]:
    """Few round values over a scale, with how they are written."""
    found = frame.ticks(scale)
    pairs = list(zip(found["tickvals"], found["ticktext"], strict=True))
    return pairs if len(pairs) <= MOST_TICKS else pairs[::2]


def key_sample(role: Role, place: int = 0) -> Markup:
    """A piece of a line as the charts draw it; `place` is that among those beside us."""
    middle = KEY_HEIGHT / 2
    has_mark = role is Role.BESIDE and place < len(MARKS)
    crowd = " crowd" if role is Role.BESIDE and not has_mark else ""
    parts = [element("path", class_=f"line {role}{crowd}", d=f"M2 {middle:g}H{KEY_WIDTH - 2}")]
    if has_mark:
        parts.append(element("path", class_="mark", d=f"M{KEY_WIDTH - 8} {middle:g}{MARKS[place]}"))
    if role is Role.US:
        parts.append(_dot((KEY_WIDTH - 8, middle), "3.5"))
    return element("svg", *parts, aria_hidden="true", class_="small-multiple key", **_size(KEY_WIDTH, KEY_HEIGHT))


def _size(width: int, height: int) -> dict[str, Attribute]:
    return {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}


def _frame(axes: Axes) -> Markup:
    """Faint lines at round values with their names, and the first and last years."""
    right, foot = WIDTH - RIGHT, HEIGHT - 6
    parts = []
    for value, text in ticks(axes.scale):
        height = axes.spot(axes.first, value)[1]
        parts.append(element("path", class_="grid", d=f"M{LEFT} {height:.1f}H{right}"))
        parts.append(_text(text, (LEFT - 6, height + 4), "tick", "end"))
    parts.append(_text(str(axes.first), (LEFT, foot), "tick", "start"))
    if axes.last > axes.first:
        parts.append(_text(str(axes.last), (right, foot), "tick", "end"))
    return joined(*parts)


def _line(axes: Axes, years: Sequence[int], line: Line, mark: str) -> Markup:
    """A line with a break at each gap; the last figure has a mark."""
    spots = [None if value is None else axes.spot(year, value) for year, value in zip(years, line.values, strict=True)]
    known = [spot for spot in spots if spot is not None]
    if not known:
        return Markup("")
    crowd = " crowd" if line.role is Role.BESIDE and not mark else ""
    parts = [element("path", class_=f"line {line.role}{crowd}", d=path(spots))]
    if mark:
        parts.append(element("path", class_="mark", d=f"M{known[-1][0]:.1f} {known[-1][1]:.1f}{mark}"))
    if line.role is Role.US:
        parts += [_dot(spot, "2.5") for spot in alone(spots)] + [_dot(known[-1], "3.5")]
    return joined(*parts)


def alone(spots: Sequence[Spot | None]) -> list[Spot]:
    """The spots with a gap on either side: a line has nothing to lead to from there."""
    padded = [None, *spots, None]
    return [
        spot
        for before, spot, after in zip(padded, spots, padded[2:], strict=False)
        if spot is not None and before is after is None
    ]


def _dot(spot: Spot, radius: str) -> Markup:
    return element("circle", class_="dot", cx=f"{spot[0]:.1f}", cy=f"{spot[1]:.1f}", r=radius)


def path(spots: Sequence[Spot | None]) -> str:
    """The spots as an SVG path that starts anew after each gap; one alone is drawn as a dot by its round end."""
    parts, is_open = [], False
    for spot in spots:
        if spot is not None:
            parts.append(f"{'L' if is_open else 'M'}{spot[0]:.1f} {spot[1]:.1f}")
            if not is_open:
                parts.append("h0")
        is_open = spot is not None
    return "".join(parts)


def _labels(axes: Axes, years: Sequence[int], lines: Sequence[Line], labels: Sequence[str]) -> Markup:
    """Our first figure over its point; our last and the average's at the right, kept apart."""
    ours = _ends(axes, years, next(line for line in lines if line.role is Role.US))
    average = _ends(axes, years, next(line for line in lines if line.role is Role.NEIGHBOURS))
    first, last, of_average = labels
    right = [(ours[1], last, "label us")] if ours else []
    right += [(average[1], of_average, "label neighbours")] if average else []
    heights = apart([spot[1] for spot, _, _ in right])
    parts = [
        _text(text, (spot[0] + 8, height + 4), kind, "start")
        for (spot, text, kind), height in zip(right, heights, strict=True)
    ]
    if ours and ours[0] != ours[1]:
        parts.append(_text(first, (ours[0][0], max(ours[0][1] - 7, LINE - 2)), "label us first", "start"))
    return joined(*parts)


def _ends(axes: Axes, years: Sequence[int], line: Line) -> tuple[Spot, Spot] | None:
    known = [(year, value) for year, value in zip(years, line.values, strict=True) if value is not None]
    return (axes.spot(*known[0]), axes.spot(*known[-1])) if known else None


def apart(heights: Sequence[float]) -> list[float]:
    """One or two heights of labels, moved as little as may be to be a line apart, and held inside the plot."""
    lowest = HEIGHT - BOTTOM
    if len(heights) == 2 and abs(heights[0] - heights[1]) < LINE:
        middle = min(max(sum(heights) / 2, TOP + LINE / 2), lowest - LINE / 2)
        sign = 1 if heights[0] > heights[1] else -1
        return [middle + sign * LINE / 2, middle - sign * LINE / 2]
    return [min(max(height, TOP / 2), lowest) for height in heights]


def _text(words: str, spot: Spot, kind: str, anchor: str) -> Markup:
    return element("text", words, x=f"{spot[0]:.1f}", y=f"{spot[1]:.1f}", class_=kind, text_anchor=anchor)
