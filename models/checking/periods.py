"""Periods: months that are missing in a run, out of order or there twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from data.periods import Period, PeriodKind
from data.returns.cells import plain
from data.returns.content import Heading, Layout, Return, Role, Table
from models.checking.findings import THE_FILE, Finding, Kind, Severity, finding_at

# A longer gap is none: the two are compared, this October and the one before.
MOST_MISSING = {PeriodKind.MONTH: 5, PeriodKind.QUARTER: 2}
IN_RUNS = frozenset(MOST_MISSING)


def periods(found: Return) -> Iterator[Finding]:
    """The periods of each table's columns, or of each series of the template."""
    for table in found.tables:
        if table.layout is Layout.WIDE:
            yield from _of_columns(table)
    for series in found.series:
        if found.tables[series.table].layout is Layout.TEMPLATE:
            known = [figure.period for figure in series.own if figure.period]
            for period in _missing(known):
                message = (
                    f"{series.name} has no row for {period.label}, though the months before and after it are there. "
                    "Add it, with TBC where the figure is not known."
                )
                yield finding_at(
                    series, None, Severity.WARNING, Kind.MISSING_PERIOD, message, period.label, column="period"
                )
            counted = Counter((figure.period, figure.cell.text) for figure in series.own)
            for figure in series.own:
                if counted[figure.period, figure.cell.text] > 1 and figure.period:
                    counted[figure.period, figure.cell.text] = 0
                    message = f"{series.name} has {figure.period.label} twice with the same figure. Take one row out."
                    yield finding_at(series, figure, Severity.WARNING, Kind.DUPLICATE, message, "one row")


def _of_columns(table: Table) -> Iterator[Finding]:
    headings = [heading for heading in table.headings if heading.role is Role.PERIOD and heading.period]
    known = [heading.period for heading in headings if heading.period]
    for period, times in Counter(known).items():
        if times > 1:
            same = [heading for heading in headings if heading.period == period]
            columns = " and ".join(str(heading.column + 1) for heading in same)
            message = f"{period.label} heads columns {columns}. Check which month each holds and rename the wrong one."
            yield _at(table, same[-1], Severity.ERROR, Kind.PERIOD, message, "one column a period")
    runs = [heading for heading in headings if heading.period and heading.period.kind in IN_RUNS]
    yield from _order(table, runs)
    for period in _missing([heading.period for heading in runs if heading.period]):
        after = next(heading for heading in sorted(runs, key=_end) if heading.period and period < heading.period)
        message = (
            f"There is no column for {period.label}, though {_named(runs)} are there. Add it, with TBC where figures "
            "are not known."
        )
        yield _at(table, after, Severity.WARNING, Kind.MISSING_PERIOD, message, period.label)


def _order(table: Table, runs: Sequence[Heading]) -> Iterator[Finding]:
    """Columns that break the order that most of them keep: forwards, or backwards as some papers print them."""
    ends = [_end(heading) for heading in runs]
    forwards = sum(one < two for one, two in pairwise(ends))
    backwards = sum(one > two for one, two in pairwise(ends))
    if not forwards or not backwards:
        return
    for one, two in pairwise(runs):
        broken = _end(one) > _end(two) if forwards >= backwards else _end(one) < _end(two)
        if broken:
            message = (
                f"{plain(two.text)} stands after {plain(one.text)}: the columns are out of order. Check the heading, "
                "then put them in order."
            )
            yield _at(table, two, Severity.WARNING, Kind.PERIOD, message, "in order of time")


def _missing(known: Iterable[Period]) -> list[Period]:
    """The months or quarters that lie between the first and the last of those that are there, and are not."""
    ordered = sorted(period for period in set(known) if period.kind in IN_RUNS)
    gaps: list[Period] = []
    for kind, most in MOST_MISSING.items():
        of_kind = [period for period in ordered if period.kind is kind]
        for first, second in pairwise(of_kind):
            between: list[Period] = []
            before = second.previous()
            while first < before and len(between) <= most:
                between.append(before)
                before = before.previous()
            gaps += between[::-1] if len(between) <= most else []
    return gaps


def _end(heading: Heading) -> date:
    return heading.period.end if heading.period else date.max


def _named(runs: Sequence[Heading]) -> str:
    ordered = sorted(runs, key=_end)
    return f"{plain(ordered[0].text)} to {plain(ordered[-1].text)}"


def _at(table: Table, heading: Heading, severity: Severity, kind: Kind, message: str, expected: str) -> Finding:
    stated = plain(heading.text)
    return Finding(table.line, stated, severity, kind, stated, expected, THE_FILE, message, "", table.sheet)
