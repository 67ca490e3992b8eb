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
from models.benchmark import kinds_of
from models.discovery import adjusted
from models.funnel import pooled_average
from models.funnel_of_one import FEWEST
from models.intervals import PROPORTION, RATE
from models.overdispersion import overdispersion, standardised


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

    Tested are those `among` with counts of at least FEWEST authorities, against a mean above 0. tau^2 is estimated
    around the average of all of them. The mean of the neighbours is taken as fixed, as everywhere here.
    """
    standing = found.standing
    snapshot, chosen = standing.snapshot, standing.slice
    indicators = [snapshot.indicators.all[index] for index in chosen.which]
    kinds, at = kinds_of(indicators), snapshot.area_position[standing.area.code]
    per = np.array([indicator.per for indicator in indicators], dtype=np.float64)
    p, tau = np.full(len(kinds), np.nan), np.full(len(kinds), np.nan)
    compared = among & ~np.isnan(standing.value) & (standing.neighbours.mean > 0)
    for kind in (PROPORTION, RATE):
        places = np.flatnonzero(compared & (kinds == kind))
        numerators, denominators = snapshot.counts_of_all(chosen.which[places], chosen.columns[places])
        counting = chosen.existed[places] & ~np.isnan(chosen.values[places]) & (denominators > 0) & (numerators >= 0)
        counting &= (numerators <= denominators) | (kind == RATE)
        enough = counting.sum(axis=1) >= FEWEST
        places = places[enough]
        counts = [np.where(counting, array, np.nan)[enough] for array in (numerators, denominators)]
        tau[places] = _spread(kind, counts[0], counts[1])
        mine = standardised(
            kind, counts[0][:, [at]], counts[1][:, [at]], standing.neighbours.mean[places] / per[places]
        )
        z = (mine.observed - mine.target)[:, 0] / np.sqrt(mine.error[:, 0] ** 2 + tau[places])
        p[places] = 2 * special.ndtr(-np.abs(z))
    return DifferencesBeyondSpread(p, adjusted(p), tau)


def _spread(kind: str, numerators: Floats, denominators: Floats) -> Floats:
    """tau^2 (n,) of indicators whose counts are given (n, m); 0 where nobody counts any."""
    average = pooled_average(numerators, denominators)
    spread = np.zeros(len(average))
    some = average > 0
    if some.any():
        found = overdispersion(standardised(kind, numerators[some], denominators[some], average[some]))
        spread[some] = np.nan_to_num(found.tau_squared)
    return spread
