"""The page of one authority: the summary on one sheet, then the spine charts."""

from typing import Any

from dash.development.base_component import Component

from layouts import html
from layouts.attributes import aria
from layouts.charts.card import Chart, chart_card
from layouts.charts.spine import spine_chart
from layouts.markup import MarkupBlock
from layouts.pages import PROFILE
from layouts.profile import words
from layouts.profile.facts import Facts, Topic
from layouts.profile.summary import address_part, answers_part, print_key, topics_chart, who_part
from layouts.provenance import sources
from models.spine import Centre


def profile_page(facts: Facts) -> Component:
    """Heading, summary, and the spine chart of the chosen topic or of all."""
    return html.Article([summary_part(facts), *spines_part(facts)], className="profile")


def profile_charts(facts: Facts) -> tuple[Chart, ...]:
    """Every picture of the page, in its order."""
    return (topics_chart(facts), *(topic_chart(facts, topic) for topic in facts.shown if topic.rows))


def summary_part(facts: Facts) -> Component:
    """What prints on one sheet."""
    return html.Section(
        [
            html.Div([html.H1(words.heading(facts)), print_key()], className="heading"),
            answers_part(facts),
            MarkupBlock(who_part(facts)),
            chart_card(topics_chart(facts), PROFILE, facts.selection),
            address_part(facts),
        ],
        className="summary",
        **aria(label="Summary"),
    )


def spines_part(facts: Facts) -> list[Component]:
    """The ways to show the topics, and the topics shown."""
    return [ways(facts), *(html.Div(topic_part(facts, topic), id=topic.chart, tabIndex=-1) for topic in facts.shown)]


def ways(facts: Facts) -> Component:
    """Links: the chosen topic or all, the neighbours or England in the middle."""
    chosen = next(topic for topic in facts.topics if topic.slug == facts.selection.topic)
    topics = [
        _way(facts, f"{chosen.name} only", False, facts.centre),
        _way(facts, "All topics", True, facts.centre),
    ]
    centres = [
        _way(facts, "the neighbours' average", facts.shows_all, Centre.NEIGHBOURS),
        _way(facts, "England", facts.shows_all, Centre.ENGLAND),
    ]
    return html.Nav(
        [html.Span("Show:"), *topics, html.Span("In the middle:"), *centres],
        className="sorting",
        **aria(label="Ways to show the spine charts"),
    )


def _way(facts: Facts, text: str, shows_all: bool, centre: Centre) -> Component:
    selection = facts.viewed(shows_all, centre)
    is_here = selection == facts.selection
    current: dict[str, Any] = aria(current="true") if is_here else {}
    name = "-".join(text.casefold().replace("'", "").split())
    return html.A(text, id=f"show-{name}", href=selection.address(PROFILE.path), **current)


def topic_part(facts: Facts, topic: Topic) -> list[Component]:
    """A topic's spine chart, or why it has none."""
    if not topic.rows:
        return [html.H2(words.no_rows(facts, topic))]
    left_out = words.left_out(topic)
    beneath = html.P(left_out, className="aid") if left_out else None
    return [chart_card(topic_chart(facts, topic), PROFILE, facts.selection, beneath)]


def topic_chart(facts: Facts, topic: Topic) -> Chart:
    """A topic's spine chart."""
    shown = [row.standing.indicator for row in topic.rows]
    return spine_chart(
        name=topic.chart,
        finding=words.spine_finding(facts, topic),
        subtitle=words.spine_subtitle(facts, topic),
        rows=topic.rows,
        selection=facts.selection.but(topic=topic.slug),
        caption=words.spine_caption(facts, topic),
        source=f"{' '.join(sources(shown))} Snapshot {facts.snapshot}.",
        notes=facts.notes,
    )
