"""The Indicator page: the question, its answer in a sentence, the pictures that show it, and all that stands behind them."""

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from layouts import numbers, pages, phrases, sentences
from layouts.indicator_aids import reading_aids
from layouts.indicator_charts import ranked_card, trend_card
from layouts.indicator_facts import Facts
from layouts.indicator_tables import comparators_table, neighbours_table
from layouts.markup import MarkupBlock, element
from layouts.selection_bar import field


def indicator_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    parts = [
        indicator_choice(facts),
        html.H1(f"How do we compare on: {facts.indicator.title}?"),
        MarkupBlock(answer_part(facts), className="answers"),
        trend_card(facts),
        ranked_card(facts),
        MarkupBlock(details_part(facts), className="details"),
        MarkupBlock(ways_on(facts), className="ways-on"),
    ]
    return html.Article([part for part in parts if part is not None], className="indicator-page")


def indicator_choice(facts: Facts) -> Component:
    """The control that chooses among the topic's indicators."""
    options = {indicator.id: indicator.title for indicator in facts.in_topic}
    return html.Div(field("indicator", "Indicator", options, facts.indicator.id), className="indicator-choice")


def answer_part(facts: Facts) -> Markup:
    """The answer, what chance has to do with it, the gap in children, known faults, and the figures that matter most."""
    first, *others = answers(facts)
    faults = [element("p", element("strong", "Known fault. "), fault.why, class_="fault") for fault in facts.faults]
    return element(
        "div",
        element("p", first, class_="answer"),
        *(element("p", words) for words in others if words),
        *faults,
        standing_strip(facts),
    )


def answers(facts: Facts) -> list[str]:
    """The sentences above the pictures; the first is the page's answer."""
    row = facts.row
    if row is None:
        return [no_period(facts)]
    found = [sentences.answer(row), f"{sentences.verdict(row)} {sentences.gap(row)}".strip()]
    return [*found, sentences.joint(facts.joint)] if facts.joint else found


def no_period(facts: Facts) -> str:
    """Why no figure is shown at all."""
    if facts.latest is None:
        return "No authority has a published figure for this indicator."
    year = facts.selection.year
    latest = facts.latest.label
    return f"No figures were published for a period that ends in {year}; the latest are those of {latest}."


def standing_strip(facts: Facts) -> Markup:
    """The figures that matter most, large; a rank only where it says something."""
    row, indicator = facts.row, facts.indicator
    if row is None:
        return Markup()
    average = (
        "none published" if row.mean is None else numbers.with_unit(indicator, numbers.average(indicator, row.mean))
    )
    pairs = [
        (facts.area.name, facts.in_words(facts.area, facts.column), row.value is not None),
        (f"{phrases.group_name(facts.group)}, average", average, row.mean is not None),
        *((area.name, facts.in_words(area, facts.column), True) for area in facts.drawn[-1:]),
        ("Rank", rank_words(facts), row.value is not None and not facts.is_wide),
        ("Band", sentences.band(row), bool(row.band) and not facts.is_wide),
    ]
    verdict = element("span", row.comparison, class_=f"verdict {row.comparison.replace(' ', '-')}")
    cells = [_standing(name, words, _size(large)) for name, words, large in pairs]
    return element("dl", *cells, _standing("Against the average", verdict, "small"), class_="standing")


def _standing(name: str, words: str, size: str) -> Markup:
    return element("div", element("dt", name), element("dd", words, class_=size))


def rank_words(facts: Facts) -> str:
    """The rank, and how much it says."""
    assert facts.row is not None
    words = sentences.rank(facts.row)
    if not facts.is_wide:
        return words
    return f"{words}, but the 95% interval spans {facts.within} of them"


def details_part(facts: Facts) -> Markup:
    """The comparators, the neighbours one by one, and the reading aids."""
    beside = [section("Beside the comparators", comparators_table(facts))] if facts.row else []
    members = [section("The neighbours, one by one", neighbours_table(facts))] if facts.row else []
    return element("div", *beside, *members, section("How to read this indicator", reading_aids(facts)))


def section(heading: str, *content: Markup) -> Markup:
    """A part of the page under its own heading."""
    return element("section", element("h2", heading), *content)


def ways_on(facts: Facts) -> Markup:
    """Where a reader may go from here, with the same selection."""
    selection = facts.selection
    ways = [
        (pages.COMPARE.question, selection.address(pages.COMPARE.path)),
        (pages.NEIGHBOURS.question, selection.address(pages.NEIGHBOURS.path)),
    ]
    links = [element("li", element("a", words, href=address)) for words, address in ways]
    return element("nav", element("ul", *links), aria_label="From here")


def _size(is_large: bool) -> str:
    return "large" if is_large else "small"
