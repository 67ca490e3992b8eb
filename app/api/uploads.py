"""A return that is sent in by a program: checked as the page checks it, and kept as a draft."""

from flask import request
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge

from app.api.checks import MOST_AROUND, MOST_FORM_PARTS
from app.api.endpoints import Body, Endpoint, Keeping
from app.api.return_shapes import DraftRecord
from app.api.returns import SECTION, TOPIC
from app.drafts import LONGEST_TITLE, Sent, file_of, keep_draft, known_returns, which
from app.pages.returns.desk import LONGEST_WHY, Desk, NotAllowed, given, reason
from app.records.returns import Record
from callbacks.portal import Portal
from data.returns.limits import MOST_BYTES
from models.access import Deed, TokenScope

UPLOADS_A_MINUTE = 20
"""By one token."""
Form = tuple[bytes, str, str, str, str]


def upload(portal: Portal, sent: Form) -> Record:
    """Keep a file as a new version, which nobody outside its organisation sees until an approver shows it."""
    content, name, slug, title, why = sent
    desk = Desk(portal.snapshot, portal.local)
    try:
        own = desk.own_organisation(Deed.UPLOAD)
    except NotAllowed as error:
        raise Forbidden(str(error)) from error
    slug, title = which(slug, title, known_returns(portal.local, own))
    version, made = keep_draft(portal.snapshot, portal.local, own, Sent(content, name, slug, title, why))
    return_id, number = version.local_return_id, version.number
    return {
        "return": return_id,
        "version": number,
        "slug": slug,
        "title": title,
        "visibility": "draft",
        "address": f"{SECTION}/{return_id}/{number}",
        "findings": [dict(finding) for finding in made.findings],
    }


def form_sent() -> Form:
    """The file, its name, the word of a return that there is or the title of a new one, and why it is sent."""
    request.max_form_parts = MOST_FORM_PARTS
    content, name = file_of(request.files.get("file"))
    if len(content) > MOST_BYTES:
        raise RequestEntityTooLarge
    return content, name, given("return"), " ".join(given("title", LONGEST_TITLE).split()), reason()


RETURN = Body(
    "multipart/form-data",
    {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary", "description": "A table as CSV or an Excel workbook."},
            "return": {"type": "string", "description": "The `slug` of a return of your organisation's."},
            "title": {"type": "string", "maxLength": LONGEST_TITLE, "description": "The title of a new return."},
            "why": {"type": "string", "minLength": 1, "maxLength": LONGEST_WHY, "description": "Why it is sent."},
        },
        "required": ["file", "why"],
    },
    {
        "file": "Indicator,Oct-22,Nov-22,Target\nUp-to-date reviews,94% (287/300),96% (288/300),95%\n",
        "title": "Monthly scorecard",
        "why": "Figures of November",
    },
    form_sent,
    "The file, why it is sent, and either the `return` that it is a version of or the `title` of a new one.",
    MOST_BYTES + MOST_AROUND,
)
ENDPOINTS = (
    Endpoint(
        "/returns",
        upload,
        DraftRecord,
        topic=TOPIC,
        summary="Send in a new version of a return, as a draft",
        description="It is checked as on the page. Nobody outside your organisation sees it until an approver of yours "
        "shares or publishes it. What is the same as the version before is refused.",
        method="POST",
        body=RETURN,
        made_at="address",
        keeping=Keeping.PRIVATE,
        scope=TokenScope.RETURNS_WRITE,
        a_minute=UPLOADS_A_MINUTE,
    ),
)
