"""The findings as text for a person: what was read and how much is the matter first, then row by row."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from data.returns.content import Return
from models.checking.findings import Finding, Kind, Severity

WIDTH = 110
INDENT = " " * 10


def report(found: Return, findings: Sequence[Finding], authority: str) -> str:
    """The whole report; it ends with a line break."""
    return "\n".join([*_summary(found, findings, authority), *_rows(findings)]) + "\n"


def percentages_with_counts(found: Return) -> int:
    """How many percentages stand in a return with their numerator and denominator."""
    return sum(
        figure.cell.has_counts and figure.cell.value is not None
        for series in found.series
        for figure in (*series.own, *series.comparators)
    )


def counted(findings: Iterable[Finding]) -> Counter[Severity]:
    """How many findings there are of each severity."""
    return Counter(finding.severity for finding in findings)


def _summary(found: Return, findings: Sequence[Finding], authority: str) -> Iterator[str]:
    whose = authority or "no authority named, so only regions' and England's figures were compared"
    yield f"{found.file}: {_many(len(found.tables), 'table')}, {_many(len(found.series), 'row')} of figures; {whose}."
    if not findings:
        yield "Nothing found."
        return
    by_severity = counted(findings)
    told = [
        _many(by_severity[severity], severity.word)
        for severity in sorted(Severity, reverse=True)
        if by_severity[severity]
    ]
    yield f"{_many(len(findings), 'finding')}: {', '.join(told)}."
    cut = sum(finding.kind is Kind.TRUNCATED and "(" in finding.stated for finding in findings)
    if cut:
        yield f"{cut} of {percentages_with_counts(found)} percentages with counts were cut off, not rounded."
    kinds = Counter(str(finding.kind) for finding in findings)
    yield "Kinds: " + ", ".join(f"{kind} {times}" for kind, times in kinds.most_common()) + "."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _rows(findings: Sequence[Finding]) -> Iterator[str]:
    for (sheet, row), group in groupby(findings, key=lambda finding: (finding.sheet, finding.row)):
        in_row = list(group)
        name = next((finding.indicator for finding in in_row if finding.indicator), "")
        place = f"Row {row}" if row else "The file"
        yield ""
        yield f"{place}{f' of {sheet}' if sheet else ''}{f': {name}' if name else ''}"
        cut = [finding for finding in in_row if finding.kind is Kind.TRUNCATED and finding.column]
        for finding in in_row:
            if len(cut) < 2 or finding not in cut:
                yield _line(finding.severity, finding.kind, _without_name(finding))
        if len(cut) >= 2:
            listed = ", ".join(
                f"{finding.column} {finding.stated.split(' ')[0]} for {finding.expected}" for finding in cut
            )
            yield _line(cut[0].severity, Kind.TRUNCATED, f"{len(cut)} percentages were cut off, not rounded: {listed}.")


def _without_name(finding: Finding) -> str:
    """The message, which repeats the indicator's name, below a line that says it."""
    said = finding.message
    for start in (f"{finding.indicator}, ", f"{finding.indicator}: "):
        if finding.indicator and said.startswith(start):
            return said[len(start) :]
    return said


def _line(severity: Severity, kind: Kind, message: str) -> str:
    first = f"  {severity.word:<7} {kind}: "
    return textwrap.fill(
        first + message, WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )
