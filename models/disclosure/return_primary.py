"""Which figures of a return are masked for themselves: small counts, and what says them in another form.

A percentage without its counts says them to whoever knows of how many children it is: from another row or column of the
return, from the other percentages beside it (models/checking/cohorts), or roughly, because such groups are never large.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import pairwise

from data.periods import PeriodKind
from data.returns.cells import Cell
from data.returns.content import Layout
from data.returns.measures import Kind
from data.returns.months import financial_year
from models.checking.cohorts import cohort_of
from models.disclosure.primary import LARGEST_MASKED
from models.disclosure.return_entries import Entry, Nature
from models.disclosure.return_quantities import BOTTOM, COUNT, TOP, Quantity, quantities_of

SMALLEST_POPULATION = 8_000
"""Children of nearly the smallest authority: what a rate is of where nobody says."""
FEW_PUPILS, FEW_CHILDREN = 30, 100
"""How many a percentage may be of, at the least, where nobody says: pupils of one year, children of one kind."""
OF_A_YEAR = ("gld", "ks1", "ks2", "ks4")
"""How the ids of measures begin that are of the pupils of one year."""
CUMULATIVE = re.compile(r"\b(?:ac)?cumulative|\bytd\b|\byear to date\b|\bsince april\b", re.IGNORECASE)
WITHIN_A_YEAR = (PeriodKind.MONTH, PeriodKind.QUARTER)
_TOLD = re.compile(r"(?<![\d.,])[1-5](?![\d,.]*\d)|\b(?:one|two|three|four|five)\b", re.IGNORECASE)
_HALF_A_CHILD = 0.5


def flagged(
    entries: Sequence[Entry], population: float | None, released: Set[int] = frozenset()
) -> tuple[frozenset[int], frozenset[Quantity]]:
    """The entries (places in the list) that are masked for themselves, and the quantities that nobody may find.

    `released` entries were shown before: of two figures that say a small count between them, the other one is masked.
    """
    children = population or _implied_population(entries) or SMALLEST_POPULATION
    sizes = _Sizes(entries)
    cells: set[int] = set()
    hidden: set[Quantity] = set()
    for at, entry in enumerate(entries):
        shown = quantities_of(entry)
        few = _few(entry)
        if few or _tells(entry, sizes.of(at), children):
            cells.add(at)
            hidden |= {shown[kind] for kind in (COUNT, TOP) if kind in shown}
            hidden |= {shown[BOTTOM]} if BOTTOM in few else set()
    pairs = (*_parts_nearly_whole(entries), *_before_the_year(entries), *_shares_of_the_rest(entries))
    others = (other if at in released else at for at, other in pairs)
    for at in (*_run_up(entries, children), *others):
        cells.add(at)
        hidden |= {quantity for kind, quantity in quantities_of(entries[at]).items() if kind != BOTTOM}
    return frozenset(cells), frozenset(hidden)


def is_few(count: float | None) -> bool:
    """Whether a number is above none and at most 5."""
    return count is not None and 0 < count <= LARGEST_MASKED


def is_cumulative(entry: Entry) -> bool:
    """Whether a figure runs up from April."""
    return entry.measure.kind is Kind.CUMULATIVE if entry.measure else bool(CUMULATIVE.search(entry.name))


def _few(entry: Entry) -> frozenset[str]:
    """Which of a figure's own numbers are small, the numerator also where few are not in it."""
    cell = entry.cell
    made = set()
    if entry.nature is not Nature.OTHER and entry.nature is not Nature.SHARE and entry.nature is not Nature.RATE:
        before = None if cell.value is None or cell.change is None else cell.value - cell.change
        made |= {COUNT} if any(is_few(number) for number in (cell.value, before)) else set()
    above, below = cell.numerator, cell.denominator
    outside = below - above if above is not None and below is not None else None
    if is_few(above) or is_few(outside):
        made.add(TOP)
    if is_few(below) or (is_few(above) and is_few(outside)):
        made |= {TOP, BOTTOM}
    return frozenset(made)


