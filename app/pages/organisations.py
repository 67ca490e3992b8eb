"""Every organisation, for the portal's administrators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, redirect, request

from app import forms
from app.auth.visitor import viewer
from app.pages.guard import NotHere, guarded, line, require
from app.pages.shown import organisation_shown
from data.authorities import Authorities
from data.errors import PortalError
from data.local import people
from data.local.database import Database
from data.local.failures import DatabaseProblem
from data.local.slugs import require_slug
from data.local.tables import Organisation
from models.access import Deed, may_everywhere

NO_SUCH_AUTHORITY = "Choose an authority from the list."


def register(server: Flask, database: Callable[[], Database], authorities: Authorities) -> None:
    """Serve this page."""
    made, pages = OrganisationPages(database, authorities), guarded("organisations")
    pages.add_url_rule("/people", view_func=made.show, methods=["GET"])
    pages.add_url_rule("/people", view_func=made.add, methods=["POST"])
    server.register_blueprint(pages)


@dataclass(frozen=True)
class OrganisationPages:
    """The page, with what it reads."""

    database: Callable[[], Database]
    authorities: Authorities

    def show(self) -> Response:
        """Every organisation; an administrator of one goes on to it."""
        require(Deed.MANAGE_PEOPLE, viewer().organisation)
        if not may_everywhere(viewer(), Deed.MANAGE_PEOPLE):
            return redirect(f"/people/{viewer().organisation}", 303)  # type: ignore[return-value]
        return forms.drawn("organisations.html", **self._shown())

    def add(self) -> Response:
        """A new organisation, with the authority whose returns are its own."""
        if not may_everywhere(viewer(), Deed.MANAGE_ORGANISATIONS):
            raise NotHere
        try:
            name, code = (
                line(request.form.get("name", ""), "the name of the organisation"),
                request.form.get("authority", ""),
            )
            if code and code not in {area.code for area in self.authorities.current}:
                raise PortalError(NO_SUCH_AUTHORITY)
            with self.database().writing() as session:
                slug = require_slug(request.form.get("slug", "").strip())
                people.add_organisation(session, slug, name, code or None, viewer().person)
        except DatabaseProblem:
            raise
        except PortalError as error:
            return forms.refused("organisations.html", error, **self._shown())
        return forms.went_well(f"{name} is added: invite its first people.", f"/people/{slug}")

    def _shown(self) -> dict[str, Any]:
        with self.database().reading() as session:
            every = people.organisations(session)
            taken = {one.authority for one in every}
            found = [
                {
                    "organisation": organisation_shown(one),
                    "people": len(people.people_of(session, one)),
                    "authority": self._named(one),
                }
                for one in every
            ]
        free = sorted((area.name, area.code) for area in self.authorities.current if area.code not in taken)
        choices = [("", "None: a partner body"), *((code, name) for name, code in free)]
        return {"found": found, "authorities": choices, "form": request.form}

    def _named(self, organisation: Organisation) -> str:
        return self.authorities.by_code(organisation.authority).name if organisation.authority else ""
