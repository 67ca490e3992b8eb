"""The Neighbours page: who is truly like an authority, on whose word, why, and where it stands among all of them."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import foot
from layouts.markup import MarkupBlock, element, joined
from layouts.neighbours.clusters import map_card
from layouts.neighbours.facts import Facts
from layouts.neighbours.lists import lists_chart
from layouts.neighbours.method import method, source_line
from layouts.neighbours.table import authority_link, lists_in_use, side_by_side
from layouts.neighbours.why import domain_shares, pairs, shares_table
from layouts.neighbours.words import answer, eleventh, status, why_heading
from layouts.pages import COMPARE, INDICATOR, NEIGHBOURS
from layouts.selection import MODELLED
from layouts.selection_bar import JOIN, LEFT_OUT, field

API = "/api/v1/neighbours"


def neighbours_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    parts = [
        html.H1(NEIGHBOURS.question),
        MarkupBlock(answer_part(facts), className="answers"),
        lists_part(facts),
        MarkupBlock(why_part(facts), className="why") if facts.modelled else None,
        map_card(facts),
        method(facts),
        MarkupBlock(ways_on(facts), className="ways-on"),
        source_line(facts),
    ]
    return html.Article([part for part in parts if part is not None], className="neighbours-page")


def answer_part(facts: Facts) -> Markup:
    """The answer; that the authority is closed, and links to those that came after it."""
    first, *others = answer(facts)
    after = [element("li", authority_link(facts, area)) for area in facts.successors]
    return element(
        "div",
        element("p", first, class_="answer"),
        *(element("p", words) for words in (*others, status(facts)) if words),
        element("ul", *after) if after else Markup(),
    )


def lists_part(facts: Facts) -> Component:
    """Which list is in use, the lists side by side, how to read them, a group of one's own, and all of it as files."""
    problem = element("p", f"Nothing can be compared with it now. {facts.not_in_use}", class_="fault")
    chart = lists_chart(facts)
    above = joined(problem if facts.not_in_use else Markup(), lists_in_use(facts), side_by_side(facts))
    return html.Section(
        [
            html.H2(chart.finding),
            MarkupBlock(above),
            html.Div(field(JOIN, "Add anyone to your own group", joining(facts), LEFT_OUT), className="joining"),
            MarkupBlock(reading_aid(facts)),
            foot(chart, NEIGHBOURS, facts.selection),
        ],
        className="chart lists",
        **data_attributes(chart=chart.name, address=facts.selection.address(NEIGHBOURS.path)),
    )


def joining(facts: Facts) -> dict[str, str]:
    """Who may be added to a group of one's own: every open authority that is not in it."""
    taken = {*facts.selection.group, facts.area.slug}
    open_now = sorted((area for area in facts.areas.values() if area.closed is None), key=lambda area: area.name)
    return {LEFT_OUT: "Choose one"} | {area.slug: area.name for area in open_now if area.slug not in taken}


def reading_aid(facts: Facts) -> Markup:
    """What the words of the table mean, and how sharp the end of the modelled list is."""
    model = facts.similarity.neighbours
    words = [
        eleventh(facts),
        "Closeness on the published lists is DfE's word. On the modelled list distance and words are ours: "
        f"a distance of 1 is that of the middle pair of authorities. {model.closeness_rule}",
        model.stability_rule,
    ]
    return element("ul", *(element("li", text) for text in words if text), class_="reading")


def why_part(facts: Facts) -> Markup:
    """The domains in which each modelled neighbour differs, and each pair in its own figures."""
    shares = domain_shares(facts)
    return element(
        "section",
        element("h2", why_heading(facts, shares)),
        shares_table(facts, shares),
        element("h3", "Two by two, in figures"),
        pairs(facts),
    )


def ways_on(facts: Facts) -> Markup:
    """Where a reader may go from here, with the same selection, and the lists as files."""
    code = facts.area.code
    ways = [(page.question, facts.selection.address(page.path)) for page in (COMPARE, INDICATOR)]
    files = [(lens, f"lens=published&edition={name}") for name, lens in facts.lenses.items() if name.isdecimal()]
    files.append((facts.lenses[MODELLED], "lens=modelled"))
    links = [element("a", words, href=address) for words, address in ways]
    links += [
        element("a", f"{lens.title}, as CSV", href=f"{API}?authority={code}&{query}&format=csv", download="")
        for lens, query in files
        if lens.areas
    ]
    return element("nav", element("ul", *(element("li", link) for link in links)), aria_label="From here")
