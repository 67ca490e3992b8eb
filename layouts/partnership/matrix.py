"""Shared problems as a matrix: indicators down, authorities across. On a phone each row is a card of authorities."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from math import isnan

from dash.development.base_component import Component
from markupsafe import Markup

from layouts.board.words import MARKS
from layouts.charts.card import Chart, foot
from layouts.charts.spine import verdict
from layouts.compare.cells import band, place_in_words
from layouts.compare.matrix import BETTER
from layouts.halves import into
from layouts.home.lists import more
from layouts.markup import MarkupBlock, element, elements, joined
from layouts.pages import PARTNERSHIP
from layouts.partnership import words
from layouts.partnership.facts import Cell, Facts, Row
from layouts.partnership.words import SHOWN
from layouts.phrases import BANDS, NUMBER_WORDS
from layouts.tables import Cell as TableCell
from layouts.tables import Column, Number, Table, behind, count_in_table, in_table, link
from models.benchmark import Benchmark
from models.priorities import WORSE, Certainty

ABOUT = (
    "Unit",
    "Topic",
    "Period",
    "On how many lists",
    "Certainty",
    "Children in the gaps",
    "Who does it well",
    "Also",
)
NUMBERS = ("On how many lists", "Children in the gaps")
OF_EACH = ("", "band or place", "against its neighbours", "on its list", "children in the gap", "who to ring")
OF_EACH_IN_BRIEF = ("", "on its list")
ROOM = "shared-rows"
"""For the rows of the matrix that come later."""
_paragraph = elements("p")


def problems_chart(facts: Facts, whole: bool = True) -> Chart:
    """The shared problems with their table; the page draws the first as a matrix, and has `whole` tables of a few."""
    return shared_chart("shared", words.problems_finding(facts), facts, facts.problems, whole)


def shared_chart(name: str, finding: str, facts: Facts, rows: Sequence[Row], whole: bool) -> Chart:
    """Rows as a table to take away: what is shared, and each authority's figure with all that its cell says."""
    headings = OF_EACH if whole else OF_EACH_IN_BRIEF
    of_each = [
        Column(", ".join(part for part in (area.name, heading) if part), heading in ("", "children in the gap"))
        for area in facts.areas
        for heading in headings
    ]
    columns = (Column("Indicator"), *(Column(heading, heading in NUMBERS) for heading in ABOUT), *of_each)
    caption = f"{finding.partition(':')[0]} of {words.who(facts)}, in order"
    table = Table(caption, columns, tuple(_table_row(row, whole) for row in rows))
    subtitle = words.subtitle(facts, [len(row.there) for row in rows])
    return Chart(name, finding, subtitle, None, table, facts.source)


def _table_row(row: Row, whole: bool) -> tuple[TableCell, ...]:
    shared, first, indicator = row.shared, row.cells[0].row, row.indicator
    cells_of = _whole_cells if whole else _brief_cells
    return (
        link(indicator.title, row.address),
        indicator.unit,
        indicator.topic,
        first.period.label,
        count_in_table(float(len(row.there))),
        _without_mark(row.side, shared.certainty),
        count_in_table(shared.children) if shared.counted else "",
        "; ".join([area.name for area in row.well]),
        "; ".join([one.name for one in row.alike]),
        *chain.from_iterable(map(cells_of, row.cells)),
    )


@cache
def _without_mark(side: str, certainty: Certainty) -> str:
    return MARKS[side, certainty].lstrip("▼▲▽△ ")


def _brief_cells(cell: Cell) -> tuple[TableCell, ...]:
    return _figure(cell.row), words.sure(cell)[2:] or "no"


def _whole_cells(cell: Cell) -> tuple[TableCell, ...]:
    row, entry = cell.row, cell.entry
    figure, place = _figure(row), place_in_words(row)
    if entry is None:
        return figure, place, row.comparison, f"no: {words.not_on_list(cell)}", "", ""
    counted: TableCell = "" if isnan(entry.children) else Number(f"{entry.children:,.0f}", entry.children)
    on = f"yes, {_without_mark(cell.side, entry.certainty)}: {words.on_list(cell)}"
    ring = words.to_ring(row.indicator, cell.ring) if cell.ring else "nobody to ring"
    return figure, place, row.comparison, on, counted, ring


def _figure(row: Benchmark) -> TableCell:
    return row.reason.words if row.value is None else in_table(row.indicator, row.value)


def matrix(facts: Facts) -> MarkupBlock:
    """The first rows as a matrix, with room for more. Roles are said again because cards are laid out as blocks, which
    would lose them.
    """
    rows = facts.first_problems
    if not rows:
        return MarkupBlock(Markup(""))
    heads = [element("th", "Indicator", scope="col", role="columnheader", class_="indicator")]
    heads += [
        element("th", element("a", area.name, href=facts.boards[area.code]), scope="col", role="columnheader")
        for area in facts.areas
    ]
    more_rows = [element("tbody", id=ROOM, role="rowgroup")] if len(facts.on_lists) > len(rows) else []
    whole = element(
        "table",
        element("caption", "Each name leads to that authority's own list."),
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *_rows(facts, rows), role="rowgroup"),
        *more_rows,
        class_="shared in-brief" if facts.in_brief else "shared",
        role="table",
    )
    return MarkupBlock(element("div", whole, class_="scrolls", tabindex=0, role="region", aria_label="Shared problems"))