def _tells(entry: Entry, sizes: Sequence[float], children: float) -> bool:
    """Whether a figure that is no count says one that is small."""
    cell = entry.cell
    if entry.nature is Nature.WORDS or (cell.note and _TOLD.search(cell.note)):
        return True
    if cell.value is None:
        return False
    if entry.nature is Nature.SHARE and not cell.has_counts:
        return (entry.measure is None or entry.measure.of_children) and any(_share_tells(cell, size) for size in sizes)
    if entry.nature is Nature.RATE:
        per = entry.measure.per if entry.measure and entry.measure.per > 1 else 10_000
        least = (cell.value - 10.0**-cell.decimals / 2) * children / per
        return cell.value > 0 and least < LARGEST_MASKED + _HALF_A_CHILD
    return False


def _share_tells(cell: Cell, size: float) -> bool:
    """Whether a percentage of `size` children, rounded or cut off, may be one of 1 to 5 in it or out of it."""
    step = 10.0**-cell.decimals
    value = cell.value or 0.0
    least, most = (value - step / 2) * size / 100, (value + step) * size / 100
    counts = range(max(math.ceil(least - 1e-9), 0), min(math.floor(most + 1e-9), int(size)) + 1)
    possible = [float(count) for count in counts] or [value * size / 100]
    return any(is_few(number) for count in possible for number in (count, size - count))


class _Sizes:
    """Of how many children a percentage without counts may be."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._counts: Mapping[tuple[object, ...], list[float]] = defaultdict(list)
        self._in_row: Mapping[tuple[int, int], list[float]] = defaultdict(list)
        self._in_column: Mapping[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
        self._cohorts: Mapping[tuple[object, ...], list[float]] = defaultdict(list)
        for entry in entries:
            cell, measure = entry.cell, entry.measure
            if entry.nature is Nature.COUNT and cell.value:
                self._counts[entry.subject, entry.part, entry.period].append(cell.value)
                self._in_row[entry.table, entry.line].append(cell.value)
            if entry.nature is Nature.SHARE and not cell.has_counts and cell.value:
                self._in_column[entry.table, entry.column].append((cell.value, cell.decimals))
            if measure and measure.cohort_of and cell.denominator:
                self._cohorts[measure.cohort_of, entry.period].append(cell.denominator)
        self._fitting: dict[tuple[int, int], float | None] = {}

    def of(self, at: int) -> Sequence[float]:
        """The sizes that are known of the entry at this place, else a small one."""
        entry = self._entries[at]
        if entry.nature is not Nature.SHARE or entry.cell.has_counts:
            return ()
        measure = entry.measure
        if entry.cell.denominator:
            return (entry.cell.denominator,)
        counted = measure.share_of[1] if measure and measure.share_of else measure.counts_in if measure else ""
        if counted and (known := self._counts[counted, entry.part, entry.period]):
            return known
        if measure and measure.cohort_of and (known := self._cohorts[measure.cohort_of, entry.period]):
            return known
        if entry.layout is Layout.CATEGORIES and (known := self._in_row[entry.table, entry.line]):
            return known
        one_group = entry.layout in (Layout.PAIRS, Layout.CATEGORIES)
        if one_group and (fitting := self._of_column(entry.table, entry.column)):
            return (fitting,)
        of_a_year = measure.id.startswith(OF_A_YEAR) if measure else one_group or entry.layout is Layout.YEARS
        return (FEW_PUPILS if of_a_year else FEW_CHILDREN,)

    def _of_column(self, table: int, column: int) -> float | None:
        """The one size of which the shares of a column can be."""
        key = (table, column)
        if key not in self._fitting:
            found = cohort_of(self._in_column[key])
            self._fitting[key] = found.size if found else None
        return self._fitting[key]


def _implied_population(entries: Sequence[Entry]) -> float | None:
    """The least population that rates and their counts in the return have between them."""
    counts = {entry.about: entry.cell.value for entry in entries if entry.nature is Nature.COUNT and entry.cell.value}
    implied = []
    for entry in entries:
        measure = entry.measure
        if not (measure and measure.rate_of and measure.kind is Kind.SNAPSHOT and entry.period and entry.cell.value):
            continue
        if count := counts.get((measure.rate_of, entry.part, entry.period)):
            implied.append(measure.per * count / entry.cell.value)
    return min(implied, default=None)


def _run_up(entries: Sequence[Entry], children: float) -> Iterator[int]:
    """What counts from April, where two figures of a year differ by few: the months between them."""
    for rows in rows_of(entries, is_cumulative).values():
        for before, after in pairwise(rows):
            one, two = entries[before], entries[after]
            if one.period is None or two.period is None or financial_year(one.period) != financial_year(two.period):
                continue
            scale = 1.0
            if two.nature is Nature.RATE:
                scale = children / (two.measure.per if two.measure and two.measure.per > 1 else 10_000)
            pairs = (
                (one.cell.value, two.cell.value) if two.nature in (Nature.COUNT, Nature.RATE) else (None, None),
                (one.cell.numerator, two.cell.numerator),
                (one.cell.denominator, two.cell.denominator),
            )
            apart = [(second - first) * scale for first, second in pairs if first is not None and second is not None]
            if any(is_few(number) for number in apart):
                yield from (before, after)


def rows_of(entries: Sequence[Entry], wanted: Callable[[Entry], bool]) -> Mapping[tuple[str, str, str], list[int]]:
    """The figures within years of each measure and part that are `wanted`, by date."""
    rows: dict[tuple[str, str, str], list[tuple[date, int]]] = defaultdict(list)
    for at, entry in enumerate(entries):
        if entry.period is not None and entry.period.kind in WITHIN_A_YEAR and entry.subject and wanted(entry):
            rows[entry.subject, entry.part, entry.nature].append((entry.period.end, at))
    return {row: [at for _, at in sorted(places)] for row, places in rows.items()}


def _parts_nearly_whole(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Counts that are all but few of the count that they are a part of, and that count."""
    counts = {entry.about: at for at, entry in enumerate(entries) if entry.nature is Nature.COUNT}
    for at, entry in enumerate(entries):
        if entry.nature is Nature.COUNT and entry.measure and entry.measure.part_of and entry.period:
            whole = counts.get((entry.measure.part_of, entry.part, entry.period))
            if whole is not None and _few_apart(entries[whole], entry):
                yield at, whole


