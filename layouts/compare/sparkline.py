"""A line the size of a word: where a figure came from, beside its neighbours' average. It has no scale of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from layouts.charts.small_multiple import path
from layouts.markup import Attribute, element

WIDTH, HEIGHT, MARGIN = 96, 30, 4

Value = float | None


@dataclass(frozen=True)
class Trend:
    """Figures over years without a hole: `us` and `neighbours` are the values, None for a gap."""

    years: tuple[int, ...]
    us: tuple[Value, ...]
    neighbours: tuple[Value, ...]


def trend(last: int, us: Sequence[float], neighbours: Sequence[float]) -> Trend | None:
    """Figures of consecutive years up to `last`, NaN for none, from the first that has any; None where none has."""
    known = [at for at, pair in enumerate(zip(us, neighbours, strict=True)) if not all(map(isnan, pair))]
    if not known:
        return None
    first = known[0]
    return Trend(
        years=tuple(range(last - len(us) + 1 + first, last + 1)),
        us=tuple(None if isnan(value) else value for value in us[first:]),
        neighbours=tuple(None if isnan(value) else value for value in neighbours[first:]),
    )


def sparkline(trend: Trend, told: str) -> Markup:
    """The picture of a trend, with what it tells in words. A missing period breaks the line."""
    known = [value for value in (*trend.us, *trend.neighbours) if value is not None]
    low, high = min(known), max(known)

    def place(year: int, value: float) -> tuple[float, float]:
        across = (year - trend.years[0]) / max(trend.years[-1] - trend.years[0], 1)
        up = (value - low) / (high - low) if high > low else 0.5
        return MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    def line(kind: str, values: Sequence[Value]) -> Markup:
        points = [
            None if value is None else place(year, value) for year, value in zip(trend.years, values, strict=True)
        ]
        return element("path", class_=f"line {kind}", d=path(points))

    parts = [line("neighbours", trend.neighbours), line("us", trend.us)]
    if trend.us[-1] is not None:
        across, up = place(trend.years[-1], trend.us[-1])
        parts.append(element("circle", class_="dot", cx=f"{across:.1f}", cy=f"{up:.1f}", r="2.5"))
    size: dict[str, Attribute] = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": WIDTH, "height": HEIGHT}
    return element("svg", *parts, role="img", aria_label=told, class_="sparkline", **size)
