"""A target and the way to it: the figures so far, the straight path, and where the present run rate leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from layouts.charts import frame
from layouts.charts.frame import Figure, Label, Scale

NARROW_PLOT, LETTER = 170, 8.5
TARGET = "diamond"
# How near an end of the line a name is led inwards from it.
EDGE = 0.3


@dataclass(frozen=True)
class Dot:
    """One figure on its day, None where there is none; `label` is the period under the axis, `told` what it says."""

    day: date
    value: float | None
    label: str
    told: str


@dataclass(frozen=True)
class Aim:
    """The two ends of the path, and what the target is called in the margin: `target 10%`."""

    since: date
    baseline: float
    by: date
    value: float
    words: str
    told: str


@dataclass(frozen=True)
class Ahead:
    """Where the run rate leads by a day: its middle and its limits; `label` is the period under the axis."""

    day: date
    middle: float
    low: float
    high: float
    label: str
    told: str


def trajectory_chart(
    unit: str, name: str, dots: Sequence[Dot], aim: Aim, ahead: Sequence[Ahead] = (), run_rate: str = ""
) -> Figure:
    """The figures of `name` as a line, the path as dashes to a diamond, and the run rate as a dotted line in its band.

    `run_rate` is what the end of that line is called. The axis of time holds all of them, and gaps stay gaps.
    """
    scale = trajectory_scale(dots, aim, ahead)
    layout = frame.layout(unit, scale)
    layout["xaxis"] = _axis(dots, aim, ahead)
    labels = [Label(aim.words, frame.INK, aim.value)]
    if ahead and run_rate:
        labels.append(Label(run_rate, frame.US, ahead[-1].middle))
    words, leaders = frame.margin_labels(labels, scale)
    layout["annotations"] += [*words, *_name(name, dots)]
    layout["shapes"] += [*leaders, *frame.broken(scale)]
    newest = next((dot for dot in reversed(dots) if dot.value is not None), None)
    led = [] if newest is None or not ahead else [_band(newest, ahead), _middle(newest, ahead)]
    return {"data": [*led, _path(aim), _figures(name, dots), _target(aim)], "layout": layout}


def trajectory_scale(dots: Sequence[Dot], aim: Aim, ahead: Sequence[Ahead]) -> Scale:
    """The scale that holds the figures, the path and the band."""
    known = [dot.value for dot in dots if dot.value is not None]
    return frame.scale_of([*known, aim.baseline, aim.value, *(end for one in ahead for end in (one.low, one.high))])


def _figures(name: str, dots: Sequence[Dot]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [dot.day.isoformat() for dot in dots],
        "y": [dot.value for dot in dots],
        "text": [dot.told for dot in dots],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": frame.US, "dash": "solid", "width": 3},
        "marker": {"color": frame.US, "size": 8, "symbol": "circle", "opacity": 1},
    }


def _path(aim: Aim) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "path",
        "x": [aim.since.isoformat(), aim.by.isoformat()],
        "y": [aim.baseline, aim.value],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"color": frame.INK, "dash": "dash", "width": 1.75},
    }


def _target(aim: Aim) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "target",
        "x": [aim.by.isoformat()],
        "y": [aim.value],
        "text": [aim.told],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {"color": frame.INK, "size": 12, "symbol": TARGET, "opacity": 1},
    }


def _band(newest: Dot, ahead: Sequence[Ahead]) -> Figure:
    """The limits of the run rate as an area that opens from the newest figure."""
    start = (newest.day, newest.value)
    outline = [start, *((one.day, one.low) for one in ahead), *((one.day, one.high) for one in reversed(ahead)), start]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "interval",
        "x": [day.isoformat() for day, _ in outline],
        "y": [value for _, value in outline],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": frame.sheer(frame.US),
    }


def _middle(newest: Dot, ahead: Sequence[Ahead]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "run rate",
        "x": [newest.day.isoformat(), *(one.day.isoformat() for one in ahead)],
        "y": [newest.value, *(one.middle for one in ahead)],
        "text": ["", *(one.told for one in ahead)],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "line": {"color": frame.US, "dash": "dot", "width": 2},
        "marker": {
            "color": frame.US,
            "size": [0, *(7 for _ in ahead)],
            "symbol": "circle-open",
            "opacity": 1,
            "line": {"color": frame.US, "width": 1.5},
        },
    }


def _name(name: str, dots: Sequence[Dot]) -> list[Figure]:
    """The name of the line over its highest figure, where the line itself does not cross it."""
    known = [(dot.value, at) for at, dot in enumerate(dots) if dot.value is not None]
    if not known:
        return []
    value, at = max(known)
    share = at / max(len(dots) - 1, 1)
    anchor = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    place = {"xref": "x", "x": dots[at].day.isoformat(), "y": value, "xanchor": anchor, "yanchor": "bottom"}
    return [frame.note(f"<b>{frame.short(name)}</b>", frame.US, **place, yshift=8)]


def _axis(dots: Sequence[Dot], aim: Aim, ahead: Sequence[Ahead]) -> Figure:
    """Every period is a place; few enough are named to be read on a phone, always the last."""
    named = {dot.day: dot.label for dot in dots} | {one.day: one.label for one in ahead}
    if not named or max(named) < aim.by:
        named[aim.by] = f"{aim.by:%b %y}"
    days = sorted(named)
    first, last = min(days[0], aim.since), max(days[-1], aim.by)
    shown = _far_enough_apart(named, last - first)
    room = max((last - first) * 0.03, timedelta(days=10))
    return frame.axis(
        type="date",
        showgrid=False,
        range=[(first - room).isoformat(), (last + room).isoformat()],
        tickmode="array",
        tickvals=[day.isoformat() for day in shown],
        ticktext=[named[day] for day in shown],
        ticks="outside",
        tickcolor=frame.RULE,
    )


def _far_enough_apart(named: Mapping[date, str], whole: timedelta) -> list[date]:
    """The days whose labels can stand side by side on a phone, from the last backwards."""
    room = max(len(label) for label in named.values()) * LETTER
    shown: list[date] = []
    for day in sorted(named, reverse=True):
        if not shown or (shown[-1] - day) / max(whole, timedelta(days=1)) * NARROW_PLOT >= room:
            shown.append(day)
    return shown
