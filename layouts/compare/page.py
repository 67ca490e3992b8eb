"""The Compare page: several authorities, all indicators of a topic, on one screen."""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from layouts.attributes import aria
from layouts.compare import words
from layouts.compare.matrix import Columns, Row, band, matrix
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import COMPARE
from layouts.phrases import BANDS
from layouts.selection import Selection

SORTS = {"": "as published", "gap": "widest gap to neighbours first", "certainty": "surest worse first"}
MOST_THAT_FIT = 4


@dataclass(frozen=True)
class Comparison:
    """All that the page shows. `left_out` is how many of the topic's indicators have no period to show."""

    selection: Selection
    topic: str
    columns: Columns
    group_title: str
    rows: tuple[Row, ...]
    left_out: int
    sources: tuple[str, ...]
    snapshot: str


def compare_page(comparison: Comparison) -> Component:
    """Question, answer, reading aids, matrix, sources."""
    names, selection = comparison.columns.authorities, comparison.selection
    ours = [row.standings[0] for row in comparison.rows]
    left_out = words.left_out(comparison.left_out, selection.year)
    return html.Article(
        [
            html.H1(words.question(comparison.topic)),
            html.P(words.answer(comparison.topic, names[0], ours), className="answer"),
            *([sorting(selection), MarkupBlock(reading_aid()), table(comparison)] if ours else []),
            html.P(left_out, className="aid") if left_out else None,
            sources(comparison),
        ],
        className="compare",
    )


def table(comparison: Comparison) -> Component:
    """The matrix; with more authorities than a screen is wide it scrolls by itself, by keyboard too."""
    names = comparison.columns.authorities
    caption = words.caption(comparison.topic, names, comparison.group_title, comparison.selection.year)
    content = matrix(caption, comparison.columns, comparison.rows)
    if len(names) <= MOST_THAT_FIT:
        return MarkupBlock(element("div", content, class_="fits"))
    return MarkupBlock(element("div", content, class_="scrolls", tabindex=0, role="region", aria_label=caption))


def sorting(selection: Selection) -> Component:
    """Links that put the rows in another order."""
    links = [
        html.A(text, id=f"sort-{sort or 'published'}", href=ordered.address(COMPARE.path), **_current(sort, selection))
        for sort, text in SORTS.items()
        if (ordered := selection.but(sort=sort))
    ]
    return html.Nav([html.Span("Sort:"), *links], className="sorting", **aria(label="Sort the indicators"))


def _current(sort: str, selection: Selection) -> dict[str, Any]:
    return aria(current="true") if sort == selection.sort or (not sort and selection.sort not in SORTS) else {}


def reading_aid() -> Markup:
    """How to read a cell: bands, changes and verdicts, each as it looks there."""
    bands = [band(letter, word) for letter, word in BANDS.items()]
    parts = [
        element("li", "Among England's authorities: ", joined(*bands)),
        element("li", "▲ ▼ rose or fell since the period before."),
        element("li", words.HOW_TESTED),
    ]
    return element("ul", *parts, class_="reading-aid", aria_label="How to read the table")


def sources(comparison: Comparison) -> Component:
    """Where the figures are from, which snapshot holds them, and where this page is."""
    address = comparison.selection.address(COMPARE.path)
    neighbours = f"Neighbours of {comparison.columns.authorities[0]}: {comparison.group_title}."
    return html.Div(
        [
            html.P([*(f"{source} " for source in comparison.sources), neighbours, f" Snapshot {comparison.snapshot}."]),
            html.P(["Address of this page: ", html.A(address, href=address, id="this-page", className="this-page")]),
        ],
        className="sources",
    )
