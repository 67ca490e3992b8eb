"""The targets that a board has set: the course of each beside its path, in a sentence, a chart and a table."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts.board import trajectory_chart, trajectory_words
from layouts.board.facts import Facts, TargetShown
from layouts.charts.card import Chart, chart_card
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import BOARD
from layouts.provenance import source_line

MOST_DRAWN = 12
"""Targets with a chart of their own: a page with more of them answers nothing."""


def target_charts(facts: Facts) -> list[Chart]:
    """A chart for each target, the first to fall due first."""
    return [_chart(facts, target) for target in facts.targets[:MOST_DRAWN]]


def target_cards(facts: Facts) -> list[Component]:
    """The charts with what is said of them beneath."""
    shown = zip(facts.targets, target_charts(facts), strict=False)
    return [
        chart_card(chart, BOARD, facts.selection, beneath=MarkupBlock(_said(target, chart), className="target-said"))
        for target, chart in shown
    ]


def _chart(facts: Facts, target: TargetShown) -> Chart:
    name, indicator, course = facts.area.name, target.indicator, target.course
    is_local = ":" in target.key
    return Chart(
        name=f"target-{target.key.replace(':', '-').replace('/', '-')}",
        finding=trajectory_chart.finding(indicator, name, course),
        subtitle=trajectory_chart.subtitle(indicator, course),
        picture=trajectory_chart.picture(indicator, name, course),
        table=trajectory_chart.table(indicator, name, course),
        source=facts.source if is_local else f"{source_line(indicator)} Snapshot {facts.snapshot}.",
    )


def _said(target: TargetShown, chart: Chart) -> Markup:
    why = f"Why this target: {target.why}" if target.why else ""
    told = [trajectory_words.answer(target.indicator, target.course), *_beneath(target), why]
    link = element("p", element("a", "Change the target", href=target.desk, aria_label=f"Change: {chart.finding}"))
    return joined(*(element("p", said) for said in told if said), link)


def _beneath(target: TargetShown) -> list[str]:
    return trajectory_words.beneath(target.indicator, target.course)
