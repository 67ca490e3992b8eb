"""Secondary suppression: further cells of a table are masked, so that its sums do not give the small ones away.

Source: Hundepool and others (2012), Statistical Disclosure Control, chapter 4. A masked small count must be able to be
anything from 1 to 5, as far as a reader of the table can tell, and any other masked cell must be uncertain by as much.
The order is that of the field: the next smallest cell of the line first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats
from models.disclosure.intruder import Knowledge, held_down
from models.disclosure.primary import LARGEST_MASKED, SMALLEST_MASKED, Zero, small
from models.disclosure.tables import Table

# How far apart the least and the most that a masked cell could be must lie.
PROTECTION_RANGE = LARGEST_MASKED - SMALLEST_MASKED


@dataclass(frozen=True)
class Setting:
    """A table and how it is shown; the flags are flat, one a cell.

    `printed` cells are shown unless masked; a cell that is not (a month behind a running total) is protected all the
    same. `released` cells have been shown before, so that masking them now protects nobody. `owners` (r,) names who
    owns each row of counts and so sees it unmasked.
    """

    table: Table
    zero: Zero
    printed: Flags
    released: Flags
    owners: tuple[str | None, ...]

    @property
    def small(self) -> Flags:
        """The cells that must not be found: small counts, shown or not, that were not shown before."""
        return small(self.table.cells.ravel(), self.zero) & ~self.released & ~self.table.missing

    @property
    def maskable(self) -> Flags:
        """The cells that can be masked."""
        something = self.table.cells.ravel() >= max(self.zero.least, 0 if self.zero is Zero.MASKED else 1)
        return self.printed & ~self.released & ~self.table.missing & something

    @property
    def readers(self) -> tuple[Flags, ...]:
        """What each kind of reader knows beforehand: nothing, or the counts of an owner (r x c, flat)."""
        shape = self.table.counts.shape
        rows = [np.array([owner == name for owner in self.owners]) for name in dict.fromkeys(self.owners) if name]
        return (
            np.zeros(shape[0] * shape[1], dtype=np.bool_),
            *(np.repeat(row, shape[1]) for row in rows),
        )

    def knowledge(self, hidden: Flags, own: Flags, *, told: bool) -> Knowledge:
        """What a reader knows of the counts: what is shown, what is the reader's `own`, and that a mask is not a 0.

        One who is `told` which masked cells are the small ones knows more of each masked cell: 1 to 5, or 6 or more.
        """
        value = self.table.cells.ravel()
        lower = np.where(hidden, float(self.zero.least), np.where(self.printed, value, 0.0))
        upper = np.where(hidden | ~self.printed, np.inf, value)
        if told:
            few = hidden & small(value, self.zero)
            lower = np.where(hidden & ~few, LARGEST_MASKED + 1.0, lower)
            upper = np.where(few, float(LARGEST_MASKED), upper)
        rows, columns = self.table.counts.shape
        counts = np.nan_to_num(self.table.counts).ravel()
        known = own | np.isnan(self.table.counts).ravel()
        within = (slice(0, rows), slice(0, columns))
        return Knowledge(
            sums=self.table.matrix,
            lower=lower,
            upper=upper,
            least=np.where(known, counts, lower.reshape(self.table.shape)[within].ravel()),
            most=np.where(known, counts, upper.reshape(self.table.shape)[within].ravel()),
        )

    def found_out(self, hidden: Flags, possible: dict[tuple[int, bool], Floats] | None = None) -> Flags:
        """Which cells (flat) some reader can work out too closely when `hidden` cells are masked and no others.

        A reader of the table alone must find each small count able to be 1 to 5 and each other masked cell uncertain by
        PROTECTION_RANGE; one who is told which masked cells are small must find none of them exactly. `possible` keeps
        what each reader's counts could be between one call and the next.
        """
        possible = {} if possible is None else possible
        value = self.table.cells.ravel()
        few, counts = self.small, np.nan_to_num(self.table.counts).ravel()
        at_least = np.maximum(self.table.matrix @ self._least_behind(), self.zero.least)
        low = np.where(few, at_least, value)
        high = np.where(few, np.maximum(at_least, LARGEST_MASKED), value)
        width = np.where(few, 0, PROTECTION_RANGE)
        found = np.zeros(len(value), dtype=np.bool_)
        for reader, own in enumerate(self.readers):
            others = self.table.matrix @ ~own > 0
            if own.any():  # an owner's own counts narrow every sum they are in; the others' counts are what to protect
                others &= self.table.matrix.sum(axis=1) == 1
            for told in (False, True):
                at = np.flatnonzero((few | hidden) & others & ~found)
                wanted = (value[at], value[at], np.ones(len(at))) if told else (low[at], high[at], width[at])
                known, points = self.knowledge(hidden, own, told=told), possible.get((reader, told), counts[None, :])
                held, possible[reader, told] = held_down(known, self.table.matrix[at], *wanted, points)
                found[at[held]] = True
        return found

    def _least_behind(self) -> Floats:
        """The least that each count can be taken for when all that can be masked is: 1 a mask, as 0 would be shown."""
        rows, columns = self.table.counts.shape
        maskable = self.maskable.reshape(self.table.shape)[:rows, :columns].ravel()
        printed = self.printed.reshape(self.table.shape)[:rows, :columns].ravel()
        counts = np.nan_to_num(self.table.counts).ravel()
        return np.where(maskable, float(self.zero.least), np.where(printed, counts, 0.0))


@dataclass(frozen=True)
class Protection:
    """Which cells of a table are masked, in its shape.

    `small` are those masked for themselves and `protecting` those masked so that the others cannot be found; a reader is
    shown one and the same mark for both. `found` are cells that can be worked out all the same, because what gives them
    away was shown before.
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
        """The table as a reader sees it, NaN where masked or not printed; an owner sees the owned rows of counts."""
        table = self.setting.table
        shown = self.setting.printed.reshape(table.shape) & ~self.hidden & ~table.missing.reshape(table.shape)
        if owner is not None:
            rows, columns = table.counts.shape
            mine = np.array([name == owner for name in self.setting.owners])
            shown[:rows, :columns] |= mine[:, None] & ~np.isnan(table.counts)
        return np.where(shown, table.cells, np.nan)


