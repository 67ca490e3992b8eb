"""What others' systems may have checked: a statement, and a return's file. Neither is kept, nor written to a log.

Cookies are not looked at, so that a page of another site gains nothing by sending here in somebody's name; what is sent
without an Origin, as programs do, is answered.
"""

from contextlib import closing
from threading import BoundedSemaphore

import orjson
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable, UnsupportedMediaType

from app.api.endpoints import Body, Endpoint, Keeping
from app.api.local_shapes import ClaimAnswer, FindingRecord
from app.api.problems import MOST_CLAIM_BYTES, about
from app.commands.claim import LONGEST
from app.questions import asked_authority
from app.records.claims import answer_record
from app.records.published import Record
from callbacks.claims import names_of
from callbacks.portal import Portal
from data.editions import NEWEST, TITLES
from data.errors import PortalError
from data.returns.limits import MOST_BYTES
from data.returns.reading import parse_return
from data.store import Snapshot
from layouts.claims import words
from models.checking.check import check_return
from models.claims.answering import answer

CLAIMS_A_MINUTE, CHECKS_A_MINUTE = 60, 20
"""From one address."""
CHECKS_AT_A_TIME, SECONDS_TO_WAIT = 2, 20
"""In one process: each may take some hundred megabytes for a moment."""
MOST_AROUND = 64 * 1024
"""Bytes of a request beside its file."""
MOST_FORM_PARTS = 10
CLAIM_FIELDS = ("text", "authority", "edition")
TURNS = BoundedSemaphore(CHECKS_AT_A_TIME)


def claim(portal: Portal, sent: dict[str, str]) -> Record:
    """A statement compared with what is published."""
    snapshot = portal.snapshot
    with about("authority"):
        area = asked_authority(snapshot, sent["authority"]) if sent["authority"] else None
    found = answer(sent["text"], snapshot, names_of(snapshot.indicators), area, sent["edition"] or NEWEST)
    if found.area is None:
        raise PortalError("No authority is named; name one in the text, or as authority.")
    if not found.statements:
        raise PortalError(words.refusal(found))
    return answer_record(found)


def check(portal: Portal, sent: tuple[bytes, str, str]) -> list[Record]:
    """What the check finds in a return's file."""
    content, name, authority = sent
    if not TURNS.acquire(timeout=SECONDS_TO_WAIT):
        raise ServiceUnavailable("Other returns are being checked; send this one again in a minute.")
    try:
        return findings(content, name, portal.snapshot, authority)
    finally:
        TURNS.release()


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
    asked = {name: "" if sent.get(name) is None else sent[name] for name in CLAIM_FIELDS}
    if not all(isinstance(value, str) for value in asked.values()):
        raise PortalError(f"Each of {', '.join(CLAIM_FIELDS)} is a text.")
    if not asked["text"].strip():
        raise PortalError("There is no text to compare.")
    if len(asked["text"]) > LONGEST:
        raise PortalError(f"The text has {len(asked['text']):,} characters; a statement may have {LONGEST:,}.")
    if asked["edition"] and asked["edition"] not in TITLES:
        raise PortalError(f"There is no such edition of the neighbours; there are {', '.join(TITLES)}.")
    return asked


def file_sent() -> tuple[bytes, str, str]:
    """The content and the name of the file that was sent, no more of it than a return may have, and the authority."""
    request.max_form_parts = MOST_FORM_PARTS
    sent = request.files.get("file")
    if sent is None:
        raise PortalError("No file was sent; send the return as the part 'file' of a form (multipart/form-data).")
    with closing(sent):
        content = sent.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RequestEntityTooLarge
    return content, sent.filename or "The file", request.form.get("authority", "").strip()


def findings(content: bytes, name: str, snapshot: Snapshot, authority: str) -> list[Record]:
    """What the check finds in a file, as `portal check --format json` prints it."""
    found = parse_return(content, name, snapshot.indicators)
    named = authority or found.authority
    area = asked_authority(snapshot, named) if named else None
    return [finding.record for finding in check_return(found, snapshot, area)]


CLAIM = Body(
    "application/json",
    {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "authority": {"type": ["string", "null"]},
            "edition": {"enum": [*TITLES, "", None]},
        },
        "required": ["text"],
        "additionalProperties": False,
    },
    {"text": "45% of care leavers aged 19 to 21 in EET, up 7 points", "authority": "Southampton"},
    claim_asked,
    "The statement; the authority where the text names none; the edition of the neighbours, the newest by default.",
    MOST_CLAIM_BYTES,
)
RETURN = Body(
    "multipart/form-data",
    {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "authority": {"type": "string"},
        },
        "required": ["file"],
    },
    {
        "file": "Indicator,Oct-22,Nov-22,Target\nUp-to-date reviews,94% (287/300),96% (288/300),95%\n",
        "authority": "852",
    },
    file_sent,
    "The return's file (CSV or an Excel workbook), and whose it is where the file does not say.",
    MOST_BYTES + MOST_AROUND,
)
ENDPOINTS = (
    Endpoint(
        "/claim",
        claim,
        ClaimAnswer,
        topic="Checking",
        summary="Compare a statement with what is published",
        description="Each part of the statement is found right, wrong or not found. Nothing is kept or logged.",
        method="POST",
        body=CLAIM,
        keeping=Keeping.PRIVATE,
        a_minute=CLAIMS_A_MINUTE,
    ),
    Endpoint(
        "/check",
        check,
        list[FindingRecord],
        topic="Checking",
        summary="Check a return's file before it is sent to anybody",
        description="The findings of `portal check`; an empty list where there are none. Nothing is kept or logged.",
        method="POST",
        body=RETURN,
        keeping=Keeping.PRIVATE,
        a_minute=CHECKS_A_MINUTE,
    ),
)
