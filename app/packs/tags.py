"""What WeasyPrint's tags leave out (PDF/UA-1): headings' scope, running lines as artifacts, links in words."""

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from app.packs.fonts import without_moments
from layouts.pack.content import Pack
from layouts.pack.paper import LAST, absolute, block_id, section_id

PRINTED = 4
"""The flag of an annotation that is there on paper too (ISO 32000-1, 12.5.3)."""
RUNNING = pydyf.Dictionary({"Type": "/Pagination"})

Marked = tuple[int, int]
"""A page's number, and the number of a piece of content on it."""


def finish(pack: Pack) -> Callable[[object, Any], None]:
    """A finisher for `write_pdf`: it is given the document and the PDF before it is written."""
    destinations = dict(_destinations(pack))

    def finishing(_: object, pdf: Any) -> None:
        for found in pdf.objects:
            if not isinstance(found, pydyf.Dictionary):
                continue
            if found.get("S") == "/TH":
                found["A"]["Scope"] = "/Column" if _is_in_head(found, pdf.objects) else "/Row"
            if found.get("Subtype") == "/Link":
                target = found["Contents"].string
                found |= {"Contents": pydyf.String(destinations.get(target, target)), "F": PRINTED}
        _running_lines_are_artifacts(pdf)
        without_moments(pdf)

    return finishing


def _is_in_head(cell: Any, objects: list[Any]) -> bool:
    """Whether a heading of a table stands at the head of columns, else at the head of a row."""
    above = cell
    while above.get("S") != "/Table":
        if above.get("S") == "/THead":
            return True
        above = _at(above["P"], objects)
    return False


def _running_lines_are_artifacts(pdf: Any) -> None:
    """Content that no element of the tree holds is the pages' head and foot, which WeasyPrint marks as paragraphs."""
    root = _at(pdf.catalog["StructTreeRoot"], pdf.objects)
    pages = [found for found in pdf.objects if isinstance(found, pydyf.Dictionary) and found.get("Type") == "/Page"]
    places = {page.reference: at for at, page in enumerate(pages)}
    held = set(_held(root, places, 0, pdf.objects))
    numbers = _at(root["ParentTree"], pdf.objects)["Nums"]
    for at, page in enumerate(pages):
        owners = numbers[2 * numbers[::2].index(page["StructParents"]) + 1]
        for number in range(len(owners)):
            if (at, number) not in held:
                owners[number] = "null"
        _mark(_at(page["Contents"], pdf.objects).stream, {number for page_at, number in held if page_at == at})


def _held(element: Any, places: dict[bytes, int], page: int, objects: list[Any]) -> Iterator[Marked]:
    """The content that an element of the tree holds, and those under it."""
    page = places.get(element.get("Pg"), page)
    for kid in element.get("K", ()):
        if isinstance(kid, int):
            yield page, kid
        else:
            yield from _held(_at(kid, objects), places, page, objects)


def _mark(stream: list[Any], held: set[int]) -> None:
    """In a page's content, `/P <</MCID 3>> BDC` becomes the beginning of an artifact unless the tree holds it."""
    for at, operator in enumerate(stream):
        if operator != b"BDC":
            continue
        properties = stream[at - 1]
        if isinstance(properties, pydyf.Dictionary) and "MCID" in properties and properties["MCID"] not in held:
            stream[at - 2 : at] = ["/Artifact", RUNNING]


def _at(reference: bytes, objects: list[Any]) -> Any:
    return objects[int(reference.split()[0])]


def _destinations(pack: Pack) -> Iterator[tuple[str, str]]:
    """Where links lead, in words: parts of the pack by their headings, pages by the figures they show."""
    yield from LAST.items()
    yield pack.address, "The page that makes this pack again"
    for section in pack.sections:
        yield section_id(section), section.title
        for block in section.blocks:
            yield block_id(block), block.heading
            for one in block.references:
                yield absolute(pack, one.address), f"The page that shows: {one.figure}"
