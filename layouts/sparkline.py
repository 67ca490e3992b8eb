"""A line the size of a word: where a figure came from, beside its neighbours' average. It has no scale of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from layouts.markup import element

WIDTH, HEIGHT, MARGIN = 96, 30, 4

Value = float | None


@dataclass(frozen=True)
class Trend:
    """Figures over periods: `years` are those in which the periods end, `us` and `neighbours` the values, None for a gap."""

    years: tuple[int, ...]
    us: tuple[Value, ...]
    neighbours: tuple[Value, ...]


def sparkline(trend: Trend, told: str) -> Markup:
    """The picture of a trend, with what it tells in words. A missing period breaks the line."""
    known = [value for value in (*trend.us, *trend.neighbours) if value is not None]
    low, high = min(known), max(known)

    def place(year: int, value: float) -> tuple[float, float]:
        across = (year - trend.years[0]) / max(trend.years[-1] - trend.years[0], 1)
        up = (value - low) / (high - low) if high > low else 0.5
        return MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    lines = [
        element("path", class_=f"line {name}", d=path([value if value is None else place(year, value) for year, value in pairs]))
        for name, values in (("neighbours", trend.neighbours), ("us", trend.us))
        if (pairs := list(zip(trend.years, values, strict=True)))
    ]
    dots = [
        element("circle", class_="dot", cx=f"{place(year, value)[0]:.1f}", cy=f"{place(year, value)[1]:.1f}", r="2.5")
        for year, value in list(zip(trend.years, trend.us, strict=True))[-1:]
        if value is not None
    ]
    size = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": WIDTH, "height": HEIGHT}
    return element("svg", *lines, *dots, role="img", aria_label=told, class_="sparkline", **size)


def path(points: Sequence[tuple[float, float] | None]) -> str:
    """The points as an SVG path that starts anew after each gap; a point alone is drawn as a dot by its round end."""
    parts, is_open = [], False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if is_open else 'M'}{point[0]:.1f} {point[1]:.1f}")
            if not is_open:
                parts.append("h0")
        is_open = point is not None
    return "".join(parts)
