"""All versions of all returns without their figures: what there is, whose it is and who it was for, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.local.returns import ACCEPTED, VISIBILITY
from data.local.tables import LocalReturn, Organisation, Person, Version, VersionEvent


@dataclass(frozen=True)
class Shown:
    """Who a version was for from a moment on, as somebody decided. `shared_with` are organisations' slugs."""

    at: datetime
    visibility: str
    shared_with: frozenset[str]
    why: str
    by: str


@dataclass(frozen=True)
class ListedVersion:
    """A version without its figures. `organisation` is a slug, `authority` a code; `shown` has the oldest first."""

    id: int
    return_id: int
    organisation: str
    organisation_name: str
    authority: str
    slug: str
    title: str
    number: int
    created: datetime
    by: str
    why: str
    file_name: str
    public_source: str
    shown: tuple[Shown, ...]

    def shown_on(self, moment: datetime) -> Shown | None:
        """Who it was for at a moment; None before it was there."""
        before = [shown for shown in self.shown if shown.at <= moment]
        return before[-1] if before else None


@dataclass(frozen=True)
class Accepted:
    """A finding that stays as it is: `finding` is its word, `version` the one it was accepted in, `by` who did so."""

    finding: str
    version: int
    at: datetime
    why: str
    by: str


def accepted_findings(session: Session, return_id: int, number: int) -> tuple[Accepted, ...]:
    """The findings that were accepted in a version of a return or in one before it, the first first."""
    asked = (
        select(VersionEvent.finding, Version.number, VersionEvent.at, VersionEvent.why, func.coalesce(Person.name, ""))
        .join(Version, Version.id == VersionEvent.version_id)
        .outerjoin(Person, Person.id == VersionEvent.person_id)
        .where(Version.local_return_id == return_id, Version.number <= number, VersionEvent.kind == ACCEPTED)
        .order_by(VersionEvent.id)
    )
    return tuple(
        Accepted(finding or "", version, at, why, by) for finding, version, at, why, by in session.execute(asked)
    )


def listed_versions(session: Session) -> tuple[ListedVersion, ...]:
    """Every version: by organisation and return, the newest first."""
    shown: dict[int, list[Shown]] = {}
    events = (
        select(VersionEvent, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == VersionEvent.person_id)
        .where(VersionEvent.kind == VISIBILITY)
        .order_by(VersionEvent.id)
    )
    for event, by in session.execute(events):
        made = Shown(event.at, event.visibility or "", frozenset(event.shared_with), event.why, by)
        shown.setdefault(event.version_id, []).append(made)
    kept = (
        select(
            Version.id,
            LocalReturn.id.label("return_id"),
            Organisation.slug.label("organisation"),
            Organisation.name.label("organisation_name"),
            LocalReturn.authority,
            LocalReturn.slug,
            LocalReturn.title,
            Version.number,
            Version.created,
            func.coalesce(Person.name, "").label("by"),
            Version.why,
            Version.file_name,
            Version.public_source,
        )
        .join(LocalReturn, LocalReturn.id == Version.local_return_id)
        .join(Organisation, Organisation.id == LocalReturn.organisation_id)
        .outerjoin(Person, Person.id == Version.author_id)
        .order_by(Organisation.name, LocalReturn.title, LocalReturn.id, Version.number.desc())
    )
    rows = session.execute(kept).mappings()
    return tuple(ListedVersion(**row, shown=tuple(shown.get(row["id"], ()))) for row in rows)
