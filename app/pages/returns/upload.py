"""A file that is given to the portal: to be checked and forgotten, or to be kept; and the template to fill in."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from app.arrivals import records
from app.checking_turns import turn
from app.drafts import LONGEST_TITLE, OwnOrganisation, Sent, file_of, keep_draft, known_returns, which
from app.forms import drawn, refused, went_well
from app.pages.returns.desk import Desk, NotAllowed, given, reason
from app.pages.returns.findings import Filter, findings_page, most_severe
from app.pages.returns.words import summary
from app.return_files import template_as_csv, template_as_workbook
from data.errors import PortalError
from data.returns.measures import load_local_measures
from data.returns.reading import parse_return
from data.returns.template import template_rows
from layouts.pages import RETURNS
from models.access import Deed
from models.checking.latest import latest_figures

MOST_SHOWN = 300
"""Findings of a file that is not kept: such a page has no others behind it."""
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Known:
    """A return of one's own that there is already."""

    slug: str
    title: str


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the addresses to a blueprint."""

    @pages.get("/template")
    def template() -> Response:
        return _template(desk)

    @pages.get("/check")
    def check_form() -> Response:
        return drawn("returns_check.html", choices=_choices(desk), typed=request.args)

    @pages.post("/check")
    @desk.limited
    def check() -> Response:
        try:
            return _checked(desk)
        except PortalError as error:
            return refused("returns_check.html", error, choices=_choices(desk), typed=request.form)

    @pages.get("/upload")
    def upload_form() -> Response:
        own = desk.own_organisation(Deed.UPLOAD)
        return drawn("returns_upload.html", own=own, known=_known(desk, own), typed=request.args)

    @pages.post("")
    def upload() -> Response:
        own = desk.own_organisation(Deed.UPLOAD)
        try:
            return _kept(desk, own)
        except NotAllowed:
            raise
        except PortalError as error:
            return refused("returns_upload.html", error, own=own, known=_known(desk, own), typed=request.form)


def _choices(desk: Desk) -> list[tuple[str, str]]:
    return [("", "As the file itself says"), *((area.slug, area.name) for area in desk.authorities())]


def _template(desk: Desk) -> Response:
    """The template filled in for an authority, as a file."""
    form = request.args.get("format", "xlsx")
    if form not in FORMS:
        raise PortalError(f"The template is to be had as {' or '.join(FORMS)}, not as {form[:20]}.")
    area, measures = desk.authority(request.args.get("authority", "")), load_local_measures()
    rows = template_rows(measures, area.name, latest_figures(measures, desk.snapshot, area))
    response = Response((template_as_workbook if form == "xlsx" else template_as_csv)(rows), content_type=FORMS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="alongside-{area.slug}-return.{form}"'
    return response


def _checked(desk: Desk) -> Response:
    """What the check says of a file. Nothing of it is kept."""
    content, name = file_of(request.files.get("file"))
    asked = given("authority")
    area = desk.authority(asked) if asked else None
    with turn():
        found = parse_return(content, name, desk.snapshot.indicators)
        if area is None and found.authority:
            area = desk.snapshot.authorities.by_code(found.authority)
        findings = records(found, desk.snapshot, area)
    shown = most_severe(findings, MOST_SHOWN)
    return drawn(
        "returns_checked.html",
        file=name,
        area=area,
        summary=summary(findings, found),
        page=findings_page(shown, {}, Filter(), on_a_page=MOST_SHOWN),
        left_out=len(findings) - len(shown),
        commentary=len(found.commentary),
    )


def _known(desk: Desk, own: OwnOrganisation) -> list[Known]:
    """The returns of one's own organisation, by title."""
    return [Known(slug, title) for slug, title in known_returns(desk.local, own).items()]


def _kept(desk: Desk, own: OwnOrganisation) -> Response:
    """Keep a file as a draft, and go on to what the check says of it."""
    asked, named = request.form.get("return", ""), " ".join(given("title", LONGEST_TITLE).split())
    slug, title = which(asked, named, known_returns(desk.local, own))
    why = reason()
    content, name = file_of(request.files.get("file"))
    sent = Sent(content, name, slug, title, why)
    version, _ = keep_draft(desk.snapshot, desk.local, own, sent)
    number = version.number
    said = f"Version {number} of {title} is kept as a draft. Nobody outside {own.name} sees it until it is shared."
    return went_well(said, f"{RETURNS.path}/{version.local_return_id}/{number}")
