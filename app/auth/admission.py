"""What somebody whom a provider vouches for is here: their organisation and roles by their groups, and which person."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth.provider import Claims, Refused
from app.settings.provider import ProviderSettings
from data.local import log
from data.local.people import EMAIL, add_person, folded, give_roles, person_by_email, person_by_subject
from data.local.sign_ins import end_links, revoke_all, sign_in
from data.local.tables import Organisation, Person
from data.local.tokens import revoke_tokens
from models.access import Role

HOW = "provider"
LONGEST_NAME, LONGEST_EMAIL = 200, 254


@dataclass(frozen=True)
class Place:
    """What somebody's groups make of them here: the slug of one organisation, and every role that a group gives."""

    organisation: str
    roles: frozenset[Role]


def admit(session: Session, claims: Claims, provider: ProviderSettings) -> str:
    """Sign somebody in by the claims of a token that was found good; the token of their sign-in.

    Their organisation and roles are brought up to date. Raises Refused, one sentence, for whoever may not come in.
    """
    place = place_of(claims, provider)
    organisation = session.scalar(select(Organisation).where(Organisation.slug == place.organisation))
    if organisation is None:
        raise Refused(
            f"Your groups belong to an organisation, '{place.organisation}', that is not set up here yet; "
            "ask who runs this portal to add it.",
            "organisation unknown",
        )
    person = (
        person_by_subject(session, provider.issuer, claims["sub"])
        or _invited(session, claims, provider, place)
        or _made(session, claims, provider, organisation)
    )
    if not person.active:
        raise Refused("Your account here is shut; ask an administrator of your organisation.", "shut out", 403)
    _bring_up_to_date(session, person, organisation, place.roles)
    return sign_in(session, person, HOW)


def note_refusal(session: Session, refused: Refused, claims: Claims | None, provider: ProviderSettings) -> None:
    """Write down that somebody was refused. One who was known, and is in no group of ours any more, is signed out."""
    person = person_by_subject(session, provider.issuer, claims["sub"]) if claims else None
    details = {"how": HOW, "why": refused.why}
    if person is None:
        log.write(session, "sign-in refused", "somebody from the provider", details=details)
        return
    log.write(session, "sign-in refused", person.email, person.id, person.organisation.slug, details)
    if isinstance(refused, NoPlace):
        revoke_all(session, person, None)
        revoke_tokens(session, person, None)
        if person.roles:
            give_roles(session, person, (), None)


class NoPlace(Refused):
    """Their groups give them no place here, whatever they had before."""


def place_of(claims: Claims, provider: ProviderSettings) -> Place:
    """Somebody's organisation and roles by their groups; a union within one organisation, never of two.

    A provider that names only some of somebody's groups is refused: Entra ID leaves them all out above 200 and puts
    `_claim_names` or `hasgroups` there.
    """
    elsewhere = claims.get("_claim_names")
    if claims.get("hasgroups") or (isinstance(elsewhere, Mapping) and "groups" in elsewhere):
        raise Refused(
            f"You are in more groups than {provider.name} names to this portal; ask who looks after it to send only "
            "the groups that are assigned to the portal.",
            "too many groups",
            403,
        )
    named = claims.get("groups", [])
    if not isinstance(named, list) or not all(isinstance(group, str) for group in named):
        raise Refused(f"The groups that {provider.name} named cannot be read; tell who runs this portal.", "groups")
    places = [provider.groups[group] for group in named if group in provider.groups]
    organisations = sorted({organisation for organisation, _ in places})
    if not organisations:
        raise NoPlace(
            "You are in none of the groups that may use this portal; ask who looks after "
            f"{provider.name} to put you into one.",
            "no group",
            403,
        )
    if len(organisations) > 1:
        raise Refused(
            f"Your groups belong to more than one organisation here ({', '.join(organisations)}); ask who looks after "
            f"{provider.name} to leave you in the groups of one.",
            "groups of several organisations",
            403,
        )
    return Place(organisations[0], frozenset(role for _, roles in places for role in roles))


def vouched_for(claims: Claims, issuer: str) -> str | None:
    """The address that the provider vouches for; None for none.

    `email` counts only where `email_verified` says so. Entra ID does not verify `email` at all: there it is
    `preferred_username`, which only the tenant's administrators give, and only in a tenant that is the issuer itself.
    """
    tenant = claims.get("tid")
    is_entra = isinstance(tenant, str) and bool(tenant) and issuer.endswith(f"/{tenant}/v2.0")
    if is_entra:
        address = claims.get("preferred_username")
    else:
        address = claims.get("email") if claims.get("email_verified") is True else None
    if not isinstance(address, str) or len(address) > LONGEST_EMAIL or not address.isprintable():
        return None
    return folded(address) if EMAIL.fullmatch(folded(address)) else None


def _invited(session: Session, claims: Claims, provider: ProviderSettings, place: Place) -> Person | None:
    """Somebody whom an administrator added by this address, and who comes for the first time; None for nobody.

    What they had before ends: whoever got hold of the invitation first would otherwise keep a way in.
    """
    address = vouched_for(claims, provider.issuer)
    person = person_by_email(session, address) if address else None
    if person is None or not person.active:
        return person
    is_greater = Role.PORTAL_ADMINISTRATOR in person.roles and Role.PORTAL_ADMINISTRATOR not in place.roles
    if person.subject is not None or person.organisation.slug != place.organisation or is_greater:
        raise Refused(
            f"Somebody is known here by {address} already, and it is not certain that it is you; "
            "ask an administrator of your organisation.",
            "address of somebody else",
            403,
        )
    person.issuer, person.subject = provider.issuer, claims["sub"]
    person.password = person.totp_secret = None
    end_links(session, person)
    log.write(session, "account linked", person.email, person.id, person.organisation.slug, {"how": HOW})
    revoke_all(session, person, None)
    revoke_tokens(session, person, None)
    return person


def _made(session: Session, claims: Claims, provider: ProviderSettings, organisation: Organisation) -> Person:
    """Somebody new, known from now on by issuer and subject."""
    address = vouched_for(claims, provider.issuer)
    if address is None:
        raise Refused(
            f"{provider.name[0].upper()}{provider.name[1:]} does not vouch for an e-mail address of yours, which this "
            "portal knows people by; ask who looks after it.",
            "no address",
            403,
        )
    person = add_person(session, address, _name(claims) or address, organisation)
    person.issuer, person.subject = provider.issuer, claims["sub"]
    return person


def _name(claims: Claims) -> str:
    name = claims.get("name")
    return " ".join(name.split())[:LONGEST_NAME] if isinstance(name, str) and name.isprintable() else ""


def _bring_up_to_date(session: Session, person: Person, organisation: Organisation, roles: frozenset[Role]) -> None:
    """The organisation and roles that the groups give now; each change is in the log."""
    if person.organisation_id != organisation.id:
        told = {"before": person.organisation.slug, "after": organisation.slug}
        person.organisation = organisation
        log.write(session, "organisation changed", person.email, person.id, organisation.slug, told)
        revoke_all(session, person, None)
        revoke_tokens(session, person, None)
    if sorted(person.roles) != sorted(roles):
        give_roles(session, person, roles, None)
