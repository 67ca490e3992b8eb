"""A control chart the size of a word: the months, the band of the limits, the average, and the signals by shape."""

from math import isfinite

from markupsafe import Markup

from layouts.charts.small_multiple import path
from layouts.markup import Attribute, element
from layouts.scorecard.figures import average, level
from models.scorecard.rows import Row

WIDTH, HEIGHT, MARGIN = 132, 40, 6
DIAMOND = "m0-4.5l4.5 4.5l-4.5 4.5l-4.5-4.5Z"


def glyph(row: Row) -> Markup | str:
    """The picture, with what it tells in words; empty where no month has a figure."""
    signal = row.signal
    values = [float(value) for value in signal.values]
    known = [value for value in values if isfinite(value)]
    if len(known) < 2:
        return ""
    chart = signal.limits
    limits = [] if chart is None else [v for v in (*chart.lower.tolist(), *chart.upper.tolist()) if isfinite(v)]
    low, high = min([*known, *limits]), max([*known, *limits])
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)

    def spot(at: int, value: float) -> tuple[float, float]:
        up = (value - low) / (high - low) if high > low else 0.5
        return MARGIN + at * step, HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    parts: list[Markup] = []
    if chart is not None and limits:
        upper = [spot(at, value) for at, value in enumerate(chart.upper.tolist()) if isfinite(value)]
        lower = [spot(at, value) for at, value in enumerate(chart.lower.tolist()) if isfinite(value)]
        outline = "".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate([*upper, *lower[::-1]]))
        centre = [spot(at, value) if isfinite(value) else None for at, value in enumerate(chart.centre.tolist())]
        parts += [element("path", class_="band", d=f"{outline}Z"), element("path", class_="centre", d=path(centre))]
    line = [spot(at, value) if isfinite(value) else None for at, value in enumerate(values)]
    parts.append(element("path", class_="line", d=path(line)))
    for at, (place, word) in enumerate(zip(line, signal.words.tolist(), strict=True)):
        if place is None:
            continue
        x, y = place
        if word:
            parts.append(element("path", class_=f"mark {word}", d=f"M{x:.1f} {y:.1f}{DIAMOND}"))
        elif at == len(line) - 1:
            parts.append(element("circle", class_="dot", cx=f"{x:.1f}", cy=f"{y:.1f}", r="3"))
    size: dict[str, Attribute] = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": WIDTH, "height": HEIGHT}
    return element("svg", *parts, role="img", aria_label=told(row), class_="glyph", **size)


def told(row: Row) -> str:
    """What the picture tells: from where to where, and what is usual."""
    signal = row.signal
    known = [(at, float(value)) for at, value in enumerate(signal.values) if isfinite(value)]
    (first, begun), (last, ended) = known[0], known[-1]
    what = "single months, " if signal.of_single_months else ""
    written = average if signal.of_single_months else level
    said = (
        f"{what}{signal.months[first].label} {written(row, begun)} to {signal.months[last].label} {written(row, ended)}"
    )
    chart = signal.limits
    if chart is None or not isfinite(chart.lower[last]):
        return said
    return f"{said}; {average(row, chart.lower[last])} to {average(row, chart.upper[last])} is usual"
