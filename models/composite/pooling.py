"""Composite authorities: several authorities taken as one, from the sums of their counts.

A composite's rate is the sum of numerators over the sum of denominators, never a mean of percentages: a mean gives a
small authority's children the weight of a large one's. Counts add up. Where counts lack there is no composite, and the
sentence says why; the one exception is a rate of all children aged 0 to 17, whose denominators are known populations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data.authorities import Area, AreaKind
from data.cube import COUNTS
from data.errors import PortalError
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers, numbers_of
from models.composite.members import Basis, Part, cells_of, joined
from models.composite.words import Brought, refusal, sentence
from models.field import Field, field_in
from models.intervals import Interval, interval_for

BASES = tuple(Basis)
# What members without a figure may come to, as a share of the whole, before a composite is withheld.
MAXIMUM_MISSING_SHARE = 0.10

# Rates published without counts whose denominator is all children aged 0 to 17 in the middle of the year (Department
# for Education, children in need census guide; Cafcass, care applications per 10,000 child population).
RATES_OF_ALL_CHILDREN = frozenset(
    {
        "section-47-enquiries-rate-per-10-000-children",
        "rate-of-initial-stage-child-protection-conferences",
        "child-protection-plans-rate-per-10-000",
        "rate-child-protection-plans-starting-during-the-year-rate-per-10-000",
        "ceased-to-be-subject-to-child-protection-plan",
        "cafcass-care-applications-per-10-000-child-population",
    }
)


class Composite(NamedTuple):
    """One composite figure in the indicator's unit; None where it is refused or withheld, and `sentence` says why.

    `contributing` are the members whose figures are in it; `missing` are the others, each with its reason in words.
    `low` and `high` are 95% limits, None where there are no counts of children.
    """

    indicator: Indicator
    period: Period
    value: float | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    method: str
    basis: Basis
    contributing: tuple[Area, ...]
    missing: tuple[tuple[Area, str], ...]
    sentence: str


@dataclass(frozen=True)
class Composites:
    """One set of m authorities in the k cells of a `field`, each an indicator in a period.

    `value`, `numerator`, `denominator` and the interval are (k,), NaN where refused or withheld. `basis` (k,) holds
    Basis, `parts` (k, m) Part and `reasons` (k, m) Missing. `missing_share` (k,) is what the missing members come to,
    0 to 1, NaN where that is not known.
    """

    field: Field
    members: tuple[Area, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    interval: Interval
    basis: Integers
    parts: Integers
    reasons: Integers
    missing_share: Floats

    @property
    def which(self) -> Integers:
        """The place (k,) of each indicator among the snapshot's."""
        return self.field.slice.which

    @property
    def columns(self) -> Integers:
        """The period (k,) of each; -1 where an indicator has none."""
        return self.field.slice.columns

    @property
    def contributing(self) -> Integers:
        """How many members' figures are in each composite (k,); of one that is withheld, how many had one."""
        return np.asarray(np.count_nonzero(self.parts <= Part.COUNTED_WITH, axis=1), dtype=np.int64)

    def row(self, at: int) -> Composite:
        """The record of one cell. Raises PortalError where the indicator has no such period."""
        if self.columns[at] < 0:
            (indicator,) = self.indicators([at])
            raise PortalError(f"{indicator.title} has no figures for that period.")
        return self.records([at])[0]

    def records(self, among: Sequence[int] | Integers) -> list[Composite]:
        """The records of some cells, which have a period: at once, since one by one they take five times as long."""
        places = np.asarray(among, dtype=np.int64)
        periods, brought = self.field.snapshot.periods, self._brought(places)
        of_each = zip(self.which[places].tolist(), self.columns[places].tolist(), strict=True)
        figures = (self.value, self.numerator, self.denominator, self.interval.low, self.interval.high)
        return list(
            map(
                Composite,
                self.indicators(places),
                [periods[index][column] for index, column in of_each],
                *(numbers_of(one[places]) for one in figures),
                self.interval.method[places].tolist(),
                map(BASES.__getitem__, self.basis[places].tolist()),
                [one.contributing for one in brought],
                [one.missing for one in brought],
                self._sentences(places, brought),
            )
        )

    def sentences(self, among: Sequence[int] | Integers) -> list[str]:
        """How some cells were made, or why they were not."""
        places = np.asarray(among, dtype=np.int64)
        is_refused = self.basis[places] == Basis.REFUSED
        # Most of what is not made is refused for its kind, whatever the members have.
        others = places[~is_refused]
        found = iter(self._sentences(others, self._brought(others)))
        of_each = zip(self.indicators(places), is_refused.tolist(), strict=True)
        return [refusal(indicator) if refused else next(found) for indicator, refused in of_each]

    def _sentences(self, places: Integers, brought: Sequence[Brought]) -> list[str]:
        return list(
            map(
                sentence,
                self.indicators(places),
                map(BASES.__getitem__, self.basis[places].tolist()),
                brought,
                self.numerator[places].tolist(),
                self.denominator[places].tolist(),
                np.isnan(self.value[places]).tolist(),
                self.missing_share[places].tolist(),
            )
        )

    def indicators(self, among: Sequence[int] | Integers) -> list[Indicator]:
        """Those of some cells."""
        indicators = self.field.snapshot.indicators.all
        return [indicators[index] for index in self.which[among].tolist()]

    def _brought(self, places: Integers) -> list[Brought]:
        """What the members bring to some cells; those to which they bring the same have one in common."""
        parts, reasons = (map(tuple, each[places].tolist()) for each in (self.parts, self.reasons))
        both = list(zip(parts, reasons, strict=True))
        made = {
            one: Brought(tuple(zip(self.members, map(Part, one[0]), map(Missing, one[1]), strict=True)))
            for one in set(both)
        }
        return [made[one] for one in both]

    @property
    def rows(self) -> tuple[Composite, ...]:
        """The records of all cells that have a period."""
        return tuple(self.records(np.flatnonzero(self.columns >= 0)))


