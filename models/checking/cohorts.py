"""Shares of small cohorts: only some percentages are possible of 33 pupils, so percentages say of how many they are.

A percentage of n children is k/n for a whole k (Brown and Heathers' GRIM test, 2017, applied to shares). Several shares
of one column leave one n, which can be held against the counts beside them and against the published cohorts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.returns.cells import Cell, CellKind, plain
from data.returns.content import Figure, Layout, Return, Row, Series, Table
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.published import Published
from models.checking.rounding import Fit, fit, rounded

SMALLEST, LARGEST = 5, 150
LEAST_SHARES = 4
CHANCE = 1e-3
"""Of shares fitting a cohort by luck, over all the cohorts that were tried."""
SHARE_FITTING = 0.6
COUNTED = ("number", "no of", "no.", "children", "pupils", "count", "cohort", "roll")


@dataclass(frozen=True)
class Cohort:
    """The cohort that a column's shares leave: its size, and the shares that are none of it."""

    size: int
    left_over: tuple[int, ...]


def cohorts(found: Return, published: Published | None) -> Iterator[Finding]:
    """Shares against the counts beside them, against each other, and against the published cohorts."""
    for table in found.tables:
        if table.layout is Layout.CATEGORIES:
            yield from _beside_counts(table)
            yield from _columns(table)
    if published is not None:
        for table in found.tables:
            if table.layout is Layout.PAIRS:
                yield from _years(table, found, published)


def possible(share: float, decimals: int, size: int) -> Fit:
    """Whether a share of `size` children can be this one: rounded, cut off, or not at all."""
    near = share * size / 100
    fits = {fit(share, 100 * whole / size, decimals) for whole in (int(near), int(near) + 1) if whole <= size}
    return next((each for each in (Fit.ROUNDED, Fit.TRUNCATED) if each in fits), Fit.WRONG)


def cohort_of(shares: Sequence[tuple[float, int]]) -> Cohort | None:
    """The smallest cohort of which all shares (value, decimals) can be, else most, where that is more than luck."""
    most: Cohort | None = None
    needed = max(LEAST_SHARES, SHARE_FITTING * len(shares))
    tried = 0.0
    for size in range(SMALLEST, LARGEST + 1):
        left = tuple(
            at for at, (share, decimals) in enumerate(shares) if possible(share, decimals, size) is not Fit.ROUNDED
        )
        luck = max(((size + 1) * 10.0**-decimals / 100 for _, decimals in shares), default=1.0)
        tried += min(luck, 1.0) ** needed
        if tried > CHANCE:
            break
        if len(shares) - len(left) < needed:
            continue
        if not left:
            return Cohort(size, ())
        most = most or Cohort(size, left)
    return most


def _is_share_column(heading: str) -> bool:
    said = heading.casefold()
    return "%" in said or "percent" in said


def _beside_counts(table: Table) -> Iterator[Finding]:
    """`No of children` beside `% of children with a plan`: a share of 55 children is one of 55 shares."""
    headings = [plain(heading.text) for heading in table.headings]
    counts = [
        place
        for place, text in enumerate(headings)
        if place and not _is_share_column(text) and any(word in text.casefold() for word in COUNTED)
    ]
    if len(counts) != 1:
        return
    for place, heading in enumerate(headings):
        if not _is_share_column(heading) or place <= counts[0]:
            continue
        for row in table.rows:
            yield from _of_count(table, row, row.cells[counts[0]], row.cells[place], heading)


