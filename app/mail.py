"""Messages to people: links, and what new figures change. Sent over the mail server that the settings name, if any."""

import logging
import smtplib
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from urllib.parse import unquote, urlsplit

from app.settings import Settings
from app.settings.provider import LOOPBACK
from data.errors import PortalError

log = logging.getLogger("alongside")

SECONDS = 10
"""How long a mail server may take to answer."""
PORTS = {"smtp": 25, "smtps": 465}
NOT_SENT = "The message could not be sent, because the mail server {why}; {otherwise}."
MAKE_AGAIN = "make the link again later"


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Send one message. Raises PortalError where there is no mail server, or it does not take the message."""
    if settings.mail_url is None:
        raise PortalError("This portal sends no mail, so an administrator hands the link over.")
    deliver(settings, partial(_written, settings.mail_from, to, subject, text), MAKE_AGAIN)


def deliver(settings: Settings, write: Callable[[], EmailMessage], otherwise: str) -> None:
    """Send the message that `write` writes; `otherwise` ends the sentence that says why it could not be sent."""
    try:
        message = write()
        with _connected(settings.mail_url or "") as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:  # a text that mail cannot hold is a ValueError
        raise PortalError(NOT_SENT.format(why=_why(error), otherwise=otherwise)) from error


def _why(error: Exception) -> str:
    """What the mail server does not do, as the sentence goes on."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "does not take messages for that address"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "does not take the portal's name and password"
    if isinstance(error, ssl.SSLError):
        return "cannot prove who it is"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "does not answer"
    return "did not take it" if isinstance(error, smtplib.SMTPException | ValueError) else "does not answer"


def send_later(settings: Settings, to: str, subject: str, text: str) -> threading.Thread:
    """Send one message while the answer goes out, so that the time it takes tells nobody that there is an account.

    What goes wrong is for whoever runs the portal; neither the address nor the text is written down.
    """

    def attempt() -> None:
        try:
            send(settings, to, subject, text)
        except PortalError as error:
            log.warning("%s", error)

    thread = threading.Thread(target=attempt, name="mail", daemon=True)
    thread.start()
    return thread


def _written(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    # Programs that answer for people who are away let these be.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _connected(url: str) -> smtplib.SMTP:
    """A conversation that is encrypted where the server can, and has been introduced where the URL has a name."""
    address = urlsplit(url)
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    context = ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        server.ehlo()
        is_private = address.scheme == "smtps" or host in LOOPBACK
        if address.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            is_private = True
        if address.username is not None:
            if not is_private:
                raise PortalError(
                    "No message was sent: the mail server offers no encryption for the portal's password."
                )
            server.login(unquote(address.username), unquote(address.password or ""))
    except BaseException:
        server.close()
        raise
    return server
