"""Bars lying beside one another: who, how much, and the figure at its end; a target is a line across all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from layouts.markup import joined
from layouts.numbers import digits
from layouts.pack.content import PackChart, Role
from layouts.pack.picture.looks import LINE, LOOKS, SIZE, SMALL, Place, painted, point, text, texts, wide, wrapped
from layouts.pack.picture.scale import Scale, ticks
from layouts.pack.picture.sheet import NO_FIGURE, Sheet, Size, unit_words

THICK, GAP, HATCH = 20.0, 10.0, 6.0
# Many bars stand closer, so that all of them fit on a page.
MANY, CLOSE = 15, 3.0
NAMES = 200.0
AXIS = 38.0


@dataclass(frozen=True)
class Bar:
    """One bar: its name in lines, its value and that as printed, its role, its name's first foot and its own top."""

    name: list[str]
    value: float | None
    figure: str
    role: Role
    name_foot: float
    top: float

    @property
    def middle(self) -> float:
        """Half-way between its upper and its lower edge."""
        return self.top + THICK / 2


def bars(chart: PackChart, size: Size) -> Sheet:
    """A bar a category, in the chart's order. Names stand at the left, or above their bars where there is no room."""
    listed, foot = _listed(chart, size)
    scale = _scale(listed, size)
    parts = [_axis(chart, scale, foot, size)]
    targets = [bar for bar in listed if bar.role is Role.TARGET and bar.value is not None]
    parts += [_bar(bar, scale) for bar in listed if bar not in targets]
    parts += [_target(bar, listed, scale, foot) for bar in targets]
    parts += [_name(bar, size) for bar in listed]
    zero = point(scale.at(0))
    parts.append(painted("path", stroke="ink", d=f"M{zero} 0V{point(foot)}", stroke_width="1.5"))
    return Sheet(joined(*parts), foot + AXIS)


def _scale(listed: Sequence[Bar], size: Size) -> Scale:
    """The axis from zero, with room for the figures at the bars' ends and for those under the axis."""
    values = [bar.value for bar in listed if bar.value is not None]
    marks = ticks(values)
    most = max(wide(bar.figure) for bar in listed) + 8
    ends = [wide(digits(tick, Scale(marks, 0, 1).decimals), SMALL) / 2 + 2 for tick in (marks[0], marks[-1])]
    left = (4 if size.is_narrow else NAMES + 10) + max(ends[0], most if marks[0] < 0 else 0)
    return Scale(marks, left, size.width - max(ends[1], most))


def _listed(chart: PackChart, size: Size) -> tuple[list[Bar], float]:
    """The bars with their places, and where the last row ends."""
    found: list[Bar] = []
    y, gap = 4.0, GAP if len(chart.categories) <= MANY else CLOSE
    values, roles = chart.series[0].values, chart.series[0].roles
    for at, (category, value) in enumerate(zip(chart.categories, values, strict=True)):
        figure = chart.printed(chart.series[0], at)
        role = roles[at] if len(roles) > 1 else roles[0]
        name = wrapped(category, size.width - 8 if size.is_narrow else NAMES)
        tall = len(name) * SIZE * LINE
        if size.is_narrow:
            found.append(Bar(name, value, figure, role, y + SIZE, y + tall + 2))
            y += tall + 2 + THICK + gap
        else:
            row = max(tall, THICK)
            found.append(Bar(name, value, figure, role, y + (row - tall) / 2 + SIZE, y + (row - THICK) / 2))
            y += row + gap
    return found, y - gap / 2


def _name(bar: Bar, size: Size) -> Markup:
    x, anchor = (4.0, "start") if size.is_narrow else (NAMES, "end")
    return texts(bar.name, Place(x, bar.name_foot, anchor), LOOKS[bar.role].text, is_bold=bar.role is Role.US)


def _axis(chart: PackChart, scale: Scale, foot: float, size: Size) -> Markup:
    marks = [painted("path", stroke="line", d=f"M{point(scale.at(tick))} 0V{point(foot)}") for tick in scale.ticks]
    for tick in scale.labelled(SMALL):
        place = Place(scale.at(tick), foot + 16, "middle")
        marks.append(text(digits(tick, scale.decimals), place, "muted", SMALL))
    unit = text(unit_words(chart.unit), Place(size.width - 4, foot + 33, "end"), "muted", SMALL)
    return joined(*marks, unit)


