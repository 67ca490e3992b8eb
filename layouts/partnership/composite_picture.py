"""One row of the composite as a picture: its dot with the interval, its members, England and the region."""

from markupsafe import Markup

from layouts import numbers
from layouts.charts.spine_picture import ENGLAND_MARK, MARKS, REGION_MARK
from layouts.markup import Attribute, alike, element, filled
from layouts.partnership import composite_words as words
from layouts.partnership.facts import CompositeRow
from layouts.phrases import short

WIDTH, HEIGHT, MARGIN = 320, 46, 16
MIDDLE, TOP, BOTTOM, FOOT = 17.0, 4.5, 29.5, 44
MEMBER_MARK = "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"


def picture(row: CompositeRow) -> Markup:
    """The picture; a screen reader hears the same in a sentence."""
    low, high = ends(row)
    parts = [_path("axis", f"M{MARGIN} {MIDDLE:g}H{WIDTH - MARGIN}")]
    parts += [_path("member", f"M{_across(value, low, high)} {MIDDLE:g}{MEMBER_MARK}") for value in _members(row)]
    if row.made.low is not None and row.made.high is not None:
        left, right = (_across(limit, low, high) for limit in (row.made.low, row.made.high))
        parts.append(_path("interval", f"M{left} {MIDDLE:g}H{right}"))
    if row.england is not None:
        parts.append(_path("england", f"M{_across(row.england, low, high)} {TOP:g}{ENGLAND_MARK}"))
    if row.region is not None:
        parts.append(_path("region", f"M{_across(row.region, low, high)} {BOTTOM:g}{REGION_MARK}"))
    mark = f"M{_across(row.value, low, high)} {MIDDLE:g}{MARKS[row.comparison].path}"
    parts.append(_path(f"mark {row.comparison.replace(' ', '-')}", mark))
    parts.append(_end(row, low, MARGIN - 10, "start"))
    parts.append(_end(row, high, WIDTH - MARGIN + 10, "end"))
    size: dict[str, Attribute] = {"viewBox": f"0 0 {WIDTH} {HEIGHT}"}
    return element("svg", *parts, role="img", aria_label=words.told(row), class_="spine composite", **size)


def ends(row: CompositeRow) -> tuple[float, float]:
    """The lowest and the highest of all that the row shows: the ends of its scale."""
    shown = [row.value, row.england, row.region, row.made.low, row.made.high, *_members(row)]
    found = [value for value in shown if value is not None]
    return min(found), max(found)


def key(region: str) -> Markup:
    """How to read the pictures: each mark as it looks there, with its word."""
    marks = [(MARKS[word].path, f"mark {word}", f"taken as one, {word}") for word in ("worse", "similar", "better")]
    marks += [
        (MARKS["higher"].path, "mark higher", "higher or lower, where neither is better"),
        (MARKS["not tested"].path, "mark not-tested", "not tested"),
        ("m-10 0h20", "interval", "95% interval"),
        (MEMBER_MARK, "member", "one of them"),
        (ENGLAND_MARK, "england", "England"),
        *([(REGION_MARK, "region", region)] if region else []),
    ]
    items = [element("li", _sample(shape, kind), said) for shape, kind, said in marks]
    return element("ul", *items, class_="spine-key", aria_label="How to read the pictures")


def _members(row: CompositeRow) -> list[float]:
    return [value for _, value in row.members if value is not None]


def _end(row: CompositeRow, value: float, across: float, anchor: str) -> Markup:
    indicator = row.made.indicator
    return _text(f"{across:g}", anchor, short(indicator, numbers.plain(indicator, value)))


def _sample(shape: str, kind: str) -> Markup:
    size: dict[str, Attribute] = {"viewBox": "0 0 24 20", "width": 24, "height": 20}
    return element("svg", _path(kind, f"M12 10{shape}"), class_="spine composite", aria_hidden="true", **size)


def _across(value: float, low: float, high: float) -> str:
    share = (value - low) / (high - low) if high > low else 0.5
    return f"{MARGIN + share * (WIDTH - 2 * MARGIN):.1f}"


_path = alike("path", "class", "d")
_at_foot: dict[str, Attribute] = {"x": "%s", "y": FOOT, "text-anchor": "%s"}
_text = filled(element("text", "%s", class_="end", aria_hidden="true", **_at_foot))
