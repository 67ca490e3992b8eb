"""The Board page: the answer, the list, the strengths, what was agreed, what was left out, and the pack."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.board import words
from layouts.board.facts import Facts
from layouts.board.lists import actions_chart, cards, list_chart, picture_key
from layouts.board.targets import target_cards, target_charts
from layouts.charts.card import Chart, chart_card
from layouts.halves import Later
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import BOARD
from layouts.phrases import sentence
from layouts.tables import Column, Table, links
from models.priorities import BETTER, WORSE


def board_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    listed = MarkupBlock(joined(reading_aid(facts), picture_key(facts), cards(facts, facts.worse, WORSE)))
    parts = [
        html.H1(words.question(facts)),
        MarkupBlock(answers(facts)),
        chart_card(list_chart(facts, WORSE), BOARD, facts.selection, beneath=listed),
        Later(lambda: below(facts)),
    ]
    return html.Article(parts, className="board-page")


def below(facts: Facts) -> list[Component]:
    """What stands below the list of exceptions."""
    selection, actions = facts.selection, actions_chart(facts)
    strengths = MarkupBlock(cards(facts, facts.better, BETTER))
    return [
        chart_card(list_chart(facts, BETTER), BOARD, selection, beneath=strengths),
        *([html.H2("Targets of the board", className="part"), *target_cards(facts)] if facts.targets else []),
        *([chart_card(actions, BOARD, selection)] if actions else []),
        *([MarkupBlock(dismissed(facts))] if facts.dismissed else []),
        chart_card(left_chart(facts), BOARD, selection, beneath=MarkupBlock(Markup(""))),
    ]


def board_charts(facts: Facts) -> list[Chart]:
    """All that can be taken away from the page."""
    actions = actions_chart(facts)
    return [
        list_chart(facts, WORSE),
        list_chart(facts, BETTER),
        *target_charts(facts),
        *([actions] if actions else []),
        left_chart(facts),
    ]


def answers(facts: Facts) -> Markup:
    """The answer, what else there is, and the ways on: the pack, the actions, the rules."""
    return joined(
        element("p", words.answer(facts), class_="answer"),
        *(element("p", said, class_="aid") for said in words.aids(facts)),
        ways(facts),
        *(late(title, address) for title, address in facts.late),
    )


def ways(facts: Facts) -> Markup:
    """Where to go from here."""
    links = [element("a", "Make a pack for the meeting", href=facts.pack, class_="way")] if facts.pack else []
    if facts.board.forms:
        links.append(element("a", "Actions and recommendations", href=f"{facts.board.forms}/actions", class_="way"))
        links.append(element("a", "Rules", href=f"{facts.board.forms}/rules", class_="way"))
    return element("p", *(part for one in links for part in (one, " ")), class_="ways") if links else Markup("")


def late(title: str, address: str) -> Markup:
    """A return that is too old to say anything of today, and the way to see it all the same."""
    return element(
        "p",
        f"{title} is too old to count. ",
        element("a", "See its newest month on the list", href=address),
        class_="aid",
    )


def reading_aid(facts: Facts) -> Markup:
    """What the words mean, and the rules as they hold here."""
    meanings = [element("div", element("dt", word), element("dd", said)) for word, said in words.MEANINGS]
    rules = [
        element("div", element("dt", rule.concern), element("dd", _rule(rule.meaning, rule.level)))
        for rule in facts.rules.all
        if rule.on
    ]
    return joined(
        element(
            "details", element("summary", "What certain, beyond chance and not tested mean"), element("dl", *meanings)
        ),
        element("details", element("summary", "The rules that put something here"), element("dl", *rules)),
    )


def _rule(meaning: str, level: float | None) -> str:
    return meaning if level is None else f"{meaning} Here: {level:g}."


def dismissed(facts: Facts) -> Markup:
    """What the board has taken off its list, with its reasons."""
    rows = [
        element(
            "li",
            element("a", one.entry.title, href=one.entry.desk),
            f": {sentence(one.why)} Until {one.until.day} {one.until:%B %Y}, {one.by}.",
        )
        for one in facts.dismissed
    ]
    return element("section", element("h2", "Taken off the list"), element("ul", *rows), class_="dismissed")


def left_chart(facts: Facts) -> Chart:
    """What is on neither list, each with the reason: so that nothing is passed over in silence."""
    names = ("Indicator", "Topic", "Period", "Figure", "Why it is on neither list")
    titles = links([one.title for one in facts.left], [one.address for one in facts.left])
    rows = [(title, one.topic, one.period, one.level, one.why) for title, one in zip(titles, facts.left, strict=True)]
    table = Table(f"{facts.area.name}: on neither list", tuple(Column(name) for name in names), tuple(rows))
    subtitle = "Every other indicator of the catalogue, by topic. What stands for it on a list is named."
    return Chart("left", words.left_finding(facts), subtitle, None, table, facts.source)
