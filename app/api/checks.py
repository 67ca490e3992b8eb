"""What others' systems may have checked: a statement, and a return's file. Neither is kept, nor written to a log.

Cookies are not looked at, so that a page of another site gains nothing by sending here in somebody's name; what is sent
without an Origin, as programs do, is answered.
"""

from contextlib import closing
from threading import BoundedSemaphore

import orjson
from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, ServiceUnavailable, UnsupportedMediaType

from app.api.published import PREFIX, problem
from app.commands.claim import LONGEST
from app.questions import asked_authority
from app.records.claims import answer_record
from callbacks.claims import names_of
from data.editions import NEWEST, TITLES
from data.errors import PortalError
from data.returns.limits import MEGABYTE, MOST_BYTES
from data.returns.reading import parse_return
from data.store import Snapshot
from layouts.claims import words
from models.checking.check import check_return
from models.claims.answering import answer

CLAIMS_A_MINUTE, CHECKS_A_MINUTE = 60, 20
"""From one address."""
CHECKS_AT_A_TIME, SECONDS_TO_WAIT = 2, 20
"""In one process: each may take some hundred megabytes for a moment."""
MOST_CLAIM_BYTES = 200_000
"""Every character of the longest text written as an escape, and what stands around it."""
MOST_AROUND = 64 * 1024
"""Bytes of a request beside its file."""
MOST_FORM_PARTS = 10
SECONDS_TO_RETRY = 60
DETAILS = {
    413: f"That is too large: a file may have {MOST_BYTES // MEGABYTE} MB, a statement {MOST_CLAIM_BYTES:,} bytes.",
    429: "That was asked too often from this address; ask again in a minute.",
}
CLAIM_FIELDS = ("text", "authority", "edition")


def register(server: Flask, snapshot: Snapshot, redis_url: str | None = None) -> None:
    """Add the two to a server. How often somebody asks is counted in Redis where there is one, else in the process."""
    api = Blueprint("api-checks", __name__, url_prefix=PREFIX)
    turns = BoundedSemaphore(CHECKS_AT_A_TIME)
    limiter = Limiter(
        get_remote_address,
        app=server,
        storage_uri=redis_url or "memory://",
        in_memory_fallback_enabled=redis_url is not None,
        headers_enabled=True,
        key_prefix="alongside",
    )
    # What it decorates holds it only weakly.
    server.extensions["alongside-limiter"] = limiter

    @api.post("/claim")
    @limiter.limit(f"{CLAIMS_A_MINUTE} per minute")
    def claim() -> Response:
        request.max_content_length = MOST_CLAIM_BYTES
        asked = claim_asked()
        area = asked_authority(snapshot, asked["authority"]) if asked["authority"] else None
        found = answer(asked["text"], snapshot, names_of(snapshot.indicators), area, asked["edition"] or NEWEST)
        if found.area is None:
            raise PortalError("No authority is named; name one in the text, or as authority.")
        if not found.statements:
            raise PortalError(words.refusal(found))
        return _answered(answer_record(found))

    @api.post("/check")
    @limiter.limit(f"{CHECKS_A_MINUTE} per minute")
    def check() -> Response:
        request.max_content_length = MOST_BYTES + MOST_AROUND
        request.max_form_parts = MOST_FORM_PARTS
        content, name = file_sent()
        if not turns.acquire(timeout=SECONDS_TO_WAIT):
            raise ServiceUnavailable("Other returns are being checked; send this one again in a minute.")
        try:
            return _answered(findings(content, name, snapshot, request.form.get("authority", "").strip()))
        finally:
            turns.release()

    api.register_error_handler(PortalError, lambda error: unkept(problem(error)))
    api.register_error_handler(HTTPException, refused)
    server.register_blueprint(api)


def claim_asked() -> dict[str, str]:
    """The text, authority and edition that were sent; the last two empty where they were left out."""
    if not request.is_json:
        raise UnsupportedMediaType("Send the statement as JSON, as application/json.")
    try:
        sent = orjson.loads(request.get_data(cache=False))
    except orjson.JSONDecodeError:
        raise PortalError("What was sent is no JSON.") from None
    if not isinstance(sent, dict) or not {*sent} <= {*CLAIM_FIELDS}:
        raise PortalError(f"Send one record with {', '.join(CLAIM_FIELDS)} and nothing else.")
    asked = {name: sent.get(name) or "" for name in CLAIM_FIELDS}
    if not all(isinstance(value, str) for value in asked.values()):
        raise PortalError(f"Each of {', '.join(CLAIM_FIELDS)} is a text.")
    if not asked["text"].strip():
        raise PortalError("There is no text to compare.")
    if len(asked["text"]) > LONGEST:
        raise PortalError(f"The text has {len(asked['text']):,} characters; a statement may have {LONGEST:,}.")
    if asked["edition"] and asked["edition"] not in TITLES:
        raise PortalError(f"There is no such edition of the neighbours; there are {', '.join(TITLES)}.")
    return asked


def file_sent() -> tuple[bytes, str]:
    """The content and the name of the file that was sent, no more of it than a return may have."""
    sent = request.files.get("file")
    if sent is None:
        raise PortalError("No file was sent; send the return as the part 'file' of a form (multipart/form-data).")
    with closing(sent):
        content = sent.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RequestEntityTooLarge
    return content, sent.filename or "The file"


def findings(content: bytes, name: str, snapshot: Snapshot, authority: str) -> list[dict[str, object]]:
    """What the check finds in a file, as `portal check --format json` prints it."""
    found = parse_return(content, name, snapshot.indicators)
    named = authority or found.authority
    area = asked_authority(snapshot, named) if named else None
    return [finding.record for finding in check_return(found, snapshot, area)]


def refused(error: HTTPException) -> Response:
    """What HTTP has a number for (too large, too often, of another type), as RFC 9457 has it."""
    status = error.code or 400
    detail = DETAILS.get(status) or error.description or f"{error.name}."
    body = {"type": "about:blank", "title": error.name, "status": status, "detail": detail}
    response = Response(orjson.dumps(body), status=status, mimetype="application/problem+json")
    if status in (429, 503):
        response.headers["Retry-After"] = str(SECONDS_TO_RETRY)
    return unkept(response)


def unkept(response: Response) -> Response:
    """An answer about what somebody sent, which nobody keeps."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answered(found: object) -> Response:
    return unkept(Response(orjson.dumps(found), mimetype="application/json"))
