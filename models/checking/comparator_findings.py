"""What is said of comparators that are not as published: one finding a row and reason, its figures listed."""

from collections.abc import Iterator, Sequence

from data.returns.content import Figure, Series
from data.returns.measures import Measure
from models.checking.comparing import Compared
from models.checking.explanations import Copied, other_indicators
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.published import Published
from models.checking.rounding import rounded

BETWEEN = "; "


def headings(figures: Sequence[Figure]) -> str:
    """The columns that figures stand in."""
    return BETWEEN.join(figure.heading for figure in figures)


def stated_texts(row: Sequence[Compared]) -> str:
    """What is stated, cell by cell."""
    return BETWEEN.join(each.figure.cell.text.strip() for each in row)


def shown(value: float, each: Compared, measure: Measure) -> str:
    """A published value as the cell beside it would print it."""
    return figure_text(rounded(value, each.decimals), measure.unit, each.decimals)


def expected_texts(row: Sequence[Compared], measure: Measure) -> str:
    """What was expected, cell by cell."""
    return BETWEEN.join(shown(each.value, each, measure) for each in row)


def listed(row: Sequence[Compared], measure: Measure) -> str:
    """Each figure with its heading and what is published."""
    return ", ".join(
        f"{each.figure.heading} {each.figure.cell.text.strip()} (published {shown(each.value, each, measure)})"
        for each in row
    )


def shifted_finding(
    series: Series,
    measure: Measure,
    row: Sequence[Compared],
    moved: tuple[int, tuple[Compared, ...]],
    published: Published,
) -> Finding:
    """A row whose comparators all stand beside their columns."""
    by, hits = moved
    side = "left" if by > 0 else "right"
    columns = "one column" if abs(by) == 1 else f"{abs(by)} columns"
    message = (
        f"{series.name}: the comparators stand {columns} too far to the {side} ({listed(row, measure)}). Move them "
        f"{columns} to the {'right' if by > 0 else 'left'} and fill in the one that is missing."
    )
    return finding_at(
        series,
        hits[0].figure,
        Severity.ERROR,
        Kind.SHIFTED,
        message,
        expected_texts(row, measure),
        published.source(measure.published, row[0].year),
        stated_texts(row),
        headings([each.figure for each in row]),
    )


def copied_finding(series: Series, source: Copied) -> Finding:
    """The comparators of another row, printed on this one too."""
    figures = [figure for figure, _ in source.figures]
    values = " and ".join(f"{figure.cell.text.strip()} ({figure.heading})" for figure in figures)
    message = (
        f"{series.name}: {values} are the comparators of {source.other.name} (row {source.other.line}), printed here "
        "too. Take them out or put this indicator's own in their place."
    )
    stated = BETWEEN.join(figure.cell.text.strip() for figure in figures)
    return finding_at(
        series,
        figures[0],
        Severity.ERROR,
        Kind.OTHER_INDICATOR,
        message,
        f"not those of {source.other.name}",
        stated=stated,
        column=headings(figures),
    )


def shared_finding(series: Series, source: Copied) -> Finding:
    """Two rows with the same comparators, of which nobody can say whose they are."""
    names = headings([figure for figure, _ in source.figures])
    values = " and ".join(figure.cell.text.strip() for figure, _ in source.figures)
    other = source.other
    message = (
        f"{series.name} has the same comparators as {other.name} (row {other.line}): {values} under {names}. "
        "Check which row they belong to and correct the other."
    )
    return finding_at(series, source.figures[0][0], Severity.WARNING, Kind.OTHER_INDICATOR, message, column=names)


def edition_finding(
    series: Series, measure: Measure, each: Compared, found: tuple[str, float], published: Published
) -> Finding:
    """A mean of the neighbours' other edition."""
    edition, _ = found
    right = each.expected[0][0]
    expected = shown(each.value, each, measure)
    message = (
        f"{series.name}, {each.figure.heading}: {each.figure.cell.text.strip()} is the mean of the {edition} edition "
        f"of the neighbours; for this paper it is the {right.edition} edition's, {expected}. Use that, or name the "
        "edition."
    )
    return finding_at(
        series,
        each.figure,
        Severity.WARNING,
        Kind.OTHER_EDITION,
        message,
        expected,
        published.source(measure.published, each.year),
    )


def year_finding(series: Series, measure: Measure, each: Compared, year: int, published: Published) -> Finding:
    """A figure of another year."""
    expected = shown(each.value, each, measure)
    right, wrong = (published.period_words(measure.published, each_year) for each_year in (each.year, year))
    message = (
        f"{series.name}, {each.figure.heading}: {each.figure.cell.text.strip()} is the figure for {wrong}; for "
        f"{right} it is {expected}. Print {expected}, or name the year."
    )
    return finding_at(
        series,
        each.figure,
        Severity.WARNING,
        Kind.OTHER_YEAR,
        message,
        expected,
        published.source(measure.published, each.year),
    )


def rounding_findings(
    series: Series, measure: Measure, row: Sequence[Compared], how: str, published: Published
) -> Iterator[Finding]:
    """Figures that are the published ones, written otherwise than rounding would; one finding a row."""
    if not row:
        return
    listed = ", ".join(
        f"{each.figure.heading} {each.figure.cell.text.strip()} (published {number(each.value)})" for each in row
    )
    message = f"{series.name}: {listed}: {how}. Print the published figure, rounded."
    yield finding_at(
        series,
        row[0].figure,
        Severity.NOTE,
        Kind.ROUNDING,
        message,
        expected_texts(row, measure),
        published.source(measure.published, row[0].year),
        stated_texts(row),
        headings([each.figure for each in row]),
    )


def restated_findings(
    series: Series, measure: Measure, row: Sequence[Compared], published: Published
) -> Iterator[Finding]:
    """Figures near to the published ones; one finding a row."""
    if not row:
        return
    message = (
        f"{series.name}: {listed(row, measure)}. So near to what is published now that it may have been published so "
        "at first and restated since. Use the newest figure or say when this one was published."
    )
    yield finding_at(
        series,
        row[0].figure,
        Severity.NOTE,
        Kind.RESTATED,
        message,
        expected_texts(row, measure),
        published.source(measure.published, row[0].year),
        stated_texts(row),
        headings([each.figure for each in row]),
    )


def not_published_finding(series: Series, measure: Measure, row: Sequence[Compared], published: Published) -> Finding:
    """Figures that nothing explains, unless all are those of one other published indicator."""
    source, columns = published.source(measure.published, row[0].year), headings([each.figure for each in row])
    others = list(other_indicators(row, published, measure.published))
    if others:
        indicator = published.indicator(others[0])
        title = indicator.title if indicator else others[0]
        message = (
            f"{series.name}: {stated_texts(row)} are the published figures of another indicator, {title}; its own are "
            f"{expected_texts(row, measure)}. Print its own."
        )
        return finding_at(
            series,
            row[0].figure,
            Severity.ERROR,
            Kind.OTHER_INDICATOR,
            message,
            expected_texts(row, measure),
            source,
            stated_texts(row),
            columns,
        )
    message = (
        f"{series.name}: {listed(row, measure)}. The stated figure is found in no other year, edition, column or "
        "row. Check where it was taken from, and print the published one."
    )
    return finding_at(
        series,
        row[0].figure,
        Severity.WARNING,
        Kind.NOT_PUBLISHED,
        message,
        expected_texts(row, measure),
        source,
        stated_texts(row),
        columns,
    )
