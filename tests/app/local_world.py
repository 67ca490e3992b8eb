"""Three organisations, somebody in every role, and one return in every visibility, for tests of who may see what.

Each version has a number of its own that stands nowhere else (its mark), and a small count, typed in a way that stands
nowhere else either: whoever meets one of them in an answer knows which version it came from.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient

from app.arrivals import arrival
from data.local.database import Database
from data.local.people import add_organisation, add_person
from data.local.returns import keep, show_to
from data.local.sign_ins import sign_in
from data.store import Snapshot
from models.access import Role

SOUTHAMPTON, PORTSMOUTH, HAMPSHIRE = "southampton", "portsmouth", "hampshire"
ORGANISATIONS = {SOUTHAMPTON: "Southampton", PORTSMOUTH: "Portsmouth", HAMPSHIRE: "Hampshire"}
NOBODY = "nobody"
MONTHS = ("Jun-26", "Jul-26", "Aug-26", "Sep-26")
SMALL = "00003"
"""A small count as it is typed in every version: no page writes a count of its own like this."""


@dataclass(frozen=True)
class Held:
    """One return of Southampton: who sees it (organisation and role, or nobody) and the mark of its figures."""

    slug: str
    visibility: str
    mark: int
    shared_with: tuple[str, ...] = ()


HELD = (
    Held("kept-to-ourselves", "draft", 918_273),
    Held("for-portsmouth", "shared", 927_381, (PORTSMOUTH,)),
    Held("for-everybody", "published", 936_471),
    Held("taken-back", "withdrawn", 945_567),
)
DRAFTERS = (Role.CONTRIBUTOR, Role.APPROVER)


def file_of(held: Held) -> bytes:
    """A scorecard that holds the mark and a small count."""
    rows = [
        ("Indicator", *MONTHS, "Target"),
        ("Number of contacts", "1401", "1388", "1420", str(held.mark), "N/A"),
        ("Number of referrals into Early Help", "11", "12", "14", SMALL, "TBC"),
    ]
    return "\n".join(",".join(row) for row in rows).encode()


def settled(database: Database, snapshot: Snapshot) -> dict[str, str]:
    """Fill a database; a token for each `organisation role`, to be sent as a cookie."""
    tokens = {}
    with database.writing() as session:
        for slug, name in ORGANISATIONS.items():
            organisation = add_organisation(session, slug, name, snapshot.authorities.find(slug).code)
            for role in Role:
                person = add_person(
                    session, f"{role.name.lower()}@{slug}.example", f"{role} of {name}", organisation, [role]
                )
                tokens[f"{slug} {role}"] = sign_in(session, person, "a test")
            if slug == SOUTHAMPTON:
                for held in HELD:
                    upload = arrival(
                        file_of(held),
                        f"{held.slug}.csv",
                        snapshot,
                        snapshot.authorities.find(slug),
                        f"Sent as {held.slug}",
                    )
                    version = keep(session, organisation, held.slug, f"Return {held.slug}", upload)
                    show_to(session, version, held.visibility, held.shared_with, "As agreed", None)
    return tokens


def sees(who: str, held: Held) -> bool:
    """Whether somebody (`organisation role`, or nobody) may see a version: written down apart from models/access."""
    if held.visibility == "published":
        return True
    if who == NOBODY:
        return False
    organisation, _, role = who.partition(" ")
    if held.visibility == "shared":
        return organisation == SOUTHAMPTON or organisation in held.shared_with
    return organisation == SOUTHAMPTON and role in DRAFTERS


def browser_of(server: Flask, token: str = "") -> FlaskClient:
    """A browser that holds a token."""
    browser = server.test_client()
    if token:
        browser.set_cookie(server.config["SIGN_IN_COOKIE"], token)
    return browser


def today() -> str:
    """Today, as an address has it."""
    return datetime.now(UTC).date().isoformat()
