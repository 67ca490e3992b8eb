"""A finding: what a check met in a return, where, and what to do about it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import orjson

from data.returns.content import Figure, Series

THE_FILE = "this file"


class Severity(IntEnum):
    """How much it matters. ERROR: wrong beyond doubt. WARNING: wrong, or in need of a word. NOTE: worth knowing."""

    ERROR = 3
    WARNING = 2
    NOTE = 1

    @property
    def word(self) -> str:
        """The severity as reports name it."""
        return self.name.lower()


class Kind(StrEnum):
    """What is the matter. The words are part of the contract: they stand in reports and are not changed."""

    SCHEMA = "layout"
    CELL = "unreadable cell"
    NAME = "unknown indicator"
    PERIOD = "period"
    MISSING_PERIOD = "missing period"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    TRUNCATED = "truncated"
    ARITHMETIC = "arithmetic"
    RATE = "rate"
    POPULATION = "population"
    TOTAL = "total"
    PARTS = "parts"
    CUMULATIVE = "cumulative"
    IMPOSSIBLE = "impossible"
    JUMP = "jump"
    DENOMINATOR = "denominator"
    COHORT = "cohort"
    UNIT = "unit"
    TARGET = "target"
    FORM = "form"
    SHIFTED = "shifted column"
    OTHER_INDICATOR = "another indicator"
    OTHER_YEAR = "another year"
    OTHER_EDITION = "another edition"
    ROUNDING = "rounding"
    RESTATED = "restated"
    NOT_PUBLISHED = "not as published"
    SHOWN_BEFORE = "shown before"


@dataclass(frozen=True)
class Finding:
    """One finding. `row` is the line of the file, from 1, `column` the heading, `source` where `expected` is from."""

    row: int | None
    column: str
    severity: Severity
    kind: Kind
    stated: str
    expected: str
    source: str
    message: str
    indicator: str = ""
    sheet: str = ""
    also: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, object]:
        """The finding as reports and the API give it."""
        return {
            "row": self.row,
            "column": self.column,
            "severity": self.severity.word,
            "kind": str(self.kind),
            "stated": self.stated,
            "expected": self.expected,
            "source": self.source,
            "message": self.message,
            "indicator": self.indicator,
            "sheet": self.sheet,
        }


def finding_at(
    series: Series,
    figure: Figure | None,
    severity: Severity,
    kind: Kind,
    message: str,
    expected: str = "",
    source: str = THE_FILE,
    stated: str = "",
    column: str = "",
) -> Finding:
    """A finding about a figure of a series, or about the whole series where there is none."""
    return Finding(
        row=figure.line if figure else series.line,
        column=column or (figure.heading if figure else ""),
        severity=severity,
        kind=kind,
        stated=stated or (figure.cell.text.strip() if figure else ""),
        expected=expected,
        source=source,
        message=message,
        indicator=series.name,
        sheet=series.sheet,
    )


def finding_word(record: Mapping[str, Any]) -> str:
    """What a finding of a version is known by when it is accepted: the same record, the same word, on any day."""
    return hashlib.sha256(orjson.dumps(dict(record), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by sheet, row and severity, the most severe first; the same said twice is said once."""
    kept = dict.fromkeys(findings)
    return tuple(sorted(kept, key=lambda found: (found.sheet, found.row or 0, -found.severity)))


def number(value: float, decimals: int | None = None) -> str:
    """A number as a message prints it: thousands apart, no needless decimals."""
    if decimals is None:
        shown = f"{value:,.4f}".rstrip("0").rstrip(".")
        return "0" if shown == "-0" else shown
    return f"{value:,.{decimals}f}"


def figure_text(value: float, unit: str, decimals: int | None = None) -> str:
    """A number with its unit: 96%, £2,410, 552."""
    shown = number(value, decimals)
    if unit == "%":
        return f"{shown}%"
    return f"£{shown}" if unit.startswith("£") else shown
