"""The HTTP API under /api/v1: the command line's answers as JSON, or as CSV by Accept or `?format=csv`."""

from collections.abc import Callable, Sequence
from functools import wraps

import orjson
from flask import Blueprint, Flask, Response, request

from app.commands.lists import AUTHORITY_COLUMNS, INDICATOR_COLUMNS
from app.commands.neighbours import COLUMNS as NEIGHBOUR_COLUMNS
from app.commands.neighbours import PUBLISHED
from app.questions import asked_authority, asked_group, asked_period
from app.records.published import (
    TABLE_COLUMNS,
    Record,
    area_record,
    as_csv,
    benchmark_record,
    indicator_record,
    modelled_records,
    published_records,
    table_records,
)
from data.editions import NEWEST
from data.errors import PortalError
from data.store import Snapshot
from models.benchmark import benchmark, standing
from models.lenses import MODELLED, Similarity

PREFIX = "/api/v1"
Answer = Record | list[Record]


def register(server: Flask, snapshot: Snapshot, similarity: Similarity) -> None:
    """Add the API to a server. Every answer carries what it is made from as its ETag, so a proxy may keep it."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    def route(path: str, columns: Sequence[str] = ()) -> Callable[[Callable[[], Answer]], None]:
        def add(view: Callable[[], Answer]) -> None:
            api.get(path, endpoint=path.strip("/"))(_answered(view, columns, f"{snapshot.id}-{similarity.digest}"))

        return add

    @route("/authorities", AUTHORITY_COLUMNS)
    def authorities() -> Answer:
        return [area_record(area) for area in snapshot.areas]

    @route("/indicators", INDICATOR_COLUMNS)
    def indicators() -> Answer:
        return [indicator_record(indicator) for indicator in snapshot.indicators]

    @route("/table", TABLE_COLUMNS)
    def table() -> Answer:
        area = asked_authority(snapshot, _required("authority"))
        return table_records(standing(snapshot, area, asked_group(snapshot, area, _edition(), _given("group"))))

    @route("/benchmark")
    def one_benchmark() -> Answer:
        indicator = snapshot.indicators.find(_required("indicator"))
        area = asked_authority(snapshot, _required("authority"))
        period = asked_period(snapshot, indicator, _given("period")) if _given("period") else None
        group = asked_group(snapshot, area, _edition(), _given("group"))
        return benchmark_record(snapshot, benchmark(snapshot, indicator, area, group, period))

    @route("/neighbours", NEIGHBOUR_COLUMNS)
    def neighbours() -> Answer:
        area = asked_authority(snapshot, _required("authority"))
        lens = _given("lens") or PUBLISHED
        if lens not in (PUBLISHED, MODELLED):
            raise PortalError(f"There is no lens '{lens}'; there are {PUBLISHED} and {MODELLED}.")
        if lens == MODELLED:
            return modelled_records(snapshot, area, similarity)
        return published_records(snapshot, area, _edition())

    api.register_error_handler(PortalError, problem)
    server.register_blueprint(api)


def _given(name: str) -> str:
    return request.args.get(name, "").strip()


def _required(name: str) -> str:
    if not _given(name):
        raise PortalError(f"The parameter '{name}' is missing.")
    return _given(name)


def _edition() -> str:
    return _given("edition") or NEWEST


def wants_csv() -> bool:
    asked = _given("format")
    if asked not in ("", "json", "csv"):
        raise PortalError(f"There is no format '{asked}'; there are json and csv.")
    best = request.accept_mimetypes.best_match(["application/json", "text/csv"])
    return asked == "csv" or (not asked and best == "text/csv")


def _answered(view: Callable[[], Answer], columns: Sequence[str], version: str) -> Callable[[], Response]:
    @wraps(view)
    def answer() -> Response:
        found, as_text = view(), wants_csv()
        if not as_text:
            response = Response(orjson.dumps(found), mimetype="application/json")
        elif isinstance(found, list):
            response = Response(as_csv(found, columns), mimetype="text/csv")
        else:
            raise PortalError("This answer is one record with parts of its own; it is given as JSON only.")
        response.set_etag(f"{version}-{'csv' if as_text else 'json'}")
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Vary"] = "Accept"
        response.make_conditional(request)
        return response

    return answer


def problem(error: PortalError) -> Response:
    """A refusal as RFC 9457 has it; what is asked for by name and is not there is not found."""
    status, title = (404, "Not found") if isinstance(error, LookupError) else (400, "The question cannot be answered")
    body = {"type": "about:blank", "title": title, "status": status, "detail": str(error)}
    return Response(orjson.dumps(body), status=status, mimetype="application/problem+json")
