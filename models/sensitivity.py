"""Sensitivity: does the verdict on a figure depend on whom it is compared with?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Integers, Words
from models.averages import neighbour_average
from models.benchmark import Group, Standing
from models.comparison import comparisons
from models.intervals import Interval

REGION = "region"
NOT_TESTED = "not tested"


@dataclass(frozen=True)
class Sensitivity:
    """The verdicts of k indicators by m lenses: arrays (k, m) in the order of `lenses`.

    `comparator` is the figure compared with (a group's mean, the region's published figure), `contributing` how many
    published it, `verdict` the comparison word. `changes` (k,) is True where two tested verdicts differ.
    """

    lenses: tuple[str, ...]
    comparator: Floats
    contributing: Integers
    verdict: Words
    changes: Flags


def sensitivity(standing: Standing, groups: Sequence[Group]) -> Sensitivity:
    """Compare an authority's figures with each group's mean and with its region, for all indicators at once.

    The interval is the authority's own (Wilson or Byar, 95%), so only the comparator differs from lens to lens. An
    indicator without counts is `not tested` by every lens, and its verdict does not change.
    """
    place = standing.snapshot.area_position
    members = [[place[code] for code in group.codes] for group in groups]
    averages = [neighbour_average(standing.slice.values[:, columns]) for columns in members]
    comparator = np.column_stack([*(average.mean for average in averages), standing.region])
    counted = (~np.isnan(standing.region)).astype(np.int64)
    tested = Interval(standing.tested.low[:, None], standing.tested.high[:, None], standing.tested.method)
    words = comparisons(tested, comparator, standing.signs[:, None])
    verdict = np.where(np.isnan(standing.value)[:, None], NOT_TESTED, words)
    return Sensitivity(
        lenses=(*(group.name for group in groups), REGION),
        comparator=comparator,
        contributing=np.column_stack([*(average.contributing for average in averages), counted]),
        verdict=verdict,
        changes=_differ(verdict),
    )


def _differ(verdict: Words) -> Flags:
    """Whether a row holds two different words, `not tested` left aside."""
    tested = verdict != NOT_TESTED
    first = verdict[np.arange(len(verdict)), tested.argmax(axis=1)]
    different: Flags = ((verdict != first[:, None]) & tested).any(axis=1)
    return different
