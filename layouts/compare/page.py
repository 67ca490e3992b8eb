"""The Compare page: any authorities, partnerships and indicators on one screen, in the form that a reader chooses."""

from collections.abc import Sequence

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import Chart, chart_card, foot
from layouts.compare import words
from layouts.compare.cells import band
from layouts.compare.comparison import MULTIPLES, OWN_SCALES, TABLE, Comparison
from layouts.compare.controls import controls, left_out
from layouts.compare.matrix import matrix
from layouts.compare.multiples_page import multiples_view
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import COMPARE
from layouts.phrases import BANDS

MOST_THAT_FIT = 4


def compare_page(comparison: Comparison, charts: Sequence[Chart]) -> Component:
    """Question, answer, choices, the figures in the form that is chosen, sources. `charts` are those of the form."""
    name, selection = comparison.columns.authorities[0], comparison.selection
    among = "of those picked" if comparison.only_picked else "of this topic"
    without_figures = words.left_out(comparison.left_out, selection.year, among)
    parts = [
        html.H1(words.question(comparison.topic)),
        html.P(words.answer(comparison.topic, name, comparison.ours), className="answer"),
        controls(comparison) if comparison.ours else None,
        MarkupBlock(left_out(selection, comparison.counts), className="left-out"),
        *(shown(comparison, charts) if comparison.rows else []),
        html.P(without_figures, className="aid") if without_figures else None,
        sources(comparison),
    ]
    arranged = data_attributes(arrangement=comparison.arrangement) if comparison.arrangement else {}
    return html.Article([part for part in parts if part is not None], className="compare", **arranged)


def shown(comparison: Comparison, charts: Sequence[Chart]) -> list[Component]:
    """The figures in the form that is chosen."""
    if comparison.view == TABLE:
        return [MarkupBlock(reading_aid(comparison)), *(table(comparison, chart) for chart in charts)]
    if comparison.view in (MULTIPLES, OWN_SCALES):
        return multiples_view(comparison, charts)
    return [chart_card(chart, COMPARE, comparison.selection) for chart in charts]


def table(comparison: Comparison, chart: Chart) -> Component:
    """The matrix and the ways to take it away; with more columns than a screen is wide it scrolls by itself."""
    selection, columns = comparison.selection, comparison.columns
    content = matrix(chart.subtitle, columns, comparison.rows)
    fits = len(columns.authorities) + len(columns.means) <= MOST_THAT_FIT
    frame = (
        element("div", content, class_="fits")
        if fits
        else element("div", content, class_="scrolls", tabindex=0, role="region", aria_label=chart.subtitle)
    )
    known = data_attributes(chart=chart.name, address=selection.address(COMPARE.path))
    return html.Section([MarkupBlock(frame), foot(chart, COMPARE, selection)], className="chart as-table", **known)


def reading_aid(comparison: Comparison) -> Markup:
    """How to read a cell: bands, changes and verdicts, each as it looks there."""
    bands = [band(letter, word) for letter, word in BANDS.items()]
    parts = [
        element("li", "Among England's authorities: ", joined(*bands)),
        element("li", "▲ ▼ rose or fell since the period before."),
        element("li", words.HOW_TESTED),
    ]
    if comparison.columns.means:
        parts.append(element("li", words.HOW_AVERAGED))
    if comparison.columns.in_brief:
        parts.append(element("li", words.IN_BRIEF))
    return element("ul", *parts, class_="reading-aid", aria_label="How to read the table")


def sources(comparison: Comparison) -> Component:
    """Whose neighbours these are, which snapshot holds the figures, and where this page is; cards name the sources."""
    address = comparison.selection.address(COMPARE.path)
    neighbours = f"Neighbours of {comparison.columns.authorities[0]}: {comparison.group_title}."
    copy = element("button", "Copy the address", type="button", data_copy="address", class_="copy-address")
    return html.Div(
        [
            html.P(f"{neighbours} Snapshot {comparison.snapshot}."),
            html.P(["Address of this page: ", html.A(address, href=address, id="this-page", className="this-page")]),
            MarkupBlock(copy, className="copying"),
        ],
        className="sources",
    )
