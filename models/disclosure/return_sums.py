"""What in a return adds up to what: totals of rows and columns, breakdowns, quarters and years of their months."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from data.periods import Period, PeriodKind
from data.returns.cells import CellKind, plain
from data.returns.content import Layout, Return, Table
from data.returns.measures import Kind
from data.returns.months import financial_year
from models.disclosure.primary import LARGEST_MASKED
from models.disclosure.return_entries import Entry
from models.disclosure.return_quantities import BOTTOM, COUNT, TOP, Quantity, counted, quantities_of

TOTALS = frozenset({"total", "grand total", "all", "overall", "sum", "totals"})
WHOLES = (
    frozenset({"in area", "out of area"}),
    frozenset({"male", "female"}),
    frozenset({"boys", "girls"}),
    frozenset({"in city", "out of city"}),
)
MOST_TRIED = 12
"""Parts of which every choice is tried for one that makes up the whole."""
FINER = {
    PeriodKind.QUARTER: (PeriodKind.MONTH,),
    PeriodKind.FINANCIAL_YEAR: (PeriodKind.MONTH, PeriodKind.QUARTER),
    PeriodKind.CALENDAR_YEAR: (PeriodKind.MONTH, PeriodKind.QUARTER),
    PeriodKind.ACADEMIC_YEAR: (PeriodKind.MONTH,),
}
MONTHS_OF_A_YEAR = 12


_NUMBER = re.compile(r"(?<![\d/.-])\d{1,3}(?:,\d{3})+|(?<![\d/.-])\d+(?![\d/.-])")


@dataclass(frozen=True)
class Sum:
    """`total` is all of `parts` and `rest`, which no cell shows. A `public` total is known though it is not shown."""

    total: Quantity
    parts: tuple[Quantity, ...]
    rest: float = 0.0
    public: bool = False


@dataclass
class Sums:
    """Everything that adds up, the value of each quantity, and the entries (by place in the list) that show it.

    Of `loose` groups nobody can say how they belong together: where one of a group is masked, all are.
    """

    values: dict[Quantity, float] = field(default_factory=dict)
    shown_by: dict[Quantity, list[int]] = field(default_factory=lambda: defaultdict(list))
    sums: list[Sum] = field(default_factory=list)
    loose: list[frozenset[Quantity]] = field(default_factory=list)
    tried: set[Hashable] = field(default_factory=set)

    def add(self, total: Quantity, parts: Sequence[Quantity], *, needs_all: bool = True, public: bool = False) -> None:
        """Say that parts make up a total: exactly, or with a rest; a loose group where they are more than it."""
        if len(parts) < 1 or total in parts:
            return
        rest = self.values[total] - sum(self.values[part] for part in parts)
        whole_numbers = all(
            self.values[each] >= 0 and float(self.values[each]).is_integer() for each in (total, *parts)
        )
        if rest < 0 or not whole_numbers:
            if needs_all:
                self.loose.append(frozenset((total, *parts)))
            return
        made = Sum(total, tuple(parts), rest, public)
        if made not in self.tried:
            self.tried.add(made)
            self.sums.append(made)

    def leave_out_implied(self) -> None:
        """Leave out sums of which another says more: the same total, of more parts, and less left over."""
        of_total: dict[Quantity, list[Sum]] = defaultdict(list)
        for each in self.sums:
            of_total[each.total].append(each)
        self.sums = [
            each
            for each in self.sums
            if not each.rest
            or not any(other.rest <= each.rest and set(each.parts) < set(other.parts) for other in of_total[each.total])
        ]


def sums_of(
    found: Return,
    entries: Sequence[Entry],
    earlier: Sequence[tuple[Return, Sequence[Entry]]] = (),
    left_out: Sequence[Entry] = (),
) -> Sums:
    """All sums of a return, and of `earlier` versions with their entries, which a reader may lay beside it.

    What is the same in two versions is one quantity; of what was corrected, both values are in their own sums.
    `left_out` are the entries of earlier versions that this one no longer has: what adds up across is found too.
    """
    sums = Sums()
    together = [*entries, *left_out]
    for at, entry in enumerate(together):
        for quantity in quantities_of(entry).values():
            sums.shown_by[quantity].append(at)
    for version, its_own in ((found, entries), *earlier):
        shows = _valued(its_own, sums)
        _tables(version, its_own, shows, sums)
        for kind in (COUNT, TOP, BOTTOM):
            _breakdowns(_known(its_own, shows, kind), sums)
    _over_periods(together, _valued(together, sums), sums)
    sums.leave_out_implied()
    return sums


def _valued(entries: Sequence[Entry], sums: Sums) -> list[dict[str, Quantity]]:
    """The numbers that each entry shows, with their values put down."""
    shows = [quantities_of(entry) for entry in entries]
    for entry, made in zip(entries, shows, strict=True):
        cell = entry.cell
        for name, quantity in made.items():
            value = {COUNT: cell.value, TOP: cell.numerator, BOTTOM: cell.denominator}[name]
            sums.values[quantity] = value or 0.0
    return shows


def _known(
    entries: Sequence[Entry], shows: Sequence[Mapping[str, Quantity]], kind: str
) -> dict[tuple[str, str, Period], Quantity]:
    """What is added up, by what it is of. A count may stand in no row of its own, but as the denominator of others."""
    known = {
        entry.about: made[kind] for entry, made in zip(entries, shows, strict=True) if entry.about and kind in made
    }
    if kind == COUNT:
        for made in shows:
            for quantity in made.values():
                about = counted(quantity)
                if about is not None:
                    known.setdefault(about, quantity)
    return known


def _tables(found: Return, entries: Sequence[Entry], shows: Sequence[Mapping[str, Quantity]], sums: Sums) -> None:
    """What adds up in the rows and columns of each table."""
    for table in found.tables:
        if table.layout in (Layout.CATEGORIES, Layout.WIDE):
            cells = {
                (entry.line, entry.column): made[COUNT]
                for entry, made in zip(entries, shows, strict=True)
                if entry.table == table.number and COUNT in made
            }
            _rows(table, cells, sums)
            if table.layout is Layout.CATEGORIES:
                _columns(table, cells, sums)
                _title(table, cells, sums)


def _over_periods(entries: Sequence[Entry], shows: Sequence[Mapping[str, Quantity]], sums: Sums) -> None:
    """What adds up to a whole in each period, and to longer periods."""
    for kind in (COUNT, TOP, BOTTOM):
        known = _known(entries, shows, kind)
        _breakdowns(known, sums)
        in_period = {
            entry.about
            for entry in entries
            if entry.about and (entry.measure is None or entry.measure.kind is Kind.IN_PERIOD)
        }
        _periods({about: quantity for about, quantity in known.items() if about in in_period}, sums, kind)


def is_total(name: str) -> bool:
    """Whether a row or column is called a total."""
    return plain(name).casefold().strip(" :") in TOTALS


def _rows(table: Table, cells: Mapping[tuple[int, int], Quantity], sums: Sums) -> None:
    """Rows called total, of the rows above them since the last one."""
    start = 0
    for at, row in enumerate(table.rows):
        if not is_total(row.name):
            continue
        above = table.rows[start:at]
        start = at + 1
        for place in range(1, len(row.cells)):
            parts = [cells[each.line, place] for each in above if (each.line, place) in cells]
            total = cells.get((row.line, place))
            if total is not None and parts:
                unknown = any(each.cells[place].kind is CellKind.MISSING for each in above if place < len(each.cells))
                sums.add(total, parts, needs_all=table.layout is Layout.CATEGORIES or unknown)


def _columns(table: Table, cells: Mapping[tuple[int, int], Quantity], sums: Sums) -> None:
    """Columns called total, of the columns before them since the last one."""
    start = 1
    for heading in table.headings[1:]:
        if not is_total(heading.text):
            continue
        for row in table.rows:
            parts = [cells[row.line, place] for place in range(start, heading.column) if (row.line, place) in cells]
            total = cells.get((row.line, heading.column))
            if total is not None and parts:
                sums.add(total, parts)
        start = heading.column + 1


def _title(table: Table, cells: Mapping[tuple[int, int], Quantity], sums: Sums) -> None:
    """A title that says what a column adds up to, or nearly: `KS5: number of pupils 54`."""
    told = [float(number.replace(",", "")) for number in _NUMBER.findall(table.title)]
    lines = [row.line for row in table.rows if not is_total(row.name)]
    for heading in table.headings[1:]:
        parts = [cells[line, heading.column] for line in lines if (line, heading.column) in cells]
        for number in told:
            if parts and abs(number - sum(sums.values[part] for part in parts)) <= LARGEST_MASKED:
                total = ("title", table.title, heading.column, number)
                sums.values[total] = number
                sums.add(total, parts, public=True)


def _breakdowns(known: Mapping[tuple[str, str, Period], Quantity], sums: Sums) -> None:
    """Parts of one measure in one period against the whole, as far as they make it up."""
    groups: dict[tuple[str, Period], dict[str, Quantity]] = defaultdict(dict)
    for (subject, part, period), quantity in known.items():
        groups[subject, period][part] = quantity
    for parts in groups.values():
        whole = parts.pop("", None)
        tried = ("breakdown", whole, frozenset(parts.values()))
        if whole is None or not parts or tried in sums.tried:
            continue
        sums.tried.add(tried)
        for names in list(_dimensions(sums.values[whole], {name: sums.values[each] for name, each in parts.items()})):
            sums.add(whole, [parts.pop(name) for name in names])
        if parts:
            sums.add(whole, list(parts.values()))


def _dimensions(whole: float, parts: dict[str, float]) -> Iterator[tuple[str, ...]]:
    """The ways of dividing the whole that the parts are: each of some parts that add up to it."""
    left = dict(parts)
    for names in WHOLES:
        if names <= set(left) and sum(left[name] for name in names) == whole:
            yield tuple(sorted(names))
            left = {name: value for name, value in left.items() if name not in names}
    while len(left) > 1:
        found = _makes_up(whole, left)
        if not found:
            return
        yield found
        left = {name: value for name, value in left.items() if name not in found}


def _makes_up(whole: float, parts: dict[str, float]) -> tuple[str, ...]:
    if sum(parts.values()) == whole:
        return tuple(parts)
    if len(parts) > MOST_TRIED:
        return ()
    for size in range(len(parts) - 1, 1, -1):
        for names in combinations(parts, size):
            if sum(parts[name] for name in names) == whole:
                return names
    return ()


def _periods(known: Mapping[tuple[str, str, Period], Quantity], sums: Sums, kind: str) -> None:
    """Quarters and years of counts against the months within them; a whole year's sum will be published."""
    rows: dict[tuple[str, str], dict[Period, Quantity]] = defaultdict(dict)
    for (subject, part, period), quantity in known.items():
        rows[subject, part][period] = quantity
    for row, by_period in rows.items():
        for period, total in by_period.items():
            for finer in FINER.get(period.kind, ()):
                within = [
                    each
                    for each in by_period
                    if each.kind is finer and period.start <= each.start <= each.end <= period.end
                ]
                if within:
                    sums.add(total, [by_period[each] for each in within], needs_all=False)
        years: dict[int, list[Period]] = defaultdict(list)
        for period in by_period:
            if period.kind is PeriodKind.MONTH:
                years[financial_year(period)].append(period)
        for year, months in years.items():
            if len(months) == MONTHS_OF_A_YEAR and not row[1]:
                total = ("published year", kind, row, year)
                sums.values[total] = sum(sums.values[by_period[month]] for month in months)
                sums.add(total, [by_period[month] for month in months], public=True)
