"""Why an indicator is on neither list, so that nothing is passed over in silence."""

from enum import StrEnum

import numpy as np

from models.exceptions.published import Evidence


class WhyLeft(StrEnum):
    """The first of these that is so."""

    NEVER = "never published here"
    OLD = "too old"
    NEUTRAL = "neither direction is better"
    NO_FIGURE = "no figure"
    SIMILAR = "similar"
    CHANCE = "one of many"
    NOT_TESTED = "not tested"


def why_left(evidence: Evidence, at: int) -> WhyLeft:
    """Why no rule puts the indicator at a place of the standing on a list."""
    standing = evidence.assessment.standing
    if standing.slice.columns[at] < 0:
        return WhyLeft.NEVER
    if evidence.old[at]:
        return WhyLeft.OLD
    if standing.signs[at] == 0:
        return WhyLeft.NEUTRAL
    if np.isnan(standing.value[at]):
        return WhyLeft.NO_FIGURE
    words = {"similar": WhyLeft.SIMILAR, "worse": WhyLeft.CHANCE, "better": WhyLeft.CHANCE}
    return words.get(str(standing.comparison[at]), WhyLeft.NOT_TESTED)
