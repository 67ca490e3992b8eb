"""How the figures of all authorities lie: a histogram, bands as hatched strips with letters, the chosen by shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.charts import frame
from layouts.charts.frame import Figure, Scale

HEIGHT = 320
LEFT, RIGHT, BOTTOM = 34, 16, 44
# The plot of a phone, in pixels, on which marks keep out of each other's way.
NARROW_PLOT = 300
MARK, ROW, LETTER = 9, 10, 7.2
# Room above the columns: a strip with the bands' letters, and our name below it.
EDGE, STRIP, LETTERS, NAME = 2, 8, 18, 22
# The worse the band, the denser its hatch.
HATCHES = {"A": 0.05, "B": 0.15, "C": 0.3, "D": 0.5}
WORDS = {"A": "A best", "B": "B", "C": "C", "D": "D worst"}


@dataclass(frozen=True)
class Column:
    """So many authorities with figures from about `start` to `start` + the width; `words` say it in full."""

    start: float
    count: int
    words: str


@dataclass(frozen=True)
class Place:
    """Where an authority that is marked lies; a neighbour is a triangle, one that stands beside us a square."""

    value: float
    words: str
    neighbour: bool


@dataclass(frozen=True)
class Us:
    """Our figure, and our name with it."""

    value: float
    label: str


def distribution_chart(
    unit: str,
    columns: Sequence[Column],
    width: float,
    places: Sequence[Place],
    us: Us | None,
    bands: Sequence[tuple[str, float, float]],
) -> Figure:
    """The columns, which are all of one `width`; `bands` are letters with where each begins and ends."""
    tallest = max(column.count for column in columns)
    rows = _rows(places, columns, width)
    foot = (max(rows, default=-1) + 1) * ROW + 4
    above = EDGE + (STRIP + LETTERS if bands else 0) + (NAME if us else 0)
    pixel = tallest / (HEIGHT - frame.TOP - BOTTOM - foot - above)
    scale = Scale(-foot * pixel, tallest + above * pixel)
    layout = frame.layout("Authorities", scale, Scale(0, tallest))
    layout["height"] = HEIGHT
    layout["margin"] = {"l": LEFT, "r": RIGHT, "t": frame.TOP, "b": BOTTOM}
    layout["annotations"][0]["xshift"] = 4 - LEFT
    layout["bargap"] = 0
    layout["yaxis"] |= _whole(tallest)
    layout["xaxis"] = _axis(columns, width)
    layout["annotations"] += [_unit(unit), *_letters(bands, scale.high - (EDGE + STRIP + LETTERS / 2) * pixel)]
    layout["shapes"] += [_edge(start, scale) for _, start, _ in bands[1:]]
    if us:
        height = scale.high - above * pixel + NAME / 2 * pixel
        layout["annotations"].append(_name(us, height, columns, width))
        layout["shapes"].append(_line(us, height - NAME / 2 * pixel))
    strips = [_strip(*band, scale.high - (EDGE + STRIP) * pixel, STRIP * pixel) for band in bands]
    marks = [_mark(places, rows, pixel, neighbour) for neighbour in (False, True)]
    return {"data": [_columns(columns, width), *strips, *(mark for mark in marks if mark["x"])], "layout": layout}


def _columns(columns: Sequence[Column], width: float) -> Figure:
    return {
        "type": "bar",
        "x": [column.start + width / 2 for column in columns],
        "y": [column.count for column in columns],
        "width": width * 0.86,
        "text": [column.words for column in columns],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": frame.OTHERS, "line": {"width": 0}},
    }


def _strip(letter: str, start: float, end: float, foot: float, height: float) -> Figure:
    """A band above the columns, hatched the more densely the worse it is."""
    hatch = {"shape": "/", "solidity": HATCHES[letter], "size": 7, "fgcolor": frame.MUTED, "bgcolor": frame.CLEAR}
    return {
        "type": "bar",
        "name": f"band {letter}",
        "x": [(start + end) / 2],
        "y": [height],
        "base": [foot],
        "width": end - start,
        "hoverinfo": "skip",
        "marker": {"color": frame.CLEAR, "line": {"color": frame.MUTED, "width": 1}, "pattern": hatch},
    }


def _letters(bands: Sequence[tuple[str, float, float]], height: float) -> list[Figure]:
    """The letter of each band with its word, as far as there is room on a phone."""
    pixels = NARROW_PLOT / (bands[-1][2] - bands[0][1]) if bands else 0.0
    place: Figure = {"xref": "x", "y": height, "xanchor": "center", "yanchor": "middle"}
    found = []
    for letter, start, end in bands:
        text = next((word for word in (WORDS[letter], letter) if len(word) * LETTER < (end - start) * pixels), "")
        found += [frame.note(text, x=(start + end) / 2, **place)] if text else []
    return found


def _edge(value: float, scale: Scale) -> Figure:
    line = {"color": frame.MUTED, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": scale.high, "line": line}


def _line(us: Us, height: float) -> Figure:
    """An upright line at our figure."""
    return {
        "type": "line",
        "x0": us.value,
        "x1": us.value,
        "y0": 0,
        "y1": height,
        "line": {"color": frame.US, "width": 3},
    }


def _name(us: Us, height: float, columns: Sequence[Column], width: float) -> Figure:
    """Our name above our line, leaning inwards near the edges."""
    share = (us.value - columns[0].start) / (len(columns) * width)
    anchor = "left" if share < 1 / 3 else "center" if share < 2 / 3 else "right"
    place = {"xref": "x", "x": us.value, "y": height, "xanchor": anchor, "yanchor": "middle"}
    return frame.note(f"<b>{us.label}</b>", frame.US, **place, bgcolor=frame.PAPER)


def _mark(places: Sequence[Place], rows: Sequence[int], pixel: float, neighbour: bool) -> Figure:
    """The marks of one shape, in rows below the columns."""
    marked = [(place, row) for place, row in zip(places, rows, strict=True) if place.neighbour is neighbour]
    shape = (
        {"symbol": "triangle-up", "color": frame.NEIGHBOURS}
        if neighbour
        else {"symbol": "square-open", "color": frame.MUTED}
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place.value for place, _ in marked],
        "y": [-((row + 0.5) * ROW + 4) * pixel for _, row in marked],
        "text": [place.words for place, _ in marked],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {**shape, "size": 8, "opacity": 1},
    }


def _rows(places: Sequence[Place], columns: Sequence[Column], width: float) -> list[int]:
    """A row for each mark, the first in which it touches no other on a phone."""
    pixels = NARROW_PLOT / (len(columns) * width)
    found: list[int] = []
    for at, place in enumerate(places):
        near = {
            row for other, row in zip(places[:at], found, strict=True) if abs(place.value - other.value) * pixels < MARK
        }
        found.append(next(row for row in range(len(places)) if row not in near))
    return found


def _axis(columns: Sequence[Column], width: float) -> Figure:
    """Round values, as few as a phone has room for."""
    low, high = columns[0].start, columns[-1].start + width
    return frame.axis(
        showgrid=False, range=[low - width / 2, high + width / 2], tickmode="array", **frame.ticks(Scale(low, high))
    )


def _whole(tallest: int) -> Figure:
    """Ticks at whole authorities only."""
    found = frame.ticks(Scale(0, tallest))
    kept = [
        (value, text) for value, text in zip(found["tickvals"], found["ticktext"], strict=True) if value == int(value)
    ]
    return {"tickvals": [value for value, _ in kept], "ticktext": [f"{value:.0f}" for value, _ in kept]}


def _unit(unit: str) -> Figure:
    return frame.note(unit, x=1, y=0, yref="paper", xanchor="right", yanchor="top", yshift=-24)