def composites(field: Field, members: Sequence[Area]) -> Composites:
    """The composite of `members` in the k cells of a field.

    Formula: per x sum(numerators) / sum(denominators) over the members that contribute; a total (number, £, full-time
    equivalents) is the plain sum. Members that are missing are left out where they are known to come to
    MAXIMUM_MISSING_SHARE of the whole or less, in denominators where all of them are known and in children aged 0 to 17
    otherwise; else the composite is withheld. A total is withheld when anyone is missing, since a sum without a member
    is not that of the whole. A joint return counts once; made with an authority outside the set, it is missing. Rates
    of all children aged 0 to 17 that are published without counts are averaged with the mid-year populations as
    weights: the same sum over sum, from rounded rates, and without an interval. All else without counts is refused.

    95% intervals as everywhere: Wilson for percentages, Byar for rates. Raises PortalError when a member is a region or
    England, when an area and one that it came from are both members, or for fewer than two members.
    """
    members = distinct_authorities(members)
    if len(members) < 2:
        raise PortalError("A composite has at least two authorities; choose another one.")
    snapshot, which = field.snapshot, field.slice.which
    cells = cells_of(field, members)
    traits = field.traits
    per, total = traits.per, traits.totals
    counted = snapshot.shelves[COUNTS].has[which] & ~total
    of_children = snapshot.once("rates of all children", lambda: _of_all_children(snapshot))[which]

    parts = joined(cells, snapshot, np.where(total[:, None], ~np.isnan(cells.values), cells.have_counts))
    share = missing_share(cells.denominators, cells.sizes, parts)
    complete = (parts <= Part.COUNTED_WITH).all(axis=1)
    given = np.where(total, complete, counted & (share <= MAXIMUM_MISSING_SHARE))
    numerator = np.where(given, pooled(np.where(total[:, None], cells.values, cells.numerators), parts), np.nan)
    denominator = np.where(given & ~total, pooled(cells.denominators, parts), np.nan)

    # The same sum over sum with the children that each rate speaks of, rate x population / per, in the place of counts.
    rated = joined(cells, snapshot, ~np.isnan(cells.values) & (cells.populations > 0))
    rated_share = missing_share(cells.populations, cells.sizes, rated)
    rated_given = of_children & (rated_share <= MAXIMUM_MISSING_SHARE)
    weighted = of_children & ~given & (rated_given | ~counted)
    children = np.where(weighted & rated_given, pooled(cells.populations, rated), np.nan)
    mean_rate = ratio(pooled(cells.values * cells.populations, rated), children, np.ones(len(per)))

    return Composites(
        field=field,
        members=members,
        value=np.select([total, weighted], [numerator, mean_rate], ratio(numerator, denominator, per)),
        numerator=numerator,
        denominator=np.where(weighted, children, denominator),
        interval=interval_for(traits.kinds, numerator, denominator, per),
        basis=np.select([total, weighted, counted], [Basis.ADDED, Basis.WEIGHTED, Basis.POOLED], Basis.REFUSED),
        parts=np.where(weighted[:, None], rated, parts),
        reasons=cells.reasons,
        missing_share=np.where(weighted, rated_share, share),
    )


