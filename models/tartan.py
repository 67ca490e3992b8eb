"""The tartan: the quarter of England in which an authority stood, for every indicator and every year at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Codes, Flags, Words
from models.bands import LETTERS, MINIMUM_AUTHORITIES, NO_LETTER, codes_between, quartile_edges
from models.traits import traits_of

YEARS = 12
MOST_KEPT = 2 * YEARS
"""Years that are kept of a snapshot, 105 kB each."""
NO_BAND, NO_FIGURE, NO_PERIOD = "-", "x", ""
"""In the place of a letter: a figure without bands, a period without a figure of the authority, no period at all."""
MARKS = np.array([*LETTERS[:NO_LETTER], NO_BAND, NO_FIGURE, NO_PERIOD])
"""All of these, in the order of their numbers."""


@dataclass(frozen=True)
class Tartan:
    """`numbers` (indicators, years) are the places among MARKS; `years` are those that periods end in."""

    years: tuple[int, ...]
    numbers: Codes

    @cached_property
    def codes(self) -> Words:
        """The same as words (indicators, years): a band A to D, NO_BAND, NO_FIGURE or NO_PERIOD."""
        return np.asarray(MARKS[self.numbers])

    @cached_property
    def lettered(self) -> Flags:
        """Which of them are letters (indicators, years)."""
        return np.asarray(self.numbers < NO_LETTER)


def tartan(snapshot: Snapshot, area: Area, last: int | None = None) -> Tartan:
    """The last YEARS years up to `last`, by default up to the newest with a figure of anything that can have a band.

    Bands are drawn anew in each period, over the authorities that were open in it.
    """
    end = _newest(snapshot) if last is None else last
    years = tuple(range(end - YEARS + 1, end + 1))
    at = snapshot.area_position[area.code]
    return Tartan(years, np.stack([_year(snapshot, year)[at] for year in years], axis=1))


def _year(snapshot: Snapshot, year: int) -> Codes:
    """Kept for as long as the snapshot is open: every authority's tartan has the same years."""
    kept: dict[int, Codes] = snapshot.kept.setdefault("tartan", {})
    found = kept.get(year)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[year] = _drawn(snapshot, year)
    return found


def _drawn(snapshot: Snapshot, year: int) -> Codes:
    """The places among MARKS (areas, indicators) in one year: that of an authority is a row, read in one go."""
    traits, columns = traits_of(snapshot), snapshot.columns_in(year)
    which = np.flatnonzero(columns >= 0)
    chosen, signs = snapshot.slice_of(which, columns[which]), traits.signs[which]
    counting = np.where(chosen.existed, chosen.values, np.nan)
    enough = np.count_nonzero(~np.isnan(counting), axis=1) >= MINIMUM_AUTHORITIES
    lettered = (signs != 0) & ~traits.flagged[which] & enough
    numbers = codes_between(counting, quartile_edges(counting), signs, lettered)
    # Of what has no letter: the code of that is NO_BAND's place, and NO_FIGURE's is the next.
    numbers += (numbers == NO_LETTER) & np.isnan(chosen.values)
    found = np.full((len(snapshot.areas), len(columns)), len(MARKS) - 1, dtype=np.int8)
    found[:, which] = numbers.T
    return found


def _newest(snapshot: Snapshot) -> int:
    """The last year in which anything that can have a band has a figure."""
    traits, columns = traits_of(snapshot), snapshot.latest_columns
    which = np.flatnonzero((columns >= 0) & (traits.signs != 0) & ~traits.flagged)
    return int(snapshot.axis.years(which, columns[which]).max())
