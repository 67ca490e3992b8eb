"""What the rules look at, of all published indicators of one authority at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.exception_rules import Rules
from models.arrays import Codes, Flags, Floats, Integers, Words
from models.assessment import Assessment
from models.exceptions.apart import DifferencesBeyondSpread, beyond_spread
from models.priorities import BETTER, WORSE, stale_places
from models.trend_test import WORDS
from models.year_changes import codes_before, codes_now, quarters_moved


@dataclass(frozen=True)
class Evidence:
    """What the rules look at: arrays (k,) in the order of the standing, computed once for both lists."""

    assessment: Assessment
    rules: Rules

    @cached_property
    def old(self) -> Flags:
        """Figures that are too old to say where the authority stands."""
        return stale_places(self.assessment)

    @cached_property
    def judged(self) -> Flags:
        """Indicators with a better direction whose figures are not too old."""
        return np.asarray((self.assessment.standing.signs != 0) & ~self.old)

    @cached_property
    def apart(self) -> DifferencesBeyondSpread:
        """The test against the neighbours' mean that allows for the spread between authorities."""
        return beyond_spread(self.assessment, self.judged)

    @cached_property
    def trend_codes(self) -> Codes:
        """The five-year trend, as the code of its word."""
        standing = self.assessment.standing
        return standing.field.trends[:, standing.snapshot.area_position[standing.area.code]]

    @cached_property
    def trend(self) -> Words:
        """The word of the five-year trend."""
        return np.asarray(WORDS[self.trend_codes])

    @cached_property
    def band_before(self) -> Codes:
        """The band of the consecutive period before, as a code."""
        return codes_before(self.assessment, self.judged & ~np.isnan(self.assessment.standing.change))

    @cached_property
    def towards(self) -> Floats:
        """How far each figure is on the better side of the neighbours' mean, in its unit; below 0 on the worse."""
        standing = self.assessment.standing
        return np.asarray(standing.gap_points * standing.signs)

    @cached_property
    def have(self) -> Integers:
        """How many authorities that were open have a figure."""
        return self.assessment.standing.ranked

    @property
    def open(self) -> Integers:
        """How many authorities were open."""
        return self.assessment.standing.field.open

    @cached_property
    def moved(self) -> Integers:
        """How many quarters each figure has come up since the period before; below 0 where it has gone down."""
        return quarters_moved(self.band_before, codes_now(self.assessment))

    @cached_property
    def beyond(self) -> Mapping[str, Flags]:
        """Which figures are on each side of the neighbours' mean."""
        return {WORSE: self.towards < 0, BETTER: self.towards > 0}

    @property
    def places(self) -> Mapping[str, int]:
        """Where each indicator stands, by its id."""
        return self.assessment.standing.field.place_of
