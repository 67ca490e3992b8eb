"""The Scorecard page: a question, its answer, the month measure by measure, one chart, and whose figures these are."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.charts.card import Chart, chart_card
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import COMPARE, PROFILE, SCORECARD
from layouts.scorecard import words
from layouts.scorecard.facts import Facts
from layouts.scorecard.measure import measure_card, measure_chart
from layouts.scorecard.months import month_chart, months_chart
from layouts.scorecard.periods import period_charts
from layouts.scorecard.table import CHART, section_part, spoken
from layouts.scorecard.top import answer_part, first_words, last_words, sections_way
from layouts.scorecard.version import controls, month_steps, versions_part

HOW_TO_READ = (
    "A signal is a month that chance alone would hardly give: outside the limits, two months of three near a limit, "
    "seven in a row on one side of the average, or seven in a row rising or falling. One month higher than the last is "
    "none. A month is judged as it looked then: later months are left out.",
    "A target is held against what the counts come to, where they are given. A figure that counts from April, and a "
    "target that no month comes near, are held against the year's end. A projection says where the year ends if the "
    "months to come are like those behind; if they are, 95 of 100 such intervals hold what comes.",
)


def scorecard_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    parts: list[Component | None] = [
        controls(facts),
        html.H1(words.question(facts)),
        block(answer_part(facts), "answers"),
        block(first_words(facts), "card-parts first-words"),
        sections_way(facts),
        month_steps(facts),
        *cards(facts),
        block(last_words(facts), "card-parts"),
        block(versions_part(facts), "card-parts"),
        block(how_to_read(facts), "card-parts"),
        block(ways_on(facts), "ways-on"),
    ]
    return html.Article([part for part in parts if part is not None], className="scorecard-page")


def block(content: Markup, kind: str) -> Component | None:
    """A part of the page, None where there is nothing in it."""
    return MarkupBlock(content, className=kind) if content else None


def scorecard_charts(facts: Facts) -> tuple[Chart, ...]:
    """Everything on the page that can be taken away."""
    card, found = facts.card, list(period_charts(facts).values())
    if card is None:
        return tuple(found)
    chosen = [measure_chart(facts, facts.chosen)] if facts.chosen else []
    return (month_chart(facts, card), *chosen, months_chart(facts, card), *found)


def cards(facts: Facts) -> list[Component]:
    """The month measure by measure, the chart of one, the months side by side, and what is not monthly."""
    found: list[Component] = []
    if facts.card is not None:
        sections = joined(*(section_part(facts, facts.card, section) for section in facts.card.sections))
        found.append(chart_card(month_chart(facts, facts.card), SCORECARD, facts.selection, MarkupBlock(sections)))
        if facts.chosen is not None:
            found.append(html.Div(measure_card(facts, facts.chosen), id=CHART))
        found.append(chart_card(months_chart(facts, facts.card), SCORECARD, facts.selection))
    found += [chart_card(chart, SCORECARD, facts.selection) for chart in period_charts(facts).values()]
    shown = {section.name.casefold() for section in facts.card.sections} if facts.card else set()
    titles = dict.fromkeys(part.title for part in facts.periods if part.title.casefold() not in shown)
    said = [(title, spoken(facts, title)) for title in titles]
    found += [
        MarkupBlock(joined(element("h2", title), words_of), className="card-parts")
        for title, words_of in said
        if words_of
    ]
    return found


def how_to_read(facts: Facts) -> Markup:
    """What a signal, a target and a projection mean here."""
    if facts.card is None:
        return Markup()
    return element("section", element("h2", "How to read this page"), *(element("p", said) for said in HOW_TO_READ))


def ways_on(facts: Facts) -> Markup:
    """Where a reader may go from here, with the same selection."""
    ways = {page.question: facts.selection.address(page.path) for page in (COMPARE, PROFILE)}
    links = [element("li", element("a", said, href=address)) for said, address in ways.items()]
    return element("nav", element("ul", *links), aria_label="From here")
