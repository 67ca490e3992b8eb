"""All authorities in one period, as bars in the order in which they stand; those chosen are marked and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from layouts.charts import frame
from layouts.charts.frame import Figure, Label, Scale
from layouts.charts.trend import STROKES, Role

# The widths on which labels are laid out: those of a phone, so that a wide screen has room to spare.
NARROW_PLOT = 170
LETTER = 7.2
ROOM_FOR_MARKERS = 14
ROOM_FOR_PLACES = 18


class Bar(NamedTuple):
    """One authority: `label` is its name and figure in few words, `words` what a reader is told who hovers over it."""

    value: float
    label: str
    words: str
    band: str = ""
    role: Role | None = None
    is_named: bool = False
    neighbour: bool = False


# A letter with the places of its bars.
Band: TypeAlias = tuple[str, list[int]]


@dataclass(frozen=True)
class Level:
    """A comparator's value, drawn as a line across all bars."""

    label: str
    role: Role
    value: float


@dataclass(frozen=True)
class Reach:
    """The places that our rank could be, as the first and the last of the bars, and in few words."""

    first: int
    last: int
    words: str


@dataclass(frozen=True)
class _Name:
    """A bar's name above the bars: which bar, and in which row, counted from the top."""

    at: int
    row: int


class _Room(NamedTuple):
    """Of which bar a name is, from where to where it runs, in pixels, and the highest of the bars below it."""

    at: int
    left: float
    right: float
    tallest: float


def ranked_chart(
    unit: str,
    bars: Sequence[Bar],
    levels: Sequence[Level] = (),
    interval: tuple[float, float] | None = None,
    reach: Reach | None = None,
) -> Figure:
    """The bars from zero in the order given, one trace; neighbours marked below, levels as lines, bands by letters.

    `interval` is that of our figure, `reach` that of our rank: an upright bar, and one that lies below the bars.
    """
    values = [0.0, *(bar.value for bar in bars), *(level.value for level in levels), *(interval or ())]
    ticked = Scale(min(values), max(values) if any(values) else 1.0)
    scale, names = _settled(bars, ticked, ROOM_FOR_PLACES if reach else 0)
    layout = frame.layout(unit, scale, ticked)
    layout["bargap"] = 0.2
    bands = _bands(bars)
    layout["xaxis"] = _band_axis(bands, len(bars))
    layout["shapes"] += [_pointer(bars, name, scale) for name in names] + _band_edges(bands)
    layout["annotations"] += [_name(bars, name, scale) for name in names]
    labels = [Label(level.label, STROKES[level.role].color, level.value) for level in levels]
    margin, leaders = frame.margin_labels(labels, scale)
    layout["annotations"] += margin
    layout["shapes"] += leaders + [
        frame.line_across(level.value, STROKES[level.role].color, STROKES[level.role].dash) for level in levels
    ]
    lying = [_reach(reach, scale)] if reach else []
    if reach:
        layout["annotations"].append(_reach_words(reach, len(bars), scale))
    return {
        "data": [
            _bars(bars),
            *_marks(bars, scale, ROOM_FOR_PLACES if reach else 0),
            *lying,
            *_interval(bars, interval),
        ],
        "layout": layout,
    }


def _bars(bars: Sequence[Bar]) -> Figure:
    return {
        "type": "bar",
        "x": list(range(len(bars))),
        "y": [bar.value for bar in bars],
        "text": [bar.words for bar in bars],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": [_color(bar) for bar in bars], "line": {"width": 0}},
    }


def _color(bar: Bar) -> str:
    return frame.OTHERS if bar.role is None else STROKES[bar.role].color


def _marks(bars: Sequence[Bar], scale: Scale, above: float) -> list[Figure]:
    """A triangle below each neighbour's bar."""
    places = [place for place, bar in enumerate(bars) if bar.neighbour]
    if not places:
        return []
    height = scale.low + (above / frame.LABEL_HEIGHT + 0.35) * scale.of_a_label
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [height] * len(places),
        "text": [bars[place].words for place in places],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": frame.NEIGHBOURS, "symbol": "triangle-up", "size": 8, "opacity": 1},
    }
    return [trace]


def _reach(reach: Reach, scale: Scale) -> Figure:
    """A bar below all bars, from the first place to the last, with a cap on each end."""
    height = scale.low + 0.45 * scale.of_a_label
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [reach.first, reach.last],
        "y": [height, height],
        "name": "places",
        "hoverinfo": "skip",
        "line": {"color": frame.US, "width": 3},
        "marker": {"color": frame.US, "symbol": "line-ns-open", "size": 11, "opacity": 1, "line": {"width": 2}},
    }


def _reach_words(reach: Reach, bars: int, scale: Scale) -> Figure:
    """The places in words beside their bar, on the side that has the room."""
    at_right = reach.first + reach.last < bars
    place = (
        {"x": reach.last, "xanchor": "left", "xshift": 8}
        if at_right
        else {"x": reach.first, "xanchor": "right", "xshift": -8}
    )
    height = scale.low + 0.45 * scale.of_a_label
    return frame.note(reach.words, frame.US, xref="x", y=height, yanchor="middle", bgcolor=frame.PAPER, **place)


