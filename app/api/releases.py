"""What was published when: files, days, faults and checks; the snapshots made of them, and what changed between two."""

from collections.abc import Sequence

from app.api.chosen import AREAS, COMPARED, INDICATORS, ONE_INDICATOR, compared
from app.api.endpoints import Choice, Endpoint, Example, Parameter, Text
from app.api.parameters import AUTHORITY
from app.api.problems import about
from app.records.differences import (
    DifferenceRecord,
    StandingChangeRecord,
    cell_differences,
    standing_change_records,
)
from app.records.releases import (
    ArithmeticRecord,
    FaultRecord,
    PublicationDayRecord,
    QuestionRecord,
    ReconciliationRecord,
    ReleaseRecord,
    arithmetic_records,
    fault_records,
    publication_day_records,
    question_records,
    reconciliation_records,
    release_records,
)
from app.records.snapshots import HoldingsRecord, SnapshotRecord, holdings_record, snapshot_records
from callbacks.changes import ALONE, UNKNOWN
from callbacks.portal import Portal
from callbacks.releases import changed
from data.authorities import Area
from data.errors import PortalError
from data.indicators import Indicator
from data.past import NotThereError
from data.store import Snapshot
from models.changed_cells import KINDS

RELEASES = "Releases"
USUAL_PAGE = 1_000
LONGEST_ID = 64
SERVED = "served"
"""In the place of the id of the snapshot that answers are made from now."""
SINCE = Parameter(
    "since",
    "The id of an older snapshot, one of `/snapshots`; the one that was live before where it is left out. `served` is "
    "the one that is served now, since which nothing has changed.",
    Text(LONGEST_ID),
    example=SERVED,
    default="",
)
NO_EARLIER = "There is no such earlier snapshot on this server."
ONE = {"indicator": "LACHealth%"}


def releases(portal: Portal, indicator: Indicator | None) -> list[ReleaseRecord]:
    """Every file that was read."""
    return release_records(portal.snapshot, indicator)


def days(portal: Portal) -> list[PublicationDayRecord]:
    """The days of publication."""
    return publication_day_records(portal.snapshot)


def faults(portal: Portal, indicator: Indicator | None) -> list[FaultRecord]:
    """Known faults."""
    return fault_records(portal.snapshot, indicator)


def questions(portal: Portal, indicator: Indicator | None) -> list[QuestionRecord]:
    """Figures that look odd."""
    return question_records(portal.snapshot, indicator)


def reconciliation(portal: Portal, indicator: Indicator | None) -> list[ReconciliationRecord]:
    """How far two sources agree."""
    return reconciliation_records(portal.snapshot, indicator)


def arithmetic(portal: Portal, indicator: Indicator | None) -> list[ArithmeticRecord]:
    """How far figures follow from their counts."""
    return arithmetic_records(portal.snapshot, indicator)


def snapshots(portal: Portal) -> list[SnapshotRecord]:
    """When which snapshot was live."""
    return snapshot_records(portal.snapshot)


def holdings(portal: Portal, snapshot: Snapshot) -> HoldingsRecord:
    """What one of them holds."""
    return holdings_record(snapshot)


def differences(
    portal: Portal, since: str, authority: tuple[Area, ...] | None, indicator: tuple[Indicator, ...], kind: str
) -> Sequence[DifferenceRecord]:
    """Every figure that changed."""
    older = older_one(portal, since)
    ids = frozenset(one.id for one in indicator) if indicator else None
    return cell_differences(older, portal.snapshot, ids, authority, (kind,) if kind else KINDS)


def standing_differences(
    portal: Portal, since: str, authority: Area, lens: str, edition: str, group: str
) -> list[StandingChangeRecord]:
    """What has changed for one authority, with what that does to its bands and verdicts."""
    snapshot, older = portal.snapshot, older_one(portal, since)
    among = compared(portal, authority, lens, edition, group)
    found = changed(older, snapshot, among, authority)
    if found is None:
        with about(AUTHORITY.name):
            raise PortalError(UNKNOWN.format(earlier=older.id, name=authority.name))
    titles = {name: edition.title for name, edition in snapshot.editions.items()}
    return standing_change_records(found, snapshot, among.title, titles)


