"""Partnerships: authorities that work together and want to see themselves side by side, each as a definition."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from data.authorities import Area, AreaKind, Authorities, load_authorities
from data.errors import PortalError


@dataclass(frozen=True)
class Partnership:
    """One partnership. `slug` is its word in addresses, `title` its full name, `note` who is in it and why."""

    slug: str
    name: str
    title: str
    members: tuple[Area, ...]
    note: str


@cache
def load_partnerships() -> tuple[Partnership, ...]:
    """Every partnership of the definition file, in its order; read once."""
    text = (resources.files("data") / "definitions" / "partnerships.csv").read_text("utf-8")
    return partnerships_from(csv.DictReader(text.splitlines()), load_authorities())


def partnerships_from(rows: Iterable[Mapping[str, str]], authorities: Authorities) -> tuple[Partnership, ...]:
    """The partnerships that rows define.

    Raises PortalError where a member is no authority, is named twice, or where a slug is an area's or another's: an
    address could then not tell which of the two it means.
    """
    taken = {area.slug for area in authorities.areas}
    found = []
    for row in rows:
        members = tuple(authorities.by_code(code) for code in row["members"].split())
        strangers = [area.name for area in members if area.kind is not AreaKind.AUTHORITY]
        if strangers or not members or len(set(members)) < len(members):
            why = f"{strangers[0]} is no authority" if strangers else "its members must be some, and each named once"
            raise PortalError(f"The partnership '{row['name']}' is not right: {why}.")
        if row["slug"] in taken:
            raise PortalError(f"The partnership '{row['name']}' cannot be called '{row['slug']}': that is taken.")
        taken.add(row["slug"])
        found.append(Partnership(row["slug"], row["name"], row["title"], members, row["note"]))
    return tuple(found)
