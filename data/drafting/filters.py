"""Which columns say whom a row counts, and which of their values together make a series of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from data.drafting.survey import Survey
from data.drafting.totals import totals_among
from data.periods import Status

# A column of whole numbers may be a filter (an age, a year group) where rows cannot be told apart without it.
MOST_NUMBERS = 200
FULLNESS = 0.5
# Above so many filters, totals are looked for one filter at a time and in all at once, not in every set of them.
MOST_FILTERS = 9


@dataclass(frozen=True)
class Filters:
    """The filters of a file. `constant` have one value; `status` says how settled figures are; `aside` are the rest.

    `numbers` are the filters whose values are numbers. `notes` are sentences on why.
    """

    names: tuple[str, ...]
    status: str
    constant: Mapping[str, str]
    aside: tuple[str, ...]
    numbers: tuple[str, ...]
    notes: tuple[str, ...]


def find_filters(found: Survey) -> Filters:
    """Tell the filters among the columns of words: those without which two rows would speak of the same figure."""
    file, notes = found.file, []
    codes = {name: file.texts(name)[0] for name in found.words}
    texts = {name: file.texts(name)[1] for name in found.words}
    cell = _joined([file.areas, file.period_codes])
    constant = {name: texts[name][codes[name][0]] for name in found.words if _count([codes[name]]) == 1}
    varying = [name for name in found.words if name not in constant]
    cells = _count([cell])
    aside = [name for name in varying if _count([cell, codes[name]]) == cells]
    status = _status(found, aside, codes, texts)
    for name in aside:
        why = "says how settled the figures are" if name == status else "has one value for each place and period"
        notes.append(f"'{name}' {why}, so that it is no filter.")
    kept = [name for name in varying if name not in aside]
    needed = _count([cell, *(codes[name] for name in kept)])
    for name in sorted(kept, key=lambda name: -len(texts[name])):
        others = [codes[other] for other in kept if other != name]
        is_needed = _count([cell, *others]) < needed
        says_more = _count([*others, codes[name]]) > _count(others) if others else True
        if not is_needed and says_more:
            kept.remove(name)
            aside.append(name)
            notes.append(f"'{name}' differs from row to row where the filters do not, so that it is no filter.")
    numbers = _numbers_needed(found, [cell, *(codes[name] for name in kept)], notes)
    return Filters((*kept, *numbers), status, constant, tuple(aside), numbers, tuple(notes))


def _status(
    found: Survey, names: Sequence[str], codes: Mapping[str, np.ndarray], texts: Mapping[str, list[str]]
) -> str:
    for name in names:
        words = {texts[name][code].strip().casefold() for code in np.unique(codes[name])}
        by_period = _count([found.file.period_codes, codes[name]]) == _count([found.file.period_codes])
        if words <= set(Status) and by_period:
            return name
    return ""


def _numbers_needed(found: Survey, key: list[np.ndarray], notes: list[str]) -> tuple[str, ...]:
    """Columns of whole numbers without which rows could not be told apart."""
    rows, taken = len(found.file.areas), []
    distinct = {name: _count([found.file.texts(name)[0]]) for name in found.figures}
    candidates = sorted(
        (name for name, count in distinct.items() if 1 < count <= MOST_NUMBERS and found.is_whole(name)),
        key=lambda name: distinct[name],
    )
    now = _count(key)
    if now < rows:
        for name in candidates:
            # A filter is crossed with the others; a figure that happens to differ is not.
            is_crossed = rows >= FULLNESS * distinct[name] * now and len(found.figures) > 1
            if is_crossed and _count([*key, found.file.texts(name)[0]]) == rows:
                notes.append(f"'{name}' holds numbers and is a filter: without it two rows speak of the same figure.")
                taken.append(name)
                break
        else:
            notes.append(
                f"{rows - now:,} rows speak of the same place, period and filters as another: where two give "
                "different figures the file is refused."
            )
    return tuple(taken)


def _joined(columns: Sequence[np.ndarray]) -> np.ndarray:
    """One code (rows,) for each distinct combination."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for codes in columns:
        key = np.unique(key * (int(codes.max()) + 1) + codes, return_inverse=True)[1]
    return key


