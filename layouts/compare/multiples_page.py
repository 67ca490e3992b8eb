"""The small multiples on the page: the key to their lines once, then a card for each unit."""

from collections.abc import Sequence

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import Chart, foot, picture
from layouts.charts.small_multiple import MARKS, Role, key_sample
from layouts.compare.comparison import Comparison
from layouts.markup import MarkupBlock, element
from layouts.pages import COMPARE
from layouts.tables import behind

LARGEST_TABLE = 12_000
"""So many cells are a table that a page can hold; a larger one is in the files."""
TOO_LARGE = "The table of these figures is too large for a page; the files hold all of it."


def multiples_view(comparison: Comparison, charts: Sequence[Chart]) -> list[Component]:
    """Who is who, and the charts unit by unit."""
    return [MarkupBlock(key(comparison)), *(card(chart, comparison) for chart in charts)]


def key(comparison: Comparison) -> Markup:
    """What each line is: its dash and its mark beside its name."""
    columns = comparison.columns
    first, *others = columns.authorities
    named, unnamed = others[: len(MARKS)], others[len(MARKS) :]
    parts = [
        (Role.US, 0, first),
        (Role.NEIGHBOURS, 0, f"{columns.group}, average"),
        *((Role.BESIDE, place, name) for place, name in enumerate(named)),
        *([(Role.BESIDE, len(MARKS), f"{len(unnamed)} others beside")] if unnamed else []),
        *((Role.MEAN, 0, f"{name}, mean of members") for name, _ in columns.means),
        (Role.REGION, 0, columns.region),
        (Role.ENGLAND, 0, "England"),
    ]
    items = [element("li", key_sample(role, place), element("span", name)) for role, place, name in parts]
    return element("ul", *items, class_="key-of-lines", aria_label="What each line is")


def card(chart: Chart, comparison: Comparison) -> Component:
    """As every chart's card, but that a table of many thousand cells is left to the files."""
    table = behind(chart.table) if chart.table.rows else html.P(TOO_LARGE, className="aid")
    known = data_attributes(chart=chart.name, address=comparison.selection.address(COMPARE.path))
    heading = [html.H2(chart.finding), html.P(chart.subtitle, className="subtitle")]
    return html.Section(
        [*heading, picture(chart), table, foot(chart, COMPARE, comparison.selection)],
        className="chart of-many",
        **known,
    )
