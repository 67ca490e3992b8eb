"""A return that arrives: read, checked, and made into the two forms in which it is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime

from data.authorities import Area
from data.errors import PortalError
from data.local.returns import Forms, Upload
from data.returns.content import Return
from data.returns.kept import as_plain, from_plain, sheets_of
from data.returns.reading import parse_return
from data.store import Snapshot
from models.checking.check import check_return
from models.checking.findings import Finding, Kind, Severity
from models.checking.published import Published
from models.disclosure.of_returns import seen_by_others
from models.disclosure.return_entries import Entry
from models.disclosure.return_versions import Earlier

LONGEST_FILE_NAME = 255


def arrival(
    content: bytes,
    file_name: str,
    snapshot: Snapshot,
    area: Area,
    why: str,
    public_source: str = "",
    *,
    earlier: Sequence[Forms] = (),
) -> Upload:
    """What a file holds, as its owner and as others see it, each with the findings of its own check.

    Others are told only what the check finds in the figures that they see, so that no finding gives away a masked one.
    `earlier` are all versions of the same return, the oldest first: whoever sees this one may hold those against it.
    Raises PortalError for a file that is no return, or that is another authority's than `area`.
    """
    found = parse_return(content, file_name, snapshot.indicators)
    if found.authority and found.authority != area.code:
        named = snapshot.authorities.by_code(found.authority).name
        raise PortalError(f"{file_name} is a return of {named}, not of {area.name}; nothing was kept.")
    before = [
        Earlier(from_plain(forms.whole, snapshot.indicators), sheets_of(forms.for_others))
        for forms in earlier
        if forms.for_others is not None
    ]
    theirs = seen_by_others(found, Published(snapshot, area).population(datetime.now(UTC).date()), before)
    masked = theirs.figures
    return Upload(
        content=as_plain(found),
        findings=[*records(found, snapshot, area), *(given_away(entry).record for entry in theirs.given_away)],
        file_name=file_name[-LONGEST_FILE_NAME:],
        why=why,
        content_for_others=as_plain(masked),
        findings_for_others=records(masked, snapshot, area),
        public_source=public_source,
        # What had been published before is shown whole, whatever came before it.
        follows=None if public_source else max((forms.number for forms in earlier), default=0),
    )


def given_away(entry: Entry) -> Finding:
    """What the owner is told of a small number that is masked in vain."""
    return Finding(
        row=entry.line,
        column=entry.heading,
        severity=Severity.WARNING,
        kind=Kind.SHOWN_BEFORE,
        stated=entry.cell.text,
        expected="",
        source="an earlier version of this return",
        message=f"{entry.name} is, or says, a small number, which is hidden from others here. Whoever holds an earlier "
        "version of this return can work it out all the same: see who that was shown to before you share this one.",
        indicator=entry.name,
        sheet=entry.places[0][0],
    )


def records(found: Return, snapshot: Snapshot, area: Area | None) -> list[dict[str, object]]:
    """The findings of the check as they are kept."""
    return [finding.record for finding in check_return(found, snapshot, area)]
