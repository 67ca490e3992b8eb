"""The first page: where one authority stands. The answer first, then what shows it, then all that stands behind."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.charts.card import Chart, chart_card
from layouts.halves import Later
from layouts.home import words
from layouts.home.changes import last_year_chart, last_year_lists
from layouts.home.facts import Facts
from layouts.home.lists import look_chart, ranked, strong_chart
from layouts.home.releases import release_chart, release_list
from layouts.home.tartan import tartan_chart, tartan_section
from layouts.home.topics import tested_chart, untested_chart
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import HOME
from models.priorities import BETTER, WORSE


def home_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    reading = MarkupBlock(reading_aid(), className="reading")
    parts = [
        html.H1(words.question(facts)),
        MarkupBlock(answers(facts)),
        chart_card(tested_chart(facts), HOME, facts.selection, beside=reading),
        Later(lambda: below(facts)),
    ]
    return html.Article(parts, className="home-page")


def below(facts: Facts) -> list[Component]:
    """What stands below the topics."""
    selection, untested = facts.selection, untested_chart(facts)
    lists = [
        chart_card(look_chart(facts), HOME, selection, beneath=ranked(facts.worse, WORSE)),
        chart_card(strong_chart(facts), HOME, selection, beneath=ranked(facts.better, BETTER)),
    ]
    return [
        html.Div(lists, className="two-lists"),
        *([chart_card(untested, HOME, selection)] if untested else []),
        chart_card(last_year_chart(facts), HOME, selection, beneath=last_year_lists(facts)),
        chart_card(release_chart(facts), HOME, selection, beneath=release_list(facts)),
        tartan_section(facts),
    ]


def home_charts(facts: Facts) -> list[Chart]:
    """All that can be taken away from the page."""
    untested = untested_chart(facts)
    return [
        tested_chart(facts),
        look_chart(facts),
        strong_chart(facts),
        *([untested] if untested else []),
        last_year_chart(facts),
        release_chart(facts),
        tartan_chart(facts),
    ]


def reading_aid() -> Markup:
    """What the words on this page mean, once."""
    return element("dl", *(element("div", element("dt", word), element("dd", said)) for word, said in words.MEANINGS))


def answers(facts: Facts) -> Markup:
    """The answer, what cannot be tested, and what is left out."""
    others = [words.by_quarter(facts) if facts.total.tested else "", words.left_out(facts)]
    return joined(
        element("p", words.answer(facts), class_="answer"),
        *(element("p", said, class_="aid") for said in others if said),
    )
