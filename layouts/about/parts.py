"""A part of the page about the data: its heading, what it says, its content, and the ways to take it away."""

from dataclasses import dataclass

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import FILES, Chart, download_address, foot
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import ABOUT
from layouts.selection import Selection


@dataclass(frozen=True)
class Part:
    """A part with its id; `chart` is its table as it is taken away, and says what the part says.

    `is_one_table` where the table stands in the content as it is, so that it can be copied from there.
    """

    id: str
    title: str
    content: Markup
    chart: Chart | None = None
    is_one_table: bool = False


def drawn(part: Part, selection: Selection) -> Component:
    """The part on the page."""
    heading = html.H2(part.title, id=part.id, tabIndex=-1)
    if part.chart is None:
        return html.Section([heading, MarkupBlock(part.content)], className="part")
    known = data_attributes(chart=part.chart.name, address=selection.address(ABOUT.path))
    end = foot(part.chart, ABOUT, selection) if part.is_one_table else files_only(part.chart, selection)
    said = [html.P(f"{part.chart.finding}.", className="finding"), html.P(part.chart.subtitle, className="subtitle")]
    return html.Section([heading, *said, MarkupBlock(part.content), end], className="chart part", **known)


def files_only(chart: Chart, selection: Selection) -> MarkupBlock:
    """Ways to take away what is too much for a clipboard."""
    links = [
        element("a", words, href=download_address(chart, ABOUT, selection, form), download="")
        for form, words in FILES.items()
    ]
    ways = element(
        "div",
        element("span", "Take away"),
        *links,
        class_="take-away",
        role="group",
        aria_label=f"Take away: {chart.finding}",
    )
    return MarkupBlock(joined(element("p", chart.source, class_="source"), ways), className="chart-foot")
