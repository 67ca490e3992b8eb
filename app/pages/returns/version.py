"""One version of a return: whose, from when, who sees it, what the check found in it, and what can be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from app.forms import drawn
from app.pages.returns.desk import Desk, address, is_withdrawn, scorecard
from app.pages.returns.findings import Filter, findings_page, unaccepted_errors
from app.pages.returns.words import happened, masked, moment, shown_to, summary
from callbacks.sight import SeenVersion, Sight
from data.errors import PortalError
from data.returns.content import Return
from models.access import Deed, Visibility
from models.checking.findings import finding_word
from models.return_changes import kept_back


@dataclass(frozen=True)
class Deeds:
    """What the viewer may do with a version; empty where they may do nothing. `organisations` may be shared with."""

    accept: bool = False
    share: bool = False
    publish: bool = False
    withdraw: bool = False
    errors: int = 0
    masked: str = ""
    not_prepared: str = ""
    organisations: tuple[tuple[str, str], ...] = ()

    @property
    def any(self) -> bool:
        """Whether they may change who sees it."""
        return self.share or self.publish or self.withdraw


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the address to a blueprint."""

    @pages.get("/<int:return_id>/<int:number>")
    def version(return_id: int, number: int) -> Response:
        sight = desk.sight()
        return version_page(desk, sight, sight.one(return_id, number))


def version_page(desk: Desk, sight: Sight, seen: SeenVersion, problem: str = "", deed: str = "") -> Response:
    """The page of a version; with a `problem`, what was typed for a `deed` stands there still. The sight is noted."""
    sight.note([seen], address(seen))
    found, findings, accepted = sight.figures(seen), sight.findings(seen), sight.accepted(seen)
    names = desk.names() if seen.owned else {}
    area = desk.snapshot.authorities.by_code(seen.authority)
    versions = sight.of_return(seen.return_id)
    return drawn(
        "returns_version.html",
        400 if problem else 200,
        problem=problem,
        deed=deed,
        typed=request.form,
        seen=seen,
        area=area,
        address=address(seen),
        newest=None if versions[0].id == seen.id else versions[0],
        before=next((other for other in versions if other.number < seen.number), None),
        scorecard="" if is_withdrawn(seen) or versions[0].id != seen.id else scorecard(seen, area),
        shown_to=shown_to(seen, names),
        history=_history(seen, names),
        summary=summary(findings, found),
        commentary=found.commentary,
        page=findings_page(findings, accepted, Filter.read(request.args)),
        accepted=sum(finding_word(finding) in accepted for finding in findings),
        may=_deeds(desk, sight, seen, found, names, unaccepted_errors(findings, accepted)),
    )


def _history(seen: SeenVersion, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who it was for, and since when, the newest first. Others are told only since when they see it, and why."""
    lines = [
        {
            "what": happened(shown.visibility, shown.shared_with, names),
            "when": moment(shown.at),
            "by": shown.by,
            "why": shown.why,
        }
        for shown in reversed(seen.shown)
    ]
    if seen.owned:
        return lines
    last = seen.shown[-1]
    what = "Published" if seen.visibility is Visibility.PUBLISHED else "Shared with your organisation"
    return [{"what": what, "when": moment(last.at), "by": seen.organisation_name, "why": last.why}]


def _deeds(desk: Desk, sight: Sight, seen: SeenVersion, whole: Return, names: Mapping[str, str], errors: int) -> Deeds:
    """What may be done with a version, whose figures as its owner sees them are given."""
    wanted = {
        "accept": desk.may(Deed.ACCEPT_FINDINGS, seen),
        "share": desk.may(Deed.SHARE, seen),
        "publish": desk.may(Deed.PUBLISH, seen) and not seen.is_published,
        "withdraw": desk.may(Deed.WITHDRAW, seen) and not is_withdrawn(seen),
    }
    if not any(wanted.values()):
        return Deeds()
    others = tuple((slug, name) for slug, name in names.items() if slug != seen.organisation)
    said, not_prepared = "", ""
    try:
        said = masked(kept_back(whole, sight.figures(seen, as_others=True)), len(whole.commentary))
    except PortalError as error:
        not_prepared = str(error)
        wanted["share"] = wanted["publish"] = False
    wanted["share"] = wanted["share"] and bool(others)
    return Deeds(**wanted, errors=errors, masked=said, not_prepared=not_prepared, organisations=others)
