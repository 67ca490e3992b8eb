"""What else in a return says something of a masked figure, in ways that are no sums: those are masked with it, whole.

Rates of a masked count, rolling years and counts since April of masked months, shares beside masked counts, the other
parts of 100%, columns of unknown meaning, children who came and went between two counts.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence, Set

from data.periods import Period, PeriodKind
from data.returns.content import Layout
from data.returns.measures import Kind, Measure
from data.returns.months import financial_year
from models.disclosure.return_entries import Entry, Nature
from models.disclosure.return_primary import is_cumulative
from models.disclosure.return_quantities import BOTTOM, Quantity, counted, quantities_of

FLOWS = re.compile(r"^cla-(?:started|ceased)|\b(?:started|ceased)[ -]to[ -]be[ -]looked[ -]after\b")
"""Between two counts of children looked after, the one is known when the other is."""
NEARLY_ALL = (98.5, 101.5)
"""What percentages of one whole add up to, rounded."""
ROLLING_MONTHS = 12


class Neighbours:
    """The entries that are masked whole where one of them is, or where a quantity is."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._groups = [group for group in _groups(entries) if len(group) > 1]
        self._beside = list(_beside(entries))
        self._shown = [frozenset(quantities_of(entry).values()) for entry in entries]
        self._months: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._parts: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(entries):
            if entry.period is not None and entry.period.kind is PeriodKind.MONTH:
                self._months[entry.subject, entry.part].append(at)
                self._parts[entry.subject].append(at)

    def masked_too(self, masked: Set[int], hidden: Set[Quantity]) -> frozenset[int]:
        """Further entries (places in the list) to mask when these are, and these quantities must not be found."""
        further: set[int] = set()
        for group in self._groups:
            if not group.isdisjoint(masked):
                further |= group
        for one, others in self._beside:
            if one in masked:
                further |= others
        for at, entry in enumerate(self._entries):
            if at not in masked and self._says(entry, masked, hidden):
                further.add(at)
        return frozenset(further - masked)

    def told_by(self, shown: Set[int]) -> frozenset[int]:
        """Entries of which a rate, a share or a sum of months among those that were `shown` says something."""
        months = {month for at in shown for month in self._months_of(self._entries[at])}
        return frozenset(months | {one for one, others in self._beside if not others.isdisjoint(shown)})

    def of_how_many(self, shares: Set[int]) -> frozenset[int]:
        """Entries that say of how many children these percentages without counts are."""
        cohorts = {(measure.cohort_of, entry.period) for entry, measure in self._measured(shares) if measure.cohort_of}
        sized = {
            at
            for at, entry in enumerate(self._entries)
            if entry.measure and entry.cell.denominator and (entry.measure.cohort_of, entry.period) in cohorts
        }
        return frozenset(sized | {one for one, others in self._beside if not others.isdisjoint(shares)})

    def _measured(self, places: Set[int]) -> Iterator[tuple[Entry, Measure]]:
        for at in places:
            entry = self._entries[at]
            if entry.measure is not None and entry.nature is Nature.SHARE and not entry.cell.has_counts:
                yield entry, entry.measure

    def _says(self, entry: Entry, masked: Set[int], hidden: Set[Quantity]) -> bool:
        """Whether a rate or a sum of months says something of a hidden number."""
        for at in self._months_of(entry):
            if entry.measure and entry.measure.rate_of_denominator:
                told = quantities_of(self._entries[at]).get(BOTTOM) in hidden
            else:
                told = at in masked or not self._shown[at].isdisjoint(hidden)
            if told:
                return True
        return self._says_with_parts(entry, hidden)

    def _says_with_parts(self, entry: Entry, hidden: Set[Quantity]) -> bool:
        """Whether a rate of a whole that has no row says a hidden part of it, which is the denominator of some row."""
        measure = entry.measure
        if measure is None or not measure.rate_of or entry.part or self._has_row(measure.rate_of, entry.period):
            return False
        told = (about for about in map(counted, hidden) if about is not None)
        return any(subject == measure.rate_of and period == entry.period for subject, _, period in told)

    def _has_row(self, subject: str, period: Period | None) -> bool:
        return any(self._entries[at].period == period for at in self._months.get((subject, ""), ()))

    def _months_of(self, entry: Entry) -> Iterator[int]:
        """The figures of months that a rate or a sum of months is made of."""
        measure, period = entry.measure, entry.period
        if measure is None or period is None or not (measure.rate_of or measure.sums):
            return
        counted = measure.rate_of or measure.sums
        of_whole = list(self._of(self._months.get((counted, entry.part), ()), period, measure.kind))
        # A rate of a whole that is not there says what its parts add up to.
        yield from of_whole if of_whole or entry.part else self._of(self._parts.get(counted, ()), period, measure.kind)

    def _of(self, months: Sequence[int], period: Period, kind: Kind) -> Iterator[int]:
        for at in months:
            other = self._entries[at]
            if other.period is not None and _within(other.period, period, kind):
                yield at


