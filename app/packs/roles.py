"""Whose figures: a colour, a pattern of a bar, a dash and a mark of a line, the same in every file (LOOK.md)."""

from dataclasses import dataclass

from layouts.pack.content import PackSeries, Role
from layouts.theme import LIGHT


@dataclass(frozen=True)
class Look:
    """How a role is drawn: names are DrawingML's, those of `book` are xlsxwriter's for the same.

    `pattern` is None for a full bar. `weight` is a line's width in points.
    """

    color: str
    pattern: str | None
    dash: str
    mark: str
    weight: float
    book_pattern: str | None
    book_dash: str

    @property
    def rgb(self) -> str:
        """The colour as six hexadecimal signs."""
        return self.color.removeprefix("#").upper()


LOOKS = {
    Role.US: Look(LIGHT.us, None, "solid", "circle", 2.75, None, "solid"),
    Role.NEIGHBOURS: Look(LIGHT.neighbours, "pct50", "sysDot", "diamond", 2, "percent_50", "round_dot"),
    Role.REGION: Look(LIGHT.region, "wdUpDiag", "dashDot", "triangle", 1.75, "wide_upward_diagonal", "dash_dot"),
    Role.ENGLAND: Look(LIGHT.ink, "dkHorz", "dash", "square", 1.75, "dark_horizontal", "dash"),
    Role.OTHERS: Look(LIGHT.others, None, "solid", "circle", 1.25, None, "solid"),
    Role.TARGET: Look(LIGHT.muted, "openDmnd", "lgDash", "dash", 1.5, "outlined_diamond", "long_dash"),
}


def look(series: PackSeries, place: int = 0) -> Look:
    """How a series is drawn, or its bar at `place` where each bar has a role of its own."""
    if not series.roles:
        return LOOKS[Role.OTHERS]
    return LOOKS[series.roles[place] if place < len(series.roles) else series.roles[-1]]
