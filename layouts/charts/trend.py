"""The course of an indicator over time: us, those beside us, and what we are compared with."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import cycle
from math import ceil

from data.periods import Period, PeriodKind
from layouts.charts import frame
from layouts.charts.frame import Figure, Label, Scale

# Pixels: the plot on a phone, and a letter of a label with its share of the space between labels.
NARROW_PLOT, LETTER = 170, 8.5
# The room that words at the foot of the axis take, with a little above them.
FOOT = frame.LABEL_HEIGHT + 6
RIGHTMOST, LETTER_OF_WORDS = 0.75, 7.0
MOST_NAMED = 8
SYMBOLS = ("circle-open", "square-open", "diamond-open", "triangle-up-open", "triangle-down-open", "x-thin-open")


class Role(StrEnum):
    """What a line stands for: this decides its colour, its dash and how loud it is."""

    BESIDE = "beside"
    REGION = "region"
    ENGLAND = "England"
    NEIGHBOURS = "neighbours"
    US = "us"


@dataclass(frozen=True)
class Stroke:
    """How a role is drawn."""

    color: str
    dash: str
    width: float
    marker: int


STROKES = {
    Role.BESIDE: Stroke(frame.MUTED, "solid", 1, 6),
    Role.REGION: Stroke(frame.REGION, "dashdot", 1.75, 4),
    Role.ENGLAND: Stroke(frame.INK, "dash", 1.75, 4),
    Role.NEIGHBOURS: Stroke(frame.NEIGHBOURS, "dot", 2.25, 4),
    Role.US: Stroke(frame.US, "solid", 3, 8),
}
# Drawn in this order, so that what matters more lies on top.
LAYERS = tuple(Role)


@dataclass(frozen=True)
class Line:
    """One line: a value for each period, None where there is none, and what each point says to who hovers over it."""

    name: str
    role: Role
    values: tuple[float | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Range:
    """The 95% interval of our figure in one period, the one at `place` on the axis."""

    place: int
    low: float
    high: float


@dataclass(frozen=True)
class Said:
    """Words at the foot of the axis for the periods from `first` to `last`: why there is a gap, or `revised`."""

    first: int
    last: int
    words: str


def trend_chart(
    unit: str,
    periods: Sequence[Period],
    lines: Sequence[Line],
    ranges: Sequence[Range] = (),
    said: Sequence[Said] = (),
    unsettled: Collection[int] = (),
) -> Figure:
    """The lines over `periods`, which are an axis without holes: a period without a figure is a gap in the line.

    `ranges` are drawn as a band around our line, or as an upright bar where one stands alone. `unsettled` are the
    places where our figure is provisional or revised: an open marker.
    """
    ticked = trend_scale(lines, ranges)
    rows = _rows(said, periods)
    scale = frame.with_foot(ticked, max(rows, default=-1) * frame.LABEL_HEIGHT + FOOT if rows else 0)
    layout = frame.layout(unit, scale, ticked)
    layout["xaxis"] = _period_axis(periods)
    ordered = sorted(lines, key=lambda line: LAYERS.index(line.role))
    names, leaders = frame.margin_labels(list(_labels(ordered, periods)), scale)
    layout["annotations"] += names + [_word(*pair, periods) for pair in zip(said, rows, strict=True)]
    spans = [_span(*pair, periods) for pair in zip(said, rows, strict=True) if pair[0].first < pair[0].last]
    layout["shapes"] += leaders + spans + frame.broken(ticked)
    beside = [line for line in ordered if line.role is Role.BESIDE]
    ours = ["circle-open" if place in unsettled else "circle" for place in range(len(periods))]
    traces = [
        _trace(line, periods, ours if line.role is Role.US else "circle")
        for line in ordered
        if line.role is not Role.BESIDE
    ]
    return {"data": [*_intervals(periods, ranges), *_beside(beside, periods), *traces], "layout": layout}


def trend_scale(lines: Sequence[Line], ranges: Sequence[Range] = ()) -> Scale:
    """The scale that holds the lines and the intervals."""
    known = [value for line in lines for value in line.values if value is not None]
    return frame.scale_of([*known, *(limit for found in ranges for limit in (found.low, found.high))])


def _intervals(periods: Sequence[Period], ranges: Sequence[Range]) -> list[Figure]:
    """A band over each run of periods, as one trace; upright bars for those that stand alone, as another."""
    runs: list[list[Range]] = []
    for found in sorted(ranges, key=lambda found: found.place):
        if runs and runs[-1][-1].place == found.place - 1:
            runs[-1].append(found)
        else:
            runs.append([found])
    outlines = [
        [*((found.place, found.low) for found in run), *((found.place, found.high) for found in reversed(run))]
        for run in runs
        if len(run) > 1
    ]
    bars = [[(run[0].place, run[0].low), (run[0].place, run[0].high)] for run in runs if len(run) == 1]
    cap = {"color": frame.US, "size": 10, "symbol": "line-ew-open", "opacity": 1}
    band = {"name": "interval", "mode": "lines", "line": {"width": 0}, "fill": "toself"}
    upright = {"mode": "lines+markers", "line": {"color": frame.US, "width": 1.5}, "marker": cap}
    looks: list[tuple[list[list[tuple[int, float]]], Figure]] = [
        (outlines, {**band, "fillcolor": frame.sheer(frame.US)}),
        (bars, upright),
    ]
    return [{**_outline(periods, parts), **look} for parts, look in looks if parts]


def _outline(periods: Sequence[Period], parts: Sequence[Sequence[tuple[int, float]]]) -> Figure:
    """Points of several shapes in one trace, a gap between two of them."""
    x: list[str | None] = []
    y: list[float | None] = []
    for part in parts:
        x += [*([None] if x else []), *(periods[place].end.isoformat() for place, _ in part)]
        y += [*([None] if y else []), *(value for _, value in part)]
    return {"type": "scatter", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False}


def _rows(said: Sequence[Said], periods: Sequence[Period]) -> list[int]:
    """The lowest row for each of the words, counted from the axis, in which on a phone it touches none before it."""
    taken: list[tuple[int, float, float]] = []
    for one in said:
        share, width = _share(one, periods), len(one.words) * LETTER_OF_WORDS
        start = share * NARROW_PLOT - width * (1 if share > RIGHTMOST else 0.5)
        used = {row for row, left, right in taken if left < start + width + LETTER and start < right + LETTER}
        taken.append((next(row for row in range(len(said)) if row not in used), start, start + width))
    return [row for row, _, _ in taken]


def _share(one: Said, periods: Sequence[Period]) -> float:
    """How far along the axis the middle of some periods is, from 0 to 1."""
    return (one.first + one.last) / 2 / max(len(periods) - 1, 1)


def _word(one: Said, row: int, periods: Sequence[Period]) -> Figure:
    """Words at the foot under the middle of their periods; near the right edge they end there, clear of the names."""
    first, last = periods[one.first].end, periods[one.last].end
    anchor = "right" if _share(one, periods) > RIGHTMOST else "center"
    place: Figure = {
        "xref": "x",
        "x": (first + (last - first) / 2).isoformat(),
        "yref": "paper",
        "y": 0,
        "xanchor": anchor,
    }
    return frame.note(one.words, **place, yanchor="bottom", yshift=row * frame.LABEL_HEIGHT + 1)


def _span(one: Said, row: int, periods: Sequence[Period]) -> Figure:
    """A line below words that stand for several periods, from the first of them to the last."""
    height = row * frame.LABEL_HEIGHT
    return {
        "type": "line",
        "x0": periods[one.first].end.isoformat(),
        "x1": periods[one.last].end.isoformat(),
        "yref": "paper",
        "ysizemode": "pixel",
        "yanchor": 0,
        "y0": height,
        "y1": height,
        "line": {"color": frame.MUTED, "width": 1.5},
    }


def short_label(period: Period) -> str:
    """A period under an axis: the year of a day, `2024/25`, `2020 to 22` for a span."""
    if period.years > 1:
        return f"{period.start.year} to {period.end.year % 100:02d}"
    if period.start == period.end or period.kind is PeriodKind.CALENDAR_YEAR:
        return str(period.year)
    return period.label


def _trace(line: Line, periods: Sequence[Period], symbol: str | list[str]) -> Figure:
    days = [period.end.isoformat() for period in periods]
    return _drawn(line.name, line.role, days, line.values, line.words, symbol, 1 if isinstance(symbol, str) else 2)


def _beside(lines: Sequence[Line], periods: Sequence[Period]) -> list[Figure]:
    """Those beside us, which differ in their marks alone, as one trace with a gap after each: that is drawn sooner."""
    if not lines:
        return []
    days = [*(period.end.isoformat() for period in periods), None]
    values = [value for line in lines for value in (*line.values, None)]
    words = [text for line in lines for text in (*line.words, "")]
    symbols = [symbol for symbol, _ in zip(cycle(SYMBOLS), lines, strict=False) for _ in days]
    return [_drawn(", ".join(line.name for line in lines), Role.BESIDE, days * len(lines), values, words, symbols, 1)]


def _drawn(
    name: str,
    role: Role,
    days: Sequence[str | None],
    values: Sequence[float | None],
    words: Sequence[str],
    symbol: str | list[str],
    edge: int,
) -> Figure:
    """A trace in the stroke of its role; `edge` is the width of its marks' own lines."""
    stroke = STROKES[role]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": list(days),
        "y": list(values),
        "text": list(words),
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": stroke.color, "dash": stroke.dash, "width": stroke.width},
        "marker": {
            "color": stroke.color,
            "size": stroke.marker,
            "symbol": symbol,
            "opacity": 1,
            "line": {"color": stroke.color, "width": edge},
        },
    }


