"""The tartan: the quarter of England in which an authority stood, for every indicator and every year at once."""

from dataclasses import dataclass

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers, Words
from models.bands import MINIMUM_AUTHORITIES, QUARTILES, letters_between, quartile_edges
from models.traits import traits_of

YEARS = 12
MOST_KEPT = 3 * YEARS
"""Years whose quarters are kept of a snapshot, 20 kB each."""
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
    years = tuple(range(end - YEARS + 1, end + 1))
    quarters = [_quarters(snapshot, year) for year in years]
    columns = np.stack([one.columns for one in quarters], axis=1)
    at, which = snapshot.area_position[area.code], np.arange(len(columns))[:, None]
    ours = snapshot.values_of(which, columns, at)
    counting = np.where(snapshot.was_open(which, columns, at), ours, np.nan)
    letters = letters_between(
        counting.reshape(-1, 1),
        np.stack([one.edges for one in quarters], axis=1).reshape(-1, len(QUARTILES)),
        np.repeat(traits_of(snapshot).signs, YEARS),
        np.stack([one.lettered for one in quarters], axis=1).ravel(),
    ).reshape(columns.shape)
    without = np.where(columns < 0, NO_PERIOD, np.where(np.isnan(ours), NO_FIGURE, NO_BAND))
    return Tartan(years, np.where(letters == "", without, letters))


@dataclass(frozen=True)
class _Quarters:
    """Where the quarters of England lie in one year, for no authority in particular: arrays by indicator.

    `columns` is the period that ends in the year, `edges` are its quartiles, `lettered` says which have letters.
    """

    columns: Integers
    edges: Floats
    lettered: Flags


def _quarters(snapshot: Snapshot, year: int) -> _Quarters:
    """Kept for as long as the snapshot is open: every authority's tartan has the same years."""
    kept: dict[int, _Quarters] = snapshot.kept.setdefault("quarters", {})
    found = kept.get(year)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[year] = _drawn(snapshot, year)
    return found


def _drawn(snapshot: Snapshot, year: int) -> _Quarters:
    traits, columns = traits_of(snapshot), snapshot.columns_in(year)
    which = np.flatnonzero((columns >= 0) & (traits.signs != 0) & ~traits.flagged)
    chosen = snapshot.slice_of(which, columns[which])
    counting = np.where(chosen.existed, chosen.values, np.nan)
    edges, lettered = np.full((len(columns), len(QUARTILES)), np.nan), np.zeros(len(columns), dtype=np.bool_)
    edges[which] = quartile_edges(counting)
    lettered[which] = np.count_nonzero(~np.isnan(counting), axis=1) >= MINIMUM_AUTHORITIES
    return _Quarters(columns, edges, lettered)


def _newest(snapshot: Snapshot) -> int:
    """The last year in which anything that can have a band has a figure."""
    traits, columns = traits_of(snapshot), snapshot.latest_columns
    which = np.flatnonzero((columns >= 0) & (traits.signs != 0) & ~traits.flagged)
    return int(snapshot.axis.years(which, columns[which]).max())