def _before_the_year(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Rolling years that are few more than what was counted since April (the months before it), and that count."""
    since_april = {
        (entry.measure.sums, entry.part, entry.period): at
        for at, entry in enumerate(entries)
        if entry.measure and entry.measure.sums and entry.measure.kind is Kind.CUMULATIVE
    }
    for at, entry in enumerate(entries):
        if entry.measure and entry.measure.sums and entry.measure.kind is Kind.ROLLING:
            known = since_april.get((entry.measure.sums, entry.part, entry.period))
            if known is not None and _few_apart(entry, entries[known]):
                yield at, known


def _shares_of_the_rest(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Shares of a part, and of the whole, between which all but few of the rest are: 0 of 8, and 11 of 20."""
    wholes: dict[tuple[str, object], int] = {}
    for at, entry in enumerate(entries):
        if entry.about and not entry.part and entry.cell.has_counts:
            wholes[entry.subject, entry.period] = at
    for at, entry in enumerate(entries):
        whole = wholes.get((entry.subject, entry.period)) if entry.part and entry.cell.has_counts else None
        if whole is not None and is_few(_left_out(entries[whole].cell) - _left_out(entry.cell)):
            yield at, whole


def _left_out(cell: Cell) -> float:
    return (cell.denominator or 0.0) - (cell.numerator or 0.0)


def _few_apart(more: Entry, less: Entry) -> bool:
    return more.cell.value is not None and less.cell.value is not None and is_few(more.cell.value - less.cell.value)
