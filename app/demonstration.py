"""The demonstration: published papers as local returns, put beside whatever the portal holds already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.imports import holder_of
from data.local.board import events_of, record
from data.local.people import add_organisation
from data.local.returns import Upload, keep, show_to
from data.local.tables import LocalReturn, Organisation, Version
from data.paper_actions import PaperTracker
from data.papers import Paper, PaperOwner
from models.access import Visibility
from models.board.bodies import ActionAdded, ActionWords, plain
from models.board.kinds import Audience, Status


@dataclass(frozen=True)
class Loaded:
    """What was done, as sentences; empty where everything was there. `left` is what the portal's own people keep."""

    done: tuple[str, ...]
    left: tuple[str, ...]


def why_of(paper: Paper) -> str:
    """Why a version is there: what it shows, and the paper that it is from."""
    return f"{paper.why} From {paper.source}."


def load_demonstration(session: Session, uploads: Mapping[Paper, Upload]) -> Loaded:
    """Add what is missing of the organisations and of their papers, published; what is there stays as it is."""
    done, left = [], []
    owners = {}
    for owner in dict.fromkeys(paper.organisation for paper in uploads):
        found = holder_of(session, owner.authority)
        if found is None:
            found = _added(session, owner)
            done.append(f"Added {found.name}.")
        owners[owner] = found
    for paper, upload in uploads.items():
        organisation = owners[paper.organisation]
        versions = _versions(session, organisation, paper.slug)
        if any(version.digest == upload.digest for version in versions):
            continue
        if any(not version.public_source for version in versions):
            left.append(f"{organisation.name} keeps a return {paper.slug} of its own, which was left as it is.")
            continue
        version = keep(session, organisation, paper.slug, paper.title, upload)
        show_to(session, version, Visibility.PUBLISHED, (), upload.why, None)
        where = f"{organisation.slug}/{paper.slug}"
        done.append(f"Published {paper.title} ({where}, version {version.number}): {_counted(len(upload.findings))}.")
    return Loaded(tuple(done), tuple(left))


def load_board(session: Session, tracker: PaperTracker) -> Loaded:
    """A paper's recommendations as the board's actions, for everybody, as of the day of the meeting that it went to.

    A board that did anything of its own before is left as it is.
    """
    owner = tracker.organisation
    organisation = holder_of(session, owner.authority) or _added(session, owner)
    events = events_of(session, owner.authority)
    if any(event.body.get("paper") == tracker.source for event in events):
        return Loaded((), ())
    if events:
        return Loaded((), (f"{organisation.name} keeps a board of its own, which was left as it is.",))
    at = datetime.combine(tracker.meeting, time(), UTC)
    for item, action in enumerate(tracker.actions, 1):
        words = ActionWords(
            title=action.title,
            wording=action.wording,
            taken=action.taken,
            agreed=action.agreed,
            source=tracker.body,
            paper=tracker.source,
        )
        added = ActionAdded(words, Status(action.status))
        body = plain(added)
        record(session, organisation, owner.authority, "", added.kind, body, Audience.EVERYBODY, None, item, at)
    count = len(tracker.actions)
    return Loaded((f"Published {count} recommendations of {tracker.source}, as the board's actions.",), ())


def _added(session: Session, owner: PaperOwner) -> Organisation:
    added = add_organisation(session, owner.slug, owner.name, owner.authority)
    session.flush()
    return added


def _versions(session: Session, organisation: Organisation, slug: str) -> Iterable[Version]:
    asked = (
        select(Version)
        .join(LocalReturn)
        .where(LocalReturn.organisation_id == organisation.id, LocalReturn.slug == slug)
        .order_by(Version.number)
    )
    return session.scalars(asked).all()


def _counted(findings: int) -> str:
    return "1 finding" if findings == 1 else f"{findings or 'no'} findings"