def _count(columns: Sequence[np.ndarray]) -> int:
    """How many distinct combinations there are."""
    return int(_joined(columns).max()) + 1 if len(columns[0]) else 0


@dataclass(frozen=True)
class Series:
    """Rows that make one series: the value of each filter that is needed to name them."""

    where: Mapping[str, str]
    at_total: frozenset[str]


class Combinations:
    """Every combination of filter values that authorities have figures for, and which of them is a total of which."""

    def __init__(self, found: Survey, names: Sequence[str], rows: np.ndarray) -> None:
        """`rows` are the positions of the rows of authorities, in the periods of one kind."""
        self.names = tuple(names)
        self.rows = rows
        self.texts = [found.file.texts(name)[1] for name in names]
        columns = [found.file.texts(name)[0][rows] for name in names]
        self.code = _joined(columns) if columns else np.zeros(len(rows), dtype=np.int64)
        _, first = np.unique(self.code, return_index=True)
        self.first = first
        self.values = np.stack([codes[first] for codes in columns], axis=1) if columns else np.zeros((1, 0), dtype=int)
        said = [found.meta[name].total if name in found.meta else "" for name in names]
        self.totals = [self._totals(place, text) for place, text in enumerate(said)]

    def _totals(self, place: int, said: str) -> frozenset[int]:
        """The codes of a filter's totals: several where each is that of other values of the other filters."""
        present = np.unique(self.values[:, place])
        texts = [self.texts[place][code] for code in present]
        candidates = present[totals_among(texts, said)]
        if len(candidates) < 2:
            return frozenset(map(int, candidates))
        rows = self.values[np.isin(self.values[:, place], candidates)]
        others = np.delete(rows, place, axis=1)
        is_one_each = len(np.unique(others, axis=0)) == len(others)
        return frozenset(map(int, candidates)) if is_one_each else frozenset()

    def normal(self) -> np.ndarray:
        """The combinations with every total of a filter under one code, that of the first."""
        found = self.values.copy()
        for place, totals in enumerate(self.totals):
            if totals:
                found[np.isin(found[:, place], list(totals)), place] = min(totals)
        return found

    def headline(self, open_filters: frozenset[str]) -> np.ndarray:
        """A mask of the combinations that are no breakdown of another, but by the filters that are open."""
        normal = self.normal()
        closed = [place for place, name in enumerate(self.names) if self.totals[place] and name not in open_filters]
        keys = {tuple(row) for row in normal.tolist()}
        sizes = range(1, len(closed) + 1) if len(closed) <= MOST_FILTERS else (1, len(closed))
        is_headline = np.ones(len(normal), dtype=bool)
        for size in sizes:
            for places in combinations(closed, size):
                raised = normal.copy()
                for place in places:
                    raised[:, place] = min(self.totals[place])
                differs = (raised != normal).any(axis=1) & is_headline
                for row in np.flatnonzero(differs):
                    if tuple(raised[row].tolist()) in keys:
                        is_headline[row] = False
        return is_headline

    def series(self, place: int) -> Series:
        """One combination, by the words of its values."""
        row = self.values[place]
        where = {name: self.texts[at][row[at]] for at, name in enumerate(self.names)}
        at_total = frozenset(name for at, name in enumerate(self.names) if int(row[at]) in self.totals[at])
        return Series(where, at_total)

    def total_of(self, place: int, name: str) -> Series | None:
        """The combination that is the same but for one filter, which is at its total there."""
        at = self.names.index(name)
        if not self.totals[at]:
            return None
        wanted = self.values[place].copy()
        for total in self.totals[at]:
            wanted[at] = total
            found = np.flatnonzero((self.values == wanted).all(axis=1))
            if len(found):
                return self.series(int(found[0]))
        return None
