"""What has changed since the period before: by test, and by quarter of England."""

from markupsafe import Markup

from layouts.charts.card import Chart
from layouts.home import words
from layouts.home.facts import Move, MoveList, Yearly
from layouts.markup import MarkupBlock, element
from layouts.tables import Cell, Column, Table, in_table, link

MOVES_SHOWN = 5


def last_year_chart(facts: Yearly) -> Chart:
    """Changes since the period before."""
    headings = ("Unit", "Topic", "Before", "Figure before", "Now", "Figure now", "Change", "Band before", "Band now")
    columns = (Column("Indicator"), *(Column(heading, heading.startswith("Figure")) for heading in headings))
    rows = tuple([_move_row(move) for move in facts.last_year.moves])
    caption = f"{facts.area.name}: changes that are more than chance, and places in another quarter of England"
    finding, subtitle = words.last_year_finding(facts), words.last_year_subtitle(facts)
    return Chart("last-year", finding, subtitle, None, Table(caption, columns, rows), facts.source)


def _move_row(move: Move) -> tuple[Cell, ...]:
    row = move.row
    indicator, before = row.indicator, row.previous_period
    return (
        link(indicator.title, move.address),
        indicator.unit,
        indicator.topic,
        before.label if before else "",
        "" if row.previous is None else in_table(indicator, row.previous),
        row.period.label,
        "" if row.value is None else in_table(indicator, row.value),
        words.tested_move(move),
        move.band_before or "none",
        row.band or "none",
    )


def last_year_lists(facts: Yearly) -> MarkupBlock:
    """The most notable changes in four lists: worse and better by test, down and up by quarter of England."""
    found = facts.last_year
    lists = [
        ("Worse by test", "worse", found.worse),
        ("Better by test", "better", found.better),
        ("Down a quarter or more", "worse", found.down),
        ("Up a quarter or more", "better", found.up),
    ]
    return MarkupBlock(element("div", *(_moves(*part) for part in lists), class_="moves"))


def _moves(title: str, side: str, moves: MoveList) -> Markup:
    mark = {"worse": "▼", "better": "▲"}[side]
    heading = element("h3", element("span", f"{mark} {title}", class_=f"verdict {side}"), f": {words.none(moves.size)}")
    shown = moves.leaders[:MOVES_SHOWN]
    rows = [
        element("li", element("a", move.row.indicator.title, href=move.address), element("p", _move_words(move, alike)))
        for move, alike in shown
    ]
    rest = moves.size - sum(1 + alike for _, alike in shown)
    more = element("p", f"{rest} more in the table.", class_="further") if rest > 0 else ""
    return element("section", heading, element("ul", *rows) if rows else "", more)


def _move_words(move: Move, alike: int) -> str:
    others = f"and {alike} more like it" if alike else ""
    parts = [words.moved(move), words.tested_move(move), words.crossed(move), others]
    return "; ".join(part for part in parts if part)
