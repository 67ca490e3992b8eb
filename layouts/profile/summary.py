"""The summary of one authority: what prints on one sheet. Who it is, and a line for every topic."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

from dash.development.base_component import Component
from markupsafe import Markup

from data.indicators import Indicator
from layouts import html, phrases
from layouts.attributes import data_attributes
from layouts.charts.card import Chart
from layouts.markup import Attribute, MarkupBlock, alike, element, filled, joined
from layouts.pages import INDICATOR, NEIGHBOURS, PROFILE
from layouts.profile import words
from layouts.profile.facts import Facts, Notable, Topic
from layouts.provenance import files, sources
from layouts.tables import Cell, Column, Table, count_in_table
from layouts.tables import facts as list_of_facts

Address: TypeAlias = Callable[[str], str]
"""What completes an address by a word."""
TOPICS = "topics"
# A bar: how wide for each indicator, how high, and where the lines of what is similar run.
BLOCK, HEIGHT, LINES = 3, 12, (4, 8)
KINDS = ("worse", "similar", "better", "not tested")
SIGNS = {"worse": "▼", "similar": "●", "better": "▲", "not tested": "○"}


def who_part(facts: Facts) -> Markup:
    """What kind of authority it is, what is known of its children, and who its neighbours are."""
    members = joined(phrases.listed([area.name for area in facts.members]), " (", facts.group.title, "). ")
    why = element("a", "Why these", href=facts.selection.but(view="").address(NEIGHBOURS.path), class_="why")
    pairs = [
        ("Authority", f"{facts.area.type[:1].upper()}{facts.area.type[1:]}"),
        ("Region", facts.region.name if facts.region else ""),
        *((figure.variable.title, words.context_value(figure)) for figure in facts.context),
    ]
    beside = [(phrases.members(facts.group)[:1].upper() + phrases.members(facts.group)[1:], joined(members, why))]
    return joined(
        element("div", list_of_facts(pairs), class_="who"),
        element("div", list_of_facts(beside), class_="who neighbours"),
    )


def topics_chart(facts: Facts) -> Chart:
    """The topics one below the other, as a picture in a table, and their counts as figures."""
    return Chart(
        name=TOPICS,
        finding=words.topics_finding(facts),
        subtitle=words.topics_subtitle(facts),
        picture=topics_table(facts),
        table=topics_figures(facts),
        source=f"{facts.sources} Snapshot {facts.snapshot}.",
    )


def sources_by_tool(indicators: Sequence[Indicator]) -> str:
    """Where the figures of all topics are from; the files by name stand under each topic's own chart."""
    names = {name for one in indicators for name in files(one)}
    tool = [line for line in sources(indicators) if "Explore Education Statistics" not in line]
    return f"{' '.join(tool)} Explore Education Statistics, {len(names)} files."


def topics_table(facts: Facts) -> Markup:
    """A row a topic: its name, its bar, its counts in words, and the indicators that stand out."""
    heads = [("Topic", "topic"), ("Indicators", "counts"), ("What stands out", "notable")]
    head = element("tr", *(element("th", name, scope="col", class_=kind) for name, kind in heads))
    selection = facts.selection
    to_topic = selection.addresses(PROFILE.path, "topic")
    to_indicator = selection.but(topic="", view="").addresses(INDICATOR.path, "indicator")
    body = [topic_row(facts, topic, to_topic, to_indicator) for topic in facts.topics]
    caption = element("caption", f"{facts.area.name} by topic, against {phrases.owners(facts.group)} average.")
    return joined(
        legend(),
        element("table", caption, element("thead", head), element("tbody", *body), class_="topic-lines"),
    )


def topic_row(facts: Facts, topic: Topic, to_topic: Address, to_indicator: Address) -> Markup:
    """One line of the summary; the topic's name leads to its spine chart, and indicators to their pages."""
    link = (
        element("a", topic.name, href=f"#{topic.chart}")
        if facts.shows_all
        else element(
            "a",
            topic.name,
            href=to_topic(topic.slug),
            id=f"to-{topic.slug}",
            data_leads_to=topic.chart,
        )
    )
    told = words.topic_words(topic.counts)
    has_figures = topic.counts.tested + topic.counts.not_tested
    notable = [element("li", notable_line(found, to_indicator(found.row.indicator.id))) for found in topic.notable]
    nothing = element("span", "nothing stands out", class_="missing")
    return element(
        "tr",
        element("th", link, bar(topic) if has_figures else "", scope="row", class_="topic"),
        element("td", told, class_="counts"),
        element("td", element("ul", *notable) if notable else nothing, class_="notable"),
    )


