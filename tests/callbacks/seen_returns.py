"""A sight built by hand: papers of the demonstration as a viewer would see them, without a database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from callbacks.sight import SeenVersion, Sight
from data.papers import Paper, load_papers
from data.returns.content import Return
from data.returns.reading import parse_return
from data.store import Snapshot
from models.access import ANYONE, Visibility
from models.checking.check import check_return


class SeenReturns(Sight):
    """What somebody may see: given versions with their figures and findings."""

    def __init__(
        self,
        returns: Mapping[SeenVersion, Return],
        findings: Mapping[SeenVersion, tuple[Mapping[str, Any], ...]] | None = None,
    ) -> None:
        self.viewer, self.on, self.version, self.scope = ANYONE, None, "1", "public"
        self.versions = tuple(returns)
        self._returns, self._findings = dict(returns), dict(findings or {})

    def figures(self, seen: SeenVersion) -> Return:
        return self._returns[seen]

    def findings(self, seen: SeenVersion) -> tuple[Mapping[str, Any], ...]:
        return self._findings.get(seen, ())


def seen_version(slug: str, title: str, authority: str = "852", **changes: Any) -> SeenVersion:
    """A published version of a return of Southampton, or with changes."""
    made = SeenVersion(
        id=1,
        return_id=1,
        organisation="southampton",
        organisation_name="Southampton City Council",
        authority=authority,
        slug=slug,
        title=title,
        number=1,
        created=datetime(2026, 11, 20, 9, tzinfo=UTC),
        by="",
        why="The November panel",
        file_name=f"{slug}.csv",
        public_source="",
        visibility=Visibility.PUBLISHED,
        shared_with=frozenset(),
        shown=(),
        owned=False,
    )
    return replace(made, **changes)


def papers(snapshot: Snapshot) -> SeenReturns:
    """Every paper of the demonstration, each its organisation's return, with what the check finds in it."""
    returns, findings = {}, {}
    for at, paper in enumerate(load_papers(), 1):
        version = seen_version(
            paper.slug,
            paper.title,
            paper.organisation.authority,
            id=at,
            return_id=at,
            organisation=paper.organisation.slug,
            organisation_name=paper.organisation.name,
            public_source=paper.source,
            file_name=paper.file,
        )
        returns[version] = paper_return(paper, snapshot)
        area = snapshot.authorities.by_code(paper.organisation.authority)
        findings[version] = tuple(finding.record for finding in check_return(returns[version], snapshot, area))
    return SeenReturns(returns, findings)


def paper_return(paper: Paper, snapshot: Snapshot) -> Return:
    """A paper as it is read."""
    return parse_return(paper.content(), paper.file, snapshot.indicators)