def _within(month: Period, period: Period, kind: Kind) -> bool:
    """Whether a figure of `period` counts what happened in `month`, or any later figure of its year does."""
    if kind is Kind.CUMULATIVE:
        return financial_year(month) == financial_year(period)
    if kind is Kind.ROLLING:
        apart = (period.end.year - month.end.year) * 12 + period.end.month - month.end.month
        return 0 <= apart < ROLLING_MONTHS
    return month == period


def _groups(entries: Sequence[Entry]) -> Iterator[frozenset[int]]:
    """Entries of which all are masked where one is."""
    groups: dict[Hashable, set[int]] = defaultdict(set)
    roots = {(entry.subject, entry.part) for entry in entries if entry.period}
    for at, entry in enumerate(entries):
        measure = entry.measure
        if entry.about is not None:
            groups["the same", entry.about].add(at)
        if entry.about is not None and entry.period is not None and is_cumulative(entry):
            groups["since April", entry.subject, entry.part, financial_year(entry.period)].add(at)
        if measure and measure.sums and measure.kind is Kind.ROLLING and (measure.sums, entry.part) in roots:
            groups["rolling", entry.subject, entry.part].add(at)
        if FLOWS.search(entry.subject):
            groups["came and went", entry.part, entry.period].add(at)
        if entry.nature is Nature.SHARE and entry.part and not entry.cell.has_counts:
            groups["parts", entry.subject, entry.period].add(at)
        if entry.cell.share is not None:
            groups["row of shares", entry.table, entry.line].add(at)
            groups["column of shares", entry.table, entry.column].add(at)
    yield from (frozenset(group) for group in groups.values())
    yield from _of_a_hundred(entries)


def _of_a_hundred(entries: Sequence[Entry]) -> Iterator[frozenset[int]]:
    """Rows and columns of percentages without counts that make up the whole."""
    lines: dict[Hashable, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        if entry.layout is Layout.CATEGORIES and entry.nature is Nature.SHARE and not entry.cell.has_counts:
            lines["row", entry.table, entry.line].append(at)
            lines["column", entry.table, entry.column].append(at)
    for places in lines.values():
        if NEARLY_ALL[0] <= sum(entries[at].cell.value or 0 for at in places) <= NEARLY_ALL[1]:
            yield frozenset(places)


def _beside(entries: Sequence[Entry]) -> Iterator[tuple[int, frozenset[int]]]:
    """An entry, and those that are masked with it but do not ask for it to be."""
    in_row: dict[tuple[int, int], set[int]] = defaultdict(set)
    for at, entry in enumerate(entries):
        in_row[entry.table, entry.line].add(at)
    shares_of: dict[Hashable, set[int]] = defaultdict(set)
    for at, entry in enumerate(entries):
        if entry.nature is Nature.SHARE and not entry.cell.has_counts and entry.measure:
            for counted in (entry.measure.counts_in, *entry.measure.share_of):
                if counted:
                    shares_of[counted, entry.part, entry.period].add(at)
    for at, entry in enumerate(entries):
        row = in_row[entry.table, entry.line]
        unknown = {other for other in row if entries[other].nature is Nature.BESIDE and other != at}
        shares: set[int] = set()
        if entry.nature is Nature.COUNT:
            shares |= shares_of[entry.subject, entry.part, entry.period]
            if entry.layout is Layout.CATEGORIES:
                shares |= {
                    other
                    for other in row
                    if entries[other].nature is Nature.SHARE and not entries[other].cell.has_counts
                }
        if unknown or shares:
            yield at, frozenset(unknown | shares)
