"""What indicators are to a computation: arrays of polarity, of what a rate is per, of which test fits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.indicators import Indicator
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers, Signs, Words
from models.intervals import PROPORTION, RATE, Interval, interval_for


@dataclass(frozen=True)
class Traits:
    """Arrays (k,): `signs` are polarities, `per` what a rate is per, `kinds` the words of `kinds_of`.

    `flagged` are those of which the publisher says that no bands should be drawn, `totals` those that are sums.
    `decimals` are the publisher's, `topics` the places of their topics among all.
    """

    signs: Signs
    per: Floats
    kinds: Words
    flagged: Flags
    totals: Flags
    decimals: Integers
    topics: Integers

    def of(self, which: Integers) -> "Traits":
        """Those of some, by their places."""
        return Traits(*(array[which] for array in vars(self).values()))


def traits_of(snapshot: Snapshot) -> Traits:
    """Those of all indicators of a snapshot, in its order; found once for as long as it is open."""
    return snapshot.once("traits", lambda: _traits(snapshot.indicators.all))


def kinds_of(indicators: Sequence[Indicator]) -> Words:
    """What each figure is to a test: `proportion`, `rate`, or `none` where no counts of children stand behind it."""
    return np.array(
        [
            (PROPORTION if indicator.unit == "%" else RATE) if indicator.tested and indicator.per > 1 else "none"
            for indicator in indicators
        ],
        dtype=np.str_,
    )


def intervals_of(indicators: Sequence[Indicator], numerator: Floats, denominator: Floats) -> Interval:
    """95% limits (k,) in each indicator's own unit: Wilson for percentages, Byar for rates, none for anything else."""
    per = np.array([indicator.per for indicator in indicators], dtype=np.float64)
    return interval_for(kinds_of(indicators), numerator, denominator, per)


def _traits(indicators: Sequence[Indicator]) -> Traits:
    place = {topic: at for at, topic in enumerate(dict.fromkeys(indicator.topic for indicator in indicators))}
    return Traits(
        signs=np.array([indicator.sign for indicator in indicators], dtype=np.int8),
        per=np.array([indicator.per for indicator in indicators], dtype=np.float64),
        kinds=kinds_of(indicators),
        flagged=np.array([not indicator.banded for indicator in indicators], dtype=np.bool_),
        totals=np.array([indicator.is_total for indicator in indicators], dtype=np.bool_),
        decimals=np.array([indicator.decimals for indicator in indicators], dtype=np.int64),
        topics=np.array([place[indicator.topic] for indicator in indicators], dtype=np.int64),
    )
