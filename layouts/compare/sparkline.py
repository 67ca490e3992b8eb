"""A line the size of a word: where a figure came from, beside its neighbours' average. It has no scale of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from layouts.charts.small_multiple import Spot, path
from layouts.markup import Attribute, element, filled

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
    years, reach = trend.years, max(trend.years[-1] - trend.years[0], 1)
    across = [MARGIN + (year - years[0]) / reach * (WIDTH - 2 * MARGIN) for year in years]

    def spots(values: Sequence[Value]) -> list[Spot | None]:
        ups = [None if value is None else (value - low) / (high - low) if high > low else 0.5 for value in values]
        return [
            None if up is None else (x, HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN))
            for x, up in zip(across, ups, strict=True)
        ]

    us = spots(trend.us)
    last = us[-1]
    dot = _dot(f"{last[0]:.1f}", f"{last[1]:.1f}") if last else Markup()
    return _picture(told, path(spots(trend.neighbours)), path(us), dot)


_SIZE: dict[str, Attribute] = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": WIDTH, "height": HEIGHT}
_picture = filled(
    element(
        "svg",
        element("path", class_="line neighbours", d="%s"),
        element("path", class_="line us", d="%s"),
        "%s",
        role="img",
        aria_label="%s",
        class_="sparkline",
        **_SIZE,
    )
)
_dot = filled(element("circle", class_="dot", cx="%s", cy="%s", r="2.5"))
