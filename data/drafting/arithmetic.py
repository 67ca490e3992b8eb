"""Which counts a percentage, a rate or an average is made of: only those that give it in every row, within rounding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np

from data.drafting.filters import Combinations
from data.drafting.headings import PERCENT, RATE, folded
from data.drafting.survey import Survey

PERS = (100, 1, 1_000, 10_000, 100_000)
# A pair is taken when at most this share of the rows does not fit: a file may hold a slip, not another formula.
MOST_UNFIT = 0.005
FEWEST_ROWS = 8
FEWEST_VALUES = 5
SAMPLE = 300
FINEST = 6
SLACK = 1e-6


@dataclass(frozen=True)
class Pair:
    """`value` = per × numerator ÷ denominator. `across` is the filter at whose total the denominator stands, if any.

    `exceeds` where some numerator is more than its denominator: then it is no part of it. `rows` were checked. `series`
    are the values of the filters, in their order, for which it holds; None where it holds for all.
    """

    value: str
    numerator: str
    denominator: str
    per: int
    across: str
    rows: int
    unfit: int
    exceeds: bool
    series: frozenset[tuple[str, ...]] | None = None

    def holds_for(self, series: tuple[str, ...]) -> bool:
        """Whether the figures of a series are made so."""
        return self.series is None or series in self.series


def tolerance(decimals: int) -> float:
    """How far a figure printed with so many decimals may lie from what it was rounded from."""
    return 0.5 * 10.0 ** -min(decimals, FINEST) + SLACK


def pairs_of(found: Survey, made: Combinations) -> dict[str, Pair]:
    """For each column that is made of two others (or of one, across a filter's total), the likeliest pair."""
    counts = [name for name in found.figures if is_count_like(found, name)]
    made_of: dict[str, Pair] = {}
    for value in found.figures:
        if not may_be_made(found, value):
            continue
        pairs = [*_in_a_row(found, value, counts, made.rows), *_across(found, value, counts, made)]
        if pairs:
            made_of[value] = min(pairs, key=_order)
    return made_of


def is_count_like(found: Survey, name: str) -> bool:
    """Whether a column can be counted up: no percentage by its name or unit, and nothing below zero."""
    unit = found.meta[name].unit if name in found.meta else ""
    if PERCENT.search(f"{name} {found.label(name)}") or unit in ("%", "pp"):
        return False
    values = found.file.column(name)[0]
    return not np.nanmin(values, initial=0) < 0


def may_be_made(found: Survey, name: str) -> bool:
    """Whether a column may be made of others: it is called a share or a rate, or has figures between whole ones."""
    said = f"{name} {found.label(name)}"
    unit = found.meta[name].unit if name in found.meta else ""
    return bool(PERCENT.search(said) or RATE.search(said) or unit == "%" or not found.is_whole(name))


def _order(pair: Pair) -> tuple[float, int, int, float]:
    likeness = SequenceMatcher(None, folded(pair.value), folded(pair.numerator)).ratio()
    likeness += SequenceMatcher(None, folded(pair.value), folded(pair.denominator)).ratio() / 2
    return pair.unfit / pair.rows, bool(pair.across), PERS.index(pair.per), -likeness


def _in_a_row(found: Survey, value: str, counts: Sequence[str], rows: np.ndarray) -> list[Pair]:
    values = found.file.column(value)[0][rows]
    others = [name for name in counts if name != value]
    allowed = tolerance(found.decimals[value])
    figures = {name: found.file.column(name)[0][rows] for name in others}
    told = np.flatnonzero(~np.isnan(values) & (values > 0))
    if len(told) < FEWEST_ROWS:
        return []
    sample = told[np.unique(np.linspace(0, len(told) - 1, SAMPLE).astype(int))]
    found_pairs = []
    table = np.stack([figures[name][sample] for name in others], axis=1) if others else np.zeros((len(sample), 0))
    for at, numerator in enumerate(others):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = table[:, [at]] / table
        for per in PERS:
            off = np.abs(per * ratio - values[sample][:, None])
            known = np.isfinite(off)
            unfit = (known & (off > allowed)).sum(axis=0)
            likely = (known.sum(axis=0) >= min(FEWEST_ROWS, len(sample))) & (
                unfit <= np.maximum(known.sum(axis=0) * 4 * MOST_UNFIT, 0)
            )
            for place in np.flatnonzero(likely):
                if place != at:
                    columns = (value, numerator, others[place], "")
                    pair = _checked(columns, per, (values, figures[numerator], figures[others[place]]), allowed)
                    found_pairs += [pair] if pair else []
    return found_pairs


def _across(found: Survey, value: str, counts: Sequence[str], made: Combinations) -> list[Pair]:
    """The pairs of a column with itself where one filter is at its total."""
    allowed = tolerance(found.decimals[value])
    values = found.file.column(value)[0][made.rows]
    pairs = []
    for at, name in enumerate(made.names):
        if not made.totals[at]:
            continue
        total_row = _rows_at_total(found, made, at)
        parts = np.flatnonzero(total_row >= 0)
        for count in counts:
            if count == value or not len(parts):
                continue
            figures = found.file.column(count)[0][made.rows]
            of = np.full(len(figures), np.nan)
            of[parts] = figures[total_row[parts]]
            for per in PERS[:2]:
                pair = _checked_by_series((value, count, count, name), per, (values, figures, of), (made, allowed))
                pairs += [pair] if pair else []
    return pairs


def _checked_by_series(
    columns: tuple[str, str, str, str],
    per: int,
    figures: tuple[np.ndarray, np.ndarray, np.ndarray],
    within: tuple[Combinations, float],
) -> Pair | None:
    """The pair for those series whose figures it gives: the parts of a total may be shares of something else."""
    (values, numerators, denominators), (made, allowed) = figures, within
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.abs(per * numerators / denominators - values)
    known = ~np.isnan(values) & np.isfinite(off)
    series = len(made.values)
    rows = np.bincount(made.code[known], minlength=series)
    unfit = np.bincount(made.code[known & (off > allowed)], minlength=series)
    fit = (rows > 0) & (unfit <= MOST_UNFIT * rows)
    inside = fit[made.code]
    kept = (np.where(inside, values, np.nan), numerators, denominators)
    pair = _checked(columns, per, kept, allowed)
    if pair is None:
        return None
    return replace(pair, series=frozenset(tuple(made.series(int(at)).where.values()) for at in np.flatnonzero(fit)))


def _rows_at_total(found: Survey, made: Combinations, at: int) -> np.ndarray:
    """For each row (by place in `made.rows`) the row of the same place, period and filters at one filter's total.

    -1 where there is none, and for the totals themselves.
    """
    file = found.file
    areas, periods = file.areas[made.rows], file.period_codes[made.rows]
    columns = made.values[made.code]
    is_total = np.isin(columns[:, at], list(made.totals[at]))
    others = np.delete(columns, at, axis=1)
    key = np.zeros(len(areas), dtype=np.int64)
    for codes in (areas, periods, *others.T):
        key = np.unique(key * (int(codes.max()) + 1) + codes, return_inverse=True)[1]
    place = np.full(int(key.max()) + 1, -1)
    place[key[is_total]] = np.flatnonzero(is_total)
    return np.where(is_total, -1, place[key])


def _checked(
    columns: tuple[str, str, str, str], per: int, figures: tuple[np.ndarray, np.ndarray, np.ndarray], allowed: float
) -> Pair | None:
    """The pair when its arithmetic gives the figures in all rows that have all three, but for slips."""
    values, numerators, denominators = figures
    with np.errstate(divide="ignore", invalid="ignore"):
        made = per * numerators / denominators
    known = ~np.isnan(values) & np.isfinite(made)
    told = known & (values > 0)
    unfit = int((known & (np.abs(made - values) > allowed)).sum())
    rows = int(known.sum())
    if told.sum() < FEWEST_ROWS or unfit > MOST_UNFIT * rows:
        return None
    if len(np.unique(values[told])) < FEWEST_VALUES:
        return None
    value, numerator, denominator, across = columns
    exceeds = bool((known & (numerators > denominators)).any())
    return Pair(value, numerator, denominator, per, across, rows, unfit, exceeds)
