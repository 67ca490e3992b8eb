"""One measure in full: its control chart, what it says, its comparators, and what the check found on it."""

from math import isfinite

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import phrases
from layouts.charts.card import Chart, chart_card
from layouts.charts.control import Aim, Limits, control_figure, control_scale
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import SCORECARD
from layouts.scorecard import sentences
from layouts.scorecard.compared import compared_part, findings_part, parts_part
from layouts.scorecard.facts import Facts, as_indicator
from layouts.scorecard.figures import average, average_decimals, counts, level, reason, stated
from layouts.scorecard.table import CHART
from layouts.tables import Cell, Column, Number, Table
from models.scorecard.rows import Row


def measure_card(facts: Facts, row: Row) -> Component:
    """The chart of a measure with everything that belongs to it."""
    return chart_card(measure_chart(facts, row), SCORECARD, facts.selection, MarkupBlock(beneath(facts, row)))


def measure_chart(facts: Facts, row: Row) -> Chart:
    """The control chart of a measure up to the month shown, with its table."""
    limits, aim = limits_of(row), aim_of(row)
    values = tuple(known(value) for value in row.signal.values)
    figure_of = control_figure(
        unit(row),
        row.signal.months,
        values,
        hover(row, values),
        row.signal.words.tolist(),
        facts.area.name,
        limits,
        aim,
    )
    has_picture = any(value is not None for value in values)
    return Chart(
        CHART,
        sentences.finding(row),
        subtitle(facts, row, values, limits, aim),
        figure_of if has_picture else None,
        measure_table(facts, row),
        facts.source,
    )


def known(value: float) -> float | None:
    """A number that can be drawn."""
    return float(value) if isfinite(value) else None


def unit(row: Row) -> str:
    """What the axis is in."""
    single = " in the single month" if row.signal.of_single_months else ""
    return f"{row.unit}{single}"


def limits_of(row: Row) -> Limits | None:
    """The average and the limits of the months, None where there is no chart."""
    chart = row.signal.limits
    if chart is None:
        return None
    arrays = [tuple(known(value) for value in values) for values in (chart.centre, chart.lower, chart.upper)]
    names = ("average", "lower", "upper")
    written_out = [
        "" if values[-1] is None else f"{name} {average(row, values[-1])}"
        for name, values in zip(names, arrays, strict=True)
    ]
    return Limits(arrays[0], arrays[1], arrays[2], (written_out[0], written_out[1], written_out[2]))


def aim_of(row: Row) -> Aim | None:
    """The target as a line, where a single month has one."""
    line = row.target.line
    return None if line is None or row.signal.of_single_months else Aim(line, f"target {level(row, line)}")


def hover(row: Row, values: tuple[float | None, ...]) -> tuple[str, ...]:
    """What each point says."""
    said = []
    for month, value, word in zip(row.signal.months, values, row.signal.words.tolist(), strict=True):
        found = row.figures.get(month)
        if value is None or found is None:
            said.append("")
            continue
        text = average(row, value) if row.signal.of_single_months else stated(row, found)
        made = f" ({counts(found)})" if counts(found) and not row.signal.of_single_months else ""
        said.append(f"<b>{month.label}</b><br>{text}{made}{'<br>' + word if word else ''}")
    return tuple(said)


def subtitle(facts: Facts, row: Row, values: tuple[float | None, ...], limits: Limits | None, aim: Aim | None) -> str:
    """What, unit, who and when; what lines and marks are; where the axis begins."""
    months = row.signal.months
    span = f"{months[0].label} to {months[-1].label}" if len(months) > 1 else months[0].label
    what = phrases.what(as_indicator(row, 0))
    parts = [f"{what}, {facts.area.name}, {span}"]
    if row.signal.of_single_months:
        parts.append("each month's own part of the year to date")
    if limits is not None:
        parts.append("dashed: the average; dotted: the limits of what chance gives")
    if any(row.signal.words.tolist()):
        parts.append("a diamond is a signal, a circle is none")
    if aim is not None:
        parts.append("long dashes: the target, which is a line and not a limit")
    if any(value is None for value in values):
        parts.append("a gap is a month without a figure")
    if any(value is not None for value in values) and not control_scale(values, limits, aim).from_zero:
        parts.append("the axis is broken: it does not start at zero")
    return phrases.sentence("; ".join(parts))


def measure_table(facts: Facts, row: Row) -> Table:
    """Every month up to the one shown: figure, counts, average, limits, signal."""
    signal_of, chart = row.signal, row.signal.limits
    single = (Column("Single month", True),) if signal_of.of_single_months else ()
    drawn = tuple(Column(name, True) for name in ("Average", "Lower limit", "Upper limit")) if chart else ()
    columns = (
        Column("Month"),
        Column(f"Figure ({row.unit})", True),
        Column("Numerator", True),
        Column("Denominator", True),
        *single,
        *drawn,
        Column("Signal"),
    )
    decimals = average_decimals(row)

    def drawn_value(value: float) -> Cell:
        return Number(average(row, value), round(float(value), decimals), decimals) if isfinite(value) else "none"

    rows = []
    for at, month in enumerate(signal_of.months):
        found = row.figures.get(month)
        cells: list[Cell] = [month.label]
        if found is None or found.value is None:
            cells += [reason(found.cell if found else None), "", ""]
        else:
            cell = found.cell
            typed = found.value if found.stated is None else found.stated
            cells.append(Number(stated(row, found), typed, cell.decimals if found.stated is not None else 1))
            cells += [
                "" if count is None else Number(f"{count:,.0f}", count, 0)
                for count in ((cell.numerator, cell.denominator) if counts(found) else (None, None))
            ]
        if single:
            cells.append(drawn_value(signal_of.values[at]))
        if chart is not None:
            cells += [drawn_value(values[at]) for values in (chart.centre, chart.lower, chart.upper)]
        cells.append(str(signal_of.words[at]) or ("no signal" if chart is not None else "no chart"))
        rows.append(tuple(cells))
    name = sentences.full_name(row)
    return Table(f"{name}, {facts.area.name}, month by month", columns, tuple(rows), mark=len(rows) - 1)


def beneath(facts: Facts, row: Row) -> Markup:
    """What belongs right under the chart."""
    said = [element("p", sentence) for sentence in sentences.said(row)]
    return joined(
        element("div", *said, class_="said"),
        parts_part(facts, row),
        compared_part(facts, row),
        findings_part(facts, row),
    )
