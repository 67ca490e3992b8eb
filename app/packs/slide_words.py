"""How much room words take on a slide, and which words stand on which slide where they are many."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

POINTS = 72
LINE = 1.2
"""A line's height, in its size."""
BETWEEN = 0.5
"""The space after a paragraph, in its size."""
NARROW = set("iljtfrI.,:;'’|!()[] ")
BROAD = set("mwMW%@—…")
BOLD = 1.15
CAPITAL, NARROW_SIGN, BROAD_SIGN, WIDE_SIGN, SIGN = 0.7, 0.37, 0.95, 1.1, 0.6
"""Widths of signs in ems, of a broad typeface: what fits by them fits in the typefaces that readers have."""


@dataclass(frozen=True)
class Paragraph:
    """Words of one look; `lead` are the words that open it in bold."""

    words: str
    size: float = 14
    bold: bool = False
    lead: str = ""
    is_muted: bool = False

    @property
    def whole(self) -> str:
        """What is read."""
        return f"{self.lead} {self.words}" if self.lead else self.words


def width_of(words: str, size: float, bold: bool = False) -> float:
    """How wide words are on one line, in inches."""
    return sum(map(_ems, words)) * size / POINTS * (BOLD if bold else 1)


def _ems(sign: str) -> float:
    if sign in NARROW:
        return NARROW_SIGN
    if sign in BROAD:
        return BROAD_SIGN
    if sign.isascii():
        return CAPITAL if sign.isupper() else SIGN
    return WIDE_SIGN if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF else CAPITAL


def lines_of(words: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines words take in a width of so many inches; a word wider than that is broken."""
    lines, used = 1, 0.0
    space = width_of(" ", size, bold)
    for word in words.split():
        length = width_of(word, size, bold)
        if used and used + space + length > width:
            lines, used = lines + 1, 0.0
        used += length + (space if used else 0.0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def height_of(paragraphs: Sequence[Paragraph], width: float) -> float:
    """How high paragraphs stand in a width, in inches."""
    return sum(_height(paragraph, width) for paragraph in paragraphs)


def _height(paragraph: Paragraph, width: float) -> float:
    lines = lines_of(paragraph.whole, width, paragraph.size, paragraph.bold or bool(paragraph.lead))
    return (lines * LINE + BETWEEN) * paragraph.size / POINTS


def largest(words: str, width: float, height: float, sizes: Sequence[float], bold: bool = False) -> float:
    """The first of the sizes in which words fit, else the last."""
    fitting = (size for size in sizes if lines_of(words, width, size, bold) * LINE * size / POINTS <= height)
    return next(fitting, sizes[-1])


def taken(
    paragraphs: Sequence[Paragraph], width: float, height: float, parts: bool = True
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs that fit, and those for the next slide; where `parts`, the last is parted at a word."""
    kept: list[Paragraph] = []
    left = height
    for place, paragraph in enumerate(paragraphs):
        needed = _height(paragraph, width)
        if needed > left:
            rest = list(paragraphs[place:])
            first, second = _parted(paragraph, width, left) if parts else (None, None)
            if first is None or second is None:
                return kept, rest
            return [*kept, first], [second, *rest[1:]]
        kept.append(paragraph)
        left -= needed
    return kept, []


def pages(paragraphs: Sequence[Paragraph], width: float, height: float) -> list[list[Paragraph]]:
    """Paragraphs by slide."""
    made: list[list[Paragraph]] = []
    rest = list(paragraphs)
    while rest:
        page, rest = taken(rest, width, height)
        if not page:  # not even a line fits: it stands alone
            page, rest = rest[:1], rest[1:]
        made.append(page)
    return made


FEWEST_LINES = 3
"""A paragraph is parted only where so many lines of it stay together."""


def _parted(paragraph: Paragraph, width: float, height: float) -> tuple[Paragraph | None, Paragraph | None]:
    words = paragraph.words.split(" ")
    if _height(replace(paragraph, words=""), width) * FEWEST_LINES > height:
        return None, None
    low, high = 0, len(words)
    while low < high:  # how many words fit
        middle = (low + high + 1) // 2
        fits = _height(replace(paragraph, words=" ".join(words[:middle])), width) <= height
        low, high = (middle, high) if fits else (low, middle - 1)
    if low == 0:
        return _parted_within(paragraph, width, height)
    while low > 0 and _lines(paragraph, words[low:], width) < FEWEST_LINES:
        low -= 1
    if low == 0 or _lines(paragraph, words[:low], width) < FEWEST_LINES:
        return None, None
    return replace(paragraph, words=" ".join(words[:low])), replace(paragraph, words=" ".join(words[low:]), lead="")


def _lines(paragraph: Paragraph, words: Sequence[str], width: float) -> int:
    return lines_of(" ".join(words), width, paragraph.size, paragraph.bold)


def _parted_within(paragraph: Paragraph, width: float, height: float) -> tuple[Paragraph | None, Paragraph | None]:
    """A paragraph that begins with a word as long as a slide."""
    length = next(
        (
            n
            for n in range(len(paragraph.words), 0, -50)
            if _height(replace(paragraph, words=paragraph.words[:n]), width) <= height
        ),
        0,
    )
    if length == 0:
        return None, None
    rest = paragraph.words[length:]
    return replace(paragraph, words=paragraph.words[:length]), replace(paragraph, words=rest, lead="") if rest else None
