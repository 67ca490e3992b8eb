"""What most needs a look, and what is strongest: one order of all indicators, one of each kind."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from models.arrays import Flags, Floats, Integers
from models.assessment import Assessment
from models.gaps import gap_in_children

WORSE, BETTER = "worse", "better"
OUTER_BAND = {WORSE: "D", BETTER: "A"}


class Certainty(IntEnum):
    """How sure a difference from the neighbours' mean is, the surest first."""

    CERTAIN = 0
    TESTED = 1
    NOT_TESTED = 2


LEVELS = tuple(Certainty)
ELSEWHERE = -1
"""In the place of a certainty: the figure does not stand on that side of the mean, or not surely enough."""


class Priority(NamedTuple):
    """One indicator of a list, by its place in the standing.

    `children` is how many would have to change for the figure to be at the neighbours' mean (NaN without counts).
    `distance` is how far it is from the mean: in half widths of its interval, or where it is not tested in the middle
    half of authorities. `alike` are the places of those that tell the same story and stand below it in the order.
    """

    at: int
    certainty: Certainty
    children: float
    distance: float
    alike: tuple[int, ...]


@dataclass(frozen=True)
class Priorities:
    """Both lists whole, in order; `stale` are the places of the figures that are too old to count."""

    worse: tuple[Priority, ...]
    better: tuple[Priority, ...]
    stale: tuple[int, ...]


def priorities(found: Assessment) -> Priorities:
    """Order the indicators of one authority towards each side of its neighbours' mean.

    The order, of either side: first the differences that stay certain when the false discovery rate is held at 5% over
    all tested indicators; then those that a 95% interval tells alone; then what cannot be tested and stands in the
    outer quarter of England (D, or A) and on that side of the mean. Within each, by children in the gap, the most
    first, then by distance. Neutral indicators, missing or stale figures and differences that chance could make are in
    neither list. Of indicators that are alike the first in the order stands for all.
    """
    old = stale_places(found)
    certainty = {side: np.where(old, ELSEWHERE, certainties(found, side)) for side in (WORSE, BETTER)}
    is_listed = (certainty[WORSE] != ELSEWHERE) | (certainty[BETTER] != ELSEWHERE)
    pairs, distance = found.standing.field.alike, distances(found, is_listed)
    worse, better = (_list(certainty[side], children_in_gap(found, side), distance, pairs) for side in (WORSE, BETTER))
    return Priorities(worse, better, tuple(np.flatnonzero(old & (found.standing.signs != 0)).tolist()))


def stale_places(found: Assessment) -> Flags:
    """A mask (k,) of the indicators whose figures are too old to say where the authority stands."""
    return found.standing.field.stale


def certainties(found: Assessment, side: str) -> Integers:
    """How sure it is that each figure (k,) is WORSE, or BETTER, than the mean: a Certainty, or ELSEWHERE."""
    standing = found.standing
    towards = standing.gap_points * found.standing.signs
    is_there = np.asarray(towards > 0 if side == BETTER else towards < 0)
    tested: Flags = standing.comparison == side
    outer = is_there & (standing.comparison == "not tested") & (standing.band == OUTER_BAND[side])
    levels = [Certainty.CERTAIN, Certainty.TESTED, Certainty.NOT_TESTED]
    return np.select([tested & found.certain, tested, outer], levels, default=ELSEWHERE)


def distances(found: Assessment, among: Flags) -> Floats:
    """How far figures (k,) are from the mean: in half widths of the interval towards it, or in quartile units."""
    standing = found.standing
    interval, gap = standing.tested, standing.gap_points
    half = np.where(gap > 0, standing.value - interval.low, interval.high - standing.value)
    unit = np.where(np.isnan(half), middle_half(found, among & np.isnan(half)), half)
    return np.asarray(np.divide(np.abs(gap), unit, out=np.zeros(gap.shape), where=among & (unit > 0)))


def middle_half(found: Assessment, among: Flags) -> Floats:
    """How wide the middle half of authorities is (k,), from the first to the third quartile; NaN outside `among`."""
    edges = found.standing.field.edges.quartiles
    return np.where(among, edges[:, 2] - edges[:, 0], np.nan)


def children_in_gap(found: Assessment, side: str) -> Floats:
    """How many children (k,) would have to change for a figure on a side to be at the neighbours' mean; NaN without."""
    standing = found.standing
    if side == WORSE:
        return np.abs(standing.gap_children)
    share = np.where(np.isnan(standing.gap_children), np.nan, standing.neighbours.mean / standing.field.traits.per)
    return np.abs(gap_in_children(standing.numerator, standing.denominator, share, -found.standing.signs))


def pairs_alike(found: Assessment, among: Flags) -> Flags:
    """Which pairs (k, k) of the indicators `among` the standing's tell one story."""
    return np.asarray(found.standing.field.alike & among[:, None] & among)


def one_of_each(order: Sequence[int], alike: Flags) -> list[tuple[int, tuple[int, ...]]]:
    """Leaders in the order that is given, each with the later ones that are like it and like no leader before it."""
    places = np.array(order, dtype=np.int64)
    rows = np.packbits(alike[np.ix_(places, places)], axis=1, bitorder="little")
    size, bits = rows.shape[1], rows.tobytes()
    # A bit for each that is to come. A row of flags as one number is compared with all of them in one step.
    to_come = (1 << len(order)) - 1
    found = []
    for place, first in enumerate(order):
        if to_come >> place & 1:
            to_come ^= 1 << place
            like = int.from_bytes(bits[place * size : (place + 1) * size], "little") & to_come
            to_come ^= like
            found.append((first, tuple([order[one] for one in _ones(like)])))
    return found


def one_of_each_kind(
    order: Sequence[int], alike: Sequence[int], alone: Set[int] = frozenset()
) -> list[tuple[int, tuple[int, ...]]]:
    """The same where it is known of every place, as a number with a bit for each, which others are like it.

    Those that are `alone` stand for nothing else, and nothing for them.
    """
    to_come = sum([1 << at for at in order if at not in alone])
    position = {at: place for place, at in enumerate(order)}
    found: list[tuple[int, tuple[int, ...]]] = []
    for first in order:
        if first in alone:
            found.append((first, ()))
        elif to_come >> first & 1:
            to_come ^= 1 << first
            like = alike[first] & to_come
            to_come ^= like
            found.append((first, tuple(sorted(_ones(like), key=position.__getitem__)) if like else ()))
    return found


def _ones(number: int) -> Iterator[int]:
    """The places of a number's bits that are one, from the lowest."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _list(certainty: Integers, children: Floats, distance: Floats, pairs: Flags) -> tuple[Priority, ...]:
    # What is not tested has no interval, and so no children that could be told from chance.
    at = np.flatnonzero(certainty != ELSEWHERE)
    sure = certainty[at]
    ranked = np.where(sure == Certainty.NOT_TESTED, 0.0, np.nan_to_num(children[at]))
    order = at[np.lexsort((-distance[at], -ranked, sure))].tolist()
    leaders = one_of_each(order, pairs)
    first = np.array([one for one, _ in leaders], dtype=np.int64)
    figures = zip(children[first].tolist(), distance[first].tolist(), strict=True)
    levels = [LEVELS[level] for level in certainty[first].tolist()]
    return tuple(
        [
            Priority(one, level, gap, away, like)
            for (one, like), level, (gap, away) in zip(leaders, levels, figures, strict=True)
        ]
    )
