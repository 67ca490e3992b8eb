"""Which neighbours are better than an authority, by test where both have counts, over many indicators at once.

Two authorities' figures are compared as two independent ones (`models/change_test.py`: Newcombe 1998, Zou and Donner
2008). Ten neighbours are ten chances to find one that seems better, so the false discovery rate is held at 5% over the
neighbours of each indicator (Benjamini and Hochberg 1995), asking of each only whether it is better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.arrays import Flags, Floats, Integers, Signs, Words
from models.benchmark import Standing
from models.change_test import ChangeTest, Counts, change_test
from models.discovery import FALSE_DISCOVERIES
from models.intervals import CONFIDENCE


@dataclass(frozen=True)
class Pairs:
    """An authority and its m neighbours over k indicators: `kind`, `per`, `signs` (k,); counts (k,) and (k, m)."""

    kind: Words
    per: Floats
    signs: Signs
    ours: Counts
    theirs: Counts

    def one_by_one(self, rows: Integers, members: Integers) -> "OneByOne":
        """Pairs (p,) of an indicator and a member by themselves."""
        our_numerators, our_denominators = (np.asarray(one)[rows] for one in vars(self.ours).values())
        numerators, denominators = (np.asarray(one)[rows, members] for one in vars(self.theirs).values())
        traits = self.kind[rows], self.per[rows], self.signs[rows]
        return OneByOne(*traits, our_numerators, our_denominators, numerators, denominators)


class OneByOne(NamedTuple):
    """Pairs of an authority and a neighbour, each over an indicator of its own: all (p,)."""

    kind: Words
    per: Floats
    signs: Signs
    our_numerators: Floats
    our_denominators: Floats
    their_numerators: Floats
    their_denominators: Floats

    def some(self, which: Integers | Flags) -> "OneByOne":
        """Some of them."""
        return OneByOne._make(array[which] for array in self)

    def tested(self, confidence: npt.ArrayLike) -> ChangeTest:
        """The limits of the neighbour's figure less ours, and the word."""
        theirs = Counts(self.their_numerators, self.their_denominators)
        ours = Counts(self.our_numerators, self.our_denominators)
        return change_test(self.kind, theirs, ours, self.signs, self.per, confidence)


def pairs_of(standings: Sequence[Standing], of: Integers, rows: Integers, places: Integers) -> Pairs:
    """The counts of authorities and of the areas at `places` (k, m) on the axis of areas, where both have a figure.

    `of` (k,) says which of the `standings`, which share a field, each row is of; `rows` (k,) are the indicators, by
    their places in it. Nobody stands at a place below 0.
    """
    field, at = standings[0].field, (rows[:, None], places)
    traits = field.traits.of(rows)
    value, numerator, denominator = (
        np.array(each)[of, rows]
        for each in zip(*((one.value, one.numerator, one.denominator) for one in standings), strict=True)
    )
    missing = np.isnan(value)[:, None] | np.isnan(field.slice.values[at]) | (places < 0)
    return Pairs(
        kind=traits.kinds,
        per=traits.per,
        signs=traits.signs,
        ours=Counts(numerator, denominator),
        theirs=Counts(*(np.where(missing, np.nan, counts[at]) for counts in field.counts)),
    )


def can_be_tested(pairs: Pairs) -> Flags:
    """Which pairs (k, m) have counts on both sides, of a share or a rate of children."""
    ours, theirs = (_is_possible(pairs.kind, counts) for counts in (_upright(pairs.ours), pairs.theirs))
    return ours & theirs


class Likely(NamedTuple):
    """The `pairs`: those `tested` (k, m), and the `likely` ones (k, m), on the better side."""

    pairs: Pairs
    tested: Flags
    likely: Flags


class Better(NamedTuple):
    """Which pairs are better by test (k, m), and of those the 95% limits of theirs less ours, NaN of others."""

    flags: Flags
    low: Floats
    high: Floats


def better_by_test(found: Likely) -> Better:
    """Which of the likely pairs are better.

    False discoveries are held over the tested pairs of each row, said in intervals, since these have no closed p-value:
    for each row of k tested neighbours the largest j of which at least j are better by their interval of confidence
    1 - .05 j / k, and then those. Pairs that are tested and not on the better side as published cannot be better.
    """
    rows, members = np.nonzero(found.tested & found.likely)
    pairs = found.pairs.one_by_one(rows, members)
    alone = pairs.tested(CONFIDENCE)
    held = _held(pairs, alone.word == "better", rows, found.tested.sum(axis=1))
    shape, places = found.tested.shape, (rows[held], members[held])
    better = Better(np.zeros(shape, dtype=np.bool_), np.full(shape, np.nan), np.full(shape, np.nan))
    for matrix, told in zip(better, (held, alone.low, alone.high), strict=True):
        matrix[places] = told[held]
    return better


def _held(pairs: OneByOne, told: Flags, rows: Integers, of: Integers) -> Flags:
    """Which pairs (p,) are better when false discoveries are held over the `of` (n,) that are tested in each row.

    A surer interval tells no more than one of 95%, so that only those that are `told` by that are looked at again.
    """
    held = np.zeros(len(rows), dtype=np.bool_)
    left = np.bincount(rows[told], minlength=len(of))
    # Each of those that are left at every j that its row can reach, all in one go.
    each = np.repeat(np.flatnonzero(told), left[rows[told]])
    enough = np.arange(len(each)) - np.searchsorted(each, each) + 1
    row = rows[each]
    is_better = pairs.some(each).tested(1 - FALSE_DISCOVERIES * enough / of[row]).word == "better"
    levels = int(left.max(initial=0)) + 1
    at_least = np.bincount(row[is_better] * levels + enough[is_better], minlength=len(of) * levels)
    at_least = at_least.reshape(len(of), levels)
    reached = np.where(at_least >= np.arange(levels), np.arange(levels), 0).max(axis=1)
    held[each[is_better & (enough == reached[row])]] = True
    return held


def _upright(counts: Counts) -> Counts:
    return Counts(np.asarray(counts.numerator)[:, None], np.asarray(counts.denominator)[:, None])


def _is_possible(kind: Words, counts: Counts) -> Flags:
    numerator, denominator = np.asarray(counts.numerator), np.asarray(counts.denominator)
    possible = (denominator > 0) & (numerator >= 0)
    of_share = possible & (numerator <= denominator) & (kind == "proportion")[:, None]
    found: Flags = of_share | (possible & (kind == "rate")[:, None])
    return found
