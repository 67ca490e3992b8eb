"""The Partnership page: the answer, what is shared, what is one authority's alone, and all of them taken as one."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.charts.card import Chart, chart_card, opening_card
from layouts.halves import Later
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import PARTNERSHIP
from layouts.partnership import composite_words, words
from layouts.partnership.composite import composite_chart, refused_chart, refused_list
from layouts.partnership.facts import Facts
from layouts.partnership.lists import alone_chart, alone_lists, strengths_chart, strengths_list
from layouts.partnership.matrix import below_the_matrix, matrix, problems_chart


def partnership_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    shared = opening_card(
        "shared",
        words.problems_finding(facts),
        words.subtitle(facts, facts.on_lists),
        PARTNERSHIP,
        facts.selection,
        matrix(facts),
        lambda room: below_the_matrix(facts, room),
    )
    parts = [
        html.H1(words.question(facts)),
        MarkupBlock(answers(facts)),
        shared,
        Later(lambda: below(facts)),
    ]
    return html.Article(parts, className="partnership-page")


def below(facts: Facts) -> list[Component]:
    """What stands below the shared problems."""
    selection, whole = facts.selection, not facts.in_brief
    parts = [
        MarkupBlock(reading_aid(), className="reading"),
        chart_card(alone_chart(facts), PARTNERSHIP, selection, beneath=alone_lists(facts)),
        chart_card(strengths_chart(facts, whole), PARTNERSHIP, selection, beneath=strengths_list(facts)),
    ]
    if facts.one.count:
        parts.append(chart_card(composite_chart(facts), PARTNERSHIP, selection))
    if facts.one.refused:
        parts.append(chart_card(refused_chart(facts), PARTNERSHIP, selection, beneath=refused_list(facts)))
    return parts


def partnership_charts(facts: Facts) -> list[Chart]:
    """All that can be taken away from the page."""
    found = [problems_chart(facts), alone_chart(facts), strengths_chart(facts)]
    if facts.one.count:
        found.append(composite_chart(facts))
    if facts.one.refused:
        found.append(refused_chart(facts))
    return found


def answers(facts: Facts) -> Markup:
    """The answer, and what else there is to know before reading on."""
    return joined(
        element("p", words.answer(facts), class_="answer"),
        *(element("p", said, class_="aid") for said in words.aids(facts)),
        *([element("p", f"{composite_words.composite_finding(facts)}.", class_="aid")] if facts.one.count else []),
    )


def reading_aid() -> Markup:
    """What the words mean."""
    return element("dl", *(element("div", element("dt", word), element("dd", said)) for word, said in words.MEANINGS))
