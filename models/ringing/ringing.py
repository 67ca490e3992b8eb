"""Whom an authority rings, over many indicators at once: the neighbour most alike of those that are better."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from models.arrays import Flags, Floats, Integers, numbers_of
from models.bands import LETTERS
from models.benchmark import Standing
from models.ringing.comparing import Better, Likely, better_by_test, can_be_tested, pairs_of
from models.ringing.history import histories
from models.ringing.records import Found, Ringing

UPPER_BANDS = ("A", "B")
_IS_UPPER = np.isin(LETTERS, UPPER_BANDS)
"""By the codes of bands."""
NOBODY = -1


@dataclass(frozen=True)
class RingingList:
    """Whom to ring over the k indicators of a `standing`; `members` are the neighbours, nearest first.

    `neighbour` (k,) is a place in `members`, NOBODY where there is none. `better` (k, members) are all that are better:
    by test, or where nobody is, those that cannot be tested and stand in an upper band. `low` and `high` (k,) are the
    95% limits of the neighbour's figure less ours, NaN where it is not better by test.
    """

    standing: Standing
    members: tuple[Area, ...]
    closeness: Mapping[str, str]
    found: tuple[Found, ...]
    neighbour: Integers
    better: Flags
    low: Floats
    high: Floats

    @cached_property
    def places(self) -> Integers:
        """Where the members stand on the axis of areas."""
        return _places(self.standing, self.members)

    @property
    def somebody(self) -> tuple[int, ...]:
        """The places in the standing of the indicators for which there is somebody to ring."""
        return tuple(np.flatnonzero(self.neighbour != NOBODY).tolist())

    def of(self, indicator: Indicator) -> Ringing:
        """The record of one indicator of the standing."""
        index = self.standing.snapshot.position[indicator.id]
        return self.row(int(np.flatnonzero(self.standing.slice.which == index)[0]))

    def row(self, at: int) -> Ringing:
        """The record of the indicator at a place in the standing, with its neighbour's history."""
        return self.rows([at])[0]

    def rows(self, among: Sequence[int]) -> tuple[Ringing, ...]:
        """The records at several places, looked up for all of them at once."""
        chosen = self.standing.slice
        with_neighbour = [at for at in among if self.neighbour[at] != NOBODY]
        more = dict(zip(with_neighbour, self._neighbours(np.array(with_neighbour, dtype=np.int64)), strict=True))
        theirs = chosen.values[np.ix_(np.array(among, dtype=np.int64), self.places)]
        compared = np.count_nonzero(~np.isnan(theirs), axis=1).tolist()
        return tuple([self._row(at, count, more.get(at, {})) for at, count in zip(among, compared, strict=True)])

    def _row(self, at: int, compared: int, more: Mapping[str, Any]) -> Ringing:
        stands, index, column = self.standing, int(self.standing.slice.which[at]), int(self.standing.slice.columns[at])
        return Ringing(
            area=stands.area,
            indicator=stands.snapshot.indicators.all[index],
            period=stands.snapshot.periods[index][column] if column >= 0 else None,
            ours=None if np.isnan(stands.value[at]) else float(stands.value[at]),
            found=self.found[at],
            compared=compared,
            **more,
        )

    def _neighbours(self, places: Integers) -> Iterator[dict[str, Any]]:
        """What the records at places hold of the neighbours there."""
        stands, chosen, neighbour = self.standing, self.standing.slice, self.neighbour[places]
        areas = self.places[neighbour]
        found = zip(
            neighbour.tolist(),
            chosen.values[places, areas].tolist(),
            *(numbers_of(limits[places]) for limits in (self.low, self.high)),
            stands.field.letters(places, self.places)[np.arange(len(places)), neighbour].tolist(),
            histories(
                stands.snapshot, chosen.which[places], chosen.columns[places], areas, stands.value[places],
                stands.signs[places],
            ),
            stands.field.trend_words(places, areas).tolist(),
            self.better[places].tolist(),
            strict=True,
        )  # fmt: skip
        for place, theirs, low, high, band, history, trend, better in found:
            yield {
                "neighbour": self.members[place],
                "place": place + 1,
                "closeness": self.closeness.get(self.members[place].code, ""),
                "theirs": theirs,
                "low": low,
                "high": high,
                "band": band,
                "years": history.years,
                "trend": trend,
                "stood_at_ours": history.stood,
                "better": tuple(compress(self.members, better)),
            }


