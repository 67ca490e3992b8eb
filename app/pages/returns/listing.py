"""Which returns there are: of one authority or of all, their versions, and how it stood on a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, Response, request

from app.forms import drawn
from app.pages.returns.desk import Desk, address, is_withdrawn, scorecard
from app.pages.returns.words import answer, day, many, severities, shown_to
from callbacks.sight import SeenVersion, Sight
from data.authorities import Area
from data.errors import PortalError
from layouts.pages import RETURNS
from models.access import Deed, may


@dataclass(frozen=True)
class Listed:
    """One return, by the newest version of it that is seen."""

    seen: SeenVersion
    address: str
    scorecard: str
    shown_to: str
    findings: str


@dataclass(frozen=True)
class AuthorityReturns:
    """How many returns of an authority are seen, and its newest."""

    area: Area
    address: str
    count: int
    newest: SeenVersion


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the addresses to a blueprint."""

    @pages.get("")
    def returns() -> Response:
        return _list(desk)

    @pages.get("/<int:return_id>")
    def one_return(return_id: int) -> Response:
        return _versions(desk, return_id)


def _list(desk: Desk) -> Response:
    sight, asked = desk.sight(), request.args.get("authority", "").strip()
    area = desk.authority(asked) if asked else None
    by_authority = _by_authority(desk, sight)
    own = may(desk.viewer, Deed.UPLOAD, desk.viewer.organisation)
    return drawn(
        "returns_list.html",
        area=area,
        answer=answer(area.name, sight.latest(area.code)) if area else _answer_of_all(by_authority),
        listed=_listed(desk, sight, sight.latest(area.code), area) if area else [],
        others=[found for found in by_authority if area is None or found.area.code != area.code],
        choices=[("", "All authorities"), *((each.slug, each.name) for each in desk.authorities())],
        may_upload=own,
    )


def _by_authority(desk: Desk, sight: Sight) -> list[AuthorityReturns]:
    kept: dict[str, list[SeenVersion]] = defaultdict(list)
    for seen in sight.versions:
        kept[seen.authority].append(seen)
    found = []
    for code, versions in kept.items():
        area = desk.snapshot.authorities.by_code(code)
        newest = max(versions, key=lambda seen: seen.created)
        count = len({seen.return_id for seen in versions})
        found.append(AuthorityReturns(area, f"{RETURNS.path}?authority={area.slug}", count, newest))
    return sorted(found, key=lambda each: each.area.name)


def _answer_of_all(found: Sequence[AuthorityReturns]) -> str:
    if not found:
        return "There are no local returns that you can see."
    count = sum(each.count for each in found)
    return f"You can see {many(count, 'return')} of {many(len(found), 'authority', 'authorities')}."


def _listed(desk: Desk, sight: Sight, latest: Sequence[SeenVersion], area: Area) -> list[Listed]:
    names = desk.names() if any(seen.owned for seen in latest) else {}
    return [
        Listed(
            seen,
            address(seen),
            "" if is_withdrawn(seen) else scorecard(seen, area),
            shown_to(seen, names),
            severities(sight.findings(seen)).capitalize(),
        )
        for seen in latest
    ]


def _versions(desk: Desk, return_id: int) -> Response:
    """The versions of a return. Whoever sees none today is told of none of any day."""
    versions = desk.sight().of_return(return_id)
    newest, asked = versions[0], request.args.get("on", "").strip()
    names = desk.names() if newest.owned else {}
    area = desk.snapshot.authorities.by_code(newest.authority)
    problem, stood = "", ("", "")
    try:
        stood = _as_it_stood(desk, return_id, asked, newest.title) if asked else stood
    except PortalError as error:
        problem = str(error)
    return drawn(
        "returns_versions.html",
        400 if problem else 200,
        problem=problem,
        newest=newest,
        area=area,
        scorecard=scorecard(newest, area),
        versions=[(seen, address(seen), shown_to(seen, names)) for seen in versions],
        on=asked,
        stood=stood,
    )


def _as_it_stood(desk: Desk, return_id: int, asked: str, title: str) -> tuple[str, str]:
    """What the viewer would have seen of a return at the end of a day, and where it is; no address where nothing."""
    on = read_day(asked)
    versions = [seen for seen in desk.sight(on).versions if seen.return_id == return_id]
    if not versions:
        return f"At the end of {day(on)} there was no version of {title} that you could see.", ""
    seen = versions[0]
    end = datetime.combine(on, datetime.max.time(), UTC)
    then = [shown for shown in seen.shown if shown.at <= end][-1]
    return f"At the end of {day(on)} {title} stood at version {seen.number}, then {then.visibility}.", address(seen)


def read_day(text: str) -> date:
    """A day as date fields give it. Raises PortalError for what is none, and for one that has not come."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise PortalError(f"'{text[:20]}' is not a day; write it as 2026-03-01.") from None
    if found > datetime.now(UTC).date():
        raise PortalError(f"{day(found)} has not come yet; choose today or a day before it.")
    return found
