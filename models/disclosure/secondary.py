"""Secondary suppression: further cells of a table are masked, so that its sums do not give the small ones away.

Source: Hundepool and others (2012), Statistical Disclosure Control, chapter 4. A masked small count must be able to be
anything from 1 to 5, as far as a reader of the table can tell, and any other masked cell must be uncertain by as much.
The order is that of the field: the next smallest cell of the line first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Integers
from models.disclosure.primary import Zero
from models.disclosure.readers import Reader, Setting
from models.disclosure.tables import Table


@dataclass(frozen=True)
class Protection:
    """Which cells of a table are masked, in its shape.

    `small` are those masked for themselves, or for another table, and `protecting` those masked so that the others
    cannot be found; a reader is shown one and the same mark for both. `found` are cells that can be worked out all the
    same, because what gives them away was shown before.
    """

    setting: Setting
    small: Flags
    protecting: Flags
    found: Flags

    @property
    def hidden(self) -> Flags:
        """All masked cells."""
        return self.small | self.protecting

    def seen_by(self, owner: str | None = None) -> Floats:
        """The table as a reader sees it, NaN where masked, missing or not printed; an owner's rows are never masked."""
        table = self.setting.table
        mine = np.zeros(table.shape, dtype=np.bool_)
        mine[: len(self.setting.owners)] = [[owner is not None and name == owner] for name in self.setting.owners]
        shown = self.setting.printed.reshape(table.shape) & (mine | ~self.hidden)
        return np.where(shown & ~table.missing.reshape(table.shape), table.cells, np.nan)


def protect(
    table: Table,
    zero: Zero = Zero.SHOWN,
    *,
    printed: Flags | None = None,
    released: Flags | None = None,
    masked: Flags | None = None,
    owners: Sequence[str | None] = (),
) -> Protection:
    """Mask the small counts of a table, and as many others as keep them from being found.

    Small cells are masked first. While a reader can work a cell out too closely, the smallest visible cell of a line
    that it stands in is masked too (the line with the fewest masks first). In the end those masks are taken off again,
    from the largest, that turn out not to be needed. `printed` and `released` are flags in the table's shape (all and
    none when not given), `masked` those that are masked for another table's sake and must not be found here either,
    `owners` the owner of each row. No reader alone finds anything: two owners who lay their own
    counts together are not provided against.
    """
    everything = np.ones(table.shape, dtype=np.bool_)
    setting = Setting(
        table=table,
        zero=zero,
        printed=(everything if printed is None else printed).ravel(),
        released=(~everything if released is None else released).ravel(),
        owners=tuple(owners) or (None,) * table.counts.shape[0],
    )
    few = setting.small & setting.printed
    if masked is not None:
        few = few | (masked.ravel() & setting.maskable)
    hidden = few.copy()
    _complete_lines(setting, hidden)
    readers = setting.readers()
    given_up = _mask_until_safe(setting, readers, hidden)
    _take_off(setting, readers, hidden, few, given_up)
    found = np.zeros(len(hidden), dtype=np.bool_)
    found[[cell for place, cell in given_up if not readers[place].told]] = True
    shape = table.shape
    return Protection(setting, few.reshape(shape), (hidden & ~few).reshape(shape), found.reshape(shape))


def _mask_until_safe(setting: Setting, readers: Sequence[Reader], hidden: Flags) -> set[tuple[int, int]]:
    """Mask further cells in `hidden` until no reader finds any, or nothing more can be masked: those are returned.

    What is safe stays so when more is masked, so every cell is tried once by every reader.
    """
    _show(readers, hidden)
    given_up: set[tuple[int, int]] = set()
    tried: set[tuple[int, int]] = set()
    while waiting := [pair for pair in _concerns(setting, readers, hidden) if pair not in tried]:
        for place, cell in waiting:
            while readers[place].finds(cell):
                further = _next_smallest(setting, hidden, cell)
                if further is None:
                    given_up.add((place, cell))
                    break
                hidden[further] = True
                _show(readers, hidden)
        tried.update(waiting)
    return given_up


def _take_off(
    setting: Setting, readers: Sequence[Reader], hidden: Flags, few: Flags, given_up: set[tuple[int, int]]
) -> None:
    """Take off the masks in `hidden`, from the largest cell, that are neither for a small count nor needed."""
    for cell in _smallest_first(setting, hidden & ~few)[::-1]:
        hidden[cell] = False
        _show(readers, hidden)
        concerns = (pair for pair in _concerns(setting, readers, hidden) if pair not in given_up)
        hidden[cell] = any(readers[place].finds(other) for place, other in concerns)


def _concerns(setting: Setting, readers: Sequence[Reader], hidden: Flags) -> list[tuple[int, int]]:
    """Which reader (place) may not find which cell, the smallest cells first."""
    return [
        (place, cell)
        for place, reader in enumerate(readers)
        for cell in _smallest_first(setting, reader.concerned(hidden))
    ]


def _show(readers: Sequence[Reader], hidden: Flags) -> None:
    for reader in readers:
        reader.look(hidden)


def _complete_lines(setting: Setting, hidden: Flags) -> None:
    """In every line with one unknown cell, which is then found by subtraction, mask the next smallest as well."""
    changed = True
    while changed:
        changed = False
        for line in setting.table.equations:
            unknown = line[hidden[line] | setting.unseen[line]]
            if len(unknown) == 1 and (hidden | setting.small)[unknown[0]]:
                further = _smallest(setting, hidden, line)
                if further is not None:
                    hidden[further] = changed = True


def _next_smallest(setting: Setting, hidden: Flags, cell: int) -> int | None:
    """The cell to mask next so that `cell` is harder to find: in its own lines, else in those they lead to, or None."""
    reached, lines = {cell}, list(setting.table.equations)
    while True:
        touching = [line for line in lines if not reached.isdisjoint(line.tolist())]
        for line in sorted(touching, key=lambda line: int((hidden[line] | setting.unseen[line]).sum())):
            further = _smallest(setting, hidden, line)
            if further is not None:
                return further
        wider = reached.union(*(line.tolist() for line in touching))
        if wider == reached:
            return None
        reached = wider


def _smallest(setting: Setting, hidden: Flags, line: Integers) -> int | None:
    """The smallest cell of a line that can still be masked; of equals, one that has masks in its other lines."""
    able = line[setting.maskable[line] & ~hidden[line]]
    if not len(able):
        return None
    value = setting.table.cells.ravel()
    crossing = [sum(int(hidden[other].sum()) for other in setting.table.equations if cell in other) for cell in able]
    return int(min(zip(value[able], [-number for number in crossing], able, strict=True))[2])


def _smallest_first(setting: Setting, cells: Flags) -> list[int]:
    found = np.flatnonzero(cells)
    return [int(cell) for cell in found[np.argsort(setting.table.cells.ravel()[found], kind="stable")]]