def protect(
    table: Table,
    zero: Zero = Zero.SHOWN,
    *,
    printed: Flags | None = None,
    released: Flags | None = None,
    owners: Sequence[str | None] = (),
) -> Protection:
    """Mask the small counts of a table, and as many others as keep them from being found.

    Small cells are masked first. While a reader can work a cell out too closely, the smallest visible cell of a line
    that it stands in is masked too (the line with the fewest masks first). In the end those masks are taken off again,
    from the largest, that turn out not to be needed. `printed` and `released` are flags in the table's shape (all and
    none when not given), `owners` the owner of each row. No reader alone finds anything: two owners who lay their own
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
    hidden = few.copy()
    _complete_lines(setting, hidden)
    beyond_help = np.zeros(len(hidden), dtype=np.bool_)
    possible: dict[tuple[int, bool], Floats] = {}
    while (exposed := setting.found_out(hidden, possible) & ~beyond_help).any():
        for cell in _smallest_first(setting, exposed):
            further = _next_smallest(setting, hidden, cell)
            if further is None:
                beyond_help[cell] = True
            else:
                hidden[further] = True
                break
    for cell in _smallest_first(setting, hidden & ~few)[::-1]:
        hidden[cell] = False
        hidden[cell] = bool((setting.found_out(hidden, possible) & ~beyond_help).any())
    shape = table.shape
    return Protection(setting, few.reshape(shape), (hidden & ~few).reshape(shape), beyond_help.reshape(shape))


def _complete_lines(setting: Setting, hidden: Flags) -> None:
    """In every line with one unknown cell, which is then found by subtraction, mask the next smallest as well."""
    changed = True
    while changed:
        changed = False
        for line in setting.table.equations:
            unknown = line[hidden[line] | ~setting.printed[line]]
            if len(unknown) == 1 and (hidden | setting.small)[unknown[0]]:
                further = _smallest(setting, hidden, line)
                if further is not None:
                    hidden[further] = changed = True


def _next_smallest(setting: Setting, hidden: Flags, cell: int) -> int | None:
    """The cell to mask next so that `cell` is harder to find: in its own lines, else in those they lead to, or None."""
    reached, lines = {cell}, list(setting.table.equations)
    while True:
        touching = [line for line in lines if not reached.isdisjoint(line.tolist())]
        for line in sorted(touching, key=lambda line: int((hidden[line] | ~setting.printed[line]).sum())):
            further = _smallest(setting, hidden, line)
            if further is not None:
                return further
        wider = reached.union(*(line.tolist() for line in touching))
        if wider == reached:
            return None
        reached = wider


def _smallest(setting: Setting, hidden: Flags, line: np.ndarray) -> int | None:
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