def _interval(bars: Sequence[Bar], interval: tuple[float, float] | None) -> list[Figure]:
    """The 95% interval of our figure, as a bar around its top."""
    us = next((place for place, bar in enumerate(bars) if bar.role is Role.US), None)
    if us is None or interval is None:
        return []
    value, (low, high) = bars[us].value, interval
    limits = {"type": "data", "array": [high - value], "arrayminus": [value - low], "width": 4, "thickness": 1.5}
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [us],
        "y": [value],
        "hoverinfo": "skip",
        "marker": {"color": frame.INK, "size": 5, "opacity": 1},
        "error_y": {**limits, "color": frame.INK},
    }
    return [trace]


def _settled(bars: Sequence[Bar], ticked: Scale, foot: float) -> tuple[Scale, list[_Name]]:
    """The scale with the least room above the bars in which every name finds a place, and the places."""
    named = _named(bars)
    below = foot + (ROOM_FOR_MARKERS if any(bar.neighbour for bar in bars) else 0)
    rooms = [_room(bars, place) for place in named]
    for rows in range(1, len(named) + 2):
        scale = _scale(ticked, rows, below)
        names = _placed(rooms, scale)
        if len(names) == len(named):
            break
    return scale, names


def _scale(ticked: Scale, rows_of_names: int, below: float) -> Scale:
    """The same with room above for rows of names and below for the neighbours' marks and what lies under them."""
    span = ticked.high - ticked.low
    above = rows_of_names * frame.LABEL_HEIGHT + 8
    pixel = span / (frame.PLOT_HEIGHT - above - below)
    return Scale(ticked.low - below * pixel, ticked.high + above * pixel)


def _named(bars: Sequence[Bar]) -> list[int]:
    """The bars that are named, from the outside in: those that ask for it, and the two ends."""
    last = len(bars) - 1
    chosen = [place for place, bar in enumerate(bars) if bar.is_named or place in (0, last)]
    return sorted(chosen, key=lambda place: min(place, last - place))


def _placed(rooms: Sequence[_Room], scale: Scale) -> list[_Name]:
    """A row for each name, the highest in which it touches no other; those that would stand on bars are left out."""
    found: list[tuple[_Name, float, float]] = []
    for at, left, right, tallest in rooms:
        taken = {name.row for name, start, end in found if left < end and start < right}
        name = _Name(at, next(row for row in range(len(rooms)) if row not in taken))
        if _height(name, scale) - scale.of_a_label >= tallest:
            found.append((name, left, right))
    return [name for name, _, _ in found]


def _room(bars: Sequence[Bar], place: int) -> _Room:
    """The room that a bar's name takes on a narrow screen."""
    centre, width = (place + 0.5) / len(bars) * NARROW_PLOT, len(bars[place].label) * LETTER
    left = {"left": centre, "center": centre - width / 2, "right": centre - width}[_anchor(bars, place)]
    first, last = (min(max(int(edge / NARROW_PLOT * len(bars)), 0), len(bars) - 1) for edge in (left, left + width))
    return _Room(place, left, left + width, max([bar.value for bar in bars[first : last + 1]]))


def _anchor(bars: Sequence[Bar], place: int) -> str:
    share = (place + 0.5) / len(bars)
    return "left" if share < 1 / 3 else "center" if share < 2 / 3 else "right"


def _height(name: _Name, scale: Scale) -> float:
    """Where the middle of a name stands."""
    return scale.high - (name.row + 0.5) * scale.of_a_label


def _name(bars: Sequence[Bar], name: _Name, scale: Scale) -> Figure:
    bar = bars[name.at]
    text = f"<b>{bar.label}</b>" if bar.role is Role.US else bar.label
    color = frame.MUTED if bar.role is None else STROKES[bar.role].color
    place = {"xref": "x", "x": name.at, "y": _height(name, scale), "yanchor": "middle", "bgcolor": frame.PAPER}
    return frame.note(text, color, xanchor=_anchor(bars, name.at), **place)


def _pointer(bars: Sequence[Bar], name: _Name, scale: Scale) -> Figure:
    """A thin line from a name down to its bar."""
    bar = bars[name.at]
    stroke = {"color": frame.MUTED if bar.role is None else STROKES[bar.role].color, "width": 1}
    foot, head = max(bar.value, 0.0), _height(name, scale) - 0.5 * scale.of_a_label
    return {"type": "line", "x0": name.at, "x1": name.at, "y0": foot, "y1": head, "line": stroke}


def _band_axis(bands: Sequence[Band], bars: int) -> Figure:
    """The letter of each band under the middle of its bars; no letters where there are no bands."""
    centres = [(letter, sum(places) / len(places)) for letter, places in bands]
    words = {"A": "A best", "D": "D"}
    return frame.axis(
        showgrid=False,
        range=[-0.7, bars - 0.3],
        tickmode="array",
        tickvals=[centre for _, centre in centres],
        ticktext=[words.get(letter, letter) for letter, _ in centres],
    )


def _band_edges(bands: Sequence[Band]) -> list[Figure]:
    """A thin upright line between two bands."""
    line = {"color": frame.MUTED, "width": 1, "dash": "dot"}
    starts = [places[0] - 0.5 for _, places in bands][1:]
    return [{"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": -0.06, "y1": 0.5, "line": line} for x in starts]


def _bands(bars: Sequence[Bar]) -> list[Band]:
    """Which bars each letter has, in order; no letter has none."""
    places: dict[str, list[int]] = {}
    for place, bar in enumerate(bars):
        if bar.band:
            places.setdefault(bar.band, []).append(place)
    return list(places.items())
