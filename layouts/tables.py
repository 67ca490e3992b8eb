"""Tables of figures: a caption, headings for columns and rows, and a way to scroll them by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from layouts.markup import MarkupBlock, element, joined


@dataclass(frozen=True)
class Column:
    """A column's heading, and whether what stands under it are numbers, which align at the right."""

    heading: str
    is_number: bool = False

    @property
    def kind(self) -> str | None:
        """How its cells are aligned: words need no class."""
        return "number" if self.is_number else None


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], mark: int | None = None) -> Markup:
    """A table whose first column names the rows; the row at `mark` is the reader's own."""
    head = element("tr", *(element("th", column.heading, scope="col", class_=column.kind) for column in columns))
    kinds = [column.kind for column in columns]
    body = joined(*(_row(cells, kinds, place == mark) for place, cells in enumerate(rows)))
    whole = element(
        "table", element("caption", caption), element("thead", head), element("tbody", body), class_="table figures"
    )
    return element("div", whole, class_="wide-table", tabindex=0, role="region", aria_label=caption)


def behind(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], mark: int | None = None
) -> MarkupBlock:
    """The table of the figures that a chart shows, closed until it is asked for."""
    summary = element("summary", "Table of these figures")
    return MarkupBlock(element("details", summary, table(caption, columns, rows, mark)))


def facts(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Names and what is known under each, as a list of definitions; what is empty is left out."""
    kept = [element("div", element("dt", name), element("dd", value)) for name, value in pairs if value]
    return element("dl", *kept, class_="facts")


def link(text: str, address: str) -> Markup:
    """A link to a page of the portal or of a publisher."""
    return element("a", text, href=address)


def _row(cells: Sequence[str], kinds: Sequence[str | None], is_ours: bool) -> Markup:
    first = element("th", cells[0], scope="row", class_=kinds[0])
    rest = [element("td", cell, class_=kind) for cell, kind in zip(cells[1:], kinds[1:], strict=True)]
    return element("tr", first, *rest, class_="us" if is_ours else None)
