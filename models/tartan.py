"""The tartan: the quarter of England in which an authority stood, for every indicator and every year at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from data.existence import existed
from data.periods import Period
from data.store import Snapshot
from models.arrays import Integers, Words
from models.bands import bands

YEARS = 12
NO_BAND, NO_FIGURE, NO_PERIOD = "-", "x", ""
"""In the place of a letter: a figure without bands, a period without a figure of the authority, no period at all."""


@dataclass(frozen=True)
class Tartan:
    """`codes` (indicators, years): a band A to D, NO_BAND, NO_FIGURE or NO_PERIOD; `years` is that a period ends in."""

    years: tuple[int, ...]
    codes: Words


def tartan(snapshot: Snapshot, area: Area, last: int | None = None) -> Tartan:
    """The last YEARS years up to `last`, by default up to the newest with a figure of anything that can have a band.

    Bands are drawn anew in each period, over the authorities that were open in it.
    """
    end = _newest(snapshot) if last is None else last
    cells = [
        (index, column, period.year - end + YEARS - 1, period)
        for index, periods in enumerate(snapshot.periods)
        for column, period in enumerate(periods)
        if end - YEARS < period.year <= end
    ]
    rows, columns, places = (np.array([cell[part] for cell in cells], dtype=np.int64) for part in range(3))
    letters = _letters(snapshot, area, rows, columns, [cell[3] for cell in cells])
    codes = np.full((len(snapshot.periods), YEARS), NO_PERIOD, dtype="<U1")
    codes[rows, places] = letters
    return Tartan(tuple(range(end - YEARS + 1, end + 1)), codes)


def _newest(snapshot: Snapshot) -> int:
    """The last year in which anything that can have a band has a figure."""
    columns = (int(column) for column in snapshot.latest_columns)
    indicators = zip(snapshot.indicators, snapshot.periods, columns, strict=True)
    return max(periods[column].year for one, periods, column in indicators if column >= 0 and one.sign and one.banded)


def _letters(snapshot: Snapshot, area: Area, rows: Integers, columns: Integers, periods: Sequence[Period]) -> Words:
    """The code of each cell: an indicator (its row) in one of its periods (its column)."""
    ours = snapshot.values_of(rows, columns, snapshot.area_position[area.code])
    signs = np.array([indicator.sign for indicator in snapshot.indicators], dtype=np.int8)[rows]
    flagged = np.array([not indicator.banded for indicator in snapshot.indicators])[rows]
    letters = np.where(np.isnan(ours), NO_FIGURE, NO_BAND)
    # Only what can have a letter is ranked, and only among authorities.
    ranked = np.flatnonzero((signs != 0) & ~flagged & ~np.isnan(ours))
    among = np.flatnonzero(snapshot.are_authorities)
    found = snapshot.values_of(rows[ranked, None], columns[ranked, None], among)
    place = {period: at for at, period in enumerate(dict.fromkeys(periods))}
    was_open = existed([snapshot.areas[at] for at in among.tolist()], tuple(place)).T
    found = np.where(was_open[[place[periods[at]] for at in ranked.tolist()]], found, np.nan)
    own = int(np.flatnonzero(among == snapshot.area_position[area.code])[0])
    drawn = bands(found, signs[ranked], flagged[ranked])[:, own]
    letters[ranked] = np.where(drawn == "", NO_BAND, drawn)
    return letters
