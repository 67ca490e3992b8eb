"""What a viewer may see of local returns. Nothing else gives out figures of a version, none whole but to its owner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import select

from data.errors import PortalError
from data.indicators import Indicators
from data.local import log
from data.local.commits import Mark
from data.local.database import Database
from data.local.listing import Accepted, ListedVersion, accepted_findings, listed_versions
from data.local.returns import local_data_version
from data.local.tables import Version
from data.returns.content import Return
from data.returns.kept import from_plain
from models.access import Ownership, Viewer, Visibility, is_owner, may_see, scope

MOST_VIEWERS = 8
"""Of whom it is kept what they may see; those who are not signed in are one."""
SEEN = "unpublished figures seen"
NOT_THERE = "There is no such return here, or it is not shared with you."
"""One sentence for both, so that nobody learns which returns of others there are."""


class NotSeen(PortalError, LookupError):
    """A version that is not there, or not for this viewer."""


@dataclass(frozen=True)
class SeenVersion(ListedVersion):
    """A version that the viewer may see.

    `owned`: it is the viewer's own organisation's. `masked`: in the form for others, small numbers left out; figures
    that had been published before they came here (`public_source`) are whole for everybody.
    """

    visibility: Visibility
    shared_with: frozenset[str]
    owned: bool

    @property
    def masked(self) -> bool:
        """Whether small numbers are left out."""
        return not self.owned and not self.public_source

    @property
    def is_published(self) -> bool:
        """Whether everybody sees it."""
        return self.visibility is Visibility.PUBLISHED


# What a viewer may see, and the scope that this is.
Seen: TypeAlias = tuple[tuple[SeenVersion, ...], str]


class Sight:
    """What one viewer sees of all returns, today or as it stood at a moment or at the end of a day.

    A version seen as of a past day must have been visible to the viewer then, and be so today: what was withdrawn is.
    """

    def __init__(self, holdings: "LocalHoldings", viewer: Viewer, on: date | datetime | None = None) -> None:
        """`on` is a moment, or a day for its end. Raises PortalError where the database does not answer."""
        self.viewer, self.on, self._holdings = viewer, on, holdings
        listed = holdings.listed()
        self.version = listed.version
        kept = listed.seen.get(viewer) if on is None else None
        self.versions, self.scope = kept or self._look(listed, _moment(on))

    def latest(self, authority: str) -> tuple[SeenVersion, ...]:
        """The newest visible version of each return of an authority, by its code."""
        newest: dict[int, SeenVersion] = {}
        for seen in self.versions:
            if seen.authority == authority:
                newest.setdefault(seen.return_id, seen)
        return tuple(newest.values())

    def of_return(self, return_id: int) -> tuple[SeenVersion, ...]:
        """Every visible version of a return, the newest first. Raises NotSeen where there is none."""
        found = tuple(seen for seen in self.versions if seen.return_id == return_id)
        if not found:
            raise NotSeen(NOT_THERE)
        return found

    def one(self, return_id: int, number: int) -> SeenVersion:
        """One version. Raises NotSeen where there is none, or it is not for this viewer."""
        for seen in self.of_return(return_id):
            if seen.number == number:
                return seen
        raise NotSeen(NOT_THERE)

    def figures(self, seen: SeenVersion, as_others: bool = False) -> Return:
        """The figures of a version: whole for its owner, masked for everybody else.

        `as_others` shows its owner what everybody else sees, or would.
        """
        is_masked = seen.masked or (as_others and not seen.public_source)
        column = Version.content_for_others if is_masked else Version.content
        content = self._read(seen, column)
        if content is None:
            raise PortalError("This version was never prepared for others than its owner, who may upload it again.")
        return from_plain(content, self._holdings.indicators)

    def findings(self, seen: SeenVersion) -> tuple[Mapping[str, Any], ...]:
        """What the check found in the figures that the viewer sees, as records of findings."""
        return tuple(self._read(seen, Version.findings_for_others if seen.masked else Version.findings) or ())

    def accepted(self, seen: SeenVersion) -> Mapping[str, Accepted]:
        """The findings that were accepted with a reason, in this version or one before, by word; for the owner alone.

        A finding that comes again word for word, in the same place, was accepted already.
        """
        if not seen.owned:
            return {}
        with self._holdings.database().reading() as session:
            return {accepted.finding: accepted for accepted in accepted_findings(session, seen.return_id, seen.number)}

    def note(self, seen: Sequence[SeenVersion], where: str) -> None:
        """Write down that the viewer saw versions that are not published. Raises PortalError where it cannot be."""
        unpublished = [version for version in seen if not version.is_published]
        if not unpublished:
            return
        with self._holdings.database().writing() as session:
            for version in unpublished:
                about = f"{version.organisation}/{version.slug}"
                told = {"version": version.number, "where": where, "masked": version.masked}
                told["from"] = self.viewer.organisation
                if self.viewer.token is not None:
                    told["with token"] = self.viewer.token
                log.write(session, SEEN, about, self.viewer.person, version.organisation, told)

    def _look(self, listed: "Listed", moment: datetime) -> Seen:
        looked = [(found, self._seen(found, moment)) for found in listed.versions]
        versions = tuple(made for _, made in looked if made is not None)
        owned = [(made.id, _ownership(found)) for found, made in looked if made is not None]
        seen = versions, scope(self.viewer, owned)
        if self.on is None and all(shown.at <= moment for found in listed.versions for shown in found.shown):
            listed.keep(self.viewer, seen)
        return seen

    def _seen(self, found: ListedVersion, moment: datetime) -> SeenVersion | None:
        """A version as the viewer sees it, or None."""
        then = found.shown_on(moment)
        owned = _ownership(found)
        if then is None or not may_see(self.viewer, owned):
            return None
        if not may_see(self.viewer, Ownership(found.organisation, Visibility(then.visibility), then.shared_with)):
            return None
        return SeenVersion(
            **vars(found),
            visibility=owned.visibility,
            shared_with=owned.shared_with,
            owned=is_owner(self.viewer, owned),
        )

    def _read(self, seen: SeenVersion, column: Any) -> Any:
        with self._holdings.database().reading() as session:
            return session.scalar(select(column).where(Version.id == seen.id))


@dataclass(frozen=True)
class Listed:
    """All versions there are, the version of local data, and the mark of the database that they were read after.

    `seen` is what each of a few viewers may see of them now and from now on: nothing was decided for a later moment.
    """

    mark: Mark | None
    version: str
    versions: tuple[ListedVersion, ...]
    seen: dict[Viewer, Seen] = field(default_factory=dict)

    def keep(self, viewer: Viewer, seen: Seen) -> None:
        """Keep what a viewer may see until anything of the list changes."""
        if len(self.seen) >= MOST_VIEWERS:
            self.seen.clear()
        self.seen[viewer] = seen


class LocalHoldings:
    """The database of local returns as pages read it; the list of versions is kept until anything of it changes."""

    def __init__(self, database: Callable[[], Database], viewer: Callable[[], Viewer], indicators: Indicators) -> None:
        """`viewer` says who asks, in a request; `indicators` are the published ones, which returns may name."""
        self.database, self.viewer, self.indicators = database, viewer, indicators
        self._kept = Listed(None, "", ())

    def sight(self, on: date | datetime | None = None) -> Sight:
        """What who asks may see."""
        return Sight(self, self.viewer(), on)

    def seen_as(self, looks: Callable[[Viewer], Viewer]) -> "LocalHoldings":
        """The same database, as read by what `looks` makes of whoever asks."""
        return LocalHoldings(self.database, lambda: looks(self.viewer()), self.indicators)

    def listed(self) -> Listed:
        """All versions there are, whoever may see them. Raises PortalError where the database does not answer."""
        database, kept = self.database(), self._kept
        mark = database.mark()
        if mark is None or mark != kept.mark:
            with database.reading() as session:
                version = local_data_version(session)
                same = version == kept.version
                versions, seen = (kept.versions, kept.seen) if same else (listed_versions(session), {})
            kept = self._kept = Listed(mark, version, versions, seen)
        return kept


def _moment(on: date | datetime | None) -> datetime:
    """The moment itself, the end of a day, or now."""
    if isinstance(on, datetime):
        return on
    return datetime.now(UTC) if on is None else datetime.combine(on + timedelta(days=1), datetime.min.time(), UTC)


def _ownership(found: ListedVersion) -> Ownership:
    """Whose a version is, and who it is for today."""
    if not found.shown:
        return Ownership(found.organisation, Visibility.DRAFT)
    now = found.shown[-1]
    return Ownership(found.organisation, Visibility(now.visibility), now.shared_with)
