"""Which indicators tell one story, found in the figures of all authorities and not in the indicators' names."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Signs
from models.bands import MINIMUM_AUTHORITIES

# Evans (1996), Straightforward statistics for the behavioral sciences: a correlation of .6 or more is strong.
STRONG = 0.6


@dataclass(frozen=True)
class Figures:
    """Figures of k indicators for m authorities, arrays (k, m) with NaN where missing; `signs` (k,) are polarities.

    `numerators` and `denominators` are NaN where no counts are published.
    """

    values: Floats
    numerators: Floats
    denominators: Floats
    signs: Signs


def alike(figures: Figures) -> Flags:
    """Which pairs of indicators (k, k) tell the same story; none is like itself.

    Either they count the same children: the same denominator in every authority, and two numerators that in no
    authority come to more than it, so that one is part of the other or excludes it (suitable and unsuitable
    accommodation; absent for a tenth and for half of sessions). Or, over the authorities, they go together: those that
    stand well on one stand well on the other, with a rank correlation of STRONG or more. Both are asked only where at
    least MINIMUM_AUTHORITIES have both figures.
    """
    found: Flags = _same_children(figures.numerators, figures.denominators) | _together(figures)
    np.fill_diagonal(found, val=False)
    return found


def _same_children(numerators: Floats, denominators: Floats) -> Flags:
    found = np.zeros((len(denominators), len(denominators)), dtype=np.bool_)
    counted = np.flatnonzero((~np.isnan(denominators)).sum(axis=1) >= MINIMUM_AUTHORITIES)
    for at in counted:
        both = ~np.isnan(denominators[counted]) & ~np.isnan(denominators[at])
        same = (~both | (denominators[counted] == denominators[at])).all(axis=1)
        parts = (~both | (numerators[counted] + numerators[at] <= denominators[at])).all(axis=1)
        found[at, counted] = same & parts & (both.sum(axis=1) >= MINIMUM_AUTHORITIES)
    return found


def _together(figures: Figures) -> Flags:
    """Spearman's correlation over the authorities that have both figures, each counted towards its better side.

    Ranks, because one authority far out would make a correlation by itself; each row is ranked once, over all that
    have its figure.
    """
    present = (~np.isnan(figures.values)).astype(np.float64)
    towards = figures.values * np.where(figures.signs < 0, -1.0, 1.0)[:, None]
    ranks = _ranks(np.where(present > 0, towards, np.inf)) * present
    count = present @ present.T
    some = np.maximum(count, 1.0)
    sums, squares = ranks @ present.T, ranks**2 @ present.T
    spread = squares - sums**2 / some
    covariance = ranks @ ranks.T - sums * sums.T / some
    scale = np.sqrt(np.maximum(spread * spread.T, 0.0))
    r = np.divide(covariance, scale, out=np.zeros(scale.shape), where=scale > 0)
    return np.asarray((r >= STRONG) & (count >= MINIMUM_AUTHORITIES))


def _ranks(values: Floats) -> Floats:
    """The rank of each figure (k, m) in its row, from 1; equal ones share the mean of theirs.

    scipy.stats.rankdata, without the half second that scipy.stats takes to import.
    """
    ranks = np.empty(values.shape)
    for row, ordered in enumerate(np.sort(values, axis=1)):
        below, up_to = (np.searchsorted(ordered, values[row], side) for side in ("left", "right"))
        ranks[row] = (below + up_to + 1) / 2
    return ranks
