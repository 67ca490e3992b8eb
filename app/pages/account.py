"""One's own account: who one is, the password, the second factor, what one is told, and where one is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import segno
from flask import Flask, Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from sqlalchemy.orm import Session

from app import forms
from app.auth import accounts, second_factor
from app.auth.visitor import cookie_of_request, give_cookie
from app.pages.guard import guarded, who_asks
from app.pages.shown import person_shown
from app.pages.sign_in import NOT_ALIKE
from app.pages.words import role_said
from data.authorities import load_authorities
from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.sign_ins import digest_of, end_some, sign_in, sign_ins_of
from data.local.subscriptions import subscriptions_of
from data.local.tables import Person
from data.local.tokens import tokens_of, why_not

OTHERS = "others"
"""What the form says for all sign-ins but this one."""
PATIENCE = timedelta(hours=1)
"""How long somebody may take to put a secret into their app."""
NO_PASSWORD = "You have no password here, since you sign in with your council's account."  # noqa: S105
WRONG_OLD = "The old password is not right, or there were too many tries; wait 15 minutes then."
WRONG_PROOF = "Neither the code nor the password is right, or there were too many tries; wait 15 minutes then."
WRONG_CODE = "The code is not right: it changes every 30 seconds, and the clock of your telephone must be right."
STARTED_OVER = "That took too long, so here is a new secret: put it into your app in place of the old one."
PASSWORD_CHANGED = "Your password is changed, and your sign-ins elsewhere have ended."  # noqa: S105


def register(server: Flask, database: Callable[[], Database]) -> None:
    """Serve these pages."""
    made, pages = AccountPages(database), guarded("account")
    pages.add_url_rule("/account", view_func=made.show, methods=["GET"])
    pages.add_url_rule("/account/password", view_func=made.show_password, methods=["GET"])
    pages.add_url_rule("/account/password", view_func=made.change_password, methods=["POST"])
    pages.add_url_rule("/account/second-factor", view_func=made.show_second_factor, methods=["GET"])
    pages.add_url_rule("/account/second-factor", view_func=made.change_second_factor, methods=["POST"])
    pages.add_url_rule("/account/sign-ins", view_func=made.end_sign_ins, methods=["POST"])
    server.register_blueprint(pages)


@dataclass(frozen=True)
class AccountPages:
    """The pages, with the database that they read."""

    database: Callable[[], Database]

    def show(self) -> Response:
        """Who one is, and where one is signed in."""
        with self.database().reading() as session:
            kept, here = who_asks(session), digest_of(cookie_of_request())
            person = person_shown(kept)
            found = [
                {"digest": one.digest, "created": one.created, "seen": one.last_seen, "here": one.digest == here}
                for one in sign_ins_of(session, kept)
            ]
            roles = [role_said(role) for role in person.roles]
            tokens = sum(not why_not(one) for one in tokens_of(session, kept))
            told_of = [load_authorities().by_code(one.authority).name for one in subscriptions_of(session, kept)]
        return forms.drawn("account.html", person=person, roles=roles, sign_ins=found, told_of=told_of, tokens=tokens)

    def show_password(self) -> Response:
        """The form for a new password."""
        return forms.drawn("change_password.html", **self._of_password())

    def change_password(self) -> Response:
        """A new password: every sign-in of before ends, and this browser has a new one."""
        old, new, again = (request.form.get(name, "") for name in ("old", "password", "again"))
        try:
            if new != again:
                raise PortalError(NOT_ALIKE)
            self._require_themselves(old, "", WRONG_OLD)
            with self.database().writing() as session:
                person = who_asks(session)
                accounts.change_password(session, person, old, new)
                token = sign_in(session, person, "new password")
        except DatabaseProblem:
            raise
        except PortalError as error:
            return forms.refused("change_password.html", error, **self._of_password())
        return give_cookie(forms.went_well(PASSWORD_CHANGED, "/account"), token)

    def show_second_factor(self) -> Response:
        """A new secret to put into an app, or the form that takes the second factor away."""
        return forms.drawn("second_factor.html", **self._of_second_factor())

    def change_second_factor(self) -> Response:
        """Set up a second factor, once a code has shown that the app holds it; or take it away."""
        sealed, code = request.form.get("secret"), request.form.get("code", "")
        try:
            if sealed is None:
                self._require_themselves(request.form.get("current", ""), code, WRONG_PROOF)
                self._take_away()
                return forms.went_well("Your second factor is taken away: the password is enough now.", "/account")
            self._set_up(self._opened(sealed), code)
        except DatabaseProblem:
            raise
        except PortalError as error:
            return forms.refused("second_factor.html", error, **self._of_second_factor())
        return forms.went_well("Your second factor is set up: the next sign-in asks for a code.", "/account")

    def end_sign_ins(self) -> Response:
        """End one of one's sign-ins, or all but this one."""
        chosen, here = request.form.get("end", ""), digest_of(cookie_of_request())
        with self.database().writing() as session:
            person = who_asks(session)
            others = [one.digest for one in sign_ins_of(session, person) if one.digest != here]
            ended = end_some(session, person, others if chosen == OTHERS else [chosen])
        said = f"{ended} sign-in{'' if ended == 1 else 's'} ended." if ended else "That sign-in had ended already."
        return forms.went_well(said, "/account")

    def _require_themselves(self, password: str, code: str, otherwise: str) -> None:
        """Raises PortalError where neither is right. The wrong try is kept first, so that it counts."""
        with self.database().writing() as session:
            is_right = accounts.is_themselves(session, who_asks(session), password, code)
        if not is_right:
            raise PortalError(otherwise)

    def _set_up(self, secret: str, code: str) -> None:
        with self.database().writing() as session:
            person = who_asks(session)
            if person.totp_secret is not None:
                raise PortalError("You have a second factor already; take it away first.")
            person.totp_secret, person.totp_last_used = secret, None
            if not second_factor.accepts(person, code):
                raise PortalError(WRONG_CODE)
            _write(session, "second factor set up", person)

    def _take_away(self) -> None:
        with self.database().writing() as session:
            person = who_asks(session)
            person.totp_secret = person.totp_last_used = None
            _write(session, "second factor taken away", person)

    def _of_password(self) -> dict[str, Any]:
        with self.database().reading() as session:
            return {"person": person_shown(who_asks(session)), "no_password": NO_PASSWORD}

    def _of_second_factor(self) -> dict[str, Any]:
        """What the page shows; the secret is the one of the form that was sent, where there is one that holds."""
        with self.database().reading() as session:
            person = person_shown(who_asks(session))
        if person.has_second_factor or not person.has_password:
            return {"person": person, "no_password": NO_PASSWORD}
        try:
            sealed = request.form.get("secret", "")
            secret = self._opened(sealed)
        except PortalError:
            secret = second_factor.new_secret()
            sealed = _seal().dumps([person.id, secret])
        address = second_factor.address_for_app(person.email, secret)
        return {
            "person": person,
            "sealed": sealed,
            "secret": second_factor.in_groups(secret),
            "address": address,
            "picture": picture(address),
        }

    def _opened(self, sealed: str) -> str:
        """The secret that a form brought back: one that this portal made, for this person, not long ago."""
        try:
            person_id, secret = _seal().loads(sealed, max_age=int(PATIENCE.total_seconds()))
        except BadSignature:
            raise PortalError(STARTED_OVER) from None
        with self.database().reading() as session:
            if who_asks(session).id != person_id:
                raise PortalError(STARTED_OVER)
        return str(secret)


def picture(address: str) -> Markup:
    """An address as a QR code: dark on light in every scheme, since telephones read no other."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704  # squares alone; nothing of the address is text in it


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="second factor")


def _write(session: Session, what: str, person: Person) -> None:
    log.write(session, what, person.email, person.id, person.organisation.slug)
