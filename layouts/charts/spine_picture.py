"""One row of a spine chart as a picture: the spread as two bars, the centre, the comparators' marks, and ours."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from data.indicators import Polarity
from layouts import numbers, phrases
from layouts.markup import Attribute, alike, element
from models.spine import Centre, SpineRow, Undrawn

WIDTH, HEIGHT, MARGIN = 320, 36, 14
MIDDLE = HEIGHT / 2
TOP, BOTTOM = 4.5, HEIGHT - 4.5
# Where our mark stands when it is off the scale: in the margin, past the end of the bar.
BEYOND = MARGIN / 2


@dataclass(frozen=True)
class Mark:
    """A verdict as it is printed before its word, and the same as a path around 0, 0."""

    sign: str
    path: str


_DOT = "m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z"
_DIAMOND = "m0-7.5l7.5 7.5l-7.5 7.5l-7.5-7.5z"
MARKS: Mapping[str, Mark] = {
    "better": Mark("▲", "m0-7.5l7.5 13.5h-15z"),
    "worse": Mark("▼", "m0 7.5l7.5-13.5h-15z"),
    "similar": Mark("●", _DOT),
    "higher": Mark("◆", _DIAMOND),
    "lower": Mark("◆", _DIAMOND),
    "not tested": Mark("○", _DOT),
}
NEIGHBOURS_MARK = "m-3 0h6m-3 0v{height}m-3 0h6"
ENGLAND_MARK = "m-3.5-3.5h7v7h-7z"
REGION_MARK = "m-3.5-3.5l7 7m0-7l-7 7"
OFF_LEFT, OFF_RIGHT = "m4-5l-5 5l5 5", "m-4-5l5 5l-5 5"
_picture = alike("svg", "role", "aria_label", "class_", "viewBox", holds=True)
_path = alike("path", "class_", "d")


def spine_picture(row: SpineRow) -> Markup:
    """The picture of a row that has a scale; a screen reader hears what the row's other cells do not say."""
    parts = [_bar("span", _ends(row), 8), _bar("middle", row.middle, 16), _CENTRE]
    parts += [_drawn("off", f"{across:g} {MIDDLE:g}{shape}") for across, shape in _off_scale(row)]
    if row.interval:
        low, high = row.interval
        parts.append(_drawn("interval", f"{_within(low)} {MIDDLE:g}H{_within(high)}"))
    # The neighbours' mean over the whole height, England above the bar and the region below, so that none hides.
    if row.neighbours is not None:
        parts.append(_drawn("neighbours", f"{_across(row.neighbours)} 1.5{_WHOLE_HEIGHT}"))
    if row.england is not None:
        parts.append(_drawn("england", f"{_across(row.england)} {TOP:g}{ENGLAND_MARK}"))
    if row.region is not None:
        parts.append(_drawn("region", f"{_across(row.region)} {BOTTOM:g}{REGION_MARK}"))
    if row.us is not None:
        kind = f"mark {row.verdict.replace(' ', '-')}"
        parts.append(_drawn(kind, f"{_ours(row.us)} {MIDDLE:g}{MARKS[row.verdict].path}"))
    inside = Markup("".join(parts))  # noqa: S704  # numbers, and words of ours
    return _picture("img", told(row), "spine", f"0 0 {WIDTH} {HEIGHT}", inside)


def told(row: SpineRow) -> str:
    """What the picture adds to the figures beside it."""
    indicator = row.standing.indicator
    parts = [quarter(row)] if row.us is not None else []
    if row.quartiles:
        first, third = (phrases.short(indicator, numbers.average(indicator, edge)) for edge in row.quartiles)
        parts.append(f"middle half of {row.authorities} authorities {first} to {third}")
    if row.region_area and row.standing.region is not None:
        level = phrases.short(indicator, numbers.plain(indicator, row.standing.region))
        parts.append(f"{row.region_area.name} {level}")
    parts += [f"{end} off the scale" for end in off_ends(row)]
    return phrases.sentence("; ".join(parts))


def quarter(row: SpineRow) -> str:
    """In which part of England's authorities our figure lies, an edge belonging to the lower side as for bands."""
    if row.standing.value is None or row.quartiles is None:
        return ""
    first, third = row.quartiles
    if first < row.standing.value <= third:
        return "middle half"
    is_low = row.standing.value <= first
    if row.standing.indicator.polarity is Polarity.NEUTRAL:
        return "lowest quarter" if is_low else "highest quarter"
    return "best quarter" if is_low == (row.standing.indicator.sign < 0) else "worst quarter"


