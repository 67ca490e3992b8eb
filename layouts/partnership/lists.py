"""What only one of several authorities has on its list, and what all do well."""

from markupsafe import Markup

from layouts.board import reasons
from layouts.board.facts import Entry
from layouts.board.words import MARKS, certainty
from layouts.charts.card import Chart
from layouts.home.lists import more
from layouts.markup import MarkupBlock, element, joined
from layouts.partnership import words
from layouts.partnership.facts import Alone, Facts, Row
from layouts.partnership.matrix import shared_chart
from layouts.partnership.words import ALONE_SHOWN, STRENGTHS_SHOWN
from layouts.tables import Cell, Column, Table, average_in_table, count_in_table, in_table, link

HEADINGS = ("Indicator", "Unit", "Topic", "Period", "Certainty", "Figure", "Neighbours' average", "Children", "Why")
NUMBERS = ("Figure", "Neighbours' average", "Children")


def alone_chart(facts: Facts) -> Chart:
    """What is on one list only, an authority after the other."""
    columns = (Column("Authority"), *(Column(heading, heading in NUMBERS) for heading in HEADINGS))
    rows = tuple(_row(one, entry) for one in facts.alone for entry in one.entries)
    finding = words.alone_finding(facts)
    subtitle = f"What nobody else of them has, each list in its own order. Neighbours: {facts.group_title}."
    return Chart("alone", finding, subtitle, None, Table(f"{finding}, in order", columns, rows), facts.source)


def _row(one: Alone, entry: Entry) -> tuple[Cell, ...]:
    row = entry.row
    if row is None:
        raise ValueError(f"{entry.listed.key} is not a published indicator")
    return (
        link(one.area.name, one.board),
        link(entry.title, entry.address),
        row.indicator.unit,
        entry.topic,
        row.period.label,
        reasons.CERTAINTIES[entry.certainty],
        row.reason.words if row.value is None else in_table(row.indicator, row.value),
        "" if row.mean is None else average_in_table(row.indicator, row.mean),
        "" if entry.children is None else count_in_table(entry.children),
        reasons.why(entry),
    )


def alone_lists(facts: Facts) -> MarkupBlock:
    """For each authority the first of what is its own, and the way to its whole list."""
    return MarkupBlock(element("div", *(_alone(one) for one in facts.alone), class_="alone"))


def _alone(one: Alone) -> Markup:
    shown = one.entries[:ALONE_SHOWN]
    rest = len(one.entries) - len(shown)
    items = [element("li", _entry(entry)) for entry in shown]
    nothing = element("p", "Everything on its list is shared.", class_="none")
    also = element("p", f"{rest} more of its own in the table.", class_="further") if rest else Markup("")
    way = element("a", f"{one.area.name}: the whole list of {one.of}", href=one.board)
    body = joined(element("ol", *items), also) if items else nothing
    return element("section", element("h3", one.area.name), body, element("p", way, class_="way-on"))


def _entry(entry: Entry) -> Markup:
    beside = f" {reasons.against(entry)}" if reasons.against(entry) else ""
    return joined(
        element("a", entry.title, href=entry.address),
        element("span", element("b", reasons.level(entry)), beside, class_="figure"),
        element("b", certainty(entry), class_=f"sure {entry.side}"),
    )


def strengths_chart(facts: Facts, whole: bool = True) -> Chart:
    """The shared strengths, with the same table as the problems."""
    return shared_chart("strengths", words.strengths_finding(facts), facts, facts.strengths, whole)


def strengths_list(facts: Facts) -> MarkupBlock:
    """The first of the shared strengths, each in three lines."""
    rows = facts.strengths[:STRENGTHS_SHOWN]
    rest = len(facts.strengths) - len(rows)
    said = element("p", f"{rest} more follow in the table.", class_="further") if rest > 0 else Markup("")
    return MarkupBlock(joined(element("ol", *(_strength(row) for row in rows), class_="strengths"), said))


def _strength(row: Row) -> Markup:
    period = row.cells[0].row.period.label
    return element(
        "li",
        element("a", row.indicator.title, href=row.address, class_="title"),
        element("p", words.with_reasons(row), element("small", f" · {period} · {row.indicator.topic}"), class_="level"),
        element(
            "p",
            element("b", MARKS[row.side, row.shared.certainty], class_="sure better"),
            f", on {len(row.there)} of {len(row.cells)} lists",
            class_="on",
        ),
        more(row.alike),
    )
