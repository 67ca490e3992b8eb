"""Which neighbours are better than an authority, by test where both have counts, over many indicators at once.

Two authorities' figures are compared as two independent ones (`models/change_test.py`: Newcombe 1998, Zou and Donner
2008). Ten neighbours are ten chances to find one that seems better, so the false discovery rate is held at 5% over the
neighbours of each indicator (Benjamini and Hochberg 1995), asking of each only whether it is better.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.arrays import Flags, Floats, Integers, Signs, Words
from models.benchmark import Standing
from models.change_test import Counts, change_test
from models.discovery import FALSE_DISCOVERIES


@dataclass(frozen=True)
class Pairs:
    """An authority and its m neighbours over k indicators: `kind`, `per`, `signs` (k,); counts (k,) and (k, m)."""

    kind: Words
    per: Floats
    signs: Signs
    ours: Counts
    theirs: Counts

    def one_by_one(self, rows: Integers, members: Integers, confidence: npt.ArrayLike) -> tuple[Floats, Floats, Words]:
        """The limits of each neighbour's figure less ours, and the word, of pairs (p,) of an indicator and a member."""
        found = change_test(
            self.kind[rows],
            Counts(
                np.asarray(self.theirs.numerator)[rows, members], np.asarray(self.theirs.denominator)[rows, members]
            ),
            Counts(np.asarray(self.ours.numerator)[rows], np.asarray(self.ours.denominator)[rows]),
            self.signs[rows],
            self.per[rows],
            confidence,
        )
        return found.low, found.high, found.word


def pairs_of(standing: Standing, places: Integers, rows: Integers) -> Pairs:
    """The counts of an authority and of the areas at `places` (m,) on the axis of areas, where both have a figure.

    `rows` are the indicators, by their places in the standing.
    """
    field, at = standing.field, np.ix_(rows, places)
    traits = field.traits.of(rows)
    missing = np.isnan(standing.value[rows])[:, None] | np.isnan(field.slice.values[at])
    return Pairs(
        kind=traits.kinds,
        per=traits.per,
        signs=traits.signs,
        ours=Counts(standing.numerator[rows], standing.denominator[rows]),
        theirs=Counts(*(np.where(missing, np.nan, counts[at]) for counts in field.counts)),
    )


def can_be_tested(pairs: Pairs) -> Flags:
    """Which pairs (k, m) have counts on both sides, of a share or a rate of children."""
    ours, theirs = (_is_possible(pairs.kind, counts) for counts in (_upright(pairs.ours), pairs.theirs))
    return ours & theirs


def better_by_test(pairs: Pairs, tested: Flags, likely: Flags) -> Flags:
    """Which of the `likely` pairs (k, m) are better when false discoveries are held over the `tested` of each row.

    Said in intervals, since these have no closed p-value: for each row of k tested neighbours the largest j of which at
    least j are better by their interval of confidence 1 - .05 j / k, and then those. `likely` are the tested pairs on
    the better side as published; the others cannot be better.
    """
    of = tested.sum(axis=1)
    better = np.zeros(tested.shape, dtype=np.bool_)
    rows, members = np.nonzero(tested & likely)
    # A surer interval tells no more than one of 95%, so that only these need be looked at again.
    told = pairs.one_by_one(rows, members, 1 - FALSE_DISCOVERIES)[2] == "better"
    rows, members = rows[told], members[told]
    left = np.bincount(rows, minlength=len(of))
    # Each of those that are left at every j that its row can reach, all in one go.
    each = np.repeat(np.arange(len(rows)), left[rows])
    rows, members = rows[each], members[each]
    enough = np.arange(len(each)) - np.searchsorted(each, each) + 1
    told = pairs.one_by_one(rows, members, 1 - FALSE_DISCOVERIES * enough / of[rows])[2] == "better"
    levels = int(left.max(initial=0)) + 1
    at_least = np.bincount(rows[told] * levels + enough[told], minlength=len(of) * levels).reshape(len(of), levels)
    reached = np.where(at_least >= np.arange(levels), np.arange(levels), 0).max(axis=1)
    kept = told & (enough == reached[rows])
    better[rows[kept], members[kept]] = True
    return better


def _upright(counts: Counts) -> Counts:
    return Counts(np.asarray(counts.numerator)[:, None], np.asarray(counts.denominator)[:, None])


def _is_possible(kind: Words, counts: Counts) -> Flags:
    numerator, denominator = np.asarray(counts.numerator), np.asarray(counts.denominator)
    possible = (denominator > 0) & (numerator >= 0)
    of_share = possible & (numerator <= denominator) & (kind == "proportion")[:, None]
    found: Flags = of_share | (possible & (kind == "rate")[:, None])
    return found
