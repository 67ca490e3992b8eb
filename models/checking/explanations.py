"""Why a comparator is not the published figure: the column beside it, another year, edition or indicator, or restated.

An explanation has to be worth more than chance. Whole percentages are few, so one figure that happens to be another
year's explains nothing by itself; a figure of three digits, or two figures of one row that agree, do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.editions import TITLES
from data.returns.content import Figure, Return, Series, Who
from models.checking.comparing import Compared
from models.checking.published import Comparator, Published
from models.checking.rounding import Fit, fit, significant_digits

TELLING_DIGITS = 3
LEAST_AGREEING = 2
# How far a figure moves when publishers restate it, as shares of it: populations are rebased after a census, and with
# them rates; counts and scores move little. Percentages by points.
RESTATED_RATE, RESTATED_COUNT, RESTATED_POINTS = 0.06, 0.02, 1.5
ANY_YEAR = 100
MOST_COMPARED = 300
"""Rows among which the origin of a copied one is looked for."""
SHIFTS = (1, -1, 2, -2)


@dataclass(frozen=True)
class Copied:
    """Another row whose comparators stand on this one."""

    other: Series
    figures: tuple[tuple[Figure, Figure], ...]


def is_telling(figures: Sequence[Figure]) -> bool:
    """Whether agreement of these figures with something is more than chance."""
    if len(figures) >= LEAST_AGREEING:
        return True
    return any(significant_digits(figure.cell.text) >= TELLING_DIGITS for figure in figures)


def shifted(row: Sequence[Compared]) -> tuple[int, tuple[Compared, ...]] | None:
    """By how many columns a row stands beside itself, and the figures that show it; None where it does not.

    The row is in the order of its columns, empty ones too; each figure is held against that of a column beside it.
    """
    wrong = [each for each in row if each.is_stated and each.fits is not Fit.ROUNDED]
    if len({each.year for each in row}) != 1 or len(wrong) < LEAST_AGREEING:
        return None
    for by in SHIFTS:
        hits = [
            each
            for place, each in enumerate(row)
            if each in wrong
            and 0 <= place + by < len(row)
            and fit(each.stated, row[place + by].value, each.decimals) is Fit.ROUNDED
        ]
        # The last figure of a shifted row belongs to a column that is not there.
        if len(hits) >= LEAST_AGREEING and len(hits) >= len(wrong) - abs(by):
            return by, tuple(hits)
    return None


def copied(series: Series, wrong: Sequence[Figure], found: Return) -> Copied | None:
    """The other row of the return from which figures of this one were copied: the same in two columns or more."""
    best: Copied | None = None
    for other in found.series[:MOST_COMPARED]:
        if other.key == series.key or not other.comparators:
            continue
        by_whose = {_whose(figure): figure for figure in other.comparators if figure.cell.value is not None}
        pairs = tuple(
            (figure, by_whose[_whose(figure)])
            for figure in wrong
            if _whose(figure) in by_whose and by_whose[_whose(figure)].cell.value == figure.cell.value
        )
        if len(pairs) >= LEAST_AGREEING and (best is None or len(pairs) > len(best.figures)):
            best = Copied(other, pairs)
    return best


def _whose(figure: Figure) -> tuple[str, str, int | None]:
    area = "" if figure.who is Who.OWN else figure.area
    return figure.who.name, area, figure.period.year if figure.period else None


def other_years(
    identity: str, wrong: Sequence[Compared], published: Published, reach: int = ANY_YEAR, last: int | None = None
) -> dict[int, tuple[Compared, ...]]:
    """Which of the figures are those of another year within `reach`; what explains most, then the nearest, first.

    None is of a year after `last`, in which the paper was written; one in brackets may be carried forward from any year
    before.
    """
    found: dict[int, list[Compared]] = {}
    for each in wrong:
        for whose, _ in each.expected:
            for year, value in published.years(identity, whose).items():
                is_carried = each.figure.cell.bracketed and year < each.year
                is_far = abs(year - each.year) > reach and not is_carried
                if year == each.year or is_far or (last is not None and year > last):
                    continue
                if fit(each.stated, value, each.decimals) is Fit.ROUNDED or is_coarse(each, value):
                    found.setdefault(year, [])
                    if each not in found[year]:
                        found[year].append(each)
    order = sorted(
        found, key=lambda year: (-len(found[year]), min(abs(year - each.year) for each in found[year]), year)
    )
    return {year: tuple(found[year]) for year in order}


def is_coarse(each: Compared, value: float) -> bool:
    """`18.0` for 17.7: a whole number that was given a decimal afterwards."""
    whole = each.decimals > 0 and each.stated == int(each.stated)
    return whole and fit(each.stated, value, 0) is Fit.ROUNDED


def other_edition(identity: str, each: Compared, published: Published) -> tuple[str, float] | None:
    """The edition of the neighbours whose mean the figure is, where it is not one that the paper should use."""
    if each.figure.who is not Who.NEIGHBOURS:
        return None
    used = {whose.edition for whose, _ in each.expected}
    for edition in TITLES:
        value = published.value(identity, Comparator(edition=edition), each.year)
        if edition not in used and value is not None and fit(each.stated, value, each.decimals) is Fit.ROUNDED:
            return edition, value
    return None


def is_restated(each: Compared, per: int, unit: str) -> bool:
    """Whether the figure is near enough to the published one to have been published so at first."""
    apart = min(abs(each.stated - value) for _, value in each.expected)
    if unit == "%":
        return apart <= RESTATED_POINTS
    share = RESTATED_RATE if per > 1 or unit == "score" else RESTATED_COUNT
    return apart <= max(share * abs(each.value), 10.0**-each.decimals)


def other_indicators(wrong: Sequence[Compared], published: Published, identity: str) -> Iterator[str]:
    """Indicators whose published figures all the figures of a row are, same places, same year."""
    if (
        len(wrong) < LEAST_AGREEING
        or sum(significant_digits(each.figure.cell.text) for each in wrong) < 2 * TELLING_DIGITS
    ):
        return
    for indicator in published.snapshot.indicators:
        if indicator.id != identity and all(_is_of(each, indicator.id, published) for each in wrong):
            yield indicator.id


def _is_of(each: Compared, identity: str, published: Published) -> bool:
    values = (published.value(identity, whose, each.year) for whose, _ in each.expected)
    return any(value is not None and fit(each.stated, value, each.decimals) is Fit.ROUNDED for value in values)
