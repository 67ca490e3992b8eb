"""What may be asked for: the address of a pack, and what the pack is called until it is made."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from app.questions import asked_authority
from data.errors import PortalError
from data.partnerships import load_partnerships
from data.store import Snapshot
from layouts.pages import PACK
from layouts.selection import Selection

LONGEST = 4000
"""Characters of an address: every authority of England beside one, and as many indicators as may be picked."""
NO_PACK = "That is not the address of a pack; open the pack that you want and choose a form there."


def require_address(text: str) -> str:
    """The address of a pack on this portal, as it was given. Raises PortalError for any other text."""
    is_plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text and len(text) <= LONGEST
    if not is_plain or not (text == PACK.path or text.startswith(f"{PACK.path}?")) or "#" in text:
        raise PortalError(NO_PACK)
    return text


def query_of(address: str) -> dict[str, str]:
    """The parts of an address, by name."""
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def titles(snapshot: Snapshot) -> Callable[[str], str]:
    """What to call the pack of an address. Raises PortalError for an authority that there is none of."""

    def title(address: str) -> str:
        area = asked_authority(snapshot, Selection.read(query_of(require_address(address))).authority)
        return f"Pack of {area.name}"

    return title


def address_of(snapshot: Snapshot, authority: str, partnership: str = "") -> str:
    """The address of the pack of an authority, by any of its names, beside a partnership or authorities."""
    area = asked_authority(snapshot, authority)
    known = {name.casefold(): each.slug for each in load_partnerships() for name in (each.slug, each.name)}
    beside = tuple(
        known.get(name.casefold()) or asked_authority(snapshot, name).slug
        for name in map(str.strip, partnership.split(","))
        if name
    )
    return Selection(authority=area.slug, beside=beside).address(PACK.path)
