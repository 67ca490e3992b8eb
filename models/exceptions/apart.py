"""Which figures differ from the neighbours' mean by more than chance and more than authorities commonly differ.

A plain test of a figure asks about chance alone. Where authorities differ for many small reasons that nobody measures,
large ones always differ "significantly". So each test allows for the spread between authorities that its own indicator
shows (Spiegelhalter and others, `models/overdispersion.py`), and false discoveries are held over the whole list.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from models.arrays import Flags, Floats
from models.assessment import Assessment
from models.discovery import adjusted
from models.intervals import PROPORTION, RATE
from models.overdispersion import standardised


@dataclass(frozen=True)
class DifferencesBeyondSpread:
    """Arrays (k,) in the order of the standing: `p` NaN where not tested, `adjusted` over all that are `among`.

    `tau_squared` is the variance between authorities on the scale of even spread.
    """

    p: Floats
    adjusted: Floats
    tau_squared: Floats


def beyond_spread(found: Assessment, among: Flags) -> DifferencesBeyondSpread:
    """Test each figure of one authority against its neighbours' mean, z = (observed - target) / sqrt(error^2 + tau^2).

    Tested are those `among` with counts of enough authorities, against a mean above 0. tau^2 is estimated
    around the average of all of them. The mean of the neighbours is taken as fixed, as everywhere here.
    """
    standing, field = found.standing, found.standing.field
    at, tau = standing.snapshot.area_position[standing.area.code], field.tau_squared
    kinds, per = field.traits.kinds, field.traits.per
    p = np.full(len(kinds), np.nan)
    tested = among & ~np.isnan(standing.value) & (standing.neighbours.mean > 0) & ~np.isnan(tau)
    counts = [np.where(field.slice.existed[:, at], one, np.nan) for one in (standing.numerator, standing.denominator)]
    for kind in (PROPORTION, RATE):
        places = np.flatnonzero(tested & (kinds == kind))
        numerator, denominator = (one[places, None] for one in counts)
        mine = standardised(kind, numerator, denominator, standing.neighbours.mean[places] / per[places])
        z = (mine.observed - mine.target)[:, 0] / np.sqrt(mine.error[:, 0] ** 2 + tau[places])
        p[places] = 2 * special.ndtr(-np.abs(z))
    return DifferencesBeyondSpread(p, adjusted(p), np.where(tested, tau, np.nan))
