"""Findings as a page shows them: those that were asked for, a page of them at a time, row by row."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from app.pages.returns.words import MARKS, by_severity
from data.local.listing import Accepted
from models.checking.findings import Severity, finding_word

ON_A_PAGE = 100
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Filter:
    """Which findings are shown: of one severity and kind (empty for all), the page from 1, all boxes ticked or none."""

    severity: str = ""
    kind: str = ""
    page: int = 1
    ticked: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filter":
        """What an address asks for; what it leaves out, or cannot be, is as on a first visit."""
        page = query.get("page", "1")
        is_page = page.isascii() and page.isdecimal() and len(page) < 5 and int(page) > 0
        return cls(
            query.get("severity", ""), query.get("kind", ""), int(page) if is_page else 1, query.get("ticked") == "all"
        )

    def query(self, **changes: Any) -> str:
        """The part of an address that asks for these findings, with some of it changed."""
        wanted = replace(self, **changes)
        parts = {"severity": wanted.severity, "kind": wanted.kind, "page": wanted.page if wanted.page > 1 else ""}
        kept = {name: value for name, value in (parts | {"ticked": "all" if wanted.ticked else ""}).items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def keeps(self, finding: Record) -> bool:
        """Whether a finding is one of those asked for."""
        return self.severity in ("", finding.get("severity")) and self.kind in ("", finding.get("kind"))


@dataclass(frozen=True)
class ShownFinding:
    """One finding, the word by which it is accepted, and how it was, if it was."""

    record: Record
    word: str
    mark: str
    accepted: Accepted | None

    @property
    def message(self) -> str:
        """The message, which repeats the indicator's name, below a line that says it."""
        name, said = self.record.get("indicator", ""), str(self.record.get("message", ""))
        for start in (f"{name}, ", f"{name}: "):
            if name and said.startswith(start):
                return said[len(start) :][:1].upper() + said[len(start) + 1 :]
        return said


@dataclass(frozen=True)
class FindingRow:
    """What was found in one row of the file."""

    title: str
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True)
class FindingsPage:
    """One page of findings. `of` those asked for, of `all` there are; `severities` and `kinds` with how many each."""

    chosen: Filter
    rows: tuple[FindingRow, ...]
    shown: int
    of: int
    all: int
    pages: int
    severities: tuple[tuple[Severity, int], ...]
    kinds: tuple[tuple[str, int], ...]
    to_accept: int

    @property
    def first(self) -> int:
        """The place, from 1, of the first one that is shown."""
        return (self.chosen.page - 1) * ON_A_PAGE + 1


def findings_page(
    findings: Sequence[Record],
    accepted: Mapping[str, Accepted],
    chosen: Filter,
    on_a_page: int = ON_A_PAGE,
) -> FindingsPage:
    """The page of findings that is asked for; a page beyond the last is the last."""
    wanted = [finding for finding in findings if chosen.keeps(finding)]
    pages = max(1, -(-len(wanted) // on_a_page))
    chosen = replace(chosen, page=min(chosen.page, pages))
    start = (chosen.page - 1) * on_a_page
    shown = [_shown(finding, accepted) for finding in wanted[start : start + on_a_page]]
    of_severity = [finding for finding in findings if replace(chosen, kind="").keeps(finding)]
    return FindingsPage(
        chosen,
        tuple(_rows(shown)),
        len(shown),
        len(wanted),
        len(findings),
        pages,
        tuple(by_severity(findings).items()),
        tuple(Counter(str(finding.get("kind", "")) for finding in of_severity).most_common()),
        sum(finding.accepted is None for finding in shown),
    )


def most_severe(findings: Sequence[Record], most: int) -> list[Record]:
    """As many findings as a page that cannot be turned has room for: the most severe, in the order of the file."""
    places = {severity.word: -severity for severity in Severity}
    ranked = sorted(range(len(findings)), key=lambda at: (places.get(findings[at].get("severity", ""), 0), at))
    return [findings[at] for at in sorted(ranked[:most])]


def unaccepted_errors(findings: Iterable[Record], accepted: Collection[str]) -> int:
    """How many errors there are that nobody has given a reason for."""
    return sum(
        finding.get("severity") == Severity.ERROR.word and finding_word(finding) not in accepted for finding in findings
    )


def _shown(finding: Record, accepted: Mapping[str, Accepted]) -> ShownFinding:
    word = finding_word(finding)
    marks = {severity.word: mark for severity, mark in MARKS.items()}
    return ShownFinding(finding, word, marks.get(finding.get("severity", ""), ""), accepted.get(word))


def _rows(shown: Iterable[ShownFinding]) -> Iterable[FindingRow]:
    def place(finding: ShownFinding) -> tuple[Any, Any]:
        return finding.record.get("sheet", ""), finding.record.get("row")

    for (sheet, row), group in groupby(shown, key=place):
        in_row = tuple(group)
        name = next((found.record["indicator"] for found in in_row if found.record.get("indicator")), "")
        where = f"Row {row}" if row else "The file"
        yield FindingRow(f"{where}{f' of {sheet}' if sheet else ''}{f': {name}' if name else ''}", in_row)
