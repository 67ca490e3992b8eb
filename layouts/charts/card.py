"""A chart on a page: its finding, its picture, the figures behind one key, and all of it to take away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc
from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import aria, data_attributes
from layouts.charts import frame
from layouts.charts.frame import Figure
from layouts.halves import Later
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import Page
from layouts.selection import Selection
from layouts.tables import Table, behind, table

DOWNLOADS = "/download"
FILES = {"csv": "CSV", "xlsx": "Excel"}
PICTURES = {"png": "PNG", "svg": "SVG"}
COPY = "copy"


@dataclass(frozen=True)
class Chart:
    """A picture, or only a table where `picture` is None, which stands open if nothing else shows it; with all of it.

    `name` is its word in addresses, unique on its page. `finding` is its title, a sentence without its stop; `subtitle`
    says what, unit, who and when. `picture` is a Plotly figure of `height` pixels, or SVG that has its own size and its
    own role and label (`told` will do). `source` names source, release and date.
    """

    name: str
    finding: str
    subtitle: str
    picture: Figure | Markup | None
    table: Table
    source: str
    height: int = frame.HEIGHT

    @property
    def told(self) -> str:
        """What the picture says, in sentences."""
        return f"{self.finding}. {self.subtitle}"


def chart_card(
    chart: Chart,
    page: Page,
    selection: Selection,
    beneath: Component | None = None,
    beside: Component | None = None,
) -> Component:
    """The card of a chart; parts of the page that belong right under the picture, or at its right on a wide screen."""
    is_bare = chart.picture is None and beneath is None
    figures = MarkupBlock(table(chart.table)) if is_bare else behind(chart.table)
    found = [picture(chart), beneath, figures, foot(chart, page, selection)]
    body = [part for part in found if part is not None]
    whole = body if beside is None else [html.Div([html.Div(body), beside], className="side-by-side")]
    return _card(chart.name, chart.finding, chart.subtitle, page, selection, whole)


def opening_card(
    name: str,
    finding: str,
    subtitle: str,
    page: Page,
    selection: Selection,
    beneath: Component,
    later: Callable[[str], Sequence[Component]],
) -> Component:
    """The card that a page opens with, of a chart whose figures take long to look up.

    What answers stands `beneath` the heading at once; all else comes with the second half of the page. `later` draws
    that, given the name of the room for what stands below (`layouts.halves.into`).
    """
    room = f"{name}-below"
    parts = [beneath, html.Div(id=room), Later(lambda: later(room))]
    return _card(name, finding, subtitle, page, selection, parts)


def _card(
    name: str, finding: str, subtitle: str, page: Page, selection: Selection, content: Sequence[Component]
) -> Component:
    known = data_attributes(chart=name, address=selection.address(page.path))
    return html.Section(
        [html.H2(finding), html.P(subtitle, className="subtitle"), *content], className="chart", **known
    )


def picture(chart: Chart) -> Component | None:
    """The picture itself, for eyes and for ears."""
    if chart.picture is None:
        return None
    if isinstance(chart.picture, Markup):
        return MarkupBlock(chart.picture, className="picture")
    settings: Any = frame.CONFIG
    graph = dcc.Graph(figure=chart.picture, config=settings, style={"height": f"{chart.height}px"})
    return html.Figure(graph, role="img", className=f"height-{chart.height}", **aria(label=chart.told))


def foot(chart: Chart, page: Page, selection: Selection) -> MarkupBlock:
    """Where the figures are from, and the ways to take them away."""
    links = [
        element("a", words, href=download_address(chart, page, selection, form), download="")
        for form, words in FILES.items()
    ]
    pictures = {} if chart.picture is None else PICTURES
    keys = [element("button", words, type="button", data_take=form) for form, words in pictures.items()]
    copy = element("button", "Copy the figures", type="button", data_take=COPY)
    ways = element(
        "div",
        element("span", "Take away"),
        joined(*links, *keys, copy),
        class_="take-away",
        role="group",
        aria_label=f"Take away: {chart.finding}",
    )
    return MarkupBlock(joined(element("p", chart.source, class_="source"), ways), className="chart-foot")


def download_address(chart: Chart, page: Page, selection: Selection, form: str) -> str:
    """Where the chart's figures are to be had as a file."""
    query = selection.address(page.path).removeprefix(page.path)
    return f"{DOWNLOADS}/{page.slug}/{chart.name}.{form}{query}"
