"""Averages over groups in which some figures are hidden: which of them may be shown without giving a figure away.

The mean of ten figures of which nine are visible is the tenth. Two hidden figures are not safe for that alone: their
denominators are known, often only one pair of small counts comes to the mean that is printed, and the mean of another
group may have one of the two and not the other. So each mean is tried as an equation, by the intruder who tries a
table's sums. A median, a rank or a quartile may be a hidden figure itself: those are made of visible figures only.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats
from models.disclosure.intruder import Intruder, Knowledge
from models.disclosure.primary import LARGEST_MASKED, Zero, small
from models.disclosure.readers import PROTECTION_RANGE

# A sum of decimals misses its limit by the last digits.
_NOISE = 1e-9

ALL_BUT_ONE = "The mean is not shown: all its members but one are visible, so it would give away the hidden figure."
WORKED_OUT = "The mean is not shown: with what else is shown, a hidden figure could be worked out from it."


@dataclass(frozen=True)
class HiddenFigures:
    """One indicator's figures of m authorities: arrays (m,), NaN where there is none, and which of them are `hidden`.

    A figure is `per` x numerator / denominator; for a mean of counts the denominators are 1. `part_of_whole` says that
    the numerator is some of the denominator's children.
    """

    numerators: Floats
    denominators: Floats
    hidden: Flags
    per: float = 100.0
    part_of_whole: bool = True
    zero: Zero = Zero.SHOWN

    @property
    def figures(self) -> Floats:
        """The figures (m,) whose means are taken."""
        return self.per * self.numerators / self.denominators


def all_but_one_visible(contributing: Flags, hidden: Flags) -> Flags:
    """Where a mean would be the hidden figure (k,): exactly one of the figures that it is made of is hidden.

    Both are (k, m): k means over m authorities. For a viewer who owns one of the figures, give it as not hidden.
    """
    return np.asarray(np.count_nonzero(contributing & hidden, axis=1) == 1, dtype=np.bool_)


def means_shown(figures: HiddenFigures, groups: Flags, decimals: int, *, owners: bool = True) -> tuple[str, ...]:
    """For each of g groups of authorities (`groups` is (g, m)) why its mean may not be shown; empty where it may.

    The means are unweighted and rounded to `decimals`, everywhere they are shown. They are taken in the order given,
    and each is refused that, with the means shown before it, would let a reader work out a hidden count too closely.
    The rules are those of a table: a small count could be anything from 1 to 5, another hidden one is uncertain by as
    much, and none is found exactly by one who is told which are small. With `owners`, each hidden figure is known to
    the authority whose it is. Raises ValueError when a group has a hidden figure without a denominator above 0.
    """
    present = ~np.isnan(figures.figures)
    if (np.isnan(figures.denominators) | (figures.denominators <= 0))[figures.hidden & groups.any(axis=0)].any():
        raise ValueError("A hidden figure in a mean needs its denominator; leave the authority out of the group.")
    shown: list[Flags] = []
    why = []
    for group in groups & present:
        hidden = group & figures.hidden
        if all_but_one_visible(group[None, :], figures.hidden[None, :])[0]:
            why.append(ALL_BUT_ONE)
        elif hidden.any() and _found_out(figures, np.array([*shown, group]), decimals, owners=owners):
            why.append(WORKED_OUT)
        else:
            why.append("")
            shown += [group] if hidden.any() else []
    return tuple(why)


def _found_out(figures: HiddenFigures, groups: Flags, decimals: int, *, owners: bool) -> bool:
    """Whether some reader of the means of all these groups can work out a hidden count too closely."""
    hidden = np.flatnonzero(figures.hidden & groups.any(axis=0))
    counts = figures.numerators[hidden]
    sums, lower, upper = _equations(figures, groups, hidden, decimals)
    for told in (False, True):
        least, most = _limits(figures, hidden, told=told)
        for own in (None, *range(len(hidden))) if owners else (None,):
            mine = np.arange(len(hidden)) == own
            known = Knowledge(sums, lower, upper, np.where(mine, counts, least), np.where(mine, counts, most))
            intruder = Intruder(known, counts)
            for at in np.flatnonzero(~mine):
                low, high, width = (counts[at], counts[at], 1) if told else _wanted(figures, int(hidden[at]))
                if intruder.finds(int(at), low, high, width):
                    return True
    return False


def _equations(
    figures: HiddenFigures, groups: Flags, hidden: np.ndarray, decimals: int
) -> tuple[Floats, Floats, Floats]:
    """What each mean says of the hidden counts: a sum of them with weights lies between two limits."""
    members = groups.sum(axis=1)
    values = np.where(np.isnan(figures.figures), 0.0, figures.figures)
    printed = np.round(groups @ values / members, decimals)
    visible = (groups & ~figures.hidden) @ values
    half = 0.5 * 10.0**-decimals + _NOISE
    weights = np.where(groups[:, hidden], figures.per / figures.denominators[hidden], 0.0)
    unlimited = np.full(len(hidden), np.inf)
    return (
        np.vstack([np.eye(len(hidden)), weights]),
        np.concatenate([-unlimited, members * (printed - half) - visible]),
        np.concatenate([unlimited, members * (printed + half) - visible]),
    )


def _limits(figures: HiddenFigures, hidden: np.ndarray, *, told: bool) -> tuple[Floats, Floats]:
    """The least and the most that each hidden count can be, for what a mask says or, when told, for what it is for."""
    count, whole = figures.numerators[hidden], figures.denominators[hidden]
    least = np.full(len(hidden), float(figures.zero.least))
    most = whole - figures.zero.least if figures.part_of_whole else np.full(len(hidden), np.inf)
    if told:
        few = small(count, figures.zero)
        few_others = small(whole - count, figures.zero) & figures.part_of_whole & ~few
        least = np.select([few, few_others], [least, whole - LARGEST_MASKED], LARGEST_MASKED + 1.0)
        most = np.where(few, np.minimum(most, LARGEST_MASKED), most)
    return least, most


def _wanted(figures: HiddenFigures, at: int) -> tuple[float, float, float]:
    """How small and how large a hidden count must be able to be, and how far apart its least and its most must lie."""
    count, whole, least = figures.numerators[at], figures.denominators[at], figures.zero.least
    most = whole - least if figures.part_of_whole else np.inf
    if small(count, figures.zero):
        return least, min(LARGEST_MASKED, most), 0
    if figures.part_of_whole and small(whole - count, figures.zero):
        return max(whole - LARGEST_MASKED, least), most, 0
    return count, count, PROTECTION_RANGE
