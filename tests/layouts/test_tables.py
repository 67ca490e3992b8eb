"""A table's rows, made column by column, are those that are made cell by cell."""

from markupsafe import Markup

from layouts.markup import element, joined
from layouts.tables import Cell, Column, Number, Table, link, links, shown, table

COLUMNS = (Column("Who"), Column("Figure", True), Column("Words"), Column("Link or words"))
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Leeds & York", Number("1,234", 1234.0), "a < b", link("Leeds", "/?authority=leeds&year=2022")),
    ("Kent", "not available", "", "no link, 5% < 6%"),
    ("“Derby”", Number("\u22121.5", -1.5, 1), "plain", Markup("<b>bold</b>")),
)


def row_by_hand(cells: tuple[Cell, ...], kind: str | None) -> Markup:
    first, figure, words, last = map(shown, cells)
    return element(
        "tr",
        element("th", first, scope="row"),
        element("td", figure, class_="number"),
        element("td", words),
        element("td", last),
        class_=kind,
    )


def test_rows_are_those_made_cell_by_cell() -> None:
    made = table(Table("Some", COLUMNS, ROWS, mark=1))
    by_hand = joined(*(row_by_hand(cells, "us" if place == 1 else None) for place, cells in enumerate(ROWS)))
    assert element("tbody", by_hand) in made
    assert "Leeds &amp; York" in made
    assert "&amp;amp;" not in made


def test_a_table_without_rows_has_an_empty_body() -> None:
    assert "<tbody></tbody>" in table(Table("None", COLUMNS, ()))


def test_links_of_a_column_are_those_made_one_by_one() -> None:
    texts, addresses = ["Under 5", "<b> & co", ""], ["/a?b=1&c=2", '/"', "/"]
    assert links(texts, addresses) == [link(*pair) for pair in zip(texts, addresses, strict=True)]
    assert links([], []) == []
