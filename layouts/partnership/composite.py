"""Several authorities taken as one: a figure with its interval in each row, beside its members, region and England."""

from collections import Counter
from collections.abc import Callable
from functools import cache

from markupsafe import Markup

from layouts import numbers
from layouts.charts.card import Chart
from layouts.charts.spine import verdict
from layouts.compare.matrix import BETTER
from layouts.markup import MarkupBlock, element, elements, filled, joined
from layouts.partnership import composite_words as words
from layouts.partnership.composite_picture import key, picture
from layouts.partnership.composite_words import COMPOSITE_SHOWN
from layouts.partnership.facts import CompositeRow, Facts
from layouts.phrases import short
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table, link
from models.composite import Composite

NO_PLACE = "a sum has no place"


def composite_chart(facts: Facts) -> Chart:
    """The composite as a picture with its table: every figure that can be made, and the sums of totals."""
    caption = "Taken as one authority, worst first; then totals, which can only be added up"
    rows = (*(_row(facts, row) for row in facts.one.rows), *(_sum(facts, made) for made in facts.one.sums))
    table = Table(caption, _columns(facts), rows)
    finding, subtitle = words.composite_finding(facts), words.composite_subtitle(facts)
    return Chart("composite", finding, subtitle, _picture(facts), table, facts.source)


def _columns(facts: Facts) -> tuple[Column, ...]:
    figures = ("Taken as one", "Low limit, 95%", "High limit, 95%", "Numerator", "Denominator", "England")
    region = [Column(facts.one.region, True)] if facts.one.region else []
    return (
        *(Column(heading) for heading in ("Indicator", "Unit", "Topic", "Period")),
        *(Column(heading, True) for heading in figures),
        *region,
        Column("Against England"),
        Column("Place it would have", True),
        Column("Of", True),
        Column("Band it would have"),
        *(Column(area.name, True) for area in facts.areas),
        Column("How it is made"),
    )


def _row(facts: Facts, row: CompositeRow) -> tuple[Cell, ...]:
    indicator = row.made.indicator
    region = [_figure(row, row.region)] if facts.one.region else []
    return (
        link(indicator.title, row.address),
        *_about(row.made),
        *_made(row.made),
        _figure(row, row.england),
        *region,
        row.comparison,
        Number(str(row.place), row.place) if row.place else "",
        Number(str(row.of), row.of),
        row.band,
        *[_figure(row, value) for _, value in row.members],
        row.made.sentence,
    )


def _sum(facts: Facts, made: Composite) -> tuple[Cell, ...]:
    region = [""] if facts.one.region else []
    return (
        made.indicator.title,
        *_about(made),
        *_made(made),
        "",
        *region,
        "not tested",
        "",
        "",
        NO_PLACE,
        *("" for _ in facts.areas),
        made.sentence,
    )


def _about(made: Composite) -> tuple[str, str, str]:
    return made.indicator.unit, made.indicator.topic, made.period.label


def _made(made: Composite) -> tuple[Cell, ...]:
    """The figure, its limits and its counts."""
    indicator = made.indicator
    limits = ["" if limit is None else average_in_table(indicator, limit) for limit in (made.low, made.high)]
    counts = [
        "" if count is None or indicator.is_total else count_in_table(count)
        for count in (made.numerator, made.denominator)
    ]
    return ("" if made.value is None else in_table(indicator, made.value), *limits, *counts)


def _figure(row: CompositeRow, value: float | None) -> Cell:
    return "none" if value is None else in_table(row.made.indicator, value)


def _picture(facts: Facts) -> Markup:
    """The key, and the first rows with a picture in each."""
    heads = [
        ("Indicator", "indicator"),
        ("Taken as one", "one"),
        ("England", "england"),
        *([(facts.one.region, "region")] if facts.one.region else []),
        ("Lower ◂ ▸ higher", "range"),
    ]
    cells = [element("th", name, scope="col", role="columnheader", class_=kind) for name, kind in heads]
    body = [_drawn(facts.one.region, row) for row in facts.one.rows[:COMPOSITE_SHOWN]]
    table = element(
        "table",
        element("caption", "Each row has a scale of its own, from the lowest to the highest figure in it."),
        element("thead", element("tr", *cells, role="row"), role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        class_="as-one",
        role="table",
    )
    return joined(key(facts.one.region), table)


def _drawn(region: str, row: CompositeRow) -> Markup:
    indicator = row.made.indicator
    return _one_row(region)(
        row.address,
        indicator.title,
        f"{indicator.unit} · {row.made.period.label} · {BETTER[indicator.polarity]}",
        _ours(row),
        _level(row, row.england),
        *([_level(row, row.region)] if region else []),
        picture(row),
        words.members(row),
    )


@cache
def _one_row(region: str) -> Callable[..., Markup]:
    """What makes rows, where there is a region and where there is none."""
    title = joined(element("a", "%s", href="%s"), element("small", "%s"))
    return filled(
        element(
            "tr",
            element("th", title, scope="row", role="rowheader", class_="indicator"),
            _cell("Taken as one", "one", "%s"),
            _cell("England", "england", "%s"),
            *([_cell(region, "region", "%s")] if region else []),
            _cell("", "range", joined("%s", element("small", "%s"))),
            role="row",
        )
    )


def _cell(label: str, kind: str, content: str) -> Markup:
    return element("td", content, role="cell", class_=kind, data_label=label or None)


_value, _small = elements("b", class_="value"), elements("small")


def _level(row: CompositeRow, value: float | None) -> Markup:
    if value is None:
        return element("span", "none published", class_="missing")
    indicator = row.made.indicator
    return _value(short(indicator, numbers.plain(indicator, value)))


def _ours(row: CompositeRow) -> Markup:
    limits, where = _small(words.limits(row)), _small(words.place(row))
    left_out = [_small(words.left_out(row))] if row.made.missing else []
    return joined(_level(row, row.value), " ", verdict(row.comparison), limits, where, *left_out)


def refused_chart(facts: Facts) -> Chart:
    """What cannot be made of all of them, each with its reason."""
    columns = tuple(Column(heading) for heading in ("Indicator", "Unit", "Topic", "Why there is no figure"))
    rows = tuple((indicator.title, indicator.unit, indicator.topic, why) for indicator, _, why in facts.one.refused)
    finding = words.refused_finding(facts)
    table = Table("What cannot be made of all of them, and why", columns, rows)
    subtitle = words.refused_subtitle(facts)
    return Chart("not-pooled", finding, subtitle, None, table, facts.source)


def refused_list(facts: Facts) -> MarkupBlock:
    """How many of each topic; every one with its reason is in the table."""
    counts = Counter(indicator.topic for indicator, _, _ in facts.one.refused)
    items = [element("li", f"{topic}: {count}") for topic, count in counts.most_common()]
    return MarkupBlock(element("ul", *items, class_="refused"))
