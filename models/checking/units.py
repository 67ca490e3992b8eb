"""Units: a rate per 100,000 where per 10,000 is meant, 0.95 or 97 where 95% and 97% are, a share in a row of counts."""

from collections.abc import Iterator
from statistics import median

from data.returns.cells import CellKind
from data.returns.content import Figure, Return, Series
from data.returns.measures import Kind as MeasureKind
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at
from models.checking.lookup import own_values, series_of
from models.checking.published import Comparator, Published

FACTORS = (10.0, 100.0, 1000.0)
NEAR_FACTOR = 1.4
"""A ratio this near to 10, 100 or 1,000 is a matter of the unit, not of the figure."""
LEAST_SHARES = 3
BETWEEN = "; "


def unit_factor(ratio: float) -> float:
    """10, 100, 1,000 or one over them where a ratio is near to it; 0 where it is near to none."""
    for factor in (*FACTORS, *(1 / factor for factor in FACTORS)):
        if factor / NEAR_FACTOR <= ratio <= factor * NEAR_FACTOR:
            return factor
    return 0.0


def factor_words(factor: float) -> str:
    """A factor as a sentence says it: `10 times`, `a tenth of`."""
    return (
        f"{factor:,.0f} times"
        if factor > 1
        else {10: "a tenth of", 100: "a hundredth of", 1000: "a thousandth of"}[round(1 / factor)]
    )


def units(found: Return, published: Published | None) -> Iterator[Finding]:
    """Every row whose figures are of another size or sign than its unit asks for."""
    for series in found.series:
        yield from _signs(series, found)
        yield from _shares_of_one(series)
        if published is not None:
            yield from _sizes(series, found, published)


def _signs(series: Series, found: Return) -> Iterator[Finding]:
    """Percentage signs: in a row of counts, or missing beside others."""
    measure = series.measure
    signed = [figure for figure in series.own if figure.cell.kind is CellKind.PERCENTAGE]
    if measure is not None and measure.is_count and signed:
        message = (
            f"{series.name}, {signed[0].heading}: {signed[0].cell.text.strip()} in a row of numbers. Give the number, "
            "or name the row as a percentage."
        )
        yield finding_at(series, signed[0], Severity.WARNING, Kind.UNIT, message, "a number")
        return
    if measure is not None and measure.is_count and series.target.unit == "%":
        message = (
            f"{series.name} counts children, but its target is {series.target.text.strip()}. Give a target in the "
            "row's own unit."
        )
        yield finding_at(
            series,
            None,
            Severity.WARNING,
            Kind.UNIT,
            message,
            "a number",
            stated=series.target.text.strip(),
            column=series.target_heading,
        )
    bare = [figure for figure in series.own if _is_bare(figure)]
    if signed and bare:
        yield _without_sign(series, bare)
    comparators = [figure for figure in series.comparators if _is_bare(figure)]
    if signed and not bare and comparators and _signed_elsewhere(series, found):
        yield _without_sign(series, comparators)


def _is_bare(figure: Figure) -> bool:
    return figure.cell.kind is CellKind.NUMBER and figure.cell.value is not None and not figure.cell.bracketed


def _signed_elsewhere(series: Series, found: Return) -> bool:
    """Whether comparators of the same table are printed with their sign, so that a bare one is an exception."""
    return any(
        figure.cell.kind is CellKind.PERCENTAGE
        for other in found.series
        if other.table == series.table
        for figure in other.comparators
    )


def _without_sign(series: Series, figures: list[Figure]) -> Finding:
    stated = BETWEEN.join(figure.cell.text.strip() for figure in figures)
    columns = BETWEEN.join(figure.heading for figure in figures)
    message = (
        f"{series.name}: {stated.replace(BETWEEN, ', ')} in a row of percentages without the sign. Check that they "
        f"are percentages of this row, and write them as {figure_text(figures[0].cell.value or 0, '%')}."
    )
    return finding_at(
        series,
        figures[0],
        Severity.WARNING,
        Kind.UNIT,
        message,
        BETWEEN.join(f"{figure.cell.text.strip()}%" for figure in figures),
        stated=stated,
        column=columns,
    )


def _shares_of_one(series: Series) -> Iterator[Finding]:
    """0.95 in a row of percentages: a share of 1 that lost its format."""
    if series.measure is None or not series.measure.is_percentage:
        return
    figures = [
        figure
        for figure in series.own
        if figure.cell.value not in (None, 0.0) and figure.cell.kind is not CellKind.PERCENTAGE
    ]
    shares = [figure for figure in figures if 0 < (figure.cell.value or 0) <= 1 and figure.cell.decimals]
    if (
        len(shares) >= min(LEAST_SHARES, len(figures))
        and len(shares) > 0
        and len(shares) * 2 > len(figures)
        and _is_share(shares)
    ):
        first = shares[0]
        message = (
            f"{series.name}, {first.heading}: {first.cell.text.strip()} in a row of percentages: a share of 1 that "
            f"has lost its percentage format. Give {figure_text((first.cell.value or 0) * 100, '%')}."
        )
        yield finding_at(
            series, first, Severity.ERROR, Kind.UNIT, message, figure_text((first.cell.value or 0) * 100, "%")
        )


def _is_share(figures: list[Figure]) -> bool:
    """Where counts stand beside them, they decide; without, three shares or more do."""
    counted = [figure.cell for figure in figures if figure.cell.numerator is not None and figure.cell.denominator]
    if counted:
        return any(abs((cell.value or 0) - (cell.numerator or 0) / (cell.denominator or 1)) < 0.01 for cell in counted)
    return len(figures) >= LEAST_SHARES


def _sizes(series: Series, found: Return, published: Published) -> Iterator[Finding]:
    """A rate that is 10 or 100 times the authority's published one."""
    measure = series.measure
    if measure is None or not measure.published or published.area is None or series.breakdown or measure.per <= 100:
        return
    # Where the count stands in the return, it says more of the unit than last year's rate.
    if measure.rate_of and series_of(found, measure.rate_of):
        return
    # What runs up from April is a small part of the year's rate at first.
    if measure.kind is MeasureKind.CUMULATIVE:
        return
    known = published.years(measure.published, Comparator(published.area.code))
    figures = [figure for figure in own_values(series).values() if figure.cell.value and not figure.cell.has_counts]
    if len(known) < LEAST_SHARES or not figures:
        return
    usual, stated = median(list(known.values())[-5:]), median(figure.cell.value or 0 for figure in figures)
    factor = unit_factor(stated / usual) if usual > 0 else 0.0
    if factor:
        first = figures[0]
        message = (
            f"{series.name}, {first.heading}: {first.cell.text.strip()} is about {factor_words(factor)} the published "
            f"figures of recent years, {figure_text(usual, measure.unit)}. Give it as {measure.unit}."
        )
        yield finding_at(
            series,
            first,
            Severity.ERROR,
            Kind.UNIT,
            message,
            f"about {figure_text(usual, measure.unit)}",
            published.source(measure.published, max(known)),
        )
