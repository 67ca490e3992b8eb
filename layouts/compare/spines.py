"""The Compare page as a spine chart: every indicator on a scale of its own, the average in the middle."""

from collections.abc import Sequence

from layouts.charts.card import Chart
from layouts.charts.spine import spine_chart
from layouts.compare import words
from layouts.compare.comparison import Comparison
from models.spine import SpineRow

SUBTITLE = "Each row has its own scale, so that unlike units can stand under each other"


def spines_chart(comparison: Comparison, rows: Sequence[SpineRow]) -> Chart:
    """The rows that are shown, in their order. Those who stand beside have no place in it."""
    beside = len(comparison.columns.authorities) + len(comparison.columns.means) - 1
    left_out = f"; {words.beside_are_elsewhere(beside)}" if beside else ""
    name, selection = comparison.columns.authorities[0], comparison.selection
    caption = words.caption(comparison.topic, [name], comparison.group_title, selection.year)
    return spine_chart(
        name="spine",
        finding=words.sides(name, comparison.ours),
        subtitle=f"{SUBTITLE}{left_out}.",
        rows=rows,
        selection=selection,
        caption=caption,
        source=" ".join(comparison.sources),
        notes={row.standings[0].indicator.id: row.notes for row in comparison.rows},
    )
