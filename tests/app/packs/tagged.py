"""A PDF as a screen reader takes it: the tree of its structure, and on each page what that tree holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

PAINTING = frozenset({"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "EI"})


@dataclass
class Tag:
    """An element of the tree: its kind without the slash, its attributes, what it holds, and what stands under it."""

    kind: str
    element: Any
    above: "Tag | None" = None
    below: list["Tag"] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def every(self, *kinds: str) -> Iterator["Tag"]:
        """This and all under it of these kinds, in reading order."""
        if not kinds or self.kind in kinds:
            yield self
        for tag in self.below:
            yield from tag.every(*kinds)

    def is_under(self, kind: str) -> bool:
        return self.above is not None and (self.above.kind == kind or self.above.is_under(kind))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def tree(pdf: pikepdf.Pdf) -> Tag:
    """The document's structure."""
    pages = {page.objgen: at for at, page in enumerate(pdf.pages)}
    (document,) = pdf.Root.StructTreeRoot.K
    return _tag(document, None, pages, 0)


def marks(page: pikepdf.Page) -> Iterator[tuple[str, int | None, str]]:
    """Each operator that paints, with the innermost mark around it (`Artifact`, `P`, or nothing) and its number."""
    around: list[tuple[str, int | None]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            named = instruction.operands[1] if operator == "BDC" else {}
            number = int(named["/MCID"]) if "/MCID" in named else None
            around.append((str(instruction.operands[0]).lstrip("/"), number))
        elif operator == "EMC":
            around.pop()
        elif operator in PAINTING:
            yield (*(around[-1] if around else ("", None)), operator)
    assert not around


def _tag(element: Any, above: Tag | None, pages: dict[Any, int], page: int) -> Tag:
    tag = Tag(str(element.S).lstrip("/"), element, above)
    page = pages[element.Pg.objgen] if "/Pg" in element else page
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            tag.content.append((page, kid))
        elif kid.get("/Type") == "/OBJR":
            tag.objects.append(kid.Obj)
        else:
            tag.below.append(_tag(kid, tag, pages, page))
    return tag
