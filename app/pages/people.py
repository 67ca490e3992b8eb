"""The people of an organisation, for its administrators and the portal's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.orm import Session

from app import forms
from app.auth import accounts
from app.auth.visitor import viewer
from app.pages import links
from app.pages.guard import NotHere, guarded, line, require
from app.pages.shown import organisation_shown, person_shown
from app.pages.token_words import token_shown
from app.pages.words import RoleSaid, role_said, roles_named
from app.settings import Settings
from data.errors import PortalError
from data.local import log, people
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.sign_ins import Purpose, make_link, revoke_all, sign_ins_of
from data.local.slugs import require_slug
from data.local.tables import ApiToken, Organisation, Person
from data.local.tokens import revoke, token_numbered, tokens_of
from models.access import Deed, Role, may_everywhere

LAST = "There would be nobody left to administer the portal: make somebody else its administrator first."
ABOVE = "Only an administrator of the portal can change an administrator of the portal."
GIVEN_FROM_ABOVE = "Only an administrator of the portal can give that role."
SHUT_OUT = "{name} is shut out; let them in again first."


def register(server: Flask, database: Callable[[], Database], settings: Settings) -> None:
    """Serve these pages."""
    made, pages = PeoplePages(database, settings), guarded("people")
    one = "/people/<slug>/<int:person_id>"
    pages.add_url_rule("/people/<slug>", view_func=made.show_people, methods=["GET"])
    pages.add_url_rule("/people/<slug>", view_func=made.invite, methods=["POST"])
    pages.add_url_rule(one, view_func=made.show_person, methods=["GET"])
    pages.add_url_rule(f"{one}/roles", view_func=made.give_roles, methods=["POST"])
    pages.add_url_rule(f"{one}/link", view_func=made.make_link, methods=["POST"])
    pages.add_url_rule(f"{one}/shut-out", view_func=made.shut_out, methods=["POST"])
    pages.add_url_rule(f"{one}/let-in", view_func=made.let_in, methods=["POST"])
    pages.add_url_rule(f"{one}/sign-ins", view_func=made.end_sign_ins, methods=["POST"])
    pages.add_url_rule(f"{one}/second-factor", view_func=made.take_second_factor, methods=["POST"])
    pages.add_url_rule(f"{one}/tokens", view_func=made.revoke_token, methods=["POST"])
    server.register_blueprint(pages)


@dataclass(frozen=True)
class PeoplePages:
    """The pages, with what they read."""

    database: Callable[[], Database]
    settings: Settings

    def show_people(self, slug: str) -> Response:
        """Everybody of an organisation, and the form that invites somebody."""
        return forms.drawn("people.html", **self._of_people(slug))

    def invite(self, slug: str) -> Response:
        """Add somebody, with a link by which they set their first password."""
        require(Deed.MANAGE_PEOPLE, slug)
        try:
            name, email = line(_typed("name"), "the person's name"), line(_typed("email"), "their e-mail address")
            roles = _roles_chosen()
            with self.database().writing() as session:
                organisation = _organisation(session, slug)
                person = people.add_person(session, email, name, organisation, roles, viewer().person)
                token = accounts.invite(session, person, viewer().person)
        except (DatabaseProblem, NotHere):
            raise
        except PortalError as error:
            return forms.refused("people.html", error, **self._of_people(slug))
        return links.hand_over(self.settings, person_shown(person), Purpose.INVITATION, token)

    def show_person(self, slug: str, person_id: int) -> Response:
        """One person: roles, and what can be done for them."""
        return forms.drawn("person.html", **self._of_person(slug, person_id))

    def give_roles(self, slug: str, person_id: int) -> Response:
        """The roles that somebody has from now on."""

        def give(session: Session, person: Person) -> str:
            roles = _roles_chosen()
            if Role.PORTAL_ADMINISTRATOR not in roles:
                _require_another(session, person)
            people.give_roles(session, person, roles, viewer().person)
            return f"{person.name} is now {roles_named(person.roles)}."

        return self._done(slug, person_id, give)

    def make_link(self, slug: str, person_id: int) -> Response:
        """A link for a new password, or the invitation again for whoever has none yet."""
        made: list[tuple[Purpose, str, Person]] = []

        def make(session: Session, person: Person) -> str:
            if not person.active:
                raise PortalError(SHUT_OUT.format(name=person.name))
            purpose = Purpose.RESET if person.password else Purpose.INVITATION
            made.append((purpose, make_link(session, person, purpose, viewer().person), person))
            return ""

        refused = self._done(slug, person_id, make)
        if not made:
            return refused
        purpose, token, person = made[0]
        return links.hand_over(self.settings, person_shown(person), purpose, token)

    def shut_out(self, slug: str, person_id: int) -> Response:
        """Let somebody in no longer, from this moment."""

        def shut_out(session: Session, person: Person) -> str:
            _require_another(session, person)
            people.set_active(session, person, active=False, by=viewer().person)
            revoke_all(session, person, viewer().person)
            return f"{person.name} is shut out, and signed in nowhere."

        return self._done(slug, person_id, shut_out)

    def let_in(self, slug: str, person_id: int) -> Response:
        """Let somebody in again, from being shut out or from too many tries."""

        def let_in(session: Session, person: Person) -> str:
            people.set_active(session, person, active=True, by=viewer().person)
            person.failed_attempts, person.locked_until = 0, None
            return f"{person.name} may sign in again."

        return self._done(slug, person_id, let_in)

    def end_sign_ins(self, slug: str, person_id: int) -> Response:
        """End every sign-in of somebody, as when their telephone was lost."""

        def end(session: Session, person: Person) -> str:
            revoke_all(session, person, viewer().person)
            return f"{person.name} is signed in nowhere."

        return self._done(slug, person_id, end)

    def take_second_factor(self, slug: str, person_id: int) -> Response:
        """Take the second factor of somebody away, who has lost it."""

        def take(session: Session, person: Person) -> str:
            person.totp_secret = person.totp_last_used = None
            by, organisation = viewer().person, person.organisation.slug
            log.write(session, "second factor taken away", person.email, by, organisation)
            return f"{person.name} signs in with the password alone, until they set up a second factor again."

        return self._done(slug, person_id, take)

    def revoke_token(self, slug: str, person_id: int) -> Response:
        """End a token of somebody, as when it was seen where it should not be."""

        def end(session: Session, person: Person) -> str:
            token = _token(session, person)
            is_ended = revoke(session, token, viewer().person)
            return f"The token {token.name} is revoked." if is_ended else "That token had ended already."

        return self._done(slug, person_id, end)

    def _done(self, slug: str, person_id: int, deed: Callable[[Session, Person], str]) -> Response:
        """Do one thing to one person who is the asker's to manage, and say that it was done."""
        require(Deed.MANAGE_PEOPLE, slug)
        try:
            with self.database().writing() as session:
                person = _person(session, slug, person_id)
                _require_touchable(person)
                said = deed(session, person)
        except (DatabaseProblem, NotHere):
            raise
        except PortalError as error:
            return forms.refused("person.html", error, **self._of_person(slug, person_id))
        # Whoever gave up their own roles may not look at this page any more.
        goes_on = slug == viewer().organisation and person_id == viewer().person
        return forms.went_well(said, "/account" if goes_on else f"/people/{slug}/{person_id}")

    def _of_people(self, slug: str) -> dict[str, Any]:
        require(Deed.MANAGE_PEOPLE, slug)
        with self.database().reading() as session:
            organisation = _organisation(session, slug)
            shown = organisation_shown(organisation)
            found = [
                {"person": person_shown(one), "roles": roles_named(one.roles)}
                for one in people.people_of(session, organisation)
            ]
        return {
            "organisation": shown,
            "found": found,
            "roles": _roles_to_give(),
            "chosen": request.form.getlist("role") or [Role.VIEWER],
            "everywhere": may_everywhere(viewer(), Deed.MANAGE_PEOPLE),
            "form": request.form,
        }

    def _of_person(self, slug: str, person_id: int) -> dict[str, Any]:
        require(Deed.MANAGE_PEOPLE, slug)
        with self.database().reading() as session:
            kept = _person(session, slug, person_id)
            person, sign_ins = person_shown(kept), len(sign_ins_of(session, kept))
            tokens = [token_shown(one) for one in tokens_of(session, kept)]
        is_above = Role.PORTAL_ADMINISTRATOR in person.roles and not may_everywhere(viewer(), Deed.MANAGE_PEOPLE)
        return {
            "person": person,
            "roles": _roles_to_give(),
            "chosen": request.form.getlist("role") or person.roles,
            "has": roles_named(person.roles),
            "sign_ins": sign_ins,
            "tokens": tokens,
            "above": ABOVE if is_above else "",
        }


