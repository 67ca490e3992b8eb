"""The course of an indicator over time: us, those beside us, and what we are compared with."""

from collections.abc import Iterable, Sequence
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


def trend_chart(unit: str, periods: Sequence[Period], lines: Sequence[Line], interval: Range | None = None) -> Figure:
    """The lines over `periods`, which are an axis without holes: a period without a figure is a gap in the line."""
    scale = trend_scale(lines, interval)
    layout = frame.layout(unit, scale)
    layout["xaxis"] = _period_axis(periods)
    ordered = sorted(lines, key=lambda line: LAYERS.index(line.role))
    names, leaders = frame.margin_labels(list(_labels(ordered, periods)), scale)
    layout["annotations"] += names
    layout["shapes"] += leaders
    symbols = cycle(SYMBOLS)
    traces = [_trace(line, periods, next(symbols) if line.role is Role.BESIDE else "circle") for line in ordered]
    if interval is not None:
        traces.append(_interval(periods[interval.place], interval))
    return {"data": traces, "layout": layout}


def trend_scale(lines: Sequence[Line], interval: Range | None = None) -> Scale:
    """From zero, unless every value is so far from it that lines would lie flat: then the values with room around."""
    known = [value for line in lines for value in line.values if value is not None]
    known += [interval.low, interval.high] if interval else []
    low, high = min(known, default=0.0), max(known, default=1.0)
    if low == high == 0:
        return Scale(0.0, 1.0)
    if low > 0.6 * high > 0:
        room = 0.15 * (high - low) or 0.1 * high
        return Scale(low - room, high + room)
    room = 0.06 * (max(high, 0.0) - min(low, 0.0))
    return Scale(low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)


def _interval(period: Period, interval: Range) -> Figure:
    """An upright bar from limit to limit, with a cap on each."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [period.end.isoformat()] * 2,
        "y": [interval.low, interval.high],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"color": frame.US, "width": 1.5},
        "marker": {"color": frame.US, "size": 10, "symbol": "line-ew-open", "opacity": 1},
    }


def short_label(period: Period) -> str:
    """A period under an axis: the year of a day, `2024/25`, `2020 to 22` for a span."""
    if period.years > 1:
        return f"{period.start.year} to {period.end.year % 100:02d}"
    if period.start == period.end or period.kind is PeriodKind.CALENDAR_YEAR:
        return str(period.year)
    return period.label


def _trace(line: Line, periods: Sequence[Period], symbol: str) -> Figure:
    stroke = STROKES[line.role]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": [period.end.isoformat() for period in periods],
        "y": list(line.values),
        "text": list(line.words),
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": stroke.color, "dash": stroke.dash, "width": stroke.width},
        "marker": {"color": stroke.color, "size": stroke.marker, "symbol": symbol, "opacity": 1},
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
