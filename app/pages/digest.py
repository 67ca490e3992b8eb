"""What somebody is told of by e-mail: chosen in the account, and ended there or by the link in a message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.orm import Session

from app import forms
from app.digest_links import PATH, mark_of, whose
from app.pages import links
from app.pages.guard import guarded, open_to_all, who_asks
from app.settings import Settings
from data.authorities import AreaKind, Authorities
from data.errors import PortalError
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.subscriptions import MOST, subscribe, subscriptions_of, unsubscribe
from data.local.tables import Person

ALL = "all"
"""What the form says for everything that somebody is told of."""
NO_MAIL = "This portal sends no mail, so nobody is told by e-mail; the feed of changes tells the same."
ENDED = "You are told of nothing by e-mail any more."
NOT_CHOSEN = "Choose an authority to be told of."


def register(
    server: Flask, database: Callable[[], Database], settings: Settings, authorities: Authorities, live: str
) -> None:
    """Serve these pages. `live` is the snapshot that is shown: what came before it is not told any more."""
    made = DigestPages(database, settings, authorities, live)
    own = guarded("digest")
    own.add_url_rule("/account/digest", view_func=made.show, methods=["GET"])
    own.add_url_rule("/account/digest", view_func=made.change, methods=["POST"])
    server.register_blueprint(own)
    anybody = open_to_all("unsubscribe")
    anybody.add_url_rule(f"{PATH}/<token>", view_func=made.show_end, methods=["GET"])
    anybody.add_url_rule(f"{PATH}/<token>", view_func=made.end, methods=["POST"])
    server.register_blueprint(anybody)


@dataclass(frozen=True)
class DigestPages:
    """The pages, with what they read."""

    database: Callable[[], Database]
    settings: Settings
    authorities: Authorities
    live: str

    def show(self) -> Response:
        """What one is told of, and the form to be told of more."""
        return forms.drawn("digest.html", **self._shown())

    def change(self) -> Response:
        """Be told of one more authority, or of one or all no longer."""
        added, removed = request.form.get("add", ""), request.form.get("remove", "")
        try:
            said = self._ended(removed) if removed else self._added(added)
        except DatabaseProblem:
            raise
        except PortalError as error:
            return forms.refused("digest.html", error, **self._shown())
        return forms.went_well(said, "/account/digest")

    def show_end(self, token: str) -> Response:
        """What somebody who followed the link in a message would end. Looking ends nothing."""
        try:
            with self.database().reading() as session:
                person = self._person_of(session, token)
                shown: dict[str, Any] = {"names": self._names(session, person), "email": person.email}
            return links.unseen(forms.drawn("unsubscribe.html", ended=False, **shown))
        except DatabaseProblem:
            raise
        except PortalError as error:
            return _no_link(error)

    def end(self, token: str) -> Response:
        """End all messages: of whoever sent the page's form, or whose mail program did (RFC 8058, no redirect)."""
        try:
            with self.database().writing() as session:
                person = self._person_of(session, token)
                unsubscribe(session, person)
                email = person.email
            return links.unseen(forms.drawn("unsubscribe.html", names=[], email=email, ended=True))
        except DatabaseProblem:
            raise
        except PortalError as error:
            return _no_link(error)

    def _added(self, slug: str) -> str:
        if self.settings.mail_url is None:
            raise PortalError(NO_MAIL)
        if not slug:
            raise PortalError(NOT_CHOSEN)
        area = self.authorities.find(slug)
        if area.kind is not AreaKind.AUTHORITY:
            raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
        with self.database().writing() as session:
            is_new = subscribe(session, who_asks(session), area.code, self.live)
        return f"You are told by e-mail what new figures change for {area.name}{'' if is_new else ', as before'}."

    def _ended(self, slug: str) -> str:
        chosen = None if slug == ALL else (self.authorities.find(slug).code,)
        with self.database().writing() as session:
            ended = unsubscribe(session, who_asks(session), chosen)
        if chosen is None or not ended:
            return ENDED if chosen is None else "You were not told of that authority."
        return f"You are told of {self.authorities.by_code(chosen[0]).name} no longer."

    def _shown(self) -> dict[str, Any]:
        with self.database().reading() as session:
            person = who_asks(session)
            email, codes = person.email, [one.authority for one in subscriptions_of(session, person)]
        chosen = [self.authorities.by_code(code) for code in codes]
        others = sorted((area for area in self.authorities.current if area not in chosen), key=lambda area: area.name)
        return {
            "email": email,
            "chosen": [{"slug": area.slug, "name": area.name} for area in chosen],
            "others": [(area.slug, area.name) for area in others],
            "most": MOST,
            "sends_mail": self.settings.mail_url is not None,
            "no_mail": NO_MAIL,
        }

    def _person_of(self, session: Session, token: str) -> Person:
        """Whom a link is for, as long as they have the address that it was sent to."""
        person_id, mark = whose(self.settings.secret_key, token)
        found = session.get(Person, person_id)
        if found is None or mark_of(found.email) != mark:
            raise PortalError("This link is of an account that is not here any more.")
        return found

    def _names(self, session: Session, person: Person) -> list[str]:
        return [self.authorities.by_code(one.authority).name for one in subscriptions_of(session, person)]


def _no_link(error: PortalError) -> Response:
    return links.unseen(forms.drawn("problem.html", 400, title="This link does not work", sentence=str(error)))
