"""A picture as it is drawn: its texts as boxes, by the room that letters take, and its shapes."""

from dataclasses import dataclass
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

from layouts.pack.content import PackChart
from layouts.pack.picture import picture
from layouts.pack.picture.sheet import Size

# As wide as a letter of the portal's font is on average, not as wide as the drawing allows for.
LETTER = 0.5
NAMESPACE = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Words:
    """A text, and the edges of the room that it takes."""

    text: str
    left: float
    top: float
    right: float
    foot: float

    def meets(self, other: "Words") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.foot and other.top < self.foot


def drawn(chart: PackChart, size: Size = Size.WIDE) -> Element:
    """The picture as a tree; markup that is no well-formed XML fails here."""
    return fromstring(str(picture(chart, "test", size)))  # noqa: S314  # our own markup


def texts(svg: Element) -> list[Words]:
    """Every text of a picture with the room that it takes."""
    return [_words(found) for found in svg.iter("text")]


def overlapping(svg: Element) -> list[tuple[str, str]]:
    """Texts that stand over one another."""
    return [(one.text, other.text) for one, other in combinations(texts(svg), 2) if one.meets(other)]


def outside(svg: Element) -> list[str]:
    """Texts that leave the picture."""
    _, _, width, height = (float(edge) for edge in svg.attrib["viewBox"].split())
    return [
        one.text
        for one in texts(svg)
        if one.left < -0.5 or one.right > width + 0.5 or one.top < -2 or one.foot > height + 2
    ]


def _words(found: Element) -> Words:
    text = "".join(found.itertext())
    x, foot, size = (float(found.attrib[name]) for name in ("x", "y", "font-size"))
    width = len(text) * LETTER * size
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[found.attrib.get("text-anchor", "start")] * width
    return Words(text, left, foot - 0.75 * size, left + width, foot + 0.1 * size)
