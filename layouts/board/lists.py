"""The two lists: each exception, and each strength, as a card that says why it is there and how many children it is."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from layouts import numbers
from layouts.board import reasons, words
from layouts.board.facts import Agreed, Entry, Facts, Said
from layouts.charts.card import Chart
from layouts.charts.spine_picture import end_word, key, spine_picture
from layouts.home.lists import more
from layouts.home.words import many
from layouts.markup import alike, element, elements, joined
from layouts.phrases import group_name, short
from layouts.scorecard.glyph import glyph
from layouts.tables import Cell, Column, Table, average_in_table, count_in_table, in_table, link, links
from models.priorities import WORSE
from models.spine import SpineRow

HEADINGS = (
    "Key", "Unit", "Topic", "Period", "Certainty", "Rules", "Figure", "Neighbours' average", "Gap",
    "Children in the gap", "Why", "Who to ring", "More like it",
)  # fmt: skip
NUMBERS = ("Figure", "Neighbours' average", "Gap", "Children in the gap", "More like it")
_item = alike("li", "id", holds=True)
_paragraph = alike("p", "class_", holds=True)
_title = alike("a", "href", "class_", holds=True)
_value = elements("b", class_="value")
_end = elements("span")


def list_chart(facts: Facts, side: str) -> Chart:
    """One of the two lists as a chart with its table; the picture is the spine of those shown."""
    entries = facts.worse if side == WORSE else facts.better
    most = words.SHOWN if side == WORSE else words.STRENGTHS_SHOWN
    columns = (Column("Indicator"), *(Column(heading, heading in NUMBERS) for heading in HEADINGS))
    caption = f"{facts.area.name}: {'exceptions' if side == WORSE else 'strengths'}, in order"
    titles = links([entry.title for entry in entries], [entry.address for entry in entries])
    rows = tuple([_row(facts, entry, title) for entry, title in zip(entries, titles, strict=True)])
    table = Table(caption, columns, rows)
    name = "exceptions" if side == WORSE else "strengths"
    return Chart(name, words.finding(facts, side), words.subtitle(entries, most), None, table, facts.source)


def _row(facts: Facts, entry: Entry, title: Markup) -> tuple[Cell, ...]:
    row = entry.row
    return (
        title,
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


def cards(facts: Facts, entries: Sequence[Entry], side: str) -> Markup:
    """The first of a list, in order."""
    most = words.SHOWN if side == WORSE else words.STRENGTHS_SHOWN
    rows = [_item(anchor(entry), card(facts, entry)) for entry in entries[:most]]
    rest = entries[most:]
    said = f"{len(rest)} more follow in the table." if len(rest) > 1 else "One more follows in the table."
    beyond = element("p", said, class_="further") if rest else Markup("")
    return joined(element("ol", *rows, class_=f"exceptions {side}"), beyond)


def anchor(entry: Entry) -> str:
    """The word by which an address points at an exception."""
    return f"on-{entry.listed.key.replace(':', '-').replace('/', '-')}"


def card(facts: Facts, entry: Entry) -> Markup:
    """One exception: what, how sure, the figure, why it is here, who to ring, what was said and agreed."""
    level, when = joined(_value(reasons.level(entry)), f" {reasons.against(entry)}"), reasons.when(entry)
    period = element("small", f" · {when} · {entry.topic}") if when else Markup("")
    sure = element("span", words.certainty(entry), class_=f"sure {entry.side}")
    pinned = [element("span", "pinned by the board", class_="pinned")] if entry.pinned else []
    outlook = [element("p", element("b", "Target: "), entry.outlook, class_="outlook")] if entry.outlook else []
    said = joined(
        _paragraph("label", joined(sure, *pinned)),
        _title(entry.address, "title", entry.title),
        _paragraph("level", joined(level, period)),
        _paragraph("why", reasons.why(entry)),
        *outlook,
        *([_paragraph("ring", entry.ring)] if entry.ring else []),
        *(_paragraph("note", note) for note in entry.notes),
        *(_said(each) for each in entry.said),
        *([_agreed(entry.agreed)] if entry.agreed else []),
        more(entry.alike),
        *([_desk(entry)] if facts.board.own or entry.said or entry.agreed else []),
    )
    drawn = picture(entry)
    return joined(element("div", said), element("div", drawn, class_="drawn")) if drawn else element("div", said)


def picture(entry: Entry) -> Markup | str:
    """The figure among all authorities, or the months of a local return; empty where nothing can be drawn."""
    if entry.local is not None:
        return glyph(entry.local.row) if entry.local.row else ""
    if entry.spine is None or entry.spine.undrawn:
        return ""
    ends = [_end(f"{end.capitalize()} {value}") for end, value in _ends(entry.spine)]
    return joined(spine_picture(entry.spine), element("small", *ends, class_="ends"))


def _ends(row: SpineRow) -> list[tuple[str, str]]:
    indicator = row.standing.indicator
    ends = ((end_word(row, is_best=False), row.worst), (end_word(row, is_best=True), row.best))
    return [(word, short(indicator, numbers.plain(indicator, end.value))) for word, end in ends if end]


def picture_key(facts: Facts) -> Markup:
    """What the marks of the pictures mean; nothing where there is no picture."""
    drawn = [entry.spine for entry in (*facts.worse, *facts.better) if entry.spine and not entry.spine.undrawn]
    if not drawn:
        return Markup("")
    region = drawn[0].region_area.name if drawn[0].region_area else ""
    return key(facts.area.name, f"{group_name(facts.group)}, average", region)


def _said(said: Said) -> Markup:
    about = element("small", f" {said.by}, {said.on.day} {said.on:%B %Y}")
    return element("p", element("b", f"{said.section}: "), said.text, about, class_="said")


def _agreed(actions: Sequence[Agreed]) -> Markup:
    return element("ul", *(element("li", _action(action)) for action in actions), class_="agreed")


def _action(action: Agreed) -> Markup:
    parts = [part for part in (action.status, action.owner, words.due(day(action.due), action.is_overdue)) if part]
    kind = "overdue" if action.is_overdue else None
    return joined(
        element("a", action.wording, href=action.address), element("small", f" {', '.join(parts)}", class_=kind)
    )


def actions_chart(facts: Facts) -> Chart | None:
    """What was agreed and is still on the list, as the panel's papers print it; None where nothing was."""
    actions = facts.board.actions
    if not actions:
        return None
    names = ("Number", "Date", "Title", "Action proposed", "Action taken", "Owner", "Due", "Progress status")
    columns = tuple(Column(name, name == "Number") for name in names)
    rows = tuple(_action_row(action) for action in actions)
    papers = sorted({action.paper for action in actions if action.paper})
    source = f"Source: {facts.board.organisation}{'; ' + '; '.join(papers) if papers else ''}."
    overdue = sum(action.is_overdue for action in actions)
    finding = f"{many(len(actions), 'action')} on the list{f', {overdue} overdue' if overdue else ''}"
    caption = f"{facts.board.organisation}: actions and recommendations"
    return Chart("actions", finding, words.ACTIONS, None, Table(caption, columns, rows), source)


def _action_row(action: Agreed) -> tuple[Cell, ...]:
    return (
        count_in_table(float(action.number)),
        day(action.agreed),
        action.title,
        link(action.wording, action.address),
        action.taken,
        action.owner,
        f"{day(action.due)}{', overdue' if action.is_overdue else ''}",
        action.status,
    )


def day(on: date | None) -> str:
    """A day in words; empty for none."""
    return f"{on.day} {on:%B %Y}" if on else ""


def _desk(entry: Entry) -> Markup:
    return element("p", element("a", "Commentary and actions", href=entry.desk), class_="desk")
