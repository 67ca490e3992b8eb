"""The Map page: a question, its answer in a sentence, the map, and the regions one by one."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import aria
from layouts.charts.card import chart_card
from layouts.map.charts import map_charts, regions_table
from layouts.map.facts import TILES, Facts, Shown
from layouts.map.words import answers, question
from layouts.markup import MarkupBlock, element
from layouts.pages import COMPARE, INDICATOR, MAP
from layouts.selection_bar import field
from layouts.tables import table

VIEWS = {"": "As it lies", TILES: "Every authority the same size"}


def map_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    cards = [chart_card(chart, MAP, facts.selection) for chart in map_charts(facts)]
    parts = [
        indicator_choice(facts),
        html.H1(question(facts)),
        MarkupBlock(answer_part(facts), className="answers"),
        *([views(facts)] if cards else []),
        *cards,
        *([MarkupBlock(regions_part(facts, facts.shown))] if facts.shown else []),
        MarkupBlock(ways_on(facts), className="ways-on"),
    ]
    return html.Article(parts, className="map-page")


def indicator_choice(facts: Facts) -> Component:
    """The control that chooses among the topic's indicators."""
    options = {indicator.id: indicator.title for indicator in facts.in_topic}
    return html.Div(field("indicator", "Indicator", options, facts.indicator.id), className="indicator-choice")


def answer_part(facts: Facts) -> Markup:
    """The answer, our region, our borders, why nobody is ringed, and known faults."""
    first, *others = answers(facts)
    ringed = f"No comparators are marked. {facts.not_in_use}" if facts.not_in_use else ""
    faults = [
        element("p", element("strong", "Known fault. " if fault.withheld else "Note. "), fault.why, class_="fault")
        for fault in facts.faults
    ]
    said = [element("p", words) for words in (*others, ringed) if words]
    return element("div", element("p", first, class_="answer"), *said, *faults)


def views(facts: Facts) -> Component:
    """Links between the two forms of the map."""
    links = [
        html.A(
            words,
            id=f"view-{view or 'real'}",
            href=facts.selection.but(view=view).address(MAP.path),
            **(aria(current="true") if facts.is_tiles == (view == TILES) else {}),
        )
        for view, words in VIEWS.items()
    ]
    return html.Nav([html.Span("The map:"), *links], className="sorting", **aria(label="Form of the map"))


def regions_part(facts: Facts, shown: Shown) -> Markup:
    """The regions one by one."""
    return element("section", element("h2", "Region by region"), table(regions_table(facts, shown)))


def ways_on(facts: Facts) -> Markup:
    """Where a reader may go from here, with the same selection."""
    plain = facts.selection.but(view="")
    ways = {page.question: plain.address(page.path) for page in (INDICATOR, COMPARE)}
    links = [element("li", element("a", words, href=address)) for words, address in ways.items()]
    return element("nav", element("ul", *links), aria_label="From here")
