"""`portal users`: the organisations and people of the portal, for whoever runs its machine."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.access import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.settings import Settings
    from data.local.tables import Person

ROLES = {role.name.casefold().replace("_", "-"): role for role in Role}
"""The roles as the command line names them, without spaces."""
PEOPLE = "email name organisation roles state second_factor".split()
TOKENS = "number name begins scopes made expires last_used revoked state".split()
ORGANISATIONS = "slug name authority people".split()


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal users` and what can be done with them."""
    command = commands.add_parser(
        "users",
        help="organisations, people and their roles",
        description="Organisations, people and their roles. What is done here is written to the log as done by whoever "
        "runs the portal's machine.",
    )
    parts = command.add_subparsers(dest="users_command", required=True, metavar="WHAT")
    _part(parts, "list", "the people, as CSV", list_people, ("--organisation",))
    _part(parts, "organisations", "the organisations, as CSV", list_organisations)
    added = _part(parts, "add-organisation", "add an organisation", add_organisation)
    added.add_argument("slug", metavar="SLUG", help="its word in addresses, such as southampton")
    added.add_argument("name", metavar="NAME")
    added.add_argument(
        "--authority", metavar="A", help="the authority whose returns are its own; none for a partner body"
    )
    for name, what, run in (
        ("add", "add somebody who signs in with their council's account", add_person),
        ("invite", "add somebody and print the link by which they set a password", invite),
    ):
        part = _part(parts, name, what, run)
        part.add_argument("email", metavar="EMAIL")
        part.add_argument("name", metavar="NAME")
        part.add_argument("--organisation", metavar="SLUG", required=True)
        part.add_argument("--role", metavar="ROLE", nargs="+", choices=tuple(ROLES), action="extend", help=_roles())
    given = _part(parts, "roles", "give somebody roles, and no others", give_roles)
    given.add_argument("email", metavar="EMAIL")
    given.add_argument("role", metavar="ROLE", nargs="+", choices=tuple(ROLES), help=_roles())
    for name, what, run in (
        ("reset", "print a link by which somebody sets a new password", reset),
        ("shut-out", "let somebody sign in no longer, and end where they are signed in", shut_out),
        ("let-in", "let somebody sign in again, who was shut out or locked out", let_in),
    ):
        _part(parts, name, what, run).add_argument("email", metavar="EMAIL")
    of_person = _part(parts, "tokens", "the tokens of somebody, as CSV", list_tokens)
    of_person.add_argument("email", metavar="EMAIL")
    revoked = _part(parts, "revoke-token", "end a token from this moment", revoke_token)
    revoked.add_argument("number", metavar="NUMBER", type=int, help="as `portal users tokens` lists it")


def list_people(options: argparse.Namespace) -> None:
    """Print the people, by organisation and name."""
    from app.records.published import as_csv
    from data.local.people import organisation_of, organisations, people_of

    with _session(reading=True) as (session, _):
        chosen = [organisation_of(session, options.organisation)] if options.organisation else organisations(session)
        records = [_person_record(person) for each in chosen for person in people_of(session, each)]
    sys.stdout.write(as_csv(records, PEOPLE))


def list_organisations(_: argparse.Namespace) -> None:
    """Print the organisations, by name."""
    from app.records.published import as_csv
    from data.local.people import organisations, people_of

    with _session(reading=True) as (session, _settings):
        records = [
            {
                "slug": each.slug,
                "name": each.name,
                "authority": each.authority,
                "people": len(people_of(session, each)),
            }
            for each in organisations(session)
        ]
    sys.stdout.write(as_csv(records, ORGANISATIONS))


def add_organisation(options: argparse.Namespace) -> None:
    """Add one, with the authority whose returns are its own."""
    from data.authorities import AreaKind, load_authorities
    from data.errors import PortalError
    from data.local import people
    from data.local.slugs import require_slug

    area = load_authorities().find(options.authority) if options.authority else None
    if area is not None and area.kind is not AreaKind.AUTHORITY:
        raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
    name = options.name.strip()
    if not name:
        raise PortalError("Give the organisation a name.")
    with _session() as (session, _):
        people.add_organisation(session, require_slug(options.slug), name, area.code if area else None)
    whose = f", which keeps the returns of {area.name}" if area else ""
    sys.stdout.write(f"Added {name} ({options.slug}){whose}.\n")


def add_person(options: argparse.Namespace) -> None:
    """Add somebody without a link."""
    with _session() as (session, _):
        person = _added(session, options)
        said = f"Added {person.email} to {person.organisation.name} as {_named(person)}."
    sys.stdout.write(said + "\n")


def invite(options: argparse.Namespace) -> None:
    """Add somebody, or take who has no password yet, and print their invitation."""
    from app.auth import accounts
    from data.errors import PortalError
    from data.local.people import person_by_email

    with _session() as (session, settings):
        person = person_by_email(session, options.email)
        if person is not None and person.password is not None:
            raise PortalError(
                f"{person.email} has a password already; `portal users reset` makes a link for a new one."
            )
        if person is not None and person.organisation.slug != options.organisation:
            raise PortalError(f"{person.email} belongs to {person.organisation.name} already.")
        link = f"{settings.url}/invitation/{accounts.invite(session, person or _added(session, options), None)}"
    sys.stdout.write(link + "\n")


