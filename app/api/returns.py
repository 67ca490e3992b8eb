"""Local returns in the API: what there is, its figures and findings, for whoever asks as far as they may see it."""

from datetime import UTC, date, datetime, time

from app.api.endpoints import PREFIX, Choice, Day, Endpoint, Keeping, Parameter, WholeNumber
from app.api.parameters import AUTHORITY
from app.api.return_shapes import ChangeRecord, FigureRecord, KeptFindingRecord, ReturnRecord, VersionRecord
from app.api.scopes import or_scope
from app.records.returns import (
    Record,
    change_records,
    figure_records,
    finding_records,
    return_record,
    version_record,
)
from callbacks.portal import Portal
from callbacks.sight import NOT_THERE, SeenVersion, Sight
from data.authorities import Area
from data.errors import PortalError
from models.access import TokenScope, Visibility
from models.return_changes import changes

SECTION = f"{PREFIX}/returns"
SCOPE = TokenScope.RETURNS_READ
TOPIC = "Local returns"
MASKED = "Small numbers are left out for whoever is not of the organisation whose figures they are."
SEEN = "That unpublished figures are seen is in the log."
OF_AUTHORITY = Parameter(
    AUTHORITY.name, "Returns of one authority alone.", example=AUTHORITY.example, meaning=AUTHORITY.meaning
)
ORGANISATION = Parameter(
    "organisation", "Returns of one organisation alone, by its word.", example="southampton", default=""
)
VISIBILITY = Parameter(
    "visibility", "Versions of one visibility alone.", Choice(tuple(Visibility)), example="published", default=""
)
SINCE = Parameter("since", "Versions that were sent on this day or after it (UTC).", Day(), example="2026-11-01")
ON = Parameter("on", "As it stood at the end of a day; today where it is left out.", Day(), example="2026-11-01")
RETURN_ID = Parameter("return_id", "The number of a return.", WholeNumber(1), example="1", required=True)
NUMBER = Parameter("number", "The number of its version, from 1.", WholeNumber(1), example="1", required=True)
FROM = Parameter(
    "from_version", "The earlier version; the one before where it is left out.", WholeNumber(1), example="1"
)
TO = Parameter("to_version", "The later version; the newest where it is left out.", WholeNumber(1), example="2")


def returns(
    portal: Portal, authority: Area | None, organisation: str, visibility: str, since: date | None, on: date | None
) -> list[Record]:
    """The versions of returns that who asks may see, the newest first."""
    first = datetime.combine(since, time.min, UTC) if since else None

    def is_wanted(seen: SeenVersion) -> bool:
        return (
            (authority is None or authority.code == seen.authority)
            and organisation in ("", seen.organisation)
            and visibility in ("", seen.visibility)
            and (first is None or seen.created >= first)
        )

    return [return_record(seen) for seen in portal.local.sight(on).versions if is_wanted(seen)]


def versions(portal: Portal, return_id: int) -> list[Record]:
    """The versions of one return that who asks may see, the newest first."""
    with or_scope(SCOPE):
        return [return_record(seen) for seen in portal.local.sight().of_return(return_id)]


def figures(portal: Portal, return_id: int, number: int) -> list[Record]:
    """The figures of a version; that unpublished ones are seen is written down first."""
    sight, seen = _looked_at(portal, return_id, number)
    return figure_records(sight.figures(seen))


def about_version(portal: Portal, return_id: int, number: int) -> Record:
    """A version without its figures: who it was for, and how many findings there are."""
    sight = portal.local.sight()
    with or_scope(SCOPE):
        seen = sight.one(return_id, number)
    return version_record(seen, sight.findings(seen))


def findings(portal: Portal, return_id: int, number: int) -> list[Record]:
    """What the check found in a version."""
    sight, seen = _looked_at(portal, return_id, number)
    return finding_records(sight.findings(seen), sight.accepted(seen))


def compared(portal: Portal, return_id: int, from_version: int | None, to_version: int | None) -> list[Record]:
    """What is not in the later version as it was in the earlier one."""
    sight = portal.local.sight()
    with or_scope(SCOPE):
        seen = sight.of_return(return_id)
        after = sight.one(return_id, to_version or seen[0].number)
        earlier = [version.number for version in seen if version.number < after.number]
        if from_version is None and not earlier:
            raise PortalError(f"There is no version before version {after.number} that you can see.")
        before = sight.one(return_id, from_version or earlier[0])
    if before.id == after.id:
        raise PortalError("A version is not compared with itself; name two.")
    sight.note([before, after], SECTION)
    found = changes(sight.figures(before), sight.figures(after), masked=after.masked or before.masked)
    return change_records(found)


def _looked_at(portal: Portal, return_id: int, number: int) -> tuple[Sight, SeenVersion]:
    sight = portal.local.sight()
    with or_scope(SCOPE):
        seen = sight.one(return_id, number)
    sight.note([seen], SECTION)
    return sight, seen


ENDPOINTS = (
    Endpoint(
        "/returns",
        returns,
        list[ReturnRecord],
        topic=TOPIC,
        summary="The versions of local returns that you may see",
        description="Without a token that may read returns: those that are published. `masked` ones have small numbers "
        "left out.",
        parameters=(OF_AUTHORITY, ORGANISATION, VISIBILITY, SINCE, ON),
        keeping=Keeping.PRIVATE,
        scope=SCOPE,
    ),
    Endpoint(
        "/returns/{return_id}",
        versions,
        list[ReturnRecord],
        topic=TOPIC,
        summary="The versions of one return",
        path_parameters=(RETURN_ID,),
        keeping=Keeping.PRIVATE,
        scope=SCOPE,
        not_found=NOT_THERE,
    ),
    Endpoint(
        "/returns/{return_id}/{number}",
        figures,
        list[FigureRecord],
        topic=TOPIC,
        summary="Every figure of one version of a return",
        description=f"{MASKED} {SEEN}",
        path_parameters=(RETURN_ID, NUMBER),
        keeping=Keeping.PRIVATE,
        scope=SCOPE,
        not_found=NOT_THERE,
    ),
    Endpoint(
        "/returns/{return_id}/{number}/about",
        about_version,
        VersionRecord,
        topic=TOPIC,
        summary="One version of a return: who it was for, and how many findings there are",
        path_parameters=(RETURN_ID, NUMBER),
        keeping=Keeping.PRIVATE,
        scope=SCOPE,
        not_found=NOT_THERE,
    ),
    Endpoint(
        "/returns/{return_id}/{number}/findings",
        findings,
        list[KeptFindingRecord],
        topic=TOPIC,
        summary="What the check found in one version of a return",
        description=f"Others are told what it finds in the figures that they see. {SEEN}",
        path_parameters=(RETURN_ID, NUMBER),
        keeping=Keeping.PRIVATE,
        scope=SCOPE,
        not_found=NOT_THERE,
    ),
    Endpoint(
        "/returns/{return_id}/changes",
        compared,
        list[ChangeRecord],
        topic=TOPIC,
        summary="What changed between two versions of a return",
        description=f"A cell that is masked in either is not compared. {SEEN}",
        parameters=(FROM, TO),
        path_parameters=(RETURN_ID,),
        keeping=Keeping.PRIVATE,
        scope=SCOPE,
        not_found=NOT_THERE,
    ),
)
