"""The two lists: each exception, and each strength, as a card that says why it is there and how many children it is."""

from collections.abc import Sequence

from markupsafe import Markup

from layouts.board import reasons, words
from layouts.board.facts import Agreed, Entry, Facts, Said
from layouts.charts.card import Chart
from layouts.home.lists import more
from layouts.markup import MarkupBlock, element, joined
from layouts.tables import Cell, Column, Table, average_in_table, count_in_table, in_table, link
from models.priorities import WORSE

HEADINGS = (
    "Key", "Unit", "Topic", "Period", "Certainty", "Rules", "Figure", "Neighbours' average", "Gap",
    "Children in the gap", "Why", "Who to ring", "More like it",
)  # fmt: skip
NUMBERS = ("Figure", "Neighbours' average", "Gap", "Children in the gap", "More like it")


def list_chart(facts: Facts, side: str) -> Chart:
    """One of the two lists as a chart with its table; the picture is the spine of those shown."""
    entries = facts.worse if side == WORSE else facts.better
    most = words.SHOWN if side == WORSE else words.STRENGTHS_SHOWN
    columns = (Column("Indicator"), *(Column(heading, heading in NUMBERS) for heading in HEADINGS))
    caption = f"{facts.area.name}: {'exceptions' if side == WORSE else 'strengths'}, in order"
    table = Table(caption, columns, tuple(_row(facts, entry) for entry in entries))
    name = "exceptions" if side == WORSE else "strengths"
    return Chart(name, words.finding(facts, side), words.subtitle(entries, most), None, table, facts.source)


def _row(facts: Facts, entry: Entry) -> tuple[Cell, ...]:
    row = entry.row
    return (
        link(entry.title, entry.address),
        entry.listed.key,
        row.indicator.unit if row else entry.local.row.unit if entry.local and entry.local.row else "",
        entry.topic,
        reasons.when(entry),
        reasons.CERTAINTIES[entry.certainty],
        "; ".join(reasons.rule_titles(entry, facts.rules)),
        *_figures(entry),
        reasons.why(entry),
        entry.ring,
        count_in_table(float(len(entry.alike))),
    )


def _figures(entry: Entry) -> tuple[Cell, ...]:
    row = entry.row
    children = "" if entry.children is None else count_in_table(entry.children)
    if row is None:
        return (reasons.level(entry), "", "", children)
    return (
        row.reason.words if row.value is None else in_table(row.indicator, row.value),
        "" if row.mean is None else average_in_table(row.indicator, row.mean),
        "" if row.gap_points is None else average_in_table(row.indicator, row.gap_points),
        children,
    )


def cards(facts: Facts, entries: Sequence[Entry], side: str) -> MarkupBlock:
    """The first of a list, in order."""
    most = words.SHOWN if side == WORSE else words.STRENGTHS_SHOWN
    rows = [element("li", card(facts, entry), id=anchor(entry)) for entry in entries[:most]]
    rest = entries[most:]
    said = f"{len(rest)} more follow in the table." if len(rest) > 1 else "One more follows in the table."
    beyond = element("p", said, class_="further") if rest else Markup("")
    return MarkupBlock(joined(element("ol", *rows, class_=f"exceptions {side}"), beyond))


def anchor(entry: Entry) -> str:
    """The word by which an address points at an exception."""
    return f"on-{entry.listed.key.replace(':', '-').replace('/', '-')}"


def card(facts: Facts, entry: Entry) -> Markup:
    """One exception: what, how sure, the figure, why it is here, who to ring, what was said and agreed."""
    level = [element("b", reasons.level(entry), class_="value"), f" {reasons.against(entry)}"]
    period = element("small", f" · {reasons.when(entry)} · {entry.topic}") if reasons.when(entry) else Markup("")
    sure = element("span", words.certainty(entry), class_=f"sure {entry.side}")
    pinned = [element("span", "pinned by the board", class_="pinned")] if entry.pinned else []
    ring = [element("p", element("b", "Who to ring: "), entry.ring, class_="ring")] if entry.ring else []
    outlook = [element("p", element("b", "Target: "), entry.outlook, class_="outlook")] if entry.outlook else []
    return joined(
        element("p", sure, *pinned, class_="label"),
        element("a", entry.title, href=entry.address, class_="title"),
        element("p", *level, period, class_="level"),
        element("p", reasons.why(entry), class_="why"),
        *outlook,
        *ring,
        *(element("p", note, class_="note") for note in entry.notes),
        *(_said(each) for each in entry.said),
        *([_agreed(entry.agreed)] if entry.agreed else []),
        more(entry.alike),
        *([_desk(entry)] if facts.board.forms else []),
    )


def _said(said: Said) -> Markup:
    about = element("small", f" {said.by}, {said.on.day} {said.on:%B %Y}")
    return element("p", element("b", f"{said.section}: "), said.text, about, class_="said")


def _agreed(actions: Sequence[Agreed]) -> Markup:
    return element("ul", *(element("li", _action(action)) for action in actions), class_="agreed")


def _action(action: Agreed) -> Markup:
    when = f"{action.due.day} {action.due:%B %Y}" if action.due else ""
    parts = [part for part in (action.status, action.owner, words.due(when, action.is_overdue)) if part]
    kind = "overdue" if action.is_overdue else None
    return joined(
        element("a", action.wording, href=action.address), element("small", f" {', '.join(parts)}", class_=kind)
    )


def _desk(entry: Entry) -> Markup:
    return element("p", element("a", "Commentary and actions", href=entry.desk), class_="desk")