def _organisation(session: Session, slug: str) -> Organisation:
    try:
        return people.organisation_of(session, require_slug(slug))
    except PortalError:
        raise NotHere from None


def _person(session: Session, slug: str, person_id: int) -> Person:
    """Somebody of an organisation. Raises NotHere for nobody and for somebody of another one, alike."""
    found = session.get(Person, person_id) if person_id < 2**31 else None
    if found is None or found.organisation.slug != slug:
        raise NotHere
    return found


def _token(session: Session, person: Person) -> ApiToken:
    """The token of somebody that a form names. Raises PortalError for what is none of theirs."""
    number = request.form.get("revoke", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 11
    found = token_numbered(session, person, int(number)) if is_number else None
    if found is None:
        raise PortalError("There is no such token of theirs.")
    return found


def _require_touchable(person: Person) -> None:
    """An administrator of an organisation cannot change the portal's: a link for them would be a way up."""
    if Role.PORTAL_ADMINISTRATOR in person.roles and not may_everywhere(viewer(), Deed.MANAGE_PEOPLE):
        raise PortalError(ABOVE)


def _require_another(session: Session, person: Person) -> None:
    """Raises PortalError where somebody is the last who administers the portal."""
    role = Role.PORTAL_ADMINISTRATOR
    if role in person.roles and not people.others_with(session, role, person):
        raise PortalError(LAST)


def _roles_to_give() -> list[RoleSaid]:
    """The roles that who asks can give."""
    is_portals = may_everywhere(viewer(), Deed.MANAGE_PEOPLE)
    return [role_said(role) for role in Role if is_portals or role is not Role.PORTAL_ADMINISTRATOR]


def _roles_chosen() -> set[str]:
    """The roles that a form gives. Raises PortalError for one that there is not, or that is not the asker's to give."""
    chosen = set(request.form.getlist("role"))
    if not chosen <= set(Role):
        raise PortalError("Choose roles from the list.")
    if not chosen <= {role.value for role in _roles_to_give()}:
        raise PortalError(GIVEN_FROM_ABOVE)
    return chosen


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()
