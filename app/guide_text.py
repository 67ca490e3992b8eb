"""The user's guide: its Markdown (app/guide), of which the guides in docs/ are built too, as pages of the portal."""

import re
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from data.errors import PortalError
from layouts.shell import GUIDE

FOLDER = Path(__file__).parent / "guide"
PICTURES = FOLDER / "pictures"
FIRST = "index"
NOT_WRITTEN = "The guide has no page of that name; its first page lists them all."
EXTENSIONS = ("toc", "tables", "fenced_code")
"""Those that mkdocs reads the same files with."""
AFTER_INLINE, INLINE = 15, 20
"""Places in the order of the library's own treeprocessors, the highest first: links are there once lines were read."""


class NotWritten(PortalError, LookupError):
    """A question that the guide has no page for."""

    def __init__(self) -> None:
        super().__init__(NOT_WRITTEN)


@dataclass(frozen=True)
class GuidePage:
    """One page: its word in the address, its question, and its text as HTML, without the question above it."""

    slug: str
    title: str
    body: str

    @property
    def address(self) -> str:
        """Where the portal serves it."""
        return address_of(self.slug)


@cache
def guide() -> Mapping[str, GuidePage]:
    """Every page by its slug, in the order in which the first page lists them."""
    first = (FOLDER / f"{FIRST}.md").read_text("utf-8")
    slugs = (FIRST, *dict.fromkeys(re.findall(r"\]\(([a-z-]+)\.md\)", first)))
    return MappingProxyType({slug: _page(slug) for slug in slugs})


def page_of(slug: str) -> GuidePage:
    """One page. Raises NotWritten."""
    found = guide().get(slug)
    if found is None:
        raise NotWritten
    return found


def page_after(slug: str) -> GuidePage | None:
    """The next page in the order of the first; None after the last."""
    pages = tuple(guide().values())
    place = [page.slug for page in pages].index(slug)
    return pages[place + 1] if place + 1 < len(pages) else None


def address_of(slug: str) -> str:
    """Where the portal serves a page."""
    return GUIDE if slug == FIRST else f"{GUIDE}/{slug}"


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its head (RFC 2083, 11.2.1)."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


def _page(slug: str) -> GuidePage:
    text = (FOLDER / f"{slug}.md").read_text("utf-8")
    heading, _, rest = text.partition("\n")
    reader = Markdown(extensions=[*EXTENSIONS, _InThePortal()])
    return GuidePage(slug, heading.removeprefix("# ").strip(), reader.convert(rest))


class _InThePortal(Extension):  # type: ignore[misc]  # published without types
    """What is another thing in the portal than in a folder of files."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the library's name)
        md.treeprocessors.register(_Addresses(md), "in-the-portal", AFTER_INLINE)


class _Addresses(Treeprocessor):  # type: ignore[misc]
    """Links and pictures by the portal's addresses; an address of the portal in the text becomes a link."""

    def run(self, root: ElementTree.Element) -> None:
        for link in root.iter("a"):
            link.set("href", _way(link.get("href", "")))
        for picture in root.iter("img"):
            width, height = size_of(FOLDER / picture.get("src", ""))
            picture.set("src", f"{GUIDE}/{picture.get('src')}")
            picture.attrib.update(width=str(width), height=str(height), loading="lazy")
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "code" and parent.tag != "pre" and "".join(child.itertext()).startswith("/"):
                    parent[place] = _linked(child)
                if child.tag == "img":
                    parent[place] = _at_its_size(child)
                if child.tag == "table":
                    parent[place] = _scrolled(child)


def _way(href: str) -> str:
    found = re.fullmatch(r"([a-z-]+)\.md(#.*)?", href)
    return f"{address_of(found[1])}{found[2] or ''}" if found else href


def _linked(code: ElementTree.Element) -> ElementTree.Element:
    link = ElementTree.Element("a", href="".join(code.itertext()))
    link.tail, code.tail = code.tail, None
    link.append(code)
    return link


def _at_its_size(picture: ElementTree.Element) -> ElementTree.Element:
    """A picture that leads to itself alone, where a telephone can enlarge it."""
    link = ElementTree.Element("a", href=picture.get("src", ""))
    link.tail, picture.tail = picture.tail, None
    link.append(picture)
    return link


def _scrolled(table: ElementTree.Element) -> ElementTree.Element:
    """A table in a frame of its own, which scrolls on a narrow screen, by the keyboard too."""
    attributes = {"class": "scrolled", "role": "region", "aria-label": "Table", "tabindex": "0"}
    frame = ElementTree.Element("div", attributes)
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame
