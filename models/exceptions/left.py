"""Why an indicator is on neither list, so that nothing is passed over in silence."""

from enum import StrEnum

import numpy as np

from models.exceptions.evidence import Evidence


class WhyLeft(StrEnum):
    """The first of these that is so."""

    NEVER = "never published here"
    OLD = "too old"
    NEUTRAL = "neither direction is better"
    NO_FIGURE = "no figure"
    SIMILAR = "similar"
    CHANCE = "one of many"
    NOT_TESTED = "not tested"


def whys_left(evidence: Evidence) -> list[WhyLeft]:
    """Why no rule puts an indicator on a list, of each in the order of the standing, as though none were on one."""
    standing = evidence.assessment.standing
    conditions = {
        WhyLeft.NEVER: standing.slice.columns < 0,
        WhyLeft.OLD: evidence.old,
        WhyLeft.NEUTRAL: standing.signs == 0,
        WhyLeft.NO_FIGURE: np.isnan(standing.value),
        WhyLeft.SIMILAR: standing.comparison == "similar",
        WhyLeft.CHANCE: np.isin(standing.comparison, ("worse", "better")),
    }
    words = [*conditions, WhyLeft.NOT_TESTED]
    found = np.select([*conditions.values()], range(len(conditions)), default=len(conditions))
    return [words[code] for code in found.tolist()]
