"""A control chart: the months, their average and limits, the target as a line, and signals by shape and word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, isfinite

from data.periods import Period
from layouts.charts import frame
from layouts.charts.frame import Figure, Label, Scale
from layouts.theme import LIGHT

NARROW_PLOT, LETTER = 190, 8.5
COLORS = {"improvement": LIGHT.better, "concern": LIGHT.worse}
"""The colours of signals; one that is neither better nor worse is in ink."""
USUAL, SIGNAL, NOW = "circle", "diamond", 11


@dataclass(frozen=True)
class Limits:
    """For each month the average and the limits, None where there are none; `written` are the newest ones in words."""

    centre: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    written: tuple[str, str, str]


@dataclass(frozen=True)
class Aim:
    """A target as a line across: its value, and what it is called."""

    value: float
    words: str


def month_label(period: Period) -> str:
    """A month under an axis: `Oct 22`."""
    return f"{period.end:%b %y}"


def control_figure(
    unit: str,
    months: Sequence[Period],
    values: Sequence[float | None],
    told: Sequence[str],
    signals: Sequence[str],
    name: str,
    limits: Limits | None = None,
    aim: Aim | None = None,
) -> Figure:
    """The values over `months`, an axis without holes. `signals` are the words of those that are signals, else empty.

    `told` is what each point says to who hovers over it; `name` stands at the end of the line where no limits do.
    """
    scale = control_scale(values, limits, aim)
    layout = frame.layout(unit, scale)
    layout["xaxis"] = _axis(months)
    labels = [*_limit_labels(limits), *([Label(aim.words, frame.INK, aim.value)] if aim else [])]
    last = next((value for value in reversed(values) if value is not None), None)
    if limits is None and last is not None:
        labels.append(Label(f"<b>{frame.short(name)}</b>", frame.US, last))
    words, leaders = frame.margin_labels(labels, scale)
    layout["annotations"] += [*words, *_signal_words(months, values, signals)]
    layout["shapes"] += [*leaders, *frame.broken(scale)]
    if aim is not None:
        layout["shapes"].append({**frame.line_across(aim.value, frame.INK, "longdash"), "name": "target"})
    lines = _limit_lines(months, limits) if limits else []
    return {"data": [*lines, _course(months, values, told, signals)], "layout": layout}


def control_scale(values: Sequence[float | None], limits: Limits | None, aim: Aim | None) -> Scale:
    """The scale that holds figures, limits and target."""
    of_limits = [*limits.lower, *limits.upper] if limits else []
    known = [value for value in (*values, *of_limits, aim.value if aim else None) if value is not None]
    return frame.scale_of([value for value in known if isfinite(value)])


def _course(
    months: Sequence[Period], values: Sequence[float | None], told: Sequence[str], signals: Sequence[str]
) -> Figure:
    """Our line: a circle a month, a diamond for a signal, the newest month larger."""
    at_end = len(months) - 1
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "months",
        "x": [month.end.isoformat() for month in months],
        "y": list(values),
        "text": list(told),
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": frame.US, "width": 2.5},
        "marker": {
            "color": [COLORS.get(word, frame.INK) if word else frame.US for word in signals],
            "symbol": [SIGNAL if word else USUAL for word in signals],
            "size": [NOW + 2 * bool(word) if at == at_end else 8 + 3 * bool(word) for at, word in enumerate(signals)],
            "opacity": 1,
        },
    }


def _limit_lines(months: Sequence[Period], limits: Limits) -> list[Figure]:
    """The average and both limits, which step from month to month where counts differ."""
    strokes = {
        "average": (limits.centre, frame.INK, "dash"),
        "lower limit": (limits.lower, frame.MUTED, "dot"),
        "upper limit": (limits.upper, frame.MUTED, "dot"),
    }
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [month.end.isoformat() for month in months],
            "y": list(values),
            "hoverinfo": "skip",
            "connectgaps": False,
            "line": {"color": color, "dash": dash, "width": 1.5, "shape": "hvh"},
        }
        for name, (values, color, dash) in strokes.items()
    ]


def _limit_labels(limits: Limits | None) -> list[Label]:
    if limits is None:
        return []
    named = zip((limits.centre, limits.lower, limits.upper), limits.written, strict=True)
    ends = [(values[-1], words) for values, words in named]
    colors = (frame.INK, frame.MUTED, frame.MUTED)
    return [
        Label(words, color, value)
        for (value, words), color in zip(ends, colors, strict=True)
        if value is not None and isfinite(value)
    ]


def _signal_words(months: Sequence[Period], values: Sequence[float | None], signals: Sequence[str]) -> list[Figure]:
    """The word of a signal at the last of the months in a row that it stands for."""
    found = []
    for at, (month, value, word) in enumerate(zip(months, values, signals, strict=True)):
        goes_on = at + 1 < len(signals) and signals[at + 1] == word
        if not word or goes_on or value is None:
            continue
        place = {"xref": "x", "x": month.end.isoformat(), "y": value, "yanchor": "bottom", "yshift": 9}
        anchor = "right" if at > 0.75 * (len(months) - 1) else "left" if at < 0.25 * (len(months) - 1) else "center"
        found.append(frame.note(word, COLORS.get(word, frame.INK), **place, xanchor=anchor))
    return found


def _axis(months: Sequence[Period]) -> Figure:
    """Every month is a place; few enough are named to be read on a phone, always the last."""
    longest = max(len(month_label(month)) for month in months) * LETTER
    step = ceil((len(months) - 1) * longest / NARROW_PLOT) or 1
    named = list(reversed(months))[::step]
    room = timedelta(days=10 + len(months))
    return frame.axis(
        type="date",
        showgrid=False,
        range=[(months[0].end - room).isoformat(), (months[-1].end + room).isoformat()],
        tickmode="array",
        tickvals=[month.end.isoformat() for month in named],
        ticktext=[month_label(month) for month in named],
        ticks="outside",
        tickcolor=frame.RULE,
    )
