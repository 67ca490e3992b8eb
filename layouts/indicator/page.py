"""The Indicator page: a question, its answer in a sentence, the pictures that show it, and all that stands behind."""

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from data.faults import Fault
from layouts import numbers, phrases, sentences
from layouts.charts.card import chart_card
from layouts.indicator.aids import reading_aids
from layouts.indicator.charts import indicator_charts
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.tables import comparators_table, neighbours_table
from layouts.markup import MarkupBlock, element
from layouts.pages import COMPARE, INDICATOR, NEIGHBOURS
from layouts.selection_bar import field
from layouts.tables import table


def indicator_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    parts = [
        indicator_choice(facts),
        html.H1(f"How do we compare on: {facts.indicator.title}?"),
        MarkupBlock(answer_part(facts), className="answers"),
        *(chart_card(chart, INDICATOR, facts.selection) for chart in indicator_charts(facts)),
        MarkupBlock(details_part(facts)),
        MarkupBlock(ways_on(facts), className="ways-on"),
    ]
    return html.Article(parts, className="indicator-page")


def indicator_choice(facts: Facts) -> Component:
    """The control that chooses among the topic's indicators."""
    options = {indicator.id: indicator.title for indicator in facts.in_topic}
    return html.Div(field("indicator", "Indicator", options, facts.indicator.id), className="indicator-choice")


def answer_part(facts: Facts) -> Markup:
    """The answer, what chance has to do with it, the gap in children, known faults, the figures that matter most."""
    first, *others = answers(facts)
    return element(
        "div",
        element("p", first, class_="answer"),
        *(element("p", words) for words in others if words),
        *(known_fault(fault) for fault in facts.faults),
        standing_strip(facts, facts.shown) if facts.shown else "",
    )


def known_fault(fault: Fault) -> Markup:
    """What is wrong with published figures, and what was done about it."""
    return element("p", element("strong", "Known fault. " if fault.withheld else "Note. "), fault.why, class_="fault")


def answers(facts: Facts) -> list[str]:
    """The sentences above the pictures; the first is the page's answer."""
    if facts.shown is None:
        return [no_period(facts)]
    row, joint = facts.shown.row, facts.shown.joint
    found = [sentences.answer(row), f"{sentences.verdict(row)} {sentences.gap(row)}".strip()]
    return [*found, sentences.joint(joint)] if joint else found


def no_period(facts: Facts) -> str:
    """Why no figure is shown at all."""
    if facts.latest is None:
        return "No authority has a published figure for this indicator."
    year, latest = facts.selection.year, facts.latest.label
    return f"No figures were published for a period that ends in {year}; the latest are those of {latest}."


def standing_strip(facts: Facts, shown: Shown) -> Markup:
    """The figures that matter most, large; a rank or a band only where it says something."""
    row, indicator = shown.row, facts.indicator
    group = f"{phrases.group_name(facts.group)}, average"
    mean = None if row.mean is None else numbers.with_unit(indicator, numbers.average(indicator, row.mean))
    pairs = [
        (facts.area.name, facts.in_words(facts.area, shown.column), row.value is not None),
        (group, mean or "none published", mean is not None),
        *((area.name, facts.in_words(area, shown.column), row.england is not None) for area in facts.drawn[-1:]),
        ("Rank", rank_words(shown), row.value is not None and not shown.is_wide),
        ("Band", sentences.band(row), bool(row.band) and not shown.is_wide),
    ]
    verdict = element("span", row.comparison, class_=f"verdict {row.comparison.replace(' ', '-')}")
    cells = [_standing(name, words, is_large) for name, words, is_large in pairs]
    return element("dl", *cells, _standing("Against the average", verdict, False), class_="standing")


def _standing(name: str, words: str, is_large: bool) -> Markup:
    return element("div", element("dt", name), element("dd", words, class_="large" if is_large else None))


def rank_words(shown: Shown) -> str:
    """The rank, and how much it says."""
    words = sentences.rank(shown.row)
    return f"{words}, but the 95% interval spans {shown.within} of them" if shown.is_wide else words


def details_part(facts: Facts) -> Markup:
    """The comparators, the neighbours one by one, and the reading aids."""
    tables = []
    if facts.shown:
        tables.append(section("Beside the comparators", table(comparators_table(facts, facts.shown))))
        tables.append(section("The neighbours, one by one", table(neighbours_table(facts, facts.shown))))
    return element("div", *tables, section("How to read this indicator", reading_aids(facts)))


def section(heading: str, *content: Markup) -> Markup:
    """A part of the page under its own heading."""
    return element("section", element("h2", heading), *content)


def ways_on(facts: Facts) -> Markup:
    """Where a reader may go from here, with the same selection."""
    ways = {page.question: facts.selection.address(page.path) for page in (COMPARE, NEIGHBOURS)}
    links = [element("li", element("a", words, href=address)) for words, address in ways.items()]
    return element("nav", element("ul", *links), aria_label="From here")
