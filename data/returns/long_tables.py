"""The template filled in: a row an indicator and period, gathered into series."""

from collections.abc import Iterable
from dataclasses import replace

from data.authorities import load_authorities
from data.returns.cells import Cell, CellKind, plain
from data.returns.content import Figure, Remark, Row, Series, Table, Who
from data.returns.measures import UNDER_REVIEW, Measures
from data.returns.months import parse_period_heading
from data.returns.names import named
from data.returns.targets import NO_TARGET, parse_target
from data.returns.template import PUBLISHED, column_of

WHOSE = {"own": Who.OWN, "neighbours": Who.NEIGHBOURS, "region": Who.AREA, "england": Who.AREA}
CONTENT = ("value", "numerator", "denominator")


def long_series(table: Table, measures: Measures) -> tuple[list[Series], list[Remark]]:
    """The series of a table in the template's columns, and what has no place. Rows not filled in are left out."""
    places = template_places(table)
    gathered: dict[tuple[str, str], list[Row]] = {}
    remarks = []
    for row in table.rows:
        name = _text(row, places, "indicator")
        if not name:
            if any(_cell(row, places, part).kind is not CellKind.EMPTY for part in CONTENT):
                remarks.append(
                    _remark(table, row, "indicator", "name", "", "names no indicator; write its id or its name")
                )
            continue
        gathered.setdefault((name, _text(row, places, "breakdown")), []).append(row)
    series = []
    for (name, breakdown), rows in gathered.items():
        own = []
        for row in rows:
            figure = own_figure(row, places)
            if figure is None:
                continue
            if figure.period is None:
                said = _text(row, places, "period")
                message = (
                    f"has '{said}' as its period, which is none; write it as Oct-22, Q2 2022/23, 2021/22 or 31 March "
                    "2022"
                )
                remarks.append(_remark(table, row, "period", "period", said, message))
                continue
            own.append(figure)
        measure, part = named(measures, name)
        if measure is None:
            measure, part = named(measures, _text(rows[0], places, "title"))
        targets = [parse_target(text) for row in rows if (text := _text(row, places, "target"))]
        series.append(
            Series(
                table=table.number,
                line=rows[0].line,
                sheet=table.sheet,
                name=name,
                measure=measure,
                own=tuple(own),
                comparators=tuple(_comparators(rows, places)),
                target=targets[-1] if targets else NO_TARGET,
                target_heading="target",
                breakdown=", ".join(text for text in (part, breakdown) if text),
                under_review=bool(UNDER_REVIEW.search(name)),
            )
        )
    return series, remarks


def template_places(table: Table) -> dict[str, int]:
    """Where each of the template's columns stands."""
    return {name: heading.column for heading in table.headings if (name := column_of(heading.text))}


def own_figure(row: Row, places: dict[str, int]) -> Figure | None:
    """The row's own figure, with its counts; None for a row that is not filled in."""
    value, *counts = (_cell(row, places, part) for part in CONTENT)
    if all(cell.kind is CellKind.EMPTY for cell in (value, *counts)):
        return None
    numerator, denominator = (cell.value for cell in counts)
    if not value.has_counts and (numerator is not None or denominator is not None):
        kind = CellKind.COUNTS if value.kind is CellKind.EMPTY and numerator is not None else value.kind
        value = replace(value, kind=kind, numerator=numerator, denominator=denominator)
    faulty = next((cell for cell in counts if cell.kind is CellKind.WORDS), None)
    if faulty is not None and not value.fault:
        value = replace(value, text=faulty.text, kind=CellKind.WORDS, fault=faulty.fault)
    period = parse_period_heading(_text(row, places, "period"))
    return Figure(row.line, _text(row, places, "period") or "value", Who.OWN, "", False, period, value)


def _comparators(rows: Iterable[Row], places: dict[str, int]) -> list[Figure]:
    """The published figures that the template was given out with, each said once."""
    found: dict[tuple[str, str], Figure] = {}
    for row in rows:
        period = parse_period_heading(_text(row, places, "published_period"))
        for column, who in PUBLISHED.items():
            cell = _cell(row, places, column)
            if cell.kind is not CellKind.EMPTY and period is not None:
                area = load_authorities().england.code if who == "england" else ""
                made = Figure(row.line, column, WHOSE[who], area, who == "region", period, cell)
                found.setdefault((column, cell.text), made)
    return list(found.values())


def _cell(row: Row, places: dict[str, int], column: str) -> Cell:
    return row.cells[places[column]] if column in places else Cell("")


def _text(row: Row, places: dict[str, int], column: str) -> str:
    return plain(_cell(row, places, column).text)


def _remark(table: Table, row: Row, column: str, kind: str, stated: str, what: str) -> Remark:
    return Remark(row.line, column, kind, stated, f"Row {row.line} {what}.", table.sheet)
