"""A pack as a whole HTML document: the web page that its address shows, and what the PDF is set from."""

import re
from base64 import b64encode

from markupsafe import Markup

from app.bundles import ASSETS
from layouts.markup import element, joined
from layouts.pack.content import Pack
from layouts.pack.paper import paper
from layouts.shell import NAME, STRAP

FONT = ASSETS / "vendor" / "atkinson-hyperlegible-next-5.3.0.woff2"
FETCHED = re.compile(r"vendor/[\w.-]+\.woff2")
VIEWPORT = Markup('<meta name="viewport" content="width=device-width, initial-scale=1">')
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that stand for nothing a reader could see, and that neither HTML nor PDF/UA may hold."""
SHEETS = ("00-fonts", "01-bootstrap.min", "10-theme", "20-shell", "50-indicator", "80-forms", "87-pack-ways", "88-pack")


def as_page(pack: Pack, ways: str = "") -> str:
    """The web page. `ways` is markup that stands after the title: the files that there are of the pack, or no file."""
    head = joined(
        VIEWPORT,
        Markup('<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">'),
        *(Markup('<link rel="stylesheet" href="/assets/{}.css">').format(sheet) for sheet in SHEETS),
    )
    name = element("p", element("a", NAME, class_="name", href="/"), " ", element("span", STRAP, class_="strap"))
    foot = element("p", element("a", "Where the figures come from, methods, accessibility", href="/about"))
    site = element(
        "div",
        element("a", "Skip to the pack", class_="skip-link", href="#main"),
        element("header", element("div", name, class_="within"), class_="site-header"),
        element("main", ways, paper(pack), id="main", tabindex=-1, class_="pack"),
        element("footer", element("div", foot, class_="within"), class_="site-footer"),
        class_="site",
    )
    return _document(pack, head, site)


def as_file(pack: Pack) -> str:
    """The web page as a file that needs no portal: its styles and its font are in it, and nothing is fetched."""
    styles = "\n".join((ASSETS / f"{sheet}.css").read_text("utf-8") for sheet in SHEETS)
    # The sheets are our own files, so that they may stand in the document as they are.
    style = Markup("<style>\n{}\n</style>").format(Markup(FETCHED.sub(_font_itself, styles)))  # noqa: S704
    main = element("main", paper(pack), id="main", class_="pack")
    return _document(pack, joined(VIEWPORT, style), main)


def _font_itself(address: re.Match[str]) -> str:
    """A font in the place of its address."""
    return f"data:font/woff2;base64,{b64encode((ASSETS / address[0]).read_bytes()).decode()}"


def as_print(pack: Pack) -> str:
    """What the PDF is set from: the same content, with nothing around it that a reader of a file cannot use."""
    return _document(pack, joined(), element("main", paper(pack, is_printed=True), class_="pack"))


def _document(pack: Pack, head: Markup, body: Markup) -> str:
    opening = Markup('<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n')
    title = element("title", f"{pack.title} - {NAME}")
    whole = joined(opening, title, head, Markup("\n</head>\n"), element("body", body), Markup("\n</html>\n"))
    return UNSEEN.sub("", whole)
