"""A pack as one file of HTML, with its styles in it: to be kept, sent or opened without the portal."""

from app.packs.page import as_print
from app.packs.pdf import SHEET
from app.packs.plain import Told
from layouts.pack.content import Pack


def as_web_file(pack: Pack, told: Told) -> bytes:
    """The web page of a pack; nothing in it is fetched from anywhere."""
    told("Writing the page")
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    styles = f"<style>\n{SHEET.read_text('utf-8')}</style>"
    return as_print(pack).replace("</head>", f"{viewport}\n{styles}\n</head>", 1).encode()