def off_ends(row: SpineRow) -> list[str]:
    """Which ends of the spread lie off the scale."""
    ends = {end_word(row, is_best=False): row.worst, end_word(row, is_best=True): row.best}
    return [word for word, end in ends.items() if end and end.place is not None and abs(end.place) > 1]


def end_word(row: SpineRow, is_best: bool) -> str:
    """What an end of the spread is called: for totals, and where neither direction is better, by its height only."""
    indicator = row.standing.indicator
    if indicator.sign and not indicator.is_total:
        return "best" if is_best else "worst"
    return "highest" if is_best == (indicator.sign >= 0) else "lowest"


def undrawn(row: SpineRow) -> str:
    """Why a row has no bars, as a sentence."""
    what = {
        Undrawn.TOTAL: "a total grows with the size of an authority",
        Undrawn.FEW: f"{row.authorities} authorities have a figure, too few",
        Undrawn.NO_CENTRE: "England has no figure to stand in the middle"
        if row.centre is Centre.ENGLAND
        else "no neighbour has a figure to stand in the middle",
        Undrawn.NO_SPREAD: f"all {row.authorities} authorities have the same figure",
    }
    return f"No bars: {what[row.undrawn]}."


def key(authority: str, neighbours: str, region: str) -> Markup:
    """How to read the chart: each mark as it looks there, with its word."""
    verdicts = {word: f"mark {word.replace(' ', '-')}" for word in ("better", "similar", "worse")}
    marks = [(MARKS[word].path, kind, word) for word, kind in verdicts.items()]
    marks += [
        (MARKS["higher"].path, "mark higher", "higher or lower, where neither is better"),
        (MARKS["not tested"].path, "mark not-tested", "not tested"),
        ("m-10 0h20", "interval", "its 95% interval"),
        (NEIGHBOURS_MARK.format(height=16).replace("m-3 0", "m-3-8", 1), "neighbours", neighbours),
        (REGION_MARK, "region", region),
        (ENGLAND_MARK, "england", "England"),
        ("m-10-4h20v8h-20z", "span", "lowest to highest authority"),
        ("m-10-8h20v16h-20z", "middle", "middle half of authorities"),
        (OFF_RIGHT, "off", "further out, off the scale"),
    ]
    items = [element("li", _sample(shape, kind), words) for shape, kind, words in marks]
    return element("ul", element("li", f"{authority}:"), *items, class_="spine-key", aria_label="How to read the chart")


def _sample(shape: str, kind: str) -> Markup:
    size: dict[str, Attribute] = {"viewBox": "0 0 24 20", "width": 24, "height": 20}
    return element("svg", _path(kind, f"M12 10{shape}"), class_="spine", aria_hidden="true", **size)


def _drawn(kind: str, path: str) -> str:
    """A path that begins at a place, as markup: of numbers and words of ours, which nothing need be escaped in."""
    return f'<path class="{kind}" d="M{path}"></path>'


def _bar(kind: str, ends: tuple[float, float] | None, height: int) -> str:
    """The bar from end to end, or over the middle half; cut where the scale ends."""
    if ends is None:
        return ""
    left = _within(ends[0])
    return _drawn(kind, f"{left} {MIDDLE - height / 2:g}H{_within(ends[1])}v{height}H{left}z")


def _ends(row: SpineRow) -> tuple[float, float] | None:
    if row.worst is None or row.best is None or row.worst.place is None or row.best.place is None:
        return None
    return row.worst.place, row.best.place


def _off_scale(row: SpineRow) -> list[tuple[float, str]]:
    found = []
    for place in _ends(row) or ():
        if place < -1:
            found.append((BEYOND - 2, OFF_LEFT))
        elif place > 1:
            found.append((WIDTH - BEYOND + 2, OFF_RIGHT))
    return found


def _within(place: float) -> str:
    return _across(min(max(place, -1.0), 1.0))


def _across(place: float) -> str:
    return f"{MARGIN + (place + 1) / 2 * (WIDTH - 2 * MARGIN):.1f}".removesuffix(".0")


def _ours(place: float) -> str:
    if abs(place) <= 1:
        return _across(place)
    return f"{WIDTH - BEYOND if place > 1 else BEYOND:g}"


_CENTRE = _drawn("centre", f"{_across(0)} 1v{HEIGHT - 2}")
_WHOLE_HEIGHT = NEIGHBOURS_MARK.format(height=HEIGHT - 3)