NOTABLE = filled(
    joined(element("span", "%s", aria_hidden="true", class_="verdict %s"), " ", element("a", "%s", href="%s"), "%s")
)


def notable_line(found: Notable, address: str) -> Markup:
    """An indicator that stands out, with its figure, the average and the verdict."""
    said = f" {words.notable_words(found)}"
    return NOTABLE(found.side, words.SIDES[found.side], address, found.row.indicator.title, said)


def bar(topic: Topic) -> Markup:
    """A bar as long as there are indicators, in a pattern for each verdict; the words beside it say the same."""
    counts = topic.counts
    sizes = (counts.worse, counts.similar, counts.better, counts.not_tested)
    parts, start = [], 0
    for kind, size in zip(KINDS, sizes, strict=True):
        parts += blocks(kind, start, size) if size else []
        start += size
    whole = max(start * BLOCK, 1)
    size_of: dict[str, Attribute] = {"viewBox": f"0 0 {whole + 1} {HEIGHT}", "width": whole + 1, "height": HEIGHT}
    return element("svg", *parts, class_="blocks", aria_hidden="true", **size_of)


PATH = alike("path", "class_", "d")


def blocks(kind: str, start: int, size: int) -> list[Markup]:
    """The part of a bar for one verdict: worse hatched upright, similar lined, better full, not tested empty."""
    left, width = start * BLOCK + 0.5, size * BLOCK
    name = kind.replace(" ", "-")
    found = [PATH(name, f"M{left:g} .5h{width}v{HEIGHT - 1}h-{width}z")]
    hatch = {
        "worse": "".join(f"M{left + at * BLOCK:g} .5v{HEIGHT - 1}" for at in range(1, size)),
        "similar": "".join(f"M{left:g} {up}h{width}" for up in LINES),
    }
    if kind in hatch:
        found.append(PATH(name, hatch[kind]))
    return found


@cache
def legend() -> Markup:
    """What the patterns are."""
    items = []
    for kind in KINDS:
        size: dict[str, Attribute] = {"viewBox": f"0 0 {5 * BLOCK + 1} {HEIGHT}", "width": 16, "height": HEIGHT}
        sample = element("svg", *blocks(kind, 0, 5), class_="blocks", aria_hidden="true", **size)
        items.append(element("li", sample, f" {SIGNS[kind]} {kind}"))
    return element("ul", *items, class_="spine-key", aria_label="What the bars are")


def topics_figures(facts: Facts) -> Table:
    """The counts of every topic."""
    numbered = [
        "Worse",
        "Similar",
        "Better",
        "Not tested",
        "Not tested: best quarter of England",
        "Not tested: second quarter",
        "Not tested: third quarter",
        "Not tested: worst quarter",
        "Not tested: no band",
        "No figure",
        "Last published over three years ago",
        "Neither direction is better",
    ]
    columns = (
        Column("Topic"),
        *(Column(heading, is_number=True) for heading in numbered),
        Column("Stands out"),
        Column("Stands out too"),
    )
    caption = f"{facts.area.name} by topic: indicators by their verdict against {phrases.owners(facts.group)} average."
    return Table(caption, columns, tuple(_figures(topic) for topic in facts.topics))


def _figures(topic: Topic) -> tuple[Cell, ...]:
    counts = topic.counts
    sizes: Sequence[int] = (
        counts.worse,
        counts.similar,
        counts.better,
        counts.not_tested,
        *counts.by_band,
        counts.no_band,
        counts.no_figure,
        counts.stale,
        topic.neutral,
    )
    said = [f"{found.row.indicator.title}: {words.notable_words(found)}" for found in topic.notable]
    first, second = [*said, "", ""][:2]
    return topic.name, *(count_in_table(float(size)) for size in sizes), first, second


def print_key() -> Component:
    """A button that prints the page, where there are scripts."""
    return html.Button("Print this page", type="button", className="print-key", **data_attributes(print="page"))


def address_part(facts: Facts) -> Component:
    """Where the sheet is from, for whoever holds it in hand."""
    address = facts.selection.address(PROFILE.path)
    context = words.context_sources(facts.context)
    return html.Div(
        [
            html.P(f"Context: {context}"),
            html.P(["Address of this page: ", html.A(address, href=address, id="this-page", className="this-page")]),
        ],
        className="sources",
    )


def answers_part(facts: Facts) -> Component:
    """The answer, how sure it is, and what is in no count."""
    parts = [words.certainty(facts), words.not_counted(facts)]
    return MarkupBlock(
        joined(
            element("p", words.answer(facts), class_="answer"),
            element("p", " ".join(part for part in parts if part), class_="aid"),
        )
    )
