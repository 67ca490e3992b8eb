"""A return that arrives: read, checked, and made into the two forms in which it is kept."""

from datetime import UTC, datetime

from data.authorities import Area
from data.errors import PortalError
from data.local.returns import Upload
from data.returns.content import Return
from data.returns.kept import as_plain
from data.returns.reading import parse_return
from data.store import Snapshot
from models.checking.check import check_return
from models.checking.published import Published
from models.disclosure.of_returns import for_others

LONGEST_FILE_NAME = 255


def arrival(
    content: bytes, file_name: str, snapshot: Snapshot, area: Area, why: str, public_source: str = ""
) -> Upload:
    """What a file holds, as its owner and as others see it, each with the findings of its own check.

    Others are told only what the check finds in the figures that they see, so that no finding gives away a masked one.
    Raises PortalError for a file that is no return, or that is another authority's than `area`.
    """
    found = parse_return(content, file_name, snapshot.indicators)
    if found.authority and found.authority != area.code:
        named = snapshot.authorities.by_code(found.authority).name
        raise PortalError(f"{file_name} is a return of {named}, not of {area.name}; nothing was kept.")
    masked = for_others(found, Published(snapshot, area).population(datetime.now(UTC).date()))
    return Upload(
        content=as_plain(found),
        findings=records(found, snapshot, area),
        file_name=file_name[-LONGEST_FILE_NAME:],
        why=why,
        content_for_others=as_plain(masked),
        findings_for_others=records(masked, snapshot, area),
        public_source=public_source,
    )


def records(found: Return, snapshot: Snapshot, area: Area | None) -> list[dict[str, object]]:
    """The findings of the check as they are kept."""
    return [finding.record for finding in check_return(found, snapshot, area)]