def below_the_matrix(facts: Facts, room: str) -> list[Component]:
    """The other rows of the matrix, how many follow in the table, the table, and where all of it is from."""
    chart, rows = problems_chart(facts, not facts.in_brief), facts.problems[len(facts.first_problems) : SHOWN]
    rest = len(facts.problems) - SHOWN
    said = [MarkupBlock(element("p", f"{rest} more follow in the table.", class_="further"))] if rest > 0 else []
    others = element("table", element("tbody", *_rows(facts, rows), data_into=ROOM), hidden="")
    whole = into(room, [*said, behind(chart.table), foot(chart, PARTNERSHIP, facts.selection)])
    return [*([MarkupBlock(others)] if rows else []), whole]


def _rows(facts: Facts, rows: Sequence[Row]) -> list[Markup]:
    draw = _brief if facts.in_brief else _full
    return [
        element("tr", _title(row, len(facts.areas)), *(_cell(cell, draw(cell)) for cell in row.cells), role="row")
        for row in rows
    ]


def _cell(cell: Cell, content: Markup) -> Markup:
    kind = "on" if cell.entry else "off"
    return element("td", content, role="cell", class_=kind, data_label=cell.row.area.name)


def _title(row: Row, of: int) -> Markup:
    """The row's heading: the indicator, on how many lists, the gap together, who does it well, what is like it."""
    first, shared = row.cells[0].row, row.shared
    about = f"{row.indicator.unit} · {first.period.label} · {BETTER[row.indicator.polarity]}"
    count = len(row.there)
    lists = f"On {'both' if count == of == 2 else f'all {_number(of)}' if count == of else f'{count} of {of}'} lists"
    gap = words.together(row).removeprefix("; ")
    return element(
        "th",
        element("a", row.indicator.title, href=row.address),
        element("small", about),
        element("p", element("b", lists), f", {MARKS[row.side, shared.certainty]}", class_=f"lists {row.side}"),
        *([element("p", gap, class_="together")] if gap else []),
        element("p", words.well(row), class_="well" if row.well else "well none"),
        more(row.alike),
        scope="row",
        role="rowheader",
        class_="indicator",
        aria_label=row.indicator.title,
    )


def _number(count: int) -> str:
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)


def _level(cell: Cell) -> Markup:
    row = cell.row
    if row.value is None:
        return element("span", row.reason.words, class_="missing")
    return joined(element("b", words.level(row), class_="value"), " ", verdict(row.comparison))


def _full(cell: Cell) -> Markup:
    """An authority's cell: figure and verdict, band, on the list or not and why, the children, whom to ring."""
    row = cell.row
    joint = " · joint return" if row.joint else ""
    place = joined(band(row.band, BANDS[row.band]), joint) if row.band else joined(place_in_words(row), joint)
    parts = [element("div", _level(cell), class_="level")]
    if row.value is not None:
        parts.append(element("div", place, class_="place"))
    if cell.entry is None:
        parts.append(element("div", element("b", "Not on its list"), f": {words.not_on_list(cell)}", class_="why"))
        return joined(*parts)
    sure = element("b", words.sure(cell), class_=f"sure {cell.side}")
    parts.append(element("div", "On its list: ", sure, f": {words.on_list(cell)}", class_="why"))
    if words.gap(cell):
        parts.append(element("div", words.gap(cell), class_="gap"))
    return joined(*parts, *([_ring(cell)] if cell.side == WORSE else []))


def _ring(cell: Cell) -> Markup:
    """Whom to ring, and all that is known of it when it is asked for."""
    if cell.ring is None or not cell.ring.said:
        return element("div", words.ring(cell), class_="ring none")
    unseen = element("span", f", for {cell.row.area.name}", class_="visually-hidden")
    said = map(_paragraph, cell.ring.said)
    return element("details", element("summary", words.ring(cell), unseen), *said, class_="ring")


def _brief(cell: Cell) -> Markup:
    """The same where many stand side by side: the figure, the verdict, on the list or not, and a name to ring."""
    if cell.entry is None:
        return joined(element("div", _level(cell), class_="level"), element("div", "not on its list", class_="why"))
    sure = element("b", words.sure(cell), class_=f"sure {cell.side}")
    return joined(
        element("div", _level(cell), class_="level"),
        element("div", "on its list, ", sure, f": {words.why(cell)}", class_="why"),
        element("div", words.ring(cell), class_="ring"),
    )