def composite_in(snapshot: Snapshot, members: Sequence[Area], year: int | None = None) -> Composites:
    """The composite over all indicators, each in its latest period or in the one that ends in `year`."""
    return composites(field_in(snapshot, year), members)


def composite_over_periods(snapshot: Snapshot, members: Sequence[Area], indicator: Indicator) -> Composites:
    """The composite of one indicator in each of its periods."""
    index = snapshot.position[indicator.id]
    columns = np.arange(len(snapshot.periods[index]))
    return composites(Field(snapshot, snapshot.slice_of(np.full(len(columns), index), columns)), members)


def pooled(amounts: Floats, parts: Integers) -> Floats:
    """The sum (k,) of `amounts` (k, m) over the members whose own figure counts; NaN where nobody's does."""
    counts = parts == Part.CONTRIBUTES
    return np.where(counts.any(axis=1), np.where(counts, amounts, 0.0).sum(axis=1), np.nan)


def ratio(numerator: Floats, denominator: Floats, per: Floats) -> Floats:
    """`per` x numerator / denominator (k,); NaN where the denominator is 0 or either is missing."""
    return np.where(denominator > 0, per * numerator / np.where(denominator > 0, denominator, 1.0), np.nan)


def missing_share(denominators: Floats, sizes: Floats, parts: Integers) -> Floats:
    """What the missing members come to, as a share (k,) of the whole set, 0 to 1; NaN where it is not known.

    In `denominators` (k, m) where those of all members are known, else in `sizes` (k, m), their numbers of children. A
    joint return's denominator is not one member's, so where there is one sizes are taken.
    """
    missing = parts > Part.COUNTED_WITH
    alone = (parts != Part.COUNTED_WITH).all(axis=1) & (parts != Part.SHARED).all(axis=1)
    known = alone & ~np.isnan(denominators).any(axis=1) & (denominators.sum(axis=1) > 0)
    weights = np.where(known[:, None], denominators, sizes)
    whole = weights.sum(axis=1)
    share = ratio(np.where(missing, weights, 0.0).sum(axis=1), whole, np.ones(len(whole)))
    return np.where(missing.any(axis=1), share, 0.0)


def rate_of_all_children(indicator: Indicator) -> bool:
    """Whether the indicator's denominator is the number of children aged 0 to 17 in the middle of the year."""
    column = indicator.denominator
    return indicator.id in RATES_OF_ALL_CHILDREN or (column is not None and column.columns == ("population_estimate",))


def _of_all_children(snapshot: Snapshot) -> Flags:
    return np.array([rate_of_all_children(indicator) for indicator in snapshot.indicators.all], dtype=np.bool_)


def distinct_authorities(areas: Sequence[Area]) -> tuple[Area, ...]:
    """`areas` without repetition. Raises PortalError for a region or England, and for an area beside its successor."""
    distinct = tuple(dict.fromkeys(areas))
    codes = {area.code: area for area in distinct}
    for area in distinct:
        if area.kind is not AreaKind.AUTHORITY:
            raise PortalError(f"{area.name} is a {area.kind}, not an authority; a composite is made of authorities.")
        for code in area.predecessors:
            if code in codes:
                raise PortalError(
                    f"{codes[code].name} became {area.name}, so the two cannot be in one composite; choose either."
                )
    return distinct
