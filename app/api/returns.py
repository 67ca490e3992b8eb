"""Local returns in the API: what there is and its figures, for whoever asks as far as they may see it."""

import orjson
from flask import Blueprint, Flask, Response, request

from app.api.published import PREFIX, problem, wants_csv
from app.questions import asked_authority
from app.records.published import as_csv
from app.records.returns import FIGURE_COLUMNS, RETURN_COLUMNS, Record, figure_records, return_record
from callbacks.routing import day
from callbacks.sight import LocalHoldings
from data.errors import PortalError
from data.store import Snapshot

SECTION = f"{PREFIX}/returns"


def register(server: Flask, snapshot: Snapshot, local: LocalHoldings) -> None:
    """Add the addresses to a server. What they answer depends on who asks, so no cache keeps it."""
    api = Blueprint("api-returns", __name__, url_prefix=SECTION)

    @api.get("")
    def returns() -> Response:
        sight = local.sight(day(request.args.get("on", "")))
        asked = request.args.get("authority", "").strip()
        wanted = asked_authority(snapshot, asked).code if asked else None
        versions = [seen for seen in sight.versions if wanted in (None, seen.authority)]
        return answer([return_record(seen) for seen in versions], RETURN_COLUMNS)

    @api.get("/<int:return_id>/<int:number>")
    def figures(return_id: int, number: int) -> Response:
        sight = local.sight()
        seen = sight.one(return_id, number)
        sight.note([seen], SECTION)
        return answer(figure_records(sight.figures(seen)), FIGURE_COLUMNS)

    api.register_error_handler(PortalError, problem)
    server.register_blueprint(api)


def answer(records: list[Record], columns: tuple[str, ...]) -> Response:
    """Records as JSON, or as CSV by Accept or `?format=csv`."""
    if wants_csv():
        response = Response(as_csv(records, columns), mimetype="text/csv")
    else:
        response = Response(orjson.dumps(records), mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response
