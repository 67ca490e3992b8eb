"""Sentences of the pages of local returns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from callbacks.sight import SeenVersion
from data.periods import MONTHS
from data.returns.content import Return
from layouts import phrases
from models.access import Visibility
from models.checking.findings import Kind, Severity
from models.checking.report import percentages_with_counts
from models.return_changes import Changes, How, KeptBack, Part

NOUNS = {
    Part.FIGURE: "figure",
    Part.COMPARATOR: "comparator",
    Part.TARGET: "target",
    Part.WORDS: "remark",
    Part.COMMENTARY: "text of the commentary",
}
PLURALS = {Part.COMMENTARY: "texts of the commentary"}
MARKS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}
"""A sign beside the word of each severity."""


def day(moment: datetime | date) -> str:
    """`22 November 2022`; of a moment, its day in UTC, as everything of versions is counted."""
    found = moment.astimezone(UTC) if isinstance(moment, datetime) else moment
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def moment(at: datetime) -> str:
    """`22 November 2022, 14:05 UTC`."""
    return f"{day(at)}, {at.astimezone(UTC):%H:%M} UTC"


def many(count: int, what: str, plural: str = "") -> str:
    """`1 finding`, `no findings`, `1,200 findings`."""
    if count == 1:
        return f"1 {what}"
    return f"{f'{count:,}' if count else 'no'} {plural or what + 's'}"


def by_severity(findings: Iterable[Mapping[str, Any]]) -> dict[Severity, int]:
    """How many findings there are of each severity that there is any of, the most severe first."""
    counted = Counter(str(finding.get("severity", "")) for finding in findings)
    return {
        severity: counted[severity.word] for severity in sorted(Severity, reverse=True) if counted[severity.word] > 0
    }


def severities(findings: Iterable[Mapping[str, Any]]) -> str:
    """`5 errors, 102 warnings and 10 notes`, or that there is nothing."""
    told = [many(count, severity.word) for severity, count in by_severity(findings).items()]
    return phrases.listed(told) if told else "nothing found"


def summary(findings: Sequence[Mapping[str, Any]], found: Return) -> str:
    """What the check says of a return, most important first."""
    read = f"{many(len(found.tables), 'table')} and {many(len(found.series), 'row')} of figures"
    if not findings:
        return f"Nothing found: {read} were checked."
    cut = sum(each.get("kind") == str(Kind.TRUNCATED) and "(" in each.get("stated", "") for each in findings)
    of_all = percentages_with_counts(found)
    said = f"{many(len(findings), 'finding')}: {severities(findings)}."
    if cut:
        said += f" {cut} of {of_all} percentages with counts were cut off, not rounded."
    return said


def shown_to(seen: SeenVersion, names: Mapping[str, str]) -> str:
    """Who a version is for today. `names` of organisations by their slugs, for its owner."""
    match seen.visibility:
        case Visibility.PUBLISHED:
            return "Published: everybody sees it"
        case Visibility.SHARED if seen.owned:
            return f"Shared with {phrases.listed([names.get(slug, slug) for slug in sorted(seen.shared_with)])}"
        case Visibility.SHARED:
            return "Shared with your organisation"
        case Visibility.WITHDRAWN:
            return "Withdrawn: nobody else sees it any longer"
        case Visibility.DRAFT:
            return "Draft: nobody else sees it"


def happened(visibility: str, shared_with: Iterable[str], names: Mapping[str, str]) -> str:
    """One line of a version's history."""
    if visibility == Visibility.SHARED:
        return f"Shared with {phrases.listed([names.get(slug, slug) for slug in sorted(shared_with)])}"
    return "Kept as a draft" if visibility == Visibility.DRAFT else visibility.capitalize()


def newest(seen: SeenVersion) -> str:
    """How and when a version came to be seen: `was published on 22 November 2022`."""
    last = seen.shown[-1].at if seen.shown else seen.created
    match seen.visibility:
        case Visibility.PUBLISHED:
            return f"was published on {day(last)}"
        case Visibility.SHARED:
            return f"was shared on {day(last)}"
        case Visibility.WITHDRAWN:
            return f"was withdrawn on {day(last)}"
        case Visibility.DRAFT:
            return f"was kept as a draft on {day(seen.created)}"


def answer(name: str, latest: Sequence[SeenVersion]) -> str:
    """What there is of one authority that the viewer sees."""
    if not latest:
        return f"{name} has no returns that you can see."
    last = max(latest, key=lambda seen: seen.shown[-1].at if seen.shown else seen.created)
    of_all = "it" if len(latest) == 1 else f"the newest, {last.title},"
    return f"{name} has {many(len(latest), 'return')} you can see; {of_all} {newest(last)}."


def masked(left_out: KeptBack, sections: int) -> str:
    """What others than the owner will see of a version, before it is given to them."""
    said = "Others will see every figure: none is small."
    if left_out.figures:
        said = f"Others will see {many(left_out.figures, 'figure')} as suppressed: small, or giving a small one away."
    if left_out.lines:
        said += f" They will not see {many(left_out.lines, 'line')} of the file that {_is(left_out.lines)} in no table."
    if sections:
        told = many(sections, "section")
        said += f" The commentary ({told}) is shown as written: make sure that it names no small number."
    return said


def compared(found: Changes, before: int, after: int) -> str:
    """What changed between two versions, the figures first."""
    start = f"From version {before} to version {after}"
    told = [words for part in Part if (words := _changed(found, part))]
    rewritten = sum(change.how is How.REWRITTEN for change in found.all)
    if rewritten:
        told.append(f"{many(rewritten, 'cell')} only written otherwise")
    said = f"{start}: {phrases.listed(told)}." if told else f"{start} nothing changed that you can see."
    if found.hidden:
        said += f" {many(found.hidden, 'cell')} {_is(found.hidden)} not compared: suppressed in one version or both."
    return said


def _changed(found: Changes, part: Part) -> str:
    """`3 figures changed, 12 added and 1 removed`."""
    counts = [(found.count(part, how), how) for how in (How.CHANGED, How.ADDED, How.REMOVED)]
    told = [(count, how) for count, how in counts if count]
    if not told:
        return ""
    first, how = told[0]
    parts = [f"{many(first, NOUNS[part], PLURALS.get(part, ''))} {how}"]
    return phrases.listed([*parts, *(f"{count:,} {how}" for count, how in told[1:])])


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
