"""Lines over time: ours thick, the others each in its own dashes, named at their ends; a missing figure is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from layouts.markup import joined
from layouts.numbers import digits
from layouts.pack.content import PackChart, PackSeries, Role
from layouts.pack.picture.figures import figures_along
from layouts.pack.picture.looks import LINE, LOOKS, SIZE, SMALL, Place, painted, point, text, texts, wide, wrapped
from layouts.pack.picture.places import spread
from layouts.pack.picture.scale import Scale, ticks
from layouts.pack.picture.sheet import NO_FIGURE, Sheet, Size, unit_words

TOP, FOOT, TALL = 36.0, 26.0, 250.0
NAMES = 176.0
SAMPLE = 34.0
APART = 3.0


@dataclass(frozen=True)
class Plot:
    """Places of the categories, a scale upwards, the plot's sides, and the right edge of the drawing."""

    across: tuple[float, ...]
    up: Scale
    left: float
    right: float
    edge: float

    def spots(self, series: PackSeries) -> list[tuple[float, float] | None]:
        """Each figure as a place on the plot, None where there is none."""
        pairs = zip(self.across, series.values, strict=True)
        return [None if value is None else (x, self.up.at(value)) for x, value in pairs]


def lines(chart: PackChart, size: Size) -> Sheet:
    """A line a series. Names stand at the lines' ends, or in a key beneath where there is no room."""
    known = [value for series in chart.series for value in series.values if value is not None]
    marks = ticks(known, from_zero=False)
    ends = {} if size.is_narrow else {at: _named(chart, series) for at, series in enumerate(chart.series)}
    tall = max(TALL, sum(len(name) * SIZE * LINE + APART for name in ends.values()))
    up = Scale(marks, TOP + tall, TOP)
    left = max(wide(digits(tick, up.decimals), SMALL) for tick in marks) + 10
    right = size.width - (14 if size.is_narrow else NAMES + 24)
    plot = Plot(_across(len(chart.categories), left, right), up, left, right, size.width)
    parts = [_axes(chart, plot)]
    order = sorted(chart.series, key=lambda series: series.roles[0] is Role.US)
    parts += [_line(plot.spots(series), series.roles[0]) for series in order]
    parts.append(figures_along(chart, [plot.spots(series) for series in chart.series], (left, 17, right, TOP + tall)))
    foot = TOP + tall + FOOT
    if not size.is_narrow:
        return Sheet(joined(*parts, _names(chart, plot, ends)), foot)
    key, foot = _key(chart, size, foot + 8)
    return Sheet(joined(*parts, key), foot)


def _across(count: int, left: float, right: float) -> tuple[float, ...]:
    """Places of the categories, from edge to edge with a little air."""
    first, last = left + 14, right - 6
    return tuple(first + (last - first) * (at / (count - 1) if count > 1 else 0.5) for at in range(count))


def _axes(chart: PackChart, plot: Plot) -> Markup:
    parts = []
    for tick in plot.up.ticks:
        y = plot.up.at(tick)
        stroke = "muted" if tick == plot.up.ticks[0] else "line"
        parts.append(painted("path", stroke=stroke, d=f"M{point(plot.left)} {point(y)}H{point(plot.right)}"))
        place = Place(plot.left - 6, y + 4, "end")
        parts.append(text(digits(tick, plot.up.decimals), place, "muted", SMALL))
    parts.append(text(f"{unit_words(chart.unit)}{_without_zero(plot.up)}", Place(0, 14), "muted", SMALL))
    parts += _categories(chart.categories, plot)
    return joined(*parts)


def _without_zero(up: Scale) -> str:
    """What the axis says where zero is not on it."""
    low, high = up.ticks[0], up.ticks[-1]
    if low > 0:
        return f"; the axis starts at {digits(low, up.decimals)}"
    return f"; the axis ends at {digits(high, up.decimals)}" if high < 0 else ""


