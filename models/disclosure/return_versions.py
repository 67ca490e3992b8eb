"""Versions of a return that others may lay side by side: what they were shown before, and what was kept from them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from data.returns.cells import plain
from data.returns.content import Return
from data.returns.text_files import Sheet
from models.disclosure.return_entries import Entry, Place, entries_of
from models.disclosure.return_quantities import Quantity, quantities_of


@dataclass(frozen=True)
class Earlier:
    """An earlier version: as its owner sees it, and the lines that others see of it.

    Both are needed, for what was masked is still in the sums of what was not.
    """

    found: Return
    for_others: tuple[Sheet, ...]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its figures."""
        return entries_of(self.found)

    def is_shown(self, entry: Entry) -> bool:
        """Whether others see a figure of it."""
        return all(self._theirs.get(place, "") == self._whole.get(place, "") for place in entry.places)

    @cached_property
    def _whole(self) -> Mapping[Place, str]:
        return _texts(self.found.sheets)

    @cached_property
    def _theirs(self) -> Mapping[Place, str]:
        return _texts(self.for_others)


class Before:
    """What earlier versions of a return (the oldest first) say to whoever holds them all.

    `shown` are the quantities that stood in one of them, `hidden` those that stood in none of those they were in.
    `left_out` are the entries that the return itself no longer has, each as the newest version has it. Of the return's
    own entries and then those, `again` are masked because the same figure was, and `released` were shown.
    """

    def __init__(self, entries: Sequence[Entry], earlier: Sequence[Earlier]) -> None:
        """`entries` are the return's own."""
        shown: set[Quantity] = set()
        met: set[Quantity] = set()
        texts_shown: set[Hashable] = set()
        texts_hidden: set[Hashable] = set()
        left_out: list[Entry] = []
        there = {entry.key for entry in entries}
        for number, version in reversed(list(enumerate(earlier, 1))):
            left_out += (_apart(entry, number) for entry in version.entries if entry.key not in there)
            there |= {entry.key for entry in version.entries}
            for entry in version.entries:
                is_shown = version.is_shown(entry)
                (texts_shown if is_shown else texts_hidden).add(_says(entry))
                (shown if is_shown else met).update(quantities_of(entry).values())
        self.shown = frozenset(shown)
        self.hidden = frozenset(met - shown)
        self.left_out = tuple(left_out)
        together = [*entries, *left_out]
        self.again = frozenset(at for at, entry in enumerate(together) if _says(entry) in texts_hidden)
        self.released = frozenset(at for at, entry in enumerate(together) if _says(entry) in texts_shown)


TABLES_OF_A_VERSION = 100_000
"""More than any return has: tables of different versions are different tables."""


def _apart(entry: Entry, version: int) -> Entry:
    return replace(entry, table=version * TABLES_OF_A_VERSION + entry.table)


def _says(entry: Entry) -> Hashable:
    """The figure and what it says: what was corrected is another."""
    return entry.key, plain(entry.cell.text)


def _texts(sheets: Iterable[Sheet]) -> Mapping[Place, str]:
    return {
        (sheet.name, line.number, column): text
        for sheet in sheets
        for line in sheet.lines
        for column, text in enumerate(line.cells)
    }
