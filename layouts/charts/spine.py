"""The spine chart: a table with a picture in each row, for eyes, ears, print and phones alike.

Entry: `spine_table(rows, selection, caption)` is the table of `models.spine.spine_rows(standing)` as markup, with its
key above it; `spine_figures(rows, caption)` are the same figures as a Table; `spine_chart(...)` is both as a Chart for
`layouts.charts.card.chart_card`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from markupsafe import Markup

from data.indicators import Polarity
from layouts import numbers, phrases, sentences
from layouts.charts.card import Chart
from layouts.charts.spine_picture import MARKS, end_word, key, quarter, spine_picture, undrawn
from layouts.markup import alike, element, elements, joined
from layouts.pages import INDICATOR
from layouts.selection import Selection
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table, link
from models.spine import Centre, Extreme, SpineRow

BETTER = {
    Polarity.HIGH: "higher is better",
    Polarity.LOW: "lower is better, so the scale is turned round",
    Polarity.NEUTRAL: "neither is better: low to high",
}
MOST_NAMED = 2
NONE_PUBLISHED = "none published"
# A chart has up to a hundred of each of these.
_line = elements("tr", role="row")
_heading = elements("th", scope="row", role="rowheader", class_="indicator")
_cell = alike("td", "role", "class_", "data_label", holds=True)
_range = elements("td", role="cell", class_="range")
_value = elements("b", class_="value")
_missing = elements("span", class_="missing")
_small = elements("small")


def spine_chart(
    name: str,
    finding: str,
    subtitle: str,
    rows: Sequence[SpineRow],
    selection: Selection,
    caption: str,
    source: str,
    notes: Mapping[str, Sequence[str]] | None = None,
) -> Chart:
    """A spine chart with all that belongs to it; `caption` says what the table holds, `notes` as in `spine_table`."""
    picture = spine_table(rows, selection, caption, notes)
    return Chart(name, finding, subtitle, picture, spine_figures(rows, caption), source)


def spine_table(
    rows: Sequence[SpineRow], selection: Selection, caption: str, notes: Mapping[str, Sequence[str]] | None = None
) -> Markup:
    """The key and the table; one row or more. `notes` stand under the title of an indicator, by its id."""
    ours = rows[0].standing
    region = rows[0].region_area.name if rows[0].region_area else ""
    address = selection.but(view="", hide="", sort="").addresses(INDICATOR.path, "indicator")
    body = joined(*[_row(row, address, (notes or {}).get(row.standing.indicator.id, ())) for row in rows])
    table = element(
        "table",
        element("caption", caption),
        element("thead", _head(rows[0]), role="rowgroup"),
        element("tbody", body, role="rowgroup"),
        class_="spines",
        role="table",
    )
    return joined(key(ours.area.name, f"{phrases.group_name(ours.group)}, average", region), table)


def _head(row: SpineRow) -> Markup:
    ours = row.standing
    centre = "England" if row.centre is Centre.ENGLAND else f"{phrases.group_name(ours.group).lower()}' average"
    heads = [
        ("Indicator", "unit, period, direction", "indicator"),
        (ours.area.name, f"against {_centre_words(row)}", "us"),
        (phrases.group_name(ours.group), f"average of {len(ours.group.codes)}", "neighbours"),
        ("England", "", "england"),
        ("Worst", "or lowest", "worst"),
        (f"Worse ◂ {centre} ▸ better", "or lower ◂ ▸ higher", "range"),
        ("Best", "or highest", "best"),
    ]
    cells = [
        element("th", name, element("small", below) if below else "", scope="col", role="columnheader", class_=kind)
        for name, below, kind in heads
    ]
    return element("tr", *cells, role="row")


def _centre_words(row: SpineRow) -> str:
    return "England" if row.centre is Centre.ENGLAND else f"{phrases.group_name(row.standing.group).lower()}' average"


def _row(row: SpineRow, address: Callable[[str], str], notes: Sequence[str]) -> Markup:
    ours = row.standing
    picture = element("small", undrawn(row), class_="no-bars") if row.undrawn else spine_picture(row)
    cells = joined(
        _heading(_title(row, address, notes)),
        _cell("cell", "us", ours.area.name, _ours(row)),
        _cell("cell", "neighbours", phrases.group_name(ours.group), _mean(row)),
        _cell("cell", "england", "England", _england(row)),
        _cell("cell", "worst", end_word(row, is_best=False).capitalize(), _extreme(row, row.worst, is_best=False)),
        _range(picture),
        _cell("cell", "best", end_word(row, is_best=True).capitalize(), _extreme(row, row.best, is_best=True)),
    )
    return _line(cells)


def _title(row: SpineRow, address: Callable[[str], str], notes: Sequence[str]) -> Markup:
    indicator = row.standing.indicator
    status = f" ({row.standing.status})" if row.standing.status else ""
    about = f"{indicator.unit} · {row.standing.period.label}{status} · {BETTER[indicator.polarity]}"
    said = [element("small", note, class_="note") for note in notes]
    return joined(link(indicator.title, address(indicator.id)), _small(about), *said)


def _ours(row: SpineRow) -> Markup:
    """The figure with its verdict and where it lies in England; the reason where there is none."""
    ours = row.standing
    joint = [_small("joint return")] if ours.joint else []
    if ours.value is None:
        return joined(_missing(ours.reason.sentence), *joint)
    where = "" if row.undrawn else quarter(row)
    if row.us is not None and abs(row.us) > 1:
        where += ", off the scale"
    return joined(
        _value(phrases.short(ours.indicator, numbers.plain(ours.indicator, ours.value))),
        " ",
        verdict(row.verdict),
        *([_small(where)] if where else []),
        *joint,
    )


@cache
def verdict(word: str) -> Markup:
    """A verdict with its mark and its word."""
    sign = element("span", MARKS[word].sign, aria_hidden="true")
    return element("span", sign, f" {word}", class_=f"verdict {word.replace(' ', '-')}")


def _mean(row: SpineRow) -> Markup:
    ours = row.standing
    if ours.mean is None:
        return _missing(NONE_PUBLISHED)
    value = _value(phrases.short(ours.indicator, numbers.average(ours.indicator, ours.mean)))
    of = len(ours.group.codes)
    return value if ours.contributing == of else joined(value, _small(f"{ours.contributing} of {of}"))


def _england(row: SpineRow) -> Markup:
    ours = row.standing
    if ours.england is None:
        return _missing(numbers.missing(row.england_reason))
    value = _value(phrases.short(ours.indicator, numbers.plain(ours.indicator, ours.england)))
    return joined(value, _small("in total")) if ours.indicator.is_total else value


def _extreme(row: SpineRow, end: Extreme | None, is_best: bool) -> Markup:
    if end is None:
        return _missing(NONE_PUBLISHED)
    indicator, word = row.standing.indicator, end_word(row, is_best)
    parts = [*([] if word in ("best", "worst") else [word]), holders(end)]
    if end.place is not None and abs(end.place) > 1:
        parts.append("off the scale")
    figure = _value(phrases.short(indicator, numbers.plain(indicator, end.value)))
    return joined(figure, _small(", ".join(parts)))


def holders(end: Extreme) -> str:
    """Who has an extreme figure: by name, or how many where they are many."""
    names = [area.name for area in end.holders]
    return phrases.listed(names) if len(names) <= MOST_NAMED else f"{len(names)} authorities"


def spine_figures(rows: Sequence[SpineRow], caption: str) -> Table:
    """Every figure of the chart and where it stands, a row an indicator; the same for every file that is taken away."""
    first = rows[0]
    ours, region = first.standing, first.region_area
    headings = [
        ("Indicator", False),
        ("Unit", False),
        ("Period", False),
        ("Which way is better", False),
        (ours.area.name, True),
        ("Low limit, 95%", True),
        ("High limit, 95%", True),
        (f"{phrases.group_name(ours.group)}, average", True),
        ("Contributing", True),
        (region.name if region else "Region", True),
        ("England", True),
        ("Worst, or lowest", True),
        ("Who", False),
        ("First quartile", True),
        ("Third quartile", True),
        ("Best, or highest", True),
        ("Who has the best", False),
        ("Authorities with a figure", True),
        (f"Against {_centre_words(first)}", False),
    ]
    columns = tuple(Column(heading, is_number) for heading, is_number in headings)
    return Table(caption, columns, tuple(_figures(row) for row in rows))


def _figures(row: SpineRow) -> tuple[Cell, ...]:
    ours = row.standing
    indicator = ours.indicator
    limits = ("" if limit is None else average_in_table(indicator, limit) for limit in (ours.low, ours.high))
    quartiles = row.quartiles or (None, None)
    edges = ("" if edge is None else average_in_table(indicator, edge) for edge in quartiles)
    return (
        indicator.title,
        indicator.unit,
        ours.period.label,
        str(indicator.polarity),
        ours.reason.words if ours.value is None else in_table(indicator, ours.value),
        *limits,
        NONE_PUBLISHED if ours.mean is None else average_in_table(indicator, ours.mean),
        count_in_table(float(ours.contributing)),
        row.region_reason.words if ours.region is None else in_table(indicator, ours.region),
        row.england_reason.words if ours.england is None else in_table(indicator, ours.england),
        *_end(row, row.worst),
        *edges,
        *_end(row, row.best),
        count_in_table(float(row.authorities)),
        compared(row),
    )


def _end(row: SpineRow, end: Extreme | None) -> tuple[Cell, Cell]:
    if end is None:
        return NONE_PUBLISHED, ""
    figure: Number = in_table(row.standing.indicator, end.value)
    return figure, holders(end)


def compared(row: SpineRow) -> str:
    """The verdict in a word, or why there is none."""
    if row.verdict != "not tested" or row.centre is Centre.ENGLAND:
        return row.verdict
    return sentences.untested(row.standing)
