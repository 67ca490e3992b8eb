"""A pack as one file of HTML, with its styles in it: to be kept, sent or opened without the portal."""

from app.packs.page import as_file
from app.packs.plain import Told
from layouts.pack.content import Pack


def as_web_file(pack: Pack, told: Told) -> bytes:
    """The web page of a pack; nothing in it is fetched from anywhere."""
    told("Writing the page")
    return as_file(pack).encode()