def _categories(names: Sequence[str], plot: Plot) -> list[Markup]:
    """Their names under the plot: as many as have room, the last one always."""
    if not names:
        return []
    room = max(wide(name, SMALL) for name in names) + 8
    step = plot.across[1] - plot.across[0] if len(names) > 1 else room
    every = max(1, -int(-room // step))
    parts = []
    for at in range(len(names) - 1, -1, -every):
        half = wide(names[at], SMALL) / 2
        x = min(max(plot.across[at], half), plot.edge - half)
        parts.append(text(names[at], Place(x, plot.up.start + 18, "middle"), "muted", SMALL))
    return parts


def _line(spots: Sequence[tuple[float, float] | None], role: Role) -> Markup:
    """The line, broken where figures are missing; a mark at its end, and wherever a figure stands alone."""
    look = LOOKS[role]
    moves, before = [], None
    for spot in spots:
        if spot is not None:
            moves.append(f"{'M' if before is None else 'L'}{point(spot[0])} {point(spot[1])}")
        before = spot
    if not moves:
        return joined()
    path = painted(
        "path",
        stroke=look.colour,
        d="".join(moves),
        stroke_width=point(look.width),
        stroke_dasharray=look.dashes,
        stroke_linejoin="round",
    )
    return joined(path, *(_mark(role, spot) for spot in _marked(spots, role)))


def _marked(spots: Sequence[tuple[float, float] | None], role: Role) -> list[tuple[float, float]]:
    """Every place of ours; of the others the last, and those between two gaps."""
    around = [None, *spots, None]
    alone = {
        at
        for at, (before, after) in enumerate(zip(around, around[2:], strict=False))
        if before is None and after is None
    }
    last = max((at for at, spot in enumerate(spots) if spot is not None), default=-1)
    return [
        spot for at, spot in enumerate(spots) if spot is not None and (role is Role.US or at == last or at in alone)
    ]


def _mark(role: Role, spot: tuple[float, float]) -> Markup:
    look = LOOKS[role]
    shape = f"M{point(spot[0])} {point(spot[1])}{look.mark}"
    fill = "paper" if role is Role.ENGLAND else look.colour
    return painted("path", fill=fill, stroke="ink" if role is Role.ENGLAND else "paper", d=shape, stroke_width="1.5")


def _last(series: PackSeries) -> int | None:
    return next((at for at in range(len(series.values) - 1, -1, -1) if series.values[at] is not None), None)


def _words(chart: PackChart, series: PackSeries) -> str:
    """A series' name with its last figure, and of when that is where it is not the last period's."""
    at = _last(series)
    if at is None:
        return f"{series.name}: {NO_FIGURE}"
    when = "" if at == len(series.values) - 1 else f" ({chart.categories[at]})"
    return f"{series.name} {chart.printed(series, at)}{when}"


def _named(chart: PackChart, series: PackSeries) -> list[str]:
    return wrapped(_words(chart, series), NAMES - 2)


def _names(chart: PackChart, plot: Plot, ends: dict[int, list[str]]) -> Markup:
    """The names at the right, near their lines' ends, moved apart where they would meet."""
    wanted, heights = [], []
    for at, series in enumerate(chart.series):
        spots = [spot for spot in plot.spots(series) if spot is not None]
        wanted.append(spots[-1][1] if spots else plot.up.start)
        heights.append(len(ends[at]) * SIZE * LINE + APART)
    middles = spread(wanted, heights, plot.up.end - 8, plot.up.start + 8)
    parts = []
    for at, series in enumerate(chart.series):
        look, x = LOOKS[series.roles[0]], plot.right + 24
        spots = [spot for spot in plot.spots(series) if spot is not None]
        if spots:
            start = max(spots[-1][0] + 7, plot.right)
            way = f"M{point(start)} {point(spots[-1][1])}L{point(x - 4)} {point(middles[at])}"
            parts.append(painted("path", stroke=look.text, d=way, stroke_width="0.75"))
        first = middles[at] - heights[at] / 2 + SIZE
        parts.append(texts(ends[at], Place(x, first), look.text, is_bold=series.roles[0] is Role.US))
    return joined(*parts)


def _key(chart: PackChart, size: Size, top: float) -> tuple[Markup, float]:
    """A line of each kind with its name and last figure, one under the other."""
    parts = []
    for series in chart.series:
        role = series.roles[0]
        middle = top + SIZE * LINE / 2
        parts.append(_line([(6, middle), (SAMPLE, middle)], role))
        name = wrapped(_words(chart, series), size.width - SAMPLE - 12)
        parts.append(texts(name, Place(SAMPLE + 10, top + SIZE), LOOKS[role].text, is_bold=role is Role.US))
        top += len(name) * SIZE * LINE + APART
    return joined(*parts), top + 4