def _of_count(table: Table, row: Row, counted: Cell, share: Cell, heading: str) -> Iterator[Finding]:
    size, value = counted.value, share.value
    if size is None or value is None or size != int(size) or not 0 < size <= 10**share.decimals * 50:
        return
    how = possible(value, share.decimals, int(size))
    if how is Fit.ROUNDED:
        return
    near = round(value * size / 100)
    whole = min(int(value * size / 100) + 1, int(size)) if how is Fit.TRUNCATED else near
    expected = figure_text(rounded(100 * whole / size, share.decimals), "%", share.decimals)
    where = f"{plain(table.headings[0].text)} {row.name}, {heading}".strip()
    kind, severity = (Kind.TRUNCATED, Severity.WARNING) if how is Fit.TRUNCATED else (Kind.COHORT, Severity.WARNING)
    what = (
        f"was cut off: {whole} of {number(size)} is {expected}"
        if how is Fit.TRUNCATED
        else f"is the share of no whole number of {number(size)}; {whole} would be {expected}"
    )
    message = f"{where}: {share.text.strip()} {what}. Check the count and the percentage."
    yield Finding(
        row.line,
        heading,
        severity,
        kind,
        share.text.strip(),
        expected,
        "the count of the row",
        message,
        row.name,
        table.sheet,
    )


def _columns(table: Table) -> Iterator[Finding]:
    """A column of shares of one group: rows that are shares of another."""
    for heading in table.headings[1:]:
        if not _is_share_column(heading.text) or "pupils" not in heading.text.casefold():
            continue
        rows = [row for row in table.rows if row.cells[heading.column].value is not None]
        cells = [row.cells[heading.column] for row in rows]
        found = cohort_of([(cell.value or 0, cell.decimals) for cell in cells if cell.value])
        if found is None or not found.left_over or len(cells) != len([cell for cell in cells if cell.value]):
            continue
        odd = [rows[at] for at in found.left_over]
        listed = ", ".join(f"{row.name} {row.cells[heading.column].text.strip()}" for row in odd)
        message = (
            f"{plain(heading.text)}: the other rows are shares of {found.size}, but {listed} cannot be. Say of how "
            "many each row is, or correct it."
        )
        yield Finding(
            odd[0].line,
            plain(heading.text),
            Severity.WARNING,
            Kind.COHORT,
            "; ".join(row.cells[heading.column].text.strip() for row in odd),
            f"shares of {found.size}",
            "the other rows of the column",
            message,
            odd[0].name,
            table.sheet,
        )


def _years(table: Table, found: Return, published: Published) -> Iterator[Finding]:
    """Each year's own shares of one cohort against the published cohort of that year, and of the years beside it."""
    every = [
        series
        for series in found.series
        if series.table == table.number and series.measure and series.measure.cohort_of
    ]
    linked = next((series.measure for series in every if series.measure and series.measure.published), None)
    if linked is None:
        return
    by_year: dict[int, list[tuple[Series, Figure]]] = {}
    for series in every:
        for figure in series.own:
            if (
                figure.period
                and figure.cell.value is not None
                and figure.cell.kind in (CellKind.NUMBER, CellKind.PERCENTAGE)
            ):
                by_year.setdefault(figure.period.year, []).append((series, figure))
    for year, figures in by_year.items():
        shares = [(figure.cell.value or 0, figure.cell.decimals) for _, figure in figures]
        size = _published_cohort(published, linked.published, year)
        implied = cohort_of(shares)
        if size is None or implied is None or implied.left_over or _all_possible(shares, size):
            continue
        fitting = [
            near
            for near in (year + 1, year - 1, year + 2, year - 2)
            if (other := _published_cohort(published, linked.published, near)) is not None
            and _all_possible(shares, other)
        ]
        if not fitting:
            continue
        series, figure = figures[0]
        elsewhere = published.period_words(linked.published, fitting[0])
        here = published.period_words(linked.published, year)
        message = (
            f"{figure.heading}: the {len(figures)} shares of this column are possible of {implied.size} pupils, which "
            f"is the published cohort of {elsewhere}; that of {here} is {size}. The column may hold another year's "
            "results: check it."
        )
        yield finding_at(
            series,
            figure,
            Severity.WARNING,
            Kind.OTHER_YEAR,
            message,
            f"shares of {size}",
            published.source(linked.published, year),
            f"shares of {implied.size}",
        )


def _published_cohort(published: Published, identity: str, year: int) -> int | None:
    counts = published.counts(identity, year)
    return int(counts[1]) if counts is not None and counts[1] == counts[1] else None


def _all_possible(shares: Sequence[tuple[float, int]], size: int) -> bool:
    return all(possible(share, decimals, size) is Fit.ROUNDED for share, decimals in shares)
