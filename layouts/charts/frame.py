"""What all charts share: type, axes, the margin for direct labels, and how labels keep out of each other's way."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any, TypeAlias

from layouts import theme
from layouts.numbers import MINUS
from layouts.theme import LIGHT

Figure: TypeAlias = dict[str, Any]

FONT = theme.FONT
# A figure names a token by its light colour; 30-charts.css puts that of the scheme which is on in its place.
INK, MUTED, RULE, PAPER = LIGHT.ink, LIGHT.muted, LIGHT.line, LIGHT.paper
US, NEIGHBOURS, REGION, OTHERS = LIGHT.us, LIGHT.neighbours, LIGHT.region, LIGHT.others
SIZE = 13
CLEAR = "rgba(0,0,0,0)"
# An area in a token's colour, through which all else is seen.
SHEER = "rgba({},{},{},0.16)"

HEIGHT = 360
LEFT, RIGHT, TOP, BOTTOM = 50, 132, 28, 36
PLOT_HEIGHT = HEIGHT - TOP - BOTTOM
LABEL_HEIGHT = 17
LONGEST_LABEL = 17
MILLION = 1_000_000
# Where an axis is broken: up from its foot, a zigzag, and up again, in pixels.
BREAK = "M0,0 L0,5 L-5,8 L5,13 L0,16 L0,24"
CONFIG = {"displayModeBar": False, "showSendToCloud": False, "responsive": True, "doubleClick": False}


@dataclass(frozen=True)
class Scale:
    """The range of a value axis, in data units."""

    low: float
    high: float

    @property
    def of_a_label(self) -> float:
        """How much of the axis the height of a label is."""
        return (self.high - self.low) / PLOT_HEIGHT * LABEL_HEIGHT

    @property
    def from_zero(self) -> bool:
        """Whether the axis holds zero."""
        return self.low <= 0 <= self.high


def sheer(color: str) -> str:
    """A token's colour for an area that lies under lines; the style sheet swaps it like the token itself."""
    return SHEER.format(*(int(color[at : at + 2], 16) for at in (1, 3, 5)))


def scale_of(values: Sequence[float]) -> Scale:
    """From zero, unless every value is so far from it that lines would lie flat: then the values with room around."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low == high == 0:
        return Scale(0.0, 1.0)
    if low > 0.6 * high > 0:
        room = 0.15 * (high - low) or 0.1 * high
        return Scale(low - room, high + room)
    room = 0.06 * (max(high, 0.0) - min(low, 0.0))
    return Scale(low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)


def with_foot(scale: Scale, pixels: float) -> Scale:
    """The same scale with room for words below its lowest value."""
    return Scale(scale.low - (scale.high - scale.low) * pixels / (PLOT_HEIGHT - pixels), scale.high)


def broken(scale: Scale) -> list[Figure]:
    """A zigzag at the foot of a value axis that does not start at zero; nothing on one that does."""
    if scale.from_zero:
        return []
    place = {"xref": "paper", "xanchor": 0, "xsizemode": "pixel", "yref": "paper", "yanchor": 0, "ysizemode": "pixel"}
    return [{"type": "path", "path": BREAK, **place, "line": {"color": MUTED, "width": 1.5}, "name": "break"}]


@dataclass(frozen=True)
class Label:
    """A name for the right margin, the colour of its line, and the value beside which it belongs."""

    text: str
    color: str
    value: float


def layout(unit: str, scale: Scale, ticked: Scale | None = None) -> Figure:
    """A layout without title, which the page prints: nothing to drag, no legend, the unit once above the value axis.

    `ticked` is the part of the scale that has figures, where the rest is room for names.
    """
    return {
        "font": {"family": FONT, "size": SIZE, "color": INK},
        "height": HEIGHT,
        "margin": {"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": FONT, "size": SIZE, "color": PAPER}, "bgcolor": INK, "align": "left"},
        "xaxis": axis(showgrid=False),
        "yaxis": axis(range=[scale.low, scale.high], gridcolor=RULE, tickmode="array", **ticks(ticked or scale)),
        "annotations": [
            note(unit, x=0, y=1, yref="paper", xanchor="left", yanchor="bottom", xshift=4 - LEFT, yshift=6)
        ],
        "shapes": [],
    }


def axis(**settings: object) -> Figure:
    """An axis that cannot be zoomed by accident."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "tickfont": {"color": MUTED, "size": SIZE},
        "tickangle": 0,
        **settings,
    }


