"""Links that work once, on their way to people: sent to them, or shown once to an administrator who hands them over."""

from flask import Response, flash, redirect, request

from app import forms, mail
from app.pages.shown import ShownPerson
from app.settings import Settings
from data.errors import PortalError
from data.local.sign_ins import Purpose
from layouts.shell import NAME

LASTS = {Purpose.INVITATION: "7 days", Purpose.RESET: "one hour"}
WORDS = {Purpose.INVITATION: "Set your password", Purpose.RESET: "Set a new password"}


def address(settings: Settings, purpose: Purpose, token: str) -> str:
    """The whole address of a link."""
    return f"{settings.url or request.host_url.rstrip('/')}/{purpose}/{token}"


def message(settings: Settings, person: ShownPerson, purpose: Purpose, token: str) -> tuple[str, str, str]:
    """To whom, the subject and the text of the message that takes a link to somebody."""
    why = (
        f"You have been invited to {NAME}, as a member of {person.organisation.name}."
        if purpose is Purpose.INVITATION
        else f"Somebody, probably you, asked for a new password for your account on {NAME}."
    )
    text = (
        f"{person.name},\n\n{why}\n\n{WORDS[purpose]} here within {LASTS[purpose]}; the link works once:\n\n"
        f"{address(settings, purpose, token)}\n\nIf you did not expect this message, do nothing, and nothing changes.\n"
    )
    return person.email, f"{WORDS[purpose]} for {NAME}", text


def hand_over(settings: Settings, person: ShownPerson, purpose: Purpose, token: str) -> Response:
    """Send a link to whom it is for; where the portal sends no mail, show it once to who made it.

    That page answers the form itself: a link that waited for the next page would have to be kept somewhere meanwhile.
    """
    if settings.mail_url is None:
        whole = address(settings, purpose, token)
        return unseen(forms.drawn("link.html", person=person, link=whole, lasts=LASTS[purpose], back=person.address))
    try:
        mail.send(settings, *message(settings, person, purpose, token))
    except PortalError as error:
        flash(str(error), forms.WRONG)
        return redirect(person.address, 303)  # type: ignore[return-value]
    return forms.went_well(
        f"A message with a link that works for {LASTS[purpose]} went to {person.email}.", person.address
    )


def unseen(response: Response) -> Response:
    """A page whose address is a secret, or that shows one: no other page is told where its reader came from.

    With `no-referrer` the page's own form would send `Origin: null` and no Referer, and so be refused over HTTPS.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
