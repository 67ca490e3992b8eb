"""The field: all areas over many indicators, and what follows from their figures for no authority in particular.

Most of what is said of one authority rests on what depends on the snapshot and the period alone: quartiles, positions,
which indicators tell one story. It is found when it is first asked for, and kept for as long as the snapshot is open.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TypeVar

import numpy as np

from data.store import Slice, Snapshot
from models.arrays import Codes, Flags, Floats, Integers, Words
from models.bands import LETTERS, MINIMUM_AUTHORITIES, codes_between, quartile_edges
from models.consecutive import last_columns
from models.extents import Extents, extents_of
from models.likeness import Figures, alike
from models.overdispersion import between_authorities
from models.ranks import positions
from models.recency import stale
from models.traits import Traits, traits_of
from models.trend_test import WORDS
from models.trends import trend_codes

Found = TypeVar("Found")
MOST_KEPT = 2
"""How many are kept of a snapshot: those last asked for, of which the latest periods are nearly always one."""
_keeping = Lock()


@dataclass(frozen=True)
class Edges:
    """The quartiles (k, 3) of k indicators in some periods; `lettered` (k,) are those that have letters."""

    quartiles: Floats
    lettered: Flags


@dataclass(frozen=True)
class Field:
    """The figures of a slice, all areas over k indicators, with what follows from them; each found when asked for."""

    snapshot: Snapshot
    slice: Slice

    @cached_property
    def traits(self) -> Traits:
        """What the indicators are."""
        return traits_of(self.snapshot).of(self.slice.which)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The indicators' ids."""
        return tuple([self.snapshot.indicators.all[index].id for index in self.slice.which.tolist()])

    @cached_property
    def order_of_ids(self) -> Integers:
        """The place of each id (k,) among all of them in order."""
        return np.argsort(np.argsort(self.ids, kind="stable"), kind="stable")

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Where each indicator stands in the slice, by its id."""
        return {key: at for at, key in enumerate(self.ids)}

    def lately(self, asked: Hashable, find: Callable[["Field"], Found]) -> Found:
        """What was found when the same was asked for last, else what is found now: a page asks for it several times."""
        found: tuple[Hashable, Found] | None = self.__dict__.get("_last")
        if found is None or found[0] != asked:
            found = self.__dict__["_last"] = (asked, find(self))
        return found[1]

    @property
    def counting(self) -> Floats:
        """The figures (k, areas) of authorities that were open in the period; NaN otherwise. Not kept."""
        return np.where(self.slice.existed, self.slice.values, np.nan)

    @cached_property
    def counts(self) -> tuple[Floats, Floats]:
        """Numerators and denominators (k, areas)."""
        return self.snapshot.counts_of_all(self.slice.which, self.slice.columns)

    @property
    def _counting(self) -> Flags:
        """Which authorities were open and have a figure (k, areas)."""
        return np.asarray(self.slice.existed & ~np.isnan(self.slice.values))

    @property
    def _counted(self) -> tuple[Floats, Floats]:
        """The counts of authorities that were open and have a figure."""
        counting, (numerators, denominators) = self._counting, self.counts
        return np.where(counting, numerators, np.nan), np.where(counting, denominators, np.nan)

    @cached_property
    def ranked(self) -> Integers:
        """How many authorities that were open have a figure (k,)."""
        return np.asarray(np.count_nonzero(self._counting, axis=1))

    @cached_property
    def open(self) -> Integers:
        """How many authorities were open (k,)."""
        return np.asarray(np.count_nonzero(self.slice.existed, axis=1))

    @cached_property
    def positions(self) -> tuple[Integers, Integers]:
        """Each authority's position (k, areas) from the lowest and from the highest figure; 0 where missing."""
        from_lowest, from_highest = positions(self.counting)
        # There are fewer areas than 16 bits count, and a quarter of the memory serves.
        return from_lowest.astype(np.int16), from_highest.astype(np.int16)

    @cached_property
    def edges(self) -> Edges:
        """Those between the bands."""
        return self._edges(self.counting)

    @cached_property
    def extents(self) -> Extents:
        """How far the figures of the authorities that were open go."""
        return extents_of(self.counting)

    @cached_property
    def bands(self) -> Codes:
        """The codes of the bands (k, areas)."""
        return self._bands(self.counting, self.edges)

    @cached_property
    def bands_before(self) -> Codes:
        """The codes of the bands (k, areas) in each one's consecutive period before."""
        counting = np.where(self.existed_before, self.slice.previous_values, np.nan)
        return self._bands(counting, self._edges(counting))

    @cached_property
    def existed_before(self) -> Flags:
        """Which authorities were open in the consecutive period before (k, areas)."""
        return self.snapshot.slice_of(self.slice.which, self.slice.previous_columns).existed

    @cached_property
    def stale(self) -> Flags:
        """Which figures (k,) are too old to say where anybody stands."""
        pairs = zip(self.slice.which.tolist(), self.slice.columns.tolist(), strict=True)
        periods = self.snapshot.periods
        return stale([periods[index][column] if column >= 0 else None for index, column in pairs])

    @cached_property
    def last_columns(self) -> Integers:
        """The last consecutive yearly periods (k, POINTS) up to each one's own."""
        return last_columns(self.snapshot, self.slice.which, self.slice.columns)

    @cached_property
    def trends(self) -> Codes:
        """The codes of the recent trends (k, areas)."""
        return trend_codes(self.snapshot, self.slice.which, self.last_columns, self.traits)

    @cached_property
    def alike(self) -> Flags:
        """Which pairs of indicators (k, k) tell one story."""
        return alike(Figures(self.counting, *self._counted, self.traits.signs))

    @cached_property
    def alike_numbers(self) -> tuple[int, ...]:
        """The same as numbers (k,), each with a bit for each place that is like it."""
        rows = np.packbits(self.alike, axis=1, bitorder="little")
        return tuple([int.from_bytes(row.tobytes(), "little") for row in rows])

    @cached_property
    def tau_squared(self) -> Floats:
        """The variance between authorities beyond chance (k,), on the scale of even spread; NaN where too few count."""
        return between_authorities(self.traits.kinds, *self._counted)

    def trend_words(self, rows: Integers, places: Integers | int) -> Words:
        """The words for the recent trends of areas at places on the axis, each of an indicator at a row (both n,)."""
        return np.asarray(WORDS[self.trends[rows, places]])

    def letters(self, rows: Integers, places: Sequence[int] | Integers) -> Words:
        """The bands (rows, places) of areas at places on the axis, of indicators at rows of the slice."""
        return np.asarray(LETTERS[self.bands[np.ix_(rows, np.asarray(places, dtype=np.int64))]])

    def letters_before(self, rows: Integers, place: int) -> Words:
        """The bands (rows,) of an area in the consecutive period before."""
        return np.asarray(LETTERS[self.bands_before[rows, place]])

    def _edges(self, counting: Floats) -> Edges:
        enough = np.count_nonzero(~np.isnan(counting), axis=1) >= MINIMUM_AUTHORITIES
        return Edges(quartile_edges(counting), (self.traits.signs != 0) & ~self.traits.flagged & enough)

    def _bands(self, counting: Floats, edges: Edges) -> Codes:
        return codes_between(counting, edges.quartiles, self.traits.signs, edges.lettered)