def _bar(bar: Bar, scale: Scale) -> Markup:
    if bar.value is None:
        return _missing(bar, scale)
    zero, end = scale.at(0), scale.at(bar.value)
    left, across = min(zero, end), abs(end - zero)
    look = LOOKS[bar.role]
    is_full = bar.role in (Role.US, Role.OTHERS)
    box = painted(
        "rect",
        fill=look.colour if is_full else "paper",
        stroke=look.colour,
        stroke_dasharray=None if is_full else look.dashes,
        stroke_width="1.5",
        x=point(left),
        y=point(bar.top),
        width=point(across),
        height=point(THICK),
    )
    hatch = _hatch(bar.role, left, bar.top, across)
    inside = painted("path", stroke=look.colour, d=hatch, stroke_width="1.25") if hatch else joined()
    return joined(box, inside, _figure(bar, bar.value, scale))


def _figure(bar: Bar, value: float, scale: Scale) -> Markup:
    end = scale.at(value)
    x, anchor = (end - 6, "end") if value < 0 else (end + 6, "start")
    place = Place(x, bar.middle + 5, anchor)
    return text(bar.figure, place, LOOKS[bar.role].text, is_bold=bar.role is Role.US)


def _missing(bar: Bar, scale: Scale) -> Markup:
    zero = scale.at(0)
    has_room = scale.end - zero > wide(NO_FIGURE, SMALL)
    place = Place(zero + 6, bar.middle + 5) if has_room else Place(zero - 6, bar.middle + 5, "end")
    return text(NO_FIGURE, place, "muted", SMALL)


def _target(bar: Bar, listed: Sequence[Bar], scale: Scale, foot: float) -> Markup:
    """A target is no amount: a line across every row, and in its own row a stroke with its figure."""
    value, look = bar.value or 0.0, LOOKS[Role.TARGET]
    x = scale.at(value)
    ends = [(other.top, other.top + THICK) for other in listed if _is_under_figure(x, other, scale)]
    starts = [0.0, *(low for _, low in ends)]
    ways = "".join(
        f"M{point(x)} {point(high)}V{point(low)}"
        for high, low in zip(starts, [*(up for up, _ in ends), foot], strict=True)
    )
    line = painted("path", stroke=look.colour, d=ways, stroke_width=point(look.width), stroke_dasharray=look.dashes)
    stroke = painted("path", stroke=look.colour, d=f"M{point(x)} {point(bar.top)}v{point(THICK)}", stroke_width=4)
    return joined(line, stroke, _figure(bar, value, scale))


def _is_under_figure(x: float, bar: Bar, scale: Scale) -> bool:
    """Whether a line from top to bottom would run through the figure at a bar's end, or what stands in its place."""
    if bar.value is None:
        return abs(x - scale.at(0)) <= wide(NO_FIGURE, SMALL) + 8
    end, room = scale.at(bar.value), wide(bar.figure) + 8
    return end - room <= x < end if bar.value < 0 else end < x <= end + room


def _hatch(role: Role, left: float, top: float, across: float) -> str:
    """Strokes inside a bar: leaning for the neighbours, upright for the region, none for the rest."""
    if role is Role.REGION:
        count = int(across / HATCH)
        return "".join(f"M{point(left + at * HATCH)} {point(top)}v{point(THICK)}" for at in range(1, count + 1))
    if role is not Role.NEIGHBOURS:
        return ""
    found, start = [], HATCH - THICK
    while start < across:
        # From the lower edge at `start` up to the right, cut where the bar begins and ends.
        first, last = max(start, 0.0), min(start + THICK, across)
        if last - first > 0.1:
            down, up = top + THICK - (first - start), top + THICK - (last - start)
            found.append(f"M{point(left + first)} {point(down)}L{point(left + last)} {point(up)}")
        start += HATCH
    return "".join(found)
