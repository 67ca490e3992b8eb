"""The reconciliation of two sources that hold one measure: what was compared, what is equal, what differs and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from data.authorities import Area, AreaKind
from data.blocks import Block, on_periods
from data.indicators import Indicator
from data.periods import Period


@dataclass(frozen=True)
class Reconciliation:
    """Counts of cells for one indicator. `rounded` is equal after rounding to the coarser of the two sources.

    `only_lait` and `only_tidy` count figures in periods that both cover; `outside` those in periods that one covers.
    """

    indicator: str
    compared: int
    equal: int
    rounded: int
    different: int
    only_lait: int
    only_tidy: int
    outside: int
    why: str


def reconcile(indicator: Indicator, lait: Block, tidy: Block, second_name: str = "the tidy file") -> Reconciliation:
    """Compare two blocks cell by cell, on the periods that both cover; `second_name` is what `why` calls the second."""
    periods = sorted(set(lait.periods) & set(tidy.periods))
    first, second = _on(lait, periods), _on(tidy, periods)
    both = ~np.isnan(first) & ~np.isnan(second)
    equal = both & (first == second)
    rounded = both & ~equal & (np.abs(first - second) <= 0.5 * 10.0**-indicator.decimals + 1e-9)
    only_lait, only_tidy = ~np.isnan(first) & np.isnan(second), np.isnan(first) & ~np.isnan(second)
    covered = int(both.sum() + only_lait.sum() + only_tidy.sum())
    total = int(np.sum(~np.isnan(_all(lait, tidy))))
    different = both & ~equal & ~rounded
    return Reconciliation(
        indicator=indicator.id,
        compared=int(both.sum()),
        equal=int(equal.sum()),
        rounded=int(rounded.sum()),
        different=int(different.sum()),
        only_lait=int(only_lait.sum()),
        only_tidy=int(only_tidy.sum()),
        outside=total - covered,
        why=_why(different, only_lait & (first == 0), only_tidy, [period.label for period in periods], second_name),
    )


def _on(block: Block, periods: Iterable[Period]) -> np.ndarray:
    return block.values[:, [block.periods.index(period) for period in periods]]


def _all(lait: Block, tidy: Block) -> np.ndarray:
    periods = sorted({*lait.periods, *tidy.periods})
    first, second = on_periods(lait, periods).values, on_periods(tidy, periods).values
    return np.where(np.isnan(first), second, first)


def _why(
    different: np.ndarray, rounds_to_zero: np.ndarray, only_tidy: np.ndarray, labels: list[str], second_name: str
) -> str:
    # Only the tidy files say that a figure rounds to zero; Fingertips gives none for a reason of its own.
    zero = "that the figure rounds to zero" if second_name == "the tidy file" else "why it gives none"
    said = {
        "figures differ, so one file is an earlier release, in": different,
        f"LAIT prints 0 where {second_name} says {zero}, in": rounds_to_zero,
        f"LAIT has no figure, or an earlier one, where {second_name} has one, in": only_tidy,
    }
    return "; ".join(f"{words} {_where(cells, labels)}" for words, cells in said.items() if cells.any())


def _where(cells: np.ndarray, labels: list[str]) -> str:
    return ", ".join(f"{labels[column]} ({cells[:, column].sum()})" for column in np.flatnonzero(cells.any(axis=0)))


# More than this share of values that their counts do not give is a method, and no slip.
STRAY = 0.01


@dataclass(frozen=True)
class Arithmetic:
    """How percentages and rates agree with their own counts: cells checked, and those that cannot be rounded to it."""

    indicator: str
    checked: int
    disagree: int


def checked_against_counts(
    indicator: Indicator, block: Block, areas: tuple[Area, ...]
) -> tuple[Block, Arithmetic | None]:
    """Recompute each authority's value from its counts; counts that do not give the published value are left out.

    Regions and England are not checked, their counts being rounded to ten. None for an indicator without both counts.
    Where the publisher gives intervals of its own and more than STRAY of its values are not made of their counts, they
    are made in another way (a rate standardised by age): then all denominators are left out, so that nothing is pooled
    or tested by them, and the counts stay.
    """
    if block.numerators is None or block.denominators is None:
        return block, None
    with np.errstate(divide="ignore", invalid="ignore"):
        made = indicator.per * block.numerators / block.denominators
    authorities = np.array([area.kind is AreaKind.AUTHORITY for area in areas])
    known = ~np.isnan(block.values) & np.isfinite(made) & authorities[:, None]
    unfit = known & (np.abs(made - block.values) > 0.5 * 10.0**-indicator.decimals + 1e-6)
    checked = Arithmetic(indicator.id, int(known.sum()), int(unfit.sum()))
    if block.low is not None and checked.disagree > STRAY * checked.checked:
        return replace(block, denominators=np.full(block.denominators.shape, np.nan)), checked
    kept = {name: np.where(unfit, np.nan, getattr(block, name)) for name in ("numerators", "denominators")}
    return Block(**{**vars(block), **kept}), checked
