"""The month of March against the published figure of the same 31 March: the same children, nearly the same figure."""

from collections.abc import Iterator

import numpy as np

from data.periods import PeriodKind
from data.returns.content import Figure, Return, Series
from data.returns.measures import Kind as MeasureKind
from data.returns.measures import Measure
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.lookup import own_values
from models.checking.published import Comparator, Published
from models.checking.rounding import rounded

MARCH = 3
POINTS, SHARE = 5.0, 0.1
"""A local figure is taken earlier and less checked: what it may differ by, in percentage points or as a share."""
CHANCE = 0.001


def same_date(found: Return, published: Published) -> Iterator[Finding]:
    """March figures of what is published as at 31 March, once a measure."""
    seen: set[tuple[str, str]] = set()
    for series in found.series:
        measure = series.measure
        if measure is None or not measure.published or measure.kind is not MeasureKind.SNAPSHOT or series.breakdown:
            continue
        if series.key in seen or published.area is None:
            continue
        seen.add(series.key)
        for period, figure in own_values(series).items():
            if period.kind is PeriodKind.MONTH and period.end.month == MARCH:
                yield from _compared(series, measure, figure, period.end.year, published)


def _compared(series: Series, measure: Measure, figure: Figure, year: int, published: Published) -> Iterator[Finding]:
    if published.area is None or figure.cell.value is None:
        return
    known = published.value(measure.published, Comparator(published.area.code), year)
    if known is None or not _differs(measure, figure, known, published.counts(measure.published, year)):
        return
    counts = published.counts(measure.published, year)
    of = (
        f" ({number(counts[0])} of {number(counts[1])})"
        if counts and not np.isnan(counts).any() and measure.unit == "%"
        else ""
    )
    expected = figure_text(rounded(known, figure.cell.decimals), measure.unit, figure.cell.decimals)
    when = published.period_words(measure.published, year)
    message = (
        f"{series.name}, {figure.heading}: {figure.cell.text.strip()}, but {expected}{of} was published for {when}. "
        "If the measure is counted otherwise than the published one, say so; if not, one of the two is wrong."
    )
    yield finding_at(
        series,
        figure,
        Severity.WARNING,
        Kind.NOT_PUBLISHED,
        message,
        expected,
        published.source(measure.published, year),
    )


def _differs(measure: Measure, figure: Figure, known: float, counts: tuple[float, float] | None) -> bool:
    cell = figure.cell
    stated = cell.value or 0.0
    if not measure.is_percentage:
        return abs(stated - known) > SHARE * max(abs(known), 10)
    if abs(stated - known) <= POINTS:
        return False
    if cell.numerator is None or not cell.denominator or counts is None or np.isnan(counts).any():
        return abs(stated - known) > 2 * POINTS
    table = np.array([[cell.numerator, cell.denominator - cell.numerator], [counts[0], counts[1] - counts[0]]])
    if table.min() < 0:
        return False
    from scipy import stats  # only needed here, for few files; it costs half a second

    return bool(stats.fisher_exact(table).pvalue < CHANCE)
