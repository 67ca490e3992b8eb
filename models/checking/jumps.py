"""Sudden jumps: a month far from all others of its own row, a national figure that leaps and comes back, a lone zero.

A month is held against the control chart of the other months (Shewhart's individuals chart, limits without the month
itself). A real change lasts, and a small group swings by itself: neither is reported.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from data.periods import PeriodKind
from data.returns.content import Figure, Return, Series, Who
from data.returns.measures import Kind as MeasureKind
from models.arrays import Floats
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.lookup import own_values
from models.control_charts import individuals_chart

LEAST_MONTHS = 7
LEAST_YEARS = 5
POINTS, SHARE = 15.0, 0.4
"""How far from the centre of the others at least: percentage points, or a share of it for counts and rates."""
LEAST_COUNT = 10
AT_AN_EDGE = 1.5
CHANCE = 1e-4
"""A share that two-sided chance explains better than this is a small group's swing."""
LEAP = 5.0
"""Points by which a national percentage leaps and comes back, where its other steps are a quarter of that."""
MOST_MONTHS = 120
"""Of a row, the latest: each is held against all the others, and what happened before is no measure of today."""
RUNNING = frozenset({PeriodKind.MONTH, PeriodKind.QUARTER})


def jumps(found: Return) -> Iterator[Finding]:
    """Months that leap, national years that leap, zeros among large figures; a row that stands twice is told once."""
    seen: set[tuple[str, str]] = set()
    for series in found.series:
        if series.key in seen:
            continue
        seen.add(series.key)
        figures = sorted(own_values(series).values(), key=_end)
        running, yearly = _apart(figures)
        if len(running) >= LEAST_MONTHS and not (series.measure and series.measure.kind is MeasureKind.CUMULATIVE):
            yield from _months(series, running[-MOST_MONTHS:])
        yield from _zeros(series, yearly)
        yield from _leaps(series, found)


def _apart(figures: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Figures of months and quarters, and those of years and days."""
    running = [figure.period is not None and figure.period.kind in RUNNING for figure in figures]
    return (
        [figure for figure, runs in zip(figures, running, strict=True) if runs],
        [figure for figure, runs in zip(figures, running, strict=True) if not runs],
    )


def _end(figure: Figure) -> tuple[int, int]:
    return (figure.period.end.year, figure.period.end.month) if figure.period else (0, 0)


def _values(figures: Sequence[Figure]) -> Floats:
    return np.array([figure.cell.value for figure in figures], dtype=np.float64)


def _months(series: Series, figures: Sequence[Figure]) -> Iterator[Finding]:
    values = _values(figures)
    count = len(values)
    chart = individuals_chart(np.tile(values, (count, 1)), basis=~np.eye(count, dtype=np.bool_), screened=False)
    for at, figure in enumerate(figures):
        low, high, centre = float(chart.lower[at, at]), float(chart.upper[at, at]), float(chart.centre[at, at])
        if low <= values[at] <= high or not _is_far(series, values[at], centre) or not _comes_back(values, at, centre):
            continue
        if not _is_beyond_chance(figures, at):
            continue
        # The first and the last month have one neighbour only: they have to be further away.
        edge = at in (0, count - 1)
        if edge and abs(values[at] - centre) < AT_AN_EDGE * (high - centre):
            continue
        unit = series.measure.unit if series.measure else ("%" if figure.cell.unit == "%" else "")
        least, most = figure_text(max(low, 0), unit, 0), figure_text(high, unit, 0)
        message = (
            f"{series.name}, {figure.heading}: {figure.cell.text.strip()} lies far outside the other months, which "
            f"leave room from {least} to {most}. Check it; if it is right, say in a note what happened."
        )
        yield finding_at(
            series, figure, Severity.WARNING, Kind.JUMP, message, f"{least} to {most}", "the other months of the row"
        )


def _is_far(series: Series, value: float, centre: float) -> bool:
    apart = abs(value - centre)
    shares = series.measure.is_percentage if series.measure else False
    if shares or any(figure.cell.unit == "%" for figure in series.own):
        return apart >= POINTS
    return apart >= max(SHARE * abs(centre), LEAST_COUNT)


def _comes_back(values: Floats, at: int, centre: float) -> bool:
    """Whether the months beside it lie nearer to the centre by half: a change that lasts is no slip."""
    beside = [values[near] for near in (at - 1, at + 1) if 0 <= near < len(values)]
    return all(abs(value - centre) <= abs(values[at] - centre) / 2 for value in beside)


def _is_beyond_chance(figures: Sequence[Figure], at: int) -> bool:
    """Where counts are known: whether the month's share differs from the others' by more than chance."""
    cells = [figure.cell for figure in figures if figure.cell.has_counts]
    if len(cells) < len(figures):
        return True
    above = np.array([cell.numerator for cell in cells], dtype=np.float64)
    below = np.array([cell.denominator for cell in cells], dtype=np.float64)
    if np.any(above > below) or np.any(below <= 0):
        return True
    rest = np.arange(len(cells)) != at
    table = np.array([[above[at], below[at] - above[at]], [above[rest].sum(), (below - above)[rest].sum()]])
    from scipy import stats  # only needed here, for few files; it costs half a second

    return bool(stats.fisher_exact(table).pvalue < CHANCE)


def _zeros(series: Series, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A zero among years that are all far from it: none, or missing, or hidden?"""
    values = _values(figures)
    others = values[values != 0]
    if len(values) < LEAST_YEARS or len(others) != len(values) - 1 or others.min() < 10:
        return
    figure = figures[int(np.flatnonzero(values == 0)[0])]
    message = (
        f"{series.name}, {figure.heading}: {figure.cell.text.strip()}, where every other year is "
        f"{number(others.min())} or more. If it is missing or hidden, print N/A or c; if it is none, say of how many."
    )
    yield finding_at(
        series,
        figure,
        Severity.WARNING,
        Kind.JUMP,
        message,
        f"{number(others.min())} or more, or N/A",
        "the other years of the row",
    )


def _leaps(series: Series, found: Return) -> Iterator[Finding]:
    """National percentages move little: one that leaps and comes back was taken from another row."""
    by_area: dict[str, list[Figure]] = {}
    for figure in series.comparators:
        if figure.who is Who.AREA and figure.period and figure.cell.value is not None:
            by_area.setdefault(figure.area, []).append(figure)
    for figures in by_area.values():
        ordered = sorted(figures, key=_end)
        steps = np.diff(_values(ordered))
        for at in range(1, len(steps)):
            there, back = steps[at - 1], steps[at]
            rest = np.abs(np.delete(steps, [at - 1, at]))
            usual = max(float(rest.max()), 1.0) if len(rest) >= 2 else np.inf
            if there * back < 0 and min(abs(there), abs(back)) >= max(LEAP, 4 * usual):
                yield _leap(series, ordered[at], ordered[at - 1], found)


def _leap(series: Series, figure: Figure, before: Figure, found: Return) -> Finding:
    same = [
        other.name
        for other in found.series
        if other.table == series.table and other.line != series.line
        for each in other.comparators
        if each.heading == figure.heading and each.cell.value == figure.cell.value
    ]
    hint = f" It is the figure of {same[0]} too, and may have been copied from there." if same else ""
    message = (
        f"{series.name}, {figure.heading}: {figure.cell.text.strip()} leaps from {before.cell.text.strip()} and comes "
        f"back the year after, which a national figure does not do.{hint} Check it against the source."
    )
    return finding_at(
        series,
        figure,
        Severity.WARNING,
        Kind.JUMP,
        message,
        f"about {before.cell.text.strip()}",
        "the other years of the row",
    )
