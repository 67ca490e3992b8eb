"""The readers of a table: what each of them knows, and what none of them may find out."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.arrays import Flags, Floats
from models.disclosure.intruder import Intruder, Knowledge, feasible
from models.disclosure.primary import LARGEST_MASKED, SMALLEST_MASKED, Zero, small
from models.disclosure.tables import Table

# How far apart the least and the most that a masked cell could be must lie.
PROTECTION_RANGE = LARGEST_MASKED - SMALLEST_MASKED


@dataclass(frozen=True)
class Setting:
    """A table and how it is shown; the flags are flat, one a cell.

    `printed` cells are shown unless masked; a cell that is not (a month behind a running total) is protected all the
    same. `released` cells have been shown before, whether they are printed now or not, so that masking them protects
    nobody. `owners` (r,) names who owns each row of counts and so sees it unmasked.
    """

    table: Table
    zero: Zero
    printed: Flags
    released: Flags
    owners: tuple[str | None, ...]

    @cached_property
    def values(self) -> Floats:
        """The cells, flat."""
        return self.table.cells.ravel()

    @cached_property
    def counts(self) -> Floats:
        """The counts, flat; 0 for what was not collected."""
        return np.nan_to_num(self.table.counts).ravel()

    @cached_property
    def small(self) -> Flags:
        """The cells that nobody may find: small counts, printed or not, that were not shown before."""
        return small(self.values, self.zero) & ~self.released & ~self.table.missing

    @cached_property
    def unseen(self) -> Flags:
        """The cells that are not printed, and were not before."""
        return ~(self.printed | self.released)

    @cached_property
    def something(self) -> Flags:
        """The cells that have something to mask. A 0 is shown, unless noughts are masked."""
        return self.printed & ~self.table.missing & (self.values >= self.zero.least)

    @cached_property
    def maskable(self) -> Flags:
        """The cells that can be masked now."""
        return self.something & ~self.released

    @cached_property
    def least(self) -> Floats:
        """The least that each small cell could be taken for if everything were masked; 0 for the other cells.

        A masked count may be anything from 1, since a 0 would be shown; so a sum of three of them is 3 at the least.
        """
        counts = self.table.matrix.sum(axis=1) == 1
        least = np.where(self.small & counts & self.printed, float(self.zero.least), 0.0)
        others = np.flatnonzero(self.small & (~counts | ~self.printed))
        nobody = np.zeros(self.counts.shape, dtype=np.bool_)
        known = self.knowledge(self.something, nobody, told=False)
        least[others] = np.maximum(feasible(known, self.table.matrix[others])[0], float(self.zero.least))
        return least

    def among_counts(self, cells: Floats) -> Floats:
        """What `cells` (flat) hold for the counts themselves, without the sums."""
        rows, columns = self.table.counts.shape
        return cells.reshape(self.table.shape)[:rows, :columns].ravel()

    def knowledge(self, hidden: Flags, own: Flags, *, told: bool) -> Knowledge:
        """What a reader knows of the counts when `hidden` cells (flat) are masked, who has `own` (flat counts) at hand.

        Of a cell that is shown, its value; of one that is masked, that it is not 0 where noughts are shown; and `told`
        which masked cells are small, that those are 1 to 5 and the others 6 or more.
        """
        lower = np.where(hidden, float(self.zero.least), np.where(self.unseen, 0.0, self.values))
        upper = np.where(hidden | self.unseen, np.inf, self.values)
        if told:
            lower = np.where(hidden & ~self.small, LARGEST_MASKED + 1.0, lower)
            upper = np.where(hidden & self.small, float(LARGEST_MASKED), upper)
        known = own | np.isnan(self.table.counts).ravel()
        return Knowledge(
            sums=self.table.matrix,
            lower=lower,
            upper=upper,
            least=np.where(known, self.counts, self.among_counts(lower)),
            most=np.where(known, self.counts, self.among_counts(upper)),
        )

    def readers(self) -> tuple["Reader", ...]:
        """All kinds of reader: with only the table or an owner's counts too, told which masks are small or not."""
        columns = self.table.counts.shape[1]
        names = dict.fromkeys(owner for owner in self.owners if owner is not None)
        owned = [np.repeat([owner == name for owner in self.owners], columns) for name in names]
        nothing = np.zeros(self.counts.shape, dtype=np.bool_)
        return tuple(Reader(self, own, told) for own in (nothing, *owned) for told in (False, True))


class Reader:
    """A reader who knows the counts in `own` beforehand, and who may have been `told` which masked cells are small.

    From one who has not, each small count must be able to be anything from 1 to 5 and each other masked cell uncertain
    by PROTECTION_RANGE. One who has knows that a masked cell is 1 to 5, or 6 or more, and must find none exactly. From
    an owner the same is kept of the other owners' counts.
    """

    def __init__(self, setting: Setting, own: Flags, told: bool) -> None:
        self._setting, self._own, self.told = setting, own, told
        matrix = setting.table.matrix
        self._others = matrix[:, ~own].any(axis=1) & (matrix.sum(axis=1) == 1 if own.any() else True)
        self._intruder = Intruder(setting.knowledge(setting.small & setting.printed, own, told=told), setting.counts)

    def concerned(self, hidden: Flags) -> Flags:
        """Which cells this reader may not find when `hidden` cells are masked."""
        return (hidden | self._setting.small) & self._others

    def look(self, hidden: Flags) -> None:
        """Show the table with these cells masked."""
        self._intruder.learn(self._setting.knowledge(hidden, self._own, told=self.told))

    def finds(self, cell: int) -> bool:
        """Whether the reader can work this cell out too closely."""
        setting, value = self._setting, self._setting.values[cell]
        if self.told:
            return self._intruder.finds(cell, value, value, 1)
        if setting.small[cell]:
            low = setting.least[cell]
            return self._intruder.finds(cell, low, max(low, LARGEST_MASKED), 0)
        return self._intruder.finds(cell, value, value, PROTECTION_RANGE)
