"""What WeasyPrint's tags leave out: the scope of a table's headings, and in words where each link leads."""

from collections.abc import Callable, Iterator
from typing import Any

from layouts.pack.content import Pack
from layouts.pack.paper import absolute, block_id, section_id

HEAD = "/THead"


def finish(pack: Pack) -> Callable[[object, Any], None]:
    """A finisher for `write_pdf`: it is given the document and the PDF before it is written."""
    destinations = dict(_destinations(pack))

    def finishing(_: object, pdf: Any) -> None:
        import pydyf

        for found in pdf.objects:
            if not isinstance(found, pydyf.Dictionary):
                continue
            if found.get("S") == "/TH":
                found["A"]["Scope"] = "/Column" if _is_in_head(found, pdf.objects) else "/Row"
            if found.get("Subtype") == "/Link":
                target = found["Contents"].string
                found["Contents"] = pydyf.String(destinations.get(target, target))

    return finishing


def _is_in_head(cell: Any, objects: list[Any]) -> bool:
    """Whether a heading of a table stands at the head of columns, else at the head of a row."""
    above = cell
    while above.get("S") != "/Table":
        if above.get("S") == HEAD:
            return True
        above = objects[int(above["P"].split()[0])]
    return False


def _destinations(pack: Pack) -> Iterator[tuple[str, str]]:
    """Where links lead, in words: parts of the pack by their headings, pages by the figures they show."""
    yield from (("sources", "Sources"), ("again", "How to make this again"))
    yield absolute(pack, pack.address), "The page that makes this pack again"
    for section in pack.sections:
        yield section_id(section), section.title
        for block in section.blocks:
            yield block_id(block), block.heading
            for one in block.references:
                yield absolute(pack, one.address), f"The page that shows: {one.figure}"
