"""The findings of the check on the figures of a page, as they are kept with a version."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.checking.findings import Severity
from models.scorecard.rows import Row

SEVERITIES = tuple(severity.word for severity in sorted(Severity, reverse=True))
"""The words for how much a finding matters, the most severe first."""


@dataclass(frozen=True)
class Found:
    """One finding: `line` of the file and `column` heading, both empty for the file as a whole."""

    line: int | None
    column: str
    severity: str
    kind: str
    stated: str
    expected: str
    source: str
    message: str
    sheet: str

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "Found":
        """A finding from its record."""
        row = record.get("row")
        texts = {
            name: str(record.get(name, ""))
            for name in ("column", "severity", "kind", "stated", "expected", "source", "message", "sheet")
        }
        return cls(line=int(row) if row is not None else None, **texts)


def by_severity(findings: Iterable[Found]) -> dict[str, int]:
    """How many there are of each severity, the most severe first; those of which there are none are left out."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES if counts[severity]}


def on_row(findings: Iterable[Found], row: Row) -> tuple[Found, ...]:
    """The findings on a row: those of the month shown first, then the most severe."""
    lines = row.lines
    heading = row.now.heading if row.now else ""
    own = [finding for finding in findings if finding.line in lines and finding.sheet == row.series.sheet]
    return tuple(sorted(own, key=lambda finding: (finding.column != heading, SEVERITIES.index(finding.severity))))
