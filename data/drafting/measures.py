"""What each column of figures is: its unit, its decimals, and the counts behind it, with the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.drafting.arithmetic import Pair
from data.drafting.headings import NOT_PEOPLE, PERCENT, in_words, named_unit
from data.drafting.survey import Survey

MOST_DECIMALS = 4
"""More than so many are what a program left behind: such figures are shown with as many as LONG_DECIMALS."""
LONG_DECIMALS = 1


@dataclass(frozen=True)
class Measure:
    """What a column of figures is: its title, unit and decimals, the counts behind it, and why it was taken for that.

    `by_figures` where only the figures say whether they are counts, so that one series may have some and another not.
    """

    name: str
    title: str
    unit: str
    decimals: int
    pair: Pair | None
    is_share: bool
    tested: bool
    by_figures: bool
    why: tuple[str, ...]


def measures_of(found: Survey, pairs: Mapping[str, Pair], shares: frozenset[str]) -> dict[str, Measure]:
    """What each column of figures is."""
    return {name: _measure(found, name, pairs.get(name), shares) for name in found.figures}


def _measure(found: Survey, name: str, pair: Pair | None, shares: frozenset[str]) -> Measure:
    why: list[str] = []
    meta = found.meta.get(name)
    said = f"{name} {found.label(name)}"
    is_share = name in shares
    unit, reason = named_unit(said, found.is_whole(name))
    by_figures = unit != named_unit(said, not found.is_whole(name))[0]
    if pair and pair.per == 1 and not pair.exceeds and _is_within_one(found, name):
        is_share, unit = True, "%"
        reason = "the figures are 0 to 1, and the counts say that they are shares: they are read as percentages"
    elif pair and pair.per == 1:
        if unit in ("%", "number", "score"):
            unit, reason = "score", "it is an average by its counts"
    elif pair and pair.per == 100:
        is_rate = pair.exceeds and not PERCENT.search(said) and (meta is None or meta.unit != "%")
        unit = "rate per 100" if is_rate else "%"
        reason = "its counts say so" + (", and some are more than what they are divided by" if is_rate else "")
    elif pair:
        unit, reason = f"rate per {pair.per:,}", "its counts say so"
    if is_share and name in shares:
        unit, reason = "%", "--share says that the figures are 0 to 1: they are read as percentages"
    by_figures = by_figures and pair is None and not is_share and not (meta and meta.unit)
    if meta and meta.unit and not is_share and not (pair and pair.per > 100):
        unit = {"£m": "£ million", "pp": "percentage points"}.get(meta.unit, meta.unit)
        reason = "the companion file says so"
    why.append(f"unit: {reason}")
    if unit == "%" and not is_share and _is_within_one(found, name):
        why.append("every figure lies between 0 and 1: if they are shares, add it again with --share " + name)
    if pair:
        beyond = f" in all but {pair.unfit} of" if pair.unfit else " in all of"
        of = f"{pair.denominator} where {pair.across} is its total" if pair.across else pair.denominator
        why.append(f"counts: {pair.per:,} × {pair.numerator} ÷ {of} gives the figure{beyond} {pair.rows:,} rows")
    tested = pair is None or _counts_people(found, pair)
    if pair and not tested:
        why.append("tested = false: the counts are not numbers of children, so that no interval applies")
    decimals = _decimals(found, name, is_share)
    title = found.label(name) or in_words(name)
    return Measure(name, title, unit, decimals, pair, is_share, tested, by_figures, tuple(why))


def _decimals(found: Survey, name: str, is_share: bool) -> int:
    """How many decimals a figure is shown with: as many as the file has, or as its publisher says."""
    written, published = found.decimals[name], found.meta[name].decimals if name in found.meta else None
    if published is not None and published <= written:
        return max(published - 2, 0) if is_share else published
    if written > MOST_DECIMALS:
        return LONG_DECIMALS
    return max(written - 2, 0) if is_share else written


def _is_within_one(found: Survey, name: str) -> bool:
    values = found.file.column(name)[0]
    return bool(np.nanmax(values) <= 1 and np.nanmin(values) >= 0 and not found.is_whole(name))


def _counts_people(found: Survey, pair: Pair) -> bool:
    for name in (pair.numerator, pair.denominator):
        if NOT_PEOPLE.search(f"{name} {found.label(name)}"):
            return False
    return found.is_whole(pair.numerator) or pair.series is not None


def named(found: Survey, name: str) -> str:
    """A column as a sentence names it: by its label, else by its name."""
    return found.label(name) or in_words(name)
