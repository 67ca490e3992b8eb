"""Comparator cells against the published figures: right, or why not."""

from collections.abc import Iterator, Sequence

from data.returns.content import Layout, Return, Series, Table
from data.returns.measures import Measure
from models.checking.comparator_findings import (
    copied_finding,
    edition_finding,
    not_published_finding,
    restated_findings,
    rounding_findings,
    shared_finding,
    shifted_finding,
    year_finding,
)
from models.checking.comparing import Compared, compared, last_day
from models.checking.explanations import (
    ANY_YEAR,
    LEAST_AGREEING,
    copied,
    is_coarse,
    is_restated,
    is_telling,
    other_edition,
    other_years,
    shifted,
)
from models.checking.findings import Finding
from models.checking.published import Published
from models.checking.rounding import Fit

BESIDE = 2
"""Years by which a figure slips in a table of years."""


def comparators(found: Return, published: Published) -> Iterator[Finding]:
    """Every row's comparators, and whole years' own figures, against what is published."""
    for series in found.series:
        measure = series.measure
        row = compared(series, found, published)
        if measure is not None and any(each.is_stated for each in row):
            yield from _of_row(series, measure, row, found, published)
        elif series.comparators:
            yield from _of_unpublished_row(series, found)


def _of_row(
    series: Series, measure: Measure, row: tuple[Compared, ...], found: Return, published: Published
) -> Iterator[Finding]:
    left = [each for each in row if each.is_stated and each.fits is not Fit.ROUNDED]
    coarse = [each for each in left if any(is_coarse(each, value) for _, value in each.expected)]
    yield from rounding_findings(
        series, measure, coarse, "rounded to a whole number but printed with a decimal", published
    )
    left = [each for each in left if each not in coarse]
    if not left:
        return
    if moved := shifted(row):
        yield shifted_finding(series, measure, row, moved, published)
        return
    if source := copied(
        series, [each.figure for each in left if not is_restated(each, measure.per, measure.unit)], found
    ):
        yield copied_finding(series, source)
        taken = {id(figure) for figure, _ in source.figures}
        left = [each for each in left if id(each.figure) not in taken]
    for each, year in _of_other_years(measure, left, found.tables[series.table], published, LEAST_AGREEING):
        yield year_finding(series, measure, each, year, published)
        left.remove(each)
    for each in list(left):
        if (edition := other_edition(measure.published, each, published)) and not is_restated(
            each, measure.per, measure.unit
        ):
            yield edition_finding(series, measure, each, edition, published)
            left.remove(each)
    for each, year in _of_other_years(measure, left, found.tables[series.table], published, 1):
        yield year_finding(series, measure, each, year, published)
        left.remove(each)
    cut = [each for each in left if each.fits is Fit.TRUNCATED]
    yield from rounding_findings(series, measure, cut, "cut off, not rounded", published)
    near = [each for each in left if each not in cut and is_restated(each, measure.per, measure.unit)]
    yield from restated_findings(series, measure, near, published)
    far = [each for each in left if each not in cut and each not in near]
    if far:
        yield not_published_finding(series, measure, far, published)


def _of_other_years(
    measure: Measure, left: Sequence[Compared], table: Table, published: Published, least: int
) -> list[tuple[Compared, int]]:
    """Figures that are another year's, `least` or more of them that year's, each with it.

    A figure near to what is published is restated instead.
    """
    found: dict[int, tuple[Compared, int]] = {}
    day = last_day(table)
    # In a table of years a figure slips to the year beside it; a comparator may be as old as the paper's last edition.
    yearly = table.layout in (Layout.PAIRS, Layout.YEARS)
    reach, last = BESIDE if yearly else ANY_YEAR, day.year if day else None
    for year, figures in other_years(measure.published, left, published, reach, last).items():
        far = [each for each in figures if not is_restated(each, measure.per, measure.unit)]
        if len(far) >= least and (yearly or is_telling([each.figure for each in figures])):
            found |= {id(each): (each, year) for each in far if id(each) not in found}
    return list(found.values())


def _of_unpublished_row(series: Series, found: Return) -> Iterator[Finding]:
    """A row that nobody publishes has no comparators: those that it has and that stand on another row are copied."""
    figures = [figure for figure in series.comparators if figure.cell.value is not None]
    source = copied(series, figures, found)
    if source is None:
        return
    other = source.other
    if other.measure is not None and other.measure.published and not (series.measure and series.measure.published):
        yield copied_finding(series, source)
    elif (other.table, other.line) < (series.table, series.line) and not (other.measure and other.measure.published):
        yield shared_finding(series, source)
