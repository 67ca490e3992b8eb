"""The two lists: what most needs a look, and what is strongest. On a phone each row is a card."""

from collections.abc import Sequence

from markupsafe import Markup

from layouts.charts.card import Chart
from layouts.home import words
from layouts.home.facts import Entry, Facts, Link
from layouts.home.words import SHOWN
from layouts.markup import MarkupBlock, element, filled, joined
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table, link
from models.priorities import BETTER, WORSE

HEADINGS = (
    "Unit", "Topic", "Period", "Verdict", "Certainty", "Figure", "Neighbours' average", "Gap", "Children in the gap",
    "Trend", "More like it",
)  # fmt: skip
NUMBERS = ("Figure", "Neighbours' average", "Gap", "Children in the gap", "More like it")


def look_chart(facts: Facts) -> Chart:
    """What most needs a look."""
    return _chart(facts, "look", words.look_finding(facts), facts.worse, WORSE)


def strong_chart(facts: Facts) -> Chart:
    """What is strongest."""
    return _chart(facts, "strong", words.strong_finding(facts), facts.better, BETTER)


def _chart(facts: Facts, name: str, finding: str, entries: Sequence[Entry], side: str) -> Chart:
    columns = (Column("Indicator"), *(Column(heading, heading in NUMBERS) for heading in HEADINGS))
    caption = f"{facts.area.name}: {'worse' if side == WORSE else 'better'} than the neighbours' average, in order"
    table = Table(caption, columns, tuple(_table_row(entry, side) for entry in entries))
    return Chart(name, finding, words.list_subtitle(entries), None, table, facts.source)


def _table_row(entry: Entry, side: str) -> tuple[Cell, ...]:
    row = entry.row
    indicator = row.indicator
    has_children = row.numerator is not None and entry.children == entry.children
    return (
        link(indicator.title, entry.address),
        indicator.unit,
        indicator.topic,
        row.period.label,
        words.mark(entry, side).lstrip("▼▲ "),
        words.CERTAINTIES[entry.certainty],
        "" if row.value is None else in_table(indicator, row.value),
        "" if row.mean is None else average_in_table(indicator, row.mean),
        "" if row.gap_points is None else average_in_table(indicator, row.gap_points),
        count_in_table(entry.children) if has_children else "",
        words.trend(entry),
        Number(str(len(entry.alike)), len(entry.alike)),
    )


def ranked(entries: Sequence[Entry], side: str) -> MarkupBlock:
    """The first of a list, as an ordered list of cards."""
    shown = entries[:SHOWN]
    rows = [element("li", card(entry, side)) for entry in shown]
    return MarkupBlock(joined(element("ol", *rows, class_=f"priorities {side}"), further(entries[SHOWN:])))


def card(entry: Entry, side: str) -> Markup:
    """One indicator: title, figure against the average, gap, how sure, where it is going, and what is like it."""
    row = entry.row
    level = words.level(row), f" against {words.compared(row)}", f" · {row.period.label}{JOINT * row.joint}"
    said = f", {words.CERTAINTIES[entry.certainty]} · {words.trend(entry)}"
    return joined(
        CARD(entry.address, row.indicator.title, *level, words.children(entry), side, words.mark(entry, side), said),
        *(element("p", note, class_="note") for note in entry.notes),
        more(entry.alike),
    )


JOINT = " · joint return"
CARD = filled(
    joined(
        element("a", "%s", href="%s", class_="title"),
        element("p", element("b", "%s", class_="value"), "%s", element("small", "%s"), class_="level"),
        element("p", "%s", class_="gap"),
        element("p", element("b", "%s", class_="verdict %s"), "%s", class_="sure"),
    )
)


def more(alike: Sequence[Link]) -> Markup:
    """How many tell the same story, and which, closed until it is asked for."""
    if not alike:
        return Markup("")
    links = [LIKE(one.address, one.name) for one in alike]
    return element("details", element("summary", f"and {len(alike)} more like it"), element("ul", *links))


LIKE = filled(element("li", element("a", "%s", href="%s")))


def further(entries: Sequence[Entry]) -> Markup:
    """What follows in the order, by name of the first three."""
    if not entries:
        return Markup("")
    names = [element("a", entry.row.indicator.title, href=entry.address) for entry in entries[:3]]
    said = f"{len(entries)} more follow in the table, among them " if len(entries) > 1 else "One more follows: "
    parts = [part for name in names for part in (name, ", ")][:-1]
    return element("p", said, *parts, ".", class_="further")