def older_one(portal: Portal, since: str) -> Snapshot:
    """The older snapshot that is asked for. Raises NotThereError for one that is not there, or where there is none."""
    snapshot = portal.snapshot
    if since in (SERVED, snapshot.id):
        return snapshot
    if since and snapshot.past:
        return snapshot.past.earlier(since).snapshot
    if since or snapshot.earlier is None:
        raise NotThereError(f"{ALONE.split(',')[0]}.")
    return snapshot.earlier.snapshot


def _of_one(path: str, answer: object, shape: object, summary: str, **more: str) -> Endpoint:
    """A list that may be narrowed to one indicator."""
    return Endpoint(
        path,
        answer,  # type: ignore[arg-type]
        shape,
        topic=RELEASES,
        summary=summary,
        parameters=(ONE_INDICATOR,),
        examples=(Example("first", "The first", {"page_size": "1"}),),
        **more,  # type: ignore[arg-type]
    )


ENDPOINTS = (
    _of_one(
        "/releases",
        releases,
        list[ReleaseRecord],
        "Every file that the figures are from: publication, SHA-256, rows, periods, how settled, and days",
    ),
    Endpoint(
        "/releases/days",
        days,
        list[PublicationDayRecord],
        topic=RELEASES,
        summary="The days on which indicators were updated, and when each expects to be again",
        examples=(Example("newest", "The newest", {"page_size": "1"}),),
    ),
    _of_one(
        "/releases/faults",
        faults,
        list[FaultRecord],
        "What is known to be wrong in published files, and what is withheld",
    ),
    _of_one(
        "/releases/questions",
        questions,
        list[QuestionRecord],
        "Published figures that look odd, and are shown as they are",
    ),
    _of_one(
        "/releases/reconciliation",
        reconciliation,
        list[ReconciliationRecord],
        "How far LAIT and the tidy files of Explore Education Statistics agree, by indicator",
    ),
    _of_one(
        "/releases/arithmetic",
        arithmetic,
        list[ArithmeticRecord],
        "How many published percentages and rates do not follow from their counts, by indicator",
    ),
    Endpoint(
        "/snapshots",
        snapshots,
        list[SnapshotRecord],
        topic=RELEASES,
        summary="The snapshots on this server, when each was live, and which is served",
        examples=(Example("served", "The newest", {"page_size": "1"}),),
    ),
    Endpoint(
        "/snapshots/{snapshot}",
        holdings,
        HoldingsRecord,
        topic=RELEASES,
        summary="What a snapshot holds: how many figures, and how many are missing for which reason",
        path_parameters=(
            Parameter(
                "snapshot",
                "Its id, one of `/snapshots`, or `served`.",
                Text(LONGEST_ID),
                required=True,
                meaning=older_one,
            ),
        ),
        examples=(Example("served", "The one that is served", {"snapshot": SERVED}),),
        not_found=NO_EARLIER,
    ),
    Endpoint(
        "/differences",
        differences,
        list[DifferenceRecord],
        topic=RELEASES,
        summary="Every published figure that is not the same in an older snapshot: revised, new, withdrawn",
        description="Without a filter, over all of England: it compares every figure of the two.",
        parameters=(
            SINCE,
            AREAS,
            INDICATORS,
            Parameter("kind", "Changes of one kind alone.", Choice(KINDS), example="revised", default=""),
        ),
        examples=(Example("none", "Since the one that is served", {"since": SERVED}),),
        page_size=USUAL_PAGE,
        not_found=NO_EARLIER,
    ),
    Endpoint(
        "/differences/standing",
        standing_differences,
        list[StandingChangeRecord],
        topic=RELEASES,
        summary="What a new snapshot has changed for one authority: figures, bands, verdicts and neighbours",
        description="As the page `/changes` lists it. Verdicts are against each snapshot's own comparators.",
        parameters=(SINCE, *COMPARED),
        examples=(Example("none", "Since the one that is served", {"since": SERVED, "authority": "Southampton"}),),
        not_found=NO_EARLIER,
    ),
)
