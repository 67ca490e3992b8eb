"""What has changed since the period before: by test where counts allow, and by quarter of England."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.arrays import Codes, Flags, Floats, Integers, Words
from models.assessment import Assessment
from models.bands import LETTERS, NO_LETTER
from models.change_test import ChangeTest, Counts, change_test
from models.discovery import FALSE_DISCOVERIES
from models.priorities import middle_half, stale_places

NEUTRAL = np.zeros(1, dtype=np.int8)


@dataclass(frozen=True)
class YearChanges:
    """Arrays (k,) in the order of the standing, of indicators with a better direction and figures that count.

    `compared` are those with a figure in the consecutive period before. `word` is `better`, `worse`, `no clear change`
    or `not tested`; `certain` are the changes that stay under the 5% false discovery rate over all tested ones.
    `distance` is the change in half widths of its interval, or in quartile units where it is not tested. `band_before`
    is that of the period before, over the authorities that were open in it; `crossed` how many quarters the authority
    has come up (above 0) or gone down since, 0 where it has no letter in one of the two.
    """

    compared: Flags
    word: Words
    certain: Flags
    distance: Floats
    band_before: Words
    crossed: Integers

    @cached_property
    def _order(self) -> Integers:
        moved = (self.word == "better") | (self.word == "worse")
        return np.lexsort((-self.distance, -np.abs(self.crossed), ~moved, ~self.certain))

    def in_order(self, among: Flags) -> list[int]:
        """Places, the most notable change first: the certain ones, then the tested, then by distance."""
        places: list[int] = self._order[among[self._order]].tolist()
        return places


def year_changes(found: Assessment) -> YearChanges:
    """Compare each figure of one authority with that of the consecutive period before."""
    standing = found.standing
    snapshot, chosen = standing.snapshot, standing.slice
    traits, signs = standing.field.traits, standing.signs
    kinds, per = traits.kinds, traits.per
    before = Counts(*snapshot.counts(chosen.which, chosen.previous_columns, snapshot.area_position[standing.area.code]))
    now = Counts(standing.numerator, standing.denominator)
    compared = ~np.isnan(standing.change) & (signs != 0) & ~stale_places(found)
    test = change_test(kinds, now, before, signs, per)
    word = np.where(compared, test.word, "not tested")
    then = codes_before(found, compared)
    return YearChanges(
        compared=compared,
        word=word,
        certain=certain_changes(kinds, now, before, per, word),
        distance=_distances(found, test, compared),
        band_before=LETTERS[then],
        crossed=np.where(compared, quarters_moved(then, codes_now(found)), 0),
    )


def codes_before(found: Assessment, among: Flags) -> Codes:
    """The band (k,) of each figure's consecutive period before, as a code; that of none outside `among`."""
    standing = found.standing
    at = standing.snapshot.area_position[standing.area.code]
    return np.where(among, standing.field.bands_before[:, at], NO_LETTER)


def codes_now(found: Assessment) -> Codes:
    """The band (k,) of each figure, as a code."""
    standing = found.standing
    return standing.field.bands[:, standing.snapshot.area_position[standing.area.code]]


def quarters_moved(before: Codes, now: Codes) -> Integers:
    """How many quarters each letter has come up since another: 2 from C to A, -1 from A to B; 0 without both."""
    return np.where((before < NO_LETTER) & (now < NO_LETTER), before - now, 0).astype(np.int64)


def certain_changes(kind: Words, now: Counts, before: Counts, per: Floats, word: Words) -> Flags:
    """Which of a list of changes (k,) stay certain when the false discovery rate over those tested is held at 5%.

    `word` is that of each change alone, `not tested` for what is not in the list. Benjamini and Hochberg's rule said in
    intervals, since these have no closed p-value: the largest j for which at least j of the k tested changes are told
    by their interval of confidence 1 - .05 j / k, and then those changes.
    """
    tested = np.flatnonzero(word != "not tested")
    found = np.zeros(len(kind), dtype=np.bool_)
    kinds, pers, counts = kind[tested], per[tested], (_at(now, tested), _at(before, tested))
    enough = np.count_nonzero(word[tested] != "no clear change")
    while enough:
        sure = 1 - FALSE_DISCOVERIES * enough / len(tested)
        is_told = change_test(kinds, *counts, NEUTRAL, pers, sure).word != "no clear change"
        if (size := np.count_nonzero(is_told)) >= enough:
            found[tested[is_told]] = True
            break
        # A surer interval tells no more changes, so every j between is too many as well.
        enough = size
    return found


def _at(counts: Counts, places: Integers) -> Counts:
    return Counts(np.asarray(counts.numerator)[places], np.asarray(counts.denominator)[places])


def _distances(found: Assessment, test: ChangeTest, among: Flags) -> Floats:
    standing, change = found.standing, test.change
    half = np.where(change > 0, change - test.low, test.high - change)
    size = np.abs(np.where(np.isnan(half), standing.change, change))
    unit = np.where(np.isnan(half), middle_half(found, among & np.isnan(half)), half)
    return np.asarray(np.divide(size, unit, out=np.zeros(size.shape), where=among & (unit > 0)))