def reset(options: argparse.Namespace) -> None:
    """Print a link for a new password."""
    from data.errors import PortalError
    from data.local.sign_ins import Purpose, make_link

    with _session() as (session, settings):
        person = _known(session, options.email)
        if not person.active:
            raise PortalError(f"{person.email} is shut out; `portal users let-in` lets them in again.")
        if person.password is None:
            raise PortalError(f"{person.email} has no password yet; `portal users invite` makes a link for one.")
        link = f"{settings.url}/reset/{make_link(session, person, Purpose.RESET, None)}"
    sys.stdout.write(link + "\n")


def give_roles(options: argparse.Namespace) -> None:
    """Give somebody exactly these roles."""
    from data.local import people

    with _session() as (session, _):
        person = _known(session, options.email)
        people.give_roles(session, person, {ROLES[name] for name in options.role}, None)
        said = f"{person.email} is now {_named(person)} of {person.organisation.name}."
    sys.stdout.write(said + "\n")


def shut_out(options: argparse.Namespace) -> None:
    """Let somebody in no longer."""
    from data.errors import PortalError
    from data.local.people import set_active
    from data.local.sign_ins import revoke_all

    with _session() as (session, _):
        person = _known(session, options.email)
        if not person.active:
            raise PortalError(f"{person.email} is shut out already.")
        set_active(session, person, active=False, by=None)
        ended = revoke_all(session, person, None)
    sys.stdout.write(f"{person.email} is shut out; {ended or 'no'} sign-in{'' if ended == 1 else 's'} ended.\n")


def let_in(options: argparse.Namespace) -> None:
    """Let somebody in again, from being shut out or locked out."""
    from data.errors import PortalError
    from data.local.people import set_active

    with _session() as (session, _):
        person = _known(session, options.email)
        if person.active and person.locked_until is None:
            raise PortalError(f"{person.email} is neither shut out nor locked out.")
        set_active(session, person, active=True, by=None)
        person.failed_attempts, person.locked_until = 0, None
    sys.stdout.write(f"{person.email} may sign in again.\n")


def list_tokens(options: argparse.Namespace) -> None:
    """Print somebody's tokens of the API, the newest first."""
    from app.pages.token_words import token_record
    from app.records.published import as_csv
    from data.local.tokens import tokens_of

    with _session(reading=True) as (session, _):
        records = [token_record(each) for each in tokens_of(session, _known(session, options.email))]
    sys.stdout.write(as_csv(records, TOKENS))


def revoke_token(options: argparse.Namespace) -> None:
    """End a token, whoever's it is."""
    from data.errors import PortalError
    from data.local.tables import ApiToken
    from data.local.tokens import revoke

    with _session() as (session, _):
        token = session.get(ApiToken, options.number) if 0 < options.number < 2**31 else None
        if token is None:
            raise PortalError(f"There is no token {options.number}.")
        if not revoke(session, token, None):
            raise PortalError(f"Token {token.id} of {token.person.email} is revoked already.")
        said = f"Token {token.id} of {token.person.email}, {token.name}, is revoked."
    sys.stdout.write(said + "\n")


def _part(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    what: str,
    run: Callable[[argparse.Namespace], None],
    choices: tuple[str, ...] = (),
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
    for choice in choices:
        part.add_argument(choice, metavar="SLUG")
    part.set_defaults(run=run)
    return part


@contextmanager
def _session(*, reading: bool = False) -> "Iterator[tuple[Session, Settings]]":
    """One transaction with the database of local returns, and the settings that it is opened by."""
    from app.local_database import open_local
    from app.settings import load_settings

    settings = load_settings()
    database = open_local(settings)
    try:
        with database.reading() if reading else database.writing() as session:
            yield session, settings
    finally:
        database.close()


def _known(session: "Session", email: str) -> "Person":
    from data.errors import PortalError
    from data.local.people import person_by_email

    person = person_by_email(session, email)
    if person is None:
        raise PortalError(f"Nobody is known by {email.strip()}.")
    return person


def _added(session: "Session", options: argparse.Namespace) -> "Person":
    from data.errors import PortalError
    from data.local import people

    if not options.name.strip():
        raise PortalError("Give the person a name.")
    organisation = people.organisation_of(session, options.organisation)
    return people.add_person(
        session, options.email, options.name, organisation, {ROLES[name] for name in options.role or ("viewer",)}
    )


def _person_record(person: "Person") -> dict[str, object]:
    state = "may sign in" if person.active else "shut out"
    if person.active and person.password is None and person.subject is None:
        state = "has not signed in yet"
    return {
        "email": person.email,
        "name": person.name,
        "organisation": person.organisation.slug,
        "roles": list(person.roles),
        "state": state,
        "second_factor": "yes" if person.totp_secret else "no",
    }


def _named(person: "Person") -> str:
    return " and ".join(person.roles) or "somebody without a role"


def _roles() -> str:
    return f"one or more of {', '.join(ROLES)}"
