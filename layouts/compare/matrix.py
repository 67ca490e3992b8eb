"""The matrix: indicators down the side, authorities and their comparators across. On a phone each row is a card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from data.indicators import Polarity
from data.missing import Missing
from layouts.compare import cells
from layouts.compare.cells import Mean
from layouts.compare.sparkline import Trend, sparkline
from layouts.markup import Tags, element, elements, filled, in_tags, joined, tags
from models.benchmark import Benchmark

BETTER = {
    Polarity.HIGH: "higher is better",
    Polarity.LOW: "lower is better",
    Polarity.NEUTRAL: "neither is better",
}
MOST_IN_FULL = 8
"""So many authorities have their figures in full; of more, all but the chosen one's are in brief."""


@dataclass(frozen=True)
class Row:
    """One indicator: a record for each authority, the chosen one's first, and what else its row shows.

    `means` are those of the partnerships that have a column. `address` is that of the indicator's own page, `pick` that
    of this page with the indicator picked, or no longer picked. `trend` is None where there is nothing to draw; `told`
    says what it shows. `notes` say what is known to be wrong in the published figures.
    """

    standings: tuple[Benchmark, ...]
    means: tuple[Mean, ...]
    region_reason: Missing
    england_reason: Missing
    address: str
    pick: str
    is_picked: bool
    trend: Trend | None
    told: str
    notes: tuple[str, ...]

    @property
    def neighbours(self) -> Mean:
        """The mean of the comparator group."""
        ours = self.standings[0]
        return Mean(ours.mean, ours.contributing, len(ours.group.codes))


@dataclass(frozen=True)
class Columns:
    """What the columns are headed: the authorities, the chosen one first, and their comparators.

    `means` are partnerships by name, with how many members each has. `with_topic` is for indicators of several topics.
    """

    authorities: tuple[str, ...]
    means: tuple[tuple[str, int], ...]
    group: str
    members: int
    region: str
    with_topic: bool = False

    @property
    def count(self) -> int:
        """All columns with that of the indicators' titles."""
        return len(self.authorities) + len(self.means) + 5

    @property
    def in_brief(self) -> bool:
        """Whether there are too many authorities to show all of each figure."""
        return len(self.authorities) > MOST_IN_FULL


def matrix(caption: str, columns: Columns, rows: Sequence[Row]) -> Markup:
    """The whole table. Roles are said again because cards are laid out as blocks, which would lose them."""
    around = _cells(columns)
    body = joined(*[part for row in rows for part in (_row(columns, row, around), *_notes(columns, row))])
    return element(
        "table",
        element("caption", caption),
        element("thead", _head(columns), role="rowgroup"),
        element("tbody", body, role="rowgroup"),
        class_="matrix in-brief" if columns.in_brief else "matrix",
        role="table",
    )


def _head(columns: Columns) -> Markup:
    first, *others = columns.authorities
    heads = [
        _heading("Indicator", "unit, period, direction", "indicator"),
        _heading(first, "", "authority us"),
        *(_heading(name, "", "authority") for name in others),
        *(_heading(name, f"mean of {count} members", "comparator mean") for name, count in columns.means),
        _heading(columns.group, f"mean of {columns.members}", "comparator neighbours"),
        _heading(columns.region, "region", "comparator region"),
        _heading("England", "", "comparator england"),
        _heading("Trend", f"{first} and the average", "trend"),
    ]
    return element("tr", *heads, role="row")


def _heading(name: str, below: str, kind: str) -> Markup:
    return element("th", name, element("small", below) if below else "", scope="col", role="columnheader", class_=kind)


def _cells(columns: Columns) -> tuple[Tags, ...]:
    """The tags of a cell of each column after that of the titles, in the order of the head."""
    first, *others = columns.authorities
    kinds = [
        (first, "authority us"),
        *((name, "authority") for name in others),
        *((name, "comparator mean") for name, _ in columns.means),
        (columns.group, "comparator neighbours"),
        (columns.region, "comparator region"),
        ("England", "comparator england"),
        ("Trend", "trend"),
    ]
    return tuple(tags("td", role="cell", class_=kind, data_label=name) for name, kind in kinds)


def _row(columns: Columns, row: Row, around: Sequence[Tags]) -> Markup:
    ours, *others = row.standings
    indicator = ours.indicator
    of_others = cells.figure_in_brief if columns.in_brief else cells.figure
    content = [
        cells.figure(ours),
        *[of_others(standing) for standing in others],
        *[cells.mean(indicator, found) for found in (*row.means, row.neighbours)],
        cells.comparator(indicator, ours.region, row.region_reason),
        cells.comparator(indicator, ours.england, row.england_reason),
        sparkline(row.trend, row.told) if row.trend else element("small", "no figures"),
    ]
    return _one_row(joined(_title(columns, row), in_tags(around, content)))


_one_row = elements("tr", role="row")


def _notes(columns: Columns, row: Row) -> list[Markup]:
    texts = [element("td", note, colspan=columns.count, role="cell", class_="note") for note in row.notes]
    return [element("tr", text, role="row", class_="note") for text in texts]


def _title(columns: Columns, row: Row) -> Markup:
    """The row's heading: the indicator, what its figures are, and the keys to pick it and, on a phone, to open it."""
    indicator = row.standings[0].indicator
    said = about(row.standings[0], columns.with_topic)
    return _heading_of_row(indicator.title, row.address, indicator.title, said, _pick(row), indicator.title)


def about(ours: Benchmark, with_topic: bool) -> str:
    """What a row's figures are: unit, period, how settled, and which direction is good."""
    status = f" ({ours.status})" if ours.status else ""
    topic = [ours.indicator.topic] if with_topic else []
    return " · ".join([*topic, ours.indicator.unit, f"{ours.period.label}{status}", BETTER[ours.indicator.polarity]])


def _pick(row: Row) -> Markup:
    """The link that picks the indicator out, or puts it back."""
    indicator = row.standings[0].indicator
    return (_picked if row.is_picked else _not_picked)(indicator.id, row.pick, indicator.title)


def _pick_in(words: str, current: str | None) -> Callable[..., Markup]:
    unseen = element("span", " %s", class_="visually-hidden")
    return filled(element("a", words, unseen, id="pick-%s", href="%s", class_="pick", aria_current=current))


_picked, _not_picked = _pick_in("Picked ✓", "true"), _pick_in("Pick", None)
# The key that opens a card: `app/assets/43-compare.js` says what it does, the style sheet where it is seen.
_OPENER = element(
    "button",
    element("span", "More"),
    element("span", " of %s", class_="visually-hidden"),
    type="button",
    class_="opener",
    aria_expanded="false",
    data_open="row",
)
_heading_of_row = filled(
    element(
        "th",
        element("a", "%s", href="%s"),
        element("small", "%s"),
        element("div", "%s", _OPENER, class_="keys"),
        scope="row",
        role="rowheader",
        class_="indicator",
        aria_label="%s",
    )
)
