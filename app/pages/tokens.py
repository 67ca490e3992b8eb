"""One's tokens of the API: which there are, a new one, which is shown once, and the end of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.orm import Session

from app import forms
from app.auth import accounts
from app.auth.visitor import cookie_of_request
from app.pages import links
from app.pages.guard import NotHere, guarded, line, who_asks
from app.pages.shown import ShownPerson, person_shown
from app.pages.sign_in import limited
from app.pages.token_words import ShownToken, scopes_said, token_shown
from app.settings import Settings
from data.errors import PortalError
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.sign_ins import signed_in
from data.local.tables import ApiToken, Person
from data.local.tokens import DAYS, make_token, revoke, token_numbered, tokens_of
from models.access import TokenScope

PATH = "/account/tokens"
EXAMPLE = "/api/v1/returns"
USUAL_DAYS = 90
LONGEST_NAME = 100
FRESH = timedelta(minutes=15)
"""How long ago somebody without a password of this portal may have signed in to make a token."""
WRONG_PROOF = "Neither the password nor the code is right, or there were too many tries; wait 15 minutes then."
NOT_FRESH = "A token is made within 15 minutes of signing in: sign out, sign in again, and come back here."
NOT_FROM_LIST = "Choose what the token may do from the list."
ENDED_ALREADY = "That token had ended already."


def register(server: Flask, database: Callable[[], Database], settings: Settings) -> None:
    """Serve these pages."""
    made, pages = TokenPages(database, settings), guarded("tokens")
    one = f"{PATH}/<int:token_id>"
    pages.add_url_rule(PATH, view_func=made.show, methods=["GET"])
    pages.add_url_rule(PATH, view_func=limited(server, made.make), methods=["POST"])
    pages.add_url_rule(one, view_func=made.show_revoke, methods=["GET"])
    pages.add_url_rule(one, view_func=made.revoke, methods=["POST"])
    server.register_blueprint(pages)


@dataclass(frozen=True)
class TokenPages:
    """The pages, with what they read."""

    database: Callable[[], Database]
    settings: Settings

    def show(self) -> Response:
        """The tokens that there are, and the form for one more."""
        return forms.drawn("tokens.html", **self._shown())

    def make(self) -> Response:
        """A new token for whoever shows again that it is them. Its text answers the form and is kept nowhere."""
        try:
            name = _name(request.form.get("name", ""))
            scopes, days = _scopes(request.form.getlist("scope")), _days(request.form.get("days", ""))
            self._require_themselves(request.form.get("current", ""), request.form.get("code", ""))
            with self.database().writing() as session:
                text, made = make_token(session, who_asks(session), name, scopes, days)
                shown = token_shown(made)
        except (DatabaseProblem, NotHere):
            raise
        except PortalError as error:
            return forms.refused("tokens.html", error, **self._shown())
        here = self.settings.url or request.host_url.rstrip("/")
        return links.unseen(forms.drawn("token_made.html", token=shown, text=text, address=here + EXAMPLE))

    def show_revoke(self, token_id: int) -> Response:
        """What ends with a token."""
        with self.database().reading() as session:
            shown = token_shown(_one(session, who_asks(session), token_id))
        return forms.drawn("token_revoke.html", token=shown)

    def revoke(self, token_id: int) -> Response:
        """End a token."""
        with self.database().writing() as session:
            person = who_asks(session)
            token = _one(session, person, token_id)
            is_ended, name = revoke(session, token, person.id), token.name
        said = f"The token {name} is revoked: nothing is answered to it any more." if is_ended else ENDED_ALREADY
        return forms.went_well(said, PATH)

    def _require_themselves(self, password: str, code: str) -> None:
        """Raises PortalError for whoever came upon a browser that somebody left open. A wrong try counts."""
        with self.database().writing() as session:
            person = who_asks(session)
            shown = person_shown(person)
            is_right = shown.has_password and accounts.is_themselves(session, person, password, code)
            is_fresh = not shown.has_password and _is_fresh(session)
        if not is_right and not is_fresh:
            raise PortalError(WRONG_PROOF if shown.has_password else NOT_FRESH)

    def _shown(self) -> dict[str, Any]:
        with self.database().reading() as session:
            person = who_asks(session)
            shown: ShownPerson = person_shown(person)
            found = [token_shown(one) for one in tokens_of(session, person)]
        return {
            "person": shown,
            "tokens": found,
            "answer": _answer(found),
            "scopes": scopes_said(TokenScope),
            "chosen": request.form.getlist("scope"),
            "days": [(str(days), f"{days} days") for days in DAYS],
            "chosen_days": request.form.get("days", str(USUAL_DAYS)),
            "name": request.form.get("name", ""),
        }


def _answer(found: list[ShownToken]) -> str:
    count = sum(token.is_good for token in found)
    if not found:
        return "You have no token: no program reads the API in your name."
    if not count:
        return "None of your tokens works any more: no program reads the API in your name."
    return f"{'One token works' if count == 1 else f'{count} tokens work'} in your name."


def _one(session: Session, person: Person, token_id: int) -> ApiToken:
    """A token of somebody's own. Raises NotHere for none and for that of somebody else, alike."""
    found = token_numbered(session, person, token_id)
    if found is None:
        raise NotHere
    return found


def _is_fresh(session: Session) -> bool:
    """Whether who asks signed in just now."""
    found = signed_in(session, cookie_of_request())
    return found is not None and datetime.now(UTC) - found.created < FRESH


def _name(text: str) -> str:
    name = line(text, "the token a name")
    if len(name) > LONGEST_NAME:
        raise PortalError(f"Give the token a name in {LONGEST_NAME} characters at most.")
    return name


def _scopes(chosen: list[str]) -> list[TokenScope]:
    """What a form ticks. Raises PortalError for what there is not."""
    try:
        return [TokenScope(scope) for scope in dict.fromkeys(chosen)]
    except ValueError:
        raise PortalError(NOT_FROM_LIST) from None


def _days(text: str) -> int:
    """How long, as a form says it; 0, which no token lasts, for what it cannot say."""
    return int(text) if text in map(str, DAYS) else 0
