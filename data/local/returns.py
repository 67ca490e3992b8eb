"""Local returns: what an organisation uploads, in versions that are never changed, each with what happened to it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.tables import LocalReturn, Organisation, Person, Version, VersionEvent

DRAFT = "draft"
VISIBILITY, ACCEPTED = "visibility", "accepted finding"


@dataclass(frozen=True)
class Upload:
    """What came in: the return as plain data, what the check found, and why it was sent; `Version` has the words.

    `follows` is the number of the version that was the last one when the form for others was made, 0 where there was
    none: what they are shown depends on what they were shown before. None where that does not matter.
    """

    content: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]
    file_name: str
    why: str
    content_for_others: Mapping[str, Any] | None = None
    findings_for_others: Sequence[Mapping[str, Any]] | None = None
    public_source: str = ""
    follows: int | None = None

    @property
    def digest(self) -> str:
        """What identifies the content: the same figures give the same digest, whatever their file is called."""
        figures = {name: part for name, part in self.content.items() if name != "file"}
        return hashlib.sha256(orjson.dumps(figures, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True)
class Forms:
    """A version as it was kept: whole, and as others than its owner see it, whole too if it had been published before.

    `for_others` is None where no form for others was ever made, so that nobody else sees it.
    """

    number: int
    whole: Mapping[str, Any]
    for_others: Mapping[str, Any] | None


def titles_of(session: Session, organisation: Organisation) -> Mapping[str, str]:
    """The titles of an organisation's returns by their slugs, in the order of their titles."""
    found = select(LocalReturn.slug, LocalReturn.title).where(LocalReturn.organisation_id == organisation.id)
    return dict(sorted(((slug, title) for slug, title in session.execute(found)), key=lambda kept: kept[1].casefold()))


def forms_of(session: Session, organisation: Organisation, slug: str) -> tuple[Forms, ...]:
    """Every version of a return, the oldest first, whoever it was shown to: a draft may be shared tomorrow."""
    versions = session.scalars(
        select(Version)
        .join(LocalReturn)
        .where(LocalReturn.organisation_id == organisation.id, LocalReturn.slug == slug)
        .order_by(Version.number)
    )
    return tuple(
        Forms(each.number, each.content, each.content if each.public_source else each.content_for_others)
        for each in versions
    )


def keep(
    session: Session, organisation: Organisation, slug: str, title: str, upload: Upload, author: Person | None = None
) -> Version:
    """A new version of a return, as a draft.

    Raises PortalError where it is the same as the one before, or another was kept since its form for others was made.
    """
    if organisation.authority is None:
        raise PortalError(f"{organisation.name} stands for no authority, so it has no returns.")
    kept = session.scalar(
        select(LocalReturn).where(LocalReturn.organisation_id == organisation.id, LocalReturn.slug == slug)
    )
    if kept is None:
        kept = LocalReturn(
            organisation=organisation,
            authority=organisation.authority,
            slug=slug,
            title=title,
            created=datetime.now(UTC),
        )
        session.add(kept)
        session.flush()
    last = session.scalar(
        select(Version).where(Version.local_return_id == kept.id).order_by(Version.number.desc()).limit(1)
    )
    if last is not None and last.digest == upload.digest:
        raise PortalError(f"This is the same as version {last.number} of {kept.title}; nothing was kept.")
    if upload.follows is not None and upload.follows != (last.number if last else 0):
        raise PortalError(f"Another version of {kept.title} was kept in the meantime; nothing was kept. Send it again.")
    version = Version(
        local_return=kept,
        number=last.number + 1 if last else 1,
        created=datetime.now(UTC),
        author_id=author.id if author else None,
        why=upload.why,
        file_name=upload.file_name,
        digest=upload.digest,
        content=dict(upload.content),
        findings=[dict(finding) for finding in upload.findings],
        content_for_others=None if upload.content_for_others is None else dict(upload.content_for_others),
        findings_for_others=None if upload.findings_for_others is None else list(upload.findings_for_others),
        public_source=upload.public_source,
    )
    session.add(version)
    session.flush()
    show_to(session, version, DRAFT, (), upload.why, author)
    return version


def show_to(
    session: Session,
    version: Version,
    visibility: str,
    shared_with: Iterable[str],
    why: str,
    person: Person | None,
) -> None:
    """Who a version is for from now on."""
    who = sorted(shared_with)
    _happened(session, version, person, kind=VISIBILITY, visibility=visibility, shared_with=who, why=why)
    told = {"visibility": visibility, "shared with": who, "version": version.number}
    _told(session, "visibility of a version", version, person, told)


def accept(session: Session, version: Version, finding: str, why: str, person: Person) -> None:
    """A finding that stays as it is, with the reason."""
    if not why.strip():
        raise PortalError("Say why the finding is accepted.")
    _happened(session, version, person, kind=ACCEPTED, finding=finding, shared_with=[], why=why.strip())
    _told(session, "finding accepted", version, person, {"finding": finding, "version": version.number})


def visibility_on(version: Version, moment: datetime) -> VersionEvent | None:
    """Who a version was for at a moment; None before it was there."""
    events = [event for event in version.events if event.kind == VISIBILITY and event.at <= moment]
    return events[-1] if events else None


def versions_of(session: Session, authority: str, slug: str | None = None) -> Sequence[Version]:
    """Every version of the returns of an authority, the newest first."""
    found = select(Version).join(LocalReturn).where(LocalReturn.authority == authority)
    if slug is not None:
        found = found.where(LocalReturn.slug == slug)
    return session.scalars(found.order_by(LocalReturn.id, Version.number.desc())).all()


LAST_EVENT = select(func.max(VersionEvent.id), func.count(VersionEvent.id))
"""Made once: to write the statement takes twice as long as to answer it, and every page of local returns asks."""


def local_data_version(session: Session) -> str:
    """A word that changes whenever anything of any return does, for the keys of kept answers.

    Two transactions may end in another order than they began, so the events are counted too.
    """
    last, events = session.execute(LAST_EVENT).one()
    return f"{last or 0}-{events}"


def _happened(session: Session, version: Version, person: Person | None, **event: Any) -> None:
    session.add(VersionEvent(version=version, at=datetime.now(UTC), person_id=person.id if person else None, **event))
    session.flush()


def _told(session: Session, what: str, version: Version, person: Person | None, details: Mapping[str, Any]) -> None:
    kept = version.local_return
    by = person.id if person else None
    log.write(session, what, f"{kept.organisation.slug}/{kept.slug}", by, kept.organisation.slug, details)