def _labels(lines: Sequence[Line], periods: Sequence[Period]) -> Iterable[Label]:
    """A name for each line that has a figure; of those beside us the first few, since more would not be read."""
    named = [line for line in lines if line.role is Role.BESIDE][:MOST_NAMED]
    for line in lines:
        known = [(place, value) for place, value in enumerate(line.values) if value is not None]
        if not known or (line.role is Role.BESIDE and line not in named):
            continue
        last, value = known[-1]
        ended = "" if last == len(periods) - 1 else f", {short_label(periods[last])}"
        text = frame.short(line.name, frame.LONGEST_LABEL - len(ended)) + ended
        yield Label(f"<b>{text}</b>" if line.role is Role.US else text, STROKES[line.role].color, value)


def _period_axis(periods: Sequence[Period]) -> Figure:
    """Every period is a place on the axis; few enough are named to be read on a phone, always the last."""
    longest = max(len(short_label(period)) for period in periods) * LETTER
    step = ceil((len(periods) - 1) * longest / NARROW_PLOT) or 1
    named = list(reversed(periods))[::step]
    room = max((periods[-1].end - periods[0].end) * 0.02, timedelta(days=20))
    return frame.axis(
        type="date",
        showgrid=False,
        range=[(periods[0].end - room).isoformat(), (periods[-1].end + room).isoformat()],
        tickmode="array",
        tickvals=[period.end.isoformat() for period in named],
        ticktext=[short_label(period) for period in named],
        ticks="outside",
        tickcolor=frame.RULE,
    )
