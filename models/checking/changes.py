"""A change typed beside a figure, `45% (+7)`, against the figure before it in the row and against what is published."""

from collections.abc import Iterator

from data.periods import Period
from data.returns.cells import CellKind
from data.returns.content import Figure, Return, Series
from models.checking.comparing import YEARLY
from models.checking.findings import Finding, Kind, Severity, finding_at, number
from models.checking.lookup import own_values
from models.checking.published import Comparator, Published


def changes(found: Return, published: Published | None) -> Iterator[Finding]:
    """Every change of a year's figure. What the row itself gives is held against first, then what is published."""
    for series in found.series:
        values = own_values(series)
        for period, figure in values.items():
            if figure.cell.change is None or period.kind not in YEARLY:
                continue
            before = _before(values, period)
            if before is not None:
                yield from _in_the_row(series, figure, before)
            elif published is not None:
                yield from _as_published(series, figure, period, published)


def _before(values: dict[Period, Figure], period: Period) -> Figure | None:
    """The figure of the year before in the same row."""
    return next((figure for known, figure in values.items() if known.year == period.year - 1), None)


def _in_the_row(series: Series, figure: Figure, before: Figure) -> Iterator[Finding]:
    cell, earlier = figure.cell, before.cell
    if cell.value is None or earlier.value is None or cell.change is None:
        return
    expected, decimals = cell.value - earlier.value, max(cell.decimals, earlier.decimals)
    is_count = cell.kind is not CellKind.PERCENTAGE and (series.measure is None or series.measure.is_count)
    # The figures of a percentage or a rate may have been rounded before the change was worked out, or after.
    slack = 0.0 if is_count and not decimals else 10.0**-decimals
    if abs(expected - cell.change) <= slack + 1e-9:
        return
    shown = _signed(expected, decimals)
    message = (
        f"{series.name}, {figure.heading}: a change of {_signed(cell.change)} is given, and {cell.text.strip()} after "
        f"{earlier.text.strip()} ({before.heading}) is one of {shown}. Check which of the three is wrong."
    )
    yield finding_at(series, figure, Severity.ERROR, Kind.ARITHMETIC, message, shown, "the row itself")


def _as_published(series: Series, figure: Figure, period: Period, published: Published) -> Iterator[Finding]:
    measure = series.measure
    if measure is None or not measure.published or series.breakdown or published.area is None:
        return
    years = published.years(measure.published, Comparator(published.area.code))
    now, then, stated = years.get(period.year), years.get(period.year - 1), figure.cell.change
    if now is None or then is None or stated is None:
        return
    indicator = published.indicator(measure.published)
    decimals = indicator.decimals if indicator else 0
    change = now - then
    # A difference of two rounded percentages may be a whole step off; counts are not rounded.
    slack = 0.0 if measure.is_count else 10.0**-decimals
    if abs(change - stated) <= slack + 1e-9:
        return
    expected = _signed(change, decimals)
    earlier, later = (published.period_words(measure.published, year) for year in (period.year - 1, period.year))
    direction = ", in the other direction" if change * stated < 0 else ""
    message = (
        f"{series.name}, {figure.heading}: a change of {_signed(stated)} is given, but the published figures changed "
        f"by {expected}{direction}, from {number(then, decimals)} in {earlier} to {number(now, decimals)} in {later}. "
        "Check the figure of the year before."
    )
    source = published.source(measure.published, period.year)
    yield finding_at(series, figure, Severity.WARNING, Kind.NOT_PUBLISHED, message, expected, source)


def _signed(value: float, decimals: int | None = None) -> str:
    return f"{'+' if value > 0 else ''}{number(value, decimals)}"
