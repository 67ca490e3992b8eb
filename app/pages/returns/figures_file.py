"""The figures of a version as a file, as the viewer sees them."""

from flask import Blueprint, Response, request

from app.pages.returns.desk import Desk
from app.pages.returns.upload import FORMS
from app.return_files import return_as_csv, return_as_workbook
from callbacks.sight import NOT_THERE, NotSeen
from layouts.shell import NAME

OTHERS = "others"


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the address to a blueprint."""

    @pages.get("/<int:return_id>/<int:number>/file.<form>")
    def file(return_id: int, number: int, form: str) -> Response:
        sight = desk.sight()
        seen = sight.one(return_id, number)
        if form not in FORMS:
            raise NotSeen(NOT_THERE)
        as_others = request.args.get("as") == OTHERS
        sight.note([seen], request.path)
        found = sight.figures(seen, as_others)
        content = return_as_workbook(found) if form == "xlsx" else return_as_csv(found)
        response = Response(content, content_type=FORMS[form])
        name = f"{NAME.lower()}-{seen.organisation}-{seen.slug}-version-{number}{'-for-others' if as_others else ''}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