def ringing(
    standing: Standing,
    closeness: Mapping[str, str] | None = None,
    among: Sequence[Area] | None = None,
    asked: Sequence[int] | None = None,
) -> RingingList:
    """Whom to ring, for every indicator of a standing, each in the period that it is looked at in.

    The neighbours are `among`, else those of the standing's group, in their order, which is nearest first for a
    published and for a modelled list; `closeness` is what that list says of each, by code. First those that are
    significantly better count (`better_by_test`); where nobody is, those that are better as published and in band A or
    B of England, where one of the two has no counts to test. Of either the nearest is the one to ring.

    Where only some places of the standing are `asked` about, nothing is looked up of the others.
    """
    return ringings([Question(standing, closeness or {}, among, asked)])[0]


@dataclass(frozen=True)
class Question:
    """What `ringing` is asked of one authority."""

    standing: Standing
    closeness: Mapping[str, str]
    among: Sequence[Area] | None = None
    asked: Sequence[int] | None = None

    @cached_property
    def members(self) -> tuple[Area, ...]:
        """The neighbours, nearest first."""
        if self.among is not None:
            return tuple(self.among)
        return tuple(map(self.standing.snapshot.authorities.by_code, self.standing.group.codes))

    @cached_property
    def places(self) -> Integers:
        """Where they stand on the axis of areas."""
        return _places(self.standing, self.members)

    @cached_property
    def rows(self) -> Integers:
        """The indicators that are asked about (k,)."""
        return np.arange(len(self.standing.value)) if self.asked is None else np.unique(self.asked).astype(np.int64)

    def answer(self, found: Better, why: Sequence[Found]) -> RingingList:
        """Whom to ring, where those that are better, and why there is or is not somebody, are known of its rows."""
        rows, count, size = self.rows, len(self.standing.value), len(self.places)
        better = np.zeros((count, size), dtype=np.bool_)
        better[rows] = found.flags[:, :size]
        neighbour = np.where(better.any(axis=1), better.argmax(axis=1) if better.size else NOBODY, NOBODY)
        said = [Found.NOT_ASKED] * count
        for at, one in zip(rows.tolist(), why, strict=True):
            said[at] = one
        low, high = np.full(count, np.nan), np.full(count, np.nan)
        if better.size:
            low[rows], high[rows] = (of[np.arange(len(rows)), neighbour[rows]] for of in (found.low, found.high))
        return RingingList(self.standing, self.members, self.closeness, tuple(said), neighbour, better, low, high)


def ringings(questions: Sequence[Question]) -> tuple[RingingList, ...]:
    """The same of several authorities in one field, the rows of all of them looked at together."""
    standings, sizes = [one.standing for one in questions], [len(one.rows) for one in questions]
    field, rows = standings[0].field, np.concatenate([one.rows for one in questions])
    of = np.repeat(np.arange(len(questions)), sizes)
    places = _places_together(questions)[of]
    pairs = pairs_of(standings, of, rows, places)
    ours = np.array([one.value for one in standings])[of, rows, None]
    theirs = np.where(places < 0, np.nan, field.slice.values[rows[:, None], places])
    there = ~np.isnan(theirs) & ~np.isnan(ours)
    likely = Likely(pairs, can_be_tested(pairs) & there, there & ((theirs - ours) * pairs.signs[:, None] > 0))
    by_test = better_by_test(likely)
    rest = likely.likely & ~likely.tested & ~by_test.flags.any(axis=1, keepdims=True)
    upper = rest & _IS_UPPER[field.bands[rows[:, None], places]]
    reasons = (
        (pairs.signs == 0, Found.NEUTRAL),
        (np.isnan(ours[:, 0]), Found.NO_FIGURE),
        (np.isnan(theirs).all(axis=1), Found.NO_NEIGHBOUR),
        (by_test.flags.any(axis=1), Found.TESTED),
        (upper.any(axis=1), Found.NOT_TESTED),
        (~likely.likely.any(axis=1), Found.NONE_BETTER),
        ((likely.likely & likely.tested).any(axis=1), Found.CHANCE),
    )
    names = [*(found for _, found in reasons), Found.NOT_UPPER]
    codes = np.select([flags for flags, _ in reasons], range(len(reasons)), default=len(reasons))
    why = [names[code] for code in codes.tolist()]
    found = Better(by_test.flags | upper, by_test.low, by_test.high)
    ends = np.cumsum(sizes).tolist()
    parts = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    return tuple(
        [
            one.answer(Better._make(array[part] for array in found), why[part])
            for one, part in zip(questions, parts, strict=True)
        ]
    )


def _places_together(questions: Sequence[Question]) -> Integers:
    """Where the neighbours of each stand (questions, the most that one has), NOBODY where one has fewer."""
    together = np.full((len(questions), max(len(one.places) for one in questions)), NOBODY)
    for row, one in zip(together, questions, strict=True):
        row[: len(one.places)] = one.places
    return together


def _places(standing: Standing, members: Sequence[Area]) -> Integers:
    position = standing.snapshot.area_position
    return np.array([position[area.code] for area in members], dtype=np.int64)