def ticks(scale: Scale) -> Figure:
    """Round values over a scale, 3 to 7 of them, and how they are written."""
    least = (scale.high - scale.low) / 6
    size = 10.0 ** floor(log10(least))
    step = next(step for step in (size, 2 * size, 5 * size, 10 * size) if step >= least * 0.999)
    first, last = ceil(scale.low / step - 1e-9), floor(scale.high / step + 1e-9)
    values = [round(place * step, 9) for place in range(first, last + 1)]
    return {
        "tickvals": values,
        "ticktext": [brief(value, decimals=max(0, -floor(log10(step) + 1e-9))) for value in values],
    }


def brief(value: float, decimals: int) -> str:
    """A number in little room: millions are counted in millions."""
    if abs(value) >= MILLION:
        return f"{value / MILLION:,.1f}m".replace(".0m", "m").replace("-", MINUS)
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def note(text: str, color: str = MUTED, **place: object) -> Figure:
    """Words on a chart; across, they are placed by the width of the plot unless `place` says otherwise."""
    return {"text": text, "showarrow": False, "font": {"color": color, "size": SIZE}, "xref": "paper", **place}


def line_across(value: float, color: str, dash: str) -> Figure:
    """A line over the whole width at one value."""
    stroke = {"color": color, "dash": dash, "width": 1.5}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": stroke}


def margin_labels(labels: Sequence[Label], scale: Scale) -> tuple[list[Figure], list[Figure]]:
    """Names in the right margin as (annotations, shapes): each beside its value, or led there by a short line."""
    heights = spread_out([label.value for label in labels], scale.of_a_label, scale)
    pairs = list(zip(labels, heights, strict=True))
    names = [
        note(label.text, label.color, x=1, y=height, xanchor="left", yanchor="middle", xshift=12)
        for label, height in pairs
    ]
    return names, [_leader(label, height) for label, height in pairs]


def _leader(label: Label, height: float) -> Figure:
    stroke = {"color": label.color, "width": 1}
    across = {"xref": "paper", "xsizemode": "pixel", "xanchor": 1, "x0": 3, "x1": 11}
    return {"type": "line", **across, "y0": label.value, "y1": height, "line": stroke}


def spread_out(values: Sequence[float], distance: float, scale: Scale) -> list[float]:
    """Heights for labels that belong at `values`: in their order, at least `distance` apart, moved as little as may be.

    Least squares under an order (pool adjacent violators), then held inside the scale; labels that do not all fit leave
    it at the top rather than touch.
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    pools: list[tuple[float, int]] = []
    for place, index in enumerate(order):
        mean, members = values[index] - place * distance, 1
        while pools and pools[-1][0] > mean:
            above, count = pools.pop()
            mean, members = (above * count + mean * members) / (count + members), count + members
        pools.append((mean, members))
    feet = [mean for mean, members in pools for _ in range(members)]
    highest = max(scale.low, scale.high - (len(values) - 1) * distance)
    heights = [0.0] * len(values)
    for place, (index, foot) in enumerate(zip(order, feet, strict=True)):
        heights[index] = min(max(foot, scale.low), highest) + place * distance
    return heights


def short(name: str, longest: int = LONGEST_LABEL) -> str:
    """A name that fits a margin; the table has it in full."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 1].rstrip(' ,')}…"
