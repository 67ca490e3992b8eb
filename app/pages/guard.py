"""Who may go on to the pages of people, and what everybody else is told: one sentence, the same for all."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, TooManyRequests

from app import forms
from app.auth.visitor import asked_for, viewer
from app.errors import explain
from data.errors import PortalError
from data.local.tables import Person
from models.access import Deed, Viewer, may

NOT_HERE = "There is nothing at this address, or it is not for you to manage."
"""One sentence for both, so that nobody learns who or what there is elsewhere."""
TOO_OFTEN = "That was tried too often from where you are; try again in a minute."
LONGEST_LINE = 200


class NotHere(PortalError, LookupError):
    """Something that is not there, or not for who asks."""

    def __init__(self) -> None:
        super().__init__(NOT_HERE)


def guarded(name: str) -> Blueprint:
    """Pages for people who are signed in, whose refusals are pages too."""
    pages = open_to_all(name)
    pages.before_request(_ask_to_sign_in)
    return pages


def open_to_all(name: str) -> Blueprint:
    """Pages for everybody, whose refusals are pages too."""
    pages = Blueprint(name, __name__)
    pages.context_processor(_shared)
    pages.register_error_handler(PortalError, _refused)
    pages.register_error_handler(TooManyRequests, _too_often)
    return pages


def require(deed: Deed, organisation: str) -> None:
    """Go on only where who asks may do something in an organisation (its slug). Raises NotHere otherwise."""
    if not may(viewer(), deed, organisation):
        raise NotHere


def who_asks(session: Session) -> Person:
    """Who is signed in."""
    found = session.get(Person, viewer().person)
    if found is None:
        raise NotHere
    return found


def line(text: str, what: str) -> str:
    """What was typed into a field of one line. Raises PortalError for nothing, for too much, and for signs unseen."""
    typed = " ".join(text.split())
    if not typed:
        raise PortalError(f"Give {what}.")
    if len(typed) > LONGEST_LINE or not typed.isprintable():
        raise PortalError(f"Give {what} in {LONGEST_LINE} characters at most, without signs that cannot be seen.")
    return typed


def ways(asking: Viewer) -> list[tuple[str, str]]:
    """The pages of people that somebody may go to: what each is called, and where it is."""
    found = [("Your account", "/account")]
    if may(asking, Deed.MANAGE_PEOPLE, asking.organisation):
        found.append(("People", "/people"))
    if may(asking, Deed.READ_LOG, asking.organisation):
        found.append(("Log", "/log"))
    return found


def moment(at: datetime) -> str:
    """A time as a page says it: `22 November 2026, 07:01`. It is UTC, and the page says so."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M}"


def _shared() -> dict[str, Any]:
    return {"ways": ways(viewer()) if viewer().is_signed_in else [], "moment": moment}


def _ask_to_sign_in() -> Response | None:
    if viewer().is_signed_in:
        return None
    # Coming back to what a form did would do it again, so a form leads to its way in alone.
    address = f"/sign-in?next={quote(asked_for(), safe='')}" if request.method == "GET" else "/sign-in"
    return redirect(address, 303)  # type: ignore[return-value]


def _refused(error: PortalError) -> Response:
    failure = explain(error)
    return forms.drawn("problem.html", failure.status, title=failure.title, sentence=failure.message)


def _too_often(_error: HTTPException) -> Response:
    return forms.drawn("problem.html", 429, title="Too often", sentence=TOO_OFTEN)
