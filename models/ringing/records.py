"""What is known of whom to ring about one figure."""

from dataclasses import dataclass
from enum import StrEnum

from data.authorities import Area
from data.indicators import Indicator
from data.periods import Period


class Found(StrEnum):
    """How sure it is that the neighbour to ring is better, or why there is nobody to ring."""

    TESTED = "significantly better"
    NOT_TESTED = "better, not tested"
    NEUTRAL = "neither direction is better"
    NO_FIGURE = "there is no figure of the authority's own"
    NO_NEIGHBOUR = "no neighbour has a figure"
    NONE_BETTER = "no neighbour is better"
    CHANCE = "no neighbour is better by more than chance"
    NOT_UPPER = "no neighbour is better and in the better half of England"
    NOT_ASKED = "nobody asked"

    @property
    def is_somebody(self) -> bool:
        """Whether there is a neighbour to ring."""
        return self in (Found.TESTED, Found.NOT_TESTED)


@dataclass(frozen=True)
class YearFigure:
    """A figure of one period; None where there is none."""

    period: Period
    value: float | None


@dataclass(frozen=True)
class Ringing:
    """One indicator: whom `area` rings. `neighbour` and what follows are None or empty where `found` is a reason.

    `place` is how near the neighbour is, 1 for the nearest of the group, and `closeness` what the group's list says of
    it. `low` and `high` are the 95% limits of the neighbour's figure less ours, None where not tested. `years` are the
    neighbour's figures of five years, the newest last, and `trend` is their word. `stood_at_ours` is the last period
    before in which the neighbour's figure was where ours is now, or worse. `better` are all neighbours that are better
    in the same sense, nearest first, of the `compared` that have a figure.
    """

    area: Area
    indicator: Indicator
    period: Period | None
    ours: float | None
    found: Found
    compared: int
    neighbour: Area | None = None
    place: int = 0
    closeness: str = ""
    theirs: float | None = None
    low: float | None = None
    high: float | None = None
    band: str = ""
    years: tuple[YearFigure, ...] = ()
    trend: str = ""
    stood_at_ours: YearFigure | None = None
    better: tuple[Area, ...] = ()

    @property
    def years_ago(self) -> int | None:
        """How many years ago the neighbour stood where we stand now; None where it never did."""
        if self.stood_at_ours is None or self.period is None:
            return None
        return self.period.year - self.stood_at_ours.period.year
