"""The page of what has changed: the answer, then each kind of change, then what the newest releases brought."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.changes import words
from layouts.changes.cards import cards
from layouts.changes.facts import Facts
from layouts.charts.card import Chart, chart_card
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import CHANGES


def changes_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    aids = (facts.why_none, words.also(facts), words.unchanged(facts), words.whatever_the_year(facts))
    answer = joined(
        element("p", words.answer(facts), class_="answer"),
        *(element("p", said, class_="aid") for said in aids if said),
        compared_with(facts),
        ways_to_be_told(facts),
    )
    shown = [chart_card(card.chart, CHANGES, facts.selection, beneath=card.beneath) for card in cards(facts)]
    return html.Article([html.H1(words.question(facts)), MarkupBlock(answer), *shown], className="changes-page")


def changes_charts(facts: Facts) -> list[Chart]:
    """All that can be taken away from the page."""
    return [card.chart for card in cards(facts)]


def compared_with(facts: Facts) -> Markup:
    """Which two snapshots are compared, and the way to the others."""
    if facts.earlier is None:
        return Markup("")
    since = f", in use from {words.on_day(facts.since)}," if facts.since else ""
    said = f"Snapshot {facts.snapshot}{since} against "
    if len(facts.past) < 2:
        return element("p", said, f"{facts.earlier.id}, in use from {words.on_day(facts.earlier.since)}.", class_="aid")
    ways = [
        element(
            "li",
            element(
                "a",
                f"{entry.id}, from {words.on_day(entry.since)}",
                href=facts.selection.but(since=entry.id).address(CHANGES.path),
                aria_current="true" if entry.id == facts.earlier.id else None,
            ),
        )
        for entry in facts.past
    ]
    return element("div", element("p", said), element("ul", *ways), class_="compared-with")


def ways_to_be_told(facts: Facts) -> Markup:
    """The same as a feed, and by e-mail."""
    feed = element("a", f"Feed of changes for {facts.area.name} (Atom)", href=facts.feed, type="application/atom+xml")
    mail = element("a", "Be told by e-mail", href="/account/digest")
    return element("p", feed, " · ", mail, class_="be-told")
