"""Local returns as records: what the API gives of a version, as far as its viewer may see it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from callbacks.sight import SeenVersion
from data.local.listing import Accepted, Shown
from data.returns.cells import Cell
from data.returns.content import Figure, Return, Series, Who
from models.access import Visibility
from models.checking.findings import Severity, finding_word
from models.return_changes import Changes

Record = dict[str, object]
RETURN_COLUMNS = tuple(
    "return version authority organisation slug title visibility created masked public_source".split()
)
FIGURE_COLUMNS = tuple(
    "row sheet measure name breakdown heading whose area period stated value numerator denominator missing_reason "
    "status target".split()
)


def return_record(seen: SeenVersion) -> Record:
    """A version without its figures."""
    return {
        "return": seen.return_id,
        "version": seen.number,
        "authority": seen.authority,
        "organisation": seen.organisation,
        "slug": seen.slug,
        "title": seen.title,
        "visibility": str(seen.visibility),
        "created": seen.created.isoformat(timespec="seconds"),
        "masked": seen.masked,
        "public_source": seen.public_source,
    }


def version_record(seen: SeenVersion, findings: Sequence[Mapping[str, Any]]) -> Record:
    """A version with who it was for and how many findings there are; what is its owner's alone is empty for others."""
    severities = Counter(str(finding.get("severity")) for finding in findings)
    return return_record(seen) | {
        "organisation_name": seen.organisation_name,
        "file_name": seen.file_name if seen.owned else "",
        "reason": seen.why if seen.owned else "",
        "shared_with": sorted(seen.shared_with) if seen.owned else [],
        "history": _history(seen),
        "finding_counts": {severity.word: severities[severity.word] for severity in Severity},
    }


def finding_records(findings: Sequence[Mapping[str, Any]], accepted: Mapping[str, Accepted]) -> list[Record]:
    """What the check found in a version, each with why it was accepted, if it was."""
    return [
        {**finding, "accepted": found.why if (found := accepted.get(finding_word(finding))) else None}
        for finding in findings
    ]


def change_records(found: Changes) -> list[Record]:
    """What is not as it was, in the order of the newer version."""
    return [
        {
            "part": str(change.part),
            "how": str(change.how),
            "table": change.table,
            "row": change.row,
            "column": change.column,
            "before": change.before,
            "after": change.after,
        }
        for change in found.all
    ]


def _history(seen: SeenVersion) -> list[Record]:
    """Who it was for, the newest first. Others are told only since when they see it, and why."""
    if seen.owned:
        return [_happened(shown, Visibility(shown.visibility)) for shown in reversed(seen.shown)]
    return [_happened(seen.shown[-1], seen.visibility)]


def _happened(shown: Shown, visibility: Visibility) -> Record:
    return {"when": shown.at.isoformat(timespec="seconds"), "visibility": str(visibility), "why": shown.why}


def figure_records(found: Return) -> list[Record]:
    """Every figure of a return, own and compared, in the order of the file."""
    return [figure_record(series, figure) for series in found.series for figure in (*series.own, *series.comparators)]


def figure_record(series: Series, figure: Figure) -> Record:
    """One figure: `stated` is the cell as it was typed, the rest how it was read."""
    cell = figure.cell
    return {
        "row": figure.line,
        "sheet": series.sheet,
        "measure": series.measure.id if series.measure else None,
        "name": series.name,
        "breakdown": series.breakdown or None,
        "heading": figure.heading,
        "whose": str(figure.who),
        "area": figure.area or None,
        "period": figure.period.label if figure.period else None,
        "stated": cell.text.strip(),
        "value": cell.value,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "missing_reason": _missing(cell),
        "status": str(cell.status) if cell.status else None,
        "target": series.target.text if figure.who is Who.OWN and series.target.text else None,
    }


def _missing(cell: Cell) -> str | None:
    """Why there is no figure; None where there is one."""
    return None if cell.has_figure else cell.reason or ("none given" if not cell.text.strip() else "not understood")
