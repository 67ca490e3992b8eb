"""A pack as an accessible PDF (PDF/UA-1): tagged, with the portal's own font, and the same bytes for the same pack."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.packs.page import FONT, as_print
from app.packs.tags import finish
from data.errors import PortalError
from layouts.pack.content import Pack
from layouts.shell import NAME

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

SHEET = Path(__file__).parent.parent / "templates" / "pack_print.css"
FONT_ADDRESS = "portal:font"
OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "presentational_hints": True}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NO_PANGO = (
    "A PDF cannot be made here because the library Pango is missing: "
    "as root, apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
)


def as_pdf(pack: Pack, told: Callable[[str], None] = lambda _: None) -> bytes:
    """The pack as a PDF. `told` hears in a few words what is being done, and may raise to stop it.

    Raises PortalError where the library that sets pages is missing.
    """
    told("Drawing the charts")
    document = as_print(pack)
    written, unknown = _written(pack, document, told)
    if unknown:
        # PDF/UA allows no empty boxes in the place of characters: those that no font here has get the sign for that.
        written, _ = _written(pack, document.translate(dict.fromkeys(unknown, REPLACEMENT)), told)
    return written


def _written(pack: Pack, document: str, told: Callable[[str], None]) -> tuple[bytes, set[int]]:
    """The document as a PDF, and the characters in it that no font has."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PortalError(NO_PANGO) from error
    told("Setting the pages")
    fonts = FontConfiguration()
    sheet = CSS(string=SHEET.read_text("utf-8"), font_config=fonts, url_fetcher=only_our_font)
    source = HTML(string=document, base_url=pack.address, url_fetcher=only_our_font)
    pages = source.render(stylesheets=[sheet], font_config=fonts, **OPTIONS)
    pages.metadata.generator = NAME
    pages.metadata.created = pages.metadata.modified = _moment(pack.as_of)
    told(f"Writing {len(pages.pages)} pages")
    identity = hashlib.sha256(document.encode()).hexdigest()[:32].encode()
    written = pages.write_pdf(finisher=finish(pack), pdf_identifier=identity, **OPTIONS)
    unknown = {character for font in pages.fonts.values() for character in font.missing}
    return bytes(written), unknown


def only_our_font(url: str, *_: object) -> "URLFetcherResponse":
    """The portal's font, and nothing else: a pack never fetches anything."""
    from weasyprint.urls import URLFetcherResponse

    if url != FONT_ADDRESS:
        raise ValueError(f"a pack holds all that it shows, so {url} is not fetched")
    return URLFetcherResponse(url, FONT.read_bytes(), {"Content-Type": "font/woff2"})


def _moment(as_of: str) -> str | None:
    """The pack's moment as a PDF's date; nothing where it is none."""
    try:
        return datetime.fromisoformat(as_of).isoformat(timespec="seconds")
    except ValueError:
        return None
