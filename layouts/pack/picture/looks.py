"""How each role is drawn, by its colour and by its pattern, and how text is measured."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from layouts.markup import Attribute, element, joined
from layouts.pack.content import Role
from layouts.theme import LIGHT

FONT = "Atkinson Hyperlegible Next, system-ui, sans-serif"
SIZE, SMALL = 14, 12
LINE = 1.25
# Room for a letter, as a share of the text's size: more than nearly every word needs, so that no two labels touch.
LETTER = 0.56


@dataclass(frozen=True)
class Look:
    """A role's colour (a token's name), the dashes and width of its line, and its mark as a path around 0, 0."""

    colour: str
    dashes: str | None
    width: float
    mark: str

    @property
    def text(self) -> str:
        """The token of its words: the grey of the others is too faint for text."""
        return "muted" if self.colour == "others" else self.colour


_DOT = "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"
LOOKS: Mapping[Role, Look] = {
    Role.US: Look("us", None, 3, _DOT),
    Role.NEIGHBOURS: Look("neighbours", "1.5 4", 2.5, "m0-5l5 5l-5 5l-5-5z"),
    Role.REGION: Look("region", "9 3 2 3", 2, "m0-5l5 9h-10z"),
    Role.ENGLAND: Look("ink", "7 4", 2, "m-4-4h8v8h-8z"),
    Role.OTHERS: Look("others", None, 1.5, "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"),
    Role.TARGET: Look("muted", "14 5", 1.5, "m-6-1.5h12v3h-12z"),
}


def painted(name: str, fill: str | None = None, stroke: str | None = None, **attributes: Attribute) -> Markup:
    """A shape in the tokens' colours: those of paper as attributes, which a style sheet may turn into a screen's."""
    kinds = [f"{what}-{token}" for what, token in (("fill", fill), ("stroke", stroke)) if token]
    return element(
        name,
        class_=" ".join(kinds) or None,
        fill=_colour(fill),
        stroke=_colour(stroke) if stroke else None,
        **attributes,
    )


@dataclass(frozen=True)
class Place:
    """Where a text stands: the end or the middle of its first line's foot, and which of the two."""

    x: float
    y: float
    anchor: str = "start"


def text(words: str, place: Place, colour: str = "ink", size: int = SIZE, is_bold: bool = False) -> Markup:
    """One line of text."""
    return element(
        "text",
        words,
        x=point(place.x),
        y=point(place.y),
        class_=f"fill-{colour}",
        fill=_colour(colour),
        font_size=size,
        font_weight=700 if is_bold else None,
        text_anchor=None if place.anchor == "start" else place.anchor,
    )


def texts(lines: list[str], place: Place, colour: str = "ink", size: int = SIZE, is_bold: bool = False) -> Markup:
    """Several lines, one below the other; `place` is that of the first."""
    places = (Place(place.x, place.y + at * size * LINE, place.anchor) for at in range(len(lines)))
    return joined(*(text(words, at, colour, size, is_bold) for words, at in zip(lines, places, strict=True)))


def wide(words: str, size: int = SIZE) -> float:
    """How much room a text takes, at most."""
    return len(words) * LETTER * size


def wrapped(words: str, room: float, size: int = SIZE) -> list[str]:
    """A text as lines that fit into `room`; a word that is longer is broken."""
    return textwrap.wrap(words, max(4, int(room / (LETTER * size)))) or [""]


def point(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def _colour(token: str | None) -> str:
    return getattr(LIGHT, token) if token else "none"
