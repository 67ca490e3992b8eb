"""What a map of authorities shows: each one's level by letter, pattern and colour, who is who, and the key."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from layouts.markup import Attribute, alike, element, joined

NONE = "none"
"""The level of an authority without a figure."""

# Pixels. Hatching is the denser the further from the best, as in the bands of a table: how far apart the lines are
# and how wide each is, by place; the first has none.
HATCHES = ((0.0, 0.0), (8.0, 1.2), (4.5, 1.4), (4.0, 2.4))
DOTS = 6.0
KEY = "key"
# How many frames' fills are kept: a kilobyte each, and there are four kinds of levels by a dozen frames.
MOST_PATTERNS = 64


@dataclass(frozen=True)
class Level:
    """What several authorities share: `key` is its class, `place` its hatching from 0, None without figures.

    `letter` stands on the map where there is room, empty for none; `words` say what it means, `count` how many have it.
    """

    key: str
    letter: str
    words: str
    count: int
    place: int | None


class Shaded(NamedTuple):
    """An authority on a map: its level, what it says to a reader who cannot see it, and where it leads."""

    code: str
    name: str
    region: str
    level: str
    told: str
    address: str


@dataclass(frozen=True)
class Shading:
    """Authorities in the order in which a keyboard reaches them, and what marks them.

    `us` is our code with our name, though we may be none of them. `ringed` are the codes of our comparators, which
    `ringed_words` names. `told` is what the whole picture says.
    """

    areas: tuple[Shaded, ...]
    levels: tuple[Level, ...]
    us: tuple[str, str]
    ringed: frozenset[str]
    ringed_words: str
    told: str

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of each level."""
        return {level.key: level.letter for level in self.levels}


def named(**attributes: Attribute) -> dict[str, Attribute]:
    """Attributes of SVG whose names have capitals, `view_box` for `viewBox`."""
    parts = ((name, name.split("_")) for name in attributes)
    return {first + "".join(map(str.capitalize, rest)): attributes[name] for name, (first, *rest) in parts}


def patterns(frame: str, shading: Shading, unit: float) -> Markup:
    """The fills of a frame, `FRAME-KEY` each; `unit` is how many of the frame's units a pixel is."""
    return _patterns(frame, unit, tuple([(level.key, level.place) for level in shading.levels]))


@lru_cache(MOST_PATTERNS)
def _patterns(frame: str, unit: float, looks: tuple[tuple[str, int | None], ...]) -> Markup:
    return element("defs", *(_pattern(frame, key, place, unit) for key, place in looks))


def _pattern(frame: str, key: str, place: int | None, unit: float) -> Markup:
    size, content = _dots() if place is None else _hatching(place)
    turned = named(pattern_units="userSpaceOnUse", pattern_transform=f"scale({unit:.4g}) rotate(-45)")
    ground = element("rect", width=f"{size:g}", height=f"{size:g}", class_="ground")
    return element(
        "pattern",
        joined(ground, content),
        id=f"{frame}-{key}",
        width=f"{size:g}",
        height=f"{size:g}",
        class_=f"shade {key}",
        **turned,
    )


def _hatching(place: int) -> tuple[float, Markup]:
    apart, wide = HATCHES[place]
    if not wide:
        return DOTS, Markup()
    line = element("path", d=f"M0 {apart / 2:g}H{apart:g}", class_="hatch", stroke_width=f"{wide:g}")
    return apart, line


def _dots() -> tuple[float, Markup]:
    return DOTS, element("circle", cx=f"{DOTS / 2:g}", cy=f"{DOTS / 2:g}", r="0.9", class_="dot")


def fill(frame: str, level: str) -> str:
    """The fill of a level in a frame."""
    return f"url(#{frame}-{level})"


def key(shading: Shading, line: float, heading: str) -> Markup:
    """The key: every level with its swatch, letter, words and count, and the marks; `line` units from row to row."""
    side = line * 0.7
    rows = [patterns(KEY, shading, 1), element("text", heading, x=0, y=f"{side:g}", class_="key-heading")]
    for row, level in enumerate(shading.levels, 1):
        words = f"{level.letter} {level.words}: {level.count}".strip()
        rows.append(_swatch(row * line, side, words, fill=fill(KEY, level.key), class_="swatch"))
    row = len(shading.levels) + 1
    rows.append(_swatch(row * line, side, shading.us[1], class_="swatch us"))
    if shading.ringed:
        rows.append(_swatch((row + 1) * line, side, shading.ringed_words, class_="swatch ring"))
    return element("g", *rows, class_="key", aria_hidden="true")


def _swatch(top: float, side: float, words: str, **look: Attribute) -> Markup:
    box = element("rect", x="1", y=f"{top:g}", width=f"{side:g}", height=f"{side:g}", **look)
    return joined(box, element("text", words, x=f"{side * 1.6:g}", y=f"{top + side * 0.82:g}"))


def link(area: Shaded, *content: Markup) -> Markup:
    """An authority as a link."""
    return _link(area.address, area.told, joined(*content))


_link = alike("a", "href", "aria_label", holds=True)


def with_readout(picture: Markup, after: str) -> Markup:
    """A picture with a way past its many links, and a line that says what is pointed at or has the focus."""
    return joined(
        element("a", "Skip the map", href=f"#{after}", class_="skip-map"),
        picture,
        element("p", POINT, class_="map-readout", aria_hidden="true", data_none=POINT),
        element("div", id=after, tabindex=-1),
    )


POINT = "Point at an authority, or reach it with the Tab key, to read its figure; follow it to its own page."
