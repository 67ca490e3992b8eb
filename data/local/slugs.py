"""Slugs: the words by which addresses and commands name organisations and returns."""

import re
import unicodedata

from data.errors import PortalError

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(text: str) -> str:
    """The slug that some text makes: its letters and digits, small, with hyphens between; empty where it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-")


def require_slug(text: str) -> str:
    """A text that is a slug. Raises PortalError for any other, with what it could be."""
    if len(text) <= LONGEST and _SLUG.fullmatch(text):
        return text
    better = slug_of(text)
    hint = f", such as {better}" if better else ""
    raise PortalError(
        f"'{text[:LONGEST]}' cannot be part of an address: use small letters, digits and hyphens between them{hint}."
    )
