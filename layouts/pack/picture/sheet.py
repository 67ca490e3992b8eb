"""What a picture is drawn on: how wide it is, and what came of it."""

from dataclasses import dataclass
from enum import Enum

from markupsafe import Markup

NO_FIGURE = "no figure"


class Size(Enum):
    """As wide as a page's column, or as a telephone: text stays as large, so each has a drawing of its own."""

    WIDE = 640
    NARROW = 340

    @property
    def width(self) -> float:
        """In pixels, as the drawing's coordinates are."""
        return float(self.value)

    @property
    def is_narrow(self) -> bool:
        """Whether names have no room beside what they name."""
        return self is Size.NARROW


@dataclass(frozen=True)
class Sheet:
    """A drawing, and how high it turned out."""

    content: Markup
    height: float


def unit_words(unit: str) -> str:
    """A unit as an axis says it."""
    return "per cent (%)" if unit == "%" else unit
