"""Signing in and out, and the links by which people set a password: `/sign-in`, `/invitation/…`, `/reset`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, redirect, request
from flask import session as browser_session
from flask_limiter import Limiter
from sqlalchemy import func, select

from app import forms, mail
from app.auth import accounts
from app.auth.visitor import cookie_of_request, give_cookie, take_cookie, visitor
from app.operation.metrics import failed_sign_in
from app.pages import links
from app.pages.guard import open_to_all
from app.pages.shown import person_shown
from app.settings import Settings
from data.errors import PortalError
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.sign_ins import Purpose, link_of, sign_out
from data.local.tables import Person

TRIES_A_MINUTE = 60
"""From one address, behind which a whole council may be."""
ASKED = "If that address has an account, a message with a link is on its way to it; the link works for one hour."
NO_MAIL = "This portal sends no mail: ask an administrator of your organisation for a link to set a new password."
NOT_ALIKE = "The two passwords are not alike."
SIGNED_OUT = "You are signed out."
PASSWORD_SET = "Your password is set: sign in with it."  # noqa: S105


def register(server: Flask, database: Callable[[], Database], settings: Settings) -> None:
    """Serve these pages."""
    made, pages = SignInPages(database, settings), open_to_all("sign_in")
    pages.add_url_rule("/sign-in", view_func=made.show_sign_in, methods=["GET"])
    pages.add_url_rule("/sign-in", view_func=limited(server, made.sign_in), methods=["POST"])
    pages.add_url_rule("/sign-out", view_func=made.sign_out, methods=["POST"])
    pages.add_url_rule("/reset", view_func=made.show_reset, methods=["GET"])
    pages.add_url_rule("/reset", view_func=limited(server, made.ask_for_reset), methods=["POST"])
    for purpose in Purpose:
        address, chosen = f"/{purpose}/<token>", {"purpose": purpose}
        pages.add_url_rule(address, f"show_link_{purpose}", made.show_link, methods=["GET"], defaults=chosen)
        pages.add_url_rule(
            address, f"use_link_{purpose}", limited(server, made.use_link), methods=["POST"], defaults=chosen
        )
    server.register_blueprint(pages)


def limited(server: Flask, view: Callable[..., Response]) -> Callable[..., Response]:
    """A form that one address may not send without end: each password that is tried takes 64 MiB and a while."""
    limiter: Limiter | None = server.extensions.get("alongside-limiter")
    return view if limiter is None else limiter.limit(f"{TRIES_A_MINUTE} per minute")(view)


@dataclass(frozen=True)
class SignInPages:
    """The pages, with the database and the settings that they read."""

    database: Callable[[], Database]
    settings: Settings

    def show_sign_in(self) -> Response:
        """The form; whoever is signed in goes on."""
        if visitor().viewer.is_signed_in:
            return redirect(_next(), 303)  # type: ignore[return-value]
        return forms.drawn("sign_in.html", **self._of_sign_in())

    def sign_in(self) -> Response:
        """Sign somebody in. Nothing that their browser kept before is of use to whoever may have planted it."""
        email, password = _printable("email"), request.form.get("password", "")
        tried = accounts.try_password(self.database(), email, password)
        with self.database().writing() as session:
            token = accounts.sign_in_with_password(session, email, password, _printable("code"), tried)
            if token is not None and (before := cookie_of_request()):
                sign_out(session, before)
        if token is None:
            failed_sign_in("password")
            return forms.refused("sign_in.html", PortalError(accounts.REFUSED), **self._of_sign_in())
        browser_session.clear()
        return give_cookie(redirect(_next(), 303), token)  # type: ignore[arg-type]

    def sign_out(self) -> Response:
        """End this sign-in."""
        if token := cookie_of_request():
            with self.database().writing() as session:
                sign_out(session, token)
        browser_session.clear()
        return take_cookie(forms.went_well(SIGNED_OUT, "/sign-in"))

    def show_reset(self) -> Response:
        """Where somebody who forgot their password asks for a link."""
        return forms.drawn("reset.html", **self._of_reset())

    def ask_for_reset(self) -> Response:
        """Send a link to whoever has an account, and answer everybody alike, as fast."""
        if self.settings.mail_url is None:
            return forms.refused("reset.html", PortalError(NO_MAIL), **self._of_reset())
        with self.database().writing() as session:
            asked = accounts.ask_for_reset(session, _printable("email"))
            message = links.message(self.settings, person_shown(asked[0]), Purpose.RESET, asked[1]) if asked else None
        if message is not None:
            mail.send_later(self.settings, *message)
        return forms.went_well(ASKED, "/sign-in")

    def show_link(self, token: str, purpose: Purpose) -> Response:
        """Where somebody who has a link sets a password. Looking does not use the link up."""
        try:
            return links.unseen(forms.drawn("set_password.html", **self._of_link(token, purpose)))
        except DatabaseProblem:
            raise
        except PortalError as error:
            return self._old_link(error)

    def use_link(self, token: str, purpose: Purpose) -> Response:
        """Set the password. They sign in with it, and with their second factor if they have one."""
        try:
            shown = self._of_link(token, purpose)
        except DatabaseProblem:
            raise
        except PortalError as error:
            return self._old_link(error)
        password = request.form.get("password", "")
        try:
            if password != request.form.get("again", ""):
                raise PortalError(NOT_ALIKE)
            with self.database().writing() as session:
                accounts.set_password(session, token, purpose, password)
        except DatabaseProblem:
            raise
        except PortalError as error:
            return links.unseen(forms.refused("set_password.html", error, **shown))
        browser_session.clear()
        return links.unseen(take_cookie(forms.went_well(PASSWORD_SET, "/sign-in")))

    def _old_link(self, error: PortalError) -> Response:
        return links.unseen(forms.drawn("problem.html", 400, title="This link does not work", sentence=str(error)))

    def _of_link(self, token: str, purpose: Purpose) -> dict[str, Any]:
        """Whose link it is. Raises PortalError for one that works no longer."""
        with self.database().reading() as session:
            return {"person": person_shown(link_of(session, token, purpose)), "first": purpose is Purpose.INVITATION}

    def _of_sign_in(self) -> dict[str, Any]:
        return {
            "next": _next(),
            "email": _printable("email"),
            "nobody_yet": self._nobody_yet(),
            "provider": self.settings.provider,
            "closed": self.settings.closed,
        }

    def _of_reset(self) -> dict[str, Any]:
        return {"sends_mail": self.settings.mail_url is not None, "no_mail": NO_MAIL}

    def _nobody_yet(self) -> bool:
        with self.database().reading() as session:
            return session.scalar(select(func.count()).select_from(Person)) == 0


def _next() -> str:
    """Where to go on to: an address of this portal, whatever was asked for."""
    return forms.own_address(request.values.get("next"))


def _printable(name: str) -> str:
    """What was typed into a field; nothing where it holds what nobody can type."""
    text = request.form.get(name, "").strip()
    return text if text.isprintable() else ""