@dataclass(frozen=True)
class PartOfField(Field):
    """Some rows of a field that is kept: what is found row by row is taken from there, and not found again."""

    whole: Field
    rows: Integers

    @cached_property
    def ranked(self) -> Integers:
        """How many authorities that were open have a figure (k,)."""
        return self.whole.ranked[self.rows]

    @cached_property
    def positions(self) -> tuple[Integers, Integers]:
        """Each authority's position (k, areas) from the lowest and from the highest figure; 0 where missing."""
        from_lowest, from_highest = self.whole.positions
        return from_lowest[self.rows], from_highest[self.rows]

    @cached_property
    def edges(self) -> Edges:
        """Those between the bands."""
        return Edges(self.whole.edges.quartiles[self.rows], self.whole.edges.lettered[self.rows])

    @cached_property
    def bands(self) -> Codes:
        """The codes of the bands (k, areas)."""
        return self.whole.bands[self.rows]


def part_of(field: Field, which: Integers) -> Field:
    """Some indicators of a field of all of them, by their places among the snapshot's."""
    chosen = field.snapshot.slice_of(which, field.slice.columns[which])
    return PartOfField(field.snapshot, chosen, field, which)


def field_in(snapshot: Snapshot, year: int | None = None) -> Field:
    """All indicators in the period that ends in `year`, or each in its latest; the last MOST_KEPT are kept."""
    with _keeping:
        kept: OrderedDict[int | None, Field] = snapshot.kept.setdefault("fields", OrderedDict())
        found = kept.get(year) or Field(snapshot, snapshot.slice(year))
        kept[year] = found
        kept.move_to_end(year)
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return found
