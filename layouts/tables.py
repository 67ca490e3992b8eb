"""Tables of figures: a caption, headings for columns and rows, and a way to scroll them by keyboard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import repeat
from typing import TypeAlias

from markupsafe import Markup

from data.indicators import Indicator
from layouts import numbers
from layouts.markup import NUL, MarkupBlock, Tags, alike, element, escaped, escaped_all, tags


@dataclass(frozen=True)
class Column:
    """A column's heading, and whether what stands under it are numbers, which align at the right."""

    heading: str
    is_number: bool = False

    @property
    def kind(self) -> str | None:
        """How its cells are aligned: words need no class."""
        return "number" if self.is_number else None


@dataclass(frozen=True)
class Number:
    """A figure: as readers see it, as its source has it, and with how many decimals a spreadsheet shows it."""

    text: str
    value: float
    decimals: int = 0


Cell: TypeAlias = str | Number
"""A figure, or words: a reason where there is no figure, a name, or markup such as a link."""


@dataclass(frozen=True)
class Table:
    """A table whose first column names the rows; the row at `mark` is the reader's own."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    mark: int | None = None


def in_table(indicator: Indicator, value: float) -> Number:
    """A published figure under a heading that says its unit."""
    return _figure(value, indicator.decimals)


def average_in_table(indicator: Indicator, value: float) -> Number:
    """A mean of published figures, or a difference from one, under a heading that says its unit."""
    return _figure(value, numbers.decimals_of_average(indicator))


def averages_in_table(indicator: Indicator, values: Iterable[float]) -> list[Cell]:
    """A column of such means."""
    decimals = numbers.decimals_of_average(indicator)
    return [_figure(value, decimals) for value in values]


@lru_cache(numbers.REMEMBERED)
def _figure(value: float, decimals: int) -> Number:
    return Number(numbers.digits(value, decimals), value, decimals)


@lru_cache(numbers.REMEMBERED)
def count_in_table(value: float) -> Number:
    """A count of children, or of what else a source counts."""
    decimals = 0 if value.is_integer() else 1
    return Number(f"{value:,.{decimals}f}", value, decimals)


@lru_cache(numbers.REMEMBERED)
def whole(number: int) -> Number:
    """A place, or another small count."""
    return Number(str(number), float(number))


def table(content: Table) -> Markup:
    """A table in a frame that scrolls by itself where it is wider than the screen."""
    columns, caption = content.columns, content.caption
    head = element("tr", *(element("th", column.heading, scope="col", class_=column.kind) for column in columns))
    body = _body(content)
    whole = element(
        "table", element("caption", caption), element("thead", head), element("tbody", body), class_="table figures"
    )
    return element("div", whole, class_="wide-table", tabindex=0, role="region", aria_label=caption)


def _body(content: Table) -> Markup:
    """The rows, made of columns, since the cells of a column are alike but for what stands in them."""
    if not content.rows:
        return Markup()
    parts: list[Iterable[str]] = []
    before = "<tr>"
    for place, (column, cells) in enumerate(zip(content.columns, zip(*content.rows, strict=True), strict=True)):
        opening, closing = _around("td" if place else "th", column.kind)
        parts += [repeat(f"{before}{opening}"), _escaped(cells)]
        before = closing
    rows = list(map("".join, zip(*parts, repeat(f"{before}</tr>"), strict=False)))
    if content.mark is not None:
        rows[content.mark] = rows[content.mark].replace("<tr>", '<tr class="us">', 1)
    return Markup("".join(rows))  # noqa: S704  # escaped above


@cache
def _around(name: str, kind: str | None) -> Tags:
    return tags(name, scope="row" if name == "th" else None, class_=kind)


def _escaped(cells: Sequence[Cell]) -> list[str]:
    """What stands in the cells of a column, as markup: few columns have anything that is escaped."""
    texts: list[str] = [cell.text if isinstance(cell, Number) else cell for cell in cells]
    if Markup in set(map(type, texts)):
        return [text if type(text) is Markup else escaped(text) for text in texts]
    together = NUL.join(texts)
    inside = escaped(together)
    return texts if inside == together else inside.split(NUL)


def behind(content: Table, summary: str = "Table of these figures") -> MarkupBlock:
    """The table of the figures that a chart shows, closed until it is asked for."""
    return MarkupBlock(element("details", element("summary", summary), table(content)))


def facts(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Names and what is known under each, as a list of definitions; what is empty is left out."""
    kept = [element("div", element("dt", name), element("dd", value)) for name, value in pairs if value]
    return element("dl", *kept, class_="facts")


def link(text: str, address: str) -> Markup:
    """A link to a page of the portal or of a publisher."""
    return _link(address, text)


_link = alike("a", "href", holds=True)


def links(texts: Sequence[str], addresses: Sequence[str]) -> list[Markup]:
    """The links of a column, escaped in one go."""
    pairs = zip(escaped_all(addresses), escaped_all(texts), strict=True)
    return [Markup(f'<a href="{address}">{text}</a>') for address, text in pairs]  # noqa: S704  # escaped


def shown(cell: Cell) -> str:
    """A cell as readers see it."""
    return cell.text if isinstance(cell, Number) else cell
