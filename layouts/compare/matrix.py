"""The matrix: indicators down the side, authorities and their comparators across. On a phone each row is a card."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from data.indicators import Polarity
from data.missing import Missing
from layouts import numbers
from layouts.compare.sparkline import Trend, sparkline
from layouts.markup import element, joined
from layouts.phrases import BANDS, is_seen, short
from models.benchmark import Benchmark

BETTER = {
    Polarity.HIGH: "higher is better",
    Polarity.LOW: "lower is better",
    Polarity.NEUTRAL: "neither is better",
}
ARROWS = {True: "▲", False: "▼"}


@dataclass(frozen=True)
class Row:
    """One indicator: a record for each authority, the chosen one's first, and what else its row shows.

    `address` is that of the indicator's own page. `trend` is None where there is nothing to draw; `told` says what it
    shows. `notes` say what is known to be wrong in the published figures.
    """

    standings: tuple[Benchmark, ...]
    region_reason: Missing
    england_reason: Missing
    address: str
    trend: Trend | None
    told: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """What the columns are headed: the authorities, the chosen one first, and their comparators."""

    authorities: tuple[str, ...]
    neighbours: str
    region: str

    @property
    def count(self) -> int:
        """All columns with that of the indicators' titles."""
        return len(self.authorities) + 5


def matrix(caption: str, columns: Columns, rows: Sequence[Row]) -> Markup:
    """The whole table. Roles are said again because cards are laid out as blocks, which would lose them."""
    body = joined(*(joined(_row(columns, row), _notes(columns, row)) for row in rows))
    return element(
        "table",
        element("caption", caption),
        element("thead", _head(columns), role="rowgroup"),
        element("tbody", body, role="rowgroup"),
        class_="matrix",
        role="table",
    )


def _head(columns: Columns) -> Markup:
    first, *others = columns.authorities
    heads = [
        _heading("Indicator", "unit, period, direction", "indicator"),
        _heading(first, "", "authority us"),
        *(_heading(name, "", "authority") for name in others),
        _heading("Neighbours", columns.neighbours, "comparator neighbours"),
        _heading(columns.region, "region", "comparator region"),
        _heading("England", "", "comparator england"),
        _heading("Trend", f"{first} and its neighbours", "trend"),
    ]
    return element("tr", *heads, role="row")


def _heading(name: str, below: str, kind: str) -> Markup:
    return element("th", name, element("small", below) if below else "", scope="col", role="columnheader", class_=kind)


def _row(columns: Columns, row: Row) -> Markup:
    ours = row.standings[0]
    figures = [
        _cell(name, "authority us" if place == 0 else "authority", _figure(standing))
        for place, (name, standing) in enumerate(zip(columns.authorities, row.standings, strict=True))
    ]
    return element(
        "tr",
        element("th", _title(row), scope="row", role="rowheader", class_="indicator"),
        *figures,
        _cell("Neighbours", "comparator neighbours", _mean(ours)),
        _cell(columns.region, "comparator region", _comparator(ours, ours.region, row.region_reason)),
        _cell("England", "comparator england", _comparator(ours, ours.england, row.england_reason)),
        _cell("Trend", "trend", sparkline(row.trend, row.told) if row.trend else element("small", "no figures")),
        role="row",
    )


def _cell(label: str, kind: str, content: Markup) -> Markup:
    return element("td", content, role="cell", class_=kind, data_label=label)


def _notes(columns: Columns, row: Row) -> Markup:
    texts = [element("td", note, colspan=columns.count, role="cell", class_="note") for note in row.notes]
    return joined(*(element("tr", text, role="row", class_="note") for text in texts))


def _title(row: Row) -> Markup:
    ours = row.standings[0]
    status = f" ({ours.status})" if ours.status else ""
    about = f"{ours.indicator.unit} · {ours.period.label}{status} · {BETTER[ours.indicator.polarity]}"
    return joined(element("a", ours.indicator.title, href=row.address), element("small", about))


def _figure(standing: Benchmark) -> Markup:
    """An authority's cell: the figure, how it has moved, where it stands in England and against the neighbours."""
    joint = element("small", "joint return", class_="joint") if standing.joint else Markup("")
    if standing.value is None:
        return joined(element("span", numbers.missing(standing.reason), class_="missing"), joint)
    value = short(standing.indicator, numbers.plain(standing.indicator, standing.value))
    word, _, rest = verdict(standing).partition(" ")
    compared = element(
        "span", element("b", word), f" {rest}", class_=f"verdict {standing.comparison.replace(' ', '-')}"
    )
    return joined(
        element(
            "div", element("b", value, class_="value"), element("span", moved(standing), class_="moved"), class_="level"
        ),
        element("div", _place(standing), " ", compared, class_="stand"),
        joint,
    )


def moved(standing: Benchmark) -> str:
    """The change since the period before: which way, by how much, and what that is called."""
    if standing.change is None:
        return "no earlier figure"
    size = numbers.plain(standing.indicator, abs(standing.change))
    return f"{ARROWS[standing.change > 0]} {size} {standing.direction}" if is_seen(size) else "no change"


def verdict(standing: Benchmark) -> str:
    """How the figure compares with the neighbours' average."""
    if standing.comparison == "not tested":
        return "not tested"
    return f"{standing.comparison} {'to' if standing.comparison == 'similar' else 'than'} neighbours"


def _place(standing: Benchmark) -> Markup:
    """The band with its letter, word and pattern; where there are none, the place among those with a figure."""
    if standing.band:
        return band(standing.band, BANDS[standing.band])
    position, word = (standing.rank, "best") if standing.rank else (standing.position_from_highest, "highest")
    place = f"{numbers.ordinal(position)} {word} of {standing.ranked}" if position else "not ranked"
    return element("span", place, class_="place")


def band(letter: str, word: str) -> Markup:
    """A band: its letter, its word and, by the style sheet, its pattern and colour."""
    return element("span", element("b", letter), f" {word}", class_=f"band band-{letter.lower()}")


def _mean(ours: Benchmark) -> Markup:
    if ours.mean is None:
        return element("span", "none published", class_="missing")
    value = short(ours.indicator, numbers.average(ours.indicator, ours.mean))
    return joined(
        element("b", value, class_="value"),
        element("small", f"{ours.contributing} of {len(ours.group.codes)}"),
    )


def _comparator(ours: Benchmark, value: float | None, reason: Missing) -> Markup:
    if value is None:
        return element("span", numbers.missing(reason), class_="missing")
    figure = element("b", short(ours.indicator, numbers.plain(ours.indicator, value)), class_="value")
    return joined(figure, element("small", "in total")) if ours.indicator.is_total else figure
