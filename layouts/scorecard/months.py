"""The scorecard as figures to take away: the month shown, and all months side by side."""

from layouts.charts.card import Chart
from layouts.scorecard import words
from layouts.scorecard.facts import Facts
from layouts.scorecard.figures import change, counts, in_table, whole
from layouts.scorecard.sentences import full_name, short_year_end
from layouts.scorecard.table import verdict_words
from layouts.tables import Cell, Column, Number, Table
from models.scorecard.rows import Row, Scorecard

MONTH, MONTHS = "month", "months"
MOST_MONTHS = 24
"""Months that stand side by side at most, up to the one shown; a longer run is on the chart of each measure."""


def month_chart(facts: Facts, card: Scorecard) -> Chart:
    """The month shown, every row of it."""
    finding = f"In {card.month.label} {facts.area.name} {words.targets_in_words(card)}"
    count = len(card.measures)
    subtitle = (
        f"{count} measure{'' if count == 1 else 's'} in {len(card.sections)} "
        f"section{'' if len(card.sections) == 1 else 's'}, {card.month.label}, {facts.area.name}"
    )
    return Chart(
        MONTH,
        finding,
        f"{subtitle}. {words.provisional(card)}".strip(),
        None,
        month_table(facts, card),
        facts.source,
    )


def month_table(facts: Facts, card: Scorecard) -> Table:
    """The month shown as a table of figures."""
    columns = (
        Column("Measure"),
        Column("Section"),
        Column("Unit"),
        Column(card.month.label, True),
        Column("Numerator", True),
        Column("Denominator", True),
        Column("Target"),
        Column("Target met"),
        Column("Signal"),
        Column(f"Since {card.month.previous().label}"),
        Column("Since the same month a year before"),
        Column("31 March, projected"),
        Column("Published, neighbours' mean", True),
        Column("Published period"),
    )
    return Table(f"{facts.area.name}, {card.month.label}", columns, tuple(_cells(row) for row in card.rows))


def _cells(row: Row) -> tuple[Cell, ...]:
    now = row.now
    pair: tuple[Cell, Cell] = ("", "")
    if now is not None and counts(now):
        above, below = now.cell.numerator or 0.0, now.cell.denominator or 0.0
        pair = (Number(whole(above), above), Number(whole(below), below))
    public = row.published.shown if row.published else None
    mean: Cell = "none"
    if public is not None and public.mean is not None:
        mean = Number(f"{public.mean:,.1f}", public.mean, 1)
    return (
        full_name(row),
        row.section,
        row.unit,
        in_table(row, now),
        *pair,
        " ".join(row.target.target.text.split()) or "none",
        verdict_words(row),
        row.signal.word,
        change(row, row.before),
        change(row, row.year_before),
        short_year_end(row) or "not projected",
        mean,
        public.period.label if public else "",
    )


def months_chart(facts: Facts, card: Scorecard) -> Chart:
    """Every measure in the months up to the one shown, side by side."""
    months = [month for month in reversed(card.months) if not card.month < month][-MOST_MONTHS:]
    columns = (Column("Measure"), *(Column(month.label, True) for month in months))
    rows = [(full_name(row), *(in_table(row, row.figures.get(month)) for month in months)) for row in _once(card)]
    span = f"{months[0].label} to {months[-1].label}" if len(months) > 1 else months[0].label
    caption = f"{facts.area.name}, month by month, {span}"
    given = sum(isinstance(cell, Number) for row in rows for cell in row[1:])
    size = f"{len(months)} month{'' if len(months) == 1 else 's'} side by side"
    finding = f"{size}: {given} of {len(rows) * len(months)} figures are given"
    subtitle = f"Each measure as the return states it, {facts.area.name}, {span}"
    return Chart(MONTHS, finding, f"{subtitle}.", None, Table(caption, columns, tuple(rows)), facts.source)


def _once(card: Scorecard) -> tuple[Row, ...]:
    """Each measure and each part of one once, where it stands first."""
    first: dict[str, Row] = {}
    for row in card.rows:
        first.setdefault(row.key, row)
    return tuple(first.values())
