"""What chance leaves open about one indicator: intervals over its periods, its recent trend, its change, its rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.blocks import Block
from data.indicators import Indicator
from models.arrays import Flags, Floats
from models.change_test import ChangeTest, Counts, change_test
from models.intervals import PROPORTION, RATE, Interval, interval_for, or_published
from models.rank_intervals import rank_intervals
from models.traits import kinds_of
from models.trend_test import POINTS, recent_trends


@dataclass(frozen=True)
class RecentTrend:
    """The word for the last five figures, and the places of those it stands on: none where it cannot be calculated."""

    word: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Places:
    """The 95% interval of a rank: from the `low` place, the better one, to the `high` one of `of` authorities."""

    low: int
    high: int
    of: int

    @property
    def is_wide(self) -> bool:
        """Whether they are half of all places or more, so that the rank itself says little."""
        return 2 * (self.high - self.low + 1) >= self.of


def with_counts(indicator: Indicator, numerators: Floats, denominators: Floats) -> Flags:
    """Which areas (areas,) take part in what rests on counts: a count of children, and for a share no more than all."""
    kind = str(kinds_of([indicator])[0])
    possible: Flags = (denominators > 0) & (numerators >= 0)
    return possible & (numerators <= denominators) if kind == PROPORTION else possible & (kind == RATE)


def counts_over(block: Block, area: int) -> tuple[Floats, Floats]:
    """Numerators and denominators (periods,) of one area where it has a figure; NaN where there is none."""
    if block.numerators is None or block.denominators is None:
        nothing = np.full(len(block.periods), np.nan)
        return nothing, nothing
    missing = np.isnan(block.values[area])
    return np.where(missing, np.nan, block.numerators[area]), np.where(missing, np.nan, block.denominators[area])


def intervals_over(indicator: Indicator, block: Block, area: int) -> Interval:
    """The 95% limits (periods,) of one area's figures, in the indicator's unit: the publisher's own where there are."""
    numerator, denominator = counts_over(block, area)
    computed = interval_for(kinds_of([indicator]), numerator, denominator, float(indicator.per))
    if block.low is None or block.high is None:
        return computed
    return or_published(computed, block.low[area], block.high[area])


def recent_trend(
    indicator: Indicator, block: Block, area: int, columns: Sequence[int | None], limits: Interval | None = None
) -> RecentTrend:
    """The recent trend of one area. `columns` are consecutive periods on the block's axis, None for one without any.

    `limits` are those of `intervals_over`, where they are known already.
    """
    last = columns[-POINTS:]
    steady = len(last) == POINTS and None not in last and block.periods[last[-1] or 0].years == 1
    if not steady:
        return RecentTrend("cannot be calculated", ())
    chosen = [column for column in last if column is not None]
    numerator, denominator = counts_over(block, area)
    limits = limits or intervals_over(indicator, block, area)
    found = recent_trends(
        kind=kinds_of([indicator]),
        value=block.values[area][None, chosen],
        interval=Interval(limits.low[None, chosen], limits.high[None, chosen], limits.method[None, chosen]),
        numerator=numerator[None, chosen],
        denominator=denominator[None, chosen],
        polarity=np.array([indicator.sign], dtype=np.int8),
    )
    word = str(found.word[0])
    return RecentTrend(word, () if np.isnan(found.chi_square[0]) else tuple(chosen))


def change_over(indicator: Indicator, block: Block, area: int, column: int, before: int | None) -> ChangeTest | None:
    """Whether the change from the period before is more than chance: arrays of one; None without counts in both."""
    if before is None:
        return None
    numerator, denominator = counts_over(block, area)
    found = change_test(
        kinds_of([indicator]),
        Counts(numerator[[column]], denominator[[column]]),
        Counts(numerator[[before]], denominator[[before]]),
        np.array([indicator.sign], dtype=np.int8),
        indicator.per,
    )
    return None if np.isnan(found.low[0]) else found


def places_of(indicator: Indicator, numerators: Floats, denominators: Floats, area: int) -> Places | None:
    """The interval of one area's rank by the counts (areas,) of all that take a place; None without counts."""
    signs = np.array([indicator.sign], dtype=np.int8)
    found = rank_intervals(kinds_of([indicator]), numerators[None], denominators[None], signs, area)
    return Places(int(found.low[0]), int(found.high[0]), int(found.of[0])) if found.of[0] else None
